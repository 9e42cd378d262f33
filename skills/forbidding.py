"""Prohibitions in ordinary words: "don't vacuum while the baby sleeps", "no music after ten", 夜里别开洗衣机."""

from dataclasses import replace
from typing import Annotated

from assistant.memory.conditions import ALWAYS, Condition
from assistant.memory.preferences import HOUSEHOLD, MAX_WORDS, PreferredValue
from assistant.tools import Choice, Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from skills.keeping_likings import untold_state
from skills.prohibitions import UNASKED, never_in_words
from skills.surface import Services
from skills.usuals import knows_who
from skills.when_words import condition_told
from skills.whereabouts import resolved_state
from skills.words import phrase_file

DEED = Choice(
    {
        "vacuum": {
            "en": ("vacuum", "vacuuming", "vacuum cleaning", "hoover", "hoovering", "sweep", "sweeping", "clean",
                   "cleaning", "clean the floor", "clean the floors", "vacuum the floor", "run the vacuum",
                   "do the vacuuming", "start vacuuming", "vacuum anything"),
            "zh": ("扫地", "吸尘", "打扫", "清扫", "打扫卫生", "扫", "开始打扫", "扫地板"),
        },
        "mop": {
            "en": ("mop", "mopping", "mop the floor", "mop the floors", "wet clean", "start mopping"),
            "zh": ("拖地", "拖地板", "擦地", "拖"),
        },
        "music": {
            "en": ("music", "play music", "playing music", "put on music", "songs", "play songs", "play anything",
                   "turn on music", "start music", "put music", "listen to music", "blast music", "music playing"),
            "zh": ("音乐", "放音乐", "放歌", "播音乐", "播歌", "播放音乐", "听音乐", "听歌", "放歌曲", "唱歌"),
        },
        "tv": {
            "en": ("tv", "television", "telly", "watch tv", "watch television", "watching tv", "turn on tv",
                   "turn on the tv", "turn the tv on", "put the tv on", "put on the tv", "watch the tv", "screen time"),
            "zh": ("电视", "看电视", "开电视", "打开电视", "放电视"),
        },
        "noise": {
            "en": ("noise", "noises", "make noise", "make any noise", "make a noise", "be loud", "loud noise",
                   "loud things", "loud machines", "anything loud", "make a racket", "start anything loud", "racket"),
            "zh": ("吵", "吵闹", "出声", "声音", "噪音", "大声", "有噪音", "发出声音", "制造噪音", "弄出声音", "响"),
        },
    }
)  # fmt: skip
"""What is not to be done, where it is not one thing that is named."""

ACT = Choice(
    {
        name: {"en": (name.replace("_", " "),), "zh": (zh,)}
        for name, zh in (
            ("turn_on", "打开"), ("start_vacuum", "扫地"), ("mop_floor", "拖地"), ("vacuum_and_mop", "扫拖"),
            ("resume_media", "播放"), ("start_cooker", "开始煮"), ("open_cover", "开"),
            ("boil", "烧水"), ("preheat", "预热"), ("start_mowing", "割草"), ("light_up", "开灯"), ("activate", "启用"),
        )
    }
)  # fmt: skip
"""Tools that set something going; only what they do can be asked about first."""

WHOM = Choice({"children": {"en": ("the kids", "the children"), "zh": ("孩子", "孩子们")}})

_DEED_OF_ACT = {"start_vacuum": "vacuum", "mop_floor": "mop", "vacuum_and_mop": "mop"}


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep prohibitions in")
    return Forbidding(services)


class Forbidding:
    """What the household does not want to be done unasked."""

    def __init__(self, services: Services) -> None:
        assert services.preferences is not None
        self._services = services
        self._preferences = services.preferences
        self._home = services.home

    @tool(phrases={"en": ["never {deed}"], "zh": ["永远(别|不要){deed}"]}, by_phrase_only=True)
    async def forbid(
        self,
        ctx: ToolContext,
        deed: Annotated[str | None, DEED] = None,
        things: Annotated[Things, Targets()] = (),
        act: Annotated[str | None, ACT] = None,
        whom: Annotated[str | None, WHOM] = None,
        told_when: Annotated[str, Words("when it is not to be done")] = "",
    ) -> ToolResult:
        """Ask before something is done, always or at certain times: cleaning, music, television, noise, a machine."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, str(phrase_file("memory")[ctx.language]["not_for_guests"]))
        when = condition_told(told_when)
        if told_when and when == ALWAYS:
            return _refused("not_clear_when", ctx.language)
        kept = self._about(deed, things, act)
        if not kept:
            return _refused("not_clear_what", ctx.language)
        if when.state:
            state = resolved_state(when.state, self._home, self._services.members, ctx.person)
            if state is None:
                return untold_state(when.state, ctx.language)
            when = replace(when, state=state)
        return await self._keep(ctx, kept, replace(when, whom="children" if whom else when.whom))

    @tool(
        phrases={
            "en": ["(allow|permit) {deed} [again]"],
            "zh": ["允许{deed}"],
        },
        by_phrase_only=True,
    )
    async def allow_again(self, ctx: ToolContext, deed: Annotated[str, DEED]) -> ToolResult:
        """Take back what was said of not doing something; it is not done by that."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, str(phrase_file("memory")[ctx.language]["not_for_guests"]))
        if ctx.utterance.speaker.role == "child":
            return _refused("ask_grown_up", ctx.language)
        kept = [each for each in await self._preferences.of(HOUSEHOLD, [deed]) if each.sort == "never"]
        if not kept:
            return ToolResult(Claim.ANSWER, str(phrase_file("told")[ctx.language]["nothing_forbids"]))
        await self._preferences.forget(HOUSEHOLD, [each.id for each in kept])
        return ToolResult(Claim.DONE, str(phrase_file("told")[ctx.language]["allowed_again"]))

    def _about(self, deed: str | None, things: Things, act: str | None) -> list[tuple[str, PreferredValue]]:
        """What it is about, and the tool that is not to be called."""
        general = deed or _DEED_OF_ACT.get(act or "")
        if general:
            return [(general, True)]
        return [
            (thing, "open" if act == "open_cover" else "turn_on") for thing in things if thing in self._home.devices
        ]

    async def _keep(self, ctx: ToolContext, about: list[tuple[str, PreferredValue]], when: Condition) -> ToolResult:
        said = ctx.utterance.text[:MAX_WORDS]
        kept = [
            await self._preferences.remember(
                HOUSEHOLD, said, ctx.language, each, UNASKED, value, sort="never", when=when
            )
            for each, value in about
        ]
        space = "" if ctx.language == "zh" else " "
        told = [never_in_words(each, self._home, ctx.language) for each in kept]
        members = self._services.members
        if when.whom and members is not None and all(member.role != "child" for member in members.all()):
            told.append(str(phrase_file("told")[ctx.language]["children_unknown"]))
        return ToolResult(Claim.DONE, space.join(told))


def _refused(key: str, language: Language) -> ToolResult:
    return ToolResult(Claim.REFUSED, str(phrase_file("told")[language][key]))

"""Names that people give to things and rooms: given, told and taken back by word of mouth."""

from collections.abc import Sequence
from typing import Annotated

from assistant.errors import MemoryUnavailable
from assistant.memory.members import Members
from assistant.memory.nicknames import MAX_LENGTH, MAX_NICKNAMES, Nickname, TooManyNicknames
from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.understanding.nicknaming import Nicknaming, key_of
from assistant.utterance import Language, Speaker
from assistant.words import sentence
from devices.home import Home
from skills.naming import joined, name_in_sentence, room_in_sentence
from skills.surface import Services
from skills.usuals import knows_who
from skills.words import fill, phrase_file

TOLD_AT_MOST = 10
"""Names that are read out; the page shows all."""

_GROWN_UP = frozenset({"owner", "adult"})
_NAME = Words("what it is called", whole=True)


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where no names can be given."""
    if services.nicknaming is None:
        raise ValueError("there is no memory to keep names in")
    return GivenNames(services.home, services.nicknaming, services.members)


class GivenNames:
    """The names of the household, whoever gave them."""

    def __init__(self, home: Home, naming: Nicknaming, members: Members | None) -> None:
        self._home = home
        self._naming = naming
        self._members = members

    @tool(
        phrases={
            "en": [
                "[let us|we|i|we will|i will|you can|i want to|i would like to] call {things} {name} [from now on|now]",
                "(can|could|will|would) you [please] call {things} {name} [from now on]",
                "from now on [we|i] call {things} {name}",
                "(we|i) (always|usually) call {things} {name}",
                "(name|nickname|rename) {things} [as|to] {name}",
                "give {things} the (name|nickname) {name}",
                "{things} is [also] (called|named|nicknamed|known as) {name}",
                "{things} (should|shall|will) [also] be (called|named|nicknamed|known as) {name}",
                "(the|our|my|another) [nick]name (of|for) {things} is {name}",
                "{name} is (another|our|my|a|the) [nick]name (for|of) {things}",
                "{name} is what (we|i) call {things}",
                "(when|if) i say {name} i mean {things}",
                "by {name} i mean {things}",
                "remember [that] (we|i) call {things} {name}",
                "remember [that] {things} is called {name}",
            ],
            "zh": [
                "[我们|我|以后|从现在起|以后我们]管{things}叫[做]{name}",
                "[我们|我|以后|从现在起|以后我们]把{things}叫[做]{name}",
                "[我们|我|以后|从现在起|以后我们]把{things}称(为|作){name}",
                "{things}(以后|从现在起|今后)[就|都|也]叫[做]{name}",
                "以后{things}[就|都|也]叫[做]{name}",
                "{things}[就|也]叫[做]{name}",
                "{things}的(名字|小名|外号|昵称|别名)[就](是|叫){name}",
                "给{things}(起|取)[个|一个](名字|小名|外号|昵称|名)[叫|叫做]{name}",
                "(叫|称呼){things}为{name}",
                "我[们]说[的]{name}(就是|指的是|是指|是说){things}",
                "{name}是{things}的(名字|小名|外号|昵称|别名)",
                "记住{things}叫[做]{name}",
            ],
        },
        by_phrase_only=True,
    )
    async def give_name(
        self, ctx: ToolContext, things: Annotated[Things, Targets()], name: Annotated[str, _NAME]
    ) -> ToolResult:
        """Call a thing or a room by another name from now on."""
        return await self._give(ctx, things, name)

    @tool(
        phrases={
            "en": ["{name} is {things}", "from now on {name} is {things}", "remember [that] {name} is {things}"],
            "zh": ["{name}[就]是{things}", "(以后|从现在起|记住){name}[就]是{things}"],
        },
        by_phrase_only=True,
    )
    async def state_name(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets()],
        name: Annotated[str, Words("what it is called", whole=True, new=True)],
    ) -> ToolResult:
        """Call a thing or a room by a name that nothing has yet."""
        return await self._give(ctx, things, name)

    @tool(
        phrases={
            "en": [
                "(do not|never|please do not) call {name} (any more|anymore|any longer|again|from now on|now)",
                "do not call it {name}",
                "(stop|quit) calling {name} [now]",
                "(forget|remove|delete|drop|take back) (the|my|our|that) (name|nickname) {name}",
                "(forget|remove|delete|drop) {name} as a [nick]name",
                "{name} is (not|no longer) the name of {thing} [any more|anymore|any longer]",
                "{thing} is (not|no longer) called {name} [any more|anymore|any longer]",
                "(we|i) do not call {name} (any more|anymore|any longer)",
            ],
            "zh": [
                "[以后](别|不要|不)[再](管|把)[它]{thing}叫[做]{name}[了]",
                "[以后](别|不要)[再]叫{name}[了]",
                "[以后](别|不要)再叫{name}",
                "{thing}(不叫|不再叫|以后不叫){name}了",
                "(忘掉|忘了|忘记|删掉|删除|去掉|取消){name}(这个|那个)(名字|叫法|外号|小名|昵称|称呼|别名)",
                "(忘掉|忘了|忘记|删掉|删除|去掉|取消)(名字|外号|小名|昵称|别名){name}",
                "把{name}(这个|那个)(名字|叫法|外号|小名|昵称|称呼|别名)(忘掉|忘了|删掉|删了|去掉|取消)[吧|了]",
            ],
        },
        by_phrase_only=True,
    )
    async def take_back_name(
        self,
        ctx: ToolContext,
        name: Annotated[str, Words("the name that was given", whole=True)],
        thing: Annotated[str, Words("what was called so", whole=True)] = "",
    ) -> ToolResult:
        """Call something by a name no more."""
        known = self._naming.known(name)
        bare = self._naming.bare(name)
        if known is None:
            return self._say(Claim.REFUSED, "unknown", ctx.language, name=bare)
        if not may_take_back(known, ctx.utterance.speaker):
            return self._say(Claim.REFUSED, "not_yours", ctx.language, name=known.said)
        try:
            await self._naming.kept.forget(known.id)
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        about = self._called(known.about, ctx.language) or known.said
        return self._say(Claim.DONE, "gone", ctx.language, thing=about, name=known.said)

    @tool(
        phrases={
            "en": [
                "(what|which) [nick]names (have|did) (i|we) (given|give|made up|chosen) [you|here|to things|things]",
                "(what|which) names have been given [here|to things]",
                "what nicknames (are there|do you know|do we have|do we use|have we got)",
                "what nicknames do (things|we|the lamps) have",
                "(list|tell me|read me) [all] (the|my|our) nicknames",
                "(list|tell me|read me) [all] (the|my|our) names (i|we) (gave|have given) [to things]",
                "what (do|did) (i|we) call things [here]",
            ],
            "zh": [
                "(我|我们|大家)(起|取|给)过(什么|哪些)(名字|小名|外号|昵称|别名)",
                "(我|我们|大家)(起|取)了(什么|哪些)(名字|小名|外号|昵称|别名)",
                "(我|我们)给(什么|哪些)东西(起|取)(过|了)(名字|小名|外号|昵称|别名)",
                "[家里](有|都有)(什么|哪些)(小名|外号|昵称|别名)",
                "你(记得|知道)(什么|哪些)(小名|外号|昵称|别名)",
                "(列出|念一下|告诉我)[所有|全部][的](小名|外号|昵称|别名)",
            ],
        },
        reads_only=True,
    )
    async def given_names(self, ctx: ToolContext) -> ToolResult:
        """Tell the names that the household gave to things and rooms."""
        known = self._naming.kept.all()
        if not known:
            return self._say(Claim.ANSWER, "none", ctx.language)
        lines = [self._in_words(name, ctx.language) for name in known[-TOLD_AT_MOST:]]
        if len(known) > TOLD_AT_MOST:
            lines.append(fill(phrase_file("nicknames")[ctx.language]["more"], n=str(len(known) - TOLD_AT_MOST)))
        return ToolResult(Claim.ANSWER, ("" if ctx.language == "zh" else " ").join(lines), {"names": len(known)})

    @tool(
        phrases={
            "en": [
                "what [else] is {things} called",
                "what other (name|names) does {things} have",
                "(what|which) [nick]names does {things} have",
                "what do (we|i) call {things}",
            ],
            "zh": [
                "{things}[还|又]叫什么[名字]",
                "{things}还有(什么|哪些)别的名字",
                "{things}的(小名|外号|昵称|别名)是什么",
            ],
        },
        reads_only=True,
    )
    async def names_of_thing(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """Tell what else things are called."""
        by_about = self._naming.kept.by_about()
        lines = []
        for thing in things[:TOLD_AT_MOST]:
            given = [self._quoted(name, ctx.language) for name in by_about.get(thing, ())]
            facts = {"thing": self._called(thing, ctx.language), "names": joined(given, ctx.language)}
            lines.append(self._text("of_thing" if given else "of_thing_none", ctx.language, **facts))
        return ToolResult(Claim.ANSWER, ("" if ctx.language == "zh" else " ").join(lines), {"reads": list(things)})

    async def _give(self, ctx: ToolContext, things: Sequence[str], said: str) -> ToolResult:
        language, name = ctx.language, self._naming.bare(said)
        if not knows_who(ctx.utterance.speaker):
            return self._say(Claim.REFUSED, "not_for_guests", language)
        if len(things) != 1:
            several = joined([self._called(thing, language) for thing in things[:TOLD_AT_MOST]], language, "or")
            return self._say(Claim.REFUSED, "several", language, things=several)
        about = things[0]
        facts = {"name": name, "thing": self._called(about, language)}
        known = self._naming.given(name)
        if known is not None and known.about == about:
            return self._say(Claim.ALREADY, "already", language, **facts)
        if known is not None and self._called(known.about, language):
            return self._say(Claim.REFUSED, "taken", language, name=name, thing=self._called(known.about, language))
        refused = self._refused(name, about)
        if refused:
            return self._say(Claim.REFUSED, refused, language, **facts)
        try:
            await self._naming.kept.keep(ctx.person, about, name, key_of(name), language)
        except TooManyNicknames:
            return self._say(Claim.REFUSED, "too_many", language, limit=str(MAX_NICKNAMES))
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", language))
        return self._say(Claim.DONE, "given", language, **facts)

    def _refused(self, name: str, about: str) -> str:
        if not name or len(name) > MAX_LENGTH:
            return "long"
        if self._members is not None and self._members.named(name) is not None:
            return "person"
        return self._naming.why_not(name, about)

    def _in_words(self, name: Nickname, language: Language) -> str:
        about = self._called(name.about, language)
        return self._text("one" if about else "nowhere", language, name=name.said, thing=about)

    def _quoted(self, name: Nickname, language: Language) -> str:
        return self._text("quoted", language, name=name.said)

    def _called(self, about: str, language: Language) -> str:
        """A thing or room by its own name; empty where it is not there any more."""
        device = self._home.devices.get(about)
        if device is not None:
            return name_in_sentence(device, self._home, language)
        return room_in_sentence(about, self._home, language) if about in self._home.rooms else ""

    def _say(self, claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
        return ToolResult(claim, self._text(key, language, **facts))

    @staticmethod
    def _text(key: str, language: Language, **facts: str) -> str:
        return fill(phrase_file("nicknames")[language][key], **facts)


def may_take_back(name: Nickname, speaker: Speaker) -> bool:
    """Whether whoever speaks may take a name back: who gave it, and every grown-up of the household."""
    return knows_who(speaker) and (speaker.role in _GROWN_UP or speaker.person == name.person)

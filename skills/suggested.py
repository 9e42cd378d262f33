"""Suggestions from habits: taken up, refused, done every time from then on, and ended again by word."""

from datetime import timedelta
from typing import Annotated

from assistant.memory.suggestions import Deed, SmallRoutine, Suggestion, Suggestions, day_of, is_open
from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from skills.acting import Wish, beside, carry_out
from skills.suggested_words import told, words_of
from skills.surface import Services
from skills.words import fill

OPEN_FOR = timedelta(minutes=90)
"""How long a suggestion can be answered; by then its moment is over."""

JUST_NOW = timedelta(minutes=10)
"""How long after a yes "every time" is about what was done, and "that" about what was done by itself."""

_TAKES_PLACE = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED, Claim.PENDING})
_STRANGERS = frozenset({"guest", "unknown_voice", "untrusted_text", "routine"})

_EVERY = "every (time|day|evening|morning|night)"

Id = Annotated[str, Words("id of the suggestion; empty: the last one")]


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing is suggested."""
    if services.suggestions is None:
        raise ValueError("there is no memory to keep suggestions in")
    return Suggested(services, services.suggestions)


class Suggested:
    """What people answer to what is suggested to them."""

    def __init__(self, services: Services, kept: Suggestions) -> None:
        self._home = services.home
        self._kept = kept

    @tool(
        phrases={
            "en": ["(take|follow|accept) (the|your) suggestion"],
            "zh": ["按你(的建议|说的)做", "照你(的建议|说的)做", "采纳[你的]建议"],
        },
        by_phrase_only=True,
    )
    async def take_suggestion(self, ctx: ToolContext, suggestion: Id = "") -> ToolResult:
        """Do what was suggested."""
        found = await self._open(ctx, suggestion)
        if isinstance(found, ToolResult):
            return found
        result = await self._do(found.deed, ctx)
        if result.claim is not Claim.ASK:
            await self._kept.answer(found, "yes")
        return result

    @tool(
        phrases={
            "en": [
                "(do not|stop|never) (suggest|suggesting) (that|this|it) [again|any more]",
                "(do not|never) ask [me] (that|this|about that) again",
            ],
            "zh": ["(别|不要)再(建议|提)(这个|这件事|那个)[了]", "以后(别|不要)[再](建议|提)(这个|这件事)[了]"],
        },
        by_phrase_only=True,
    )
    async def refuse_suggestion(self, ctx: ToolContext, suggestion: Id = "") -> ToolResult:
        """Refuse what was suggested: by its id for this time, in so many words for good."""
        found = await self._open(ctx, suggestion, answered=not suggestion)
        if isinstance(found, ToolResult):
            return found
        await self._kept.answer(found, "no" if suggestion else "never")
        last = await self._kept.is_unwanted(found.person, found.deed)
        return ToolResult(Claim.ANSWER, words_of(ctx.language)["never_again" if last else "not_today"])

    @tool(
        phrases={
            "en": [
                "[yes] every time [please]",
                "[yes] always [please]",
                f"[yes] [please] do (that|this|it) {_EVERY} [from now on]",
                "[yes] [please] always do (that|this|it)",
                "make (that|this|it) a routine",
            ],
            "zh": ["[好的|对|是的][以后](每次|每天|一直|总是)都(这样|这么)[做][吧]", "以后都(这样|这么)[做][吧]"],
        },
        by_phrase_only=True,
    )
    async def keep_suggestion(self, ctx: ToolContext, suggestion: Id = "") -> ToolResult:
        """Do what was suggested, and every time from now on."""
        found = await self._open(ctx, suggestion, answered=True, lasts=OPEN_FOR if suggestion else JUST_NOW)
        if isinstance(found, ToolResult):
            return found
        words = words_of(ctx.language)
        if self._is_stranger(ctx):
            return ToolResult(Claim.REFUSED, words["not_for_guests"])
        result = await self._do(found.deed, ctx)
        if result.claim is Claim.ASK:
            return result
        if result.claim not in _TAKES_PLACE:
            return beside(result, words["not_kept"], ctx)
        await self._kept.answer(found, "every_time")
        await self._kept.keep(found.person, found.deed, self._kept.now())
        return beside(result, told("kept", found.deed, self._home, ctx.language), ctx)

    @tool(
        phrases={
            "en": [
                f"stop doing (that|this|it) {_EVERY}",
                f"do not do (that|this|it) {_EVERY} [any more|anymore]",
                f"stop turning (on|off) {{things}} {_EVERY}",
                f"stop (opening|closing|setting|starting) {{things}} {_EVERY}",
                f"do not turn (on|off) {{things}} {_EVERY} (any more|anymore)",
                f"do not (open|close|set|start) {{things}} {_EVERY} (any more|anymore)",
                "(stop|end|cancel|delete) (the|my|that) routine [for|of|with] {things}",
                "(stop|end|cancel|delete) (the|my|that) routine",
            ],
            "zh": [
                "[以后](别|不要|不用)再(每天|每次|每晚)(这样|这么)[做]了",
                "[以后](别|不要|不用)(每天|每次|每晚)[都](这样|这么)[做]了",
                "[以后](别|不要|不用)[再](每天|每晚)(打开|关闭|调){things}[了]",
                "(取消|停掉|删掉){things}的(例行|日常)[安排]",
                "(取消|停掉|删掉)(这个|那个)(例行|日常)安排",
            ],
        },
        by_phrase_only=True,
    )
    async def stop_routine(self, ctx: ToolContext, things: Annotated[Things, Targets()] = ()) -> ToolResult:
        """End something that is done every time."""
        words = words_of(ctx.language)
        if self._is_stranger(ctx):
            return ToolResult(Claim.REFUSED, words["not_for_guests"])
        mine = await self._kept.routines(None if ctx.utterance.speaker.role == "owner" else ctx.person)
        meant = [routine for routine in mine if not things or routine.deed.device in things]
        lately = [routine for routine in meant if routine.ran is not None and self._is_just_now(routine)]
        meant = lately if len(meant) > 1 and len(lately) == 1 else meant
        if not meant:
            return ToolResult(Claim.REFUSED, words["unknown"])
        if len(meant) > 1:
            several = " ".join(self._tell(routine, ctx) for routine in meant)
            return ToolResult(Claim.REFUSED, fill(words["which"], list=several))
        await self._kept.end(meant[0])
        return ToolResult(Claim.DONE, told("ended", meant[0].deed, self._home, ctx.language))

    @tool(
        phrases={
            "en": [
                "what do you do [for me|for us] every (day|time|evening|morning)",
                "what do you do by yourself",
                "(which|what) routines (do|have) (i|we|you) [have|got]",
                "(list|tell me|show me) (my|our|the) routines",
            ],
            "zh": [
                "你每天[都][会](做|干)(什么|哪些事)",
                "你(会自动|自动)(做|干)(什么|哪些事)",
                "[我|我们]有(哪些|什么)(例行|日常)(安排|任务)",
            ],
        },
        reads_only=True,
    )
    async def list_routines(self, ctx: ToolContext) -> ToolResult:
        """Tell what is done every time for this person."""
        mine = () if self._is_stranger(ctx) else await self._kept.routines(ctx.person)
        if not mine:
            return ToolResult(Claim.ANSWER, words_of(ctx.language)["none"])
        space = "" if ctx.language == "zh" else " "
        return ToolResult(Claim.ANSWER, space.join(self._tell(routine, ctx) for routine in mine))

    async def _do(self, deed: Deed, ctx: ToolContext) -> ToolResult:
        return await carry_out(self._home, ctx, [Wish(deed.device, deed.action, deed.value)])

    async def _open(
        self, ctx: ToolContext, suggestion: str, *, answered: bool = False, lasts: timedelta = OPEN_FOR
    ) -> Suggestion | ToolResult:
        """That suggestion, else why there is none. `answered`: one that was just taken up counts too; `lasts`: how long
        after it was made."""
        words, now = words_of(ctx.language), self._kept.now()
        if suggestion:
            found = await self._kept.find(suggestion)
        else:
            mine = await self._kept.of(ctx.person, day_of(now))
            found = next((each for each in reversed(mine) if each.answer != "never"), None)
        if found is None:
            return ToolResult(Claim.REFUSED, words["nothing"])
        if found.person != ctx.person or self._is_stranger(ctx):
            return ToolResult(Claim.REFUSED, words["not_yours"])
        just_taken = answered and found.answer in ("yes", "no") and now - found.at <= lasts
        if not just_taken and not is_open(found, now, lasts):
            return ToolResult(Claim.REFUSED, words["over" if suggestion else "nothing"])
        return found

    def _is_just_now(self, routine: SmallRoutine) -> bool:
        return routine.ran is not None and routine.came != "" and self._kept.now() - routine.ran <= JUST_NOW

    def _is_stranger(self, ctx: ToolContext) -> bool:
        speaker = ctx.utterance.speaker
        return speaker.role in _STRANGERS or speaker.person == "unknown"

    def _tell(self, routine: SmallRoutine, ctx: ToolContext) -> str:
        return told("one", routine.deed, self._home, ctx.language)

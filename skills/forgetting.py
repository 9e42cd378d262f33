"""Forgetting by word: this, what was said about something, a time, or everything; and saying what is gone."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habits
from assistant.memory.suggestions import Suggestions
from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from assistant.words import sentence
from skills.acting import beside
from skills.arrivals import Arrivals, NotWritten
from skills.naming import joined
from skills.periods import Span, moment_in_words, period_in
from skills.recalling import Memories, Memory, Sort, about, topic_of
from skills.surface import Services
from skills.usuals import Usuals, knows_who
from skills.words import fill, phrase_file

LISTED = 3
"""Memories that are told one by one; more are counted, and asked about first."""

_SORTS: tuple[Sort, ...] = ("told", "habit", "name")
_SAID = re.compile(r"\b(said|told|mentioned)\b|说|告诉", re.IGNORECASE)
_LEARNT = re.compile(r"\b(learn\w*|habits?|usually)\b|习惯|学到", re.IGNORECASE)
_REMEMBERED = re.compile(r"^\W*(i|我)\s*(forget|忘)", re.IGNORECASE)
_DID = re.compile(r"\b(did|done|do)\b|做", re.IGNORECASE)
_LATEST = frozenset({"said", "told you", "just said", "just told you", "just mentioned", "mentioned"})
_LATEST_ZH = re.compile(r"我?刚(才|刚)(说)?的?(话|事)?")
_GOES_ON = re.compile(
    r"\b(that|it)\b[\s,;.:]+(?!please|now|again|mimosa|thank|ok)\w|(这个|那个|它|这事|这件事)[了吧忘掉记]*[\s，,。；]+(?!谢谢|好吗)\w",
    re.IGNORECASE,
)
"""A wish behind "forget that": it only takes back what was said before, and nothing is to be erased."""
_WHAT = Words("what shall be forgotten", whole=True)


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing is remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to forget anything in")
    names = services.nicknaming.kept if services.nicknaming else None
    kept = Memories(services.home, services.preferences, services.habits, names, services.clock)
    more = services.suggestions, services.arrivals
    return Forgetting(kept, services.habits, services.usuals, services.clock, *more)


class Forgetting:
    """Erases what is kept of whoever speaks, and says how much it was."""

    def __init__(
        self,
        kept: Memories,
        habits: Habits | None,
        usuals: Usuals | None,
        clock: Callable[[], datetime],
        suggestions: Suggestions | None = None,
        arrivals: Arrivals | None = None,
    ) -> None:
        self._kept = kept
        self._habits = habits
        self._usuals = usuals
        self._clock = clock
        self._suggestions = suggestions
        self._arrivals = arrivals

    @tool(
        phrases={
            "en": [
                "forget (that|it)",
                "forget what i [just] (said|told you)",
                "do not remember that",
                "forget that again",
            ],
            "zh": [
                "忘(掉|记|了)(这个|那个|它)[吧|了]",
                "把(这个|那个|它|这事|这件事)忘(掉|了|记)[吧]",
                "(别|不要)记(住)?(这个|那个)",
                "忘(掉|记|了)我刚(才)?说的[话]",
            ],
        },
        by_phrase_only=True,
    )
    async def forget_that(self, ctx: ToolContext) -> ToolResult:
        """Forget what this person last told to remember."""
        if _GOES_ON.search(ctx.utterance.text):
            return ToolResult(Claim.ANSWER, "")
        told = [kept for kept in await self._kept.of(ctx) if kept.sort != "habit"]
        return await self._forget(ctx, told[-1:]) if told else _say(Claim.REFUSED, "nothing", ctx.language)

    @tool(
        phrases={
            "en": [
                "forget everything [you know|you have learned|you learned|i told you|i have told you] [about me|of me]",
                "forget all [you know] [about me]",
                "(delete|erase) everything you know about me",
            ],
            "zh": [
                "忘(掉|记|了)(一切|所有|全部)",
                "忘(掉|记|了)(你知道的|关于我的|我的)(一切|所有|全部)",
                "把(我的|关于我的)(一切|所有|全部)都忘(掉|了|记)",
            ],
        },
        by_phrase_only=True,
    )
    async def forget_everything(self, ctx: ToolContext) -> ToolResult:
        """Forget everything this person ever told and did; asks first."""
        known = await self._kept.of(ctx)
        own = [kept for kept in known if kept.person == ctx.person]
        if not known and not await self._has_done(ctx):
            return _say(Claim.REFUSED, "nothing", ctx.language)
        if not ctx.confirmed and not own:
            return _say(Claim.ASK, "ask_did", ctx.language)
        if not ctx.confirmed:
            return _say(Claim.ASK, "ask_all", ctx.language, count=_counted(Counter(k.sort for k in own), ctx.language))
        return await self._erase(ctx, known, None)

    @tool(
        phrases={
            "en": [
                "forget [that] (i|we|my|our) {what}",
                "forget what (i|we) {what}",
                "forget what you (know|learned|have learned|learnt|have learnt|remember) {what}",
                "forget (everything|anything|whatever) {what}",
                "forget all (i|we|you|of) {what}",
                "forget about {what}",
                "forget (the last|the past|this|last) {what}",
                "forget (yesterday|today) {what}",
                "forget (yesterday|today|this week|last week|this month|last month|last night|this morning)",
                "forget that (my|our|the) {what}",
                "forget (my|our|the) (habit|habits|preference|preferences|liking) {what}",
                "do not remember [that] (i|we) {what}",
                "(delete|erase) (everything|all|what) (i|we|you) {what}",
                "unlearn {what}",
            ],
            "zh": [
                "(忘了|忘掉|忘记|别记着|不要记着|别再记着)我{what}",
                "(忘了|忘掉|忘记)我们{what}",
                "(忘了|忘掉|忘记)关于{what}",
                "(忘了|忘掉|忘记){what}的(事|事情|话|习惯|喜好|偏好|一切|所有|全部)",
                "(忘了|忘掉|忘记)(昨天|今天|上周|上星期|上个星期|这周|最近|过去|昨晚){what}",
                "(忘了|忘掉|忘记)(昨天|今天|上周|上星期|上个星期|这周|昨晚)",
                "把我{what}[都|全](忘了|忘掉|忘记)[吧]",
                "把关于{what}[都|全](忘了|忘掉|忘记)[吧]",
                "把{what}的(事|事情|话|习惯|喜好|偏好|一切|所有|全部)[都|全](忘了|忘掉|忘记)[吧]",
            ],
        },
        by_phrase_only=True,
    )
    async def forget_about(self, ctx: ToolContext, what: Annotated[str, _WHAT] = "") -> ToolResult:
        """Forget what this person told or what was learnt of them: about something, or from a time."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, phrase_file("memory")[ctx.language]["not_for_guests"])
        if what.casefold().strip(" .!。！") in _LATEST or _LATEST_ZH.fullmatch(what):
            return await self.forget_that(ctx)
        said = ctx.utterance.text if period_in(what, self._clock()) is None else what
        period = period_in(said, self._clock())
        topic = topic_of(period[1] if period else what)
        if topic - topic_of("forget forgotten erase delete unlearn"):
            return await self._about(ctx, what)
        if period is not None:
            return await self._period(ctx, period[0])
        if _DID.search(what):
            return await self._done(ctx)
        if re.search(r"\b(me|us)\b|(你知道|关于我|我的)", ctx.utterance.text) or _is_all(what):
            return await self.forget_everything(ctx)
        return _say(Claim.REFUSED, "say_what", ctx.language)

    async def _about(self, ctx: ToolContext, what: str) -> ToolResult:
        sorts = ("told", "name") if _SAID.search(ctx.utterance.text) else _SORTS
        sorts = ("habit",) if _LEARNT.search(ctx.utterance.text) and sorts == _SORTS else sorts
        known = [kept for kept in await self._kept.of(ctx) if kept.sort in sorts]
        meant, sure = about(topic_of(what), known)
        if not meant:
            return _say(Claim.REFUSED, "nothing_of_it", ctx.language)
        if _REMEMBERED.search(ctx.utterance.text):
            return ToolResult(Claim.ANSWER, _sentences(meant[:LISTED], ctx.language))
        if ctx.confirmed or (sure and len(meant) <= LISTED):
            return await self._forget(ctx, meant)
        if len(meant) == 1:
            return _say(Claim.ASK, "ask_this", ctx.language, what=meant[0].say)
        count = _counted(Counter(kept.sort for kept in meant), ctx.language)
        return _say(Claim.ASK, "ask_many", ctx.language, count=count, what=meant[0].say)

    async def _done(self, ctx: ToolContext) -> ToolResult:
        if not ctx.confirmed:
            return _say(Claim.ASK, "ask_did", ctx.language)
        return await self._erase(ctx, (), None)

    async def _period(self, ctx: ToolContext, span: Span) -> ToolResult:
        since, until = span
        if not ctx.confirmed:
            first = moment_in_words(since, ctx.language)
            last = moment_in_words(until, ctx.language, end=True)
            key = "ask_day" if first == last else "ask_period"
            return _say(Claim.ASK, key, ctx.language, since=first, until=last)
        told = [k for k in await self._kept.of(ctx) if k.sort != "habit" and since <= k.since < until]
        return await self._erase(ctx, told, span)

    async def _has_done(self, ctx: ToolContext) -> bool:
        """Whether something is kept of this person that is no habit yet, is done for them, or waits."""
        if not knows_who(ctx.utterance.speaker):
            return False
        if self._arrivals is not None and self._arrivals.wished_by(ctx.person):
            return True
        if self._habits is not None and self._habits.lately(ctx.person):
            return True
        return self._suggestions is not None and bool(await self._suggestions.routines(ctx.person))

    async def _forget(self, ctx: ToolContext, meant: Sequence[Memory]) -> ToolResult:
        """Erase these, and say which they were."""
        try:
            gone = await self._kept.forget(meant)
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        self._no_longer_filled(ctx)
        if not gone:
            return _say(Claim.REFUSED, "nothing_of_it", ctx.language)
        if len(meant) == 1:
            return _say(Claim.DONE, "forgot_one", ctx.language, what=meant[0].say)
        count = _counted(Counter(kept.sort for kept in meant), ctx.language)
        if len(meant) > LISTED:
            return _say(Claim.DONE, "forgot_count", ctx.language, count=count)
        return _say(Claim.DONE, "forgot_some", ctx.language, count=count, what=_sentences(meant, ctx.language))

    async def _erase(self, ctx: ToolContext, told: Sequence[Memory], span: Span | None) -> ToolResult:
        """Erase what was told, and what was done in that time (None: ever) with all that was learnt from it.

        What was told for all stays, and it is said that it does: one of them does not end it for the others in passing.
        """
        by_word = [kept for kept in told if kept.sort != "habit" and kept.person == ctx.person]
        shared = len([kept for kept in told if kept.person != ctx.person])
        since, until = span or (None, None)
        try:
            await self._kept.forget(by_word)
            did = await self._habits.forget(person=ctx.person, since=since, until=until) if self._habits else 0
            kept = self._suggestions
            suggested, routines = await kept.forget(ctx.person, since, until) if kept else (0, 0)
            waited = await self._arrivals.forget(ctx.person, since, until) if self._arrivals else 0
        except (MemoryUnavailable, NotWritten):
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        self._no_longer_filled(ctx)
        gone: Counter[str] = Counter(kept.sort for kept in by_word)
        gone.update(did=did, suggested=suggested, routine=routines, waited=waited)
        if not gone.total():
            ended = _say(Claim.ALREADY, "nothing_then" if span else "nothing", ctx.language)
        else:
            ended = _say(Claim.DONE, "forgot_count", ctx.language, count=_counted(gone, ctx.language))
        return beside(ended, _shared_stays(shared, ctx.language), ctx) if shared else ended

    def _no_longer_filled(self, ctx: ToolContext) -> None:
        if self._usuals is not None:
            self._usuals.forget_last(ctx.person)


def _is_all(what: str) -> bool:
    return not what.strip() or what.strip(" .。") in ("的一切", "一切", "everything", "all")


def _counted(gone: Counter[str], language: Language) -> str:
    """ "2 things you told me and 1 habit" """
    words = phrase_file("forgetting")[language]["forgetting"]
    sorts = ("told", "did", "habit", "name", "suggested", "routine", "waited")
    parts = [fill(words[sort], gone[sort] != 1, n=str(gone[sort])) for sort in sorts if gone[sort]]
    return joined(parts, language)


def _shared_stays(count: int, language: Language) -> str:
    return fill(phrase_file("forgetting")[language]["forgetting"]["shared_stays"], count != 1, n=str(count))


def _sentences(meant: Sequence[Memory], language: Language) -> str:
    return ("" if language == "zh" else " ").join(dict.fromkeys(kept.say for kept in meant))


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("forgetting")[language]["forgetting"][key], **facts))

"""What is known of whoever speaks, and where it comes from: what they told, their habits with the numbers, a wish."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from assistant.memory.habits import Habits
from assistant.memory.preferences import HOUSEHOLD, Preference, Preferences, states_on
from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.errors import JournalUnavailable
from devices.home import Home
from skills.at_saying import told_after_sayings
from skills.filled_words import filled_words
from skills.memory_words import habit_in_words, preference_in_words
from skills.naming import joined
from skills.periods import moment_in_words
from skills.reasons import Reasons
from skills.recalling import Memories, Memory
from skills.surface import Services
from skills.usuals import Usuals, knows_who
from skills.words import fill, phrase_file

MOST_HABITS = 8
"""Habits that are told at once; the page shows all."""
PEOPLE = 200
"""People of whom it is remembered that they were just told what is known of them."""


_OF_ONESELF = re.compile(r"\b(me|myself|i)\b|我", re.IGNORECASE)


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing is remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory in which anything has a source")
    return Known(services, services.preferences)


class Known:
    """Tells what is in the database, and nothing else."""

    def __init__(self, services: Services, preferences: Preferences) -> None:
        names = services.nicknaming.kept if services.nicknaming else None
        self._kept = Memories(services.home, preferences, services.habits, names, services.clock)
        self._home: Home = services.home
        self._preferences = preferences
        self._habits: Habits | None = services.habits
        self._usuals: Usuals | None = services.usuals
        self._clock: Callable[[], datetime] = services.clock
        self._reasons = Reasons(services)
        self._services = services
        self._told: dict[str, tuple[str, ...] | None] = {}
        """Person → what they had wished for when they were told what is known of them."""

    @tool(
        phrases={
            "en": [
                "what do you (know|remember) about me",
                "what have i told you [about me]",
                "what do i like",
            ],
            "zh": ["你(知道|记得|了解)我(什么|哪些)", "你(知道|记得)(关于我的|我的)(什么|哪些)", "我喜欢什么"],
        },
        reads_only=True,
    )
    async def what_is_known(self, ctx: ToolContext) -> ToolResult:
        """Tell everything that is remembered about this person."""
        known = await self._all(ctx)
        lines = [preference_in_words(p, self._home, ctx.language) for p in known] + self._habits_in_words(ctx)
        lines += (await told_after_sayings(self._services, ctx.utterance.speaker, ctx.language))[:MOST_HABITS]
        if not lines:
            return ToolResult(Claim.ANSWER, phrase_file("memory")[ctx.language]["nothing_known"])
        self._told.pop(ctx.person, None)
        self._told[ctx.person] = ctx.wished
        if len(self._told) > PEOPLE:
            del self._told[next(iter(self._told))]
        return ToolResult(Claim.ANSWER, _joined(lines, ctx.language), {"known": len(lines)})

    @tool(
        phrases={
            "en": ["what do you (know|remember) about {things}", "what does {things} like"],
            "zh": ["你(知道|记得|了解){things}[的](什么|哪些|多少)", "{things}喜欢什么"],
        },
        reads_only=True,
        by_phrase_only=True,
    )
    async def what_is_known_of(
        self, ctx: ToolContext, things: Annotated[Things, Targets("", ("person",))]
    ) -> ToolResult:
        """What is known of somebody else is theirs: told to them, and shown to an owner on the page."""
        people = [self._home.devices[thing] for thing in things if thing in self._home.devices]
        called = {name.casefold() for person in people for name in (person.id.rpartition(".")[2], person.name)}
        if _OF_ONESELF.search(ctx.utterance.text) or ctx.person.casefold() in called:
            return await self.what_is_known(ctx)
        names = joined([person.name for person in people], ctx.language)
        told = fill(phrase_file("memory")[ctx.language]["known_of_others"], name=names)
        return ToolResult(Claim.REFUSED, told)

    @tool(
        phrases={
            "en": [
                "where did you get (that|this|it) from",
                "where did you get (that|this|it)",
                "where do you (have|know|get) (that|this|it) from",
                "where does (that|this|it) come from",
                "how (did|do) you know (that|this|it)",
                "how come you know (that|this|it)",
                "who told you (that|this|so)",
                "how (did|do) you know what i (like|want)",
            ],
            "zh": [
                "你[是](从哪里|从哪儿|从哪|怎么|哪里|哪儿)知道的",
                "你(从哪里|从哪儿|从哪)(知道|学到|听说)[这个|这些]的",
                "你怎么知道(这个|的|我喜欢)",
                "(这个|这)[是]从哪(里|儿)来的",
                "谁告诉你的",
            ],
        },
        reads_only=True,
        by_phrase_only=True,
    )
    async def where_from(self, ctx: ToolContext) -> ToolResult:
        """Tell where a value came from that was not said, why something was done, or since when something is known."""
        latest = ctx.wished[0] if ctx.wished else ""
        just_told = ctx.person in self._told and self._told[ctx.person] == ctx.wished
        filled = [] if just_told else await filled_words(self._usuals, self._home, ctx, latest)
        if filled:
            return ToolResult(Claim.ANSWER, " ".join(filled))
        known = await self._kept.of(ctx)
        if not just_told and (latest or not known) and await self._did_something():
            return await self._reasons.why_that(ctx)
        if not known:
            return ToolResult(Claim.ANSWER, phrase_file("memory")[ctx.language]["filled_nothing"])
        lines = list(dict.fromkeys(self._source(kept, ctx.language) for kept in known[-MOST_HABITS:]))
        return ToolResult(Claim.ANSWER, _joined(lines, ctx.language), {"known": len(known)})

    async def _did_something(self) -> bool:
        try:
            return bool(await self._home.history(1))
        except JournalUnavailable:
            return True  # why_that says that the record cannot be read

    async def _all(self, ctx: ToolContext) -> Sequence[Preference]:
        """What this person and the household told, oldest first; nothing for somebody who is not of the household."""
        if not knows_who(ctx.utterance.speaker):
            return ()
        known = (*await self._preferences.of(ctx.person), *await self._preferences.of(HOUSEHOLD))
        on = states_on(known, self._clock())
        return sorted((k for k in known if k.sort != "state" or k.about in on), key=lambda kept: kept.since)

    def _habits_in_words(self, ctx: ToolContext) -> list[str]:
        """The values this person usually chooses, each with how often."""
        if self._habits is None or not knows_who(ctx.utterance.speaker):
            return []
        known = [habit for habit in self._habits.known(ctx.person) if habit.kind == "value"][:MOST_HABITS]
        there = [habit for habit in known if habit.device in self._home.devices]
        return [habit_in_words(habit, self._home, ctx.language) for habit in there]

    def _source(self, kept: Memory, language: Language) -> str:
        words = phrase_file("memory")[language]
        since = moment_in_words(kept.since.astimezone(self._clock().tzinfo), language)
        return fill(words[f"source_{kept.sort}"], what=kept.say, since=since)


def _joined(lines: Sequence[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(lines)

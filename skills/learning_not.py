"""What is not to be learnt, by word: this, what is done with a thing, what is done at a time, or nothing at all."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habit, Habits
from assistant.memory.members import OWNER, Members
from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from assistant.words import sentence
from devices.device import Device, Shape
from devices.home import Home
from skills.memory_words import habit_in_words
from skills.naming import joined, name_in_sentence
from skills.surface import Services
from skills.usuals import Usuals, knows_who
from skills.wishes import subject_of
from skills.words import fill, phrase_file

LISTED = 3
"""Habits that are told one by one before they are forgotten."""

_LEARNABLE = frozenset({Shape.FLAG, Shape.NUMBER, Shape.CHOICE, Shape.COLOR})
_OF_ALL = re.compile(r"\b(from|about|of) me\b|\bmy habits\b|我的习惯|学习?我(?![一-鿿])", re.IGNORECASE)
_THIS = re.compile(r"\b(this|that|it)\W*$|(这个|那个|它)(习惯)?\W*$", re.IGNORECASE)
_HOURS: Mapping[str, range] = {
    r"\b(bed|sleep|asleep|night)\b|睡|就寝": range(20, 27),
    r"\b(get|wake|getting|waking) up\b|\bmorning\b|\bbreakfast\b|起床|醒|早上|早饭|早餐": range(4, 11),
    r"\b(leave|go(ing)? out|work)\b|出门|上班": range(6, 11),
    r"\b(come|get|coming) (back )?home\b|\bevening\b|\bdinner\b|回家|下班|晚饭|晚上": range(15, 22),
    r"\b(noon|lunch)\b|中午|午饭": range(11, 15),
}
"""Words for something that people do every day → the hours in which it shows; above 24 is the next day."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing is remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory in which anything is learnt")
    return LearningNot(services.home, services.habits, services.members, services.usuals, services.clock)


class LearningNot:
    """Ends what is learnt of whoever speaks."""

    def __init__(
        self,
        home: Home,
        habits: Habits | None,
        members: Members | None,
        usuals: Usuals | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._habits = habits
        self._members = members
        self._usuals = usuals
        self._clock = clock

    @tool(
        phrases={
            "en": ["do not learn (this|that)", "never learn (this|that)", "(unlearn|forget) (this|that) habit"],
            "zh": [
                "(别|不要)(学|记住)这个[习惯]",
                "这个[习惯](别|不要)学",
                "(别|不要)再学这个",
                "(别|不要)学(它|那个)",
            ],
        },
        by_phrase_only=True,
    )
    async def do_not_learn(self, ctx: ToolContext) -> ToolResult:
        """Learn no more what this person chooses where a value was last filled in."""
        if self._habits is None:
            return _say(Claim.REFUSED, "off", ctx.language)
        found = await self._usuals.last(ctx, self._home) if self._usuals else None
        if found is None:
            return _say(Claim.REFUSED, "which", ctx.language)
        filled = found[0]
        name = subject_of(self._home.devices[filled.device], filled.capability, self._home, ctx.language).name
        what = _text("set_of", ctx.language, name=name)
        return await self._never(ctx, [(filled.device, filled.capability)], what)

    @tool(
        phrases={
            "en": [
                "do not learn (anything|something) (about|from|of|with) {things}",
                "do not learn (what|how|when) i do with {things}",
                "do not learn (how|when) i use {things}",
                "do not learn (how|when) i (turn|switch|set|dim|open|close|start) {things}",
                "do not learn (how|when) i (turn|switch) {things} (on|off)",
                "do not learn [my habits with] {things}",
                "(stop|quit) learning (what|how|when) i (use|do with) {things}",
                "(stop|quit) learning (about|from) {things}",
                "(stop|quit) learning my habits with {things}",
                "never learn anything about {things}",
            ],
            "zh": [
                "(别|不要)[再]学我(怎么|什么时候|如何)(用|开|关|开关|调){things}",
                "(别|不要)[再]学{things}[的](事|习惯|用法)",
                "(别|不要)[再]学[关于]{things}",
                "(别|不要)[再]从{things}(学|学习)",
                "(别|不要)[再]学我{things}的习惯",
            ],
        },
        by_phrase_only=True,
    )
    async def do_not_learn_thing(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """Learn no more what this person does with things."""
        if _OF_ALL.search(ctx.utterance.text):
            return await self.stop_learning(ctx)
        if _THIS.search(ctx.utterance.text) and self._usuals and await self._usuals.last(ctx, self._home):
            return await self.do_not_learn(ctx)
        there = [self._home.devices[thing] for thing in things if thing in self._home.devices]
        slots = [(d.id, n) for d in there for n, c in d.capabilities.items() if c.writable and c.shape in _LEARNABLE]
        names = joined([name_in_sentence(device, self._home, ctx.language) for device in there], ctx.language)
        return await self._never(ctx, slots, _text("does_with", ctx.language, things=names))

    @tool(
        phrases={
            "en": [
                "do not learn (when|what time|how late|at what time|what|how) i {doing}",
                "do not learn (when|what time|how late|what|how) we {doing}",
                "(stop|quit) learning (when|what time|how late|what|how) i {doing}",
                "do not learn my {doing}",
            ],
            "zh": [
                "(别|不要)[再]学[习]我(什么时候|几点|怎么|如何|每天){doing}",
                "(别|不要)[再]记[住]我(什么时候|几点){doing}",
            ],
        },
        by_phrase_only=True,
    )
    async def do_not_learn_when(
        self, ctx: ToolContext, doing: Annotated[str, Words("what the person does then", whole=True)]
    ) -> ToolResult:
        """Learn no more what this person usually does around something of every day; asks first."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, phrase_file("memory")[ctx.language]["not_for_guests"])
        things = [d.id for d in self._home.devices.values() if _is_named(d, doing)]
        if things:
            return await self.do_not_learn_thing(ctx, tuple(things))
        hours = next((hours for words, hours in _HOURS.items() if re.search(words, doing.lower())), None)
        known = self._habits.known(ctx.person) if self._habits else ()
        shown = [habit for habit in known if hours is not None and _is_then(habit, hours)]
        if not shown:
            return _say(Claim.REFUSED, "nothing_then", ctx.language)
        said = [habit_in_words(habit, self._home, ctx.language) for habit in shown[:LISTED]]
        what = ("" if ctx.language == "zh" else " ").join(said)
        if not ctx.confirmed:
            return _say(Claim.ASK, "ask_then", ctx.language, what=what)
        devices = {habit.device: self._home.devices.get(habit.device) for habit in shown}
        names = [name_in_sentence(d, self._home, ctx.language) if d else id_ for id_, d in devices.items()]
        slots = list(dict.fromkeys((habit.device, habit.action) for habit in shown))
        return await self._never(ctx, slots, _text("does_with", ctx.language, things=joined(names, ctx.language)))

    @tool(
        phrases={
            "en": [
                "(stop|quit) learning [from me|my habits|anything|about me]",
                "do not learn (from me|my habits|anything|anything from me|anything about me) [any more|anymore]",
                "never learn [anything] from me",
                "learn nothing from me",
            ],
            "zh": [
                "(别|不要)[再](学|学习)我的习惯",
                "(别|不要)[再](学|学习)我",
                "(别|不要)[再]从我(这里|这儿|身上)学",
                "什么都别学",
            ],
        },
        by_phrase_only=True,
    )
    async def stop_learning(self, ctx: ToolContext) -> ToolResult:
        """Learn nothing from what this person does."""
        return await self._learns(ctx, False)

    @tool(
        phrases={
            "en": [
                "learn from me again",
                "(start|go on|continue) learning [from me|my habits]",
                "you may learn [from me|my habits] [again]",
            ],
            "zh": ["(可以|继续|重新|又可以)(学|学习)我的习惯[了]", "你可以(学|学习)我的习惯[了]"],
        },
        by_phrase_only=True,
    )
    async def learn_again(self, ctx: ToolContext) -> ToolResult:
        """Learn again from what this person does."""
        return await self._learns(ctx, True)

    async def _learns(self, ctx: ToolContext, learns: bool) -> ToolResult:
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, phrase_file("memory")[ctx.language]["not_for_guests"])
        member = self._members.of(ctx.person) if self._members else None
        if self._members is None or member is None:
            return _say(Claim.REFUSED, "off", ctx.language)
        key = "again" if learns else "stopped"
        if member.learns == learns:
            return _say(Claim.ALREADY, f"{key}_already", ctx.language)
        try:
            await self._members.change(ctx.person or OWNER, learns=learns)
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        return _say(Claim.DONE, key, ctx.language)

    async def _never(self, ctx: ToolContext, slots: Sequence[tuple[str, str]], what: str) -> ToolResult:
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, phrase_file("memory")[ctx.language]["not_for_guests"])
        if self._habits is None:
            return _say(Claim.REFUSED, "off", ctx.language)
        if not slots:
            return _say(Claim.REFUSED, "which", ctx.language)
        learnt = any((habit.device, habit.action) in slots for habit in self._habits.known(ctx.person))
        try:
            for device, capability in slots:
                await self._habits.do_not_learn(ctx.person, device, capability)
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        if self._usuals is not None:
            self._usuals.forget_last(ctx.person)
        return _say(Claim.DONE, "not_this" if learnt else "not_yet", ctx.language, what=what)


def _is_named(device: Device, words: str) -> bool:
    """Whether it is called by one of its names in these words."""
    return any(
        re.search(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])", words.casefold())
        for name in (device.name, *device.aliases)
    )


def _is_then(habit: Habit, hours: range) -> bool:
    """Whether it holds only at hours of which most are these."""
    if habit.when.hours is None:
        return False
    begin, end = habit.when.hours
    held = range(begin, end if end > begin else end + 24)
    inside = sum(hour in hours or hour + 24 in hours for hour in held)
    return len(held) <= len(hours) and inside * 2 >= len(held)


def _text(key: str, language: Language, **facts: str) -> str:
    return fill(phrase_file("forgetting")[language]["learning"][key], **facts)


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, _text(key, language, **facts))

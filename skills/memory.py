"""What people like: remembered when they say so, told when they ask, used when they want it, forgotten at a word."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from assistant.memory.conditions import ALWAYS, Condition
from assistant.memory.habits import Habit, Habits
from assistant.memory.preferences import (
    HOUSEHOLD,
    MAX_WORDS,
    Preference,
    Preferences,
    PreferredValue,
    states_on,
)
from assistant.tools import Claim, Quantity, Rooms, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason
from devices.home import Home
from devices.wishes import fits
from skills.acting import Wish, carry_out, command_for
from skills.naming import joined, room_in_sentence
from skills.not_liked import is_appointment, is_order, points_at_something
from skills.outcomes import told
from skills.surface import Services
from skills.usuals import knows_who
from skills.when_words import WHEN, condition_of, when_in_words
from skills.wishes import state_in_words, subject_of
from skills.words import fill, phrase_file

MOST_HABITS = 8
"""Habits that are told at once; the page shows all."""

_WE = re.compile(r"\b(we|our)\b|我们|咱", re.IGNORECASE)
_NOTHING = frozenset(("", "that", "this", "it", "me", "这个", "那个", "它", "我"))
"""What is no statement by itself."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    return Memory(services.home, services.preferences, services.habits, services.clock)


class Memory:
    """Preferences, for each person apart."""

    def __init__(
        self, home: Home, preferences: Preferences, habits: Habits | None, clock: Callable[[], datetime]
    ) -> None:
        self._home = home
        self._clock = clock
        self._habits = habits
        self._preferences = preferences

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {degrees}",
                "remember [that] i (like|prefer|want|love) it {degrees} in {things}",
                "remember [that] {things} should be {degrees} [for me]",
                "my favourite temperature (in|for) {things} is {degrees}",
                "(i|we) (like|prefer|love) {things} (at|to be) {degrees}",
                "(i|we) (like|prefer|love) {things} (at|to be) {degrees} {when}",
                "remember [that] (i|we) (like|prefer|love) {things} (at|to be) {degrees} {when}",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在){degrees}",
                "记住我(喜欢|想要|希望){things}{degrees}",
                "记住{things}要{degrees}",
                "我[们](喜欢|爱){things}{degrees}",
                "我[们](喜欢|爱){when}{things}{degrees}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_temperature(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_temperature")],
        degrees: Annotated[float, Quantity("°C", 5, 35)],
        when: Annotated[str | None, WHEN] = None,
    ) -> ToolResult:
        """Remember how warm this person likes a room or a thermostat."""
        return await self._remember_value(ctx, things, "target_temperature", degrees, condition_of(when))

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {percent}",
                "remember [that] {things} should be at {percent} [for me]",
                "(i|we) (like|prefer|love) {things} (at|to be) {percent}",
                "(i|we) (like|prefer|love) {things} (at|to be) {percent} {when}",
                "remember [that] (i|we) (like|prefer|love) {things} (at|to be) {percent} {when}",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在|调到){percent}",
                "记住{things}要{percent}",
                "我[们](喜欢|爱){things}{percent}",
                "我[们](喜欢|爱){when}{things}{percent}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness")],
        percent: Annotated[float, Quantity("%", 0, 100)],
        when: Annotated[str | None, WHEN] = None,
    ) -> ToolResult:
        """Remember how bright this person likes lights."""
        return await self._remember_value(ctx, things, "brightness", percent, condition_of(when))

    @tool(
        phrases={
            "en": ["remember [that] {words}", "keep in mind [that] {words}"],
            "zh": ["记住{words}", "帮我记住{words}"],
        },
        by_phrase_only=True,
    )
    async def remember(
        self, ctx: ToolContext, words: Annotated[str, Words("what to remember about the person")]
    ) -> ToolResult:
        """Remember something this person likes, in their own words."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        kept = words.strip(" 。.!！,，:：")
        if is_appointment(kept):
            return _say(Claim.REFUSED, "no_calendar", ctx.language)
        if kept.lower() in _NOTHING or points_at_something(kept):
            return _say(Claim.REFUSED, "kept_nothing", ctx.language)
        if is_order(kept):
            return _say(Claim.REFUSED, "kept_no_order", ctx.language)
        if len(kept) > MAX_WORDS:
            return _say(Claim.REFUSED, "too_long", ctx.language, limit=str(MAX_WORDS))
        await self._preferences.remember(ctx.person, kept, ctx.language)
        return _say(Claim.DONE, "kept_words", ctx.language)

    @tool(
        phrases={
            "en": [
                "make {rooms} [just] (the way|how|as) i (like|want) it",
                "set {rooms} (the way|how|as) i (like|want) it",
                "{rooms} (the way|as) i like it",
            ],
            "zh": [
                "把{rooms}(弄|调|设)成我喜欢的样子",
                "{rooms}(调|弄|设)成我喜欢的样子",
                "按我喜欢的(来|方式)调{rooms}",
            ],
        }
    )
    async def apply_preferences(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")]) -> ToolResult:
        """Make rooms the way this person likes them, from what they told before."""
        inside = {d.id for d in self._home.devices.values() if d.room in rooms}
        liked = await self._preferences.of(ctx.person, sorted(inside)) if knows_who(ctx.utterance.speaker) else ()
        if not liked:
            named = joined([room_in_sentence(r, self._home, ctx.language) for r in rooms], ctx.language)
            return _say(Claim.REFUSED, "unknown_here", ctx.language, room=named)
        holding = [p for p in liked if p.sort == "likes" and p.when.holds(self._clock())]
        best = {(p.about, p.capability): p for p in sorted(holding, key=lambda p: (p.when.terms, p.since))}
        return await carry_out(self._home, ctx, [Wish(p.about, p.capability, p.value) for p in best.values()])

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
        lines = [self._in_words(p, ctx.language) for p in known] + self._habits_in_words(ctx)
        if not lines:
            return _say(Claim.ANSWER, "nothing_known", ctx.language)
        return ToolResult(Claim.ANSWER, ("" if ctx.language == "zh" else " ").join(lines), {"known": len(lines)})

    @tool(
        phrases={
            "en": ["forget (that|it)", "forget what i [just] (said|told you)", "do not remember that"],
            "zh": ["忘(掉|记)(这个|那个|它|吧)", "把(这个|那个|它)忘(掉|了|记)", "别记(这个|那个)"],
        },
        by_phrase_only=True,
    )
    async def forget_that(self, ctx: ToolContext) -> ToolResult:
        """Forget what this person last told to remember."""
        known = await self._all(ctx)
        if not known:
            return _say(Claim.REFUSED, "nothing_known", ctx.language)
        await self._preferences.forget(known[-1].person, [known[-1].id])
        return _say(Claim.DONE, "forgot", ctx.language, what=self._in_words(known[-1], ctx.language))

    @tool(
        phrases={
            "en": ["forget everything [you know] [about me]", "forget all [about me]"],
            "zh": ["忘(掉|记)(一切|所有|全部)", "忘(掉|记)关于我的(一切|所有|全部)", "把我的(一切|所有)都忘(掉|了|记)"],
        },
        by_phrase_only=True,
    )
    async def forget_everything(self, ctx: ToolContext) -> ToolResult:
        """Forget everything this person ever told to remember; asks first."""
        known = await self._preferences.of(ctx.person) if knows_who(ctx.utterance.speaker) else ()
        if not known:
            return _say(Claim.REFUSED, "nothing_known", ctx.language)
        if not ctx.confirmed:
            return _say(Claim.ASK, "ask_everything", ctx.language)
        await self._preferences.forget(ctx.person, [p.id for p in known])
        return _say(Claim.DONE, "forgot_everything", ctx.language)

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
        return [self._habit_in_words(habit, ctx.language) for habit in known if habit.device in self._home.devices]

    def _habit_in_words(self, habit: Habit, language: Language) -> str:
        device = self._home.devices[habit.device]
        name = subject_of(device, habit.action, self._home, language).name
        state = state_in_words(device, habit.action, habit.value, self._home, language)
        template = phrase_file("memory")[language]["habit"]
        return fill(template, name=name, state=state, times=str(habit.times), of=str(habit.of))

    async def _remember_value(
        self, ctx: ToolContext, things: Sequence[str], capability: str, value: PreferredValue, when: Condition
    ) -> ToolResult:
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        unfit = [o for o in (self._unfit(ctx, thing, capability, value) for thing in things) if o is not None]
        if unfit:
            return told(unfit, self._home, ctx.language)
        said = ctx.utterance.text[:MAX_WORDS]
        whose = HOUSEHOLD if _WE.search(said) else ctx.person
        kept = [
            await self._preferences.remember(whose, said, ctx.language, thing, capability, value, when=when)
            for thing in things
        ]
        if not kept:
            return _say(Claim.REFUSED, "kept_nothing", ctx.language)
        names = joined([self._name(p, ctx.language) for p in kept], ctx.language)
        facts = {"name": names, "state": self._state(kept[0], ctx.language)}
        if when == ALWAYS:
            return _say(Claim.DONE, "kept_value", ctx.language, **facts)
        return _say(Claim.DONE, "kept_value_when", ctx.language, **facts, when=when_in_words(when, ctx.language))

    def _unfit(self, ctx: ToolContext, thing: str, capability: str, value: PreferredValue) -> Outcome | None:
        """How a command for it would end, where this thing cannot take it."""
        command = command_for(ctx, Wish(thing, capability, value))
        device = self._home.devices.get(thing)
        if device is None:
            return Outcome(OutcomeKind.FAILED, command, Reason.NO_SUCH_DEVICE)
        found = device.capabilities.get(capability)
        if found is None or not found.writable:
            return Outcome(OutcomeKind.FAILED, command, Reason.CANNOT_DO_THAT)
        if fits(found, value):
            return None
        return Outcome(OutcomeKind.FAILED, command, Reason.OUT_OF_RANGE, low=found.low, high=found.high)

    def _in_words(self, preference: Preference, language: Language) -> str:
        words = phrase_file("memory")[language]
        if preference.sort == "never":
            deed = words["deed"][preference.about]
            return fill(words["kept_never"], when=when_in_words(preference.when, language), deed=deed)
        if preference.sort == "state":
            return str(words["noted_sleeps"])
        if not preference.capability:
            return fill(phrase_file("memory")[language]["words"], words=preference.words)
        template = phrase_file("memory")[language]["value" if preference.when == ALWAYS else "value_when"]
        when = when_in_words(preference.when, language)
        return fill(template, name=self._name(preference, language), state=self._state(preference, language), when=when)

    def _name(self, preference: Preference, language: Language) -> str:
        device = self._home.devices.get(preference.about)
        return subject_of(device, preference.capability, self._home, language).name

    def _state(self, preference: Preference, language: Language) -> str:
        device = self._home.devices.get(preference.about)
        return state_in_words(device, preference.capability, preference.value, self._home, language)


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("memory")[language][key], **facts))

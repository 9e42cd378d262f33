"""What a wish left unsaid: filled in from what somebody told, else from what they usually choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening
from assistant.memory.members import Members
from assistant.memory.preferences import HOUSEHOLD, Preferences, PreferredValue
from assistant.tools import Claim, ToolCall, ToolContext, ToolResult
from assistant.utterance import LANGUAGES, Language, Speaker
from devices.device import Device
from devices.home import Home
from devices.wishes import fits
from skills.acting import beside
from skills.harmless import may_be_filled
from skills.liked import Likings
from skills.wishes import value_in_words
from skills.words import fill, phrase_file

_STRANGERS = frozenset({"guest", "unknown_voice", "untrusted_text", "routine"})

SAID_BEFORE = 200
"""People whose last filled values are remembered, for "where did you get that from"."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A value that was not said."""

    device: str
    capability: str
    value: PreferredValue
    because: Literal["told", "habit"]
    say: dict[Language, str]
    """Why, as it follows the value: "as you chose 6 of the last 7 times"."""
    id: str = ""
    """Of the preference it comes from; empty: from a habit."""
    turn: str = ""
    """Id of the turn in which it was filled in."""
    in_full: dict[Language, str] = field(default_factory=dict)
    """Why in a sentence of its own, where it is one of several things that are done together."""

    def as_fact(self) -> dict[str, object]:
        """For the trace and the page."""
        known = {"device": self.device, "capability": self.capability, "value": self.value}
        return known | {"because": self.because, "preference": self.id, "why": dict(self.say)}


class Usuals:
    """Fills in what a wish leaves out. Never what was said, and nothing that is risky."""

    def __init__(
        self,
        preferences: Preferences | None,
        habits: Habits | None,
        members: Members | None,
        clock: Callable[[], datetime],
        home: Home | None = None,
    ) -> None:
        """`clock`: the present moment with the zone of the house; `home`: whose people tell who is there."""
        self._preferences = preferences
        self._likings = Likings(preferences, members, clock, home) if preferences is not None else None
        self._habits = habits
        self._members = members
        self._clock = clock
        self._last: dict[str, Filled] = {}

    async def usual(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        """What this person wants it to be here and now: told, else habit; None where neither is clear.

        None too where another part of the sentence is about the same thing, and for somebody who is not content: they
        are given what they say, and nothing that is guessed.
        """
        if ctx.careful or _is_about(device, ctx.besides) or not may_be_filled(device, capability, self._clock()):
            return None
        found = await self.known(ctx, device, capability)
        if found is not None:
            self.note(ctx, found)
        return found

    async def known(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        """The same, whatever it is of and however they speak; it is not remembered as filled in."""
        found = await self._told(ctx, device, capability) or self._habit(ctx, device, capability)
        return found if found is not None and _takes(device, capability, found.value) else None

    async def told(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        """Only what somebody told of it, as far as that holds now."""
        found = await self._told(ctx, device, capability)
        return found if found is not None and _takes(device, capability, found.value) else None

    def note(self, ctx: ToolContext, filled: Filled) -> None:
        """Remember that this was filled in for whoever speaks."""
        if not knows_who(ctx.utterance.speaker):
            return
        self._last.pop(ctx.person, None)
        self._last[ctx.person] = replace(filled, turn=ctx.turn)
        if len(self._last) > SAID_BEFORE:
            del self._last[next(iter(self._last))]

    def done(self, speaker: Speaker, *, by_hand: bool = False) -> tuple[Happening, ...] | None:
        """What whoever speaks did lately, oldest first; None where nothing is learnt of them, or nobody knows who.

        `by_hand`: also what was done by a hand that nobody knows, which is theirs where they live alone.
        """
        if self._habits is None or not self._learns(speaker):
            return None
        alone = self._members is not None and self._members.alone
        anybodys = self._habits.lately("") if by_hand or alone else ()
        not_learnt = frozenset(self._habits.learns_not(speaker.person))
        done = (*self._habits.lately(speaker.person), *anybodys)
        counted = [each for each in done if (each.device, each.action) not in not_learnt]
        return tuple(sorted(counted, key=lambda happening: happening.at))

    async def all_usual(self, ctx: ToolContext, home: Home, things: Sequence[str], capability: str) -> list[Filled]:
        """What this person wants it to be of each of these things of which that is known."""
        known = [home.devices[thing] for thing in things if thing in home.devices]
        found = [await self.usual(ctx, device, capability) for device in known]
        return [filled for filled in found if filled is not None]

    async def last(self, ctx: ToolContext, home: Home) -> tuple[Filled, str] | None:
        """What was last filled in for this person, and the words it was told in; None where that is forgotten."""
        filled = self._last.get(ctx.person) if knows_who(ctx.utterance.speaker) else None
        device = home.devices.get(filled.device) if filled else None
        if filled is None or device is None:
            return None
        if filled.in_full:
            return filled, ""
        if filled.because == "habit":
            again = self._habit(ctx, device, filled.capability)
            same = again is not None and again.value == filled.value
            return (replace(again, turn=filled.turn), "") if again is not None and same else None
        kept = await self._preferences.kept(filled.id) if self._preferences else None
        if kept is None:
            return None
        return filled, kept.words if kept.person in (ctx.person, HOUSEHOLD) else ""

    def forget_last(self, person: str) -> None:
        """What was filled in for this person is not known any more."""
        self._last.pop(person, None)

    async def _told(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        if self._likings is None or not knows_who(ctx.utterance.speaker):
            return None
        liked = await self._likings.of(ctx, device, capability)
        if liked is None:
            return None
        return Filled(device.id, capability, liked.kept.value, "told", liked.say, liked.kept.id)

    def _habit(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        if self._habits is None or not self._learns(ctx.utterance.speaker):
            return None
        found = self._habits.usual(ctx.person, device.id, capability, self._clock(), device.room)
        if found is None:
            return None
        counted = {"times": str(found.times), "of": str(found.of)}
        say = {language: fill(phrase_file("memory")[language]["chosen"], **counted) for language in LANGUAGES}
        return Filled(device.id, capability, found.value, "habit", say)

    def _learns(self, speaker: Speaker) -> bool:
        member = self._members.of(speaker.person) if self._members else None
        quiet = (member is not None and not member.learns) or (self._members is not None and self._members.guest_mode)
        return not quiet and knows_who(speaker)


def knows_who(speaker: Speaker) -> bool:
    """Whether it is somebody of the household: nobody else is told or given what others like."""
    return speaker.role not in _STRANGERS and speaker.person != "unknown"


def with_filled(result: ToolResult, filled: Sequence[Filled], home: Home, ctx: ToolContext) -> ToolResult:
    """The result with what was filled in and why; nothing is said of what was not done."""
    if not filled:
        return result
    with_facts = ToolResult(
        result.claim, result.say, {**result.facts, "filled": [f.as_fact() for f in filled]}, result.needs_proof
    )
    if result.claim not in (Claim.DONE, Claim.STARTED, Claim.ALREADY, Claim.ASK):
        return with_facts
    sentences = dict.fromkeys(_told_why(f, result, home, ctx.language) for f in filled)
    return beside(
        with_facts, ("" if ctx.language == "zh" else " ").join(sentences), ctx, first=result.claim is Claim.ASK
    )


def _told_why(filled: Filled, result: ToolResult, home: Home, language: Language) -> str:
    """The value and why it is that; why alone behind a sentence that tells the value."""
    value = _in_words(filled, home, language)
    told = result.claim is not Claim.ASK and value.casefold() in result.say.casefold()
    template = phrase_file("memory")[language]["filled_why" if told else "filled"]
    return fill(template, value=value, why=filled.say[language])


def _in_words(filled: Filled, home: Home, language: Language) -> str:
    return value_in_words(home.devices.get(filled.device), filled.capability, filled.value, home, language)


def _is_about(device: Device, calls: Sequence[ToolCall]) -> bool:
    return any(isinstance(ids, tuple | list) and device.id in ids for call in calls for ids in call.arguments.values())


def _takes(device: Device, capability: str, value: PreferredValue) -> bool:
    known = device.capabilities.get(capability)
    return value is not None and known is not None and fits(known, value)

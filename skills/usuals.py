"""What a wish left unsaid: filled in from what somebody told, else from what they usually choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.memory.habits import Habits
from assistant.memory.members import Members
from assistant.memory.preferences import HOUSEHOLD, Preference, Preferences, PreferredValue, states_on
from assistant.tools import Claim, ToolContext, ToolResult
from assistant.utterance import LANGUAGES, Language, Speaker
from devices.command import Command, OutcomeKind
from devices.device import Device
from devices.home import Home
from devices.policy import Situation
from devices.rules.risk import ACCESS, HAZARD
from devices.rules.tiers import highest_tier, risk_of
from devices.wishes import fits
from skills.acting import Wish, beside, command_for
from skills.outcomes import told
from skills.when_words import when_in_words
from skills.wishes import value_in_words
from skills.words import fill, phrase_file

_STRANGERS = frozenset({"guest", "unknown_voice", "untrusted_text", "routine"})
_NEVER_FILLED = frozenset({"lock", "alarm_control_panel", "siren", "camera", "valve", "cover", "car"})
_BARS = frozenset({OutcomeKind.ASK, OutcomeKind.REFUSED, OutcomeKind.FAILED})

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
    ) -> None:
        """`clock`: the present moment with the zone of the house."""
        self._preferences = preferences
        self._habits = habits
        self._members = members
        self._clock = clock
        self._last: dict[str, Filled] = {}

    async def usual(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        """What this person wants it to be here and now: told, else habit; None where neither is clear."""
        if not self._harmless(device, capability):
            return None
        found = await self._told(ctx, device, capability) or self._habit(ctx, device, capability)
        if found is None or not _takes(device, capability, found.value):
            return None
        if knows_who(ctx.utterance.speaker):
            self._last.pop(ctx.person, None)
            self._last[ctx.person] = found
            if len(self._last) > SAID_BEFORE:
                del self._last[next(iter(self._last))]
        return found

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
        if filled.because == "habit":
            again = self._habit(ctx, device, filled.capability)
            return (again, "") if again is not None and again.value == filled.value else None
        told = [await self._preferences.of(whose) for whose in (ctx.person, HOUSEHOLD)] if self._preferences else []
        return next(((filled, kept.words) for known in told for kept in known if kept.id == filled.id), None)

    def forget_last(self, person: str) -> None:
        """What was filled in for this person is not known any more."""
        self._last.pop(person, None)

    async def asked_not_to(self, ctx: ToolContext, deed: str) -> Preference | None:
        """What somebody of the household said against doing this now."""
        if self._preferences is None:
            return None
        shared = await self._preferences.of(HOUSEHOLD)
        states = states_on(shared, self._clock())
        return next(
            (k for k in reversed(shared) if k.sort == "never" and k.about == deed and self._now(k, states)), None
        )

    async def ask_first(self, home: Home, ctx: ToolContext, deed: str, wishes: Sequence[Wish]) -> ToolResult | None:
        """The question before something that somebody asked not to do; None where there is none to ask.

        What the rules of the house say stands in front: their question or refusal is told with it.
        """
        against = None if ctx.confirmed else await self.asked_not_to(ctx, deed)
        if against is None:
            return None
        words = phrase_file("memory")[ctx.language]
        asked = fill(words["asked_not"], when=when_in_words(against.when, ctx.language), deed=words["deed"][deed])
        weighed = home.weigh([command_for(ctx, wish) for wish in wishes])
        bars = [outcome for outcome in weighed if outcome is not None and outcome.kind in _BARS]
        if bars:
            return beside(told(bars, home, ctx.language), asked, ctx, first=True)
        space = "" if ctx.language == "zh" else " "
        return ToolResult(Claim.ASK, space.join((asked, words["all_the_same"])), {"against": against.id})

    async def _told(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        if self._preferences is None or not knows_who(ctx.utterance.speaker):
            return None
        shared = await self._preferences.of(HOUSEHOLD)
        states = states_on(shared, self._clock())
        own = await self._preferences.of(ctx.person, [device.id])
        for whose, known in (("told_you", own), ("told_we", shared)):
            holding = [k for k in known if _is_about(k, device.id, capability) and self._now(k, states)]
            if holding:
                best = max(holding, key=lambda kept: (kept.when.terms, kept.since))
                say = {language: phrase_file("memory")[language][whose] for language in LANGUAGES}
                return Filled(device.id, capability, best.value, "told", say, best.id)
        return None

    def _habit(self, ctx: ToolContext, device: Device, capability: str) -> Filled | None:
        member = self._members.of(ctx.person) if self._members else None
        quiet = (member is not None and not member.learns) or (self._members is not None and self._members.guest_mode)
        if self._habits is None or quiet or not knows_who(ctx.utterance.speaker):
            return None
        found = self._habits.usual(ctx.person, device.id, capability, self._clock(), ctx.utterance.place)
        if found is None:
            return None
        counted = {"times": str(found.times), "of": str(found.of)}
        say = {language: fill(phrase_file("memory")[language]["chosen"], **counted) for language in LANGUAGES}
        return Filled(device.id, capability, found.value, "habit", say)

    def _now(self, kept: Preference, states: set[str]) -> bool:
        return kept.when.holds(self._clock(), states)

    def _harmless(self, device: Device, capability: str) -> bool:
        known = device.capabilities.get(capability)
        if known is None or not known.writable or device.kind in _NEVER_FILLED:
            return False
        if max(known.at_least, highest_tier(device.kind, device.flavour, capability)) >= ACCESS:
            return False
        return risk_of(Command(device.id, capability, None), device, Situation(self._clock())).tier < HAZARD


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


def _is_about(kept: Preference, device: str, capability: str) -> bool:
    return kept.sort == "likes" and kept.about == device and kept.capability == capability


def _told_why(filled: Filled, result: ToolResult, home: Home, language: Language) -> str:
    """The value and why it is that; why alone behind a sentence that tells the value."""
    value = _in_words(filled, home, language)
    told = result.claim is not Claim.ASK and value.casefold() in result.say.casefold()
    template = phrase_file("memory")[language]["filled_why" if told else "filled"]
    return fill(template, value=value, why=filled.say[language])


def _in_words(filled: Filled, home: Home, language: Language) -> str:
    return value_in_words(home.devices.get(filled.device), filled.capability, filled.value, home, language)


def _takes(device: Device, capability: str, value: PreferredValue) -> bool:
    known = device.capabilities.get(capability)
    return value is not None and known is not None and fits(known, value)

"""Keeping what somebody likes of a thing: what it cannot be is refused, what stands against it is asked about once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.memory.conditions import ALWAYS, Condition
from assistant.memory.preferences import HOUSEHOLD, MAX_WORDS, Preference, Preferences, PreferredValue
from assistant.tools import Claim, ToolContext, ToolResult
from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason
from devices.wishes import fits
from skills.acting import Wish, command_for
from skills.liked import MUSIC, music_in_words
from skills.naming import joined
from skills.outcomes import told
from skills.surface import Services
from skills.usuals import knows_who
from skills.when_words import condition_of, condition_told, when_in_words
from skills.whereabouts import resolved_state
from skills.wishes import state_in_words, subject_of, value_in_words
from skills.words import fill, phrase_file

_WE = re.compile(r"\b(we|our)\b|我们|咱", re.IGNORECASE)
_TELLS = re.compile(r"\b(i|we|my|our|should|favou?rite)\b|我|咱|要", re.IGNORECASE)


class KeepingLikings:
    """The one place where a told value of a thing is written down."""

    def __init__(self, services: Services, preferences: Preferences) -> None:
        self._home = services.home
        self._members = services.members
        self._preferences = preferences

    async def keep(
        self,
        ctx: ToolContext,
        things: Sequence[str],
        capability: str,
        value: PreferredValue,
        when: str | None = None,
        told_when: str = "",
    ) -> ToolResult:
        """Remember it for who says it, or for the household where "we" is said. `when`, `told_when`: as it was said."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "memory", "not_for_guests", ctx.language)
        unfit = [o for o in (self._unfit(ctx, thing, capability, value) for thing in things) if o is not None]
        if unfit or not things:
            return told(unfit, self._home, ctx.language) if unfit else _say(
                Claim.REFUSED, "memory", "kept_nothing", ctx.language
            )  # fmt: skip
        condition = self.condition(ctx, when, told_when)
        if condition is None:
            return untold_state(condition_told(told_when).state, ctx.language)
        said = told_when or ctx.utterance.text
        person = whose(said, ctx)
        against = await self.stands_against(ctx, person, things, capability, value, condition)
        if isinstance(against, ToolResult):
            return against
        words = _told_in(ctx, told_when) or self._sentence(things, capability, value, condition, ctx.language)
        for thing in things:
            await self._preferences.remember(
                person,
                words[:MAX_WORDS],
                ctx.language,
                thing,
                capability,
                value,
                when=condition,
                questioned=bool(against),
            )
        return self._kept(things, capability, value, condition, against, ctx.language)

    def condition(self, ctx: ToolContext, when: str | None, told_when: str) -> Condition | None:
        """When it holds; None where it is bound to who is there, and nothing tells that."""
        found = condition_told(told_when) if told_when else condition_of(when)
        if not found.state:
            return found
        state = resolved_state(found.state, self._home, self._members, ctx.person)
        return None if state is None else replace(found, state=state)

    async def stands_against(
        self,
        ctx: ToolContext,
        person: str,
        about: Sequence[str],
        capability: str,
        value: PreferredValue,
        when: Condition,
    ) -> list[Preference] | ToolResult:
        """What the same person told otherwise; the question about it where it was never asked."""
        stands = await self._standing(person, about, capability, when)
        against = [kept for kept in stands if kept.value != value]
        fresh = [kept for kept in against if not kept.questioned]
        if fresh and not ctx.confirmed:
            await self._preferences.questioned([kept.id for kept in fresh])
            old, new = (self._value(against[0].about, capability, v, ctx.language) for v in (against[0].value, value))
            return _say(Claim.ASK, "told", "instead", ctx.language, old=old, new=new)
        return against

    async def _standing(self, whose: str, things: Sequence[str], capability: str, when: Condition) -> list[Preference]:
        known = await self._preferences.of(whose, things)
        return [k for k in known if k.sort == "likes" and k.capability == capability and k.when == when]

    def _kept(
        self,
        things: Sequence[str],
        capability: str,
        value: PreferredValue,
        when: Condition,
        against: Sequence[Preference],
        language: Language,
    ) -> ToolResult:
        names = joined([self._name(thing, capability, language) for thing in things], language)
        facts = {"name": names, "when": when_in_words(when, language)}
        if against:
            old = self._value(things[0], capability, against[0].value, language)
            new = self._value(things[0], capability, value, language)
            key = "kept_instead" if when == ALWAYS else "kept_instead_when"
            return _say(Claim.DONE, "told", key, language, **facts, old=old, new=new)
        state = state_in_words(self._home.devices.get(things[0]), capability, value, self._home, language)
        key = "kept_value" if when == ALWAYS else "kept_value_when"
        return _say(Claim.DONE, "memory", key, language, **facts, state=state)

    def _sentence(
        self, things: Sequence[str], capability: str, value: PreferredValue, when: Condition, language: Language
    ) -> str:
        """What was told in answers to questions, in one sentence."""
        names = joined([self._name(thing, capability, language) for thing in things], language)
        state = state_in_words(self._home.devices.get(things[0]), capability, value, self._home, language)
        key = "value" if when == ALWAYS else "value_when"
        template = phrase_file("memory")[language][key]
        return fill(template, name=names, state=state, when=when_in_words(when, language))

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

    def _name(self, thing: str, capability: str, language: Language) -> str:
        return subject_of(self._home.devices.get(thing), capability, self._home, language).name

    def _value(self, thing: str, capability: str, value: PreferredValue, language: Language) -> str:
        if thing == MUSIC:
            return music_in_words(str(value), language)
        return value_in_words(self._home.devices.get(thing), capability, value, self._home, language)


def _told_in(ctx: ToolContext, told_when: str) -> str:
    """The sentence that tells it; empty where it came together from answers without one."""
    said = ctx.utterance.text if _TELLS.search(ctx.utterance.text) else told_when
    return said[:1].upper() + said[1:]


def whose(said: str, ctx: ToolContext) -> str:
    """Whose it is: of who says it, of the household where "we" is said."""
    return HOUSEHOLD if _WE.search(said) else ctx.person


def untold_state(state: str, language: Language) -> ToolResult:
    """Why what is bound to who is there cannot be kept."""
    who = state.partition(":")[2]
    return _say(Claim.REFUSED, "told", "no_such_person" if who else "nothing_tells", language, who=who.title())


def _say(claim: Claim, file: str, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file(file)[language][key], **facts))

"""Good night, I'm home: what this person usually does then, learnt from what they did after it before."""

import logging
from collections.abc import Sequence
from typing import Annotated

from assistant.errors import MemoryUnavailable
from assistant.memory.happenings import Happening
from assistant.memory.occasions import DAYS, SOON, Regular, after, regular
from assistant.memory.sayings import Said, Sayings
from assistant.tools import Choice, Claim, ToolContext, ToolResult, tool
from assistant.utterance import Language, Speaker
from devices.errors import JournalUnavailable
from skills.acting import Wish, carry_out
from skills.habitual import Habitual, regularly, unasked
from skills.surface import Services
from skills.usuals import Filled, Usuals, with_filled
from skills.wishes import state_in_words, subject_of
from skills.words import fill, phrase_file

log = logging.getLogger(__name__)

SAYING = Choice(
    {
        "good_night": {"en": ("good night",), "zh": ("晚安",)},
        "home": {"en": ("I'm home",), "zh": ("我回来了",)},
        "leaving": {"en": ("I'm leaving",), "zh": ("我出门了",)},
        "good_morning": {"en": ("good morning",), "zh": ("早上好",)},
    }
)

_MANY = 500
"""Commands that are looked at for what was taken back."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing is learnt."""
    if services.usuals is None or services.sayings is None:
        raise ValueError("nothing is learnt of what people usually do")
    return AtSaying(services, services.usuals, services.sayings)


class AtSaying:
    """Answers it, does what usually follows, and writes down that it was said."""

    def __init__(self, services: Services, usuals: Usuals, sayings: Sayings) -> None:
        self._home = services.home
        self._usuals = usuals
        self._sayings = sayings
        self._now = services.clock

    @tool(by_phrase_only=True)
    async def at_saying(self, ctx: ToolContext, saying: Annotated[str, SAYING]) -> ToolResult:
        """Do what this person usually does after saying good night, that they are home, or the like."""
        greeting = str(phrase_file("as_always")[ctx.language][saying])
        if scenes := self._scenes(saying):
            return _greeted(greeting, await carry_out(self._home, ctx, scenes), ctx)
        done = self._usuals.done(ctx.utterance.speaker, by_hand=True)
        if done is None or ctx.utterance.speaker.seat:
            return ToolResult(Claim.ANSWER, greeting, {"commands": []})
        now = self._now()
        try:
            times = await self._sayings.times(ctx.person, saying, now - DAYS)
            usual = [] if ctx.careful else await self._usual(ctx, times, done)
            if not times or now - times[-1].at > SOON:
                await self._sayings.note(ctx.person, saying, now, ctx.turn)
        except (MemoryUnavailable, JournalUnavailable) as error:
            log.error("turn %s: what usually follows is not known: %s", ctx.turn, error)
            usual = []
        wishes = Habitual(tuple(usual)).wishes(self._home)
        if not wishes:
            nothing = phrase_file("as_always")[ctx.language]["nothing_yet"]
            return ToolResult(Claim.ANSWER, _joined(greeting, nothing, ctx), {"commands": []})
        self._usuals.note(ctx, usual[-1])
        result = await carry_out(self._home, ctx, wishes)
        if len(wishes) == 1:
            return _greeted(greeting, with_filled(result, usual, self._home, ctx), ctx)
        why = phrase_file("as_always")[ctx.language]["as_usual"] if result.claim in _HOLDS else ""
        facts = {**result.facts, "filled": [each.as_fact() for each in usual]}
        told = ToolResult(result.claim, _joined(result.say, why, ctx), facts, result.needs_proof)
        return _greeted(greeting, told, ctx)

    async def _usual(self, ctx: ToolContext, times: Sequence[Said], done: Sequence[Happening]) -> list[Filled]:
        """What follows at most times before this one; raises JournalUnavailable."""
        before = [said for said in times if self._now() - said.at > SOON]
        undone = await self._taken_back(times[-1:])
        wanted = [each for each in following(before, done) if each.device not in undone]
        return unasked(regularly(wanted, self._home, "why_after", self._now()), self._home, ctx)

    async def _taken_back(self, last: Sequence[Said]) -> frozenset[str]:
        """The things of which it was taken back what was done at that time."""
        if not last:
            return frozenset()
        entries = await self._home.history(_MANY, since=last[0].at)
        its = {entry.id: entry.device for entry in entries if entry.turn == last[0].turn}
        ends = last[0].at + SOON
        return frozenset(its[e.undoes] for e in entries if e.undoes in its and e.created <= ends)

    def _scenes(self, saying: str) -> list[Wish]:
        """The scenes and scripts of the house that are called so; they win over habits."""
        names = frozenset(phrase_file("as_always")["scenes"][saying])
        return [
            Wish(device.id, "activate", None)
            for device in self._home.devices.values()
            if device.kind in ("scene", "script") and "activate" in device.capabilities
            if any(_plain(name) in names for name in (device.name, *device.aliases))
        ][:1]


def following(times: Sequence[Said], done: Sequence[Happening]) -> tuple[Regular, ...]:
    """What is done after it most times."""
    return regular(after(done, [said.at for said in times]))


async def after_sayings(services: Services, speaker: Speaker) -> list[tuple[str, Regular]]:
    """Each saying, and what this person usually does after it; a value of SAYING. Raises MemoryUnavailable."""
    done = services.usuals.done(speaker, by_hand=True) if services.usuals else None
    if services.sayings is None or done is None:
        return []
    since = services.clock() - DAYS
    times = {saying: await services.sayings.times(speaker.person, saying, since) for saying in SAYING.words}
    return [(saying, each) for saying, said in times.items() for each in following(said, done)]


async def told_after_sayings(services: Services, speaker: Speaker, language: Language) -> list[str]:
    """The same in sentences with the numbers. Raises MemoryUnavailable."""
    words, home = phrase_file("as_always")[language], services.home
    lines = []
    for saying, each in await after_sayings(services, speaker):
        device = home.devices.get(each.device)
        if device is None:
            continue
        name = subject_of(device, each.action, home, language).name
        state = state_in_words(device, each.action, each.value, home, language)
        called, counted = words["sayings"][saying], {"times": str(each.times), "of": str(each.of)}
        lines.append(fill(words["habit_after"], saying=called, name=name, state=state, **counted))
    return lines


_HOLDS = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED})


def _plain(name: str) -> str:
    folded = name.casefold().replace("’", "'").strip(" !。！")
    for ending in (" scene", " script", " routine", "场景"):
        folded = folded.removesuffix(ending)
    return folded.strip()


def _greeted(greeting: str, result: ToolResult, ctx: ToolContext) -> ToolResult:
    if result.claim in (Claim.ASK, Claim.REFUSED):
        return result
    return ToolResult(result.claim, _joined(greeting, result.say, ctx), result.facts, result.needs_proof)


def _joined(one: str, other: str, ctx: ToolContext) -> str:
    return ("" if ctx.language == "zh" else " ").join(part for part in (one, other) if part)

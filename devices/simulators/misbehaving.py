"""The one place where faults are played: what stands between a simulated device and whoever talks to it.

A device gives every command to `hear` and every report to `say`, and takes a fault by `take`.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from devices.simulators.stage import NO_FAULT, Fault, Stage

Report = str | bytes | Mapping[str, Any]
Deed = Callable[[], Awaitable[None]]

IMPOSSIBLE = (-300, float("nan"), 1e308, "warm")
"""What it reports in turn where a number belongs."""
NO_WORD = "???"
"""What it reports where a word belongs, when there is no number to spoil."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a device says whether it is there, and in which words; retained."""

    topic: str
    there: str = "online"
    gone: str = "offline"


@dataclass(frozen=True, slots=True)
class Wished:
    """One command that came in, as what the device can do about it."""

    obey: Deed
    """Do it, and say so."""
    jam: Deed
    """Begin it, get stuck, and say so."""
    remember: Callable[[], Deed]
    """Called before it obeys; what it gives makes everything as it was, and says so."""


class Misbehaving:
    """How one device behaves; as it should, until it takes a fault."""

    def __init__(self, stage: Stage, presence: Presence, say_state: Deed) -> None:
        """`say_state`: say how everything is, through `say`."""
        self._stage = stage
        self._presence = presence
        self._say_state = say_state
        self._coming_and_going: asyncio.Task[None] | None = None
        self._held_back: deque[tuple[str, Report, bool]] = deque()
        self._said: dict[str, tuple[Report, bool]] = {}
        self._said_before: dict[str, tuple[Report, bool]] = {}
        self._spoilt = 0
        self._is_away = False
        self._has_power = True
        self.fault: Fault = NO_FAULT

    @property
    def is_there(self) -> bool:
        """Whether it can be reached."""
        return self._has_power and not self._is_away

    async def take(self, fault: Fault) -> None:
        """Misbehave like this from now on. A device that is well again says how it is."""
        if self._coming_and_going is not None:
            self._coming_and_going.cancel()
            self._coming_and_going = None
        self.fault = fault
        await self._say_what_was_held_back()
        await self._be(away=False)
        match fault.kind:
            case "none":
                await self._say_state()
            case "offline_then_stale":
                self._coming_and_going = self._stage.start(self._go_and_come_back(fault), "a device is gone")
            case "flapping":
                self._coming_and_going = self._stage.start(self._flap(fault), "a device comes and goes")

    async def hear(self, wished: Wished) -> None:
        """A command came in: obey it, or misbehave."""
        fault = self.fault
        match fault.kind:
            case "silent":
                return
            case _ if not self.is_there:
                return
            case "contradicting":
                await self._say_state()
            case "jammed":
                await wished.jam()
            case "slow":
                await self._stage.clock.wait(fault.seconds)
                await wished.obey()
            case "reverting":
                take_back = wished.remember()
                await wished.obey()
                self._stage.start(self._after(fault.seconds, take_back), "a device takes it back")
            case _:
                await wished.obey()

    async def say(self, topic: str, payload: Report, *, retain: bool = True) -> None:
        """Report, or misbehave. What is said while it is silent or gone is lost."""
        fault = self.fault
        if fault.kind == "silent" or not self.is_there:
            return
        if fault.kind == "impossible":
            self._spoilt += 1
            payload = spoilt(payload, IMPOSSIBLE[self._spoilt % len(IMPOSSIBLE)])
        if fault.kind == "late":
            self._held_back.append((topic, payload, retain))
            self._stage.start(self._after(fault.seconds, self._say_next_held_back), "a report is late")
            return
        before = self._remember_said(topic, payload, retain)
        await self._stage.say(topic, payload, retain=retain)
        if fault.kind == "duplicate":
            await self._stage.say(topic, payload, retain=retain)
        if fault.kind == "disordered" and before is not None:
            older, kept = before
            again = self._after(fault.seconds, lambda: self._stage.say(topic, older, retain=kept))
            self._stage.start(again, "an older report comes after a newer one")

    async def announce_presence(self) -> None:
        """Say that it is there, or that it is gone."""
        await self._stage.say(self._presence.topic, self._presence.there if self.is_there else self._presence.gone)

    def _remember_said(self, topic: str, payload: Report, retain: bool) -> tuple[Report, bool] | None:
        """What was said before this, where it was something else."""
        last = self._said.get(topic)
        if last is not None and last[0] != payload:
            self._said_before[topic] = last
        self._said[topic] = (payload, retain)
        return self._said_before.get(topic)

    async def be_powered(self, has_power: bool) -> None:
        """Somebody switched its mains on or off; what it says on coming back is up to the device."""
        await self._be(has_power=has_power)

    async def _be(self, *, away: bool | None = None, has_power: bool | None = None) -> None:
        was_there = self.is_there
        self._is_away = self._is_away if away is None else away
        self._has_power = self._has_power if has_power is None else has_power
        if self.is_there != was_there:
            await self.announce_presence()

    async def _go_and_come_back(self, fault: Fault) -> None:
        old = {**self._said, **self._said_before}
        await self._be(away=True)
        await self._stage.clock.wait(fault.seconds)
        self.fault = NO_FAULT
        await self._be(away=False)
        for topic, (payload, retain) in old.items():
            if retain:
                await self._stage.say(topic, payload, retain=True)

    async def _flap(self, fault: Fault) -> None:
        while True:
            await self._be(away=not self._is_away)
            await self._stage.clock.wait(max(fault.seconds, 0.05))

    async def _after(self, seconds: float, deed: Deed) -> None:
        await self._stage.clock.wait(seconds)
        await deed()

    async def _say_next_held_back(self) -> None:
        if self._held_back:
            topic, payload, retain = self._held_back.popleft()
            self._remember_said(topic, payload, retain)
            await self._stage.say(topic, payload, retain=retain)

    async def _say_what_was_held_back(self) -> None:
        while self._held_back:
            await self._say_next_held_back()


def spoilt(report: Report, impossible: float | str) -> Report:
    """The report with something impossible in place of its numbers; of its words, where it has no numbers."""
    if not isinstance(report, Mapping):
        return str(impossible)
    if any(isinstance(v, int | float) and not isinstance(v, bool) for v in report.values()):
        return {k: impossible if type(v) in (int, float) else v for k, v in report.items()}
    return {k: v if isinstance(v, Mapping | list) else NO_WORD for k, v in report.items()}


def some_of(ids: list[str], share: float, seed: int) -> tuple[str, ...]:
    """The share of the devices that a fault befalls, one at least, by chance that the seed decides."""
    wanted = max(1, round(share * len(ids)))
    return tuple(sorted(Random(seed).sample(sorted(ids), min(wanted, len(ids)))))

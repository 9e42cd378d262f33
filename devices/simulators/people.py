"""The family of the simulated house: they come and go, sleep, wash and cook, and operate things by hand.

What they do follows their routines and a seed, so that two runs are the same. "quiet": they are there, move, breathe
and steam up the bathroom, and leave every switch alone. "family": they also press switches, and open doors and windows.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from devices.device import Value
from devices.simulators.air import Gains
from devices.simulators.day import Routine, Step
from devices.simulators.doors import Lock
from devices.simulators.lamps import Lamp
from devices.simulators.machine import HAND, ORIGIN, STATUS_TOPIC, Machine
from devices.simulators.plugs import Plug
from devices.simulators.sensors import MotionSensor, WindowSensor
from devices.simulators.stage import Stage

log = logging.getLogger(__name__)

SHOWER_S = 480.0
SHOWER_G_H = 2500.0
COOKING_S = 1800.0
COOKING = Gains(heat_w=900, vapour_g_h=900)
AIRING_S = 600.0
MOVES_EVERY_S = (240.0, 900.0)
"""Between two movements of a person who is awake, at least and at most."""
HALL = "hall"
OPERATED: Mapping[type[Machine], str] = {Lock: "locked", WindowSensor: "window"}
"""What a hand changes there; everything else is switched on or off."""
ASLEEP_GIVES = 0.7
"""Of the warmth and breath of somebody awake."""


class People(StrEnum):
    """How much of the family there is."""

    NONE = "none"
    QUIET = "quiet"
    FAMILY = "family"


@dataclass(slots=True)
class Person:
    """Somebody, and where they are."""

    routine: Routine
    is_home: bool = True
    is_awake: bool = True
    room: str = ""
    """Empty where they are away."""
    gives: dict[str, Gains] = field(default_factory=dict)
    """What they do right now → what it puts into the air."""


class Family:
    """Everybody who lives here."""

    def __init__(
        self, routines: Sequence[Routine], machines: Sequence[Machine], stage: Stage, *, presses: bool, seed: int
    ) -> None:
        self.persons = {r.id: Person(r) for r in routines}
        self._machines = machines
        self._stage = stage
        self._presses = presses
        self._seed = seed

    async def live(self) -> None:
        """Be where the routine says, and go on from there, until cancelled."""
        for person in self.persons.values():
            self._settle(person)
            self._stage.start(self._days_of(person), f"{person.routine.id} lives")
            self._stage.start(self._moves_of(person), f"{person.routine.id} moves")

    async def announce(self) -> None:
        """Say who they are, and whether they are at home."""
        for person in self.persons.values():
            await self._stage.say(f"homeassistant/device_tracker/{_tracker(person)}/config", _configuration(person))
            await self._tell(person)

    def in_room(self, room: str) -> int:
        """How many are there."""
        return sum(p.room == room for p in self.persons.values())

    def gains_in(self, room: str) -> list[Gains]:
        """What those who are there put into its air, beside breathing."""
        return [g for p in self.persons.values() if p.room == room for g in p.gives.values()]

    async def send(self, person_id: str, *, home: bool, cause: str) -> bool:
        """Somebody comes home or leaves now; their day goes on from there. False where nobody is called so."""
        person = self.persons.get(person_id.lower())
        if person is None:
            named = (p for p in self.persons.values() if person_id.lower() in (n.lower() for n in p.routine.names))
            person = next(named, None)
        if person is None:
            return False
        await (self._return(person, cause) if home else self._leave(person, cause))
        return True

    def _settle(self, person: Person) -> None:
        step = person.routine.last_step(self._stage.clock.today(), self._seed)
        person.is_home, person.is_awake = step.what != "leave", step.what != "sleep"
        person.room = (step.room or HALL) if person.is_home else ""

    async def _days_of(self, person: Person) -> None:
        last = self._stage.clock.today()
        while True:
            moment, step = person.routine.next_step(last, self._seed)
            await self._stage.clock.sleep(max(0.0, (moment - self._stage.clock.today()).total_seconds()))
            last = max(moment, last)
            if person.is_home or step.what == "return":
                await self._do(person, step)

    async def _moves_of(self, person: Person) -> None:
        chance = Random(f"{self._seed}:{person.routine.id}:moves")
        while True:
            await self._stage.clock.sleep(chance.uniform(*MOVES_EVERY_S))
            if person.is_home and person.is_awake:
                await self._be_seen(person, chance.choice((person.room, HALL)))

    async def _do(self, person: Person, step: Step) -> None:
        """One step of the day."""
        cause = f"person:{person.routine.id}"
        match step.what:
            case "leave":
                await self._leave(person, cause)
            case "return":
                await self._return(person, cause)
            case "sleep":
                await self._go(person, step.room)
                await self._operate(Lamp, step.room, False)
                person.is_awake = False
                self._note(person, "asleep", cause)
            case "air":
                await self._go(person, step.room)
                self._stage.start(self._air(step.room), f"{person.routine.id} lets air in")
            case _:
                if not person.is_awake:
                    person.is_awake = True
                    self._note(person, "awake", cause)
                await self._go(person, step.room)
                await self._work(person, step.what)

    async def _work(self, person: Person, what: str) -> None:
        """What somebody does in the room they went to."""
        if what == "shower":
            self._stage.start(self._give(person, what, Gains(vapour_g_h=SHOWER_G_H), SHOWER_S), "a shower")
        elif what == "cook":
            self._stage.start(self._give(person, what, COOKING, COOKING_S), "somebody cooks")
        elif what == "breakfast":
            await self._operate(Plug, person.room, True)

    async def _give(self, person: Person, what: str, gains: Gains, seconds: float) -> None:
        person.gives[what] = gains
        await self._stage.clock.sleep(seconds)
        person.gives.pop(what, None)

    async def _air(self, room: str) -> None:
        await self._operate(WindowSensor, room, True)
        await self._stage.clock.sleep(AIRING_S)
        await self._operate(WindowSensor, room, False)

    async def _leave(self, person: Person, cause: str) -> None:
        if not person.is_home:
            return
        await self._go(person, HALL)
        await self._operate(Lamp, HALL, False)
        person.is_home, person.room = False, ""
        person.gives.clear()
        if not any(p.is_home for p in self.persons.values()):
            await self._operate(Plug, None, False)
            await self._operate(Lock, HALL, True)
        self._note(person, "not_home", cause)
        await self._tell(person)

    async def _return(self, person: Person, cause: str) -> None:
        if person.is_home:
            return
        person.is_home, person.is_awake = True, True
        await self._operate(Lock, HALL, False)
        await self._go(person, HALL)
        await self._operate(Lock, HALL, True)
        self._note(person, "home", cause)
        await self._tell(person)

    async def _go(self, person: Person, room: str) -> None:
        """From room to room; the light of the new one goes on where it is dark, that of the old one off."""
        before, person.room = person.room, room
        await self._be_seen(person, room)
        if before and before != room and not self.in_room(before):
            await self._operate(Lamp, before, False)
        hour = self._stage.clock.today().hour
        if person.is_awake and not 8 <= hour < 18:
            await self._operate(Lamp, room, True)

    async def _be_seen(self, person: Person, room: str) -> None:
        for machine in self._machines:
            if isinstance(machine, MotionSensor) and machine.spec.room_id == room:
                await machine.see(f"person:{person.routine.id}")

    async def _operate(self, kind: type[Machine], room: str | None, to: Value) -> None:
        """Press the first such thing of the room that is not so yet; of every room, all, where none is named."""
        if not self._presses:
            return
        there = [m for m in self._machines if isinstance(m, kind) and (room is None or m.spec.room_id == room)]
        for machine in there if room is None else there[:1]:
            if machine.values[OPERATED.get(kind, "on")] != to:
                await machine.press(to, HAND)

    def _note(self, person: Person, became: str, cause: str) -> None:
        self._stage.truth.note(_tracker(person), "location", None, became, cause)

    async def _tell(self, person: Person) -> None:
        await self._stage.say(f"home/{_tracker(person)}/state", "home" if person.is_home else "not_home")


def _tracker(person: Person) -> str:
    return tracker_of(person.routine)


def tracker_of(routine: Routine) -> str:
    """Id of the device that tells whether this person is home."""
    return f"person_{routine.id}"


def _configuration(person: Person) -> dict[str, Any]:
    names = person.routine.names
    return {
        "name": None,
        "uniq_id": _tracker(person),
        "stat_t": f"home/{_tracker(person)}/state",
        "pl_home": "home",
        "pl_not_home": "not_home",
        "src_type": "router",
        "avty_t": STATUS_TOPIC,
        "dev": {"ids": [_tracker(person)], "name": names[0], "mf": "Mimosa", "mdl": "simulated person"},
        "o": ORIGIN,
        "aliases": list(names[1:]),
    }

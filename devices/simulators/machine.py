"""A simulated device: values, what it does when told, and how it announces itself by Home Assistant discovery."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.device import Value
from devices.simulators.air import Gains, RoomAir
from devices.simulators.misbehaving import Deed, Misbehaving, Presence, Wished
from devices.simulators.sensing import Sense, fitted
from devices.simulators.stage import Stage

STATUS_TOPIC = "home/house/availability"
"""Says whether the simulated house is there; the broker says "offline" for it when it dies."""

ORIGIN = {"name": "Mimosa's simulated house"}
HAND = "hand"
"""The cause of what a person does at the thing itself."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One device of the house, as its file describes it."""

    id: str
    kind: str
    """Which machine it is."""
    names: tuple[str, ...]
    room: str
    """The room's name, as suggested to whoever discovers the device."""
    options: Mapping[str, Any] = field(default_factory=dict)
    room_id: str = ""


Obey = Callable[[str, str], Awaitable[None]]
"""What it does with a payload; the second argument is the cause for the truth log."""


class Machine(ABC):
    """What all simulated devices share. A kind says what its values are, what it obeys and what it announces."""

    manufacturer = "Mimosa"

    def __init__(self, spec: Spec, stage: Stage, air: RoomAir | None = None) -> None:
        self.spec = spec
        self.stage = stage
        self.air = air or RoomAir()
        """Of the room it stands in."""
        self.values: dict[str, Value] = self.at_first(spec.options)
        self.behaviour = Misbehaving(stage, Presence(f"home/{spec.id}/availability"), self.say_state)
        self._doing: asyncio.Task[None] | None = None

    @abstractmethod
    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        """Its values when the simulation begins, by the vocabulary's names and units."""

    @abstractmethod
    def told(self) -> dict[str, Any]:
        """What it says on its state topic, in Home Assistant's terms."""

    @abstractmethod
    def components(self) -> dict[str, dict[str, Any]]:
        """Its components for the discovery configuration; unique ids and the state topic are filled in."""

    def obeys(self) -> Mapping[str, Obey]:
        """Command topic below its own (like "set" or "mode/set") → what it does."""
        return {}

    async def live(self, seconds: float) -> None:
        """So many simulated seconds passed: what goes on by itself. Nothing where a machine only obeys."""
        return

    def gives(self) -> Gains:
        """What it puts into the air of its room."""
        return Gains()

    def senses(self) -> Mapping[str, Sense]:
        """What the world can do to it, by name; nothing where it feels nothing."""
        return {}

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """A person operates it at the thing itself; without `to`, its main switch. False: it takes nothing such."""
        return False

    @property
    def topic(self) -> str:
        """The root of its topics."""
        return f"home/{self.spec.id}"

    @property
    def state_topic(self) -> str:
        """Where it says how it is."""
        return f"{self.topic}/state"

    def command(self, what: str) -> str:
        """A command topic."""
        return f"{self.topic}/{what}"

    def configuration(self) -> dict[str, Any]:
        """Its discovery configuration, as a whole device."""
        names = self.spec.names
        device = {
            "ids": [self.spec.id],
            "name": names[0],
            "mf": self.manufacturer,
            "mdl": self.spec.kind.replace("_", " "),
            "sa": self.spec.room,
        }
        components = {key: self._component(key, made) for key, made in self.components().items()}
        if len(names) > 1:
            next(iter(components.values()))["aliases"] = list(names[1:])
        there = [{"t": STATUS_TOPIC}, {"t": f"{self.topic}/availability"}]
        return {"dev": device, "o": ORIGIN, "avty": there, "avty_mode": "all", "cmps": components}

    def _component(self, key: str, made: dict[str, Any]) -> dict[str, Any]:
        unique = self.spec.id if key == "main" else f"{self.spec.id}_{key}"
        return {"name": None if key == "main" else key.replace("_", " ").capitalize(), "uniq_id": unique, **made}

    async def announce(self) -> None:
        """Say what it is, whether it is there, and how it is."""
        await self.stage.say(f"homeassistant/device/{self.spec.id}/config", self.configuration())
        await self.behaviour.announce_presence()
        await self.say_state()

    async def say_state(self) -> None:
        """Say how it is."""
        await self.behaviour.say(self.state_topic, self.told())

    async def hear(self, what: str, payload: str) -> None:
        """A command came in: obey it, or misbehave."""
        topic = self.command(what)
        self.stage.truth.receive(self.spec.id, topic, payload)
        obey = self.obeys()[what]

        async def do_it() -> None:
            await obey(payload, topic)

        async def jam() -> None:
            await self.jam(what, payload, topic)

        await self.behaviour.hear(Wished(do_it, jam, self.remember))

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """It would obey and cannot; here it stays as it is, and says so."""
        await self.say_state()

    def remember(self) -> Deed:
        """How it is now; what this gives takes it back to that."""
        before = dict(self.values)

        async def take_back() -> None:
            self.stop_doing()
            await self.change("it takes it back", **before)

        return take_back

    async def sense(self, told: Mapping[str, Any], cause: str) -> str:
        """Something happens to it. Returns what is wrong with it; empty where it was taken."""
        known, problem = fitted(told, self.senses())
        if not problem:
            await self.feel(known, cause)
        return problem

    async def feel(self, felt: Mapping[str, Value], cause: str) -> None:
        """The world did this to it; only what `senses` names."""
        await self.change(cause, **felt)

    async def forget_senses(self) -> None:
        """What it was made to sense is over."""
        return

    async def change(self, cause: str, **values: Value) -> None:
        """Become so, write the truth down, and say it."""
        self.become(cause, **values)
        await self.say_state()

    def become(self, cause: str, **values: Value) -> bool:
        """Become so, and write the truth down; whether anything changed."""
        changed = False
        for name, new in values.items():
            old = self.values.get(name)
            if old != new:
                self.values[name] = new
                self.stage.truth.note(self.spec.id, name, old, new, cause)
                changed = True
        return changed

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that takes its time; what it was doing ends."""
        self.stop_doing()
        self._doing = self.stage.start(work, f"{self.spec.id} at work")

    def stop_doing(self) -> None:
        """Whatever it is doing ends."""
        if self._doing is not None and self._doing is not asyncio.current_task():
            self._doing.cancel()
        self._doing = None

    def number(self, name: str) -> float:
        """One of its values that is a number."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return value


def step_towards(position: float, target: float, step: float) -> int:
    """The next whole position on the way."""
    way = target - position
    return round(target if abs(way) <= step else position + (step if way > 0 else -step))


def number_in(payload: str, low: float, high: float) -> float | None:
    """A number from a command within its limits; None for anything else, which the device passes over."""
    try:
        number = float(payload)
    except ValueError:
        return None
    if not low <= number <= high:
        return None
    return int(number) if number.is_integer() else number

"""The double of Home for tests of words: devices that are just there, and outcomes that are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from devices.command import Command, Origin, Outcome, OutcomeKind, Reason
from devices.device import Capability, Device, Floor, Reading, Room, Shape, Value, Writing
from devices.facts import Fact
from devices.home import Home
from devices.records import Entry

WRITING = Writing("set", lambda value: b"")
READING = Reading("state", lambda payload: None)
AT_SIX = datetime.fromisoformat("2026-11-22T18:02:00").astimezone()


def can(name: str, shape: Shape = Shape.FLAG, **more: object) -> Capability:
    """A capability that can be written and read."""
    return Capability(name, shape, **{"writing": WRITING, "reading": READING, **more})  # type: ignore[arg-type]


def tells(name: str, shape: Shape = Shape.FLAG, **more: object) -> Capability:
    """A capability that can only be read."""
    return Capability(name, shape, reading=READING, **more)  # type: ignore[arg-type]


PERCENT = {"unit": "%", "low": 0, "high": 100}


def device(device_id: str, name: str, *capabilities: Capability, zh: str = "", **more: str) -> Device:
    """A device whose kind is the part of its id before the dot."""
    known = {c.name: c for c in capabilities}
    aliases = (zh,) if zh else ()
    return Device(device_id, name, device_id.partition(".")[0], known, aliases=aliases, **more)  # type: ignore[arg-type]


DEVICES = (
    device(
        "light.kitchen",
        "Kitchen Light",
        can("on"),
        can("brightness", Shape.NUMBER, **PERCENT),
        zh="厨房灯",
        room="kitchen",
    ),
    device("light.hall", "Hall Light", can("on"), zh="走廊灯", room="hall"),
    device("light.desk", "Desk Lamp", can("on"), can("color", Shape.COLOR), zh="台灯", room="hall"),
    device("light.bed", "Bed Lamp", can("on"), zh="床头灯"),
    device("light.porch", "Porch Light", can("on"), zh="门灯"),
    device("lock.front", "Front Door", can("locked"), zh="前门"),
    device(
        "climate.bedroom",
        "Bedroom Thermostat",
        can("target_temperature", Shape.NUMBER, unit="°C", low=7, high=30),
        can("mode", Shape.CHOICE, choices=("off", "heat", "cool")),
        zh="卧室温控器",
    ),
    device("vacuum.robby", "Vacuum", can("activity", Shape.CHOICE), can("clean_rooms", Shape.ACT), zh="扫地机"),
    device("cover.blinds", "Kitchen Blinds", can("open"), can("position", Shape.NUMBER, **PERCENT), zh="厨房百叶窗"),
    device("scene.movie", "Movie Night", Capability("activate", Shape.ACT, writing=WRITING), zh="电影之夜"),
    device("switch.heater", "Heater", can("on"), zh="暖炉"),
    device("todo.list", "Shopping List", can("add_item", Shape.ACT), zh="购物清单"),
    device("media_player.tv", "TV", can("next", Shape.ACT), can("muted"), zh="电视"),
    device(
        "car",
        "Car",
        can("Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", Shape.NUMBER, **PERCENT),
        can("Vehicle.Cabin.HVAC.IsFrontDefrosterActive"),
        zh="车",
    ),
)

ROOMS = {
    "kitchen": Room("kitchen", ("Kitchen", "厨房"), "ground"),
    "hall": Room("hall", ("Hall", "走廊"), "ground"),
}


@dataclass
class StillHome:
    """Looks like Home as far as words need it."""

    devices: Mapping[str, Device] = field(default_factory=lambda: {d.id: d for d in DEVICES})
    rooms: Mapping[str, Room] = field(default_factory=lambda: dict(ROOMS))
    floors: Mapping[str, Floor] = field(default_factory=lambda: {"ground": Floor("ground", ("Ground Floor",))})
    version: int = 1
    facts_known: dict[tuple[str, str], Fact] = field(default_factory=dict)
    online: dict[str, bool] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)

    def knows(self, device_id: str, capability: str, value: Value, live: bool = True) -> None:
        """A device has reported this."""
        self.facts_known[device_id, capability] = Fact(value, AT_SIX, live, 1)

    def fact(self, device_id: str, capability: str) -> Fact | None:
        return self.facts_known.get((device_id, capability))

    def available(self, device_id: str) -> bool | None:
        return self.online.get(device_id)

    def weigh(self, commands: Sequence[Command]) -> tuple[Outcome | None, ...]:
        """Nothing is asked or refused."""
        return tuple(None for _ in commands)

    async def history(self, limit: int = 50, **of: str) -> tuple[Entry, ...]:
        """Nothing was done before."""
        return ()

    async def execute(self, command: Command) -> Outcome:
        self.commands.append(command)
        return Outcome(OutcomeKind.DONE, command)

    async def execute_all(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        return tuple([await self.execute(c) for c in commands])

    @property
    def seen(self) -> Home:
        """The same, typed as what it stands for."""
        return cast(Home, self)


def outcome(
    kind: OutcomeKind, device_id: str, capability: str, value: Value, reason: Reason = Reason.NONE, **more: object
) -> Outcome:
    """A command that ended so."""
    return Outcome(kind, Command(device_id, capability, value, origin=Origin()), reason, **more)  # type: ignore[arg-type]

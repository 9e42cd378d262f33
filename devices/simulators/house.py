"""The simulated house: which devices it has, told by `house.toml`, and how it lives."""

import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from devices.errors import DevicesError
from devices.layout import Layout, parse_layout
from devices.link import Link, Message
from devices.simulators.air import Weather
from devices.simulators.climates import AirConditioner, Humidifier, Thermostat
from devices.simulators.control import CONTROL_TOPIC, HOUSE, parsed
from devices.simulators.cookers import RiceCooker
from devices.simulators.day import Living, read_living
from devices.simulators.direction import Direction
from devices.simulators.doors import Cover, Lock
from devices.simulators.lamps import ColorLamp, DimmableLamp, Lamp
from devices.simulators.machine import STATUS_TOPIC, Machine, Spec
from devices.simulators.people import Family, People
from devices.simulators.plugs import Fan, Plug
from devices.simulators.sensors import AirSensor, MotionSensor, SmokeSensor, WindowSensor
from devices.simulators.speakers import Speaker
from devices.simulators.stage import Stage
from devices.simulators.vacuums import Vacuum
from devices.simulators.world import World, rooms_of

__all__ = [
    "CONTROL_TOPIC",
    "MACHINES",
    "PRODUCERS_TOPIC",
    "HouseMistake",
    "SimulatedHouse",
    "house_layout",
    "house_specs",
    "house_text",
    "parsed",
]

log = logging.getLogger(__name__)

MACHINES: Mapping[str, type[Machine]] = {
    "air_conditioner": AirConditioner,
    "air_sensor": AirSensor,
    "color_lamp": ColorLamp,
    "cover": Cover,
    "dimmable_lamp": DimmableLamp,
    "fan": Fan,
    "humidifier": Humidifier,
    "lamp": Lamp,
    "lock": Lock,
    "motion_sensor": MotionSensor,
    "plug": Plug,
    "rice_cooker": RiceCooker,
    "smoke_sensor": SmokeSensor,
    "speaker": Speaker,
    "thermostat": Thermostat,
    "vacuum": Vacuum,
    "window_sensor": WindowSensor,
}

PRODUCERS_TOPIC = "homeassistant/status"
"""Whoever wants all devices announced again says "online" here."""


class HouseMistake(DevicesError):
    """The file of the simulated house says something that cannot be meant."""


def house_text() -> str:
    """The file of the house that comes along."""
    return (files("devices.simulators") / "house.toml").read_text("utf-8")


def house_layout(text: str | None = None) -> Layout:
    """Floors, rooms and names of the simulated house, in English and Mandarin."""
    return parse_layout(text or house_text(), "house.toml", also_known=("simulated",))


def house_specs(text: str | None = None) -> tuple[Spec, ...]:
    """Its devices. Raises HouseMistake or LayoutMistake naming what is wrong."""
    text = text or house_text()
    layout = house_layout(text)
    described: Mapping[str, Mapping[str, Any]] = tomllib.loads(text).get("devices", {})
    specs = []
    for device_id, entry in described.items():
        if "simulated" in entry:
            said = layout.devices[device_id]
            room = layout.rooms[said.room].names[0] if said.room else ""
            options = dict(entry["simulated"])
            kind = options.pop("machine", "")
            if kind not in MACHINES:
                raise HouseMistake(f"[devices.{device_id}]: the machines are {', '.join(MACHINES)}; not {kind!r}")
            if device_id == HOUSE:
                raise HouseMistake(f"[devices.{device_id}]: the simulation itself is called so; take another id")
            specs.append(Spec(device_id, kind, said.names or (device_id,), room, options, said.room or ""))
    return tuple(specs)


@dataclass(frozen=True, slots=True)
class Life:
    """How the house lives. Where nobody lives in it, the weather does not change either."""

    people: People = People.NONE
    seed: int = 1
    living: Living | None = None
    """Rooms and routines; those that come along, where none are given."""


class SimulatedHouse:
    """All machines of the house on one link."""

    def __init__(self, specs: Iterable[Spec], stage: Stage, link: Link, life: Life | None = None) -> None:
        specs, life = tuple(specs), life or Life()
        living = life.living or read_living()
        self._stage = stage
        self._link = link
        self.rooms = rooms_of(specs, living.areas)
        self.machines = {s.id: MACHINES[s.kind](s, stage, self.rooms[s.room_id]) for s in specs}
        everything = tuple(self.machines.values())
        self.family: Family | None = None
        if life.people is not People.NONE:
            presses = life.people is People.FAMILY
            self.family = Family(living.people, everything, stage, presses=presses, seed=life.seed)
        weather = Weather(changes=life.people is not People.NONE)
        self.world = World(self.rooms, everything, self.family, weather, stage)
        self._direction = Direction(self.machines, self.family, stage)
        self._commands = {machine.command(what): (machine, what) for machine in everything for what in machine.obeys()}

    async def run(self) -> None:
        """Announce everything whenever the broker is reached, obey, and go on living, until cancelled."""
        await self._link.subscribe(f"{CONTROL_TOPIC}/+/+", PRODUCERS_TOPIC, *self._commands)
        self._stage.start(self.world.live(), "the world lives")
        if self.family is not None:
            await self.family.live()
        self._stage.start(self._announce_on_connect(), "house announces itself")
        async for message in self._link.messages():
            if not message.retained:
                self._take(message)

    async def announce(self) -> None:
        """Say that the house is there, what is in it, and how everything is."""
        await self._stage.say(STATUS_TOPIC, "online")
        for machine in self.machines.values():
            await machine.announce()
        if self.family is not None:
            await self.family.announce()

    async def _announce_on_connect(self) -> None:
        async for connected in self._link.connections():
            if connected:
                await self.announce()

    def _take(self, message: Message) -> None:
        if message.topic == PRODUCERS_TOPIC:
            if message.payload == b"online":
                self._stage.start(self.announce(), "house announces itself again")
        elif message.topic in self._commands:
            machine, what = self._commands[message.topic]
            self._stage.start(machine.hear(what, message.payload.decode("utf-8", "replace")), message.topic)
        else:
            _, whom, verb = message.topic.split("/")
            self._stage.start(self._direction.take(whom, verb, message.payload), message.topic)

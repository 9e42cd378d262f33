"""The simulated house: which devices it has, told by `house.toml`."""

import json
import logging
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from devices.errors import DevicesError
from devices.layout import Layout, parse_layout
from devices.link import Link, Message
from devices.simulators.climates import AirConditioner, Humidifier, Thermostat
from devices.simulators.cookers import RiceCooker
from devices.simulators.doors import Cover, Lock
from devices.simulators.lamps import ColorLamp, DimmableLamp, Fan, Lamp, Plug
from devices.simulators.machine import STATUS_TOPIC, Machine, Spec
from devices.simulators.sensors import AirSensor, MotionSensor, Sensor, SmokeSensor, WindowSensor
from devices.simulators.speakers import Speaker
from devices.simulators.stage import Stage, fault_of
from devices.simulators.vacuums import Vacuum

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

CONTROL_TOPIC = "simulator"
"""`simulator/<device>/fault` takes a fault, `simulator/<device>/sense` what a sensor shall sense; never retained."""


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
            specs.append(Spec(device_id, kind, said.names or (device_id,), room, options))
    return tuple(specs)


class SimulatedHouse:
    """All machines of the house on one link."""

    def __init__(self, specs: Iterable[Spec], stage: Stage, link: Link) -> None:
        self._stage = stage
        self._link = link
        self.machines = {spec.id: MACHINES[spec.kind](spec, stage) for spec in specs}
        self._commands = {
            machine.command(what): (machine, what) for machine in self.machines.values() for what in machine.obeys()
        }

    async def run(self) -> None:
        """Announce everything whenever the broker is reached, obey, and go on living, until cancelled."""
        await self._link.subscribe(f"{CONTROL_TOPIC}/+/+", PRODUCERS_TOPIC, *self._commands)
        for machine in self.machines.values():
            self._stage.start(machine.live(), f"{machine.spec.id} lives")
        self._stage.start(self._announce_on_connect(), "house announces itself")
        async for message in self._link.messages():
            self._take(message)

    async def announce(self) -> None:
        """Say that the house is there, what is in it, and how everything is."""
        await self._stage.say(STATUS_TOPIC, "online")
        for machine in self.machines.values():
            await machine.announce()

    async def _announce_on_connect(self) -> None:
        async for connected in self._link.connections():
            if connected:
                await self.announce()

    def _take(self, message: Message) -> None:
        if message.retained:
            return
        if message.topic == PRODUCERS_TOPIC:
            if message.payload == b"online":
                self._stage.start(self.announce(), "house announces itself again")
            return
        if message.topic in self._commands:
            machine, what = self._commands[message.topic]
            self._stage.start(machine.hear(what, message.payload.decode("utf-8", "replace")), message.topic)
            return
        _, device_id, what = message.topic.split("/")
        if device_id in self.machines:
            self._control(self.machines[device_id], what, message)

    def _control(self, machine: Machine, what: str, message: Message) -> None:
        if what == "fault":
            fault = fault_of(message.payload)
            if fault is None:
                log.warning("%s takes no such fault", machine.spec.id)
            else:
                machine.fault = fault
        elif what == "sense" and isinstance(machine, Sensor):
            told = parsed(message.payload)
            self._stage.start(machine.sense(told, message.topic), message.topic)


def parsed(payload: bytes) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}

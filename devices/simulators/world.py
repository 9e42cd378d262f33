"""The rooms of the simulated house and what goes on in them by itself: one loop for all of it."""

import logging
from collections.abc import Mapping, Sequence

from devices.simulators.air import Gains, RoomAir, Weather
from devices.simulators.climates import Thermostat
from devices.simulators.lamps import Lamp
from devices.simulators.machine import Machine, Spec
from devices.simulators.people import Family
from devices.simulators.sensors import MotionSensor
from devices.simulators.stage import Stage

log = logging.getLogger(__name__)

STEP_S = 20.0
"""Simulated seconds between two steps of the world."""
LONGEST_STEP_S = 300.0
DAYLIGHT_LX = 400.0
LAMP_LX = 150.0
SEEN_LX = 20.0
"""How much brighter or darker it has to be for a sensor to say so."""
OUTDOORS = ("garage",)
"""Rooms whose air nobody heats."""
USUAL_AREA = 15.0
USUAL: Mapping[str, float] = {"temperature": 21.0, "humidity": 45.0}
COLD_AT_FIRST = 14.0


def rooms_of(specs: Sequence[Spec], areas: Mapping[str, float]) -> dict[str, RoomAir]:
    """Room id → its air, at first as its climate sensor says, or its thermostat."""
    rooms: dict[str, RoomAir] = {}
    for room in dict.fromkeys(s.room_id for s in specs):
        told = dict(USUAL) | ({"temperature": COLD_AT_FIRST} if room in OUTDOORS else {})
        for kind in ("thermostat", "humidifier", "air_sensor"):
            for spec in specs:
                if spec.room_id == room and spec.kind == kind:
                    told |= {name: spec.options[name] for name in USUAL if name in spec.options}
        rooms[room] = RoomAir(areas.get(room, USUAL_AREA), told["temperature"], told["humidity"])
    return rooms


class World:
    """Lets time pass for rooms and machines."""

    def __init__(
        self,
        rooms: Mapping[str, RoomAir],
        machines: Sequence[Machine],
        family: Family | None,
        weather: Weather,
        stage: Stage,
    ) -> None:
        self.rooms = rooms
        self._machines = machines
        self._family = family
        self._weather = weather
        self._stage = stage
        for machine in machines:
            if isinstance(machine, Thermostat):
                machine.air.heat_of_the_building_ends()

    async def live(self) -> None:
        """Step after step, until cancelled."""
        last = self._stage.clock.now()
        while True:
            await self._stage.clock.sleep(STEP_S)
            now = self._stage.clock.now()
            await self.step(min(now - last, LONGEST_STEP_S))
            last = now

    async def step(self, seconds: float) -> None:
        """So much time passes for the air, then for everything in it."""
        at = self._stage.clock.today()
        outside, sun = self._weather.temperature(at), self._weather.sun(at)
        before = {room: air.temperature for room, air in self.rooms.items()}
        for room, air in self.rooms.items():
            others = [t for other, t in before.items() if other != room and other not in OUTDOORS]
            around = sum(others) / len(others) if others else air.temperature
            shines = 0.0 if room in OUTDOORS else sun
            air.step(seconds, outside, shines, around, self._gains(room))
        for machine in self._machines:
            await machine.live(seconds)
        if self._weather.changes:
            await self._shine(sun)

    def _gains(self, room: str) -> Gains:
        given = [m.gives() for m in self._machines if m.spec.room_id == room]
        given += self._family.gains_in(room) if self._family else []
        people = self._family.in_room(room) if self._family else 0
        return Gains(sum(g.heat_w for g in given), sum(g.vapour_g_h for g in given), people)

    async def _shine(self, sun: float) -> None:
        for machine in self._machines:
            if isinstance(machine, MotionSensor):
                room = machine.spec.room_id
                lit = sum(
                    isinstance(m, Lamp) and m.values["on"] is True for m in self._machines if m.spec.room_id == room
                )
                light = round(DAYLIGHT_LX * sun + LAMP_LX * lit)
                if abs(light - machine.number("illuminance")) >= SEEN_LX:
                    await machine.notice("the light", illuminance=light)

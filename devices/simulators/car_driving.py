"""How the simulated car drives: somebody at the wheel who follows a plan, and what follows from the speed."""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from devices.device import Value
from devices.simulators.car_following import Following
from devices.simulators.car_parts import Became, Gauge, Values, number
from devices.simulators.car_paths import (
    BRAKE,
    CABLE,
    CHARGE_SWITCH,
    CURRENT_GEAR,
    DISTANCE,
    DOORS,
    DRIVE,
    FLAP,
    GEAR,
    IGNITION,
    IS_MOVING,
    LATITUDE,
    LONGITUDE,
    PARK,
    PARK_LOCK,
    SPEED,
)

ACCELERATION_KMH_S = 8.0
BRAKING_KMH_S = 14.0
LOCKS_ITSELF_KMH = 15.0
HELD_S = 1.0
"""Simulated seconds a car has to stand before it counts as standing."""
SLOW_KMH = 0.5
FASTEST_KMH = 200.0
LONGEST_LEG_S = 36_000.0
METRES_PER_DEGREE = 111_320.0
HEADING = math.radians(60)

Standing = Literal["parked", "stopped", "moving"]


@dataclass(frozen=True, slots=True)
class Leg:
    """Part of a drive: how fast, and for how long once that speed is reached."""

    kmh: float
    seconds: float


def drive_of(told: Mapping[str, Any]) -> tuple[Leg, ...] | None:
    """The legs of `{"legs": [{"kmh", "s"}, …]}`; None where that is no drive."""
    legs = told.get("legs")
    if not isinstance(legs, list) or not 0 < len(legs) <= 100:
        return None
    made = [_leg(leg) for leg in legs]
    return tuple(leg for leg in made if leg is not None) if None not in made else None


def _leg(told: object) -> Leg | None:
    if not isinstance(told, Mapping):
        return None
    kmh, seconds = told.get("kmh"), told.get("s", 0)
    if isinstance(kmh, bool) or not isinstance(kmh, int | float) or not 0 <= kmh <= FASTEST_KMH:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_LEG_S:
        return None
    return Leg(float(kmh), float(seconds))


class Driving:
    """Drives a plan of legs and parks at its end; without a plan the speed stays what somebody set it to."""

    def __init__(self) -> None:
        self._legs: deque[Leg] = deque()
        self._leg_left_s = 0.0
        self._drives = False
        self._speed = Gauge(SPEED, 0.1)
        self._distance = Gauge(DISTANCE, 1)
        self._latitude = Gauge(LATITUDE, 0.00001)
        self._longitude = Gauge(LONGITUDE, 0.00001)
        self._stood_s = HELD_S
        self._way: Following | None = None

    def set_off(self, legs: Iterable[Leg]) -> list[Became]:
        """Somebody gets in, belts up, takes the gear out of park and goes."""
        self._way = None
        self._legs = deque(legs)
        self._leg_left_s = self._legs[0].seconds if self._legs else 0.0
        self._drives = True
        changes: dict[str, Value] = {IGNITION: "ON", BRAKE: False, PARK_LOCK: False, GEAR: DRIVE, CURRENT_GEAR: 1}
        return [Became(path, value, "driving") for path, value in changes.items()]

    def follow(self, way: Following) -> list[Became]:
        """Somebody drives the way that the car was told, charges where it says so, and parks at its end."""
        changes = self.set_off(())
        self._way = way
        return changes

    def hold(self, values: Values) -> list[Became]:
        """The speed was set from outside: the plan is over, and what hangs on the speed follows."""
        self._legs.clear()
        self._drives, self._way = False, None
        speed = number(values, SPEED)
        changes: dict[str, Value] = {IS_MOVING: speed > 0}
        if speed > SLOW_KMH:
            changes |= {BRAKE: False, PARK_LOCK: False, CURRENT_GEAR: 1}
            changes |= {GEAR: DRIVE} if values[GEAR] == PARK else {}
            self._stood_s = 0.0
        return [Became(path, value, "driving") for path, value in changes.items()]

    def standing(self, values: Values) -> Standing:
        """What the car takes itself to be doing. A contradiction counts as moving."""
        speed = number(values, SPEED)
        if abs(speed) > SLOW_KMH or values[IS_MOVING] is not False or self._stood_s < HELD_S:
            return "moving"
        return "parked" if values[GEAR] == PARK or values[PARK_LOCK] is True else "stopped"

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Follow the plan, and go as far as the speed carries."""
        if self._way is not None and self._way.is_at_charger:
            return self._charge(self._way, values)
        became = self._follow(values, seconds) if self._drives else []
        now = dict(values) | {b.path: b.value for b in became}
        speed = number(now, SPEED)
        self._stood_s = 0.0 if abs(speed) > SLOW_KMH else self._stood_s + seconds
        return became + (self._go(now, speed, seconds) if speed else [])

    def _follow(self, values: Values, seconds: float) -> list[Became]:
        speed = self._speed.exact(values)
        goal = self._way.goal_kmh() if self._way else self._legs[0].kmh if self._legs else 0.0
        step = (ACCELERATION_KMH_S if goal > speed else -BRAKING_KMH_S) * seconds
        speed = goal if abs(goal - speed) <= abs(step) else speed + step
        became = self._speed.become(speed, values, "driving")
        if values[IS_MOVING] is not (speed > 0):
            became.append(Became(IS_MOVING, speed > 0, "driving"))
        if speed == goal and self._legs:
            self._leg_left_s -= seconds
            if self._leg_left_s <= 0:
                self._legs.popleft()
                self._leg_left_s = self._legs[0].seconds if self._legs else 0.0
        elif self._way.is_over if self._way else speed == goal == 0.0:
            self._drives, self._way = False, None
            became += self._speed.become(0.0, values, "driving") + _parked()
        return became

    def _charge(self, way: Following, values: Values) -> list[Became]:
        """Stand at the charger, with the cable in, until there is enough in the battery."""
        if not way.has_charged(values):
            if values[CABLE] is True:
                return []
            plugged: dict[str, Value] = {SPEED: 0.0, IS_MOVING: False, CABLE: True, CHARGE_SWITCH: "START"}
            return _parked() + [Became(path, value, "driving") for path, value in plugged.items()]
        way.leave()
        gone: dict[str, Value] = {CHARGE_SWITCH: "STOP", CABLE: False, FLAP: False, BRAKE: False, PARK_LOCK: False}
        gone |= {GEAR: DRIVE, CURRENT_GEAR: 1}
        return [Became(path, value, "driving") for path, value in gone.items()]

    def _go(self, values: Values, speed: float, seconds: float) -> list[Became]:
        metres = abs(speed) / 3.6 * seconds
        became = self._distance.become(self._distance.exact(values) + metres, values, "driving")
        latitude = self._latitude.exact(values)
        if self._way is not None:
            self._way.go(metres)
            at = self._way.at
            became += self._latitude.become(at.latitude, values, "driving")
            became += self._longitude.become(at.longitude, values, "driving")
            return became + self._locked(values, speed)
        north, east = metres * math.cos(HEADING), metres * math.sin(HEADING)
        became += self._latitude.become(latitude + north / METRES_PER_DEGREE, values, "driving")
        degree = METRES_PER_DEGREE * max(0.1, math.cos(math.radians(latitude)))
        became += self._longitude.become(self._longitude.exact(values) + east / degree, values, "driving")
        return became + self._locked(values, speed)

    def _locked(self, values: Values, speed: float) -> list[Became]:
        unlocked = [f"{d}.IsLocked" for d in DOORS if values[f"{d}.IsLocked"] is False]
        return [Became(path, True, "driving") for path in unlocked] if speed > LOCKS_ITSELF_KMH else []


def _parked() -> list[Became]:
    parked: dict[str, Value] = {GEAR: PARK, CURRENT_GEAR: 0, PARK_LOCK: True, BRAKE: True}
    return [Became(path, value, "driving") for path, value in parked.items()]

"""The air in the simulated car: two zones that warm up and cool down in their own time."""

import math

from devices.device import Value
from devices.simulators.car_parts import Became, Gauge, Values, number
from devices.simulators.car_paths import (
    AIR_CONDITIONING,
    CHARGE,
    DAYLIGHT,
    FRONT_DEFROSTER,
    HVAC,
    IGNITION,
    INSIDE,
    MIRRORS,
    OUTSIDE,
    REAR_DEFROSTER,
    RECIRCULATION,
    ROOF_POSITION,
    WINDOWS,
    WINDSCREEN_HEATING,
    ZONES,
)

WALLS_S = 1_800.0
"""Simulated seconds in which the cabin comes 63 % of the way to what the weather makes of it."""
VENTS_S = 150.0
"""The same for what comes out of the vents, with the fan at 100 %."""
ZONES_S = 400.0
"""The same between the two zones."""
SUN_C = 22.0
"""How much warmer than the air outside bright sun makes a closed car."""
HOTTEST_C, COLDEST_C = 55.0, 6.0
"""What comes out of the vents at the most, and with the air conditioning at the least."""
EAGERNESS = 8.0
"""How many degrees warmer the vents blow for each degree that is missing."""
STRONGEST_KW = 4.0
DEFROSTING_FAN = 80
REAR_DEFROSTER_S = 900.0
PRECONDITIONING_S = 1_800.0
PRECONDITIONING_FAN = 60
LEAST_CHARGE = 15.0


class Climate:
    """Warms and cools; ends the rear defroster after a quarter of an hour, preconditioning after half an hour."""

    def __init__(self) -> None:
        self.warmth: dict[str, float] = {}
        """Zone → °C."""
        self.power_kw = 0.0
        """What it takes out of the battery now."""
        self.preconditioning_s = 0.0
        """Simulated seconds it goes on without anybody in the car."""
        self._inside = Gauge(INSIDE, 0.1)
        self._before_defrosting: dict[str, Value] = {}
        self._rear_left_s = 0.0

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Let the air mix."""
        told = self._inside.exact(values)
        if not self.warmth or abs(sum(self.warmth.values()) / len(ZONES) - told) > 0.2:
            self.warmth = dict.fromkeys(ZONES, told)
        self.preconditioning_s = max(0.0, self.preconditioning_s - seconds)
        runs = values[IGNITION] in ("ON", "START") or self.preconditioning_s > 0
        before, self.power_kw = dict(self.warmth), 0.0
        mean = sum(before.values()) / len(ZONES)
        for zone, warmth in before.items():
            vents = self._vents(zone, warmth, values) if runs else 0.0
            pull = _mixed(warmth, _weather(values), WALLS_S / (1 + 6 * _openness(values)), seconds)
            pull += _mixed(warmth, mean, ZONES_S, seconds)
            self.warmth[zone] = warmth + pull + (_mixed(warmth, vents, _vents_s(zone, values), seconds) if vents else 0)
        mean = sum(self.warmth.values()) / len(ZONES)
        return self._inside.become(mean, values, "climate") + self._rear_defroster(values, seconds)

    def set(self, path: str, value: Value, values: Values) -> dict[str, Value]:
        """What else becomes different when a climate signal is wished for."""
        if not path.startswith(HVAC):
            return {}
        changes = self._precondition(values)
        if path == FRONT_DEFROSTER:
            changes |= self._defrost(value is True, values)
        if path == REAR_DEFROSTER:
            self._rear_left_s = REAR_DEFROSTER_S if value else 0.0
            changes |= {f"{mirror}.IsHeatingOn": value is True for mirror in MIRRORS}
        return changes

    def _precondition(self, values: Values) -> dict[str, Value]:
        """Nobody is in the car: get it ready, if the battery has enough."""
        if values[IGNITION] in ("ON", "START") or number(values, CHARGE) < LEAST_CHARGE:
            return {}
        self.preconditioning_s = PRECONDITIONING_S
        idle = [f"{zone}.FanSpeed" for zone in ZONES if number(values, f"{zone}.FanSpeed") == 0]
        return dict.fromkeys(idle, PRECONDITIONING_FAN)

    def _defrost(self, on: bool, values: Values) -> dict[str, Value]:
        if not on:
            before, self._before_defrosting = self._before_defrosting, {}
            return before
        wanted: dict[str, Value] = {AIR_CONDITIONING: True, RECIRCULATION: False, WINDSCREEN_HEATING: True}
        for zone in ZONES:
            fan = number(values, f"{zone}.FanSpeed")
            wanted |= {f"{zone}.FanSpeed": round(max(fan, DEFROSTING_FAN)), f"{zone}.AirDistribution": "UP"}
        if not self._before_defrosting:
            self._before_defrosting = {path: values[path] for path in wanted}
        return wanted

    def _rear_defroster(self, values: Values, seconds: float) -> list[Became]:
        if values[REAR_DEFROSTER] is not True:
            return []
        self._rear_left_s -= seconds
        if self._rear_left_s > 0:
            return []
        off = [REAR_DEFROSTER, *(f"{mirror}.IsHeatingOn" for mirror in MIRRORS)]
        return [Became(path, False, "climate") for path in off if values[path] is True]

    def _vents(self, zone: str, warmth: float, values: Values) -> float:
        """How warm the air from the vents of a zone is, in °C."""
        fan, target = number(values, f"{zone}.FanSpeed"), number(values, f"{zone}.Temperature")
        drawn_in = warmth if values[RECIRCULATION] is True else number(values, OUTSIDE)
        coldest = COLDEST_C if values[AIR_CONDITIONING] is True else drawn_in
        blown = min(HOTTEST_C, max(coldest, target + EAGERNESS * (target - warmth)))
        self.power_kw += STRONGEST_KW / len(ZONES) * min(1.0, abs(blown - drawn_in) / 30) * fan / 100
        return blown


def _vents_s(zone: str, values: Values) -> float:
    fan = number(values, f"{zone}.FanSpeed")
    return VENTS_S * 100 / fan if fan else math.inf


def _weather(values: Values) -> float:
    """What the weather makes of the air inside, in °C: sun warms it where nothing is open."""
    return number(values, OUTSIDE) + SUN_C * number(values, DAYLIGHT) / 100 * (1 - _openness(values))


def _openness(values: Values) -> float:
    """0 where everything is shut, 1 where all windows and the roof are open."""
    opened = [number(values, window) for window in WINDOWS] + [abs(number(values, ROOF_POSITION))]
    return sum(opened) / (100 * len(opened))


def _mixed(warmth: float, other: float, time_s: float, seconds: float) -> float:
    return (other - warmth) * (1 - math.exp(-seconds / time_s))

"""The air of the rooms: warmth, moisture and breath, as walls, weather, sun, people and machines make them."""

from dataclasses import dataclass
from datetime import datetime
from math import exp, pi, sin

OUTSIDE_CO2 = 420.0
"""ppm."""
OUTSIDE_HUMIDITY = 75.0
"""%."""
MEAN_OUTSIDE = 12.0
"""°C over a day."""
DAILY_SWING = 5.0
"""K above the mean in the afternoon and below it before sunrise."""

HEIGHT_M = 2.5
STORED_WH_PER_K = 15.0
"""Warmth in a square metre of floor, its furniture and the skin of its walls."""
LOST_W_PER_K = 1.0
"""Through a square metre's share of walls and glass, and by the air that leaks."""
WINDOW_W_PER_K = 8.0
"""The same with the window open."""
NEIGHBOUR_W_PER_K = 1.5
"""To the rooms around."""
SUN_W = 20.0
"""At noon, a square metre of a room with windows."""
PERSON_W = 80.0
PERSON_VAPOUR_G_H = 50.0
PERSON_CO2_M3_H = 0.018
AIR_CHANGES_H = 0.4
AIR_CHANGES_WITH_WINDOW_H = 5.0


@dataclass(slots=True)
class Gains:
    """What machines and people put into a room's air."""

    heat_w: float = 0.0
    vapour_g_h: float = 0.0
    people: int = 0


class Weather:
    """Outside. Where it does not change, it stays as it is on average, and the sun does not move."""

    def __init__(self, *, changes: bool) -> None:
        self.changes = changes

    def temperature(self, at: datetime) -> float:
        """°C: coldest at three in the night, warmest at three in the afternoon."""
        return MEAN_OUTSIDE + (DAILY_SWING * sin(2 * pi * (_hour(at) - 9) / 24) if self.changes else 0.0)

    def sun(self, at: datetime) -> float:
        """0 at night, 1 at noon."""
        return max(0.0, sin(pi * (_hour(at) - 6) / 12)) if self.changes else 0.0


def _hour(at: datetime) -> float:
    return at.hour + at.minute / 60 + at.second / 3600


class RoomAir:
    """One room. What keeps it as it is at first (the heating of the building, what its people breathe) goes on."""

    def __init__(self, area: float = 15.0, temperature: float = 21.0, humidity: float = 45.0) -> None:
        """`area` in m², `temperature` in °C and `humidity` in % at first."""
        self.area = area
        self.temperature = temperature
        self.water = humidity / 100 * saturated(temperature)
        """g in a cubic metre."""
        self.co2 = 550.0
        """ppm."""
        self.windows_open = 0
        self._kept_warm_w = LOST_W_PER_K * area * (temperature - MEAN_OUTSIDE)
        self._kept_moist = AIR_CHANGES_H * (self.water - OUTSIDE_HUMIDITY / 100 * saturated(MEAN_OUTSIDE))
        self._kept_co2 = AIR_CHANGES_H * (self.co2 - OUTSIDE_CO2)

    @property
    def humidity(self) -> float:
        """Relative, in %."""
        return min(100.0, 100 * self.water / saturated(self.temperature))

    def heat_of_the_building_ends(self) -> None:
        """The room has a heater of its own, and nothing else keeps it warm."""
        self._kept_warm_w = 0.0

    def step(self, seconds: float, outside: float, sun: float, around: float, gains: Gains) -> None:
        """Let time pass. `outside` and `around` (the other rooms) in °C, `sun` from 0 to 1."""
        self._warm(seconds, outside, sun, around, gains)
        hours = seconds / 3600
        changes = AIR_CHANGES_WITH_WINDOW_H if self.windows_open else AIR_CHANGES_H
        volume = self.area * HEIGHT_M
        water_outside = OUTSIDE_HUMIDITY / 100 * saturated(outside)
        moistened = self._kept_moist + (gains.vapour_g_h + gains.people * PERSON_VAPOUR_G_H) / volume
        self.water = _relaxed(self.water, water_outside + moistened / changes, hours * changes)
        breathed = self._kept_co2 + gains.people * PERSON_CO2_M3_H / volume * 1e6
        self.co2 = _relaxed(self.co2, OUTSIDE_CO2 + breathed / changes, hours * changes)

    def _warm(self, seconds: float, outside: float, sun: float, around: float, gains: Gains) -> None:
        to_outside = self.area * (LOST_W_PER_K + (WINDOW_W_PER_K if self.windows_open else 0.0))
        to_neighbours = self.area * NEIGHBOUR_W_PER_K
        gained = self._kept_warm_w + gains.heat_w + gains.people * PERSON_W + sun * SUN_W * self.area
        lost = to_outside + to_neighbours
        at_rest = (to_outside * outside + to_neighbours * around + gained) / lost
        self.temperature = _relaxed(self.temperature, at_rest, seconds / 3600 * lost / (STORED_WH_PER_K * self.area))


def saturated(temperature: float) -> float:
    """g of water that a cubic metre of air can hold (Magnus)."""
    pressure = 611.2 * exp(17.62 * temperature / (243.12 + temperature))
    return 2.167 * pressure / (temperature + 273.15)


def _relaxed(value: float, at_rest: float, time_constants: float) -> float:
    return at_rest + (value - at_rest) * exp(-time_constants)

"""Somebody at the wheel who follows the way that the car was told, and charges where it says so."""

import json
import math
from dataclasses import dataclass, field

from devices.device import Value
from devices.roads.line import Line
from devices.roads.polyline import decoded
from devices.roads.position import Position, along, length_m
from devices.simulators.car_parts import Values, number
from devices.simulators.car_paths import CHARGE, CHARGING_STOPS, LATITUDE, LONGITUDE, ROUTE

BRAKING_M_S2 = 3.0
AT_STOP_M = 2.0
FARTHEST_FROM_WAY_M = 500.0
"""Who is farther off does not follow it."""


@dataclass(slots=True)
class Following:
    """A way that is being driven."""

    shape: list[Position]
    kmh: float
    """How fast, between the stops."""
    stops: list[tuple[float, float]]
    """Metres along the way, and the % to leave with; those ahead."""
    gone_m: float = 0.0
    whole_m: float = field(init=False)

    def __post_init__(self) -> None:
        self.whole_m = length_m(self.shape)

    @property
    def at(self) -> Position:
        """Where the car is."""
        return along(self.shape, self.gone_m)

    @property
    def is_over(self) -> bool:
        """Whether the end has been reached."""
        return self.gone_m >= self.whole_m - AT_STOP_M

    @property
    def is_at_charger(self) -> bool:
        """Whether it stands at the next stop."""
        return bool(self.stops) and abs(self.stops[0][0] - self.gone_m) <= AT_STOP_M

    def goal_kmh(self) -> float:
        """As fast as one may be to come to a stand at the next stop, or at the end."""
        halt = self.stops[0][0] if self.stops else self.whole_m
        return min(self.kmh, 3.6 * math.sqrt(2 * BRAKING_M_S2 * max(0.0, halt - self.gone_m)))

    def go(self, metres: float) -> None:
        """Drive on, no farther than the next stop."""
        halt = self.stops[0][0] if self.stops else self.whole_m
        self.gone_m = min(self.gone_m + metres, halt)
        if halt - self.gone_m <= AT_STOP_M:
            self.gone_m = halt

    def has_charged(self, values: Values) -> bool:
        """Whether there is as much in the battery as one wanted to leave with."""
        return not self.stops or number(values, CHARGE) >= self.stops[0][1]

    def leave(self) -> None:
        """Go on from a charger."""
        del self.stops[:1]


def following_of(values: Values, kmh: float) -> Following | None:
    """The way the car was told, from where it is; None where there is none, or it is far off."""
    told, stops = values.get(ROUTE), values.get(CHARGING_STOPS)
    at = Position(number(values, LATITUDE), number(values, LONGITUDE))
    try:
        shape = decoded(told) if isinstance(told, str) else []
        chargers = json.loads(stops) if isinstance(stops, str) and stops.startswith("[") else []
    except ValueError:
        return None
    if len(shape) < 2:
        return None
    line = Line(shape)
    nearest = line.nearest(at)
    if nearest.metres > FARTHEST_FROM_WAY_M:
        return None
    ahead = [
        (line.nearest(Position(latitude, longitude)).along_m, float(leaves)) for latitude, longitude, leaves in chargers
    ]
    return Following(shape, kmh, sorted(s for s in ahead if s[0] >= nearest.along_m - AT_STOP_M), nearest.along_m)


def told_kmh(told: Value) -> float | None:
    """A speed that somebody follows a way with; None where it is none."""
    if isinstance(told, bool) or not isinstance(told, int | float) or not 1 <= told <= 200:
        return None
    return float(told)

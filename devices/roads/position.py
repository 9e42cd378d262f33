"""Positions on the earth and distances between them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius, IUGG."""
UNIT = 10_000_000
"""Steps of a degree in which positions of a map are kept, as in OpenStreetMap itself."""


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth, WGS 84."""

    latitude: float
    """Degrees, -90 to 90, north is positive."""
    longitude: float
    """Degrees, -180 to 180, east is positive."""

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is no position: -90 to 90 and -180 to 180 degrees are")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the earth between two parallels and two meridians."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, at: Position, margin_m: float = 0.0) -> bool:
        """Whether the position is inside, or at most so many metres beside it."""
        degrees = margin_m / METRES_PER_DEGREE
        wide = degrees / _shrinking(at.latitude)
        return (
            self.south - degrees <= at.latitude <= self.north + degrees
            and self.west - wide <= at.longitude <= self.east + wide
        )


METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M
"""Along a meridian."""


def metres_between(a: Position, b: Position) -> float:
    """As the crow flies, in metres."""
    south, north = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def length_m(shape: Iterable[Position]) -> float:
    """Of a line through these positions, in metres."""
    points = list(shape)
    return sum(metres_between(a, b) for a, b in pairwise(points))


def along(shape: Sequence[Position], metres: float) -> Position:
    """The position so far along a line; its end where it is shorter. `shape`: at least one position."""
    for a, b in pairwise(shape):
        part = metres_between(a, b)
        if part and metres <= part:
            return between(a, b, max(0.0, metres) / part)
        metres -= part
    return shape[-1]


def between(a: Position, b: Position, share: float) -> Position:
    """The position at that share, 0 to 1, of the straight line from one to the other."""
    return Position(a.latitude + (b.latitude - a.latitude) * share, a.longitude + (b.longitude - a.longitude) * share)


def share_of(a: Position, b: Position, to: Position) -> float:
    """At which share, 0 to 1, of the straight line from a to b it comes nearest to a position."""
    shrink = _shrinking(a.latitude)
    east, north = (b.longitude - a.longitude) * shrink, b.latitude - a.latitude
    squared = east * east + north * north
    if not squared:
        return 0.0
    inner = (to.longitude - a.longitude) * shrink * east + (to.latitude - a.latitude) * north
    return min(1.0, max(0.0, inner / squared))


def _shrinking(latitude: float) -> float:
    """How much shorter a degree of longitude is there than one of latitude."""
    return max(0.01, math.cos(math.radians(latitude)))

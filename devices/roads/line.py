"""A line with its lengths, made once: where somebody is along it is then found in well under a millisecond."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from devices.roads.position import EARTH_RADIUS_M, METRES_PER_DEGREE, Position, metres_between

AS_NEAR_M = 20.0
"""Two parts of a line of which one is nearer than the other by less: positions are no more exact than that."""

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The point of a line that is nearest to a position."""

    metres: float
    """How far off the line the position is."""
    along_m: float
    """How far along the line the point is."""


class Line:
    """A line through positions, at least one. The arrays stay as they are made."""

    def __init__(self, shape: Sequence[Position]) -> None:
        self._shape_end = shape[-1]
        latitudes = np.array([at.latitude for at in shape])
        longitudes = np.array([at.longitude for at in shape])
        self._south, self._west = latitudes[:-1], longitudes[:-1]
        self._shrinking = np.maximum(0.01, np.cos(np.radians(self._south)))
        self._north, self._east = np.diff(latitudes), np.diff(longitudes) * self._shrinking
        self._squared = np.maximum(self._north**2 + self._east**2, 1e-18)
        self._parts = metres_of_parts(latitudes, longitudes)
        self._begins = np.cumsum(self._parts) - self._parts

    @property
    def metres(self) -> float:
        """Its length."""
        return float(self._parts.sum())

    def nearest(self, to: Position, from_m: float = 0.0) -> Nearest:
        """Where it comes nearest to a position; the first time where it comes as near more than once.

        `from_m`: not before there.
        """
        end = Nearest(metres_between(self._shape_end, to), self.metres)
        if not len(self._parts):
            return end
        off, along = self._beside(to)
        off = np.where(along >= from_m, off, np.inf)
        if off.min() >= end.metres + AS_NEAR_M:
            return end
        near = off <= min(float(off.min()), end.metres) + AS_NEAR_M
        first = int(near.argmax())
        others = np.flatnonzero(~near[first:])
        best = first + int(off[first : first + int(others[0]) if len(others) else None].argmin())
        return Nearest(float(off[best]), float(along[best]))

    def _beside(self, to: Position) -> tuple[_Floats, _Floats]:
        """Of each straight part, how far off its nearest point is, and how far along the line that is."""
        north, east = to.latitude - self._south, (to.longitude - self._west) * self._shrinking
        share = np.clip((north * self._north + east * self._east) / self._squared, 0.0, 1.0)
        off = np.hypot(north - share * self._north, east - share * self._east) * METRES_PER_DEGREE
        return off, self._begins + share * self._parts


def metres_of_parts(latitudes: _Floats, longitudes: _Floats) -> _Floats:
    """Metres from each position to the next, both given in degrees: one less than there are positions."""
    north, east = np.radians(latitudes), np.radians(longitudes)
    half = np.sin(np.diff(north) / 2) ** 2
    half += np.cos(north[:-1]) * np.cos(north[1:]) * np.sin(np.diff(east) / 2) ** 2
    metres: _Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return metres

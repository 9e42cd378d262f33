"""A line with its lengths, made once: where somebody is along it is then found in well under a millisecond."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from devices.roads.position import EARTH_RADIUS_M, METRES_PER_DEGREE, Position, metres_between

AS_NEAR_M = 20.0
"""Two parts of a line of which one is nearer than the other by less: positions are no more exact than that."""

_STRETCH = 100
"""Parts that are looked at together: places far from all of them are passed over at once."""

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
        self._latitudes = np.array([at.latitude for at in shape])
        self._longitudes = np.array([at.longitude for at in shape])
        self._shrinking = np.maximum(0.01, np.cos(np.radians(self._latitudes[:-1])))
        self._north, self._east = np.diff(self._latitudes), np.diff(self._longitudes) * self._shrinking
        self._squared = np.maximum(self._north**2 + self._east**2, 1e-18)
        self._parts = metres_of_parts(self._latitudes, self._longitudes)
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
        off, along = (each[0] for each in self._off(slice(None), np.array([to.latitude]), np.array([to.longitude])))
        off = np.where(along >= from_m, off, np.inf)
        if off.min() >= end.metres + AS_NEAR_M:
            return end
        near = off <= min(float(off.min()), end.metres) + AS_NEAR_M
        first = int(near.argmax())
        others = np.flatnonzero(~near[first:])
        best = first + int(off[first : first + int(others[0]) if len(others) else None].argmin())
        return Nearest(float(off[best]), float(along[best]))

    def beside(self, latitudes: _Floats, longitudes: _Floats, within_m: float) -> tuple[_Floats, _Floats]:
        """Of each position, how far it is off the line, endless where it is more than that, and how far along it."""
        least, gone = np.full(len(latitudes), np.inf), np.zeros(len(latitudes))
        for first in range(0, len(self._parts), _STRETCH):
            parts = slice(first, min(first + _STRETCH, len(self._parts)))
            close = self._around(parts, latitudes, longitudes, within_m)
            if not len(close):
                continue
            off, along = self._off(parts, latitudes[close], longitudes[close])
            best = off.argmin(axis=1)
            rows = np.arange(len(close))
            nearer = (off[rows, best] < least[close]) & (off[rows, best] <= within_m)
            least[close[nearer]], gone[close[nearer]] = off[rows, best][nearer], along[rows, best][nearer]
        return least, gone

    def _around(self, parts: slice, latitudes: _Floats, longitudes: _Floats, within_m: float) -> npt.NDArray[np.int64]:
        """Which positions lie in the box around some parts."""
        north, east = self._latitudes[parts.start : parts.stop + 1], self._longitudes[parts.start : parts.stop + 1]
        high = within_m / METRES_PER_DEGREE
        wide = high / float(self._shrinking[parts].min())
        inside = (latitudes >= north.min() - high) & (latitudes <= north.max() + high)
        inside &= (longitudes >= east.min() - wide) & (longitudes <= east.max() + wide)
        return np.flatnonzero(inside)

    def _off(self, parts: slice, latitudes: _Floats, longitudes: _Floats) -> tuple[_Floats, _Floats]:
        """Positions × parts: how far off the nearest point of each part is, and how far along the line that is."""
        north = latitudes[:, None] - self._latitudes[:-1][parts]
        east = (longitudes[:, None] - self._longitudes[:-1][parts]) * self._shrinking[parts]
        inner = north * self._north[parts] + east * self._east[parts]
        share = np.clip(inner / self._squared[parts], 0.0, 1.0)
        off = np.hypot(north - share * self._north[parts], east - share * self._east[parts]) * METRES_PER_DEGREE
        return off, self._begins[parts] + share * self._parts[parts]


def metres_of_parts(latitudes: _Floats, longitudes: _Floats) -> _Floats:
    """Metres from each position to the next, both given in degrees: one less than there are positions."""
    north, east = np.radians(latitudes), np.radians(longitudes)
    half = np.sin(np.diff(north) / 2) ** 2
    half += np.cos(north[:-1]) * np.cos(north[1:]) * np.sin(np.diff(east) / 2) ** 2
    metres: _Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return metres

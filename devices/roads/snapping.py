"""Where on the roads a position is: the nearest segment, found in a grid of cells."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from devices.roads.errors import OffTheMap
from devices.roads.graph import Flags, RoadGraph
from devices.roads.position import METRES_PER_DEGREE, UNIT, Box, Position, between, length_m, metres_between

FARTHEST_M = 2_000.0
"""From a road; what lies farther off cannot be driven to."""
CELL_M = 250.0
ALIKE_M = 0.5
"""Roads of which none is nearer than another by more."""
_RINGS = int(FARTHEST_M / CELL_M) + 1


@dataclass(frozen=True, slots=True)
class Snapped:
    """A point of the road."""

    segment: int
    share: float
    """How far along the segment as it is drawn, 0 to 1."""
    at: Position
    metres: float
    """From the position that was asked for."""


class RoadGrid:
    """Finds the road next to a position. The cells are made once: by `make`, or when first asked."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph

    def make(self) -> None:
        """Make the cells now. Blocks for half a second where there are a million segments."""
        _ = self._cells

    @cached_property
    def box(self) -> Box:
        """What the roads cover."""
        latitudes, longitudes = self._graph.latitudes, self._graph.longitudes
        corners = (latitudes.min(), longitudes.min(), latitudes.max(), longitudes.max())
        return Box(*(float(corner) / UNIT for corner in corners))

    def nearest(self, to: Position, *, whole: bool = False) -> tuple[Snapped, ...]:
        """The nearest point of a road; at a junction it is one of several roads. Raises OffTheMap.

        `whole`: only of roads from which one gets everywhere.
        """
        if not self.box.holds(to, FARTHEST_M):
            raise OffTheMap(
                f"{to.latitude:.4f}, {to.longitude:.4f} is outside the map, which covers {self.box.south:.3f} to "
                f"{self.box.north:.3f} north and {self.box.west:.3f} to {self.box.east:.3f} east"
            )
        for ring in (1, 2, 4, _RINGS):
            parts = self._around(to, ring)
            found = self._best(to, parts, whole=whole)
            if found and found[0].metres <= ring * CELL_M:
                return found
        raise OffTheMap(
            f"{to.latitude:.4f}, {to.longitude:.4f} is more than {FARTHEST_M / 1000:.0f} km from any road on the map"
        )

    def _best(self, to: Position, parts: npt.NDArray[np.int64], *, whole: bool) -> tuple[Snapped, ...]:
        graph = self._graph
        if whole:
            parts = parts[self.leads_everywhere[self._segment_of[parts]] > 0]
        if not len(parts):
            return ()
        shrink = max(0.01, float(np.cos(np.radians(to.latitude))))
        y = graph.latitudes[parts].astype(float) / UNIT - to.latitude
        x = (graph.longitudes[parts].astype(float) / UNIT - to.longitude) * shrink
        dy = graph.latitudes[parts + 1].astype(float) / UNIT - to.latitude - y
        dx = (graph.longitudes[parts + 1].astype(float) / UNIT - to.longitude) * shrink - x
        squared = np.maximum(dx * dx + dy * dy, 1e-18)
        share = np.clip(-(x * dx + y * dy) / squared, 0.0, 1.0)
        off = np.hypot(x + share * dx, y + share * dy)
        close = np.flatnonzero(off <= off.min() + ALIKE_M / METRES_PER_DEGREE)
        snapped = [self._snapped(to, int(parts[i]), float(share[i])) for i in close[np.argsort(off[close])]]
        return tuple({found.segment: found for found in reversed(snapped)}.values())[::-1]

    def _snapped(self, to: Position, part: int, share: float) -> Snapped:
        graph = self._graph
        segment = int(self._segment_of[part])
        shape, before = graph.shape(2 * segment), part - int(graph.begins[segment])
        at = between(shape[before], shape[before + 1], share)
        gone = length_m((*shape[: before + 1], at))
        whole = float(graph.lengths[segment])
        return Snapped(segment, min(1.0, gone / whole) if whole else 0.0, at, metres_between(to, at))

    @cached_property
    def _segment_of(self) -> npt.NDArray[np.int64]:
        """P. The segment that each drawn position belongs to."""
        return np.repeat(np.arange(self._graph.segments), np.diff(self._graph.begins))

    @cached_property
    def leads_everywhere(self) -> Flags:
        """S. Whether one of its edges belongs to the network."""
        whole: Flags = self._graph.whole[0::2] | self._graph.whole[1::2]
        return whole

    @cached_property
    def _cells(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Numbers of cells in order, and beside each a position from which a straight part of a road crosses it."""
        last = np.zeros(len(self._segment_of), bool)
        last[self._graph.begins[1:] - 1] = True
        parts = np.flatnonzero(~last)
        rows, columns = self._cell(self._graph.latitudes, self._graph.longitudes)
        keys, owners = [], []
        steps = np.maximum(np.abs(np.diff(rows)), np.abs(np.diff(columns)))[parts] + 1
        for step in range(int(steps.max()) + 1):
            on = parts[steps >= step]
            share = np.minimum(1.0, step / steps[steps >= step])
            latitudes = self._graph.latitudes[on] + share * (
                self._graph.latitudes[on + 1].astype(float) - self._graph.latitudes[on]
            )
            longitudes = self._graph.longitudes[on] + share * (
                self._graph.longitudes[on + 1].astype(float) - self._graph.longitudes[on]
            )
            row, column = self._cell(latitudes, longitudes)
            keys.append(row * self._columns + column)
            owners.append(on)
        key, owner = np.concatenate(keys), np.concatenate(owners)
        order = np.argsort(key, kind="stable")
        return key[order], owner[order]

    @cached_property
    def _step(self) -> tuple[float, float]:
        """Of a cell, in steps of a degree: north and east."""
        north = CELL_M / METRES_PER_DEGREE * UNIT
        return north, north / max(0.01, float(np.cos(np.radians((self.box.north + self.box.south) / 2))))

    @cached_property
    def _columns(self) -> int:
        return int((self.box.east - self.box.west) * UNIT / self._step[1]) + 2

    def _cell(self, latitudes: npt.ArrayLike, longitudes: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], ...]:
        north, east = self._step
        rows = (np.asarray(latitudes, float) - self.box.south * UNIT) / north
        columns = (np.asarray(longitudes, float) - self.box.west * UNIT) / east
        return rows.astype(np.int64), columns.astype(np.int64)

    def _around(self, to: Position, ring: int) -> npt.NDArray[np.int64]:
        """The parts of roads that cross a cell at most so many cells away."""
        keys, owners = self._cells
        row, column = (int(n) for n in self._cell(to.latitude * UNIT, to.longitude * UNIT))
        low, high = max(0, column - ring), min(self._columns - 1, column + ring)
        found = [
            owners[
                np.searchsorted(keys, r * self._columns + low) : np.searchsorted(
                    keys, r * self._columns + high, side="right"
                )
            ]
            for r in range(row - ring, row + ring + 1)
            if r >= 0
        ]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

"""The roads as a graph of directed edges between junctions, kept in flat arrays.

A segment is the road between two junctions; its edge 2s goes as it is drawn, 2s + 1 against it, so `edge ^ 1` is the
way back. Costs are whole milliseconds, so that sums are exact and bounds hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from devices.roads.position import UNIT, Position
from devices.roads.route import RoadName

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Angles = npt.NDArray[np.int16]
Flags = npt.NDArray[np.uint8]
Metres = npt.NDArray[np.float32]

ONLY_TO_REACH, TOLL, UNPAVED, ROUNDABOUT = 1, 2, 4, 8
"""Flags of a segment."""


@dataclass(frozen=True)
class RoadGraph:
    """S segments with 2 S edges, N nodes, P positions of shapes."""

    latitudes: Small
    """P. Shapes of all segments, one behind the other, in steps of 1/UNIT degrees."""
    longitudes: Small
    begins: Ints
    """S + 1. Where the shape of each segment begins."""
    tails: Small
    """S. The node at which it begins as it is drawn."""
    heads: Small
    lengths: Metres
    """S, in metres."""
    roads: Flags
    """S. Index of profile.CLASSES."""
    flags: Flags
    names: Small
    """S. Index of `called`."""
    millis: Small
    """2 S. What driving the edge takes, lights at its end included; 0 where it must not be driven."""
    costs: Small
    """2 S. The same as it counts where the fastest way is looked for: more where it is tight."""
    leaving: Angles
    """2 S. Bearing at the beginning, degrees clockwise from north."""
    arriving: Angles
    """2 S. Bearing at the end."""
    first: Ints
    """N + 1. Where the edges that leave each node begin in `out`."""
    out: Small
    """Edges, ordered by the node they leave."""
    whole: Flags
    """2 S. 1 where an edge belongs to the network from which everywhere else in it can be reached and left."""
    forbidden_from: Small
    """Edges after which something is forbidden, with `forbidden_to` beside each."""
    forbidden_to: Small
    landmarks_from: Small
    """L × N. Costs from each landmark to a node, -1 where it cannot be reached."""
    landmarks_to: Small
    """L × N. Costs from a node to each landmark."""
    called: tuple[RoadName, ...]

    @property
    def segments(self) -> int:
        """How many there are."""
        return len(self.tails)

    @property
    def nodes(self) -> int:
        """How many there are."""
        return len(self.first) - 1

    @cached_property
    def edge_heads(self) -> Small:
        """2 S. The node at which each edge ends."""
        ends = np.empty(2 * self.segments, np.int32)
        ends[0::2], ends[1::2] = self.heads, self.tails
        return ends

    @cached_property
    def crossings(self) -> Flags:
        """N. 1 where more than two roads meet, be they driven the other way only."""
        roads = np.bincount(self.tails, minlength=self.nodes) + np.bincount(self.heads, minlength=self.nodes)
        return (roads > 2).astype(np.uint8)

    @cached_property
    def only_to_reach(self) -> Flags:
        """2 S. 1 for the edges of roads that nobody goes through who does not want to get there."""
        return np.repeat((self.flags & ONLY_TO_REACH).astype(np.uint8), 2)

    @cached_property
    def forbidden(self) -> Mapping[int, frozenset[int]]:
        """Edge → edges that must not follow it."""
        found: dict[int, set[int]] = {}
        for before, after in zip(self.forbidden_from.tolist(), self.forbidden_to.tolist(), strict=True):
            found.setdefault(before, set()).add(after)
        return {before: frozenset(after) for before, after in found.items()}

    def shape(self, edge: int) -> list[Position]:
        """Where the edge runs, in the direction of driving."""
        begin, end = int(self.begins[edge >> 1]), int(self.begins[(edge >> 1) + 1])
        pairs = zip(self.latitudes[begin:end].tolist(), self.longitudes[begin:end].tolist(), strict=True)
        shape = [Position(latitude / UNIT, longitude / UNIT) for latitude, longitude in pairs]
        return shape[::-1] if edge & 1 else shape

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything but the names, by the name of its field."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "called"}

    @property
    def bytes(self) -> int:
        """What the arrays take in memory."""
        return sum(array.nbytes for array in self.arrays().values())

"""Makes the graph of roads out of what is drawn: split at junctions, measured, with what turns are forbidden."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from devices.roads.errors import NoRoads
from devices.roads.extract import Drawn
from devices.roads.graph import ONLY_TO_REACH, ROUNDABOUT, TOLL, UNPAVED, Flags, Ints, Metres, RoadGraph, Small
from devices.roads.landmarks import landmarks_of
from devices.roads.line import metres_of_parts
from devices.roads.position import UNIT
from devices.roads.profile import CLASSES
from devices.roads.wholeness import whole_network

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Split:
    """Segments as stretches of the drawn nodes, from one position in their list to another."""

    starts: Ints
    ends: Ints
    ways: Ints
    """Which way each belongs to."""
    tails: Small
    heads: Small
    vertices: Ints
    """Node of OpenStreetMap of each node of the graph; negative where a barrier cuts the road."""


def build_graph(drawn: Drawn) -> RoadGraph:
    """The graph. Blocks for as long as the region is large. Raises NoRoads."""
    if not drawn.ways:
        raise NoRoads("there is no road in it that a car may drive on; take an extract with roads")
    latitudes, longitudes = np.array(drawn.latitudes, np.int32), np.array(drawn.longitudes, np.int32)
    split = _split(drawn)
    reached = _cumulated(latitudes, longitudes)
    lengths = (reached[split.ends] - reached[split.starts]).astype(np.float32)
    bearings = _bearings(latitudes, longitudes)
    takes = np.concatenate([np.arange(a, b + 1) for a, b in zip(split.starts, split.ends, strict=True)])
    begins = np.concatenate(([0], np.cumsum(split.ends - split.starts + 1)))
    sorts = np.array(drawn.sorts, np.int64)[split.ways]
    millis, costs = _times(drawn, split, lengths, sorts)
    leaving, arriving = _directions(bearings, split)
    first, out = _leaving_edges(split, millis)
    edge_heads = np.empty(2 * len(split.tails), np.int32)
    edge_heads[0::2], edge_heads[1::2] = split.heads, split.tails
    near, far = landmarks_of(first, out, edge_heads, costs)
    before, after = _forbidden(drawn, split, first, out, millis)
    return RoadGraph(
        latitudes=latitudes[takes],
        longitudes=longitudes[takes],
        begins=begins,
        tails=split.tails,
        heads=split.heads,
        lengths=lengths,
        roads=np.array([CLASSES.index(how.road) for how in drawn.drivables], np.uint8)[sorts],
        flags=_flags(drawn)[sorts],
        names=np.array(drawn.called, np.int32)[split.ways],
        millis=millis,
        costs=costs,
        leaving=leaving,
        arriving=arriving,
        first=first,
        out=out,
        whole=whole_network(first, out, edge_heads),
        forbidden_from=before,
        forbidden_to=after,
        landmarks_from=near,
        landmarks_to=far,
        called=tuple(drawn.names),
    )


def _split(drawn: Drawn) -> _Split:
    nodes, offsets = np.array(drawn.nodes, np.int64), np.array(drawn.offsets, np.int64)
    way_of = np.repeat(np.arange(len(drawn.ways)), np.diff(offsets))
    _, index, used = np.unique(nodes, return_inverse=True, return_counts=True)
    joins = used[index] > 1
    joins[offsets[:-1]] = joins[offsets[1:] - 1] = True
    cut = np.isin(nodes, np.fromiter(drawn.blocked, np.int64, len(drawn.blocked)))
    ends_at = np.flatnonzero(joins | cut)
    same = way_of[ends_at[:-1]] == way_of[ends_at[1:]]
    starts, ends = ends_at[:-1][same], ends_at[1:][same]
    # A barrier's node is a different one on each side, so that nothing leads through it.
    begin_ids = np.where(cut[starts], -(2 * starts + 1), nodes[starts])
    end_ids = np.where(cut[ends], -(2 * ends + 2), nodes[ends])
    vertices, numbered = np.unique(np.concatenate((begin_ids, end_ids)), return_inverse=True)
    tails, heads = np.split(numbered.astype(np.int32), 2)
    return _Split(starts, ends, way_of[starts], tails, heads, vertices)


def _cumulated(latitudes: Small, longitudes: Small) -> Floats:
    """Metres from the first drawn position to each, along all of them."""
    return np.concatenate(([0.0], np.cumsum(metres_of_parts(latitudes / UNIT, longitudes / UNIT))))


def _bearings(latitudes: Small, longitudes: Small) -> Floats:
    """Degrees from each drawn position to the next."""
    north, east = np.radians(latitudes / UNIT), np.radians(np.diff(longitudes) / UNIT)
    a, b = north[:-1], north[1:]
    x, y = np.sin(east) * np.cos(b), np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(east)
    bearings: Floats = np.degrees(np.arctan2(x, y)) % 360
    return bearings


def _directions(bearings: Floats, split: _Split) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    begin, end = bearings[split.starts], bearings[split.ends - 1]
    leaving, arriving = np.empty(2 * len(begin), np.int16), np.empty(2 * len(begin), np.int16)
    leaving[0::2], arriving[0::2] = begin.round(), end.round()
    leaving[1::2], arriving[1::2] = (end + 180).round(), (begin + 180).round()
    return leaving % 360, arriving % 360


def _times(drawn: Drawn, split: _Split, lengths: Metres, sorts: Ints) -> tuple[Small, Small]:
    """Milliseconds of each edge, and what they count: 1 at least, 0 where it must not be driven."""
    millis, costs = np.zeros(2 * len(lengths), np.int32), np.zeros(2 * len(lengths), np.int32)
    ease = np.array([how.ease for how in drawn.drivables])[sorts]
    for direction, speeds in enumerate(_speeds(drawn)):
        kmh = speeds[sorts]
        may = kmh > 0
        driving = lengths[may] / (kmh[may] / 3.6) * 1000
        waiting = _delays(drawn, split, 1 - 2 * direction)[may]
        millis[direction::2][may] = np.maximum(1, driving.round()) + waiting
        costs[direction::2][may] = np.maximum(1, (driving / ease[may]).round()) + waiting
    return millis, costs


def _speeds(drawn: Drawn) -> tuple[Floats, Floats]:
    forward = np.array([how.forward_kmh for how in drawn.drivables])
    return forward, np.array([how.backward_kmh for how in drawn.drivables])


def _delays(drawn: Drawn, split: _Split, direction: int) -> Small:
    """Milliseconds that lights, signs and gates on each segment cost in that direction, those at its end included."""
    facing = {node: delay.seconds for node, delay in drawn.delays.items() if delay.facing in (0, direction)}
    ids = np.array(sorted(facing), np.int64)
    millis = np.array([facing[node] * 1000 for node in ids.tolist()] + [0])
    nodes = np.array(drawn.nodes, np.int64)
    at = np.where(np.isin(nodes, ids), np.searchsorted(ids, nodes), len(ids))
    cost = millis[at]
    counted = np.concatenate(([0], np.cumsum(cost)))
    inner = counted[split.ends] - counted[split.starts + 1]
    last = cost[split.ends] if direction > 0 else cost[split.starts]
    waiting: Small = (inner + last).astype(np.int32)
    return waiting


def _flags(drawn: Drawn) -> Flags:
    return np.array(
        [
            how.only_to_reach * ONLY_TO_REACH | how.toll * TOLL | how.unpaved * UNPAVED | how.roundabout * ROUNDABOUT
            for how in drawn.drivables
        ],
        np.uint8,
    )


def _leaving_edges(split: _Split, millis: Small) -> tuple[Ints, Small]:
    leaves = np.empty(len(millis), np.int32)
    leaves[0::2], leaves[1::2] = split.tails, split.heads
    edges = np.flatnonzero(millis > 0)
    order = edges[np.argsort(leaves[edges], kind="stable")]
    counts = np.bincount(leaves[edges], minlength=len(split.vertices))
    return np.concatenate(([0], np.cumsum(counts))), order.astype(np.int32)


def _forbidden(drawn: Drawn, split: _Split, first: Ints, out: Small, millis: Small) -> tuple[Small, Small]:
    """Pairs of edges of which the second must not follow the first."""
    pairs: set[tuple[int, int]] = set()
    way_ids = np.array(drawn.ways, np.int64)[split.ways]
    node_of = {int(v): n for n, v in enumerate(split.vertices)} if drawn.restrictions else {}
    touching = _touching(split, {node_of[r.via_node] for r in drawn.restrictions if r.via_node in node_of})
    for rule in drawn.restrictions:
        via = node_of.get(rule.via_node)
        if via is None:
            continue
        before = [e for e in touching[via] if way_ids[e >> 1] == rule.from_way and millis[e] > 0]
        leaving = out[first[via] : first[via + 1]].tolist()
        named = {e for e in leaving if way_ids[e >> 1] == rule.to_way}
        barred = [e for e in leaving if (e in named) is not rule.only] if named else []
        pairs.update((a, b) for a in before for b in barred if a != b ^ 1 or not rule.only)
    ordered: Sequence[tuple[int, int]] = sorted(pairs)
    return np.array([a for a, _ in ordered], np.int32), np.array([b for _, b in ordered], np.int32)


def _touching(split: _Split, nodes: set[int]) -> dict[int, list[int]]:
    """Edges that end at each of these nodes."""
    found: dict[int, list[int]] = {node: [] for node in nodes}
    wanted = np.fromiter(nodes, np.int64, len(nodes))
    for ends, direction in ((split.heads, 0), (split.tails, 1)):
        for segment in np.flatnonzero(np.isin(ends, wanted)).tolist():
            found[int(ends[segment])].append(2 * segment + direction)
    return found

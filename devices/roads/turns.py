"""What a driver has to do on a way: the turns that are worth a word, out of its edges."""

from dataclasses import dataclass
from itertools import pairwise

from devices.roads.graph import ROUNDABOUT, RoadGraph
from devices.roads.position import Position
from devices.roads.profile import CLASSES, FERRY
from devices.roads.route import RoadName, Turn, Turning

_STRAIGHT, _SLIGHT, _SHARP, _BACK = 30, 60, 125, 170
"""Degrees up to which it is straight on, a bend, and from which it is sharp, and all the way round."""
_FERRY = CLASSES.index(FERRY)


@dataclass(frozen=True, slots=True)
class Driven:
    """An edge as far as it is driven."""

    edge: int
    metres: float


def turns_of(graph: RoadGraph, driven: list[Driven], begin: Position, end: Position) -> tuple[Turn, ...]:
    """What to do, in order: it departs, it arrives, and in between whatever is no mere going on."""
    name = _name(graph, driven[0].edge)
    turns = [Turn("depart", begin, 0.0, name)]
    gone, in_roundabout, exits = driven[0].metres, _round(graph, driven[0].edge), 0
    for before, after in pairwise(driven):
        at = graph.shape(after.edge)[0]
        if _round(graph, after.edge):
            exits = exits + _has_exit(graph, before.edge) if in_roundabout else 0
        elif in_roundabout:
            name = _name(graph, after.edge)
            turns.append(Turn("roundabout", at, gone, name, exits + 1))
        else:
            turning = _turning(graph, before.edge, after.edge, name)
            if turning is not None:
                turns.append(Turn(turning, at, gone, _name(graph, after.edge)))
            name = _name(graph, after.edge) or name
        in_roundabout = _round(graph, after.edge)
        gone += after.metres
    turns.append(Turn("arrive", end, gone, name))
    return tuple(turns)


def angle_of(graph: RoadGraph, before: int, after: int) -> int:
    """Degrees clockwise from straight on, -180 to 180."""
    angle = (int(graph.leaving[after]) - int(graph.arriving[before])) % 360
    return angle - 360 if angle > 180 else angle


def _turning(graph: RoadGraph, before: int, after: int, name: RoadName) -> Turning | None:
    """What this is called; None where one simply goes on."""
    angle = angle_of(graph, before, after)
    if after == before ^ 1:
        return "uturn"
    if graph.roads[after >> 1] == _FERRY:
        return None if graph.roads[before >> 1] == _FERRY else "ferry"
    if abs(angle) <= _STRAIGHT:
        is_other = bool(_name(graph, after)) and bool(name) and _name(graph, after) != name
        return "straight" if is_other and _has_choice(graph, before, after) else None
    if not _has_choice(graph, before, after):
        return None
    side = "right" if angle > 0 else "left"
    turnings: dict[str, tuple[Turning, Turning, Turning]] = {
        "left": ("slight_left", "left", "sharp_left"),
        "right": ("slight_right", "right", "sharp_right"),
    }
    size = abs(angle)
    if size >= _BACK:
        return "uturn"
    return turnings[side][0 if size <= _SLIGHT else 2 if size >= _SHARP else 1]


def _has_choice(graph: RoadGraph, before: int, after: int) -> bool:
    """Whether one could have gone elsewhere."""
    node = int(graph.edge_heads[before])
    others = graph.out[graph.first[node] : graph.first[node + 1]].tolist()
    return any(edge not in (after, before ^ 1) for edge in others)


def _has_exit(graph: RoadGraph, before: int) -> int:
    """1 where one could leave the roundabout at the end of the edge."""
    node = int(graph.edge_heads[before])
    return int(any(not _round(graph, e) for e in graph.out[graph.first[node] : graph.first[node + 1]].tolist()))


def _round(graph: RoadGraph, edge: int) -> bool:
    return bool(graph.flags[edge >> 1] & ROUNDABOUT)


def _name(graph: RoadGraph, edge: int) -> RoadName:
    return graph.called[int(graph.names[edge >> 1])]

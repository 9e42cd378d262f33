"""The cheapest way between two points of the road: A* over edges, so that turns can cost and be forbidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from devices.roads.graph import RoadGraph
from devices.roads.weighing import ENTERING_MS, U_TURN_MS, turn_costs

_TURNS = turn_costs()


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. Costs in milliseconds."""

    starts: Mapping[int, int]
    """Edge on which one begins → what the rest of it costs."""
    goals: Mapping[int, int]
    """Edge on which one ends → what it costs from its beginning to there."""
    direct: Mapping[int, int]
    """Edge on which one begins and ends without leaving it → what that costs."""
    weights: Sequence[int]
    """By edge."""
    bounds: Sequence[int]
    """By node: what is left at least from there to the goal."""


@dataclass(frozen=True, slots=True)
class Found:
    """The edges to drive, and how long their turns take in milliseconds."""

    edges: tuple[int, ...]
    turns_ms: int


def cheapest(graph: RoadGraph, search: Search) -> Found | None:
    """The cheapest way; None where there is none."""
    first, out, heads = graph.first.data, graph.out.data, graph.edge_heads.data
    leaving, arriving = graph.leaving.data, graph.arriving.data
    forbidden, nothing = graph.forbidden, frozenset[int]()
    closed, crossings = graph.only_to_reach.data, graph.crossings.data
    weights, bounds, goals = search.weights, search.bounds, search.goals
    came: dict[int, int] = {}
    best = dict(search.starts)
    heap = [(cost + bounds[heads[edge]], cost, edge, -1) for edge, cost in best.items()]
    # An edge that ends the way has the number -1 - edge, because the same may be driven through as well.
    heap += [(cost, cost, -1 - edge, -1) for edge, cost in search.direct.items()]
    heap.sort()
    while heap:
        _, cost, edge, before = heappop(heap)
        if edge in came:
            continue
        came[edge] = before
        if edge < 0:
            return _found(graph, edge, came)
        node = heads[edge]
        begin, end = first[node], first[node + 1]
        barred = forbidden.get(edge, nothing)
        back, crossing, facing = edge ^ 1, crossings[node], arriving[edge]
        dead_end = end - begin == 1
        for i in range(begin, end):
            follows = out[i]
            if follows in barred or (follows == back and not dead_end):
                continue
            turn = _TURNS[(leaving[follows] - facing) % 360] if crossing else 0
            reached = cost + (U_TURN_MS if follows == back else turn)
            if closed[follows] and not closed[edge]:
                reached += ENTERING_MS
            if follows in goals:
                total = reached + goals[follows]
                heappush(heap, (total, total, -1 - follows, edge))
            reached += weights[follows]
            if follows not in best or reached < best[follows]:
                best[follows] = reached
                heappush(heap, (reached + bounds[heads[follows]], reached, follows, edge))
    return None


def _found(graph: RoadGraph, last: int, came: Mapping[int, int]) -> Found:
    edges, edge = [-1 - last], came[last]
    while edge != -1:
        edges.append(edge)
        edge = came[edge]
    edges.reverse()
    turns = sum(_turn(graph, a, b) for a, b in pairwise(edges))
    return Found(tuple(edges), turns)


def _turn(graph: RoadGraph, before: int, after: int) -> int:
    if after == before ^ 1:
        return U_TURN_MS
    node = int(graph.edge_heads[before])
    if not graph.crossings[node]:
        return 0
    return _TURNS[(int(graph.leaving[after]) - int(graph.arriving[before])) % 360]

"""The router that needs nothing but the prepared region: A* with landmarks over its graph."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

from devices.roads.errors import NoWay, OffTheMap
from devices.roads.graph import RoadGraph, Small
from devices.roads.landmarks import bounds_to
from devices.roads.position import UNIT, Box, Position, metres_between
from devices.roads.route import AVOIDABLE, Leg, RoadName, Route, RouteWish
from devices.roads.shortest import Found, Search, cheapest
from devices.roads.snapping import RoadGrid, Snapped
from devices.roads.turns import Driven, turns_of
from devices.roads.weighing import MS_PER_M, going_over, weights_of

STREET_M = 60.0
START_BESIDE_M = 30.0
"""Within that, a car is on the road beside where the nearest one leads nowhere: it stands on a road, positions err."""
GOAL_BESIDE_M = 250.0
"""Within that, a place is reached from the road beside where the nearest one leads nowhere: the rest is walked."""
_KEPT_WEIGHTS = 4

_Roads = tuple[Snapped, ...]
"""Where a stop meets the roads: one point, or one of each road of a junction."""


class OsmRouter:
    """Routes on one region."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        self.grid = RoadGrid(graph)
        self._weights = lru_cache(_KEPT_WEIGHTS)(self._weigh)

    def route(self, wish: RouteWish) -> Route:
        """The best way over all stops. Blocks for milliseconds. Raises OffTheMap and NoWay."""
        if len(wish.stops) < 2:
            raise ValueError(f"{len(wish.stops)} stops are no way; from and to are needed")
        tried = [self._roads_at(stop, i, len(wish.stops) - 1) for i, stop in enumerate(wish.stops)]
        legs = zip(wish.stops, wish.stops[1:], tried, tried[1:], strict=False)
        return Route(tuple(self._leg((begin, end), roads, to, wish) for begin, end, roads, to in legs))

    def street_at(self, at: Position) -> RoadName:
        """What the road is called that somebody is on; empty where it has no name, or is farther off than STREET_M."""
        try:
            found = self.grid.nearest(at)[0]
        except OffTheMap:
            return RoadName()
        if found.metres > STREET_M:
            return RoadName()
        return self._graph.called[int(self._graph.names[found.segment])]

    def roads_in(self, box: Box, most: int) -> list[list[Position]]:
        """The lines of the roads that touch a part of the map, the larger ones first."""
        graph = self._graph
        latitudes, longitudes = graph.latitudes / UNIT, graph.longitudes / UNIT
        inside = (latitudes >= box.south) & (latitudes <= box.north)
        inside &= (longitudes >= box.west) & (longitudes <= box.east)
        touched = np.unique(np.searchsorted(graph.begins, np.flatnonzero(inside), side="right") - 1)
        larger = touched[np.argsort(graph.roads[touched], kind="stable")][:most]
        return [graph.shape(2 * int(segment)) for segment in larger]

    def _roads_at(self, stop: Position, number: int, last: int) -> list[_Roads]:
        """The roads by which a stop may be reached or left, what is tried first at the front. Raises OffTheMap."""
        nearest = self.grid.nearest(stop)
        if any(self.grid.leads_everywhere[point.segment] for point in nearest):
            return [nearest]
        beside = self._beside(stop, GOAL_BESIDE_M if number else START_BESIDE_M)
        if beside is None:
            return [nearest]
        # A stop on the way is both reached and left, so that only a road that leads everywhere serves both.
        return [beside, nearest] if 0 < number < last else [nearest, beside]

    def _beside(self, stop: Position, within_m: float) -> _Roads | None:
        """The nearest roads that lead everywhere; None where they are farther off."""
        try:
            found = self.grid.nearest(stop, whole=True)
        except OffTheMap:
            return None
        return found if found[0].metres <= within_m else None

    def _leg(self, ends: tuple[Position, Position], begin: list[_Roads], end: list[_Roads], wish: RouteWish) -> Leg:
        """The way from one to the other, by the first of their roads that are joined. Raises NoWay."""
        weights = self._weights(wish.best, wish.avoid)
        for starts, goals in product(begin, end):
            found = cheapest(self._graph, self._search(starts, goals, weights, wish))
            if found is not None:
                return self._told(_on(found.edges[0], starts), _on(found.edges[-1], goals), found)
        raise NoWay(
            f"no road leads from {ends[0].latitude:.4f}, {ends[0].longitude:.4f} "
            f"to {ends[1].latitude:.4f}, {ends[1].longitude:.4f} on this map"
        )

    def _weigh(self, best: str, avoid: frozenset[str]) -> Small:
        wish = RouteWish((), best, avoid)  # type: ignore[arg-type]
        return weights_of(self._graph, wish)

    def _search(
        self, starts: tuple[Snapped, ...], goals: tuple[Snapped, ...], weights: Small, wish: RouteWish
    ) -> Search:
        begin, end, direct = dict[int, int](), dict[int, int](), dict[int, int]()
        for start, edge in _edges(starts, weights):
            begin[edge] = round(int(weights[edge]) * (1 - _gone(start, edge & 1)))
        for goal, edge in _edges(goals, weights):
            end[edge] = round(int(weights[edge]) * _gone(goal, edge & 1))
            start_here = next((s for s in starts if s.segment == goal.segment), None)
            ahead = _gone(goal, edge & 1) - _gone(start_here, edge & 1) if start_here else -1.0
            if ahead >= 0:
                direct[edge] = round(int(weights[edge]) * ahead)
        bounds = self._bounds(end, goals[0].at, wish)
        return Search(begin, end, direct, weights.data, bounds.data)

    def _bounds(self, goals: dict[int, int], at: Position, wish: RouteWish) -> Small:
        """N. From below, what is left from each node."""
        if wish.best == "shortest":
            return self._crow_flies(at)  # Landmarks know times, which may be longer than the line at its cost.
        graph = self._graph
        tails = [int(graph.edge_heads[edge ^ 1]) for edge in goals]
        bounds = [bounds_to(graph.landmarks_from, graph.landmarks_to, tail) for tail in tails]
        return np.min(bounds, axis=0) if bounds else np.zeros(graph.nodes, np.int32)

    def _crow_flies(self, to: Position) -> Small:
        """N. Cost of the straight line to a position where the shortest way is wanted, a little less to be sure."""
        latitudes, longitudes = self._node_positions()
        north = np.radians(latitudes - to.latitude)
        east = np.radians(longitudes - to.longitude) * np.cos(np.radians(np.minimum(85, np.abs(latitudes) + 0.5)))
        metres = np.hypot(north, east) * 6_350_000
        cost: Small = np.minimum(metres * MS_PER_M * 0.99, np.iinfo(np.int32).max // 4).astype(np.int32)
        return cost

    @lru_cache(1)  # noqa: B019 - one router for each region, as long as it is used
    def _node_positions(self) -> tuple[npt.NDArray[np.float64], ...]:
        graph = self._graph
        latitudes, longitudes = np.zeros(graph.nodes), np.zeros(graph.nodes)
        for ends, place in ((graph.tails, graph.begins[:-1]), (graph.heads, graph.begins[1:] - 1)):
            latitudes[ends] = graph.latitudes[place] / 1e7
            longitudes[ends] = graph.longitudes[place] / 1e7
        return latitudes, longitudes

    def _told(self, start: Snapped, goal: Snapped, found: Found) -> Leg:
        """The leg as it is driven."""
        edges, last = found.edges, len(found.edges) - 1
        shares = []
        for i, edge in enumerate(edges):
            begin = _gone(start, edge & 1) if i == 0 else 0.0
            end = _gone(goal, edge & 1) if i == last else 1.0
            shares.append((begin, end))
        graph = self._graph
        pairs = list(zip(edges, shares, strict=True))
        driven = [Driven(e, float(graph.lengths[e >> 1]) * (b - a)) for e, (a, b) in pairs]
        millis = sum(int(graph.millis[e]) * (b - a) for e, (a, b) in pairs) + found.turns_ms
        shape = self._shape(start, goal, pairs)
        uses = frozenset(a for a in AVOIDABLE if any(self._over(a)[e >> 1] for e in edges))
        turns = turns_of(graph, driven, start.at, goal.at)
        metres = sum(part.metres for part in driven)
        return Leg(metres, millis / 1000, shape, turns, uses, (start.metres, goal.metres))

    @lru_cache(len(AVOIDABLE))  # noqa: B019 - as above
    def _over(self, avoided: str) -> npt.NDArray[np.bool_]:
        return going_over(self._graph, avoided)  # type: ignore[arg-type]

    def _shape(
        self, start: Snapped, goal: Snapped, pairs: list[tuple[int, tuple[float, float]]]
    ) -> tuple[Position, ...]:
        shape = [start.at]
        for edge, (begin, end) in pairs:
            shape.extend(_within(self._graph.shape(edge), begin, end))
        shape.append(goal.at)
        slim = [at for i, at in enumerate(shape) if i == 0 or at != shape[i - 1]]
        return tuple(slim) if len(slim) > 1 else (start.at, goal.at)


def _edges(snapped: tuple[Snapped, ...], weights: Small) -> Iterator[tuple[Snapped, int]]:
    """The edges that may be driven of the roads that somebody is on."""
    for point in snapped:
        yield from ((point, edge) for edge in (2 * point.segment, 2 * point.segment + 1) if weights[edge])


def _on(edge: int, snapped: tuple[Snapped, ...]) -> Snapped:
    return next(point for point in snapped if point.segment == edge >> 1)


def _gone(snapped: Snapped, direction: int) -> float:
    """Which share of the edge of that direction lies behind the point."""
    return 1 - snapped.share if direction else snapped.share


def _within(shape: list[Position], begin: float, end: float) -> list[Position]:
    """The positions of a shape that lie between two shares of its length."""
    parts = [metres_between(a, b) for a, b in pairwise(shape)]
    whole, gone, found = sum(parts) or 1.0, 0.0, []
    for at, part in zip(shape, [*parts, 0.0], strict=True):
        if begin <= gone / whole <= end:
            found.append(at)
        gone += part
    return found

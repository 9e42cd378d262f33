"""Roads: ways and places on the sample region, and how regions of up to a million road segments grow.

python -m bench roads
"""

import asyncio
import math
import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import road_distances
from bench.table import Row, at_most, percentile
from devices.roads.building import build_graph
from devices.roads.errors import NoWay
from devices.roads.extract import Drawn
from devices.roads.graph import RoadGraph
from devices.roads.line import Line
from devices.roads.osm_router import OsmRouter
from devices.roads.place import Place
from devices.roads.position import UNIT, Position
from devices.roads.profile import Drivable
from devices.roads.region import About, Region, load, save
from devices.roads.roads import roads_of
from devices.roads.route import RoadName, RouteWish
from devices.roads.sample import sample_region
from devices.roads.search import PlaceIndex

PAIRS = 300
SIZES = (10_000, 100_000, 1_000_000)
"""Road segments of the generated regions."""
LIMIT_MS = 50.0
_STEP = 0.0012
"""Degrees between two junctions of the generated grid."""
_RANDOM = random.Random(20261123)


async def measure() -> list[Row]:
    """One row for each figure."""
    rows = [*road_distances.rows(OsmRouter(sample_region().graph)), _routes_on_the_sample(), _kinds_near_routes()]
    rows += [_found_on_a_long_way(), _many_places()]
    before: _Grown | None = None
    for size in SIZES:
        grown = await asyncio.to_thread(_grown, size)
        rows += grown.rows(before)
        before = grown
    return rows


@dataclass(frozen=True, slots=True)
class _Grown:
    """A generated region."""

    segments: int
    made_s: float
    loaded_s: float
    """Until it can be asked."""
    route_ms: float
    """Median."""
    mib: float
    """Of its arrays."""

    def rows(self, before: "_Grown | None") -> list[Row]:
        name = f"{self.segments:,} segments"
        rows = [
            Row(f"{name}: made in", self.made_s, "s"),
            Row(f"{name}: loaded and ready in", self.loaded_s, "s"),
            Row(f"{name}: in memory", self.mib, "MiB"),
            Row(f"{name}: route p50", self.route_ms, "ms"),
        ]
        if before is not None:
            fair = self.segments * math.log(self.segments) / (before.segments * math.log(before.segments))
            growth = self.route_ms / before.route_ms / fair
            rows.append(at_most(f"{name}: growth of a route by that of n log n", growth, 1.0))
        return rows


def _routes_on_the_sample() -> Row:
    roads, positions = roads_of(sample_region()), [p.at for p in sample_region().places]
    took = []
    while len(took) < PAIRS:
        wish = RouteWish((_RANDOM.choice(positions), _RANDOM.choice(positions)))
        began = time.perf_counter()
        try:
            roads.router.route(wish)
        except NoWay:
            continue
        took.append((time.perf_counter() - began) * 1000)
    return at_most("route on the sample, p95", percentile(took, 0.95), LIMIT_MS, "ms")


def _kinds_near_routes() -> Row:
    roads, positions = roads_of(sample_region()), [p.at for p in sample_region().places]
    kinds = ("pharmacy", "cafe", "parking", "atm", "supermarket", "charger")
    took = []
    while len(took) < PAIRS:
        try:
            shape = roads.router.route(RouteWish((_RANDOM.choice(positions), _RANDOM.choice(positions)))).shape
        except NoWay:
            continue
        began = time.perf_counter()
        roads.index.along(_RANDOM.choice(kinds), shape, 400)
        took.append((time.perf_counter() - began) * 1000)
    return at_most("a kind near the route, p95", percentile(took, 0.95), LIMIT_MS, "ms")


def _found_on_a_long_way() -> Row:
    """Where a car is on a way of 300 km, as it is asked every second."""
    line = Line([Position(50 + step * 13.5e-5, 10 + 0.001 * math.sin(step / 40)) for step in range(20_000)])
    took = []
    for _ in range(PAIRS):
        at = Position(_RANDOM.uniform(50, 52.7), 10)
        began = time.perf_counter()
        line.nearest(at)
        took.append((time.perf_counter() - began) * 1000)
    return Row("where a car is on a way of 20,000 points, p95", percentile(took, 0.95), "ms")


def _many_places() -> Row:
    names = [f"{place.name} {number}" for number in range(100) for place in sample_region().places]
    places = [Place(f"n{i}", name, ("cafe",), Position(50, 10)) for i, name in enumerate(names[:100_000])]
    began = time.perf_counter()
    PlaceIndex(places)
    return Row(f"index of {len(places):,} places made in", time.perf_counter() - began, "s")


def _grown(size: int) -> _Grown:
    began = time.perf_counter()
    graph = build_graph(_drawn_grid(size))
    built = time.perf_counter() - began
    about = About("grid", "generated", "", graph.segments, 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "grid.roads"
        save(Region(about, graph, (Place("n1", "Somewhere", ("cafe",), Position(50, 10)),)), path)
        del graph
        began = time.perf_counter()
        region = load(path)
        router = OsmRouter(region.graph)
        router.grid.make()
        loaded = time.perf_counter() - began
    took = _routes(router, region.graph)
    return _Grown(region.graph.segments, built, loaded, statistics.median(took), region.graph.bytes / 2**20)


def _routes(router: OsmRouter, graph: RoadGraph) -> list[float]:
    """Of ways across a third of the region on the whole."""
    took = []
    for _ in range(20):
        ends = _RANDOM.sample(range(graph.segments), 2)
        wish = RouteWish((_node(graph, ends[0]), _node(graph, ends[1])))
        began = time.perf_counter()
        try:
            router.route(wish)
        except NoWay:
            continue
        took.append((time.perf_counter() - began) * 1000)
    return took


def _node(graph: RoadGraph, segment: int) -> Position:
    at = int(graph.begins[segment])
    return Position(int(graph.latitudes[at]) / UNIT, int(graph.longitudes[at]) / UNIT)


def _drawn_grid(segments: int) -> Drawn:
    """A town of straight streets: every tenth is a main road, some are one-way, some blocks are left out."""
    side = max(2, round((segments / 2) ** 0.5))
    drawn = Drawn()
    sorts = (Drivable("residential", 25, 25), Drivable("primary", 60, 60), Drivable("residential", 25, 0))
    for line in range(side):
        for across in (False, True):
            how = sorts[1 if line % 10 == 0 else 2 if line % 7 == 0 else 0]
            nodes = [_corner(line, other, across, side) for other in range(side)]
            drawn.draw(2 * line + across, nodes, how, RoadName(f"{'Street' if across else 'Avenue'} {line}"))
    return drawn


def _corner(line: int, other: int, across: bool, side: int) -> tuple[int, int, int]:
    row, column = (line, other) if across else (other, line)
    bend = 0.2 * _STEP * (((row * 7919 + column * 104729) % 100) / 100 - 0.5)
    latitude, longitude = 50 + row * _STEP + bend, 10 + column * _STEP * 1.5 + bend
    return row * side + column + 1, round(latitude * UNIT), round(longitude * UNIT)

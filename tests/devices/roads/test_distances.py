"""Distances on the real extract, held against those of an independent engine."""

import json
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from devices.roads.errors import NoWay
from devices.roads.osm_router import OTHER_ROAD_M, OsmRouter
from devices.roads.position import Position
from devices.roads.route import Best, RouteWish
from devices.roads.sample import sample_region

STORED: dict[str, Any] = json.loads((Path(__file__).parent / "distances.json").read_text("utf-8"))
WITHIN = 0.05


@pytest.fixture(scope="module")
def router() -> OsmRouter:
    return OsmRouter(sample_region().graph)


def _wish(pair: dict[str, Any], best: Best) -> RouteWish:
    return RouteWish((Position(*pair["from"]), Position(*pair["to"])), best)


def test_the_shortest_ways_are_as_long_as_those_of_another_engine(router: OsmRouter) -> None:
    off = [abs(router.route(_wish(p, "shortest")).metres / p["shortest"] - 1) for p in STORED["pairs"]]

    assert len(off) >= 200
    assert sum(part <= WITHIN for part in off) >= 0.99 * len(off)
    assert median(off) < 0.005


def test_the_fastest_ways_are_much_the_same_though_speeds_are_each_engines_own(router: OsmRouter) -> None:
    off = [abs(router.route(_wish(p, "fastest")).metres / p["fastest"][0] - 1) for p in STORED["pairs"]]

    assert sum(part <= WITHIN for part in off) >= 0.9 * len(off)


def test_pairs_without_a_way_are_said_so_or_begin_on_the_road_beside(router: OsmRouter) -> None:
    for pair in STORED["no_way"]:
        with suppress(NoWay):
            assert 1 < max(router.route(_wish(pair, "fastest")).legs[0].from_road_m) <= OTHER_ROAD_M

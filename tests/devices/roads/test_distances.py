"""Distances on the real extract, held against those of an independent engine."""

import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from devices.roads.errors import NoWay
from devices.roads.osm_router import GOAL_BESIDE_M, START_BESIDE_M, OsmRouter
from devices.roads.position import Position, metres_between
from devices.roads.route import Best, Leg, RouteWish
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


def test_the_fastest_ways_are_those_of_another_engine_and_take_as_long(router: OsmRouter) -> None:
    pairs = [(p["fastest"], router.route(_wish(p, "fastest"))) for p in STORED["pairs"]]
    longer = [abs(route.metres / metres - 1) for (metres, _), route in pairs]
    later = [abs(route.seconds / seconds - 1) for (_, seconds), route in pairs]

    assert sum(part <= WITHIN for part in longer) >= 0.965 * len(longer)
    assert sum(part <= WITHIN for part in later) >= 0.945 * len(later)
    assert median(longer) < 0.005
    assert median(later) < 0.015


def test_a_car_whose_road_leads_nowhere_has_no_way_and_a_place_is_said_to_lie_off_the_road(router: OsmRouter) -> None:
    legs = [_leg(router, pair) for pair in STORED["no_way"]]
    stuck, ways = [leg for leg in legs if leg is None], [leg for leg in legs if leg is not None]
    begin_beside = [leg for leg in ways if leg.from_road_m[0] > 1]
    end_beside = [leg for leg in ways if leg.from_road_m[1] > 1]

    assert (len(stuck), len(begin_beside), len(end_beside)) == (8, 7, 5)
    assert len(begin_beside) + len(end_beside) == len(ways), "no way begins and ends on other roads"
    assert all(leg.from_road_m[0] <= START_BESIDE_M for leg in begin_beside)
    for pair, leg in zip(STORED["no_way"], legs, strict=True):
        if leg in end_beside:
            off = metres_between(leg.shape[-1], Position(*pair["to"]))
            assert leg.from_road_m[1] == pytest.approx(off)
            assert off <= GOAL_BESIDE_M


def _leg(router: OsmRouter, pair: dict[str, Any]) -> Leg | None:
    try:
        return router.route(_wish(pair, "fastest")).legs[0]
    except NoWay:
        return None

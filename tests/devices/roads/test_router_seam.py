"""The same questions to every router there is: Mimosa's own, and Valhalla where it is installed."""

import json
from itertools import pairwise
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from devices.roads import valhalla_tiles
from devices.roads.errors import NotAnExtract, NotARegion, NoWay, OffTheMap
from devices.roads.osm_router import GOAL_BESIDE_M, START_BESIDE_M, OsmRouter
from devices.roads.position import Position, metres_between
from devices.roads.route import Avoidable, Best, Router, RouteWish
from devices.roads.sample import EXTRACT, HOME, sample_region
from devices.roads.valhalla_router import ValhallaRouter

STORED: dict[str, Any] = json.loads((Path(__file__).parent / "distances.json").read_text("utf-8"))
WORK, KIASMA = Position(60.1663, 24.9440), Position(60.1717, 24.9366)
NEEDS_VALHALLA = pytest.mark.skipif(
    not valhalla_tiles.is_installed(), reason="Valhalla's wheel installs on Python 3.12 and newer"
)


@pytest.fixture(scope="module", params=["osm", pytest.param("valhalla", marks=NEEDS_VALHALLA)])
def router(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Router:
    own = OsmRouter(sample_region().graph)
    if request.param == "osm":
        return own
    region = tmp_path_factory.mktemp("map") / "map.roads"
    assert valhalla_tiles.make(EXTRACT, region) > 100_000
    return ValhallaRouter(valhalla_tiles.folder_of(region), own)


@pytest.mark.parametrize(("best", "share"), [("shortest", 0.8), ("fastest", 0.7)])
def test_most_ways_are_as_long_as_those_of_another_engine(router: Router, best: Best, share: float) -> None:
    """Who may drive through where differs from engine to engine; where the way is the same, it is as long."""
    off = []
    for pair in STORED["pairs"]:
        stored = pair["shortest"] if best == "shortest" else pair["fastest"][0]
        try:
            route = router.route(RouteWish((Position(*pair["from"]), Position(*pair["to"])), best))
        except NoWay:
            off.append(inf)
        else:
            off.append(abs(route.metres / stored - 1))
    assert sum(part <= 0.05 for part in off) >= share * len(off)
    assert median(off) < 0.005
    assert off.count(inf) <= 0.01 * len(off)


def test_a_way_is_one_line_from_door_to_door_with_its_turns(router: Router) -> None:
    (leg,) = router.route(RouteWish((WORK, HOME))).legs
    assert (leg.turns[0].turning, leg.turns[-1].turning) == ("depart", "arrive")
    assert any(turn.onto.name == "Kaisaniemenkatu" for turn in leg.turns)
    alongs = [turn.along_m for turn in leg.turns]
    assert alongs == sorted(alongs)
    assert alongs[-1] == pytest.approx(leg.metres, abs=5)
    drawn = sum(metres_between(a, b) for a, b in pairwise(leg.shape))
    assert drawn == pytest.approx(leg.metres, rel=0.02)
    assert metres_between(leg.shape[0], WORK) == pytest.approx(leg.from_road_m[0], abs=1)
    assert metres_between(leg.shape[-1], HOME) == pytest.approx(leg.from_road_m[1], abs=1)


def test_over_a_stop_there_are_two_legs(router: Router) -> None:
    route = router.route(RouteWish((WORK, KIASMA, HOME)))
    assert len(route.legs) == 2
    assert route.metres > router.route(RouteWish((WORK, HOME))).metres
    assert max(metres_between(KIASMA, at) for at in (route.legs[0].shape[-1], route.legs[1].shape[0])) < 100


def test_the_shortest_way_is_not_longer_and_the_quiet_one_is_found(router: Router) -> None:
    fastest, shortest, quiet = (
        router.route(RouteWish((WORK, KIASMA), best)) for best in ("fastest", "shortest", "quiet")
    )
    assert shortest.metres <= fastest.metres + 1
    assert quiet.metres > 0


@pytest.mark.parametrize("avoided", ["motorway", "toll", "ferry", "unpaved"])
def test_what_is_avoided_is_not_gone_over_where_there_is_another_way(router: Router, avoided: Avoidable) -> None:
    assert avoided not in router.route(RouteWish((WORK, HOME), avoid=frozenset({avoided}))).uses


@pytest.mark.parametrize("there", [Position(61.0, 24.9), Position(60.150, 24.99)])
def test_what_is_on_no_map_or_far_from_any_road_is_said(router: Router, there: Position) -> None:
    with pytest.raises(OffTheMap, match=r"outside the map|from any"):
        router.route(RouteWish((WORK, there)))


def test_no_way_is_guessed_for_a_car_whose_road_leads_nowhere(router: Router) -> None:
    stuck, told = 0, []
    for pair in STORED["no_way"]:
        try:
            told.append(router.route(RouteWish((Position(*pair["from"]), Position(*pair["to"])))).legs[0])
        except NoWay:
            stuck += 1
    assert stuck >= 5
    assert all(leg.from_road_m[0] <= START_BESIDE_M and leg.from_road_m[1] <= GOAL_BESIDE_M for leg in told)


@NEEDS_VALHALLA
def test_what_is_no_extract_leaves_the_tiles_of_before(tmp_path: Path) -> None:
    region = tmp_path / "map.roads"
    valhalla_tiles.make(EXTRACT, region)
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(EXTRACT.read_bytes()[:1_000])
    with pytest.raises(NotAnExtract, match=r"broken\.osm\.pbf"):
        valhalla_tiles.make(broken, region)
    assert ValhallaRouter(valhalla_tiles.folder_of(region), OsmRouter(sample_region().graph))


@NEEDS_VALHALLA
def test_a_folder_without_tiles_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotARegion, match="holds no tiles"):
        ValhallaRouter(tmp_path, OsmRouter(sample_region().graph))

"""Which way is found: oneways, forbidden turns, barriers, what is avoided, and what has to be driven."""

from itertools import groupby
from pathlib import Path

import pytest

from devices.roads.errors import NoRoads, NotAnExtract, NoWay, OffTheMap
from devices.roads.position import length_m
from devices.roads.region import prepare
from devices.roads.roads import Roads, roads_of
from devices.roads.route import Avoidable, Best, Leg, RouteWish
from devices.roads.sample import EXTRACT
from tests.devices.roads.drawn_town import Point, Town, at


def _roads(town: Town, folder: Path) -> Roads:
    return roads_of(prepare(town.written(folder), "Town"))


def _leg(roads: Roads, begin: Point, end: Point, best: Best = "fastest", *avoid: Avoidable) -> Leg:
    return roads.router.route(RouteWish((at(begin), at(end)), best, frozenset(avoid))).legs[0]


def _streets(leg: Leg) -> list[str]:
    return [name for name, _ in groupby(turn.onto.name for turn in leg.turns)]


def test_a_way_is_as_long_as_its_line_and_is_told_turn_by_turn(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 4), name="South Street")
    town.road((0, 4), (4, 4), name="East Street")
    town.road((0, 4), (0, 6), name="Far Street")

    leg = _leg(_roads(town, tmp_path), (0, 0), (4, 4))

    assert leg.metres == pytest.approx(length_m(leg.shape), rel=1e-3)
    assert [(turn.turning, turn.onto.name) for turn in leg.turns] == [
        ("depart", "South Street"),
        ("left", "East Street"),
        ("arrive", "East Street"),
    ]
    assert leg.turns[1].along_m == pytest.approx(255, abs=3)


def test_a_oneway_is_driven_one_way_only(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 3), name="Short", oneway="yes")
    town.road((0, 0), (2, 0), (2, 3), (0, 3), name="Long")
    roads = _roads(town, tmp_path)

    assert _leg(roads, (0, 0), (0, 3)).metres < 200 < _leg(roads, (0, 3), (0, 0)).metres


def test_a_forbidden_turn_is_not_taken(tmp_path: Path) -> None:
    town = Town()
    begin = town.road((0, 0), (0, 2), name="Begin")
    end = town.road((0, 2), (2, 2), name="End")
    town.road((0, 2), (0, 4), (2, 4), (2, 2), name="Round")
    town.rule(begin, (0, 2), end, "no_left_turn")

    assert _streets(_leg(_roads(town, tmp_path), (0, 0), (1, 2))) == ["Begin", "Round", "End"]


def test_the_only_turn_that_is_allowed_is_taken(tmp_path: Path) -> None:
    town = Town()
    begin = town.road((0, 0), (0, 2), name="Begin")
    town.road((0, 2), (2, 2), name="End")
    ahead = town.road((0, 2), (0, 4), (2, 4), (2, 2), name="Round")
    town.rule(begin, (0, 2), ahead, "only_straight_on")

    assert _streets(_leg(_roads(town, tmp_path), (0, 0), (1, 2))) == ["Begin", "Round", "End"]


def test_nobody_drives_through_a_bollard(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 1), (0, 2), name="Cut")
    town.road((0, 0), (1, 0), (1, 2), (0, 2), name="Round")
    town.place((0, 1), barrier="bollard")

    assert _leg(_roads(town, tmp_path), (0, 0), (0, 2)).metres > 300


def test_a_gate_that_has_to_be_opened_is_driven_round_where_that_is_faster(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 3), (0, 6), name="Gated")
    town.road((0, 0), (1, 0), (1, 6), (0, 6), name="Round", highway="tertiary")
    town.road((0, 6), (0, 7), name="End")
    town.place((0, 3), barrier="gate")

    assert _streets(_leg(_roads(town, tmp_path), (0, 0), (0, 7))) == ["Round", "End"]
    town.place((0, 3), barrier="gate", access="yes")
    assert _streets(_leg(_roads(town, tmp_path), (0, 0), (0, 7))) == ["Gated", "End"]


@pytest.mark.parametrize("tags", [{"highway": "service", "service": "alley", "maxspeed": "30"}, {"width": "2.8"}])
def test_a_wider_street_is_taken_before_a_tight_one_that_is_as_fast_and_the_time_stays_that_of_driving(
    tags: dict[str, str], tmp_path: Path
) -> None:
    town = Town()
    town.road((0, 0), (0, 1), name="Begin")
    town.road((0, 1), (0, 8), name="Tight", **{"maxspeed": "30"} | tags)
    town.road((0, 1), (1, 1), (1, 8), (0, 8), name="Wide", maxspeed="40")
    town.road((0, 8), (0, 9), name="End")
    town.road((0, 9), (0, 16), name="Only", **{"maxspeed": "30"} | tags)
    roads = _roads(town, tmp_path)

    assert _streets(_leg(roads, (0, 0), (0, 9))) == ["Begin", "Wide", "End"]
    assert _streets(_leg(roads, (0, 0), (0, 9), "shortest")) == ["Begin", "Tight", "End"]
    only = _leg(roads, (0, 10), (0, 16))
    assert only.seconds == pytest.approx(only.metres / (0.8 * 30 / 3.6), rel=0.01)


def test_turning_left_where_the_other_road_only_leads_here_still_costs_what_a_crossing_does(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 3), (0, 6), name="Main", oneway="yes")
    town.road((-3, 3), (0, 3), (3, 3), name="Cross", oneway="yes")
    roads = _roads(town, tmp_path)

    turning, ahead = _leg(roads, (0, 0), (3, 3)), _leg(roads, (0, 0), (0, 6))

    assert turning.seconds - turning.metres / ahead.metres * ahead.seconds == pytest.approx(6, abs=1.5)


def test_private_roads_are_for_getting_there_and_not_for_going_through(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 1), (0, 2), name="Private", access="private")
    town.road((0, -1), (0, 0), (2, 0), (2, 2), (0, 2), (0, 3), name="Public")
    roads = _roads(town, tmp_path)

    assert _streets(_leg(roads, (0, -1), (0, 3))) == ["Public"]
    assert "Private" in _streets(_leg(roads, (0, -1), (0, 1)))


@pytest.mark.parametrize(
    ("avoided", "tags"),
    [
        ("motorway", {"highway": "motorway", "oneway": "no"}),
        ("toll", {"highway": "primary", "toll": "yes"}),
        ("ferry", {"route": "ferry", "highway": ""}),
        ("unpaved", {"highway": "primary", "surface": "gravel"}),
    ],
)
def test_what_is_to_be_avoided_is_gone_over_only_where_there_is_no_other_way(
    avoided: Avoidable, tags: dict[str, str], tmp_path: Path
) -> None:
    town = Town()
    town.road((0, 0), (0, 1), name="Begin")
    town.road((0, 1), (0, 3), name="Direct", **tags)
    town.road((0, 1), (9, 1), (9, 3), (0, 3), name="Round", highway="tertiary")
    town.road((0, 3), (0, 4), name="End")
    town.road((0, 4), (0, 6), name="Only", **tags)
    roads = _roads(town, tmp_path)

    assert avoided in _leg(roads, (0, 0), (0, 4)).uses
    assert not _leg(roads, (0, 0), (0, 4), "fastest", avoided).uses
    assert _leg(roads, (0, 0), (0, 6), "fastest", avoided).uses == {avoided}


def test_a_quiet_way_keeps_off_busy_roads(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 8), name="Main", highway="primary")
    town.road((0, 0), (1, 0), (1, 8), (0, 8), name="Lane", highway="tertiary")
    roads = _roads(town, tmp_path)

    assert _streets(_leg(roads, (0, 0), (0, 8))) == ["Main"]
    assert _streets(_leg(roads, (0, 0), (0, 8), "quiet")) == ["Lane"]


def test_the_exits_of_a_roundabout_are_counted(tmp_path: Path) -> None:
    town = Town()
    town.road((2, 1), (1, 2), (2, 3), (3, 2), (2, 1), junction="roundabout")
    town.road((2, -2), (2, 1), name="West")
    town.road((-1, 2), (1, 2), name="South")
    town.road((2, 3), (2, 6), name="East")

    turns = _leg(_roads(town, tmp_path), (2, -2), (2, 6)).turns

    assert [(turn.turning, turn.exit, turn.onto.name) for turn in turns][1] == ("roundabout", 2, "East")


def test_two_parts_of_a_map_that_no_road_joins_have_no_way(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 3))
    town.road((9, 0), (9, 3))

    with pytest.raises(NoWay, match=r"no road leads from 55\.0000, 10\.0000 to 55\.0090, 10\.0000"):
        _leg(_roads(town, tmp_path), (0, 0), (9, 0))


def test_a_car_in_a_court_that_leads_nowhere_has_no_way_and_a_place_in_it_is_reached_from_the_road_beside(
    tmp_path: Path,
) -> None:
    town = Town()
    town.road((0, 0), (0, 9), name="Street")
    town.road((1, 4), (1, 5), name="Court")
    roads = _roads(town, tmp_path)

    with pytest.raises(NoWay):
        _leg(roads, (1, 4), (0, 9))
    there, on = roads.router.route(RouteWish((at((0, 0)), at((1, 4)), at((0, 9))))).legs
    assert there.from_road_m == (pytest.approx(0, abs=1), pytest.approx(111, abs=1))
    assert there.shape[-1] == on.shape[0]


def test_a_position_far_from_every_road_or_off_the_map_is_said_to_be_so(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 120), (120, 120), (120, 0), (0, 0))
    roads = _roads(town, tmp_path)

    with pytest.raises(OffTheMap, match="more than 2 km from any road"):
        _leg(roads, (60, 60), (0, 0))
    with pytest.raises(OffTheMap, match="outside the map, which covers"):
        _leg(roads, (0, 0), (500, 0))


def test_no_guess_is_made_of_a_file_that_is_no_extract(tmp_path: Path) -> None:
    whole = EXTRACT.read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "words.osm.pbf").write_bytes(b"these are words")
    (tmp_path / "page.txt").write_bytes(b"<html>")
    with pytest.raises(NotAnExtract, match=r"cut\.osm.pbf is no whole OpenStreetMap extract"):
        prepare(tmp_path / "cut.osm.pbf", "Cut")
    with pytest.raises(NotAnExtract, match=r"words\.osm.pbf is no whole OpenStreetMap extract"):
        prepare(tmp_path / "words.osm.pbf", "Words")
    with pytest.raises(NotAnExtract, match=r"page\.txt does not end in \.osm\.pbf"):
        prepare(tmp_path / "page.txt", "Page")
    with pytest.raises(NotAnExtract, match=r"missing\.osm.pbf is no file"):
        prepare(tmp_path / "missing.osm.pbf", "Missing")

    empty = Town()
    empty.place((0, 0), amenity="cafe", name="Alone")
    with pytest.raises(NoRoads, match="no road in it that a car may drive on"):
        prepare(empty.written(tmp_path), "Empty")

"""Where the charge does not last, the way goes by a charger; where none can be reached, that is said."""

from pathlib import Path

import pytest

from devices.roads.battery import RESERVE, Battery, OutOfReach, charging_seconds, trip_with_charging
from devices.roads.region import prepare
from devices.roads.roads import Roads, roads_of
from devices.roads.route import RouteWish
from tests.devices.roads.drawn_town import Town, at

END = (0, 400)
"""About 25 km to the east."""
WISH = RouteWish((at((0, 0)), at(END)))


@pytest.fixture
def roads(tmp_path: Path) -> Roads:
    town = Town()
    town.road((0, 0), (0, 100), (0, 200), (0, 300), END, name="Coast Road", highway="primary")
    town.road((0, 100), (40, 100), name="Side Road")
    town.place((0, 101), amenity="charging_station", name="First", socket="1")
    town.place((40, 100), amenity="charging_station", name="Aside")
    town.place((0, 390), amenity="charging_station", name="Last")
    return roads_of(prepare(town.written(tmp_path), "Coast"))


def test_nothing_is_charged_where_the_charge_lasts(roads: Roads) -> None:
    trip = trip_with_charging(roads.router, roads.index, WISH, Battery(80, 60, 18))

    assert trip.charging == ()
    assert trip.arrives_with == pytest.approx(80 - 25.5 * 0.3, abs=0.5)


def test_the_charger_that_costs_the_least_time_is_gone_by(roads: Roads) -> None:
    trip = trip_with_charging(roads.router, roads.index, WISH, Battery(9, 60, 18))

    assert [stop.charger.name for stop in trip.charging] == ["First"]
    stop = trip.charging[0]
    assert stop.arrives_with < 9 < stop.leaves_with
    assert trip.arrives_with >= RESERVE
    assert trip.seconds == pytest.approx(trip.route.seconds + stop.seconds)
    assert len(trip.route.legs) == 2


def test_no_charger_in_reach_is_said_with_how_far_the_charge_lasts(roads: Roads) -> None:
    with pytest.raises(OutOfReach, match=r"no charger of this map can be reached with 3 %"):
        trip_with_charging(roads.router, roads.index, WISH, Battery(3, 60, 18))


def test_the_fuller_the_slower_it_charges() -> None:
    assert charging_seconds(20, 80, 60, 60) == pytest.approx(0.6 * 3600)
    assert charging_seconds(80, 100, 60, 60) > charging_seconds(60, 80, 60, 60)
    assert charging_seconds(50, 50, 60, 60) == 0

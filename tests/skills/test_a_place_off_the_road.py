"""What is said of a way that ends before the place does: a court, a park, a house in a wood."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.tools import ToolContext
from assistant.utterance import Language, Speaker, Utterance
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from devices.roads.battery import Trip
from devices.roads.own_places import OwnPlaces
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.roads import roads_of
from devices.roads.route import Leg, Route
from devices.roads.sample import HOME, sample_region
from server.database import Database
from skills.road_answers import told_of_plan
from skills.trips import Course, Planned, Trips

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PAVILION = Place("n1", "Pavilion", ("cafe",), Position(60.17, 24.94))


def _planned(from_road_m: float) -> Planned:
    shape = (Position(60.17, 24.95), Position(60.17, 24.941))
    leg = Leg(900.0, 120.0, shape, (), from_road_m=(0.0, from_road_m))
    return Planned(Course((PAVILION,)), Trip(Route((leg,)), shape, (), 80.0), NOON)


@pytest.mark.parametrize(
    ("language", "last_part"),
    [("en", "The last 130 metres are not on a road."), ("zh", "最后130米没有路。")],
)
def test_a_place_away_from_the_road_is_said_to_be_so_and_a_door_beside_it_is_not(
    language: Language, last_part: str, tmp_path: Path
) -> None:
    with Database(tmp_path / "mimosa.db") as database:
        home = Home(LoopbackBroker().link(), Journal(database), (), ())
        trips = Trips(home, roads_of(sample_region()), OwnPlaces(None, {"home": HOME}), lambda: NOON)
        ctx = ToolContext(Utterance("go", language, Speaker("owner", "owner"), at=NOON), "turn")

        assert last_part in told_of_plan(_planned(130.0), ctx, trips)
        assert last_part[-4:] not in told_of_plan(_planned(25.0), ctx, trips)

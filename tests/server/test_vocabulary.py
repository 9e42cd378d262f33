"""The ears are told the names that are likely to be said: of places that are spoken of, then of the house."""

import pytest

from assistant.understanding.names import Names, Room, Thing
from assistant.utterance import Speaker, Utterance
from devices.roads.own_places import OwnPlaces
from devices.roads.position import Position
from devices.roads.roads import roads_of
from devices.roads.sample import sample_region
from server.vocabulary import MOST_NAMES, MOST_PLACES, likely_names
from skills.surface import local_now
from skills.trips import Trips

HOUSE = Names(things=(Thing("lamp", ("reading lamp", "阅读灯"), "light"),), rooms=(Room("study", ("study", "书房")),))
ASKED = Utterance("any bakery", "en", Speaker("ada", "adult", seat="driver"))


@pytest.fixture
def trips() -> Trips:
    own = OwnPlaces(None, {"grandma": Position(60.17, 24.94)})
    return Trips(None, roads_of(sample_region()), own, local_now)  # type: ignore[arg-type]


def test_without_a_map_it_is_told_of_rooms_and_things() -> None:
    assert likely_names(HOUSE, None, "en") == ("study", "reading lamp")
    assert likely_names(HOUSE, None, "zh") == ("书房", "阅读灯")


def test_places_that_were_told_come_first_with_their_streets_then_those_of_the_household(trips: Trips) -> None:
    index = trips.roads.index
    trips.offered.tell(ASKED, [place for place in index.called("Kanniston leipomo") if "Annankatu" in place.street])

    assert likely_names(HOUSE, trips, "en") == ("Kanniston leipomo", "Annankatu", "grandma", "study", "reading lamp")


def test_neither_places_nor_things_crowd_out_the_rest(trips: Trips) -> None:
    lamps = tuple(Thing(f"lamp{i}", (f"lamp {i}",), "light") for i in range(100))
    trips.offered.tell(ASKED, [near.place for near in trips.roads.index.near("cafe", Position(60.17, 24.94), most=60)])

    told = likely_names(Names(things=lamps), trips, "en")

    assert len(told) == MOST_NAMES
    assert told.index("lamp 0") == MOST_PLACES

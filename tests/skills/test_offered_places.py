"""What "there" and "the second one" mean depends on what was told, to whom, and how long ago."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.tools import ToolContext, ToolResult
from assistant.utterance import Speaker, Utterance
from devices.roads.place import Place
from devices.roads.position import Position
from skills.offered_places import OfferedPlaces

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BAKERIES = (
    Place("1", "Oak Bakery", ("bakery",), Position(60.0, 25.0), street="Mill Lane 3"),
    Place("2", "Oak Bakery", ("bakery",), Position(60.1, 25.0), street="High Street 8"),
)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


async def again(ctx: ToolContext, place: Place) -> ToolResult:
    raise AssertionError


def said(text: str, person: str = "ada") -> Utterance:
    return Utterance(text, "en", Speaker(person, "adult", seat="driver"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offered(clock: Clock) -> OfferedPlaces:
    return OfferedPlaces(clock)


@pytest.mark.parametrize(
    ("words", "id_"),
    [("there", "1"), ("the second one", "2"), ("the last one", "2"), ("the one in High Street", "2"), ("第一个", "1")],
)
def test_places_that_were_told_are_pointed_at(offered: OfferedPlaces, words: str, id_: str) -> None:
    offered.tell(said("any bakery"), BAKERIES)
    place = offered.meant(said(words), words)
    assert place is not None
    assert place.id == id_


def test_there_is_no_answer_to_which_one(offered: OfferedPlaces) -> None:
    offered.ask(said("to Oak Bakery"), BAKERIES, again)
    assert offered.meant(said("there"), "there") is None
    assert offered.meant(said("Mill Lane"), "Mill Lane") == BAKERIES[0]
    assert offered.meant(said("Oak Bakery"), "Oak Bakery") is None


def test_nobody_else_and_no_later_time_is_meant(offered: OfferedPlaces, clock: Clock) -> None:
    offered.tell(said("any bakery"), BAKERIES)
    assert offered.meant(said("there", "ben"), "there") is None
    clock.at += timedelta(minutes=4)
    assert offered.meant(said("there"), "there") is None


@pytest.mark.parametrize("words", ["Lane", "mill lane", "the one in Lane", "the one in mil lain"])
def test_a_street_answers_by_whole_words_or_by_its_sound(offered: OfferedPlaces, words: str) -> None:
    offered.ask(said("to Oak Bakery"), BAKERIES, again)
    assert offered.meant(said(words), words) == BAKERIES[0]


@pytest.mark.parametrize("words", ["an", "ill", "in", "the one in an", "the one in Broad Way"])
def test_letters_within_a_word_answer_nothing(offered: OfferedPlaces, words: str) -> None:
    offered.ask(said("to Oak Bakery"), BAKERIES, again)
    assert offered.meant(said(words), words) is None


def test_a_place_that_was_taken_is_pointed_at_and_not_named_by_a_part_of_its_name(offered: OfferedPlaces) -> None:
    offered.take(said("to Oak Bakery in Mill Lane"), BAKERIES[0], again)
    assert offered.meant(said("there"), "there") == BAKERIES[0]
    assert offered.meant(said("oak"), "oak") is None

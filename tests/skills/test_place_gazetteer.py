"""Which places a sentence names, on the sample map."""

import pytest

from assistant.utterance import Utterance
from devices.roads.own_places import OwnPlaces
from devices.roads.roads import roads_of
from devices.roads.sample import HOME, sample_region
from skills.place_gazetteer import PlaceGazetteer
from skills.surface import local_now
from skills.trips import Trips


@pytest.fixture(scope="module")
def gazetteer() -> PlaceGazetteer:
    trips = Trips(None, roads_of(sample_region()), OwnPlaces(None, {"home": HOME}), local_now)  # type: ignore[arg-type]
    return PlaceGazetteer(trips)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("how long would it take us to the Ateneum at this hour", ["Ateneum"]),
        ("drive to the Hilton, but past a bakery first", ["Hilton", "bakery"]),
        ("is there a supermarket near where we're going", ["supermarket", "where we're going"]),
        ("we need to charge, where's the nearest station", ["to charge", "charging station"]),
        ("take me home please", ["home"]),
        ("去参议院广场要多久", ["参议院广场"]),
        ("火车站附近有没有药店", ["火车站", "药店"]),
        ("我们先去趟超市再回家", ["超市", "回家"]),
        # an end of a name that is on no map is no place of its kind, and what is nobody's name is none
        ("let's see the botanical garden", []),
        ("去集市广场看看", []),
        ("他在人家里吃了苹果", []),
        ("turn the kitchen light on", []),
    ],
)
def test_what_is_named(gazetteer: PlaceGazetteer, text: str, named: list[str]) -> None:
    assert [mention.words for mention in gazetteer.mentions(Utterance(text, "en"))] == named


def test_a_name_on_no_map_is_heard_as_a_name(gazetteer: PlaceGazetteer) -> None:
    assert [m.words for m in gazetteer.mentions(Utterance("bring us to the Rock Church", "en"))] == ["Rock Church"]
    assert not gazetteer.knows("Rock Church", Utterance("", "en"))


def test_the_kind_behind_a_name_only_says_what_it_is(gazetteer: PlaceGazetteer) -> None:
    assert [m.words for m in gazetteer.mentions(Utterance("Oodi 图书馆旁边能停车吗", "zh"))] == ["Oodi", "停车"]


def test_a_kind_that_is_known_already_is_told_from_any(gazetteer: PlaceGazetteer) -> None:
    any_cafe, the_hotel = gazetteer.mentions(Utterance("a café near the hotel", "en"))
    assert (any_cafe.is_kind, any_cafe.is_definite) == (True, False)
    assert (the_hotel.is_kind, the_hotel.is_definite) == (True, True)


@pytest.mark.parametrize("words", ["it", "这里", "where can I park", "a faster way"])
def test_words_that_could_stand_for_anything(gazetteer: PlaceGazetteer, words: str) -> None:
    assert gazetteer.says_nothing(words, Utterance(words, "en"))

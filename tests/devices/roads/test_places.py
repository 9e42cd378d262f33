"""Places are found by name as people say it, by kind near somewhere, and along a way."""

from pathlib import Path

import pytest

from devices.roads.place import Place, kilowatts, kinds_of
from devices.roads.position import Position, metres_between
from devices.roads.region import prepare
from devices.roads.roads import Roads, roads_of
from devices.roads.route import RouteWish
from devices.roads.sample import sample_region
from tests.devices.roads.drawn_town import Town, at

STRANGE = (
    "heathrow", "royal palace", "tampere", "wembley stadium", "oxford street", "victoria station", "kings cross",
    "baker street", "hyde park", "covent garden", "canary wharf", "edinburgh castle", "tesco", "sainsburys", "costco",
    "times square", "grand central", "fishermans wharf", "miami beach", "niagara falls", "red square", "alexanderplatz",
    "checkpoint charlie", "louvre", "montmartre", "colosseum", "rialto bridge", "sagrada familia", "gamla stan",
    "nyhavn", "charles bridge", "hagia sophia", "the bund", "grandmas house", "the dentist", "my school", "the vet",
    "aunt sally", "the scout hut", "the next village", "maple street", "church lane", "turku", "vantaa", "nuuksio",
)  # fmt: skip
CENTRE = Position(60.1705, 24.9435)


@pytest.fixture(scope="module")
def helsinki() -> Roads:
    return roads_of(sample_region())


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Kiasma", "Kiasma"),
        ("old market hall", "Vanha Kauppahalli"),
        ("senate square", "Senaatintori"),
        ("Senaatintori", "Senaatintori"),
        ("Senatintori", "Senaatintori"),
        ("赫爾辛基座堂", "Helsingin tuomiokirkko"),
        ("康比静默礼拜堂", "Kampin kappeli"),
        ("liisankatu 21", "Liisankatu 21"),
    ],
)
def test_a_name_finds_its_place(said: str, name: str, helsinki: Roads) -> None:
    assert helsinki.index.called(said, CENTRE)[0].name == name


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("Kaizma", "Kiasma"),
        ("hotel tourney", "Hotelli Torni"),
        ("Hotel Torni", "Hotelli Torni"),
        ("Caniston Leipomo", "Kanniston leipomo"),
        ("san a teen tory", "Senaatintori"),
        ("howka niemi", "Hakaniemi"),
        ("fred rick in cat", "Fredrikinkatu"),
        ("mannerheim in tea", "Mannerheimintie"),
    ],
)
def test_a_name_that_ears_do_not_know_is_found_by_its_sound(heard: str, name: str, helsinki: Roads) -> None:
    assert helsinki.index.called(heard, CENTRE)[0].name == name


@pytest.mark.parametrize(
    ("heard", "names"),
    [("gato", ["gateau"]), ("listen Codoo 21", ["Liisankatu 21"]), ("bank of england", ["Suomen Pankki"])],
)
def test_what_only_may_be_a_name_is_worth_asking_about(heard: str, names: list[str], helsinki: Roads) -> None:
    assert helsinki.index.called(heard, CENTRE) == []
    assert [place.name for place in helsinki.index.worth_asking(heard, CENTRE)] == names


@pytest.mark.parametrize("said", STRANGE)
def test_the_name_of_another_town_is_neither_taken_for_one_here_nor_asked_about(said: str, helsinki: Roads) -> None:
    assert helsinki.index.called(said, CENTRE) == []
    assert helsinki.index.worth_asking(said, CENTRE) == []


@pytest.mark.parametrize("said", ["Eiffel Tower", "x", "", "埃菲尔铁塔", "!!!", "21", "Willow Road 21"])
def test_a_name_that_is_not_on_the_map_finds_nothing(said: str, helsinki: Roads) -> None:
    assert helsinki.index.called(said, CENTRE) == []


def test_several_places_of_one_name_are_all_found_the_nearest_first(helsinki: Roads) -> None:
    found = helsinki.index.called("Kanniston leipomo", CENTRE)

    assert len(found) > 1
    metres = [metres_between(CENTRE, place.at) for place in found]
    assert metres == sorted(metres)


def test_the_nearest_of_a_kind_come_first(helsinki: Roads) -> None:
    near = helsinki.index.near("pharmacy", CENTRE)

    assert [n.metres for n in near] == sorted(n.metres for n in near)
    assert all("pharmacy" in n.place.kinds for n in near)


def test_what_lies_along_a_way_is_told_in_the_order_it_is_passed(tmp_path: Path) -> None:
    town = Town()
    town.road((0, 0), (0, 30), name="Main")
    town.place((1, 20), amenity="pharmacy", name="Later")
    town.place((-1, 5), amenity="pharmacy", name="Sooner")
    town.place((9, 10), amenity="pharmacy", name="Far off")
    roads = roads_of(prepare(town.written(tmp_path), "Town"))
    shape = roads.router.route(RouteWish((at((0, 0)), at((0, 30))))).shape

    found = roads.index.along("pharmacy", shape, 400)

    assert [near.place.name for near in found] == ["Sooner", "Later"]
    assert found[0].along_m == pytest.approx(319, abs=5)
    assert found[0].metres == pytest.approx(111, abs=2)


@pytest.mark.parametrize(
    ("tags", "kinds"),
    [
        ({"amenity": "charging_station"}, ("charger",)),
        ({"shop": "bakery"}, ("bakery", "shop")),
        ({"amenity": "restaurant;bar"}, ("restaurant", "bar")),
        ({"railway": "station", "station": "subway"}, ("metro",)),
        ({"amenity": "bench"}, ()),
        ({"building": "no"}, ()),
    ],
)
def test_tags_make_kinds(tags: dict[str, str], kinds: tuple[str, ...]) -> None:
    assert kinds_of(tags) == kinds


@pytest.mark.parametrize(
    ("tags", "kw"),
    [
        ({"socket:type2_combo:output": "50 kW", "socket:type2:output": "22 kW"}, 50),
        ({"charging_station:output": "11000 W"}, 11),
        ({"socket:chademo:output": "fast"}, 0),
    ],
)
def test_a_charger_gives_what_its_tags_say(tags: dict[str, str], kw: float) -> None:
    assert kilowatts(tags) == kw


def test_a_place_is_called_by_all_its_names() -> None:
    place = Place("n1", "Tori", ("square",), CENTRE, "Square", "广场")
    assert place.names == ("Tori", "Square", "广场")


@pytest.mark.parametrize(
    ("street", "alone"),
    [("Annankatu 21", "Annankatu"), ("Yrjönkatu 26, 14. krs.", "Yrjönkatu"), ("Mill Lane", "Mill Lane"), ("", "")],
)
def test_a_street_is_also_said_without_the_house_number(street: str, alone: str) -> None:
    assert Place("1", "", (), CENTRE, street=street).street_alone == alone

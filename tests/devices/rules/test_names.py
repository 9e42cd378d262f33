"""What a name says that a plug powers: whole words, both languages, and only ever stricter."""

import pytest

from devices.device import Device
from devices.rules.names import HEADS, NAMED_KINDS, THINGS, things_of


def said(name: str, kind: str = "switch", flavour: str = "", aliases: tuple[str, ...] = ()) -> set[str]:
    return {t.what for t in things_of(Device("it", name, kind, {}, flavour=flavour, aliases=aliases))}


@pytest.mark.parametrize("thing", THINGS, ids=lambda t: t.what)
def test_every_word_of_the_table_is_found_in_a_name(thing: object) -> None:
    from devices.rules.names import Thing

    assert isinstance(thing, Thing)
    kind = next(iter(sorted(thing.kinds))) if thing.kinds else "switch"
    for phrase in thing.phrases:
        assert thing.what in said(f"the {' '.join(phrase)} plug".title(), kind), phrase
        assert thing.what in said(f"upstairs_{'_'.join(phrase)}", kind), phrase
    for characters in thing.characters:
        assert thing.what in said(f"客厅{characters}插座", kind), characters


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Kitchen ovens", "heat"),
        ("kettle_plug", "heat"),
        ("Tea Kettle 2", "heat"),
        ("Heat lamp", "heat"),
        ("电热水壶", "heat"),
        ("Wi-Fi router", "network"),
        ("Dad's CPAP", "medical"),
        ("Fish tank", "animals"),
    ],
)
def test_names_people_give(name: str, what: str) -> None:
    assert what in said(name)


@pytest.mark.parametrize(
    "name",
    [
        "Oven light",
        "Fridge LED",
        "Ironing room",
        "Stovepipe",
        "Gateway drug",
        "Gaslight",
        "Alarm clock",
        "冰箱灯",
        "烤箱灯带",
        "Desk",
        "Bedroom",
        "Coffee machine",
        "Servers' hall light",
        "Firefly",
        "Growing tent",
    ],
)
def test_what_only_sounds_alike_is_not_meant(name: str) -> None:
    assert said(name) - {"network"} == set()


def test_any_alias_counts() -> None:
    assert said("Plug 3", aliases=("the freezer",)) == {"cold"}


def test_doors_count_for_covers_that_do_not_say_what_they_are() -> None:
    assert "entrance" in said("Back Door", "cover")
    assert said("Back Door", "cover", "blind") == set()
    assert said("Back Door Curtain", "cover") == set()
    assert said("Back Door", "switch") == set()


@pytest.mark.parametrize("kind", ["fan", "media_player", "vacuum", "lock", "sensor", "car"])
def test_kinds_that_say_enough_themselves_are_not_judged_by_name(kind: str) -> None:
    assert kind not in NAMED_KINDS
    assert said("Oven", kind) == set()


def test_the_table_is_in_both_languages_and_lower_case() -> None:
    for thing in THINGS:
        assert thing.phrases
        assert thing.characters
        assert all(word == word.casefold() for phrase in thing.phrases for word in phrase)
        assert thing.on > 1 or thing.off > 1 or thing.frost
    assert len(HEADS) == len(set(HEADS))

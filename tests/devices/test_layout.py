"""The owner's file: floors, rooms and names laid over what devices suggest, and mistakes named with their line."""

from pathlib import Path

import pytest

from devices.device import Capability, Device, Shape
from devices.layout import DeviceLayout, Layout, LayoutMistake, parse_layout, read_layout
from devices.layout_names import id_from, tidy_names

OWNERS = """
[floors.ground]
names = ["Ground floor", "一楼"]

[rooms.kitchen]
names = ["Kitchen", "厨房"]
floor = "ground"

[devices.lamp]
names = ["Big lamp", "大灯"]
room = "kitchen"

[devices."vss:car"]
hidden = true
"""


def lamp(**more: str) -> Device:
    return Device("lamp", "Lamp 7", "light", {}, **more)  # type: ignore[arg-type]


def test_owner_names_rooms_floors_and_devices() -> None:
    layout = parse_layout(OWNERS, "mine.toml")
    assert layout.floors["ground"].names == ("Ground floor", "一楼")
    assert (layout.rooms["kitchen"].names, layout.rooms["kitchen"].floor) == (("Kitchen", "厨房"), "ground")
    device = layout.overlay(lamp(room="cellar"))
    assert device is not None
    assert (device.name, device.aliases, device.room) == ("Big lamp", ("大灯", "Lamp 7"), "kitchen")


def test_suggested_room_is_found_by_any_of_its_names() -> None:
    layout = parse_layout(OWNERS, "mine.toml")
    for suggested in ("kitchen", "厨房", "KITCHEN"):
        assert layout.room_id(suggested) == "kitchen"
    assert layout.room_id("attic") == "attic"
    other = Device("other", "Other", "light", {}, room="厨房")
    laid = layout.overlay(other)
    assert laid is not None
    assert (laid.room, laid.name, laid.aliases) == ("kitchen", "Other", ())


def test_hidden_device_counts_as_gone() -> None:
    layout = parse_layout('[devices.thing]\nhidden = true\n[devices.other]\nnames = ["Pump"]', "mine.toml")
    assert layout.overlay(Device("thing", "thing", "switch", {})) is None
    shown = layout.overlay(Device("other", "other", "switch", {}))
    assert shown is not None
    assert shown.name == "Pump"


def test_no_file_is_an_empty_layout() -> None:
    assert read_layout(None) == Layout()


def test_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(OWNERS, "utf-8")
    assert set(read_layout(file).rooms) == {"kitchen"}
    with pytest.raises(LayoutMistake, match="cannot be read"):
        read_layout(tmp_path / "missing.toml")


def test_one_layout_on_top_of_another() -> None:
    mine = parse_layout('[rooms.kitchen]\nnames = ["Galley"]', "mine.toml")
    both = mine.on_top_of(parse_layout(OWNERS, "house.toml"))
    assert both.rooms["kitchen"].names == ("Galley",)
    assert "lamp" in both.devices


MISTAKES = {
    "no TOML": ("[rooms", "mine.toml is no TOML"),
    "unknown section": ("[room.kitchen]\n", "room"),
    "unknown key": ('[rooms.kitchen]\nnames = ["K"]\nflor = "x"', r"line 3: flor of \[rooms.kitchen\].*names, floor"),
    "no names": ("\n\n[rooms.kitchen]\n", r"line 3: names of \[rooms.kitchen\]"),
    "one name as text": ('[rooms.kitchen]\nnames = "K"', "line 2: names"),
    "empty name": ('[rooms.kitchen]\nnames = [" "]', "line 2: names"),
    "unknown floor": (
        '[rooms.kitchen]\nnames = ["K"]\nfloor = "attic"',
        r"line 3: floor .*'attic'.*there are no floors",
    ),
    "unknown room": ('[rooms.k]\nnames = ["K"]\n[devices.lamp]\nroom = "x"', r"line 4: room .*the rooms are k"),
    "hidden as text": ('[devices."vss:car"]\nhidden = "yes"', r"line 2: hidden of \[devices.vss:car\]"),
    "section of another type": ("rooms = 3", "rooms"),
    "table of another type": ("[rooms]\nkitchen = 3", r"\[rooms.kitchen\]"),
    "floor of another type": ('[rooms.k]\nnames = ["K"]\nfloor = 3', "line 3: floor"),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_named_with_line_and_key(text: str, said: str) -> None:
    with pytest.raises(LayoutMistake, match=said):
        parse_layout(text, "mine.toml")


MORE = """
[rooms.hall]
names = ["Hall"]

[devices.door]
approved = true
at_least = {locked = 5}
room = ""

[devices.pump]
approved = false
"""


def test_file_approves_and_makes_stricter() -> None:
    layout = parse_layout(MORE, "mine.toml")
    door = Device("door", "Door", "lock", {"locked": Capability("locked", Shape.FLAG, tier=3)}, room="hall")
    laid = layout.overlay(door)
    assert laid is not None
    assert (laid.room, laid.capabilities["locked"].at_least, laid.capabilities["locked"].tier) == ("", 5, 3)
    assert layout.approves(door, "locked")
    assert not layout.approves(Device("pump", "Pump", "valve", {}), "open")
    assert not layout.waits(Device("pump", "Pump", "valve", {}))


MORE_MISTAKES = {
    "looser": ("[devices.x]\nat_most = {on = 1}", r"line 2: at_most of \[devices.x\].*on the page only"),
    "no tier": ("[devices.x]\nat_least = {on = 9}", r"line 2: at_least .*tier 9.*from 0 to 5"),
    "true is no tier": ("[devices.x]\nat_least = {on = true}", "line 2: at_least"),
    "tiers as a number": ("[devices.x]\nat_least = 3", r"line 2: at_least .*\{on = 3\}"),
    "approved as text": ('[devices.x]\napproved = "yes"', "line 2: approved"),
    "very long name": (f'[devices.x]\nnames = ["{"n" * 10_000}"]', "line 2: names .*10000 characters"),
    "control character": ('[devices.x]\nnames = ["a\\u0007b"]', r"line 2: names .*U\+0007"),
    "turned writing": ('[devices.x]\nnames = ["a\\u202Eb"]', r"line 2: names .*U\+202E"),
    "too many names": (f"[devices.x]\nnames = {[f'n{n}' for n in range(30)]}", "30 names"),
}


@pytest.mark.parametrize(("text", "said"), MORE_MISTAKES.values(), ids=MORE_MISTAKES.keys())
def test_mistake_about_a_device_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(LayoutMistake, match=said):
        parse_layout(text, "mine.toml")


def test_file_counts_word_by_word_over_the_page() -> None:
    file = parse_layout('[devices.x]\nnames = ["File"]\nat_least = {on = 4}', "mine.toml")
    page = Layout(devices={"x": DeviceLayout(("Page",), room="", hidden=True, at_least={"on": 2}, at_most={"on": 1})})
    both = file.on_top_of(page).of("x")
    assert (both.names, both.room, both.hidden, both.at_least) == (("File",), "", True, {"on": 4})
    # The stricter word counts where the two contradict.
    assert both.weighed(Capability("on", Shape.FLAG)).at_most is None


def test_a_name_may_hold_what_people_write() -> None:
    assert tidy_names(["  Big   lamp ", "大灯", "👨‍👩‍👧 Lamp", "Big lamp"]) == ("Big lamp", "大灯", "👨‍👩‍👧 Lamp")
    assert id_from("Living Room!", frozenset({"living_room"})) == "living_room_2"
    assert id_from("厨房", frozenset()) == "厨房"
    assert id_from("!!!", frozenset()) == "place"

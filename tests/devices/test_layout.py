"""The owner's file: floors, rooms and names laid over what devices suggest, and mistakes named with their line."""

from pathlib import Path

import pytest

from devices.device import Device
from devices.discovery.convention import Appeared, Vanished
from devices.discovery.home_assistant import HomeAssistant
from devices.layout import Layout, LayoutMistake, parse_layout, read_layout
from devices.link import Message

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
    convention = layout.over(HomeAssistant())
    topic = "homeassistant/switch/x/config"
    assert convention.claims(topic)
    assert convention.filters == HomeAssistant().filters
    hidden = convention.read(Message(topic, b'{"uniq_id": "thing", "cmd_t": "a"}', retained=True))
    assert list(hidden) == [Vanished("thing")]
    (shown,) = convention.read(Message(topic, b'{"uniq_id": "other", "cmd_t": "a"}', retained=True))[1:]
    assert isinstance(shown, Appeared)
    assert shown.device.name == "Pump"


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

"""How the owner names the house: floors, rooms and devices in a TOML file, laid over what discovery suggests.

[floors.ground]
names = ["Ground floor", "一楼"]

[rooms.kitchen]
names = ["Kitchen", "厨房"]
floor = "ground"

[devices.kitchen_light]
names = ["Kitchen light", "厨房灯"]
room = "kitchen"
hidden = false
approved = true
at_least = {on = 3}

What the file says counts, and the page shows it as set in the file. `room = ""` is no room at all. `approved = true`
approves everything the device can do, now and later. `at_least` makes a capability as risky as that tier; less risky is
set on the page only. The file is read when Mimosa starts.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from devices.device import Floor, Room
from devices.errors import DevicesError
from devices.layout_model import DeviceLayout, Layout
from devices.layout_names import tidy_names

__all__ = ["DeviceLayout", "Layout", "LayoutMistake", "parse_layout", "read_layout"]

SECTIONS = ("floors", "rooms", "devices")
ROOM_KEYS = ("names", "floor")
DEVICE_KEYS = ("names", "room", "hidden", "approved", "at_least")
HIGHEST_TIER = 5


class LayoutMistake(DevicesError):
    """The owner's file says something that cannot be meant; the text names the file, the line and the key."""


def read_layout(path: Path | None) -> Layout:
    """The layout in the owner's file; an empty one where they have none. Raises LayoutMistake."""
    if path is None:
        return Layout()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutMistake(f"{path} cannot be read: {error}") from None
    return parse_layout(text, str(path))


def parse_layout(text: str, source: str, *, also_known: Sequence[str] = ()) -> Layout:
    """The layout in a TOML text, named `source` in mistakes. `also_known`: keys of a device that are somebody else's.

    Raises LayoutMistake naming source, line and key.
    """
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutMistake(f"{source} is no TOML: {error}") from None
    return _Reader(text, source, tuple(also_known)).layout(parsed)


class _Reader:
    def __init__(self, text: str, source: str, also_known: tuple[str, ...]) -> None:
        self._text = text
        self._source = source
        self._device_keys = DEVICE_KEYS + also_known

    def layout(self, parsed: Mapping[str, Any]) -> Layout:
        for section in parsed:
            if section not in SECTIONS:
                raise self._mistake(section, "", f"is no section; there are {', '.join(SECTIONS)}")
        floors = {i: Floor(i, self._names("floors", i, e)) for i, e in self._entries(parsed, "floors", ("names",))}
        rooms = {i: self._room(i, entry, floors) for i, entry in self._entries(parsed, "rooms", ROOM_KEYS)}
        said = {i: self._device(i, entry, rooms) for i, entry in self._entries(parsed, "devices", self._device_keys)}
        return Layout(rooms, floors, said)

    def _room(self, room: str, entry: Mapping[str, Any], floors: Mapping[str, Floor]) -> Room:
        floor = self._text_of("rooms", room, entry, "floor")
        if floor and floor not in floors:
            raise self._mistake(f"rooms.{room}", "floor", f"names {floor!r}; {_known('floors', floors)}")
        return Room(room, self._names("rooms", room, entry), floor)

    def _device(self, device: str, entry: Mapping[str, Any], rooms: Mapping[str, Room]) -> DeviceLayout:
        room = self._text_of("devices", device, entry, "room") if "room" in entry else None
        if room and room not in rooms:
            raise self._mistake(f"devices.{device}", "room", f"names {room!r}; {_known('rooms', rooms)}")
        return DeviceLayout(
            names=self._names("devices", device, entry) if "names" in entry else (),
            room=room,
            hidden=self._flag(device, entry, "hidden"),
            approved=self._flag(device, entry, "approved"),
            at_least=self._tiers(device, entry.get("at_least", {})),
        )

    def _flag(self, device: str, entry: Mapping[str, Any], key: str) -> bool | None:
        said = entry.get(key)
        if said is not None and not isinstance(said, bool):
            raise self._mistake(f"devices.{device}", key, f"is true or false, not {said!r}")
        return said

    def _tiers(self, device: str, said: object) -> Mapping[str, int]:
        table = f"devices.{device}"
        if not isinstance(said, dict):
            raise self._mistake(table, "at_least", "holds tiers by capability: {on = 3}")
        for capability, tier in said.items():
            if type(tier) is not int or not 0 <= tier <= HIGHEST_TIER:
                right = f"a whole number from 0 to {HIGHEST_TIER}"
                raise self._mistake(table, "at_least", f"gives {capability} the tier {tier!r}; a tier is {right}")
        return said

    def _entries(
        self, parsed: Mapping[str, Any], section: str, keys: Sequence[str]
    ) -> list[tuple[str, Mapping[str, Any]]]:
        entries = parsed.get(section, {})
        if not isinstance(entries, dict):
            raise self._mistake(section, "", f"holds tables like [{section}.kitchen]")
        for name, entry in entries.items():
            if not isinstance(entry, dict):
                raise self._mistake(f"{section}.{name}", "", f"is a table: [{section}.{name}]")
            for key in entry:
                if key == "at_most" and section == "devices":
                    raise self._mistake(f"{section}.{name}", key, "is not taken: less risky is set on the page only")
                if key not in keys:
                    raise self._mistake(f"{section}.{name}", key, f"is not known here; there are {', '.join(keys)}")
        return list(entries.items())

    def _names(self, section: str, name: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        names = entry.get("names")
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and n.strip() for n in names):
            raise self._mistake(f"{section}.{name}", "names", 'is a list of one or more names: ["Kitchen", "厨房"]')
        try:
            return tidy_names(names)
        except ValueError as error:
            raise self._mistake(f"{section}.{name}", "names", f"cannot be taken: {error}") from None

    def _text_of(self, section: str, name: str, entry: Mapping[str, Any], key: str) -> str:
        value = entry.get(key, "")
        if not isinstance(value, str):
            raise self._mistake(f"{section}.{name}", key, f"is a text, not {value!r}")
        return value

    def _mistake(self, table: str, key: str, what: str) -> LayoutMistake:
        line = self._line(table, key)
        where = f"{self._source}, line {line}" if line else self._source
        return LayoutMistake(f"{where}: {f'{key} of ' if key else ''}[{table}] {what}")

    def _line(self, table: str, key: str) -> int:
        """The line of a table's head, or of a key below it; 0 where the file writes it in another way."""
        heads = {f"[{table}]", f'[{table.split(".", 1)[0]}."{table.split(".", 1)[-1]}"]'}
        inside = False
        head_line = 0
        for number, line in enumerate(self._text.splitlines(), 1):
            stripped = line.split("#", 1)[0].strip()
            if stripped.startswith("["):
                inside = stripped in heads
                head_line = number if inside else head_line
            if inside and key and stripped.split("=", 1)[0].strip().strip('"') == key:
                return number
        return head_line


def _known(what: str, known: Mapping[str, object]) -> str:
    return f"the {what} are {', '.join(known)}" if known else f"there are no {what}"

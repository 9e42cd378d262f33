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
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from devices.device import Device, Floor, Room
from devices.discovery.convention import Appeared, Convention, Found, Vanished
from devices.errors import DevicesError
from devices.link import Message

SECTIONS = ("floors", "rooms", "devices")
ROOM_KEYS = ("names", "floor")
DEVICE_KEYS = ("names", "room", "hidden")


class LayoutMistake(DevicesError):
    """The owner's file says something that cannot be meant; the text names the file, the line and the key."""


@dataclass(frozen=True, slots=True)
class DeviceLayout:
    """What the owner says about one device."""

    names: tuple[str, ...] = ()
    """The first is its name, the others are aliases; empty for what it calls itself."""
    room: str = ""
    """Room id; empty for what it suggests."""
    hidden: bool = False
    """It is there, and nobody is shown it or can ask for it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The owner's floors, rooms and devices, by id."""

    rooms: Mapping[str, Room] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    devices: Mapping[str, DeviceLayout] = field(default_factory=dict)

    def room_id(self, suggested: str) -> str:
        """The owner's room that goes by this id or name; what was suggested where there is none."""
        if suggested in self.rooms:
            return suggested
        wanted = _alike(suggested)
        named = (room.id for room in self.rooms.values() if wanted in map(_alike, (room.id, *room.names)))
        return next(named, suggested)

    def overlay(self, device: Device) -> Device | None:
        """The device with the owner's names and room; None for one that is hidden."""
        said = self.devices.get(device.id, DeviceLayout())
        if said.hidden:
            return None
        name = said.names[0] if said.names else device.name
        known = (*said.names, device.name, *device.aliases)
        aliases = tuple(dict.fromkeys(n for n in known if n != name))
        return replace(device, name=name, aliases=aliases, room=said.room or self.room_id(device.room))

    def over(self, convention: Convention) -> Convention:
        """The convention, whose devices come with the owner's names and rooms."""
        return LaidOut(convention, self)

    def on_top_of(self, other: "Layout") -> "Layout":
        """This layout and another one in one; where both speak, this one counts."""
        return Layout({**other.rooms, **self.rooms}, {**other.floors, **self.floors}, {**other.devices, **self.devices})


class LaidOut:
    """A convention whose devices come with the owner's names and rooms."""

    def __init__(self, convention: Convention, layout: Layout) -> None:
        self._convention = convention
        self._layout = layout

    @property
    def filters(self) -> tuple[str, ...]:
        """Those of the convention."""
        return self._convention.filters

    def claims(self, topic: str) -> bool:
        """What the convention claims."""
        return self._convention.claims(topic)

    def read(self, message: Message) -> Sequence[Found]:
        """What the convention found, laid out; a hidden device counts as gone."""
        return tuple(self._laid_out(found) for found in self._convention.read(message))

    def _laid_out(self, found: Found) -> Found:
        if not isinstance(found, Appeared):
            return found
        device = self._layout.overlay(found.device)
        return Vanished(found.device.id) if device is None else Appeared(device)


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
        room = self._text_of("devices", device, entry, "room")
        if room and room not in rooms:
            raise self._mistake(f"devices.{device}", "room", f"names {room!r}; {_known('rooms', rooms)}")
        hidden = entry.get("hidden", False)
        if not isinstance(hidden, bool):
            raise self._mistake(f"devices.{device}", "hidden", f"is true or false, not {hidden!r}")
        names = self._names("devices", device, entry) if "names" in entry else ()
        return DeviceLayout(names, room, hidden)

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
                if key not in keys:
                    raise self._mistake(f"{section}.{name}", key, f"is not known here; there are {', '.join(keys)}")
        return list(entries.items())

    def _names(self, section: str, name: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        names = entry.get("names")
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and n.strip() for n in names):
            raise self._mistake(f"{section}.{name}", "names", 'is a list of one or more names: ["Kitchen", "厨房"]')
        return tuple(dict.fromkeys(n.strip() for n in names))

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


def _alike(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _known(what: str, known: Mapping[str, object]) -> str:
    return f"the {what} are {', '.join(known)}" if known else f"there are no {what}"

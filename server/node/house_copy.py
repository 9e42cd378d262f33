"""The house as the car saw it last, as devices that can be asked and never moved."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from devices.device import Capability, Device, Floor, Reading, Room, Shape, Value, Writing
from devices.discovery.convention import Appeared, Found
from devices.link import Message

INVENTORY_TOPIC = "copy/inventory"
MOST_DEVICES = 5_000


class NotAHouse(Exception):
    """What the house told of itself cannot be read; the text names the entry."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one of its things was said to be: a value, and whether the house itself was sure of it."""

    device: str
    capability: str
    value: Value
    live: bool

    @property
    def topic(self) -> str:
        """Where the copy tells it."""
        return topic_of(self.device, self.capability)

    @property
    def payload(self) -> bytes:
        """As the copy tells it."""
        return json.dumps(self.value).encode()


@dataclass(frozen=True, slots=True)
class HouseCopy:
    """Rooms, things and what was last known of them."""

    devices: tuple[Device, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    told: tuple[Told, ...] = ()


def topic_of(device: str, capability: str) -> str:
    """Where the copy tells a capability."""
    return f"copy/{quote(device, safe='')}/{quote(capability, safe='')}"


def read_copy(state: Any) -> HouseCopy:
    """The house out of what its API says: {"rooms", "floors", "devices"} as in GET /api/devices. Its cars are left out.

    Raises NotAHouse.
    """
    if not isinstance(state, Mapping):
        raise NotAHouse("the state of a house is an object")
    rooms = {r["id"]: Room(r["id"], tuple(r["names"]), r.get("floor", "")) for r in _entries(state, "rooms", "names")}
    floors = {f["id"]: Floor(f["id"], tuple(f["names"])) for f in _entries(state, "floors", "names")}
    entries = [d for d in _entries(state, "devices", "name") if d.get("kind") != "car"][:MOST_DEVICES]
    devices = tuple(_device(entry) for entry in entries)
    told = tuple(each for entry in entries for each in _told(entry))
    return HouseCopy(devices, rooms, floors, told)


def _entries(state: Mapping[str, Any], key: str, needed: str) -> Iterator[dict[str, Any]]:
    listed = state.get(key, [])
    if not isinstance(listed, list):
        raise NotAHouse(f"{key} is a list")
    for number, entry in enumerate(listed):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry.get(needed):
            raise NotAHouse(f"{key}[{number}] has an id and {needed}")
        yield entry


def _device(entry: Mapping[str, Any]) -> Device:
    try:
        capabilities = [_capability(entry["id"], one) for one in entry.get("capabilities", [])]
        return Device(
            id=entry["id"],
            name=str(entry["name"]),
            kind=str(entry.get("kind", "")),
            capabilities={c.name: c for c in capabilities},
            room=str(entry.get("room") or ""),
            aliases=tuple(str(alias) for alias in entry.get("aliases", ())),
            flavour=str(entry.get("flavour") or ""),
            source="house",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotAHouse(f"device {entry['id'][:80]!r}: {error}") from error


def _capability(device: str, one: Mapping[str, Any]) -> Capability:
    name = str(one["name"])
    topic = topic_of(device, name)
    return Capability(
        name=name,
        shape=Shape(one["shape"]),
        unit=str(one.get("unit") or ""),
        low=one.get("low"),
        high=one.get("high"),
        step=one.get("step"),
        choices=tuple(str(choice) for choice in one.get("choices", ())),
        writing=Writing(f"{topic}/set", lambda value: json.dumps(value).encode()) if one.get("writable") else None,
        reading=Reading(topic, _decoded),
        label=str(one.get("label") or ""),
    )


def _decoded(payload: bytes) -> Value:
    try:
        return _value(json.loads(payload))
    except ValueError:
        return None


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return tuple(str(one) for one in raw)
    if isinstance(raw, float) and not math.isfinite(raw):
        return None
    return raw if isinstance(raw, bool | int | float | str) else None


def _told(entry: Mapping[str, Any]) -> Iterator[Told]:
    facts = entry.get("facts")
    for name, fact in facts.items() if isinstance(facts, Mapping) else ():
        if isinstance(fact, Mapping) and _value(fact.get("value")) is not None:
            yield Told(entry["id"], str(name), _value(fact.get("value")), bool(fact.get("live", False)))


class CopyConvention:
    """Announces the devices of a copy with one message."""

    filters = (INVENTORY_TOPIC,)

    def __init__(self, copy: HouseCopy) -> None:
        self._copy = copy

    def claims(self, topic: str) -> bool:
        """The one topic."""
        return topic == INVENTORY_TOPIC

    def read(self, message: Message) -> Sequence[Found]:
        """Every device."""
        return tuple(Appeared(device) for device in self._copy.devices)

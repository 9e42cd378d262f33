"""Which devices there are, where they are, and which topic tells what about them."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.device import Availability, Capability, Device, Floor, Room


@dataclass(frozen=True, slots=True)
class Source:
    """What a topic tells about: a capability of a device, or whether the device is there."""

    device: str
    about: Capability | Availability


class Registry:
    """The devices of the home, live."""

    def __init__(self, rooms: Iterable[Room] = (), floors: Iterable[Floor] = ()) -> None:
        self._devices: dict[str, Device] = {}
        self._rooms = {room.id: room for room in rooms}
        self._floors = {floor.id: floor for floor in floors}
        self._sources: dict[str, dict[str, tuple[Source, ...]]] = {}
        self._topics: dict[str, tuple[str, ...]] = {}
        self.version = 0
        """Grows whenever a name, a room or what a device can do changes."""

    @property
    def devices(self) -> Mapping[str, Device]:
        """By id."""
        return MappingProxyType(self._devices)

    @property
    def rooms(self) -> Mapping[str, Room]:
        """By id: those of the layout, and those that devices are in beside them."""
        return MappingProxyType(self._rooms)

    @property
    def floors(self) -> Mapping[str, Floor]:
        """By id."""
        return MappingProxyType(self._floors)

    def sources(self, topic: str) -> Iterable[Source]:
        """What a message on the topic tells about."""
        return itertools.chain.from_iterable(self._sources.get(topic, {}).values())

    def sources_of(self, device_id: str, topic: str) -> Iterable[Source]:
        """What a message on the topic tells about one device."""
        return self._sources.get(topic, {}).get(device_id, ())

    def is_source(self, topic: str) -> bool:
        """Whether a message on the topic tells anything."""
        return topic in self._sources

    def route(self, device: Device) -> tuple[str, ...]:
        """Make the device's topics known, in place of those it had before, and return them."""
        self._unroute(device.id)
        told: list[tuple[str, Capability | Availability]] = [
            (c.reading.topic, c) for c in device.capabilities.values() if c.reading is not None
        ]
        told += [(availability.topic, availability) for availability in device.availability]
        for topic, about in told:
            by_device = self._sources.setdefault(topic, {})
            by_device[device.id] = (*by_device.get(device.id, ()), Source(device.id, about))
        self._topics[device.id] = tuple(dict.fromkeys(topic for topic, _ in told))
        return self._topics[device.id]

    def add(self, device: Device) -> bool:
        """Take a device in, or take it as it is now; returns whether anything about it is new."""
        known = self._devices.get(device.id)
        self._devices[device.id] = device
        if device.room and device.room not in self._rooms:
            self._rooms[device.room] = Room(device.room, (_spoken(device.room),))
        if known is not None and _appearance(known) == _appearance(device):
            return False
        self.version += 1
        return True

    def remove(self, device_id: str) -> bool:
        """Forget a device; returns whether there was one."""
        self._unroute(device_id)
        if self._devices.pop(device_id, None) is None:
            return False
        self.version += 1
        return True

    def _unroute(self, device_id: str) -> None:
        for topic in self._topics.pop(device_id, ()):
            by_device = self._sources[topic]
            del by_device[device_id]
            if not by_device:
                del self._sources[topic]


def _spoken(room_id: str) -> str:
    """A name for a room that nobody named."""
    return room_id.replace("_", " ").strip()


def _appearance(device: Device) -> object:
    """Everything about a device that can be compared: without the functions that read and write."""
    capabilities = {name: _without_functions(c) for name, c in device.capabilities.items()}
    availability = tuple((a.topic, a.online, a.offline) for a in device.availability)
    return dataclasses.replace(device, capabilities={}, availability=()), capabilities, availability


def _without_functions(capability: Capability) -> object:
    topics = tuple(way.topic if way else None for way in (capability.writing, capability.reading))
    return dataclasses.replace(capability, writing=None, reading=None), topics

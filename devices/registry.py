"""Which devices there are, where they are, and which topic tells what about them."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.device import Availability, Capability, Device, Floor, Room
from devices.layout_model import Layout
from devices.topics import is_wild, matches


@dataclass(frozen=True, slots=True)
class Source:
    """What a topic tells about: a capability of a device, or whether the device is there."""

    device: str
    about: Capability | Availability


class Registry:
    """The devices of the home, live: as they announced themselves, and as the owner laid them out."""

    def __init__(self, rooms: Iterable[Room] = (), floors: Iterable[Floor] = (), layout: Layout | None = None) -> None:
        self._announced: dict[str, Device] = {}
        self._devices: dict[str, Device] = {}
        self._given_rooms = {room.id: room for room in rooms}
        self._given_floors = {floor.id: floor for floor in floors}
        self._rooms: dict[str, Room] = {}
        self._floors: dict[str, Floor] = {}
        self._sources: dict[str, dict[str, tuple[Source, ...]]] = {}
        self._commanded: dict[str, dict[str, tuple[str, ...]]] = {}
        """By topic that wishes go to, then by device: names of the capabilities whose wishes do."""
        self._topics: dict[str, tuple[str, ...]] = {}
        self._idle: set[str] = set()
        self._wild: dict[str, dict[str, None]] = {}
        """Last level → the filters with open levels that end with it."""
        self.version = 0
        """Grows whenever a name, a room or what a device can do changes."""
        self._layout = Layout()
        self._take(layout or Layout())

    @property
    def announced(self) -> Mapping[str, Device]:
        """By id, as they described themselves, those that the owner hides too."""
        return MappingProxyType(self._announced)

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
        by_device = (self._sources.get(heard, {}).values() for heard in (topic, *self._filters_of(topic)))
        return itertools.chain.from_iterable(itertools.chain.from_iterable(by_device))

    def sources_of(self, device_id: str, topic: str) -> Iterable[Source]:
        """What a message on the topic tells about one device."""
        return self._sources.get(topic, {}).get(device_id, ())

    def is_source(self, topic: str) -> bool:
        """Whether a message on the topic tells anything."""
        return topic in self._sources or bool(self._filters_of(topic))

    def _filters_of(self, topic: str) -> Iterable[str]:
        """Filters with open levels ("+") that take the topic."""
        ending = self._wild.get(topic.rpartition("/")[2]) if self._wild else None
        return [f for f in ending if f != topic and matches(f, topic)] if ending else ()

    def commanded_on(self, topic: str) -> Iterator[tuple[Device, Capability]]:
        """Everything whose wishes go to this topic or, as some take a wish for one thing below that for all, to the one
        above it; hidden devices too."""
        for heard in (topic, topic.rpartition("/")[0]):
            for device_id, names in self._commanded.get(heard, {}).items():
                device = self._devices.get(device_id) or self._layout.laid_out(self._announced[device_id])
                yield from ((device, device.capabilities[name]) for name in names)

    def route(self, device: Device) -> tuple[str, ...]:
        """Make the device's topics known, in place of those it had before, and return them."""
        self._unroute(device.id)
        told: list[tuple[str, Capability | Availability]] = [
            (r.topic, c if r is c.reading else dataclasses.replace(c, reading=r))
            for c in device.capabilities.values()
            if c.reading is not None
            for r in c.reading.all
        ]
        told += [(availability.topic, availability) for availability in device.availability]
        for topic, about in told:
            if is_wild(topic):
                self._wild.setdefault(topic.rpartition("/")[2], {})[topic] = None
            by_device = self._sources.setdefault(topic, {})
            by_device[device.id] = (*by_device.get(device.id, ()), Source(device.id, about))
        topics = dict.fromkeys(topic for topic, _ in told)
        if device.answering is not None:
            # Answers come in on a topic for each command; the filter tells of no capability.
            topics[f"{device.answering.prefix}+"] = None
            self._sources.setdefault(f"{device.answering.prefix}+", {}).setdefault(device.id, ())
        self._topics[device.id] = tuple(topics)
        self._idle.difference_update(topics)
        return self._topics[device.id]

    def take_idle_topics(self) -> tuple[str, ...]:
        """Those that told of a device and tell of none any more, since this was asked last."""
        idle = tuple(self._idle)
        self._idle.clear()
        return idle

    def add(self, device: Device) -> bool:
        """Take a device in, or take it as it is now; returns whether anything about it is new to those who see it."""
        self._forget_commands(device.id)
        self._announced[device.id] = device
        for topic, names in _commands_of(device).items():
            self._commanded.setdefault(topic, {})[device.id] = names
        return self.lay_out_device(device.id) is True

    def lay_out(self, layout: Layout) -> None:
        """From now on this is the owner's word; each device follows with `lay_out_device`."""
        self._take(layout)
        for device in self._devices.values():
            self._know_room(device)
        self.version += 1

    def lay_out_device(self, device_id: str) -> bool | None:
        """Show a device as the owner has it: True where it looks new, False where it is hidden now, else None."""
        announced = self._announced.get(device_id)
        if announced is None:
            return None
        known = self._devices.get(device_id)
        device = self._layout.overlay(announced)
        if device is None:
            self._devices.pop(device_id, None)
        else:
            self._devices[device_id] = device
            self._know_room(device)
        if known is None and device is None:
            return None
        if known is not None and device is not None and _appearance(known) == _appearance(device):
            return None
        self.version += 1
        return device is not None

    def forget_empty_rooms(self) -> None:
        """Rooms that only devices suggested end with the last device in them."""
        self._take(self._layout)
        for device in self._devices.values():
            self._know_room(device)
        self.version += 1

    def remove(self, device_id: str) -> bool:
        """Forget a device; returns whether there was one that could be seen."""
        self._unroute(device_id)
        self._forget_commands(device_id)
        self._announced.pop(device_id, None)
        if self._devices.pop(device_id, None) is None:
            return False
        self.version += 1
        return True

    def _take(self, layout: Layout) -> None:
        self._layout = layout
        self._rooms = {**self._given_rooms, **layout.rooms}
        self._floors = {**self._given_floors, **layout.floors}

    def _know_room(self, device: Device) -> None:
        if device.room and device.room not in self._rooms:
            self._rooms[device.room] = Room(device.room, (_spoken(device.room),))

    def _unroute(self, device_id: str) -> None:
        for topic in self._topics.pop(device_id, ()):
            by_device = self._sources[topic]
            del by_device[device_id]
            if not by_device:
                del self._sources[topic]
                self._idle.add(topic)
                self._wild.get(topic.rpartition("/")[2], {}).pop(topic, None)

    def _forget_commands(self, device_id: str) -> None:
        """The device is about to be another, or to go."""
        known = self._announced.get(device_id)
        for topic in _commands_of(known) if known is not None else ():
            by_device = self._commanded[topic]
            del by_device[device_id]
            if not by_device:
                del self._commanded[topic]


def _commands_of(device: Device) -> Mapping[str, tuple[str, ...]]:
    """By topic, the names of the capabilities whose wishes go there."""
    found: dict[str, tuple[str, ...]] = {}
    for capability in device.capabilities.values():
        for topic in capability.writing.topics if capability.writing is not None else ():
            found[topic] = (*found.get(topic, ()), capability.name)
    return found


def _spoken(room_id: str) -> str:
    """A name for a room that nobody named."""
    spoken = room_id.replace("_", " ").strip()
    return spoken[:1].upper() + spoken[1:]


def _appearance(device: Device) -> object:
    """Everything about a device that can be compared: without the functions that read and write."""
    capabilities = {name: _without_functions(c) for name, c in device.capabilities.items()}
    availability = tuple((a.topic, a.online, a.offline) for a in device.availability)
    return dataclasses.replace(device, capabilities={}, availability=()), capabilities, availability


def _without_functions(capability: Capability) -> object:
    written = capability.writing.topic if capability.writing else None
    told = tuple(reading.topic for reading in capability.reading.all) if capability.reading else ()
    return dataclasses.replace(capability, writing=None, reading=None), written, told

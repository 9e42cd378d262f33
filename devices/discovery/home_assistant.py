"""Home Assistant MQTT discovery: `homeassistant/<component>/[<node>/]<object>/config`, single and as whole devices."""

import logging
from collections.abc import Sequence

from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.discovery.ha.bundle import Component, components_of, place_of
from devices.discovery.ha.merge import Part, devices_of, is_car, part_of
from devices.errors import NotDiscoverable
from devices.link import Message

log = logging.getLogger(__name__)

MAX_TOPICS = 20_000
"""Configurations it keeps; more are rejected."""


class HomeAssistant:
    """Reads configurations, and remembers which physical device each component belongs to."""

    def __init__(self, prefix: str = "homeassistant") -> None:
        self._prefix = prefix
        self._payloads: dict[str, bytes] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}
        """By discovery topic."""
        self._topics_of: dict[str, dict[str, None]] = {}
        """Physical device → the topics that announce it."""
        self._ids_of: dict[str, tuple[str, ...]] = {}
        """Physical device → the ids it has as devices."""
        self._owner: dict[str, str] = {}
        """Device id → physical device."""

    @property
    def filters(self) -> tuple[str, ...]:
        """Both lengths of discovery topics."""
        return f"{self._prefix}/+/+/config", f"{self._prefix}/+/+/+/config"

    def claims(self, topic: str) -> bool:
        """Whether it is a discovery topic."""
        return place_of(topic, self._prefix) is not None

    def read(self, message: Message) -> Sequence[Found]:
        """What a configuration changes. What is wrong with it leaves the devices as they were."""
        place = place_of(message.topic, self._prefix)
        if place is None:
            return (Rejected(message.topic, "this is no discovery topic"),)
        if self._payloads.get(message.topic) == message.payload:
            return ()
        try:
            components = components_of(message.topic, place, message.payload)
            own = [c for c in components if not is_car(c)]
        except NotDiscoverable as error:
            return (Rejected(message.topic, str(error)),)
        if message.topic not in self._payloads and len(self._payloads) >= MAX_TOPICS:
            return (Rejected(message.topic, f"there are {MAX_TOPICS} configurations already"),)
        return self._take(message, own)

    def _take(self, message: Message, components: Sequence[Component]) -> Sequence[Found]:
        parts, rejected = _parts(components)
        if rejected and not parts:
            return rejected
        before = self._parts.get(message.topic, ())
        try:
            found = self._replace(message.topic, before, parts)
        except NotDiscoverable as error:
            self._replace(message.topic, parts, before)
            return (*rejected, Rejected(message.topic, str(error)))
        if message.payload:
            self._payloads[message.topic] = message.payload
        else:
            self._payloads.pop(message.topic, None)
        return (*rejected, *found)

    def _replace(self, topic: str, before: tuple[Part, ...], after: tuple[Part, ...]) -> list[Found]:
        """Raises NotDiscoverable where an id is taken, with nothing told yet."""
        for part in before:
            self._topics_of.get(part.key, {}).pop(topic, None)
        for part in after:
            self._topics_of.setdefault(part.key, {})[topic] = None
        if after:
            self._parts[topic] = after
        else:
            self._parts.pop(topic, None)
        keys = dict.fromkeys(p.key for p in (*before, *after))
        return [found for key in keys for found in self._changed(key)]

    def _changed(self, key: str) -> list[Found]:
        parts = [p for t in self._topics_of.get(key, {}) for p in self._parts[t] if p.key == key]
        devices = devices_of(parts) if parts else ()
        taken = next((d.id for d in devices if self._owner.get(d.id, key) != key), None)
        if taken is not None:
            raise NotDiscoverable(f"another device has the id {taken!r} already")
        ids = tuple(d.id for d in devices)
        if len(set(ids)) < len(ids):
            raise NotDiscoverable(f"two components of the device have one id: {', '.join(sorted(ids))}")
        gone = [i for i in self._ids_of.get(key, ()) if i not in ids]
        for device_id in gone:
            self._owner.pop(device_id, None)
        self._owner.update(dict.fromkeys(ids, key))
        self._ids_of[key] = ids
        if not parts:
            self._topics_of.pop(key, None)
            self._ids_of.pop(key, None)
        return [*(Vanished(i) for i in gone), *(Appeared(d) for d in devices)]


def _parts(components: Sequence[Component]) -> tuple[tuple[Part, ...], tuple[Rejected, ...]]:
    parts, rejected = [], []
    for component in components:
        try:
            part = part_of(component)
        except NotDiscoverable as error:
            rejected.append(Rejected(component.topic, f"{component.object_id[:60]}: {error}"))
            continue
        if part is not None:
            parts.append(part)
    return tuple(parts), tuple(rejected)

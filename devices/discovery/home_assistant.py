"""Home Assistant MQTT discovery: `homeassistant/<component>/[<node>/]<object>/config`, single and as whole devices."""

import hashlib
import logging
from collections.abc import Mapping, Sequence

from devices.device import Device
from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.discovery.ha.bundle import MAX_COMPONENTS, Component, Place, components_of, place_of
from devices.discovery.ha.merge import Part, devices_of, is_car, part_of
from devices.errors import NotDiscoverable
from devices.link import Message

log = logging.getLogger(__name__)

PREFIX = "homeassistant"
MAX_TOPICS = 20_000
"""Configurations it keeps; more are rejected."""
MAX_WAITING = 200
"""Configurations it keeps for when the id they want is free."""
MAX_WAITING_BYTES = 8_388_608
"""Of their payloads together."""


class HomeAssistant:
    """Reads configurations, and remembers which physical device each component belongs to."""

    def __init__(self, *prefixes: str) -> None:
        self._prefixes = prefixes or (PREFIX,)
        self._digests: dict[str, bytes] = {}
        """By discovery topic: of the payload that was taken, to know it again."""
        self._parts: dict[str, tuple[Part, ...]] = {}
        """By discovery topic."""
        self._parts_of: dict[str, dict[str, list[Part]]] = {}
        """Physical device → its parts by the topic that announces them."""
        self._devices_of: dict[str, Mapping[str, Device]] = {}
        """Physical device → its devices by id, as they were told last."""
        self._owner: dict[str, str] = {}
        """Device id → physical device."""
        self._waiting: dict[str, Message] = {}
        """By discovery topic: what wants an id that another one has."""

    @property
    def filters(self) -> tuple[str, ...]:
        """Both lengths of discovery topics, under each prefix."""
        return tuple(f"{prefix}/{levels}/config" for prefix in self._prefixes for levels in ("+/+", "+/+/+"))

    def claims(self, topic: str) -> bool:
        """Whether it is a discovery topic."""
        return self._place_of(topic) is not None

    def _place_of(self, topic: str) -> Place | None:
        return next((place for prefix in self._prefixes if (place := place_of(topic, prefix))), None)

    def read(self, message: Message) -> Sequence[Found]:
        """What a configuration changes. What is wrong with it leaves the devices as they were."""
        place = self._place_of(message.topic)
        if place is None:
            return (Rejected(message.topic, "this is no discovery topic"),)
        if self._digests.get(message.topic) == _digest(message.payload):
            return ()
        try:
            components = components_of(message.topic, place, message.payload)
            own = [c for c in components if not is_car(c)]
        except NotDiscoverable as error:
            return (Rejected(message.topic, str(error)),)
        if message.topic not in self._digests and len(self._digests) >= MAX_TOPICS:
            return (Rejected(message.topic, f"there are {MAX_TOPICS} configurations already"),)
        had = self._ids(message.topic)
        found = self._take(message, own)
        return (*found, *self._retry()) if had - self._ids(message.topic) else found

    def _ids(self, topic: str) -> frozenset[str]:
        return frozenset(part.id for part in self._parts.get(topic, ()))

    def _retry(self) -> list[Found]:
        """Ids have become free: what waited for them, as when devices move from one form to the other."""
        waiting, self._waiting = self._waiting, {}
        return [f for message in waiting.values() for f in self.read(message) if not isinstance(f, Rejected)]

    def _take(self, message: Message, components: Sequence[Component]) -> Sequence[Found]:
        parts, rejected = _parts(components)
        if rejected and not parts:
            return rejected
        before = self._parts.get(message.topic, ())
        self._waiting.pop(message.topic, None)
        try:
            found = self._replace(message.topic, before, parts)
        except NotDiscoverable as error:
            self._replace(message.topic, parts, before)
            self._have_wait(message)
            return (*rejected, Rejected(message.topic, str(error)))
        for part in parts:
            for reason in part.left_out:
                log.info("on %s, %s is taken without a part of it: %s", message.topic, part.id, reason)
        if message.payload:
            self._digests[message.topic] = _digest(message.payload)
        else:
            self._digests.pop(message.topic, None)
        return (*rejected, *found)

    def _have_wait(self, message: Message) -> None:
        """Keep it for when its id is free, as far as there is room."""
        held = sum(len(waiting.payload) for waiting in self._waiting.values())
        if len(self._waiting) < MAX_WAITING and held + len(message.payload) <= MAX_WAITING_BYTES:
            self._waiting[message.topic] = message

    def _replace(self, topic: str, before: tuple[Part, ...], after: tuple[Part, ...]) -> list[Found]:
        """Raises NotDiscoverable where an id is taken, with nothing told yet."""
        for part in before:
            self._parts_of.get(part.key, {}).pop(topic, None)
        for part in after:
            self._parts_of.setdefault(part.key, {}).setdefault(topic, []).append(part)
        if after:
            self._parts[topic] = after
        else:
            self._parts.pop(topic, None)
        keys = dict.fromkeys(p.key for p in (*before, *after))
        return [found for key in keys for found in self._changed(key)]

    def _changed(self, key: str) -> list[Found]:
        """What differs from what was told of the physical device. Raises NotDiscoverable."""
        devices = self._built(key)
        told = self._devices_of.get(key, {})
        gone = [device_id for device_id in told if device_id not in devices]
        for device_id in gone:
            self._owner.pop(device_id, None)
        self._owner.update(dict.fromkeys(devices, key))
        if devices:
            self._devices_of[key] = devices
        else:
            self._parts_of.pop(key, None)
            self._devices_of.pop(key, None)
        new = (device for device_id, device in devices.items() if told.get(device_id) != device)
        return [*(Vanished(device_id) for device_id in gone), *(Appeared(device) for device in new)]

    def _built(self, key: str) -> Mapping[str, Device]:
        """The devices of a physical device by id, from all its parts. Raises NotDiscoverable."""
        parts = [part for announced in self._parts_of.get(key, {}).values() for part in announced]
        if len(parts) > MAX_COMPONENTS:
            raise NotDiscoverable(f"the device has {len(parts)} components; {MAX_COMPONENTS} are allowed")
        devices = devices_of(parts) if parts else ()
        taken = next((d.id for d in devices if self._owner.get(d.id, key) != key), None)
        if taken is not None:
            raise NotDiscoverable(f"another device has the id {taken!r} already")
        by_id = {d.id: d for d in devices}
        if len(by_id) < len(devices):
            raise NotDiscoverable(
                f"two components of the device have one id: {', '.join(sorted(d.id for d in devices))}"
            )
        return by_id


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=16).digest()


def _parts(components: Sequence[Component]) -> tuple[tuple[Part, ...], tuple[Rejected, ...]]:
    parts, rejected = [], []
    for component in components:
        try:
            parts.append(part_of(component))
        except NotDiscoverable as error:
            rejected.append(Rejected(component.topic, f"{component.object_id[:60]!r}: {error}"))
    return tuple(parts), tuple(rejected)

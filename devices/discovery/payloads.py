"""One announcement by itself: what any of the conventions makes of it. A pure function for trying payloads out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from devices.device import Device
from devices.discovery.convention import Appeared, Convention, Rejected
from devices.discovery.ha.bundle import components_of, place_of
from devices.discovery.ha.kinds import CONFIGURATION
from devices.discovery.ha.merge import Part, devices_of, is_car, part_of
from devices.discovery.home_assistant import PREFIX, HomeAssistant
from devices.discovery.vss import Vss
from devices.errors import NotDiscoverable
from devices.link import Message

TAKES_AWAY = "it takes a device away, or leaves it to another convention"


@dataclass(frozen=True, slots=True)
class Read:
    """What a payload describes."""

    devices: tuple[Device, ...]
    refused: str | None
    """Why nothing, or not everything, was taken; None where all was."""


def read_payload(topic: str, payload: bytes) -> Read:
    """The devices that a payload on a topic announces, as if it were the only one on the broker."""
    for convention in _conventions(topic):
        if convention.claims(topic):
            found = convention.read(Message(topic, payload, retained=True))
            devices = {f.device.id: f.device for f in found if isinstance(f, Appeared)}
            reasons = [f.reason for f in found if isinstance(f, Rejected)]
            return Read(tuple(devices.values()), "; ".join(reasons) or (None if devices else TAKES_AWAY))
    return Read((), "no convention announces devices on this topic")


def read_components(topic: str, payload: bytes) -> Read:
    """The same, with each component a device of its own, as if it were alone on its physical device."""
    prefix = _prefix(topic)
    place = place_of(topic, prefix)
    if place is None:
        return read_payload(topic, payload)
    devices: list[Device] = []
    reasons: list[str] = []
    try:
        components = components_of(topic, place, payload)
    except NotDiscoverable as error:
        return Read((), str(error))
    for component in components:
        try:
            if not is_car(component):
                devices += alone(part_of(component))
        except NotDiscoverable as error:
            reasons.append(f"{component.object_id[:60]}: {error}")
    return Read(tuple(devices), "; ".join(reasons) or (None if devices else TAKES_AWAY))


def alone(part: Part) -> Sequence[Device]:
    """A component as a device of its own: with its own id, and its own name or else that of its physical device."""
    own_name = part.name or part.device_name
    return [replace(device, id=part.id, name=own_name or device.name) for device in devices_of([part])]


def _conventions(topic: str) -> Sequence[Convention]:
    return HomeAssistant(_prefix(topic)), Vss()


def _prefix(topic: str) -> str:
    """The prefix of a discovery topic, whatever it is on that broker."""
    found = CONFIGURATION.fullmatch(topic)
    return found["prefix"] if found else PREFIX

"""One announcement by itself: what any of the conventions makes of it. A pure function for trying payloads out."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.device import Device
from devices.discovery.convention import Appeared, Convention, Rejected
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.link import Message


@dataclass(frozen=True, slots=True)
class Read:
    """What a payload describes."""

    devices: tuple[Device, ...]
    refused: str | None
    """Why nothing, or not everything, was taken; None where all was."""


CONVENTIONS: tuple[Callable[[], Convention], ...] = (HomeAssistant, Vss)


def read_payload(topic: str, payload: bytes) -> Read:
    """The devices that a payload on a topic announces, as if it were the only one on the broker."""
    for make in CONVENTIONS:
        convention = make()
        if convention.claims(topic):
            found = convention.read(Message(topic, payload, retained=True))
            devices = {f.device.id: f.device for f in found if isinstance(f, Appeared)}
            reasons = [f.reason for f in found if isinstance(f, Rejected)]
            nothing = None if devices else "it takes a device away, or leaves it to another convention"
            return Read(tuple(devices.values()), "; ".join(reasons) or nothing)
    return Read((), "no convention announces devices on this topic")

"""What every discovery convention gives: which topics it listens to, and what a message on them means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from devices.device import Device
from devices.link import Message


@dataclass(frozen=True, slots=True)
class Appeared:
    """A device is there, or has changed what it can do."""

    device: Device


@dataclass(frozen=True, slots=True)
class Vanished:
    """A device was taken away."""

    device_id: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A payload that describes no device we can take."""

    topic: str
    reason: str


Found = Appeared | Vanished | Rejected


class Convention(Protocol):
    """A way in which devices announce themselves."""

    @property
    def filters(self) -> tuple[str, ...]:
        """Topic filters to subscribe to."""
        ...

    def claims(self, topic: str) -> bool:
        """Whether a message on this topic is an announcement of this convention (and not a device's state)."""
        ...

    def read(self, message: Message) -> Sequence[Found]:
        """What the message says. Never raises: whatever is wrong with it is a Rejected."""
        ...

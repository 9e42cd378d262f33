"""The seam to the devices: messages on topics, as MQTT 5 has them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message that came in."""

    topic: str
    payload: bytes
    retained: bool
    """The broker had kept it: it says what was, not what is."""
    received: float = field(default_factory=monotonic, compare=False)
    """When it came in, on the monotonic clock in seconds; what came in before a publish is no answer to it."""


class Link(Protocol):
    """A connection to a broker that comes back by itself."""

    @property
    def connected(self) -> bool:
        """Whether a publish has a chance right now."""
        ...

    async def publish(self, topic: str, payload: bytes, *, expiry_s: int | None = None, retain: bool = False) -> float:
        """Send at QoS 1. Returns when the broker has it, which proves nothing about any device: the moment at which it
        said so, on the monotonic clock in seconds.

        Raises LinkDown at once while the broker is away (nothing is queued), PublishRefused when the broker says no,
        PublishInDoubt when the connection broke before the broker's answer (it may or may not have arrived).
        """
        ...

    async def subscribe(self, *filters: str) -> None:
        """Add topic filters; they hold across reconnects. Returns when the broker has them (or will on connect)."""
        ...

    async def unsubscribe(self, *filters: str) -> None:
        """Take topic filters away; those it does not have cost nothing. Added again they bring what is kept again."""
        ...

    def messages(self) -> AsyncIterator[Message]:
        """Everything that comes in on any subscribed filter, in the order of arrival. One consumer."""
        ...

    def connections(self) -> AsyncIterator[bool]:
        """Whether it is connected: now, and then every change. Any number of consumers."""
        ...

"""The seam to the devices: messages on topics, as MQTT 5 has them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message that came in."""

    topic: str
    payload: bytes
    retained: bool
    """The broker had kept it: it says what was, not what is."""


class Link(Protocol):
    """A connection to a broker that comes back by itself."""

    @property
    def connected(self) -> bool:
        """Whether a publish has a chance right now."""
        ...

    async def publish(self, topic: str, payload: bytes, *, expiry_s: int | None = None, retain: bool = False) -> None:
        """Send at QoS 1. Returns when the broker has it, which proves nothing about any device.

        Raises LinkDown at once while the broker is away (nothing is queued), PublishRefused when the broker says no.
        """
        ...

    async def subscribe(self, *filters: str) -> None:
        """Add topic filters; they hold across reconnects. Returns when the broker has them (or will on connect)."""
        ...

    def messages(self) -> AsyncIterator[Message]:
        """Everything that comes in on any subscribed filter, in the order of arrival. One consumer."""
        ...

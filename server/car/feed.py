"""What one head unit is told: a numbered ring of events that any number of its clients read at their own pace."""

import asyncio
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KEPT = 500
"""Events a client that comes back may have missed."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event."""

    number: int
    name: str
    data: dict[str, Any]
    """Values of JSON."""
    needs: frozenset[str] = frozenset()
    """Scopes of which one is needed to get it, beside those for events of its name."""


class Feed:
    """The ring. Events are numbered from 1; what falls out of it can only be made good by the whole state."""

    def __init__(self, kept: int = KEPT) -> None:
        self.epoch = secrets.token_hex(4)
        """Of these numbers; another feed has another."""
        self.last = 0
        self._ring: deque[Event] = deque(maxlen=kept)
        self._grown = asyncio.Event()

    def put(self, name: str, data: dict[str, Any], needs: frozenset[str] = frozenset()) -> None:
        """Tell everybody who reads, now or later; never blocks."""
        self.last += 1
        self._ring.append(Event(self.last, name, data, needs))
        self._grown.set()
        self._grown = asyncio.Event()

    def after(self, number: int) -> Iterable[Event] | None:
        """What came after the event of that number; None where some of it is lost."""
        if number == self.last:
            return ()
        if number > self.last or not self._ring or self._ring[0].number > number + 1:
            return None
        return [event for event in self._ring if event.number > number]

    async def grown(self, within_s: float) -> bool:
        """Wait until there is more; False where nothing came in time."""
        grown = self._grown
        try:
            async with asyncio.timeout(within_s):
                await grown.wait()
        except TimeoutError:
            return False
        return True

    def id_of(self, number: int) -> str:
        """The id of an event as it goes over the wire."""
        return f"{self.epoch}-{number}"

    def number_in(self, shown: str) -> int | None:
        """The number in an id; None for another feed's, and for what is no id."""
        epoch, dash, number = shown.strip().rpartition("-")
        if not dash or epoch != self.epoch or not (number.isascii() and number.isdigit() and len(number) < 16):
            return None
        return int(number)

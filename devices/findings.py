"""What devices announce: read beside their reports, and kept until it is taken in."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from devices.discovery.convention import Appeared, Convention, Found, Rejected, Vanished
from devices.inbox import Inbox
from devices.link import Message
from devices.pace import Pace
from devices.survival import surviving

log = logging.getLogger(__name__)

AT_ONCE = 250
"""Announcements that are taken in together."""

AHEAD = 500
"""As many findings may wait to be taken in; then reading waits, as announcements are smaller than what is in them."""


class Findings:
    """Announcements that wait to be read, and what was found in them; for one reader and one consumer.

    `conventions`: the first that claims a topic reads it.
    """

    def __init__(self, conventions: Sequence[Convention]) -> None:
        self._conventions = tuple(conventions)
        self._announcements = Inbox()
        self._found: deque[Found] = deque()
        self._filled = asyncio.Event()
        self._taken = asyncio.Event()

    @property
    def filters(self) -> tuple[str, ...]:
        """Where announcements come in."""
        return tuple(topic_filter for convention in self._conventions for topic_filter in convention.filters)

    def take(self, message: Message) -> bool:
        """Keep an announcement for reading; False where it is none. Reading takes longer than a report may wait."""
        if self._convention_for(message) is None:
            return False
        self._announcements.put(message)
        return True

    async def read(self, hear: Callable[[Message], None]) -> None:
        """Read announcements as they come, until cancelled.

        One may make another a report, which is given to `hear`: a car that is known by then only says how it is.
        """
        pace = Pace()
        while True:
            message = await self._announcements.get()
            convention = self._convention_for(message)
            if convention is None:
                hear(message)
            else:
                with surviving(message.topic):
                    self._found.extend(convention.read(message))
            if self._found:
                self._filled.set()
            await pace.rest()
            while len(self._found) >= AHEAD:
                self._taken.clear()
                await self._taken.wait()

    def _convention_for(self, message: Message) -> Convention | None:
        with surviving(message.topic):
            for convention in self._conventions:
                if convention.claims(message.topic):
                    return convention
        return None

    async def some(self) -> Mapping[str, Appeared | Vanished]:
        """What was announced longest ago, by device the newest of it; waits for something where there is nothing."""
        await self._filled.wait()
        newest: dict[str, Appeared | Vanished] = {}
        for _ in range(min(AT_ONCE, len(self._found))):
            match self._found.popleft():
                case Rejected(topic=topic, reason=reason):
                    log.warning("what was announced on %s is not taken: %s", topic, reason)
                case Appeared(device=device) as one:
                    newest[device.id] = one
                case Vanished(device_id=device_id) as one:
                    newest[device_id] = one
        if not self._found:
            self._filled.clear()
        self._taken.set()
        return newest

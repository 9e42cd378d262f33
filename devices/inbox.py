"""What came in on a link and was not taken yet: bounded, and under pressure the newest of each topic survives."""

import asyncio
import logging
from collections import OrderedDict

from devices.link import Message

log = logging.getLogger(__name__)

LOST_PER_LOG_LINE = 1_000
MOST_BYTES = 134_217_728
"""Of the payloads that wait: ten times what 10,000 devices announce."""


class Inbox:
    """A queue for one consumer.

    Up to `limit` messages, with payloads of `most_bytes` together, are kept as they came. Above it a message replaces
    the oldest of its own topic, so that final states stay exact; where its topic is not waiting yet, the oldest message
    of all is lost, and counted.
    """

    def __init__(self, limit: int = 50_000, most_bytes: int = MOST_BYTES) -> None:
        self._limit = limit
        self._most_bytes = most_bytes
        self._bytes = 0
        self._waiting: OrderedDict[int, Message] = OrderedDict()
        self._newest: dict[str, int] = {}
        self._serial = 0
        self._filled = asyncio.Event()
        self.lost = 0
        """Messages that no newer one of their topic made good."""

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, message: Message) -> None:
        """Add a message; never blocks."""
        size = len(message.payload)
        while self._waiting and (len(self._waiting) >= self._limit or self._bytes + size > self._most_bytes):
            self._make_room(message.topic)
        self._serial += 1
        self._bytes += size
        self._waiting[self._serial] = message
        self._newest[message.topic] = self._serial
        self._filled.set()

    async def get(self) -> Message:
        """The oldest message, waiting for one where there is none."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        serial, message = self._waiting.popitem(last=False)
        self._forget(message, serial)
        return message

    def _make_room(self, topic: str) -> None:
        older = self._newest.get(topic)
        if older is not None:
            self._forget(self._waiting.pop(older), older)
            return
        serial, lost = self._waiting.popitem(last=False)
        self._forget(lost, serial)
        self.lost += 1
        if self.lost % LOST_PER_LOG_LINE == 1:
            log.warning("more comes in than is taken: %d messages lost so far", self.lost)

    def _forget(self, message: Message, serial: int) -> None:
        self._bytes -= len(message.payload)
        if self._newest.get(message.topic) == serial:
            del self._newest[message.topic]

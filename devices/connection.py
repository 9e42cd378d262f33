"""Whether a link is up, with everyone who waits for a change."""

import asyncio
from collections.abc import AsyncIterator


class Connection:
    """Up or down, and every change of it."""

    def __init__(self, up: bool = False) -> None:
        self.up = up
        self._changes = 0
        self._changed = asyncio.Event()

    def turn(self, up: bool) -> None:
        """Set it; wakes everyone who watches, where it is a change."""
        if up == self.up:
            return
        self.up = up
        self._changes += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def watch(self) -> AsyncIterator[bool]:
        """The present state, then each change. Somebody slow still learns that it was away in between."""
        seen = self._changes
        yield self.up
        while True:
            if self._changes == seen:
                await self._changed.wait()
            missed_a_pair = self._changes - seen > 1
            seen = self._changes
            up = self.up
            if missed_a_pair:
                yield not up
            yield up

"""No command stays open for good: what could not be ended or written down is tried again until the journal takes it."""

import asyncio
import logging

from devices.errors import JournalUnavailable
from devices.journal import Journal

log = logging.getLogger(__name__)

SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
"""Seconds between two attempts; each that fails makes the next pause twice as long."""


class Settling:
    """Ends what an earlier run left open, and writes down what the journal did not take when it came."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._has_closed_forgotten = False

    async def attempt(self) -> bool:
        """Try once; returns whether the journal took everything."""
        try:
            if not self._has_closed_forgotten:
                forgotten = await self._journal.close_forgotten()
                self._has_closed_forgotten = True
                if forgotten:
                    log.warning("%d commands of an earlier run ended without anybody knowing how", forgotten)
            await self._journal.write_owed()
        except JournalUnavailable as error:
            log.error("how commands ended cannot be written down yet: %s", error)
            return False
        return True

    async def run(self) -> None:
        """Try again whenever something is left, until cancelled."""
        pause = SHORTEST_PAUSE_S
        while True:
            if self._has_closed_forgotten:
                await self._journal.until_owing()
            await asyncio.sleep(pause)
            pause = SHORTEST_PAUSE_S if await self.attempt() else min(2 * pause, LONGEST_PAUSE_S)

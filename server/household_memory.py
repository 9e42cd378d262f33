"""What is kept of people, in one place: learnt, shown, and ended when its time is over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habits
from assistant.memory.happenings import happenings
from assistant.memory.members import Members
from assistant.memory.nicknames import Nicknames
from assistant.memory.occasions import Regular
from assistant.memory.preferences import Preferences
from assistant.memory.storage import Storage
from assistant.utterance import Speaker
from server.erasing import Erasing
from server.learning import Learning
from server.suggesting import Suggesting

log = logging.getLogger(__name__)

AGREEING = 3
"""Days of use by which it is told how old things are."""

FINISH_EVERY_S = 60.0
"""Seconds between looks at whether something that was erased may still lie in a copy."""


@dataclass(frozen=True, slots=True)
class HouseholdMemory:
    """Everything the front door needs to show, correct and end what is kept of people."""

    preferences: Preferences
    habits: Habits
    members: Members
    erasing: Erasing
    learning: Learning
    nicknames: Nicknames
    suggesting: Suggesting
    after_sayings: Callable[[Speaker], Awaitable[Sequence[tuple[str, Regular]]]]
    """Saying ("good_night") and what somebody usually does after it. Raises MemoryUnavailable."""

    async def run(self) -> None:
        """Read what was learnt, go on learning, and finish what was erased, until cancelled.

        A house of years takes a second to read: until then nothing is filled in, and nothing waits for it.
        """
        await self.habits.load()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.learning.run(), name="learning")
            tasks.create_task(self.suggesting.run(), name="suggesting")
            tasks.create_task(self._finish(), name="erasing finishes")

    async def _finish(self) -> None:
        while True:
            await self.erasing.catch_up()
            await asyncio.sleep(FINISH_EVERY_S)


def forgetting_old(
    storage: Storage, habits: Habits, keep_for: timedelta, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Callable[[], Awaitable[int]]:
    """Erases what happened longer ago than that, counted from now, or from where the house was last used in earnest.

    A clock that jumps ahead for an hour makes nothing old: it takes AGREEING days of use to say what the time is.
    """

    async def forget() -> int:
        try:
            oldest, newest = await storage.read(_oldest_and_in_use)
            if oldest is None or newest is None:
                return 0
            limit = min(newest, now()) - keep_for
            return await habits.forget(until=limit) if oldest < limit else 0
        except MemoryUnavailable as error:
            log.error("what happened long ago could not be erased: %s", error)
            return 0

    return forget


def _oldest_and_in_use(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """When the first thing happened, and the newest that other days of use agree with."""
    day = func.date(happenings.c.at)
    last = select(func.max(happenings.c.at)).group_by(day).order_by(day.desc()).limit(AGREEING)
    newest = list(connection.execute(last).scalars())
    oldest = connection.execute(select(func.min(happenings.c.at))).scalar()
    return _utc(oldest), _utc(newest[-1] if newest else None)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None

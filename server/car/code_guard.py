"""Codes that people enter: five that are none, and nothing is taken any more for a while, also over a restart."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select

from assistant.memory.storage import Storage
from server.api.problems import Problem
from server.car.head_unit_records import code_entry, database_problems
from server.car.steady_clock import SteadyClock

T = TypeVar("T")

TRIES = 5
"""Wrong codes, each within LOCKED_FOR of the one before, until no code is taken."""

LOCKED_FOR = timedelta(minutes=10)


class CodeGuard:
    """One for the house, whoever enters codes. A right code takes nothing back: it may be the guesser's own."""

    def __init__(self, storage: Storage, clock: SteadyClock) -> None:
        self._storage = storage
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        """Guesses made at once must not all be looked up before the first is counted."""

    async def enter(self, look_up: Callable[[], Awaitable[T | None]]) -> T:
        """What the code stands for. Raises Problem ("codes-locked", "no-such-code", "not-ready").

        `look_up` gives None for a code that stands for nothing; it is not asked while codes are locked.
        """
        async with self._one_at_a_time:
            await self._check_lock()
            found = await look_up()
            if found is not None:
                return found
            now = self._clock.now()
            with database_problems():
                left = await self._storage.write(lambda connection: _count(connection, now))
        if not left:
            raise _locked(LOCKED_FOR)
        raise Problem("no-such-code", f"no head unit shows that code; {left} more tries")

    async def _check_lock(self) -> None:
        with database_problems():
            query = select(code_entry.c.locked_until)
            until = await self._storage.read(lambda connection: connection.execute(query).scalar_one_or_none())
        now = self._clock.now()
        if until is not None and now < until:
            raise _locked(until - now)


def _locked(remaining: timedelta) -> Problem:
    seconds = max(1, round(remaining.total_seconds()))
    return Problem("codes-locked", f"{TRIES} wrong codes; again in {seconds} s", {"Retry-After": str(seconds)})


def _count(connection: Connection, now: datetime) -> int:
    """Note a wrong code; returns how many more may be tried."""
    before = connection.execute(select(code_entry)).mappings().one_or_none()
    recent = before is not None and now - before["last_wrong"] < LOCKED_FOR
    wrong = 1 + (before["wrong"] if before is not None and recent else 0)
    locked = wrong >= TRIES
    connection.execute(delete(code_entry))
    row = {"id": 1, "wrong": 0 if locked else wrong, "last_wrong": now, "locked_until": now + LOCKED_FOR}
    connection.execute(insert(code_entry).values(row if locked else {**row, "locked_until": None}))
    return 0 if locked else TRIES - wrong

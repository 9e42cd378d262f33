"""Time in the simulation: it passes by itself, as fast as wanted, or only when a test says so."""

import asyncio
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from time import monotonic
from typing import Protocol

ROUNDS_TO_SETTLE = 30
"""Turns of the event loop in which everything that became due does what follows from it."""

A_MONDAY_MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Clock(Protocol):
    """What the simulation's time is, and how to wait for it."""

    def now(self) -> float:
        """Simulated seconds since the simulation began."""
        ...

    def today(self) -> datetime:
        """Date and time in the simulation, with a time zone."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many simulated seconds."""
        ...

    async def wait(self, seconds: float) -> None:
        """Wait so many seconds as those count them who talk to the simulation; a fast clock makes them no shorter."""
        ...


class RunningClock:
    """Time that passes by itself; `speed` seconds of it pass in one real second."""

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        self.speed = speed
        self._start = start or datetime.now().astimezone()
        self._began = monotonic()

    def now(self) -> float:
        """Simulated seconds since it was made."""
        return (monotonic() - self._began) * self.speed

    def today(self) -> datetime:
        """The start, and what has passed since."""
        return self._start + timedelta(seconds=self.now())

    async def sleep(self, seconds: float) -> None:
        """Wait the real time it takes."""
        await asyncio.sleep(seconds / self.speed)

    async def wait(self, seconds: float) -> None:
        """Wait real seconds."""
        await asyncio.sleep(seconds)


class SteppedClock:
    """Time that stands still until `advance` is called."""

    def __init__(self, start: datetime = A_MONDAY_MORNING) -> None:
        self._start = start
        self._now = 0.0
        self._numbers = count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        """How far it was advanced, in seconds."""
        return self._now

    def today(self) -> datetime:
        """The start, and how far it was advanced."""
        return self._start + timedelta(seconds=self._now)

    async def sleep(self, seconds: float) -> None:
        """Wait until it was advanced so far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (self._now + seconds, next(self._numbers), turn))
        await turn

    async def wait(self, seconds: float) -> None:
        """The same as sleep."""
        await self.sleep(seconds)

    async def advance(self, seconds: float) -> None:
        """Let so much time pass: whoever waits goes on in the order in which it is due, at that very moment."""
        until = self._now + seconds
        await self.settle()
        while self._waiting and self._waiting[0][0] <= until:
            self._now = due = self._waiting[0][0]
            while self._waiting and self._waiting[0][0] == due:
                turn = heappop(self._waiting)[2]
                if not turn.done():
                    turn.set_result(None)
            await self.settle()
        self._now = until
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that needs no time."""
        for _ in range(ROUNDS_TO_SETTLE):
            await asyncio.sleep(0)

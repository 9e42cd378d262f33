"""An event loop whose time does not pass while anything is to be done, and passes at once where everybody waits.

What takes seconds takes none, nothing depends on how busy the machine is, and deadlines are the product's own.
"""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

from devices.journal import Storage

T = TypeVar("T")

LOOK_AGAIN_S = 0.05
A_MOMENT_S = 1e-6
"""What every turn of the loop takes, so that of two things one is later."""


class _Leaping(selectors.DefaultSelector):
    """Does not wait: it lets the time pass instead, unless a thread is at work."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.threads_at_work = 0

    def select(self, timeout: float | None = None) -> Any:
        self.now += A_MOMENT_S
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.threads_at_work:
            return super().select(LOOK_AGAIN_S)
        found = super().select(0)
        if not found:
            self.now += timeout
        return found


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its time begins at 1,000 s."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        self._leaping.now = 1_000.0
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now

    def thread_works(self, more: int) -> None:
        """One more thread, or one less, works for somebody who waits in this loop."""
        self._leaping.threads_at_work += more


class CountedStorage:
    """A storage in whose time a leaping loop's own stands still."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def write(self, work: Callable[[Connection], T]) -> T:
        return await self._counted(self._storage.write, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._counted(self._storage.read, work)

    async def _counted(self, run: Callable[[Callable[[Connection], T]], Any], work: Callable[[Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        if not isinstance(loop, LeapingLoop):
            return await run(work)  # type: ignore[no-any-return]
        loop.thread_works(+1)
        try:
            return await run(work)  # type: ignore[no-any-return]
        finally:
            loop.thread_works(-1)

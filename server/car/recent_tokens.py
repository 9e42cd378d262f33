"""What the database says about access tokens that were shown lately, for as long as nothing about them is written."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from assistant.memory.storage import Storage
from server.car.head_unit_records import KeptPair, KeptUnit, pair_of, unit_of

T = TypeVar("T")

KEPT = 256

Found = tuple[KeptPair, KeptUnit]
"""A pair of tokens and the head unit it was given to."""


class RecentTokens:
    """A Storage through which everything about head units is read and written.

    From the moment a write is asked for until it is over nothing is answered from memory, and after it all of that is
    read anew: a head unit that is revoked is never known any longer than in the database itself.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._found: dict[bytes, Found] = {}
        self._under_way = 0
        self._written = 0
        """Writes that are over: what was read before one of them may be other than it is now."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """As any Storage reads."""
        return await self._storage.read(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """As any Storage writes, but to its end, also for a caller that goes away meanwhile."""
        self._under_way += 1
        writing = asyncio.ensure_future(self._storage.write(work))
        writing.add_done_callback(self._is_over)
        return await asyncio.shield(writing)

    async def with_access(self, access: bytes) -> Found | None:
        """The pair with this access token (its digest) and its head unit; None where nobody has it."""
        if not self._under_way and access in self._found:
            return self._found[access]
        written = self._written
        found = await self._storage.read(lambda connection: pair_with_access(connection, access))
        if found is not None and not self._under_way and written == self._written:
            if len(self._found) >= KEPT:
                self._found.clear()
            self._found[access] = found
        return found

    def _is_over(self, writing: "asyncio.Future[T]") -> None:
        self._under_way -= 1
        self._written += 1
        self._found.clear()
        if not writing.cancelled():
            writing.exception()


def pair_with_access(connection: Connection, access: bytes) -> Found | None:
    """The pair with this access token (its digest) and its head unit; None where nobody has it."""
    pair = pair_of(connection, access=access)
    unit = None if pair is None else unit_of(connection, pair.unit)
    return None if pair is None or unit is None else (pair, unit)

"""What memory needs of a database: work done in a transaction, off the event loop."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, MetaData

T = TypeVar("T")

metadata = MetaData()
"""The tables of this room; the server creates and migrates them."""


class Storage(Protocol):
    """Runs work on a connection."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run it in a transaction; returns when it is on disk."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run it without changing anything."""
        ...

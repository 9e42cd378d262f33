"""A database in memory, for what is only ever weighed and never sent."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, MetaData, create_engine, pool

T = TypeVar("T")


class MemoryStorage:
    """Satisfies `devices.journal.Storage`; gone with the process."""

    def __init__(self, tables: MetaData) -> None:
        self._engine = create_engine("sqlite://", poolclass=pool.StaticPool)
        self._tables = tables
        tables.create_all(self._engine)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run it in a transaction."""
        with self._engine.begin() as connection:
            return work(connection)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run it without changing anything."""
        with self._engine.connect() as connection:
            return work(connection)

    def empty(self) -> None:
        """Forget everything."""
        with self._engine.begin() as connection:
            for table in reversed(self._tables.sorted_tables):
                connection.execute(table.delete())

"""When somebody said good night, or that they are home: what they do next is learnt from what happens after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Row,
    String,
    Table,
    and_,
    delete,
    insert,
    select,
    true,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.storage import Storage, metadata

sayings = Table(
    "sayings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("saying", String(32), nullable=False),
    Column("turn", String(64), nullable=False),
    sqlite_autoincrement=True,
)
"""`at` in UTC; `saying` stands for all words that mean it ("good_night"): what was said is not kept."""


@dataclass(frozen=True, slots=True)
class Said:
    """One time that it was said."""

    at: datetime
    """In UTC."""
    turn: str


class Sayings:
    """Nothing of it is held in memory."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def note(self, person: str, saying: str, at: datetime, turn: str) -> None:
        """Write down that it was said. `at` with its zone. Raises MemoryUnavailable."""
        row = {"person": person, "saying": saying, "at": at.astimezone(UTC), "turn": turn}
        try:
            await self._storage.write(lambda connection: connection.execute(insert(sayings).values(**row)))
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"that something was said cannot be written down: {error}") from error

    async def times(self, person: str, saying: str, since: datetime) -> Sequence[Said]:
        """When this person said it from that moment on, oldest first. Raises MemoryUnavailable."""
        which = and_(sayings.c.person == person, sayings.c.saying == saying, sayings.c.at >= since.astimezone(UTC))
        query = select(sayings).where(which).order_by(sayings.c.at, sayings.c.id)
        try:
            return await self._storage.read(lambda connection: tuple(map(_said, connection.execute(query))))
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"when something was said cannot be read: {error}") from error


def erase_sayings(
    connection: Connection, person: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> int:
    """Erase those of this person (None: everybody) in that time; returns how many. `until` is not included."""
    wanted: list[ColumnElement[bool]] = [true()]
    if person is not None:
        wanted.append(sayings.c.person == person)
    if since is not None:
        wanted.append(sayings.c.at >= since.astimezone(UTC))
    if until is not None:
        wanted.append(sayings.c.at < until.astimezone(UTC))
    return connection.execute(delete(sayings).where(and_(*wanted))).rowcount


def _said(row: Row[tuple[object, ...]]) -> Said:
    fields = row._mapping
    # SQLite gives moments back without their zone; they were written in UTC.
    return Said(fields["at"].replace(tzinfo=UTC), fields["turn"])

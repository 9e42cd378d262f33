"""Wishes that wait for the house, as they lie in the node's database: no restart loses one, and none is sent twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.utterance import Language, Seat
from devices.journal import Storage
from server.car.waiting import WaitingUnavailable

T = TypeVar("T")

metadata = MetaData()

waiting_wishes = Table(
    "waiting_wishes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("said", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("person", String(64), nullable=False),
    Column("seat", String(16), nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sent", DateTime(timezone=True)),
    Column("outcome", String(32), nullable=False, server_default=""),
    Column("reply", Text, nullable=False, server_default=""),
    Column("unit", String(64), nullable=False, server_default=""),
    Column("grants", JSON(none_as_null=True)),
)
"""The id is the key by which the house does it once at most."""


class State(StrEnum):
    """How far a wish has come. Only WAITING ever leads to sending it."""

    WAITING = "waiting"
    """Nobody at the house has heard of it."""
    SENT = "sent"
    """It may have reached the house; how it ended is not known yet."""
    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED = "expired"
    NEVER = "never"
    """It was sent and never arrived; the house will not do it any more."""
    FORGOTTEN = "forgotten"
    """It was sent, and nobody can tell any more what became of it."""


OPEN = frozenset({State.WAITING, State.SENT})


@dataclass(frozen=True, slots=True)
class Wish:
    """One sentence for the house."""

    id: str
    said: str
    language: Language
    person: str
    seat: Seat
    conversation: str
    """The key of the dialogue in the car that it was said in."""
    made: datetime
    """With its time zone."""
    state: State = State.WAITING
    sent: datetime | None = None
    outcome: str = ""
    """With ANSWERED: as the house told it."""
    reply: str = ""
    unit: str = ""
    """Id of the head unit that it was said through; empty: through none."""
    grants: frozenset[str] | None = None
    """What that head unit was granted then; None: it was said through none."""


class WishesUnavailable(WaitingUnavailable):
    """They cannot be read or written now; the text says why."""


class WishRecords:
    """Reads and writes them. `storage`: the node's database."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def open_ones(self) -> tuple[Wish, ...]:
        """Those that wait, and those whose end is not known, oldest first. Raises WishesUnavailable."""
        query = select(waiting_wishes).where(waiting_wishes.c.state.in_(OPEN)).order_by(waiting_wishes.c.made)
        return await self._read(lambda connection: tuple(map(_wish, connection.execute(query))))

    async def add(self, wish: Wish) -> None:
        """Keep a new one; it is on the disk when this returns. Raises WishesUnavailable."""
        await self._write(lambda connection: connection.execute(insert(waiting_wishes).values(**_row(wish))))

    async def move(self, wish: Wish, to: State, **fields: Any) -> Wish | None:
        """The wish in another state, if it still is in the one it is known in here; else None.

        Of two that move it at the same time one gets it. Raises WishesUnavailable.
        """
        moved = replace(wish, state=to, **fields)
        where = waiting_wishes.c.id == wish.id, waiting_wishes.c.state == wish.state.value
        change = update(waiting_wishes).where(*where).values(**_row(moved))
        return moved if await self._write(lambda connection: connection.execute(change).rowcount) else None

    async def state_of(self, wish: str) -> State | None:
        """How far it has come; None where there is none of that id any more. Raises WishesUnavailable."""
        query = select(waiting_wishes.c.state).where(waiting_wishes.c.id == wish)
        found = await self._read(lambda connection: connection.execute(query).scalar_one_or_none())
        return None if found is None else State(found)

    async def forget(self, ids: Iterable[str]) -> None:
        """Erase them. Raises WishesUnavailable."""
        gone = tuple(ids)
        if gone:
            await self._write(lambda c: c.execute(delete(waiting_wishes).where(waiting_wishes.c.id.in_(gone))))

    async def forget_ended(self, before: datetime) -> None:
        """Erase those that ended and were made before that moment. Raises WishesUnavailable."""
        ended = waiting_wishes.c.state.not_in(OPEN), waiting_wishes.c.made < before
        await self._write(lambda connection: connection.execute(delete(waiting_wishes).where(*ended)))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.read(work)
        except (SQLAlchemyError, OSError) as error:
            raise WishesUnavailable(f"what waits for the house cannot be read: {error}") from error

    async def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.write(work)
        except (SQLAlchemyError, OSError) as error:
            raise WishesUnavailable(f"what waits for the house cannot be written down: {error}") from error


def _row(wish: Wish) -> dict[str, Any]:
    held = {column.name: getattr(wish, column.name) for column in waiting_wishes.c}
    grants = None if wish.grants is None else sorted(wish.grants)
    return held | {"state": wish.state.value, "grants": grants}


def _wish(row: Row[Any]) -> Wish:
    held = dict(row._mapping)
    # SQLite gives moments back without their zone; they were written in UTC.
    zoned = {name: held[name] and held[name].replace(tzinfo=UTC) for name in ("made", "sent")}
    grants = None if held["grants"] is None else frozenset(held["grants"])
    return Wish(**{**held, **zoned, "state": State(held["state"]), "grants": grants})

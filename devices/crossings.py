"""When the household's cars left home and came back. Kept for KEPT, and until somebody erases it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    Boolean,
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

from devices.geofence import Crossed, Crossing
from devices.records import metadata

KEPT = timedelta(days=30)

car_crossings = Table(
    "car_crossings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("car", String(128), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("seen", Boolean, nullable=False),
)

T = TypeVar("T")


class CrossingStorage(Protocol):
    """What crossings are kept in: the database of the product."""

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run something that only reads. Raises SQLAlchemyError."""
        ...

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run something that changes rows, whole or not at all. Raises SQLAlchemyError."""
        ...


@dataclass(frozen=True, slots=True)
class CarCrossing:
    """A car left home, or came home."""

    car: str
    """Id of the car among the devices."""
    crossing: Crossing


class Crossings:
    """All of them."""

    def __init__(self, storage: CrossingStorage) -> None:
        self._storage = storage

    async def add(self, crossed: CarCrossing) -> None:
        """Write it down; what is older than KEPT goes. Raises SQLAlchemyError."""
        crossing = crossed.crossing
        at = crossing.at.astimezone(UTC)
        row = {"car": crossed.car, "what": crossing.what, "at": at, "seen": crossing.seen}
        too_old = car_crossings.c.at < at - KEPT

        def change(connection: Connection) -> None:
            connection.execute(delete(car_crossings).where(too_old))
            connection.execute(insert(car_crossings).values(**row))

        await self._storage.write(change)

    async def latest(self, limit: int = 20, *, car: str = "", what: Crossed | None = None) -> tuple[CarCrossing, ...]:
        """The newest first, of one car and of one sort where given. Raises SQLAlchemyError."""
        wanted: list[ColumnElement[bool]] = [true()]
        if car:
            wanted.append(car_crossings.c.car == car)
        if what is not None:
            wanted.append(car_crossings.c.what == what)
        query = select(car_crossings).where(and_(*wanted)).order_by(car_crossings.c.id.desc()).limit(limit)
        rows = await self._storage.read(lambda connection: tuple(connection.execute(query)))
        return tuple(map(_crossing, rows))


def erase_crossings(connection: Connection, since: datetime | None = None, until: datetime | None = None) -> int:
    """Erase those of that time, whoever drove: nobody knows who. `since` is included, `until` is not."""
    wanted: list[ColumnElement[bool]] = [true()]
    if since is not None:
        wanted.append(car_crossings.c.at >= since.astimezone(UTC))
    if until is not None:
        wanted.append(car_crossings.c.at < until.astimezone(UTC))
    return connection.execute(delete(car_crossings).where(and_(*wanted))).rowcount


def _crossing(row: "Row[Any]") -> CarCrossing:
    return CarCrossing(row.car, Crossing(row.what, row.at.replace(tzinfo=UTC), row.seen))

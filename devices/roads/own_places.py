"""Places of the household: home, work, grandma's. Kept until somebody forgets them; the newest of a name counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from sqlalchemy import Column, Connection, DateTime, Float, Row, String, Table, delete, insert, select

from devices.records import metadata
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.roads import own_place
from devices.roads.search import plain

HOME = "home"
"""The key of where the household lives."""
MAX_PLACES = 200
MAX_LENGTH = 60

own_places = Table(
    "own_places",
    metadata,
    Column("key", String(MAX_LENGTH * 2), primary_key=True),
    Column("name", String(MAX_LENGTH), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

T = TypeVar("T")


class PlaceStorage(Protocol):
    """What places are kept in: the database of the product."""

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run something that only reads. Raises SQLAlchemyError."""
        ...

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run something that changes rows, whole or not at all. Raises SQLAlchemyError."""
        ...


class TooManyPlaces(Exception):
    """There are MAX_PLACES already."""


@dataclass(frozen=True, slots=True)
class _Kept:
    place: Place
    person: str


class OwnPlaces:
    """All of them. `load` comes first; from then on they are at hand without waiting.

    `beneath`: name → position of places that hold as long as nobody tells otherwise.
    """

    def __init__(self, storage: PlaceStorage | None, beneath: Mapping[str, Position] | None = None) -> None:
        self._storage = storage
        self._beneath = {plain(name): own_place(name, at) for name, at in (beneath or {}).items()}
        self._kept: dict[str, _Kept] = {}

    async def load(self) -> None:
        """Read what was told. Raises SQLAlchemyError."""
        if self._storage is not None:
            rows = await self._storage.read(lambda connection: tuple(connection.execute(select(own_places))))
            self._kept = {row.key: _kept(row) for row in rows}

    def called(self, name: str) -> Place | None:
        """The place of that name."""
        kept = self._kept.get(plain(name))
        return kept.place if kept else self._beneath.get(plain(name))

    @property
    def home(self) -> Place | None:
        """Where the household lives."""
        return self.called(HOME)

    def all(self) -> list[Place]:
        """Every place, home first."""
        known = self._beneath | {key: kept.place for key, kept in self._kept.items()}
        return [known[key] for key in sorted(known, key=lambda key: (key != HOME, key))]

    async def keep(self, name: str, at: Position, person: str) -> Place:
        """Keep it in place of any of that name. Raises TooManyPlaces, ValueError and SQLAlchemyError."""
        key, name = plain(name), " ".join(name.split())
        if not key or len(name) > MAX_LENGTH:
            raise ValueError(f"{name!r} is no name of a place: 1 to {MAX_LENGTH} letters are")
        if key not in self._kept and len(self._kept) >= MAX_PLACES:
            raise TooManyPlaces
        row = {"key": key, "name": name, "person": person, "since": datetime.now(UTC)}
        row |= {"latitude": at.latitude, "longitude": at.longitude}

        def change(connection: Connection) -> None:
            connection.execute(delete(own_places).where(own_places.c.key == key))
            connection.execute(insert(own_places).values(**row))

        if self._storage is not None:
            await self._storage.write(change)
        self._kept[key] = _Kept(own_place(name, at), person)
        return self._kept[key].place

    async def forget(self, name: str) -> bool:
        """Erase it; returns whether there was one. Raises SQLAlchemyError."""
        return await self._erase([plain(name)]) > 0

    async def forget_all_of(self, person: str | None) -> int:
        """Erase what that person told, or everybody; returns how many there were. Raises SQLAlchemyError."""
        return await self._erase([key for key, kept in self._kept.items() if person in (None, kept.person)])

    async def _erase(self, keys: Iterable[str]) -> int:
        gone = [key for key in keys if key in self._kept]
        if gone and self._storage is not None:
            query = delete(own_places).where(own_places.c.key.in_(gone))
            await self._storage.write(lambda connection: connection.execute(query).rowcount)
        self._kept = {key: kept for key, kept in self._kept.items() if key not in gone}
        return len(gone)


def _kept(row: "Row[tuple[object, ...]]") -> _Kept:
    return _Kept(own_place(row.name, Position(row.latitude, row.longitude)), row.person)

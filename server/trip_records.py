"""What of trips outlasts a restart: where each car is going, and the wishes that wait for that."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Float,
    MetaData,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    select,
    true,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.memory.storage import Storage
from assistant.utterance import Speaker, Utterance
from devices.roads.place import Place
from devices.roads.position import Position
from skills.arrivals import NotWritten, OnTheWay
from skills.trips import Course

metadata = MetaData()

trip_wishes = Table(
    "trip_wishes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("car", String(128), nullable=False),
    Column("said", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("seat", String(16), nullable=False),
    Column("heard_by", String(8), nullable=False),
    Column("grants", JSON(none_as_null=True)),
    Column("place", String(128), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("destination", String(200), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)
trips_under_way = Table(
    "trips_under_way",
    metadata,
    Column("car", String(128), primary_key=True),
    Column("course", JSON, nullable=False),
)


class TripRecords:
    """Reads and writes both. `storage`: the database of the product."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def keep(self, wish: OnTheWay) -> None:
        """Write a wish down. Raises NotWritten."""
        await self._write(lambda connection: connection.execute(insert(trip_wishes).values(**_wish_row(wish))))

    async def drop(self, ids: Iterable[str]) -> None:
        """Erase these wishes. Raises NotWritten."""
        query = delete(trip_wishes).where(trip_wishes.c.id.in_(list(ids)))
        await self._write(lambda connection: connection.execute(query))

    async def wishes(self) -> tuple[OnTheWay, ...]:
        """All that wait, oldest first. Raises SQLAlchemyError."""
        query = select(trip_wishes).order_by(trip_wishes.c.since)
        rows = await self._storage.read(lambda connection: tuple(connection.execute(query)))
        return tuple(map(_wish, rows))

    async def courses(self) -> Mapping[str, Course]:
        """Where each car is going. Raises SQLAlchemyError."""
        rows = await self._storage.read(lambda connection: tuple(connection.execute(select(trips_under_way))))
        return {row.car: _course(row.course) for row in rows}

    async def keep_course(self, car: str, course: Course | None) -> None:
        """Where a car is going from now on; None: nowhere. Raises NotWritten."""

        def change(connection: Connection) -> None:
            connection.execute(delete(trips_under_way).where(trips_under_way.c.car == car))
            if course is not None:
                connection.execute(insert(trips_under_way).values(car=car, course=_course_data(course)))

        await self._write(change)

    async def _write(self, change: Any) -> None:
        try:
            await self._storage.write(change)
        except SQLAlchemyError as error:
            raise NotWritten(f"what waits for a trip cannot be written down: {error}") from error


def erase_trips(
    connection: Connection, person: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> int:
    """Erase what this person (None: anybody) wished for a trip in that time; of all times with where cars are going,
    as nobody knows whose that is. `since` is included, `until` is not. Returns how many wishes there were.
    """
    wanted: list[ColumnElement[bool]] = [true()]
    if person is not None:
        wanted.append(trip_wishes.c.person == person)
    if since is not None:
        wanted.append(trip_wishes.c.since >= since.astimezone(UTC))
    if until is not None:
        wanted.append(trip_wishes.c.since < until.astimezone(UTC))
    if since is None and until is None:
        connection.execute(delete(trips_under_way))
    return connection.execute(delete(trip_wishes).where(and_(*wanted))).rowcount


def _wish_row(wish: OnTheWay) -> dict[str, Any]:
    said, speaker = wish.said, wish.said.speaker
    return {
        "id": wish.id,
        "car": wish.car,
        "said": said.text,
        "language": said.language,
        "person": speaker.person,
        "role": speaker.role,
        "seat": speaker.seat,
        "heard_by": speaker.by,
        "grants": None if speaker.grants is None else sorted(speaker.grants),
        "place": said.place,
        "seconds": wish.seconds,
        "destination": wish.destination,
        "since": wish.since.astimezone(UTC),
    }


def _wish(row: "Row[Any]") -> OnTheWay:
    grants = None if row.grants is None else frozenset(row.grants)
    speaker = Speaker(row.person, row.role, seat=row.seat, grants=grants, by=row.heard_by)
    since = row.since.replace(tzinfo=UTC)
    said = Utterance(row.said, row.language, speaker, row.place, at=since)
    return OnTheWay(row.id, row.car, said, row.seconds, row.destination, since)


def _course_data(course: Course) -> dict[str, Any]:
    return {"stops": [_place_data(p) for p in course.stops], "best": course.best, "avoid": sorted(course.avoid)}


def _course(told: Mapping[str, Any]) -> Course:
    return Course(tuple(map(_place, told["stops"])), told["best"], frozenset(told["avoid"]))


def _place_data(place: Place) -> dict[str, Any]:
    words = {"id": place.id, "name": place.name, "en": place.en, "zh": place.zh, "street": place.street}
    return {**words, "kinds": list(place.kinds), "kw": place.kw, "at": [place.at.latitude, place.at.longitude]}


def _place(told: Mapping[str, Any]) -> Place:
    at = Position(*told["at"])
    return Place(told["id"], told["name"], tuple(told["kinds"]), at, told["en"], told["zh"], told["street"], told["kw"])

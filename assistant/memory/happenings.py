"""What happened in the house: who did what with which thing, when, and how it was around then."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    exists,
    insert,
    select,
    true,
    update,
)

from assistant.memory.not_learnt import not_learnt
from assistant.memory.sayings import erase_sayings
from assistant.memory.storage import metadata

Value = bool | int | float | str | None

By = Literal["voice", "touch", "hand", "routine"]

happenings = Table(
    "happenings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("offset", Integer, nullable=False),
    Column("person", String(64), nullable=False),
    Column("place", String(128), nullable=False),
    Column("device", String(128), nullable=False),
    Column("action", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("by", String(16), nullable=False),
    Column("around", Text, nullable=False),
    Column("turn", String(64), nullable=False),
    Column("counts", Boolean, nullable=False),
    Index("happenings_of_slot", "person", "device", "action", "counts", "id"),
    Index("happenings_of_person", "person", "counts", "id"),
    Index("happenings_at", "at"),
    sqlite_autoincrement=True,
)
"""`at` in UTC, and `offset`, the minutes that the house's clock was ahead of it. `counts`: habits are learnt from it;
it is false for what comes as a flood. No id is given twice: they tell the order in which things were written."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that somebody, or the house, did."""

    at: datetime
    """With its zone: habits go by the clock on the wall."""
    person: str
    """Id of the member; empty where nobody is known."""
    place: str
    """Id of the room; empty where none is known."""
    device: str
    action: str
    """The capability that was set."""
    value: Value
    by: By = "hand"
    around: Mapping[str, str] = field(default_factory=dict)
    """Conditions that were known then: "dark": "yes", "at_home": "2", …"""
    turn: str = ""
    """Id of the turn in which it was said, if it was."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A happening as it is in the database."""

    id: int
    happening: Happening


def add_happening(connection: Connection, happening: Happening, *, counts: bool) -> int:
    """Write it down; returns its id."""
    made = connection.execute(
        insert(happenings).values(
            at=happening.at.astimezone(UTC),
            offset=_offset(happening.at),
            person=happening.person,
            place=happening.place,
            device=happening.device,
            action=happening.action,
            value=json.dumps(happening.value, ensure_ascii=False),
            by=happening.by,
            around=json.dumps(dict(happening.around), ensure_ascii=False),
            turn=happening.turn,
            counts=counts,
        )
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def people(connection: Connection) -> tuple[str, ...]:
    """Everybody of whom something is written down."""
    return tuple(connection.execute(select(happenings.c.person).distinct()).scalars())


def slots_of(connection: Connection, person: str) -> tuple[tuple[str, str], ...]:
    """The pairs of device and action that this person ever used."""
    query = select(happenings.c.device, happenings.c.action).where(happenings.c.person == person).distinct()
    return tuple((row.device, row.action) for row in connection.execute(query))


def last_of_person(connection: Connection, person: str, count: int) -> tuple[Kept, ...]:
    """The last ones that count, in the order in which they were written."""
    return _last(connection, happenings.c.person == person, count)


def last_of_slot(connection: Connection, person: str, device: str, action: str, count: int) -> tuple[Kept, ...]:
    """The last ones of this person with this thing that count, in the order in which they were written."""
    return _last(connection, _slot(person, device, action), count)


def with_ids(connection: Connection, ids: Sequence[int]) -> tuple[Kept, ...]:
    """Those of these ids that are there, oldest first."""
    query = select(happenings).where(happenings.c.id.in_(list(ids))).order_by(happenings.c.id)
    return tuple(map(_kept, connection.execute(query)))


def erase(
    connection: Connection,
    *,
    person: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    slot: tuple[str, str] | None = None,
    of: Callable[[Value], bool] | None = None,
) -> int:
    """Erase what all that is given applies to; returns how many there were. With no `slot` sayings go too.

    `since` is included and `until` is not; `slot`: device and action; `of`: says whether a value is meant.
    """
    wanted: list[ColumnElement[bool]] = [true()]
    if person is not None:
        wanted.append(happenings.c.person == person)
    if since is not None:
        wanted.append(happenings.c.at >= since.astimezone(UTC))
    if until is not None:
        wanted.append(happenings.c.at < until.astimezone(UTC))
    if slot is None:
        erase_sayings(connection, person, since, until)
    else:
        wanted += [happenings.c.device == slot[0], happenings.c.action == slot[1]]
    if of is not None:
        there = connection.execute(select(happenings.c.value).where(and_(*wanted)).distinct()).scalars()
        wanted.append(happenings.c.value.in_([value for value in there if of(json.loads(value))]))
    return connection.execute(delete(happenings).where(and_(*wanted))).rowcount


def attribute(connection: Connection, turn: str, person: str, since: datetime) -> tuple[str, ...]:
    """What was done in that turn, not before `since`, was done by this person; returns whose each of it was until now.

    What this person does not want to be learnt goes.
    """
    its = (happenings.c.turn == turn, happenings.c.at >= since.astimezone(UTC), happenings.c.person != person)
    rows = connection.execute(select(happenings.c.id, happenings.c.person).where(*its)).all()
    ids = [row.id for row in rows]
    connection.execute(update(happenings).where(happenings.c.id.in_(ids)).values(person=person))
    unwanted = exists().where(
        not_learnt.c.person == person,
        not_learnt.c.device == happenings.c.device,
        not_learnt.c.action == happenings.c.action,
    )
    connection.execute(delete(happenings).where(happenings.c.id.in_(ids), unwanted))
    return tuple(row.person for row in rows)


def erase_turn(connection: Connection, turn: str, since: datetime) -> tuple[str, ...]:
    """Erase what was done in that turn, not before `since`; returns whose each of it was."""
    its = (happenings.c.turn == turn, happenings.c.at >= since.astimezone(UTC))
    people = tuple(connection.execute(select(happenings.c.person).where(*its)).scalars())
    connection.execute(delete(happenings).where(*its))
    return people


def _slot(person: str, device: str, action: str) -> ColumnElement[bool]:
    return and_(happenings.c.person == person, happenings.c.device == device, happenings.c.action == action)


def _last(connection: Connection, which: ColumnElement[bool], count: int) -> tuple[Kept, ...]:
    query = select(happenings).where(which, happenings.c.counts.is_(True)).order_by(happenings.c.id.desc()).limit(count)
    return tuple(reversed([_kept(row) for row in connection.execute(query)]))


def _offset(moment: datetime) -> int:
    ahead = moment.utcoffset()
    if ahead is None:
        raise ValueError(f"a moment without a zone: {moment.isoformat()}")
    return round(ahead.total_seconds() / 60)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    fields = row._mapping
    zone = timezone(timedelta(minutes=fields["offset"]))
    return Kept(
        fields["id"],
        Happening(
            fields["at"].replace(tzinfo=UTC).astimezone(zone),
            fields["person"],
            fields["place"],
            fields["device"],
            fields["action"],
            json.loads(fields["value"]),
            fields["by"],
            json.loads(fields["around"]),
            fields["turn"],
        ),
    )

"""What is kept of one person, taken out of the database: erased, or handed over as data and taken in again."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Table,
    and_,
    delete,
    insert,
    select,
    true,
)

from assistant.memory.happenings import happenings
from assistant.memory.nicknames import nicknames
from assistant.memory.not_learnt import not_learnt
from assistant.memory.preferences import HOUSEHOLD, preferences
from assistant.memory.sayings import sayings
from assistant.memory.suggestions import small_routines, suggestions
from assistant.memory.taught import taught_phrases

FORMAT = "mimosa-memory-1"

LARGEST = 500_000
"""Rows that are taken in at once."""

_TABLES: Mapping[str, tuple[Table, str]] = {
    "preferences": (preferences, "since"),
    "phrases": (taught_phrases, "created"),
    "happenings": (happenings, "at"),
    "not_learnt": (not_learnt, "since"),
    "nicknames": (nicknames, "since"),
    "suggestions": (suggestions, "at"),
    "small_routines": (small_routines, "since"),
    "sayings": (sayings, "at"),
}
"""What is kept of a person, and the column that says from when it is."""

_LATER = frozenset({"nicknames", "suggestions", "small_routines", "sayings"})
"""What a file that was downloaded before there were such things does not hold."""

_JSON = frozenset({"value", "around", "condition"})


class NotTakenIn(Exception):
    """What shall be taken in is no such file; the text says where it is wrong."""


def erase_kept(
    connection: Connection,
    person: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Mapping[str, int]:
    """Erase what was told, taught and done by this person (None: everybody) in that time; returns how much of each.

    `since` is included, `until` is not; both have their time zone.
    """
    gone = {}
    for name, (table, moment) in _TABLES.items():
        which = _those(table, moment, person, since, until)
        gone[name] = connection.execute(delete(table).where(which)).rowcount
    return gone


def exported(connection: Connection, person: str) -> dict[str, Any]:
    """Everything that is kept of this person, as JSON can hold it."""
    told: dict[str, Any] = {"format": FORMAT, "person": person}
    for name, (table, _) in _TABLES.items():
        rows = connection.execute(select(table).where(_is_of(table, person)).order_by(*_order(table)))
        told[name] = [_outward(table, dict(row._mapping)) for row in rows]
    return told


def take_in(connection: Connection, person: str, told: Any) -> int:
    """Keep for this person what `exported` gave, beside what is there; what is there already is not kept twice.

    All of it or, raising NotTakenIn, nothing. Returns how much was new.
    """
    rows = _read(told)
    new = 0
    for name, found in rows.items():
        table = _TABLES[name][0]
        known = {_mark(table, dict(row._mapping)) for row in connection.execute(select(table))}
        owner = HOUSEHOLD if table is preferences and not person else person
        fresh = [row for row in (each | {"person": owner} for each in found) if _mark(table, row) not in known]
        # Those with the same key are another person's, or older words for the same.
        fresh = [row for row in {_mark(table, row): row for row in fresh}.values() if _is_free(connection, table, row)]
        if fresh:
            connection.execute(insert(table), fresh)
        new += len(fresh)
    return new


def _those(
    table: Table, moment: str, person: str | None, since: datetime | None, until: datetime | None
) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [true()]
    if person is not None:
        wanted.append(_is_of(table, person))
    if since is not None:
        wanted.append(table.c[moment] >= since.astimezone(UTC))
    if until is not None:
        wanted.append(table.c[moment] < until.astimezone(UTC))
    return and_(*wanted)


def _is_of(table: Table, person: str) -> ColumnElement[bool]:
    """Whose it is; with what nobody in particular did goes what was told for the whole household."""
    if table is preferences and not person:
        return table.c.person == HOUSEHOLD
    return table.c.person == person


def _order(table: Table) -> Sequence[ColumnElement[Any]]:
    return [table.c.id] if _counts_itself(table) else [table.c[name] for name in sorted(table.c.keys())]


def _counts_itself(table: Table) -> bool:
    return "id" in table.c and isinstance(table.c.id.type, Integer)


def _columns(table: Table) -> Sequence[Column[Any]]:
    """Those that are handed over: not whose it is, nor what was asked of it, and no number that the database gives."""
    kept = [c for c in table.c if c.name not in ("person", "questioned")]
    return [c for c in kept if c.name != "id" or not _counts_itself(table)]


def _outward(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    def outward(value: Any) -> Any:
        return value.replace(tzinfo=UTC).isoformat() if isinstance(value, datetime) else value

    return {column.name: outward(row[column.name]) for column in _columns(table)}


def _read(told: Any) -> Mapping[str, list[dict[str, Any]]]:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotTakenIn(f"format: {FORMAT!r} is expected; take the file that was downloaded here, whole")
    found = {}
    for name, (table, _) in _TABLES.items():
        rows = told.get(name, [] if name in _LATER else None)
        if not isinstance(rows, list):
            raise NotTakenIn(f"{name}: a list is expected")
        found[name] = [_inward(table, row, f"{name}[{number}]") for number, row in enumerate(rows)]
    if sum(map(len, found.values())) > LARGEST:
        raise NotTakenIn(f"at most {LARGEST} entries are taken in at once")
    return found


def _inward(table: Table, row: Any, where: str) -> dict[str, Any]:
    columns = _columns(table)
    if not isinstance(row, dict) or row.keys() != {column.name for column in columns}:
        raise NotTakenIn(f"{where}: the fields {', '.join(column.name for column in columns)} are expected")
    return {column.name: _value(column, row[column.name], f"{where}.{column.name}") for column in columns}


def _value(column: Column[Any], value: Any, where: str) -> Any:
    if value is None and column.nullable:
        return None
    if isinstance(column.type, DateTime):
        return _moment(value, where)
    expected = column.type.python_type
    fits = isinstance(value, expected) and isinstance(value, bool) == isinstance(column.type, Boolean)
    length = getattr(column.type, "length", None)
    if not fits or (isinstance(value, str) and length is not None and len(value) > length):
        raise NotTakenIn(f"{where}: {expected.__name__} is expected" + (f", at most {length} long" if length else ""))
    if column.name in _JSON and isinstance(value, str):
        _check_json(value, where)
    return value


def _moment(value: Any, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise NotTakenIn(f"{where}: a moment like 2026-05-01T07:00:00+00:00 is expected") from None
    if moment.tzinfo is None:
        raise NotTakenIn(f"{where}: a moment with its time zone is expected")
    return moment.astimezone(UTC)


def _check_json(value: str, where: str) -> None:
    try:
        json.loads(value)
    except ValueError:
        raise NotTakenIn(f"{where}: JSON is expected") from None


def _mark(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes a row another one than the rest."""
    return (row["person"], *_outward(table, row).values())


def _is_free(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    keys = [column for column in table.c if column.unique or (column.primary_key and column.name in row)]
    if not keys:
        return True
    singles = [c for c in keys if c.unique or len(table.primary_key.columns) == 1]
    if singles:
        return not any(connection.execute(select(table).where(c == row[c.name])).first() for c in singles)
    return connection.execute(select(table).where(and_(*(c == row[c.name] for c in keys)))).first() is None

"""Paired head units, their tokens, and what asks to be paired, as they lie in the database; secrets only hashed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from server.api.problems import Problem

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone; SQLite itself keeps none, so it is written in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On its way in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On its way out."""
        return None if value is None else value.replace(tzinfo=UTC)


head_units = Table(
    "head_units",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("vehicle", String(64), nullable=False),
    Column("client", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("asked", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("paired", Moment, nullable=False),
    Column("renewed", Moment, nullable=False),
    Column("revoked", Moment),
    Column("why", String(16), nullable=False, server_default=""),
)
"""`person` approved it. `renewed`: when it last got tokens. `why` it was revoked: "owner", "itself" or "reused"."""

pairing_requests = Table(
    "pairing_requests",
    metadata,
    Column("device_code", LargeBinary(32), primary_key=True),
    Column("user_code", LargeBinary(32), nullable=False, unique=True),
    Column("client", String(64), nullable=False),
    Column("vehicle", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("asked", Text, nullable=False),
    Column("begun", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("polled", Moment),
    Column("state", String(16), nullable=False),
    Column("person", String(64), nullable=False, server_default=""),
    Column("granted", Text, nullable=False, server_default=""),
)
"""`state`: "waiting", "approved", "denied" or "used"; `person` decided, and `granted` these scopes."""

token_pairs = Table(
    "head_unit_tokens",
    metadata,
    Column("refresh", LargeBinary(32), primary_key=True),
    Column("access", LargeBinary(32), nullable=False, unique=True),
    Column("unit", String(32), nullable=False, index=True),
    Column("parent", LargeBinary(32), index=True),
    Column("narrowed", Text),
    Column("issued", Moment, nullable=False),
    Column("access_expires", Moment, nullable=False),
    Column("refresh_expires", Moment, nullable=False),
    Column("access_used", Moment),
    Column("access_revoked", Boolean, nullable=False),
    Column("spent", Moment),
    Column("lost", Boolean, nullable=False),
)
"""Issued together. `parent`: the refresh token they were given for. `narrowed`: the scopes of an access token that has
fewer than its head unit. `spent`: when the refresh token was used first. `lost`: nobody got them, so that others took
their place."""

code_entry = Table(
    "code_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last_wrong", Moment, nullable=False),
    Column("locked_until", Moment),
)
"""One row: how often codes were entered that are none."""

last_moments = Table(
    "head_unit_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""One row: a moment that was, by the steady clock."""


@dataclass(frozen=True, slots=True)
class KeptUnit:
    """One head unit that was paired once."""

    id: str
    name: str
    vehicle: str
    client: str
    person: str
    asked: frozenset[str]
    scopes: frozenset[str]
    paired: datetime
    renewed: datetime
    revoked: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """One wish to be paired."""

    device_code: bytes
    client: str
    vehicle: str
    name: str
    asked: frozenset[str]
    begun: datetime
    expires: datetime
    interval_s: int
    polled: datetime | None
    state: str
    person: str
    granted: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptPair:
    """One access token and the refresh token that came with it."""

    refresh: bytes
    access: bytes
    unit: str
    parent: bytes | None
    narrowed: frozenset[str] | None
    issued: datetime
    access_expires: datetime
    refresh_expires: datetime
    access_used: datetime | None
    access_revoked: bool
    spent: datetime | None
    lost: bool

    @property
    def is_used(self) -> bool:
        """Whether either of them was shown, which proves that they arrived."""
        return self.access_used is not None or self.spent is not None


@contextmanager
def database_problems() -> Iterator[None]:
    """Turns what the database cannot do now into a problem that says so."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise Problem("not-ready", f"the paired head units cannot be read or written now: {error}") from error


def scopes_in(text: str) -> frozenset[str]:
    """The scopes in a list with spaces."""
    return frozenset(text.split())


def scope_text(scopes: Collection[str]) -> str:
    """The scopes as one list with spaces, always in the same order."""
    return " ".join(sorted(scopes))


def unit_of(connection: Connection, unit: str) -> KeptUnit | None:
    """The head unit of that id."""
    found = connection.execute(select(head_units).where(head_units.c.id == unit)).mappings().one_or_none()
    return None if found is None else _unit(found)


def all_units(connection: Connection) -> tuple[KeptUnit, ...]:
    """Every head unit that was paired, newest first, those that were revoked too."""
    return tuple(map(_unit, connection.execute(select(head_units).order_by(head_units.c.paired.desc())).mappings()))


def request_of(
    connection: Connection, *, device_code: bytes | None = None, user_code: bytes | None = None
) -> KeptRequest | None:
    """The wish to be paired with that code."""
    column, value = (
        (pairing_requests.c.user_code, user_code) if user_code else (pairing_requests.c.device_code, device_code)
    )
    found = connection.execute(select(pairing_requests).where(column == value)).mappings().one_or_none()
    return None if found is None else _request(found)


def pair_of(connection: Connection, *, refresh: bytes | None = None, access: bytes | None = None) -> KeptPair | None:
    """The pair with that token in it."""
    column, value = (token_pairs.c.refresh, refresh) if refresh else (token_pairs.c.access, access)
    found = connection.execute(select(token_pairs).where(column == value)).mappings().one_or_none()
    return None if found is None else _pair(found)


def pair_given_for(connection: Connection, refresh: bytes) -> KeptPair | None:
    """The pair that was given for a refresh token last; those before it are lost."""
    given = select(token_pairs).where(token_pairs.c.parent == refresh, token_pairs.c.lost.is_(False))
    found = connection.execute(given).mappings().one_or_none()
    return None if found is None else _pair(found)


def revoke_unit(connection: Connection, unit: str, why: str, now: datetime) -> bool:
    """End every token of the head unit; returns whether it was not revoked before."""
    ended = update(head_units).where(head_units.c.id == unit, head_units.c.revoked.is_(None))
    return connection.execute(ended.values(revoked=now, why=why)).rowcount > 0


def latest_moment(connection: Connection) -> datetime | None:
    """The latest moment that anything here was written down at; None where there is nothing."""
    columns = (
        *(token_pairs.c.issued, token_pairs.c.access_used, token_pairs.c.spent),
        *(pairing_requests.c.begun, pairing_requests.c.polled),
        *(head_units.c.revoked, code_entry.c.last_wrong, last_moments.c.at),
    )
    moments = [connection.execute(select(func.max(column, type_=Moment))).scalar() for column in columns]
    return max((moment for moment in moments if moment is not None), default=None)


def note_moment(connection: Connection, now: datetime) -> None:
    """Write down that this moment was."""
    connection.execute(delete(last_moments))
    connection.execute(insert(last_moments).values(id=1, at=now))


def _unit(row: RowMapping) -> KeptUnit:
    return KeptUnit(**_fields(row, asked=scopes_in(row["asked"]), scopes=scopes_in(row["scopes"])))


def _request(row: RowMapping) -> KeptRequest:
    fields = _fields(row, asked=scopes_in(row["asked"]), granted=scopes_in(row["granted"]))
    del fields["user_code"]
    return KeptRequest(**fields)


def _pair(row: RowMapping) -> KeptPair:
    narrowed = row["narrowed"]
    return KeptPair(**_fields(row, narrowed=None if narrowed is None else scopes_in(narrowed)))


def _fields(row: RowMapping, **read: object) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()} | read

"""What was wished and how it ended: written down before anything is sent, and ended exactly once."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.device import Value
from devices.errors import JournalUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")

ACCEPTED = "accepted"
"""The one state that is not an end: written down, perhaps sent, its end not known yet."""

metadata = MetaData()
"""The tables of this room; the server creates and migrates them."""

commands = Table(
    "commands",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("turn", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("surface", String(32), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("device", String(128), nullable=False),
    Column("capability", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("deadline", String(32), nullable=False),
    Column("deadline_s", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("evidence", Text),
    Column("ended", String(32)),
    Index("commands_by_state", "state"),
    Index("commands_by_turn", "turn"),
    Index("commands_by_device", "device", "created"),
)
"""Moments are ISO 8601 in UTC; value and evidence are JSON. `state` is "accepted" or an OutcomeKind."""


class Storage(Protocol):
    """Runs work in the database. Raises SQLAlchemyError where that fails."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run it in a transaction; returns when it is on disk, so that no power loss undoes it."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run it without changing anything."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One command as it stands in the journal."""

    id: str
    turn: str
    person: str
    role: str
    surface: str
    sentence: str
    device: str
    capability: str
    value: Value
    created: datetime
    deadline: datetime
    attempts: int
    """How many times it was handed to the broker."""
    state: str
    """"accepted", or how it ended (an OutcomeKind)."""
    reason: Reason
    evidence: Mapping[str, Any] | None
    """The report that proved or disproved it: capability, value, at, order, live."""
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended, and by what it is known."""

    outcome: Outcome
    attempts: int = 0
    evidence: Mapping[str, Any] | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """The record of all commands. `now` gives the present moment with its time zone."""

    def __init__(self, storage: Storage, now: Callable[[], datetime] = _now) -> None:
        self._storage = storage
        self._now = now
        self._open: set[str] = set()
        self._owed: dict[str, Ending] = {}

    async def accept(self, accepted: Sequence[Command], ended: Sequence[Ending] = ()) -> None:
        """Write new commands down in one transaction: those about to be sent, and those that ended without.

        A question stays what it was; the command that follows its yes is a new one. Raises JournalUnavailable, also for
        a command that is in the journal already; nothing of it is written then.
        """
        if not accepted and not ended:
            return
        ids = {command.id for command in accepted}
        if ids & self._open:
            raise JournalUnavailable("a command that is on its way already cannot be written down again")
        now = self._now()
        rows = [_row(command, now) for command in accepted] + [_ended_row(ending, now) for ending in ended]
        self._open |= ids
        try:
            await self._write(lambda connection: connection.execute(insert(commands), rows))
        except asyncio.CancelledError:
            # It may be written all the same, by a commit that came too late to be waited for.
            self._owed |= {command.id: _never_sent(command) for command in accepted}
            raise
        except JournalUnavailable:
            self._open -= ids
            raise

    async def close(self, ending: Ending) -> None:
        """Write down how an accepted command ended. Only the first end counts.

        Raises JournalUnavailable; the end is then written with the next one that can be.
        """
        endings = self._owed | {ending.outcome.command.id: ending}
        self._owed = {}
        now = self._now()
        try:
            await self._write(lambda connection: _close_all(connection, endings.values(), now))
        except BaseException:
            self._owed = endings | self._owed
            raise
        self._open.difference_update(endings)

    async def close_forgotten(self) -> int:
        """End what an earlier run left open: nobody knows how it went. Returns how many. Raises JournalUnavailable."""
        still_open = set(self._open)
        now = self._now().isoformat()
        forgotten = (
            update(commands)
            .where(commands.c.state == ACCEPTED, commands.c.id.not_in(still_open))
            .values(state=OutcomeKind.UNKNOWN, reason=Reason.NO_ANSWER, ended=now)
        )
        return await self._write(lambda connection: connection.execute(forgotten).rowcount)

    async def entry(self, command_id: str) -> Entry | None:
        """One command by its id. Raises JournalUnavailable."""
        rows = await self._read(select(commands).where(commands.c.id == command_id))
        return _entry(rows[0]) if rows else None

    async def latest(self, limit: int = 50, *, turn: str = "", device: str = "") -> tuple[Entry, ...]:
        """The newest commands first; of one turn or one device where given. Raises JournalUnavailable."""
        wanted = select(commands).order_by(commands.c.created.desc(), commands.c.id).limit(limit)
        if turn:
            wanted = wanted.where(commands.c.turn == turn)
        if device:
            wanted = wanted.where(commands.c.device == device)
        return tuple(_entry(row) for row in await self._read(wanted))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.write(work)
        except (SQLAlchemyError, OSError) as error:
            raise JournalUnavailable(f"the journal cannot be written: {error}") from error

    async def _read(self, wanted: Any) -> Sequence[Row[Any]]:
        try:
            return await self._storage.read(lambda connection: connection.execute(wanted).all())
        except (SQLAlchemyError, OSError) as error:
            raise JournalUnavailable(f"the journal cannot be read: {error}") from error


def _never_sent(command: Command) -> Ending:
    return Ending(Outcome(OutcomeKind.FAILED, command, Reason.JOURNAL_UNAVAILABLE))


def _row(command: Command, now: datetime) -> dict[str, Any]:
    return {
        "id": command.id,
        "turn": command.turn,
        "person": command.origin.person,
        "role": command.origin.role,
        "surface": command.origin.surface,
        "sentence": command.origin.sentence,
        "device": command.device,
        "capability": command.capability,
        "value": json.dumps(command.value, ensure_ascii=False),
        "created": now.isoformat(),
        "deadline": (now + timedelta(seconds=command.deadline_s)).isoformat(),
        "deadline_s": command.deadline_s,
        "attempts": 0,
        "state": ACCEPTED,
        "reason": "",
        "evidence": None,
        "ended": None,
    }


def _ended_row(ending: Ending, now: datetime) -> dict[str, Any]:
    return _row(ending.outcome.command, now) | _end(ending, now)


def _end(ending: Ending, now: datetime) -> dict[str, Any]:
    evidence = None if ending.evidence is None else json.dumps(dict(ending.evidence), ensure_ascii=False)
    return {
        "state": ending.outcome.kind.value,
        "reason": ending.outcome.reason.value,
        "attempts": ending.attempts,
        "evidence": evidence,
        "ended": now.isoformat(),
    }


def _close_all(connection: Connection, endings: Iterable[Ending], now: datetime) -> None:
    for ending in endings:
        open_row = (commands.c.id == ending.outcome.command.id) & (commands.c.state == ACCEPTED)
        if connection.execute(update(commands).where(open_row).values(_end(ending, now))).rowcount == 0:
            log.info("command %s has no open entry to end", ending.outcome.command.id)


def _entry(row: Row[Any]) -> Entry:
    found = row._mapping
    value = json.loads(found["value"])
    return Entry(
        id=found["id"],
        turn=found["turn"],
        person=found["person"],
        role=found["role"],
        surface=found["surface"],
        sentence=found["sentence"],
        device=found["device"],
        capability=found["capability"],
        value=tuple(value) if isinstance(value, list) else value,
        created=datetime.fromisoformat(found["created"]),
        deadline=datetime.fromisoformat(found["deadline"]),
        attempts=found["attempts"],
        state=found["state"],
        reason=Reason(found["reason"]),
        evidence=None if found["evidence"] is None else json.loads(found["evidence"]),
        ended=None if found["ended"] is None else datetime.fromisoformat(found["ended"]),
    )

"""What was wished and how it ended: written down before anything is sent, and ended exactly once."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, literal_column, select, update
from sqlalchemy.exc import SQLAlchemyError

from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.errors import JournalUnavailable
from devices.records import (
    ACCEPTED,
    NOTHING_KNOWN,
    Background,
    Ending,
    Entry,
    commands,
    end_of,
    ended_row_of,
    entry_of,
    metadata,
    outdated,
    row_of,
)

__all__ = ["ACCEPTED", "Background", "Ending", "Entry", "Journal", "Storage", "commands", "metadata"]

log = logging.getLogger(__name__)

T = TypeVar("T")

_OPEN_ROW = (commands.c.id == bindparam("ended_id")) & (commands.c.state == ACCEPTED)
_UNSURE_ROW = (
    (commands.c.id == bindparam("ended_id"))
    & (commands.c.state == OutcomeKind.UNKNOWN.value)
    & (commands.c.reason == Reason.NO_ANSWER.value)
)
_ENDS = ("state", "reason", "attempts", "evidence", "ended", "late", "note")
_END: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _ENDS}
_STARTED_ROW = (commands.c.id == bindparam("ended_id")) & (commands.c.state == OutcomeKind.STARTED.value)
_DONE_ROW = (commands.c.id == bindparam("ended_id")) & (commands.c.state == OutcomeKind.DONE.value)
_CLOSE = update(commands).where(_OPEN_ROW).values(**_END)
_AMEND = update(commands).where(_UNSURE_ROW).values(**_END)
_OVERRULE = update(commands).where(_STARTED_ROW).values(**_END)
_REVOKE = update(commands).where(_DONE_ROW).values(**_END)
_ACCEPT = insert(commands)
_NEWEST_FIRST: ColumnElement[Any] = literal_column("commands.rowid").desc()
"""The order of writing: the clock on the wall may have been set back in between."""


class Storage(Protocol):
    """Runs work in the database. Raises SQLAlchemyError where that fails."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run it in a transaction; returns when it is on disk, so that no power loss undoes it."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run it without changing anything."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Batch:
    """Ends of the same moment: written in one go, waited for by each."""

    written: asyncio.Future[None]
    endings: dict[str, Ending] = field(default_factory=dict)


class Journal:
    """The record of all commands. `now` gives the present moment with its time zone."""

    def __init__(self, storage: Storage, now: Callable[[], datetime] = _now) -> None:
        self._storage = storage
        self._now = now
        self._open: set[str] = set()
        self._owed: dict[str, Ending] = {}
        self._owing = asyncio.Event()
        self._batch: _Batch | None = None
        self._writing: set[asyncio.Task[None]] = set()

    async def accept(
        self,
        accepted: Sequence[Command],
        ended: Sequence[Ending] = (),
        backgrounds: Mapping[str, Background] | None = None,
    ) -> None:
        """Write new commands down in one transaction: those about to be sent, and those that ended without.

        `backgrounds`: by command id, for those about to be sent. A question stays what it was; the command that follows
        its yes is a new one. Raises JournalUnavailable, also for a command that is in the journal already; nothing of
        it is written then.
        """
        if not accepted and not ended:
            return
        ids = {command.id for command in accepted}
        if ids & self._open:
            raise JournalUnavailable("a command that is on its way already cannot be written down again")
        now = self._now()
        behind = backgrounds or {}

        def write(connection: Connection) -> None:
            rows = [row_of(command, now, behind.get(command.id, NOTHING_KNOWN)) for command in accepted]
            connection.execute(_ACCEPT, rows + [ended_row_of(ending, now) for ending in ended])

        self._open |= ids
        try:
            await self._write(write)
        except asyncio.CancelledError:
            # It may be written all the same, by a commit that came too late to be waited for.
            self._owe({command.id: _never_sent(command) for command in accepted})
            raise
        except JournalUnavailable:
            self._open -= ids
            raise

    async def close(self, ending: Ending) -> None:
        """Write down how an accepted command ended; ends of the same moment are written together. The first end counts.

        Raises JournalUnavailable; the end is then written with the next one that can be, or by `write_owed`.
        """
        batch = self._next_batch()
        batch.endings[ending.outcome.command.id] = ending
        await asyncio.shield(batch.written)

    async def until_owing(self) -> None:
        """Wait until there is an end that could not be written down."""
        await self._owing.wait()

    async def write_owed(self) -> None:
        """Write the ends down that could not be written when they came. Raises JournalUnavailable."""
        if self._owed:
            await asyncio.shield(self._next_batch().written)

    async def amend(self, ending: Ending) -> bool:
        """An end that nobody knew is known now: NO_ANSWER becomes what a late report proves. Any other end stays.

        Returns whether it was so. Raises JournalUnavailable.
        """
        parameters = _parameters([ending], self._now())
        return await self._write(lambda connection: connection.execute(_AMEND, parameters).rowcount) == 1

    async def overrule(self, ending: Ending) -> bool:
        """What had begun did not come to its end: STARTED becomes this. Any other end stays.

        Returns whether it was so. Raises JournalUnavailable.
        """
        parameters = _parameters([ending], self._now())
        return await self._write(lambda connection: connection.execute(_OVERRULE, parameters).rowcount) == 1

    async def revoke(self, ending: Ending) -> None:
        """It was done and taken back before anybody was told: DONE becomes what will be told. Any other end stays.

        Raises JournalUnavailable.
        """
        parameters = _parameters([ending], self._now())
        await self._write(lambda connection: connection.execute(_REVOKE, parameters))

    async def remark(self, command_id: str, note: Mapping[str, Any]) -> None:
        """Add to what is noted beside a command; its end stays as it is. Raises JournalUnavailable."""

        def add(connection: Connection) -> None:
            known = connection.execute(select(commands.c.note).where(commands.c.id == command_id)).scalar()
            text = json.dumps(json.loads(known or "{}") | dict(note), ensure_ascii=False)
            connection.execute(update(commands).where(commands.c.id == command_id).values(note=text))

        await self._write(add)

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
        return entry_of(rows[0]) if rows else None

    async def latest(
        self,
        limit: int = 50,
        *,
        turn: str = "",
        device: str = "",
        person: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Entry, ...]:
        """The newest commands first; of one turn, device or person where given, and of a time (`since` <= created <
        `until`, both with their time zone). Raises JournalUnavailable.
        """
        wanted = select(commands).order_by(_NEWEST_FIRST).limit(limit)
        for column, value in ((commands.c.turn, turn), (commands.c.device, device), (commands.c.person, person)):
            if value:
                wanted = wanted.where(column == value)
        if since is not None:
            wanted = wanted.where(commands.c.created >= since.astimezone(UTC).isoformat())
        if until is not None:
            wanted = wanted.where(commands.c.created < until.astimezone(UTC).isoformat())
        return tuple(entry_of(row) for row in await self._read(wanted))

    async def forget_before(self, limit: datetime, most: int = 200) -> int:
        """Delete up to `most` of the commands that ended before this moment, the oldest first; returns how many.

        What is open stays, and so does the last command of each device, and one that a command that stays has taken
        back. A command also stays as long as one that was written before it: the clock may have been wrong meanwhile.
        Raises JournalUnavailable.
        """
        ids = [row.id for row in await self._read(outdated(limit, most))]
        if ids:
            await self._write(lambda connection: connection.execute(delete(commands).where(commands.c.id.in_(ids))))
        return len(ids)

    async def newest(self) -> datetime | None:
        """When the newest command was written down; None where there is none. Raises JournalUnavailable."""
        rows = await self._read(select(commands.c.created).order_by(_NEWEST_FIRST).limit(1))
        return datetime.fromisoformat(rows[0].created) if rows else None

    def _next_batch(self) -> _Batch:
        """The one that is about to be written."""
        if self._batch is None:
            self._batch = _Batch(asyncio.get_running_loop().create_future())
            task = asyncio.create_task(self._write_batch(self._batch), name="journal writes ends")
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
        return self._batch

    def _owe(self, endings: Mapping[str, Ending]) -> None:
        self._owed = {**endings, **self._owed}
        if self._owed:
            self._owing.set()

    async def _write_batch(self, batch: _Batch) -> None:
        """Everybody who ends in this turn of the loop is in it."""
        await asyncio.sleep(0)
        self._batch = None
        endings = self._owed | batch.endings
        self._owed = {}
        self._owing.clear()
        now = self._now()
        try:
            await self._write(lambda connection: _close_all(connection, list(endings.values()), now))
        except BaseException as error:
            self._owe(endings)
            if not isinstance(error, JournalUnavailable):
                batch.written.cancel()
                raise
            batch.written.set_exception(error)
            batch.written.exception()
        else:
            self._open.difference_update(endings)
            batch.written.set_result(None)

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


def _parameters(endings: Iterable[Ending], now: datetime) -> list[dict[str, Any]]:
    return [
        {"ended_id": ending.outcome.command.id} | {f"new_{name}": new for name, new in end_of(ending, now).items()}
        for ending in endings
    ]


def _close_all(connection: Connection, endings: Sequence[Ending], now: datetime) -> None:
    closed = connection.execute(_CLOSE, _parameters(endings, now)).rowcount
    if closed != len(endings):
        log.info("%d of %d ended commands have no open entry", len(endings) - closed, len(endings))

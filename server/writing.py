"""The one thread that writes: work of the same moment shares a commit, and a full disk ends nothing half-way."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Transaction
from sqlalchemy.exc import SQLAlchemyError

from server.connections import Trouble, cause_of, driver_of, trouble_of
from server.reserve import Reserve

log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_GROUP = 256
"""Jobs that share one commit."""

CHECKPOINT_AFTER = 200
"""Jobs after which the log is brought into the database, as soon as nobody waits."""

CHECKPOINT_AT_LATEST = 2_000
"""Jobs after which it is, whoever waits: the log must not grow without end."""

LOOK_FOR_ROOM_S = 1.0


class NoRoom(SQLAlchemyError):
    """The disk is full: what is on its way can be ended, nothing new can be taken down."""


class Unusable(SQLAlchemyError):
    """The database is damaged, and there is no backup to put in its place."""


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[Connection], T]
    done: "Future[T]"


@dataclass(slots=True)
class _Upkeep:
    """Work on the file as a whole, outside of any transaction."""

    work: Callable[[sqlite3.Connection], None]
    done: "Future[None]"


Result = tuple[_Job[Any], Any, BaseException | None]
"""A job, what it returned, and what it raised."""


class Writer:
    """Writes into the database in `file` over `connection`, in a thread of its own, until it is closed.

    `repair`: called in that thread when SQLite finds a damaged page; returns a connection to the repaired database, or
    None where it cannot be repaired.

    While the disk is full, the reserve is given up slice by slice, and only work that inserts nothing is done: how a
    command ended can be noted, and things can be forgotten, but no new command comes in. That ends by itself.
    """

    def __init__(
        self, file: Path, connection: Connection, reserve: Reserve, repair: Callable[[], Connection | None]
    ) -> None:
        self._file = file
        self._connection: Connection | None = connection
        self._reserve = reserve
        self._repair = repair
        self._queue: queue.SimpleQueue[_Job[Any] | _Upkeep | Trouble | None] = queue.SimpleQueue()
        self._since_checkpoint = 0
        self.short_of_room = not reserve.fill()
        """Nothing new is taken down for now."""
        self._thread = threading.Thread(target=self._keep_writing, name="database writer", daemon=True)
        if self.short_of_room:
            driver_of(connection).set_authorizer(_no_inserts)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have it run in a transaction; see Database.write."""
        job = _Job(work, Future[T]())
        self._queue.put(job)
        return job.done

    def submit_upkeep(self, work: Callable[[sqlite3.Connection], None]) -> "Future[None]":
        """Have it run after all work that waits, on the driver's connection and outside of any transaction."""
        upkeep = _Upkeep(work, Future[None]())
        self._queue.put(upkeep)
        return upkeep.done

    def suspect(self) -> None:
        """Somebody found a damaged page: have it looked at before anything else is written."""
        self._queue.put(Trouble.DAMAGED)

    def close(self) -> None:
        """Write what is still waiting, then end. Blocks until that is done."""
        self._queue.put(None)
        self._thread.join()

    def _keep_writing(self) -> None:
        open_for_work = True
        while open_for_work:
            items = self._next_items()
            if self.short_of_room:
                self._look_for_room()
            if Trouble.DAMAGED in items:
                self._mend()
            open_for_work = None not in items
            jobs = [item for item in items if isinstance(item, _Job) and item.done.set_running_or_notify_cancel()]
            if jobs:
                self._write_group(jobs)
            for item in items:
                if isinstance(item, _Upkeep) and item.done.set_running_or_notify_cancel():
                    self._keep_up(item)
            self._checkpoint_in_time()
        if self._connection is not None:
            self._connection.close()

    def _next_items(self) -> list[_Job[Any] | _Upkeep | Trouble | None]:
        """Everything that waits, at least one; none where it is time to look for room."""
        try:
            items = [self._queue.get(timeout=LOOK_FOR_ROOM_S if self.short_of_room else None)]
        except queue.Empty:
            return []
        while len(items) < LONGEST_GROUP and not self._queue.empty():
            items.append(self._queue.get())
        return items

    def _keep_up(self, upkeep: _Upkeep) -> None:
        try:
            if self._connection is None:
                raise Unusable("the database is damaged, and there is no good backup")
            upkeep.work(driver_of(self._connection))
        except (sqlite3.Error, SQLAlchemyError) as error:
            upkeep.done.set_exception(error)
        else:
            upkeep.done.set_result(None)

    def _write_group(self, jobs: list[_Job[Any]]) -> None:
        """One transaction for all of them; their callers learn of it after the commit."""
        for job, result, failure in self._results(jobs):
            if failure is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(failure)
        self._since_checkpoint += len(jobs)

    def _results(self, jobs: list[_Job[Any]]) -> list[Result]:
        while True:
            try:
                return self._commit(jobs)
            except SQLAlchemyError as error:
                trouble = trouble_of(error, self._file)
                if trouble is Trouble.FULL and self._make_room():
                    continue
                log.error("%d pieces of work could not be written: %s", len(jobs), cause_of(error))
                if trouble is Trouble.DAMAGED:
                    self._mend()
                return [(job, None, error) for job in jobs]

    def _commit(self, jobs: list[_Job[Any]]) -> list[Result]:
        """Raises SQLAlchemyError where nothing of all of it was written."""
        if self._connection is None:
            raise Unusable("the database is damaged, and there is no good backup")
        if len(jobs) == 1:
            return [(jobs[0], *self._attempt(self._connection.begin(), self._connection, jobs[0]))]
        with self._connection.begin():
            return [(job, *self._in_savepoint(self._connection, job)) for job in jobs]

    def _in_savepoint(self, connection: Connection, job: _Job[Any]) -> tuple[Any, BaseException | None]:
        """One of several pieces of work. Raises SQLAlchemyError where SQLite gave up all of them."""
        result, failure = self._attempt(connection.begin_nested(), connection, job)
        # A full disk, for one, makes SQLite undo the whole transaction; going on would write outside of any.
        if isinstance(failure, SQLAlchemyError) and not driver_of(connection).in_transaction:
            raise failure
        return result, failure

    def _attempt(
        self, undoable: Transaction, connection: Connection, job: _Job[Any]
    ) -> tuple[Any, BaseException | None]:
        """Run one piece of work. Raises SQLAlchemyError where the file or the disk is what failed."""
        try:
            with undoable:
                return job.work(connection), None
        except Exception as failure:
            trouble = trouble_of(failure, self._file) if isinstance(failure, SQLAlchemyError) else Trouble.OTHER
            if trouble in (Trouble.FULL, Trouble.DAMAGED):
                raise
            if trouble is Trouble.REFUSED:
                return None, NoRoom("the disk is full; nothing new can be written down")
            return None, failure

    def _make_room(self) -> bool:
        """Give up a slice of the reserve, and take nothing new down from here on; returns whether there was one."""
        if not self.short_of_room:
            log.critical("the disk is full: commands are refused until there is room again")
            self.short_of_room = True
            if self._connection is not None:
                driver_of(self._connection).set_authorizer(_no_inserts)
        return self._reserve.give()

    def _look_for_room(self) -> None:
        if self._connection is not None and self._reserve.fill():
            log.warning("there is room on the disk again: commands are taken")
            driver_of(self._connection).set_authorizer(None)
            self.short_of_room = False

    def _mend(self) -> None:
        """Have the damage repaired; without a backup nothing can be written any more."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._repair()
            if self._connection is not None and self.short_of_room:
                driver_of(self._connection).set_authorizer(_no_inserts)

    def _checkpoint_in_time(self) -> None:
        """Bring the log into the database while nobody waits, or when it has grown long."""
        idle = self._queue.empty() and self._since_checkpoint >= CHECKPOINT_AFTER
        if self._connection is None or not (idle or self._since_checkpoint >= CHECKPOINT_AT_LATEST):
            return
        self._since_checkpoint = 0
        try:
            driver_of(self._connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.Error as error:
            log.warning("the log of the database could not be brought into it: %s", error)
            if trouble_of(error, self._file) is Trouble.DAMAGED:
                self._mend()


def _no_inserts(action: int, *about: str | None) -> int:
    """Refuses what would take something new down; ending, changing and erasing go on."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_INSERT else sqlite3.SQLITE_OK

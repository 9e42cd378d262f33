"""The one database: SQLite, one writer that commits in groups, readers beside it, checked and migrated at start."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError

from assistant.memory.storage import metadata as of_people
from server.backups import Backup, BackupFailed, Backups, CopyDamaged
from server.connections import Trouble, cause_of, trouble_of, writing_engine
from server.damage import Restoration, complaint_about, finish_restoring, forget_damaged, restore
from server.durable import make_folder
from server.lock import LockTaken, hold_lock
from server.migrating import DatabaseTooNew, migrate
from server.reading import Readers
from server.reserve import Reserve
from server.writing import Writer

log = logging.getLogger(__name__)

T = TypeVar("T")

CHECKED_AT_START = 64 * 1024 * 1024
"""Bytes up to which every page is read before anything else, a second on a slow disk; a larger file is checked while
it is used already."""


class DatabaseInUse(Exception):
    """Another Mimosa runs on the same database; the text names the file and the remedy."""


class DatabaseUnusable(Exception):
    """The file cannot be opened, is damaged, or is no database; the text names the file and the remedy."""


class DatabaseClosed(SQLAlchemyError):
    """The database was closed; nothing was done."""


def _now() -> datetime:
    return datetime.now(UTC)


class Database:
    """The database at `path`. Opening migrates it; use it as a context manager, or call `close`.

    A damaged file is put aside and the newest good backup put in its place, at start and while it is used. `now` gives
    the present moment with its time zone. Raises DatabaseInUse, DatabaseUnusable, or server.migrating.DatabaseTooNew.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = _now) -> None:
        self._path = path
        self._now = now
        self._closing = ExitStack()
        self._closed = False
        self._damaged = ""
        self._checked = False
        self.restored: Restoration | None = None
        """The last time in this run that a backup took the place of a damaged file."""
        self.backups = Backups(path)
        self._reserve = Reserve(path.with_name(path.name + ".reserve"))
        self.has_erased = False
        """Whether something that is kept of people was deleted since the file was last built anew."""
        self._engine = writing_engine(path)
        event.listen(self._engine, "after_cursor_execute", self._note_deletion)
        self._closing.callback(self._engine.dispose)
        try:
            connection = self._open()
        except BaseException:
            self._closing.close()
            raise
        self._readers = Readers(path, self._suspect)
        self._closing.callback(self._readers.close)
        self._writer = Writer(path, connection, self._reserve, self._repair)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def condition(self) -> str:
        """How it is, as health tells it: "ready", or "full: …", "restored: …", "damaged: …" with what that means."""
        if self._damaged:
            return f"damaged: {self._damaged}; put a backup in the place of {self._path}, then start Mimosa again"
        if self._writer.short_of_room:
            return "full: the disk has no room, so no command is taken; it goes on by itself when there is room again"
        if self.restored is not None:
            told = self.restored
            return (
                f"restored: from the backup of {told.backup:%Y-%m-%d %H:%M} UTC, because the file was damaged; what "
                f"was written from then to {told.at:%Y-%m-%d %H:%M} UTC is lost; the damaged file is in {told.damaged}"
            )
        return "ready"

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction and return what it returns, once no power loss can undo it.

        Work of the same moment shares one commit; each piece has a savepoint of its own, so that one that raises undoes
        itself alone. It runs in the writer's thread, must not keep the connection, and may be run a second time after
        everything it did was undone. Raises what the work raises, and SQLAlchemyError where it could not be written:
        writing.NoRoom where the disk is full and the work inserts something. A caller that is cancelled before its turn
        has nothing done.
        """
        if self._closed:
            raise DatabaseClosed("the database is closed")
        return await asyncio.wrap_future(self._writer.submit(work))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work that changes nothing, beside the writer; an attempt to change something raises SQLAlchemyError."""
        if self._closed:
            raise DatabaseClosed("the database is closed")
        return await asyncio.wrap_future(self._readers.submit(work))

    async def back_up(self) -> Backup:
        """Make a backup now, beside everything else that goes on. Raises BackupFailed.

        Where the copy shows that the database is damaged, that is looked at at once.
        """
        try:
            return await asyncio.to_thread(self.backups.make, self._now())
        except CopyDamaged:
            self._suspect()
            raise

    async def scrub(self) -> None:
        """Build the file anew from what is still in it, and empty the log: nothing erased lies in a free page.

        Raises sqlite3.Error or SQLAlchemyError where that cannot be now: somebody reads for long, or the disk is full.
        """
        if self._closed:
            raise DatabaseClosed("the database is closed")

        def work(driver: sqlite3.Connection) -> None:
            self.has_erased = False
            with self._readers.away():
                driver.execute("VACUUM")
                busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise sqlite3.OperationalError("the log of the database is still read")

        await asyncio.wrap_future(self._writer.submit_upkeep(work))

    async def renew_backups(self) -> Backup:
        """Make a backup, then take away every older copy and every damaged file: nothing erased lives on in one.

        Raises BackupFailed, OSError.
        """
        made = await self.back_up()

        def drop_others() -> None:
            self.backups.delete_all(but=made)
            forget_damaged(self._path)

        await asyncio.to_thread(drop_others)
        return made

    async def check(self) -> None:
        """Read every page of a file that was too large for that at start; what is damaged is repaired."""
        if self._checked:
            return
        try:
            problem = await asyncio.to_thread(complaint_about, self._path)
        except sqlite3.Error as error:
            log.warning("the database cannot be checked now: %s", error)
            return
        self._checked = True
        if problem:
            log.error("the database is damaged: %s", problem)
            self._suspect()

    def close(self) -> None:
        """Write what is still waiting, then close. Blocks until that is done; may be called twice."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        self._closing.close()

    def _open(self) -> Connection:
        """The writer's connection to a database that is whole and has the form of this version."""
        try:
            make_folder(self._path.parent)
            self._closing.enter_context(hold_lock(self._path.with_name(self._path.name + ".lock")))
            finish_restoring(self._path)
            self._path.touch(0o600)
            return self._open_with_room()
        except LockTaken as taken:
            raise DatabaseInUse(
                f"{self._path} is used by another Mimosa (process {taken.owner}); end that one, or give this one a "
                "data_dir of its own"
            ) from None
        except (OSError, sqlite3.DatabaseError, SQLAlchemyError, BackupFailed) as error:
            raise DatabaseUnusable(
                f"{self._path} cannot be used as the database ({cause_of(error)}); check its folder and permissions, "
                "or put a backup in its place"
            ) from error

    def _check_at_start(self) -> None:
        size = self._path.stat().st_size
        if size > CHECKED_AT_START or self._checked:
            return
        problem = complaint_about(self._path) if size else "it is empty" if self.backups.all() else ""
        if problem and not self._put_backup_in_place(problem):
            raise sqlite3.DatabaseError(problem)
        self._checked = True

    def _open_with_room(self) -> Connection:
        """Check and connect; on a full disk with the room that was kept for this, where it is damaged to a backup."""
        while True:
            try:
                self._check_at_start()
                return self._connect()
            except (sqlite3.Error, SQLAlchemyError) as error:
                trouble = trouble_of(error, self._path)
                helped = (trouble is Trouble.FULL and self._reserve.give()) or (
                    trouble is Trouble.DAMAGED and not self.restored and self._put_backup_in_place(cause_of(error))
                )
                if not helped:
                    raise

    def _connect(self) -> Connection:
        connection = self._engine.connect()
        try:
            migrate(connection, self._back_up_before_migrating)
        except BaseException:
            connection.close()
            self._engine.dispose()
            raise
        return connection

    def _back_up_before_migrating(self) -> None:
        made = self.backups.make(self._now())
        log.info("backup %s was made before the database is changed", made.file.name)

    def _note_deletion(self, connection: Connection, cursor: sqlite3.Cursor, statement: str, *_: object) -> None:
        # The journal lets go of old commands by itself; that is no reason to build the file anew.
        words = statement.split(maxsplit=3)
        if words[:2] == ["DELETE", "FROM"] and words[2] in of_people.tables and cursor.rowcount > 0:
            self.has_erased = True

    def _suspect(self) -> None:
        self._writer.suspect()

    def _repair(self) -> Connection | None:
        """In the writer's thread, which has closed its connection: a connection to a whole database, or None."""
        with self._readers.away():
            self._engine.dispose()
            try:
                problem = complaint_about(self._path, thoroughly=True)
                if problem and not self._put_backup_in_place(problem):
                    self._damaged = problem
                    return None
                return self._connect()
            except (OSError, sqlite3.Error, SQLAlchemyError, DatabaseTooNew, BackupFailed) as error:
                log.critical("the damaged database cannot be repaired: %s", cause_of(error))
                self._damaged = cause_of(error)
                return None

    def _put_backup_in_place(self, problem: str) -> bool:
        """Put the damaged file aside and the newest good backup in its place; returns whether there was one."""
        log.critical("the database is damaged: %s", problem)
        backup = self.backups.newest_good()
        if backup is None:
            log.critical("there is no good backup of the database")
            return False
        self.restored = restore(self._path, backup, problem, self._now())
        log.critical(
            "the database was restored from the backup of %s; what was written since then is lost; the damaged file "
            "is in %s",
            backup.at,
            self.restored.damaged,
        )
        return True

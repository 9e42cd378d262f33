"""The one database: SQLite, one writer thread that commits in groups, readers beside it, migrated at start."""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from server.lock import LockTaken, hold_lock
from server.migrating import migrate

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4
BUSY_MS = 2_000
"""How long a connection waits for another process that holds the file."""

LONGEST_GROUP = 256
"""Jobs that share one commit."""


class DatabaseInUse(Exception):
    """Another Mimosa runs on the same database; the text names the file and the remedy."""


class DatabaseUnusable(Exception):
    """The file cannot be opened, is damaged, or is no database; the text names the file and the remedy."""


class DatabaseClosed(SQLAlchemyError):
    """The database was closed; nothing was done."""


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[Connection], T]
    done: "Future[T]"


class Database:
    """The database at `path`. Opening migrates it; use it as a context manager, or call `close`.

    Raises DatabaseInUse, DatabaseUnusable, or server.migrating.DatabaseTooNew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._closing = ExitStack()
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._closed = False
        try:
            self._open()
        except BaseException:
            self._closing.close()
            raise
        self._writer = threading.Thread(target=self._keep_writing, name="database writer", daemon=True)
        self._writer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction and return what it returns, once no power loss can undo it.

        Work of the same moment shares one commit; each piece has a savepoint of its own, so that one that raises undoes
        itself alone. It runs in the writer's thread and must not keep the connection. Raises what the work raises, and
        SQLAlchemyError where it could not be written. A caller that is cancelled before its turn has nothing done.
        """
        if self._closed:
            raise DatabaseClosed("the database is closed")
        job = _Job(work, Future[T]())
        self._jobs.put(job)
        return await asyncio.wrap_future(job.done)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work that changes nothing, beside the writer; an attempt to change something raises SQLAlchemyError."""
        if self._closed:
            raise DatabaseClosed("the database is closed")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def close(self) -> None:
        """Write what is still waiting, then close. Blocks until that is done; may be called twice."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        self._writer.join()
        self._closing.close()

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._closing.enter_context(hold_lock(self._path.with_name(self._path.name + ".lock")))
            self._path.touch(0o600)
            writing = self._engine(pool_size=1, query_only=False)
            self._connection = self._closing.enter_context(writing.connect())
            migrate(self._connection)
        except LockTaken as taken:
            raise DatabaseInUse(
                f"{self._path} is used by another Mimosa (process {taken.owner}); end that one, or give this one a "
                "data_dir of its own"
            ) from None
        except (OSError, sqlite3.DatabaseError, SQLAlchemyError) as error:
            raise DatabaseUnusable(
                f"{self._path} cannot be used as the database ({_cause(error)}); check its folder and permissions, or "
                "put a backup in its place"
            ) from error
        self._reading = self._engine(pool_size=READERS, query_only=True)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database reader")
        self._closing.callback(self._readers.shutdown)

    def _engine(self, *, pool_size: int, query_only: bool) -> Engine:
        # Parameters hold what people said; they must not reach a log through the text of an error.
        engine = create_engine(f"sqlite:///{self._path}", pool_size=pool_size, max_overflow=0, hide_parameters=True)
        event.listen(engine, "connect", _prepare_reading if query_only else _prepare_writing)
        event.listen(engine, "begin", _begin_reading if query_only else _begin_writing)
        self._closing.callback(engine.dispose)
        return engine

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._reading.begin() as connection:
            return work(connection)

    def _keep_writing(self) -> None:
        open_for_work = True
        while open_for_work:
            jobs = [self._jobs.get()]
            while len(jobs) < LONGEST_GROUP and not self._jobs.empty():
                jobs.append(self._jobs.get())
            open_for_work = None not in jobs
            self._write_group([job for job in jobs if job is not None and job.done.set_running_or_notify_cancel()])

    def _write_group(self, jobs: list[_Job[Any]]) -> None:
        """One transaction for all of them; their callers learn of it after the commit."""
        results: list[tuple[_Job[Any], Any, BaseException | None]] = []
        try:
            with self._connection.begin():
                results = [(job, *self._attempt(job)) for job in jobs]
        except SQLAlchemyError as error:
            log.error("%d pieces of work could not be written: %s", len(jobs), _cause(error))
            results = [(job, None, error) for job in jobs]
        for job, result, failure in results:
            if failure is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(failure)

    def _attempt(self, job: _Job[Any]) -> tuple[Any, BaseException | None]:
        """Run one piece of work in its own savepoint. Raises SQLAlchemyError where SQLite gave up all of them."""
        try:
            with self._connection.begin_nested():
                return job.work(self._connection), None
        except Exception as failure:
            # A full disk, for one, makes SQLite undo the whole transaction; going on would write outside of any.
            if isinstance(failure, SQLAlchemyError) and not _in_transaction(self._connection):
                raise
            return None, failure


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _cause(error: BaseException) -> str:
    original = getattr(error, "orig", None)
    return str(original or error).splitlines()[0] if str(original or error) else type(error).__name__


def _prepare_writing(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    _prepare(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")


def _prepare_reading(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    _prepare(connection, f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "query_only=ON")


def _prepare(connection: DBAPIConnection, *pragmas: str) -> None:
    # The driver must not begin and commit by itself: savepoints and DDL would leave the transaction.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")

"""How the connections to the database are set up, and what their errors mean."""

import shutil
import sqlite3
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 2_000
"""How long a connection waits for another process that holds the file."""

DURABILITY = "FULL"
"""A commit returns when it is on disk; with NORMAL a power loss takes back what was called done."""

SCARCE = 256 * 1024
"""Bytes below which a failure to write is a full disk, whatever SQLite calls it."""


class Trouble(Enum):
    """What an error of the database means for what is done next."""

    DAMAGED = "damaged"
    """A page is not what it has to be, or the file is no database."""
    FULL = "full"
    """No room on the disk."""
    REFUSED = "refused"
    """Not taken while there is no room; see Writer."""
    OTHER = "other"


_BY_CODE = {
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_AUTH: Trouble.REFUSED,
}
_ALSO_WHEN_FULL = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL})


def trouble_of(error: BaseException, file: Path) -> Trouble:
    """What an error, of the driver or wrapped by SQLAlchemy, means for the database in `file`.

    SQLite ends the whole transaction where the disk is full; what is raised then may be that a savepoint is missing,
    and what went wrong stands behind it.
    """
    found = (_trouble_of_one(each, file) for each in _chain(error))
    return next((trouble for trouble in found if trouble is not Trouble.OTHER), Trouble.OTHER)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trouble_of_one(error: BaseException, file: Path) -> Trouble:
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _ALSO_WHEN_FULL and _is_full(file.parent):
        return Trouble.FULL
    return _BY_CODE.get(primary, Trouble.OTHER) if primary is not None else Trouble.OTHER


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < SCARCE
    except OSError:
        return False


def cause_of(error: BaseException) -> str:
    """The first line of what went wrong; never the values of a statement."""
    original = getattr(error, "orig", None)
    return str(original or error).splitlines()[0] if str(original or error) else type(error).__name__


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def writing_engine(file: Path) -> Engine:
    """For the one connection that writes."""
    return _engine(file, pool_size=1, prepare=_prepare_writing, begin=_begin_writing)


def reading_engine(file: Path, readers: int) -> Engine:
    """For connections that cannot change anything."""
    return _engine(file, pool_size=readers, prepare=_prepare_reading, begin=_begin_reading)


def _engine(file: Path, *, pool_size: int, prepare: object, begin: object) -> Engine:
    # Parameters hold what people said; they must not reach a log through the text of an error.
    engine = create_engine(f"sqlite:///{file}", pool_size=pool_size, max_overflow=0, hide_parameters=True)
    event.listen(engine, "connect", prepare)  # type: ignore[arg-type]
    event.listen(engine, "begin", begin)  # type: ignore[arg-type]
    return engine


def _prepare_writing(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    # Only the writer itself checkpoints, where nobody waits: SQLite before 3.51.3 can lose a commit that another
    # connection makes during a checkpoint. `fullfsync` is for macOS, whose fsync stops at the drive's own memory.
    # `secure_delete`: what is erased is overwritten, not only marked as free.
    _prepare(
        connection,
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        f"synchronous={DURABILITY}",
        "fullfsync=ON",
        "checkpoint_fullfsync=ON",
        "wal_autocheckpoint=0",
        "foreign_keys=ON",
        "secure_delete=ON",
    )


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

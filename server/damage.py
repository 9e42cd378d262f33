"""Finding out that the database is damaged, putting it aside, and putting a backup in its place."""

import json
import logging
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.backups import Backup
from server.durable import copy_whole, make_folder, sync_folder, write_whole

log = logging.getLogger(__name__)

DAMAGED = "damaged"
"""The folder beside the database in which damaged files are kept, each with what it was replaced by."""

NOTE = "restored.json"
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside the file of a database."""

KEPT = 3
"""How many damaged databases are kept to look at; a failing disk must not be filled with them."""

PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Restoration:
    """A damaged database was replaced by a backup; what was written between `backup` and `at` is lost."""

    at: datetime
    backup: datetime
    """When the backup was made."""
    damaged: Path
    """The folder that holds the damaged files."""
    problem: str
    """What was found."""


def complaint_about(file: Path, *, thoroughly: bool = False) -> str:
    """What is wrong with the database, in SQLite's words; empty where nothing is.

    Every page is read. `thoroughly`: indexes are compared with their tables too, which takes ten times as long.
    Raises sqlite3.Error where it cannot be told: locked by another process, no permission, no room.
    """
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)" if thoroughly else "PRAGMA quick_check(1)")
            first = str(found.fetchone()[0])
            return "" if first == "ok" else first.splitlines()[-1]
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return str(error)
        raise


def restore(file: Path, backup: Backup, problem: str, now: datetime) -> Restoration:
    """Put the damaged database aside and the backup in its place. Nobody may have it open. Raises OSError.

    Killed at any moment, it is finished by `finish_restoring` at the next start, or begun again.
    """
    aside = file.parent / DAMAGED / f"{file.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    make_folder(aside, 0o700)
    told = Restoration(now, backup.at, aside, problem)
    write_whole(aside / NOTE, _written(told))
    _note_of_running(file).unlink(missing_ok=True)
    write_whole(_note_of_running(file), aside.name)
    copy_whole(backup.file, _waiting(file))
    finish_restoring(file)
    for older in restorations(file)[:-KEPT]:
        shutil.rmtree(older.damaged)
    return told


def finish_restoring(file: Path) -> None:
    """Take the last steps of a restoration, where one was begun and its backup lies ready. Raises OSError."""
    if not _waiting(file).exists():
        return
    aside = file.parent / DAMAGED / _note_of_running(file).read_text("utf-8")
    # The log of the damaged file must be gone before another file has its name: SQLite would play it into that.
    for name in (*(file.name + companion for companion in COMPANIONS), file.name):
        if (file.parent / name).exists():
            (file.parent / name).replace(aside / name)
    sync_folder(aside)
    sync_folder(file.parent)
    _waiting(file).replace(file)
    sync_folder(file.parent)
    _note_of_running(file).unlink(missing_ok=True)


def restorations(file: Path) -> Sequence[Restoration]:
    """Every restoration of this database whose damaged files are still kept, the newest last."""
    told = []
    for note in sorted((file.parent / DAMAGED).glob(f"{file.stem}-*/{NOTE}")):
        try:
            if (note.parent / file.name).exists():
                told.append(_read(note))
        except (OSError, ValueError, KeyError) as error:
            log.warning("what was restored cannot be read from %s: %s", note, error)
    return tuple(told)


def forget_damaged(file: Path) -> None:
    """Take every damaged file away, so that nothing that was erased lives on in one. Raises OSError."""
    for folder in (file.parent / DAMAGED).glob(f"{file.stem}-*"):
        shutil.rmtree(folder)


def _waiting(file: Path) -> Path:
    return file.with_name(file.name + ".restoring")


def _note_of_running(file: Path) -> Path:
    return file.with_name(file.name + ".restoring-from")


def _written(told: Restoration) -> str:
    return json.dumps({"at": told.at.isoformat(), "backup": told.backup.isoformat(), "problem": told.problem})


def _read(note: Path) -> Restoration:
    told = json.loads(note.read_text("utf-8"))
    at, backup = (datetime.fromisoformat(told[key]) for key in ("at", "backup"))
    return Restoration(at, backup, note.parent, str(told["problem"]))

"""Copies of the database, each checked page by page before it gets its name."""

import logging
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.durable import make_folder, put_in_place, sync_folder

log = logging.getLogger(__name__)

KEPT = 7
STEP_PAGES = 1_000
STEP_PAUSE_S = 0.005
"""Between steps others have the disk."""

SPARE = 32 * 1024 * 1024
"""Bytes that a backup leaves free."""

PATIENCE_S = 5.0
_NAME = re.compile(r"-(\d{6})-(\d{8}T\d{6}Z)\.db")


class BackupFailed(Exception):
    """No copy was made; the text says why."""


class CopyDamaged(BackupFailed):
    """The copy is damaged: the database itself may be, or the disk."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy."""

    number: int
    """Grows with every copy; clocks can be wrong, so this decides which is the newest."""
    at: datetime
    file: Path


class Backups:
    """The copies of the database `file`, in the folder "backups" beside it; the newest `keep` of them stay."""

    def __init__(self, file: Path, keep: int = KEPT) -> None:
        self._source = file
        self._folder = file.parent / "backups"
        self._keep = keep

    def all(self) -> Sequence[Backup]:
        """Every copy, the newest first."""
        found = (self._named(file) for file in self._files(".db"))
        return sorted((f for f in found if f is not None), key=lambda backup: backup.number, reverse=True)

    def newest_good(self) -> Backup | None:
        """The newest copy that every page of is whole; None where there is none."""
        for backup in self.all():
            problem = _problem(backup.file)
            if not problem:
                return backup
            log.error("backup %s is damaged: %s", backup.file.name, problem)
        return None

    def make(self, now: datetime) -> Backup:
        """Copy the database as it is at this moment, while others go on with it, and drop the oldest copies.

        Blocks. Raises BackupFailed where the disk lacks room or cannot be written, CopyDamaged where what was copied
        is damaged.
        """
        number = max((backup.number for backup in self.all()), default=0) + 1
        file = self._folder / f"{self._source.stem}-{number:06d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
        made = file.with_name(file.name + ".partial")
        try:
            make_folder(self._folder, 0o700)
            self._drop(self._files(".partial"))
            self._require_room()
            made.touch(0o600)
            self._copy(made)
            problem = _problem(made)
            if problem:
                made.unlink()
                raise CopyDamaged(problem)
            put_in_place(made, file)
            self._drop([backup.file for backup in self.all()[self._keep :]])
        except (OSError, sqlite3.Error) as error:
            raise BackupFailed(f"{file} cannot be written: {error}") from error
        return Backup(number, now, file)

    def delete_all(self, but: Backup | None = None) -> int:
        """Take every copy away, so that nothing that was erased lives on in one; returns how many. Raises OSError."""
        files = [file for file in self._files(".db") if but is None or file != but.file]
        self._drop([*files, *self._files(".partial")])
        return len(files)

    def _named(self, file: Path) -> Backup | None:
        """The copy of that name; None for a file that has no such name."""
        match = _NAME.fullmatch(file.name.removeprefix(self._source.stem))
        try:
            return Backup(int(match[1]), _moment(match[2]), file) if match else None
        except ValueError:
            return None

    def _files(self, ending: str) -> list[Path]:
        return sorted(self._folder.glob(f"{self._source.stem}-*{ending}"))

    def _drop(self, files: Sequence[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)
        if files:
            sync_folder(self._folder)

    def _require_room(self) -> None:
        needed = self._source.stat().st_size + SPARE
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise BackupFailed(f"a backup needs {needed >> 20} MiB in {self._folder}; {free >> 20} MiB are free")

    def _copy(self, made: Path) -> None:
        with (
            closing(sqlite3.connect(self._source, timeout=PATIENCE_S, isolation_level=None)) as source,
            closing(sqlite3.connect(made, isolation_level=None)) as copy,
        ):
            # Whoever reads in one transaction sees one moment; without it each commit would begin the copy anew.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=STEP_PAGES, sleep=STEP_PAUSE_S)


def _moment(written: str) -> datetime:
    return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _problem(copy: Path) -> str:
    """What is wrong with a copy; empty where nothing is. Read as it lies there, without a log beside it."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return "it is empty"
            first = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            return "" if first == "ok" else first.splitlines()[-1]
    except sqlite3.DatabaseError as error:
        return str(error)

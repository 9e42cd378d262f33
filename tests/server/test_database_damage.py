"""Bits that flip in the file: found at start and while it is used, and the newest good backup put in its place."""

import asyncio
import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from devices.command import Command
from devices.errors import JournalUnavailable
from devices.journal import Journal
from server import database as database_module
from server.backups import CopyDamaged
from server.damage import complaint_about, restorations
from server.database import Database, DatabaseUnusable
from server.keeping import keep_backups

PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mimosa.db"


async def write(database: Database, *names: str) -> None:
    await Journal(database).accept([Command("lamp", "on", True, id=name) for name in names])


def flip(file: Path, first_page: int = 2, pages: int = 200) -> None:
    """Flip bits at the beginning of pages, where their structure is described."""
    with file.open("r+b") as opened:
        for page in range(first_page, min(first_page + pages, file.stat().st_size // PAGE)):
            opened.seek(page * PAGE)
            head = opened.read(64)
            opened.seek(page * PAGE)
            opened.write(bytes(byte ^ 0xA5 for byte in head))


def flip_the_end(file: Path) -> None:
    """Leave those pages alone that are read at start."""
    flip(file, first_page=file.stat().st_size // PAGE - 3)


def with_backup(file: Path, name: str = "kept") -> None:
    """A database with many commands, a backup of it, and one more that only the file holds."""

    async def fill(database: Database) -> None:
        await write(database, name, *(f"{name}-{number}" for number in range(500)))
        await database.back_up()
        await write(database, "since")

    with Database(file) as database:
        asyncio.run(fill(database))


async def ids(database: Database) -> set[str]:
    found = await database.read(lambda c: c.execute(text("SELECT id FROM commands")).scalars().all())
    return {name for name in found if not name.startswith("kept-")}


async def test_damage_found_at_start_is_replaced_by_the_backup_and_reported(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await asyncio.to_thread(with_backup, file)
    flip(file)
    with Database(file) as database:
        assert await ids(database) == {"kept"}
        assert database.restored is not None
        assert "what was written since then is lost" in caplog.text
        assert database.condition.startswith("restored: from the backup of 20")
        (told,) = restorations(file)
        assert told == database.restored
        assert complaint_about(told.damaged / "mimosa.db")
        await write(database, "next")
    with Database(file) as database:
        assert await ids(database) == {"kept", "next"}
        assert database.restored is None
        assert database.condition == "ready"
    assert len(restorations(file)) == 1


def test_an_emptied_file_is_damaged_too(file: Path) -> None:
    with_backup(file)
    file.write_bytes(b"")
    with Database(file) as database:
        assert asyncio.run(ids(database)) == {"kept"}


@pytest.mark.parametrize("content", [b"a letter to my grandmother " * 1000, b"\0" * 8192])
def test_what_is_no_database_any_more_is_replaced(file: Path, content: bytes) -> None:
    with_backup(file)
    file.write_bytes(content)
    with Database(file) as database:
        assert asyncio.run(ids(database)) == {"kept"}


def test_without_a_good_backup_nothing_is_thrown_away(file: Path) -> None:
    with_backup(file)
    flip(file)
    for backup in (file.parent / "backups").iterdir():
        flip(backup)
    content = file.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"mimosa\.db cannot be used.*put a backup in its place"):
        Database(file)
    assert file.read_bytes() == content


async def checkpointed(database: Database) -> None:
    def bring_in() -> None:
        with sqlite3.connect(database._path) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    await asyncio.to_thread(bring_in)


async def test_damage_found_while_writing_costs_a_command_and_not_the_house(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await asyncio.to_thread(with_backup, file)
    with Database(file) as database:
        await checkpointed(database)
        flip(file)
        with pytest.raises(JournalUnavailable):
            await write(database, *(f"lost-{n}" for n in range(50)))
        await write(database, "after")
        assert await ids(database) == {"kept", "after"}
        assert database.condition.startswith("restored:")
        assert len(restorations(file)) == 1


async def test_damage_found_while_reading_is_repaired(file: Path) -> None:
    await asyncio.to_thread(with_backup, file)
    with Database(file) as database:
        await checkpointed(database)
        flip(file)
        with pytest.raises(SQLAlchemyError):
            await ids(database)
        while database.restored is None:
            await asyncio.sleep(0.01)
        assert await ids(database) == {"kept"}
        await write(database, "after")


async def test_readers_and_writers_meanwhile_see_one_database_or_the_other(file: Path) -> None:
    await asyncio.to_thread(with_backup, file)
    with Database(file) as database:
        await checkpointed(database)
        flip(file)
        works = [ids(database) for _ in range(40)] + [write(database, f"new-{n}") for n in range(40)]  # type: ignore[list-item]
        for end in await asyncio.gather(*works, return_exceptions=True):
            assert end is None or isinstance(end, (set, SQLAlchemyError, JournalUnavailable))
        while database.restored is None:
            await asyncio.sleep(0.01)
        await write(database, "after")
        assert {"kept", "after"} <= await ids(database)


async def test_without_a_backup_commands_are_refused_and_health_says_so(file: Path) -> None:
    with Database(file) as database:
        await write(database, *(f"kept-{n}" for n in range(500)))
        await checkpointed(database)
        flip(file)
        with pytest.raises(JournalUnavailable):
            await write(database, *(f"lost-{n}" for n in range(50)))
        with pytest.raises(JournalUnavailable, match="damaged, and there is no good backup"):
            await write(database, "after")
        assert database.condition.startswith("damaged: ")
        assert str(file) in database.condition


async def test_a_large_file_is_checked_while_it_is_used(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.to_thread(with_backup, file)
    monkeypatch.setattr(database_module, "CHECKED_AT_START", 0)
    flip_the_end(file)
    with Database(file) as database:
        keeping = asyncio.create_task(keep_backups(database))
        while database.restored is None:
            await asyncio.sleep(0.01)
        assert await ids(database) == {"kept"}
        keeping.cancel()


async def test_a_backup_of_a_damaged_database_is_not_kept_and_tells(file: Path) -> None:
    await asyncio.to_thread(with_backup, file)
    with Database(file) as database:
        await checkpointed(database)
        flip_the_end(file)
        before = [backup.file for backup in database.backups.all()]
        with pytest.raises(CopyDamaged):
            await database.back_up()
        while database.restored is None:
            await asyncio.sleep(0.01)
        assert [backup.file for backup in database.backups.all()] == before


def test_damaged_files_do_not_fill_the_disk(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    with_backup(file)
    for _ in range(5):
        flip(file)
        Database(file).close()
    assert len(restorations(file)) == 3

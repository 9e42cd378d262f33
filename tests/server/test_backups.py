"""Backups: whole, checked, seven of them, made when they are due and before the database is changed."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import server.migrating
from assistant.memory.preferences import Preferences
from devices.command import Command
from devices.journal import Journal
from server import backups
from server.backups import BackupFailed, Backups
from server.database import Database, DatabaseUnusable
from server.keeping import keep_backups

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mimosa.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    with Database(file) as opened:
        yield opened


def ids(file: Path) -> set[str]:
    with sqlite3.connect(f"file:{file}?immutable=1", uri=True) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM commands")}


async def write(database: Database, *names: str) -> None:
    await Journal(database).accept([Command("lamp", "on", True, id=name) for name in names])


def test_a_backup_holds_what_was_written_until_then(database: Database) -> None:
    async def scenario() -> None:
        await write(database, "one")
        made = await database.back_up()
        await write(database, "two")
        assert ids(made.file) == {"one"}
        assert [backup.file for backup in database.backups.all()] == [made.file]

    asyncio.run(scenario())


def test_only_the_owner_can_read_it_and_nothing_half_done_is_left(database: Database) -> None:
    made = asyncio.run(database.back_up())
    assert made.file.parent.stat().st_mode & 0o777 == 0o700
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert list(made.file.parent.iterdir()) == [made.file]


def test_seven_stay_and_the_newest_is_the_last_made_whatever_the_clock_says(database: Database) -> None:
    for day in range(9):
        database.backups.make(NOON - timedelta(days=day))
    kept = database.backups.all()
    assert [backup.number for backup in kept] == [9, 8, 7, 6, 5, 4, 3]
    assert kept[0].at == NOON - timedelta(days=8)


def test_others_go_on_writing_while_it_is_made(database: Database) -> None:
    async def scenario() -> None:
        await write(database, *(f"before-{n}" for n in range(2_000)))
        backing_up = asyncio.create_task(database.back_up())
        count = 0
        while not backing_up.done():
            await write(database, f"meanwhile-{count}")
            count += 1
        assert {f"before-{n}" for n in range(2_000)} <= ids((await backing_up).file)

    asyncio.run(scenario())


def test_a_damaged_copy_is_passed_over(database: Database) -> None:
    good = database.backups.make(NOON)
    bad = database.backups.make(NOON)
    with bad.file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xa5" * 8192)
    empty = database.backups.make(NOON)
    empty.file.write_bytes(b"")
    assert database.backups.newest_good() == good


def test_a_disk_without_room_for_it_is_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "SPARE", 1 << 60)
    with pytest.raises(BackupFailed, match=r"needs \d+ MiB in .*backups; \d+ MiB are free"):
        asyncio.run(database.back_up())


async def test_one_is_made_at_once_and_then_when_it_is_due(database: Database) -> None:
    now = NOON
    keeping = asyncio.create_task(keep_backups(database, look_every_s=0.01, now=lambda: now))
    database._now = lambda: now
    while len(database.backups.all()) < 1:
        await asyncio.sleep(0.01)
    now += timedelta(hours=23)
    await asyncio.sleep(0.1)
    assert len(database.backups.all()) == 1
    now += timedelta(hours=2)
    while len(database.backups.all()) < 2:
        await asyncio.sleep(0.01)
    keeping.cancel()


async def test_a_backup_that_fails_is_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as full:
        full.setattr(backups, "SPARE", 1 << 60)
        keeping = asyncio.create_task(keep_backups(database, look_every_s=0.01))
        while "could not be backed up" not in caplog.text:
            await asyncio.sleep(0.01)
    while not database.backups.all():
        await asyncio.sleep(0.01)
    keeping.cancel()


async def test_a_file_that_only_looks_like_a_copy_is_none(database: Database, file: Path) -> None:
    stray = file.parent / "backups" / "mimosa-000009-20269901T000000Z.db"
    stray.parent.mkdir()
    stray.touch()
    made = await database.back_up()
    assert [backup.file for backup in database.backups.all()] == [made.file]


async def test_what_was_forgotten_lives_on_in_no_copy(database: Database, file: Path) -> None:
    preferences = Preferences(database)
    liked = await preferences.remember("owner", "an unmistakable secret", "en")
    await database.back_up()
    damaged = file.parent / "damaged" / "mimosa-then"
    damaged.mkdir(parents=True)
    (damaged / "mimosa.db").write_bytes(b"an unmistakable secret")
    await preferences.forget("owner", [liked.id])
    made = await database.renew_backups()
    assert [backup.file for backup in database.backups.all()] == [made.file]
    assert not damaged.exists()
    assert database.backups.delete_all() == 1
    assert list(made.file.parent.iterdir()) == []


def old_database(file: Path) -> None:
    """One of the first version, with a command in it."""
    file.parent.mkdir()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        configuration = Config(attributes={"connection": connection})
        configuration.set_main_option("script_location", str(Path(server.migrating.__file__).with_name("migrations")))
        command.upgrade(configuration, "0001")
    engine.dispose()


def test_one_is_made_before_the_database_is_changed(file: Path) -> None:
    old_database(file)
    with Database(file) as database:
        (made,) = database.backups.all()
    with sqlite3.connect(made.file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    with Database(file) as database:
        assert len(database.backups.all()) == 1


def test_without_room_for_it_the_database_is_not_changed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_database(file)
    monkeypatch.setattr(backups, "SPARE", 1 << 60)
    with pytest.raises(DatabaseUnusable, match="a backup needs"):
        Database(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_two_databases_in_one_folder_keep_theirs_apart(file: Path) -> None:
    with Database(file) as one, Database(file.with_name("other.db")) as other:
        one.backups.make(NOON)
        other.backups.make(NOON)
        assert len(one.backups.all()) == len(other.backups.all()) == 1
        assert Backups(file).delete_all() == 1
        assert len(other.backups.all()) == 1

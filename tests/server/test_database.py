"""The one database: durable, grouped, one owner, and brought up to date at start."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from devices.command import Command
from devices.journal import Journal, commands
from server.database import Database, DatabaseClosed, DatabaseInUse, DatabaseUnusable
from server.migrating import DatabaseTooNew
from server.tables import TABLES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mimosa.db"


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


async def test_what_is_written_survives_power_loss_by_its_settings(file: Path) -> None:
    with Database(file) as database:
        names = ("journal_mode", "synchronous", "foreign_keys")
        settings = await database.write(lambda c: [pragma(c, name) for name in names])
        assert settings == ["wal", 2, 1]


def test_nobody_else_on_the_machine_can_read_it(file: Path) -> None:
    with Database(file):
        # The database, its log, its index, the lock and the reserve.
        assert [other.stat().st_mode & 0o077 for other in file.parent.iterdir()] == [0] * 5


async def test_what_was_written_is_read(file: Path) -> None:
    with Database(file) as database:
        await Journal(database).accept([Command("lamp", "on", True, id="one")])
        assert await database.read(lambda c: c.execute(select(commands.c.id)).scalars().all()) == ["one"]
    with Database(file) as database:
        assert await database.read(lambda c: c.execute(select(commands.c.id)).scalars().all()) == ["one"]


async def test_a_piece_of_work_that_fails_undoes_itself_alone(file: Path) -> None:
    with Database(file) as database:
        hold = threading.Event()
        first = asyncio.create_task(database.write(lambda c: hold.wait(90)))
        await asyncio.sleep(0.05)

        def half_done(connection: Connection) -> None:
            _insert(connection, "half")
            raise ValueError("no")

        works = [lambda c: _insert(c, "a"), half_done, lambda c: _insert(c, "a"), lambda c: _insert(c, "b")]
        together = [asyncio.create_task(database.write(work)) for work in works]
        await asyncio.sleep(0.05)
        hold.set()
        await first
        results = await asyncio.gather(*together, return_exceptions=True)
        assert [type(r) for r in results] == [type(None), ValueError, IntegrityError, type(None)]
        assert await database.read(lambda c: c.execute(select(commands.c.id)).scalars().all()) == ["a", "b"]


def _insert(connection: Connection, command_id: str) -> None:
    texts = dict.fromkeys(("turn", "person", "role", "surface", "sentence", "device", "capability", "created"), "")
    rest = {"value": "1", "deadline": "", "deadline_s": 1.0, "attempts": 0, "state": "done", "reason": ""}
    connection.execute(insert(commands), {"id": command_id, **texts, **rest})


async def test_work_of_the_same_moment_shares_a_commit(file: Path) -> None:
    with Database(file) as database:
        hold = threading.Event()
        first = asyncio.create_task(database.write(lambda c: hold.wait(90)))
        await asyncio.sleep(0.05)
        transactions: set[int] = set()
        note = [
            asyncio.create_task(database.write(lambda c: transactions.add(id(c.get_transaction())))) for _ in range(50)
        ]
        await asyncio.sleep(0.05)
        hold.set()
        await asyncio.gather(first, *note)
        assert len(transactions) == 1


async def test_who_stops_waiting_before_its_turn_has_nothing_written(file: Path) -> None:
    with Database(file) as database:
        hold = threading.Event()
        first = asyncio.create_task(database.write(lambda c: hold.wait(90)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(database.write(lambda c: _insert(c, "never")))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        hold.set()
        await first
        assert await database.read(lambda c: c.execute(select(commands.c.id)).all()) == []


async def test_readers_change_nothing_and_do_not_wait_for_the_writer(file: Path) -> None:
    with Database(file) as database:
        with pytest.raises(OperationalError, match="readonly"):
            await database.read(lambda c: _insert(c, "x"))
        hold = threading.Event()
        writing = asyncio.create_task(database.write(lambda c: hold.wait(90)))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(60):
            assert await database.read(lambda c: c.execute(select(commands)).all()) == []
        hold.set()
        await writing


async def test_another_process_that_holds_the_file_costs_an_error_and_not_the_database(file: Path) -> None:
    with Database(file) as database:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            await database.write(lambda c: _insert(c, "a"))
        other.execute("ROLLBACK")
        other.close()
        await database.write(lambda c: _insert(c, "a"))


async def test_what_waits_is_written_before_it_closes(file: Path) -> None:
    database = Database(file)
    waiting = [asyncio.create_task(database.write(lambda c, n=n: _insert(c, str(n)))) for n in range(50)]  # type: ignore[misc]
    await asyncio.sleep(0)
    database.close()
    await asyncio.gather(*waiting)
    database.close()
    with pytest.raises(DatabaseClosed):
        await database.write(lambda c: None)
    with pytest.raises(DatabaseClosed):
        await database.read(lambda c: None)


def test_a_second_instance_is_refused_and_told_who_has_it(file: Path) -> None:
    with Database(file), pytest.raises(DatabaseInUse, match=rf"mimosa\.db.*process {os.getpid()}.*data_dir"):
        Database(file)
    Database(file).close()


def test_what_is_no_database_is_named(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this is not a database, it is a letter to my grandmother" * 100)
    with pytest.raises(DatabaseUnusable, match=r"mimosa\.db cannot be used.*not a database"):
        Database(file)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(DatabaseUnusable, match=r"mimosa\.db"):
        Database(tmp_path / "data" / "mimosa.db")


def test_a_newer_database_is_refused_and_left_alone(file: Path) -> None:
    Database(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew, match=r"9999.*newer Mimosa"):
        Database(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


async def test_the_migrated_tables_are_those_that_the_rooms_declare(file: Path) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), list(TABLES)))  # type: ignore[arg-type]

    with Database(file) as database:
        assert await database.write(differences) == []


def test_a_migration_that_fails_leaves_the_database_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("", None, Exception("database or disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr(op, "create_index", fail)
        with pytest.raises(DatabaseUnusable, match="disk is full"):
            Database(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    Database(file).close()


async def test_errors_never_tell_what_was_said(file: Path) -> None:
    from devices.command import Origin
    from devices.errors import JournalUnavailable

    with Database(file) as database:
        said = Command("lamp", "on", True, id="one", origin=Origin(sentence="my secret sentence"))
        await Journal(database).accept([said])
        with pytest.raises(JournalUnavailable) as caught:
            await Journal(database).accept([said])
        assert "secret" not in str(caught.value)


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(file: Path) -> None:
    script = f"""
        import asyncio
        from pathlib import Path
        from devices.command import Command
        from devices.journal import Journal
        from server.database import Database
        async def main():
            journal = Journal(Database(Path({str(file)!r})))
            async def forever(number):
                for count in range(10**9):
                    await journal.accept([Command("lamp", "on", True, id=f"{{number}}-{{count}}")])
                    print(f"{{number}}-{{count}}", flush=True)
            await asyncio.gather(*(forever(n) for n in range(5)))
        asyncio.run(main())
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(200)]
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    with Database(file), sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {row[0] for row in connection.execute("SELECT id FROM commands")}
    assert set(acknowledged) <= found

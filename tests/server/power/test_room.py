"""A full disk: nothing new is sent, what is on its way is ended, and it goes on by itself when there is room again."""

import asyncio
import contextlib
import errno
import json
import logging
import os
from collections import namedtuple
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import text

from assistant.memory.preferences import Preferences
from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.journal import Ending, Journal
from server import reserve
from server.database import Database
from server.writing import NoRoom

Furnish = Callable[[Database], AbstractAsyncContextManager[object]]
Usage = namedtuple("Usage", "total used free")


def write_without_end(opened: IO[bytes], block: bytes) -> None:
    while True:
        opened.write(block)


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as opened:
        for size in (1 << 20, 1 << 12, 1):
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                write_without_end(opened, b"x" * size)
    return filler


async def command_until(house, kind: OutcomeKind, values: range) -> Outcome:  # type: ignore[no-untyped-def]
    for value in values:
        outcome = await house.home.execute(Command("obedient", "level", value))
        if outcome.kind is kind:
            return outcome
    raise AssertionError(f"none of {len(values)} commands ended as {kind}")


async def states(database: Database) -> dict[str, str]:
    rows = await database.read(lambda c: c.execute(text("SELECT id, state FROM commands")).all())
    return {row.id: row.state for row in rows}


async def test_a_full_disk_stops_new_commands_and_ends_old_ones(small_disk: Path, furnish: Furnish) -> None:
    with Database(small_disk / "mimosa.db") as database:
        async with furnish(database) as house:
            on_its_way = Command("silent", "level", 7, deadline_s=110.0)
            flying = asyncio.create_task(house.home.execute(on_its_way))
            while "sent 7" not in house.teller.lines:
                await asyncio.sleep(0.01)
            filler = await asyncio.to_thread(fill, small_disk)

            refused = await command_until(house, OutcomeKind.FAILED, range(1_000, 3_000))
            assert refused.reason is Reason.JOURNAL_UNAVAILABLE
            assert f"sent {refused.command.value}" not in house.teller.lines
            assert database.condition.startswith("full: ")

            await house.lamps.publish("silent/level", json.dumps(7).encode())
            assert (await flying).kind is OutcomeKind.DONE
            written = await states(database)
            assert written[on_its_way.id] == "done"
            assert refused.command.id not in written

            filler.unlink()
            async with asyncio.timeout(60):
                while database.condition != "ready":
                    await asyncio.sleep(0.05)
            again = await house.home.execute(Command("obedient", "level", 5_000))
            assert again.kind is OutcomeKind.DONE
            assert (small_disk / "mimosa.db.reserve").stat().st_size == reserve.SIZE


async def test_it_starts_on_a_full_disk_and_ends_what_was_left_open(small_disk: Path) -> None:
    with Database(small_disk / "mimosa.db") as database:
        await Journal(database).accept([Command("lamp", "on", True, id="left open")])
    filler = await asyncio.to_thread(fill, small_disk)
    with Database(small_disk / "mimosa.db") as database:
        assert await Journal(database).close_forgotten() == 1
        assert await states(database) == {"left open": "unknown"}
        filler.unlink()
        async with asyncio.timeout(60):
            while database.condition != "ready":
                await asyncio.sleep(0.05)
        await Journal(database).accept([Command("lamp", "on", True)])


async def test_a_full_disk_elsewhere_stops_nothing(
    small_disk: Path, tmp_path: Path, furnish: Furnish, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log file and everything else beside the database is on a full disk."""
    fill(small_disk)
    logged = logging.FileHandler(small_disk / "mimosa.log")
    logging.getLogger().addHandler(logged)
    try:
        with Database(tmp_path / "data" / "mimosa.db") as database:
            async with furnish(database) as house:
                logging.getLogger("devices").error("this line finds no room")
                outcome = await house.home.execute(Command("obedient", "level", 3))
                assert outcome.kind is OutcomeKind.DONE
    finally:
        logging.getLogger().removeHandler(logged)
        with contextlib.suppress(OSError):
            logged.close()


async def test_without_room_inserts_are_refused_and_ends_and_forgetting_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own limit of pages stands for the full disk, so that this runs everywhere."""
    with Database(tmp_path / "mimosa.db") as database:
        journal, preferences = Journal(database), Preferences(database)
        accepted = Command("lamp", "on", True)
        await journal.accept([accepted])
        liked = await preferences.remember("owner", "I like it warm", "en")
        await database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1"))
        monkeypatch.setattr(reserve.shutil, "disk_usage", lambda folder: Usage(1 << 30, 1 << 30, 0))

        many = [preferences.remember("owner", f"something else {n} " * 20, "en") for n in range(300)]
        ends = await asyncio.gather(*many, return_exceptions=True)
        assert any(isinstance(end, NoRoom) for end in ends)
        assert database.condition.startswith("full: ")
        assert (tmp_path / "mimosa.db.reserve").stat().st_size < reserve.SIZE
        with pytest.raises(NoRoom):
            await preferences.remember("owner", "one more", "en")
        assert await preferences.forget("owner", [liked.id]) == 1
        ended = Ending(Outcome(OutcomeKind.DONE, accepted))
        await journal.close(ended)
        assert (await states(database))[accepted.id] == "done"

        await database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1000000"))
        monkeypatch.undo()
        async with asyncio.timeout(60):
            while database.condition != "ready":
                await asyncio.sleep(0.05)
        await preferences.remember("owner", "one more", "en")


def test_room_that_cannot_be_kept_is_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "not here")

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    assert not reserve.Reserve(tmp_path / "kept").fill()

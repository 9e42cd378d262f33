"""The PINs themselves: hashed, three tries, ten minutes, over a restart too."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import BadPin
from assistant.memory.pins import ATTEMPTS, LOCKED_FOR, Pins
from assistant.second_factor import Proof
from server.database import Database


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pins(tmp_path: Path, clock: Clock) -> AsyncIterator[Pins]:
    with Database(tmp_path / "mimosa.db") as database:
        kept = Pins(database, clock)
        await kept.set("owner", "4711")
        yield kept


async def guess_until_locked(pins: Pins) -> Proof:
    for _ in range(ATTEMPTS):
        came = await pins.prove("owner", "1812")
    return came


async def test_right_wrong_and_unknown(pins: Pins) -> None:
    assert await pins.prove("owner", "4711") is Proof.RIGHT
    assert await pins.prove("owner", "4712") is Proof.WRONG
    assert await pins.prove("bob", "4711") is Proof.NOT_SET


async def test_the_third_wrong_one_locks_also_the_right_one(pins: Pins, clock: Clock) -> None:
    assert await guess_until_locked(pins) is Proof.LOCKED
    assert await pins.prove("owner", "4711") is Proof.LOCKED
    assert await pins.locked_until("owner") == clock.now + LOCKED_FOR
    assert await pins.locked_until("bob") is None
    clock.now += LOCKED_FOR + timedelta(seconds=1)
    assert await pins.locked_until("owner") is None
    assert await pins.prove("owner", "4711") is Proof.RIGHT


async def test_a_right_one_wipes_the_slate(pins: Pins) -> None:
    for _ in range(3):
        assert await pins.prove("owner", "1812") is Proof.WRONG
        assert await pins.prove("owner", "4711") is Proof.RIGHT


async def test_a_restart_does_not_give_new_tries(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "mimosa.db"
    with Database(path) as database:
        await Pins(database, clock).set("owner", "4711")
        await Pins(database, clock).prove("owner", "1812")
        await Pins(database, clock).prove("owner", "1813")
    with Database(path) as database:
        assert await Pins(database, clock).prove("owner", "1814") is Proof.LOCKED


async def test_the_digits_are_nowhere_on_disk(tmp_path: Path, clock: Clock) -> None:
    with Database(tmp_path / "mimosa.db") as database:
        await Pins(database, clock).set("owner", "80417263")
    files = await asyncio.to_thread(lambda: [f.read_bytes() for f in tmp_path.iterdir() if f.is_file()])
    assert files
    assert not any(b"80417263" in content for content in files)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "0000", "3456", "9876", "４７１１"])
async def test_what_is_no_good_is_refused_and_the_old_one_stays(pins: Pins, pin: str) -> None:
    with pytest.raises(BadPin):
        await pins.set("owner", pin)
    assert await pins.prove("owner", "4711") is Proof.RIGHT


async def test_removed_is_gone(pins: Pins) -> None:
    assert await pins.remove("owner")
    assert not await pins.is_set("owner")
    assert not await pins.remove("owner")

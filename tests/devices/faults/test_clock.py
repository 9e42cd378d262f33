"""Fault 23: the clock on the wall is set while commands are on their way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from devices.command import OutcomeKind, Reason
from devices.loopback import LoopbackBroker
from server.database import Database
from tests.devices.faults.conftest import Witnessed, witnessed
from tests.devices.virtual_time import CountedStorage

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class WallClock:
    """Goes with the loop, and can be set."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return NOON + timedelta(seconds=asyncio.get_running_loop().time()) + self.ahead


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
async def clocked(one_time: None, database: Database, clock: WallClock) -> AsyncIterator[Witnessed]:
    """The house and a home that reads this clock."""
    broker = LoopbackBroker(asyncio.get_running_loop().time)
    links = broker.link(), broker.link(), broker.link()
    async with witnessed(*links, CountedStorage(database), now=clock) as made:
        yield made


@pytest.mark.parametrize("hours", [2, -2])
async def test_fault_23_clock_jumps_while_commands_fly(clocked: Witnessed, clock: WallClock, hours: int) -> None:
    await clocked.fault("hall", "late", 2)
    await clocked.fault("desk", "silent")
    loop = asyncio.get_running_loop()
    begun = loop.time()
    wishes = [asyncio.create_task(clocked.tell(lamp, "on", True)) for lamp in ("hall", "desk")]
    await asyncio.sleep(1)
    clock.ahead = timedelta(hours=hours)
    done, silent = await asyncio.gather(*wishes)
    assert done.kind is OutcomeKind.DONE
    assert (silent.kind, silent.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    assert loop.time() - begun == pytest.approx(5.0, abs=0.1)
    assert clocked.words(silent) == ("I sent it, but the desk lamp has not answered.", "我发出去了，但台灯没有回应。")
    assert (await clocked.tell("bed", "on", True)).kind is OutcomeKind.DONE
    newest, *_ = await clocked.journal.latest()
    assert newest.device == "bed", "the newest is first all the same"
    assert (await clocked.tell("bed", "on", True)).kind is OutcomeKind.ALREADY

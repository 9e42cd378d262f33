"""Another process holds the database: commands fail in time, nothing else stands still, and it goes on afterwards."""

import asyncio
import sys
import textwrap
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from devices.command import Command, OutcomeKind, Reason
from server.database import Database

HELD_S = 30.0
REFUSED = 5
"""So many commands at least are refused meanwhile."""
HOLD = """
    import sqlite3, sys
    other = sqlite3.connect(sys.argv[1], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.readline()
    other.execute("ROLLBACK")
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_thirty_seconds_of_another_writer(
    tmp_path: Path, furnish: Callable[[Database], AbstractAsyncContextManager[object]]
) -> None:
    loop = asyncio.get_running_loop()
    with Database(tmp_path / "mimosa.db") as database:
        async with furnish(database) as house:
            assert (await house.home.execute(Command("obedient", "level", 1))).kind is OutcomeKind.DONE
            on_its_way = asyncio.create_task(house.home.execute(Command("silent", "level", 2, deadline_s=3.0)))
            while "sent 2" not in house.teller.lines:
                await asyncio.sleep(0.01)
            holder = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-c", textwrap.dedent(HOLD), tmp_path / "mimosa.db"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert holder.stdout is not None
            await holder.stdout.readline()
            began, ticks, count = loop.time(), 0, 10
            took: list[float] = []

            async def tick() -> None:
                nonlocal ticks
                while True:
                    await asyncio.sleep(0.01)
                    ticks += 1

            ticking = asyncio.create_task(tick())
            while len(took) < REFUSED or loop.time() - began < HELD_S:
                count += 1
                sent = loop.time()
                outcome = await house.home.execute(Command("obedient", "level", count, deadline_s=2.0))
                assert outcome.reason is Reason.JOURNAL_UNAVAILABLE
                assert f"sent {count}" not in house.teller.lines
                took.append(loop.time() - sent)
            # A loop that stood still with every command would have come round once or twice in each.
            assert ticks > 20 * len(took)
            assert min(took) < 2.0 + 2.0
            ticking.cancel()
            await holder.communicate(b"let go\n")
            assert (await on_its_way).kind is OutcomeKind.UNKNOWN
            assert (await house.home.execute(Command("obedient", "level", 1000))).kind is OutcomeKind.DONE
            entry = await house.journal.entry(on_its_way.result().command.id)
            assert entry is not None
            assert entry.state == "unknown"

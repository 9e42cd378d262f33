"""Time in the simulation: stepped for tests, running as fast as wanted for everybody else."""

import asyncio
from datetime import timedelta

from devices.simulators.clock import A_MONDAY_MORNING, RunningClock, SteppedClock


async def test_stepped_time_wakes_everybody_in_order_at_their_moment() -> None:
    clock, woken = SteppedClock(), []

    async def wait(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now()))
        if name == "early":
            await clock.sleep(1)
            woken.append(("again", clock.now()))

    tasks = [asyncio.create_task(wait(n, s)) for n, s in (("late", 9), ("early", 3), ("twin", 3), ("never", 99))]
    await clock.advance(10)
    assert woken == [("early", 3), ("twin", 3), ("again", 4), ("late", 9)]
    assert (clock.now(), clock.today()) == (10, A_MONDAY_MORNING + timedelta(seconds=10))
    tasks[-1].cancel()
    await clock.advance(100)
    assert len(woken) == 4


async def test_running_time_is_as_fast_as_wanted() -> None:
    clock = RunningClock(1000, A_MONDAY_MORNING)
    await clock.sleep(20)
    assert clock.now() >= 20
    assert clock.today() >= A_MONDAY_MORNING + timedelta(seconds=20)
    await clock.wait(0.01)

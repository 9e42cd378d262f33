"""A stream that takes long is noticed once, and never cut."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import pytest

from assistant.streams import noticing_delay


async def counting(*pauses: float) -> AsyncGenerator[int, None]:
    for number, pause in enumerate(pauses):
        await asyncio.sleep(pause)
        yield number


async def test_what_comes_in_time_is_passed_on() -> None:
    assert [item async for item in noticing_delay(counting(0, 0), 10)] == [0, 1]


async def test_lateness_is_noticed_once_and_nothing_is_lost() -> None:
    assert [item async for item in noticing_delay(counting(0, 0.05, 0.05), 0.02)] == [0, None, 1, 2]


async def test_a_failure_comes_through() -> None:
    async def failing() -> AsyncGenerator[int, None]:
        yield 1
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        _ = [item async for item in noticing_delay(failing(), 10)]


async def test_who_is_interrupted_leaves_nothing_running() -> None:
    ended = asyncio.Event()

    async def endless() -> AsyncGenerator[int, None]:
        try:
            await asyncio.sleep(1000)
            yield 1
        finally:
            ended.set()

    async def listen() -> None:
        async for _ in noticing_delay(endless(), 0.01):
            pass

    task = asyncio.create_task(listen())
    await asyncio.sleep(0.03)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert ended.is_set()

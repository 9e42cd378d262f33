"""Whoever is told to stop while something arrives at that very moment stops: no wait loses it and goes on for ever."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from assistant.understanding.mimo.engine import Budget, Prompt
from assistant.understanding.mimo.openai_engine import OpenAIEngine
from server.api.channel import Channel
from server.car.audio import _hello
from server.car.feed import Feed
from server.voice import _started

HELLO = {"type": "websocket.receive", "text": json.dumps({"type": "hello", "token": "t"})}


class Arriving:
    """A client, or a server, that says something when it is told to."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()

    async def receive(self) -> Any:
        await self.arrived.wait()
        self.arrived.clear()
        return HELLO

    async def receive_text(self) -> str:
        await self.receive()
        return str(HELLO["text"])

    async def accept(self) -> None:
        """Nothing to do."""

    async def __aiter__(self) -> Any:
        while True:
            await self.receive()
            yield b'data: {"choices": [{"delta": {"content": "on and on"}}]}\n\n'


async def feed(arriving: Arriving) -> None:
    """A client of the events."""
    told = Feed()

    async def grow() -> None:
        await arriving.receive()
        told.put("state", {})

    growing = asyncio.create_task(grow())
    try:
        await told.grown(3600.0)
    finally:
        growing.cancel()


async def page(arriving: Arriving) -> None:
    await Channel(arriving).admit("t")  # type: ignore[arg-type]


async def head_unit(arriving: Arriving) -> None:
    await _hello(Channel(arriving))  # type: ignore[arg-type]


async def voice(arriving: Arriving) -> None:
    await _started(Channel(arriving), None)  # type: ignore[arg-type]


async def model_server(arriving: Arriving) -> None:
    class Sound(httpx.AsyncByteStream):
        def __aiter__(self) -> Any:
            return arriving.__aiter__()

    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=Sound()))
    async with httpx.AsyncClient(transport=transport) as client:
        engine = OpenAIEngine("http://model", "m", client=client)
        async for _ in engine.stream(Prompt("", "hello"), None, Budget(seconds=3600.0)):
            pass


Waits = Callable[[Arriving], Awaitable[None]]


@pytest.mark.parametrize("moment", range(8))
@pytest.mark.parametrize("waits", [feed, page, head_unit, voice, model_server])
async def test_a_stop_is_never_lost(waits: Waits, moment: int) -> None:
    arriving = Arriving()

    async def again_and_again() -> None:
        while True:
            # What came may be no start of a session.
            with contextlib.suppress(AttributeError, RuntimeError):
                await waits(arriving)

    task = asyncio.create_task(again_and_again())
    for _ in range(20):
        await asyncio.sleep(0)
    arriving.arrived.set()
    for _ in range(moment):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=10.0)
    assert task.cancelled()

"""A crowd of devices in a process of its own (bench/producers.py), and a home alone that listens to them."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from devices.address import BrokerAddress
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from server.database import Database


class Crowd:
    """The process of the devices."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listen(self) -> None:
        """Sort what it prints."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            (self.heard if "heard" in told else self._answers).put_nowait(told)
        self._answers.put_nowait({})

    async def order(self, what: str) -> None:
        """Have it do something; returns when it has. With an empty order: when it is ready."""
        assert self._process.stdin is not None
        if what:
            self._process.stdin.write(f"{what}\n".encode())
            await self._process.stdin.drain()
        if not await self._answers.get():
            raise RuntimeError("the devices ended by themselves")


@asynccontextmanager
async def crowd_at(address: BrokerAddress, count: int) -> AsyncIterator[Crowd]:
    """So many devices on that broker, not yet announced."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.producers", "--broker", f"mqtt://{address.host}:{address.port}",
        f"--username={address.username or ''}", f"--password={address.password or ''}", "--count", str(count),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20,
    )  # fmt: skip
    found = Crowd(process)
    listening = asyncio.create_task(found.listen())
    try:
        await found.order("")
        yield found
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        listening.cancel()


@asynccontextmanager
async def home_at(address: BrokerAddress, folder: Path) -> AsyncIterator[Home]:
    """A home without a server, connected; its journal lies in the folder."""
    with Database(folder / "home.db") as database:
        async with MqttLink(address, client_id="bench-home") as link:
            home = Home(link, Journal(database), [HomeAssistant()], ())
            running = asyncio.create_task(home.run())
            await link.until_connected(20)
            try:
                yield home
            finally:
                running.cancel()
                await asyncio.wait([running])

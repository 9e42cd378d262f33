"""The simulated house and car on a broker in memory, and the real Home that discovers and commands them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devices.command import Command, Outcome
from devices.device import Value
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal, Storage
from devices.loopback import LoopbackBroker
from devices.simulators.house import house_layout, house_specs
from devices.simulators.run import simulate
from server.database import Database
from tests.devices.simulators.stepping import SteppedHouse, stepped
from tests.devices.virtual_time import CountedStorage

SPEED = 100.0
DEADLINE_S = 2.0
DEVICES = len(house_specs())


@dataclass
class Living:
    """The house and the car, alive."""

    broker: LoopbackBroker
    home: Home
    truth_log: Path

    def truths(self) -> list[dict[str, Any]]:
        """What really happened, in order."""
        return [json.loads(line) for line in self.truth_log.read_text("utf-8").splitlines()]

    def truth(self, device: str, capability: str) -> Value:
        """The last that really became so."""
        found = [t["new"] for t in self.truths() if (t["device"], t.get("capability")) == (device, capability)]
        return found[-1] if found else None

    async def tell(self, device: str, capability: str, value: Value, deadline_s: float = DEADLINE_S) -> Outcome:
        """A wish through the one door."""
        return await self.home.execute(Command(device, capability, value, deadline_s=deadline_s))

    async def control(self, device: str, what: str, payload: dict[str, Any]) -> None:
        """A message to the simulation itself."""
        await self.broker.link().publish(f"simulator/{device}/{what}", json.dumps(payload).encode())
        await asyncio.sleep(0.02)

    def says(self, device: str, capability: str) -> Value:
        """What the home knows."""
        fact = self.home.fact(device, capability)
        return fact.value if fact else None

    async def until_it_says(self, device: str, capability: str, value: Value) -> None:
        """Wait until the home knows it."""
        async with asyncio.timeout(60):
            while self.says(device, capability) != value:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def alive(folder: Path, storage: Storage, speed: float = SPEED) -> AsyncIterator[Living]:
    """A house and a car, wholly discovered."""
    broker, truth_log = LoopbackBroker(), folder / "truth.jsonl"
    home = Home(broker.link(), Journal(storage), (HomeAssistant(), Vss()), (), layout=house_layout())
    work = [
        asyncio.create_task(home.run()),
        asyncio.create_task(simulate(lambda _: broker.link(), truth_log, speed)),
    ]
    living = Living(broker, home, truth_log)
    try:
        async with asyncio.timeout(60):
            while len(home.devices) <= DEVICES or not home.available("bathroom_light"):
                await asyncio.sleep(0.01)
            await living.until_it_says("vss:car", "Vehicle.Service.IsServiceDue", False)
        yield living
    finally:
        for task in work:
            task.cancel()
        await asyncio.wait(work)


@pytest.fixture
async def living(tmp_path: Path, one_time: None, database: Database) -> AsyncIterator[Living]:
    """A house and a car whose time runs a hundred times as fast, in virtual time."""
    async with alive(tmp_path, CountedStorage(database)) as house:
        yield house


@pytest.fixture
async def still() -> AsyncIterator[SteppedHouse]:
    """A house whose time stands still until the test lets it pass; nobody lives there."""
    async with stepped() as house:
        yield house

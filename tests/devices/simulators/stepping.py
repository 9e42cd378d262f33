"""Machines on a clock that stands still until a test lets time pass, without a home."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from devices.device import Value
from devices.loopback import LoopbackBroker
from devices.simulators.clock import SteppedClock
from devices.simulators.house import Life, SimulatedHouse, house_specs
from devices.simulators.machine import Machine
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog


class SteppedHouse:
    """The simulated house, and everything it said and did."""

    def __init__(self, house: SimulatedHouse, broker: LoopbackBroker, clock: SteppedClock, truth: list[Any]) -> None:
        self.house = house
        self.broker = broker
        self.clock = clock
        self.truth = truth

    def machine(self, device: str) -> Machine:
        return self.house.machines[device]

    async def tell(self, topic: str, payload: str | Mapping[str, Any] = "") -> None:
        """A command, without waiting for what follows from it."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        await self.broker.link().publish(f"home/{topic}", text.encode())
        await self.clock.settle()

    async def control(self, device: str, verb: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """A message to the simulation itself; its answer."""
        asked = json.dumps({**told, "request": "r1"}).encode()
        await self.broker.link().publish(f"simulator/{device}/{verb}", asked)
        await self.clock.settle()
        return self.said("simulator/answers/r1")[-1]

    async def pass_minutes(self, minutes: float) -> None:
        await self.clock.advance(minutes * 60)

    def said(self, topic: str) -> list[Any]:
        """Everything that was said on a topic, in order; JSON read."""
        payloads = [p.payload.decode() for p in self.broker.published if p.topic == topic]
        return [json.loads(p) if p[:1] in ("{", "[") else p for p in payloads]

    def says(self, device: str, name: str, topic: str = "state") -> Any:
        """A field of what it said last."""
        return self.said(f"home/{device}/{topic}")[-1][name]

    def became(self, device: str, capability: str) -> list[Value]:
        """What it really became, in order."""
        return [t["new"] for t in self.truth if t["device"] == device and t.get("capability") == capability]

    def acts(self, device: str, act: str) -> int:
        """How often it really did so."""
        return sum(t["device"] == device and t.get("act") == act for t in self.truth)


@asynccontextmanager
async def stepped(life: Life | None = None, clock: SteppedClock | None = None) -> AsyncIterator[SteppedHouse]:
    """A house whose time passes only when it is told to."""
    broker, clock, truth = LoopbackBroker(), clock or SteppedClock(), []
    ready: asyncio.Future[SimulatedHouse] = asyncio.get_running_loop().create_future()

    async def live() -> None:
        async with asyncio.TaskGroup() as tasks:
            link = broker.link()
            stage = Stage(link, clock, TruthLog(None, commands=True, listener=truth.append), tasks)
            house = SimulatedHouse(house_specs(), stage, link, life)
            ready.set_result(house)
            await house.run()

    living = asyncio.create_task(live())
    house = await ready
    for _ in range(10):
        await clock.settle()
    try:
        yield SteppedHouse(house, broker, clock, truth)
    finally:
        living.cancel()
        await asyncio.wait([living])

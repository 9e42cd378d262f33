"""The simulated car by itself, without its radio; on a broker in memory; and with the real Home that commands it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from devices.command import Command, Origin, Outcome, Seat
from devices.device import Value
from devices.discovery.vss import Vss, signal_topic
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from devices.simulators.car import CAR, DEVICE, SimulatedCar
from devices.simulators.car_body import Wanted
from devices.simulators.car_checks import Asked
from devices.simulators.car_life import CarLife, Happened
from devices.simulators.clock import RunningClock
from devices.simulators.control import answer_topic
from devices.simulators.stage import Stage
from devices.simulators.truth import Line, TruthLog

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SPEED = 20.0
TURNS_TO_SETTLE = 200


@dataclass
class Life:
    """A car without a radio, whose time passes when a test says so."""

    car: CarLife = field(init=False)
    passed: float = 0.0

    def __post_init__(self) -> None:
        self.car = CarLife(lambda: NOON + timedelta(seconds=self.passed))

    def __getitem__(self, path: str) -> Any:
        return self.car.values[path]

    def pass_time(self, seconds: float, step: float = 0.5) -> list[Happened]:
        """Let so many simulated seconds pass."""
        happened = []
        until = self.passed + seconds
        while self.passed < until:
            part = min(step, until - self.passed)
            self.passed += part
            happened.append(self.car.advance(part))
        return happened

    def feel(self, **values: Value) -> None:
        """The world makes signals so, by the last parts of their names."""
        for ending, value in values.items():
            self.car.feel(self.path(ending), value, "test")

    def path(self, ending: str) -> str:
        """The one signal whose path ends so; "__" stands for a dot."""
        ending = ending.replace("__", ".")
        (path,) = [p for p in self.car.values if p.endswith(f".{ending}")]
        return path

    def obey(self, path: str, value: Value, **more: Any) -> Happened:
        """A wish that nobody checks."""
        return self.car.obey(path, value, Wanted("test", **more))

    def refusal(self, path: str, value: Value, seat: str = "driver", auth: str = "confirmed") -> str | None:
        """Why the car does not do it."""
        return self.car.refusal(Asked(path, value, seat, auth))


@pytest.fixture
def life() -> Life:
    """A car that nobody talks to."""
    return Life()


async def settle() -> None:
    """Let everything happen that needs no time."""
    for _ in range(TURNS_TO_SETTLE):
        await asyncio.sleep(0)


@dataclass
class OnAir:
    """The car on a broker, and the real Home that discovered it, without any rules of its own."""

    broker: LoopbackBroker
    home: Home
    car: SimulatedCar
    truth: list[Line]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1_000))

    async def tell(
        self, path: str, value: Value, *, deadline_s: float = 2.0, seat: Seat = "", id: str = "", **origin: Any
    ) -> Outcome:
        """A wish through the one door."""
        command = Command(DEVICE, path, value, deadline_s=deadline_s, origin=Origin(seat=seat, **origin))
        return await self.home.execute(replace(command, id=id) if id else command)

    async def control(self, what: str, payload: Mapping[str, Any]) -> None:
        """A message to the simulation itself; returns when it was answered."""
        request = str(payload.get("request", f"q{next(self._numbers)}"))
        told = json.dumps({**payload, "request": request}).encode()
        await self.broker.link().publish(f"simulator/{CAR}/{what}", told)
        await self.until(lambda: any(p.topic == answer_topic(request) for p in self.broker.published))
        await settle()

    async def wish(self, path: str, **wish: Any) -> None:
        """A wish of whoever talks to the car without the home."""
        await self.broker.link().publish(f"{signal_topic(CAR, path)}/set", json.dumps(wish).encode())
        await settle()

    def answers(self, request: str) -> list[dict[str, str]]:
        """What the car answered to a request, in order."""
        return [json.loads(p.payload) for p in self.broker.published if p.topic == f"vss/{CAR}/$ack/{request}"]

    def said(self, path: str, ending: str = "") -> list[dict[str, Any]]:
        """What the car said of a signal, in order; with "/$target" as the ending, where it was to go."""
        topic = signal_topic(CAR, path) + ending
        return [json.loads(p.payload) if p.payload else {} for p in self.broker.published if p.topic == topic]

    def says(self, path: str) -> Value:
        """What the home knows."""
        fact = self.home.fact(DEVICE, path)
        return fact.value if fact else None

    def became(self, path: str) -> list[Line]:
        """What a signal really became, in order."""
        return [line for line in self.truth if line.get("capability") == path]

    async def until(self, holds: Callable[[], bool], within_s: float = 60.0) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(within_s):
            while not holds():
                await asyncio.sleep(0.005)


@pytest.fixture
async def on_air(journal: Journal) -> AsyncIterator[OnAir]:
    """A car whose time runs twenty times as fast, and a home without rules."""
    broker = LoopbackBroker()
    truth: list[Line] = []
    log = TruthLog(None, listener=truth.append)
    home = Home(broker.link(), journal, (Vss(),), ())
    link = broker.link()

    async def live() -> None:
        async with asyncio.TaskGroup() as tasks:
            stage = Stage(link, RunningClock(SPEED), log, tasks)
            car.append(SimulatedCar(("Car", "车"), stage, link))
            await car[0].run()

    car: list[SimulatedCar] = []
    work = [asyncio.create_task(home.run()), asyncio.create_task(live())]
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(60):
            while not home.available(DEVICE) or home.fact(DEVICE, "Vehicle.Service.IsServiceDue") is None:
                await asyncio.sleep(0.01)
        yield OnAir(broker, home, car[0], truth)
    finally:
        for task in work:
            task.cancel()
        await asyncio.wait(work)


@pytest.fixture
def noon() -> datetime:
    """When the life of the car without a radio begins."""
    return NOON

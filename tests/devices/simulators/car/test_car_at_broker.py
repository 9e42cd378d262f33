"""The car and the real Home at a real broker: a window on its way, and a trunk that the car itself refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.command import Command, Origin, OutcomeKind, Reason
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.simulators.car import DEVICE, STATE_TOPIC, STATE_WORDS, SimulatedCar
from devices.simulators.car_paths import SPEED, TRUNK, WINDOWS
from devices.simulators.clock import RunningClock
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine"),
]

LID = f"{TRUNK}.IsOpen"


@asynccontextmanager
async def car_and_home(folder: Path, journal: Journal) -> AsyncIterator[tuple[SimulatedCar, Home]]:
    """A car that runs ten times as fast and a home without rules, each with a link of its own."""
    async with (
        start_broker(folder, port=0, program="mosquitto") as broker,
        MqttLink(
            broker, client_id="car", status_topic=STATE_TOPIC, status_words=STATE_WORDS, greet_producers=False
        ) as car_link,
        MqttLink(broker) as home_link,
    ):
        made: asyncio.Future[SimulatedCar] = asyncio.get_running_loop().create_future()

        async def live() -> None:
            async with asyncio.TaskGroup() as tasks:
                stage = Stage(car_link, RunningClock(10.0), TruthLog(None), tasks)
                made.set_result(SimulatedCar(("Car",), stage, car_link))
                await made.result().run()

        home = Home(home_link, journal, (Vss(),), ())
        work = [asyncio.create_task(home.run()), asyncio.create_task(live())]
        try:
            async with asyncio.timeout(120):
                while not home.available(DEVICE) or home.fact(DEVICE, "Vehicle.Service.IsServiceDue") is None:
                    await asyncio.sleep(0.05)
            yield await made, home
        finally:
            for task in work:
                task.cancel()
            await asyncio.wait(work)


async def test_car_at_a_real_broker(tmp_path: Path, journal: Journal) -> None:
    async with car_and_home(tmp_path, journal) as (car, home):
        window = await home.execute(Command(DEVICE, WINDOWS[0], 100))
        assert window.kind in (OutcomeKind.DONE, OutcomeKind.STARTED)
        async with asyncio.timeout(60):
            while (fact := home.fact(DEVICE, WINDOWS[0])) is None or fact.value != 100:
                await asyncio.sleep(0.05)
        car.life.feel(SPEED, 60.0, "test")
        began = monotonic()
        origin = Origin(confirmed=True, second_factor=True)
        trunk = await home.execute(Command(DEVICE, LID, True, origin=origin, deadline_s=60))
        assert (trunk.kind, trunk.reason) == (OutcomeKind.FAILED, Reason.NOT_WHILE_DRIVING)
        assert monotonic() - began < 30
        assert car.values[LID] is False

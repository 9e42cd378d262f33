"""One run of the node: its broker, the simulated car where it is wanted, and the server; all of it ends together."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from devices.address import BrokerAddress
from devices.mqtt import MqttLink
from devices.simulators.car import STATE_TOPIC, STATE_WORDS, SimulatedCar
from devices.simulators.clock import RunningClock
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog
from server.commands.run import Running
from server.commands.simulated_broker import written_down
from server.home_of import simulated_layout
from server.node.app import create_node_app
from server.node.compose import CarNode
from server.node.own_signals import broker_told
from server.node.pairing_file import PairingFile
from server.settings import Settings

log = logging.getLogger(__name__)


class RunningNode(Running):
    """As `mimosa run`, with the car in the place of the house."""

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        pairing: PairingFile | None,
        *,
        vehicle: str,
        simulate: bool,
        as_json: bool,
    ) -> None:
        super().__init__(settings, listening, simulate=simulate, as_json=as_json)
        self._pairing = pairing
        self._vehicle = vehicle

    async def _app(self, broker: BrokerAddress, children: AsyncExitStack) -> FastAPI:
        folder = self._settings.data_dir
        children.enter_context(broker_told(folder, broker))
        if self._simulate:
            children.enter_context(written_down(folder, broker))
            await children.enter_async_context(simulated_car(broker, folder))
        node = CarNode(self._settings, broker, self._pairing, vehicle=self._vehicle, simulated=self._simulate)
        return create_node_app(node)


def _truth_in(folder: Path) -> TruthLog:
    folder.mkdir(parents=True, exist_ok=True)
    return TruthLog(folder / "simulated.jsonl")


@asynccontextmanager
async def simulated_car(broker: BrokerAddress, folder: Path) -> AsyncIterator[None]:
    """A simulated car on this broker; what it really did goes to `folder`/simulated.jsonl."""
    names = simulated_layout().devices["vss:car"].names or ("Car",)
    truth = await asyncio.to_thread(_truth_in, folder)

    async def live(link: MqttLink) -> None:
        async with asyncio.TaskGroup() as tasks:
            await SimulatedCar(names, Stage(link, RunningClock(1.0), truth, tasks), link).run()

    try:
        async with MqttLink(
            broker,
            client_id="simulated-car",
            status_topic=STATE_TOPIC,
            status_words=STATE_WORDS,
            greet_producers=False,
        ) as link:
            living = asyncio.create_task(live(link), name="simulated car")
            try:
                yield
            finally:
                living.cancel()
                await asyncio.wait([living])
    finally:
        truth.close()

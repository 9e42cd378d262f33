"""The simulators as a process of their own, over a real broker: discovered, commanded, and missed when they die."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.broker_programs import BrokerName, mosquitto_path
from devices.command import Command, OutcomeKind
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.simulators.house import house_layout, house_specs
from server.database import Database

pytestmark = pytest.mark.slow
needs_mosquitto = pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine")


@asynccontextmanager
async def simulators(broker: BrokerAddress, truth: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The house and the car in a process of their own."""
    command = [sys.executable, "-m", "devices.simulators.run", "--broker", f"mqtt://{broker.host}:{broker.port}"]
    secrets = {"SIMULATOR_USERNAME": broker.username or "", "SIMULATOR_PASSWORD": broker.password or ""}
    process = await asyncio.create_subprocess_exec(
        *command, "--truth", str(truth), "--speed", "20", env={**os.environ, **secrets}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def home_at(broker: BrokerAddress, database: Database) -> AsyncIterator[Home]:
    """The real home at a real broker."""
    async with MqttLink(broker) as link:
        home = Home(link, Journal(database), (HomeAssistant(), Vss()), (), layout=house_layout())
        listening = asyncio.create_task(home.run())
        try:
            yield home
        finally:
            listening.cancel()
            await asyncio.wait([listening])


async def until_there(home: Home, *, there: bool = True) -> None:
    """Wait until the house and the car are there, or are known to be gone."""
    async with asyncio.timeout(120):
        while len(home.devices) <= len(house_specs()) or home.available("kitchen_light") is not there:
            await asyncio.sleep(0.1)
        while home.available("vss:car") is not there:
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("program", [pytest.param("mosquitto", marks=[pytest.mark.broker, needs_mosquitto]), "iotcore"])
async def test_house_and_car_at_a_real_broker(program: BrokerName, tmp_path: Path, database: Database) -> None:
    truth = tmp_path / "truth.jsonl"
    async with start_broker(tmp_path, port=0, program=program) as broker, home_at(broker, database) as home:
        async with simulators(broker, truth) as process:
            await until_there(home)
            for command in (
                Command("kitchen_light", "on", True),
                Command("bedroom_curtains", "position", 50),
                Command("vss:car", "Vehicle.Cabin.HVAC.IsAirConditioningActive", True),
            ):
                assert (await home.execute(command)).kind is OutcomeKind.DONE, command
            process.kill()
            await process.wait()
            await until_there(home, there=False)
        async with simulators(broker, truth):
            await until_there(home)
    told = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
    assert {"kitchen_light", "bedroom_curtains", "vss:car"} <= {t["device"] for t in told}


async def test_wrong_house_ends_with_its_mistake(tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text('[devices.x]\nnames = ["X"]\nsimulated = { machine = "toaster" }', "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "devices.simulators", "--house", str(house), stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert b"toaster" in said

"""The product without ears, voice and model over a broker in memory, with a lamp that does what it is told."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx
import pytest

from devices.address import BrokerAddress
from devices.loopback import LoopbackBroker
from server.app import create_app
from server.compose import Mimosa
from server.settings import Settings

LAMP = "desk_lamp"


class House:
    """The composed product and the devices' side of its broker."""

    def __init__(self, mimosa, broker, http):
        self.mimosa, self.broker, self.http = mimosa, broker, http

    async def say(self, topic, payload):
        said = payload if isinstance(payload, str) else json.dumps(payload)
        await self.broker.link().publish(topic, said.encode(), retain=True)

    async def announce(self, device_id, name, component="light", area="Study", **more):
        described = {"identifiers": [device_id], "name": name, "suggested_area": area}
        settings = {"unique_id": device_id, "name": None, "device": described}
        settings["state_topic"] = f"zigbee2mqtt/{device_id}"
        settings["command_topic"] = f"zigbee2mqtt/{device_id}/set"
        await self.say(f"homeassistant/{component}/{device_id}/config", settings | more)

    async def obey(self):
        link = self.broker.link()
        await link.subscribe("zigbee2mqtt/+/set")
        async for message in link.messages():
            await link.publish(message.topic.removesuffix("/set"), message.payload, retain=True)

    async def until(self, holds):
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.005)

    async def turn(self, text, person="", **more):
        told = await self.http.post("/api/turns", json={"text": text, "person": person, **more})
        return [json.loads(line) for line in told.text.splitlines()]


@pytest.fixture
async def house(monkeypatch, tmp_path):
    broker = LoopbackBroker()

    @asynccontextmanager
    async def link(*_, **__):
        yield broker.link()

    monkeypatch.setattr("server.compose.MqttLink", link)
    folder = tmp_path / "data"
    settings = Settings(data_dir=folder, models_dir=tmp_path, core="off", ears=False, voice=False)
    async with Mimosa(settings, BrokerAddress("127.0.0.1", 1)) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as http:
            house = House(mimosa, broker, http)
            obeying = asyncio.create_task(house.obey())
            await house.announce("desk_lamp", "Desk lamp")
            await house.say("zigbee2mqtt/desk_lamp", "OFF")
            await house.until(lambda: LAMP in mimosa.home.announced)
            for waiting in mimosa.home.waiting:
                await http.post("/api/house/approval", json={"devices": [waiting]})
            await house.until(lambda: mimosa.home.fact(LAMP, "on") is not None)
            yield house
            obeying.cancel()
            await asyncio.wait([obeying])

"""The product without ears, voice and model behind a page, over a broker in memory; the owner's house is real."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fake_server import until

from devices.address import BrokerAddress
from devices.loopback import LoopbackBroker
from server.app import create_app
from server.compose import Mimosa
from server.settings import Settings

Json = dict[str, Any]


class OwnedServer:
    """Runs in a thread of its own; devices announce themselves on its broker."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, house_file: Path | None = None) -> None:
        self.broker = LoopbackBroker()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._obeying: Future[None] | None = None

        @asynccontextmanager
        async def link(*_: object, **__: object) -> AsyncIterator[object]:
            self._loop = asyncio.get_running_loop()
            yield self.broker.link()

        monkeypatch.setattr("server.compose.MqttLink", link)
        settings = Settings(
            data_dir=folder,
            models_dir=folder,
            core="off",
            ears=False,
            voice=False,
            house_file=house_file,
            port=self.port,
        )
        self.mimosa = Mimosa(settings, BrokerAddress("127.0.0.1", 1))
        self._server = uvicorn.Server(uvicorn.Config(create_app(self.mimosa), log_config=None))
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        self._thread.start()
        until(lambda: self._server.started)

    def stop(self) -> None:
        """End it."""
        if self._obeying is not None:
            self._obeying.cancel()
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=60)

    def say(self, topic: str, payload: object) -> None:
        """A retained message of a device."""
        assert self._loop is not None
        said = payload if isinstance(payload, str) else json.dumps(payload)
        publishing = self.broker.link().publish(topic, said.encode(), retain=True)
        asyncio.run_coroutine_threadsafe(publishing, self._loop).result(60)

    def announce(self, device_id: str, name: str, component: str = "light", area: str = "", **more: Any) -> None:
        """A device announces itself the way Home Assistant's producers do, and says that it is off."""
        described: Json = {"identifiers": [device_id], "name": name, "manufacturer": "Lumi", "model": "E27 bulb"}
        if area:
            described["suggested_area"] = area
        settings: Json = {"unique_id": device_id, "name": None, "device": described}
        settings["state_topic"] = f"zigbee2mqtt/{device_id}"
        if "sensor" not in component:
            settings["command_topic"] = f"zigbee2mqtt/{device_id}/set"
        settings |= more
        self.say(f"homeassistant/{component}/{device_id}/config", settings)

    def obey(self) -> None:
        """From now on every device does at once what it is told, and says so."""
        assert self._loop is not None
        self._obeying = asyncio.run_coroutine_threadsafe(self._obey(), self._loop)

    async def _obey(self) -> None:
        link = self.broker.link()
        await link.subscribe("zigbee2mqtt/+/set")
        async for message in link.messages():
            await link.publish(message.topic.removesuffix("/set"), message.payload, retain=True)

    def wait_for(self, devices: int) -> None:
        """Until the home has taken them in."""
        until(lambda: len(self.mimosa.home.announced) >= devices)

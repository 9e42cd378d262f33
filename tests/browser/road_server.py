"""The product with the simulated house and car behind a head unit's page: scripted ears, a voice of one tone.

Between page and product lies a tunnel that can be driven into: it breaks every line, and takes no new one.
"""

import asyncio
import json
import math
import socket
import struct
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fake_server import until

from assistant.events import Sound
from assistant.speech.transcriber import Transcript
from assistant.utterance import Language
from devices.address import BrokerAddress
from devices.loopback import LoopbackBroker, LoopbackLink
from devices.policy import Driving
from devices.simulators.control import answer_topic
from devices.simulators.run import simulate
from devices.simulators.truth import Line
from server.app import create_app
from server.car.head_unit import SCOPES
from server.car.news import SpokenNews
from server.car.waiting import Waiter, waiting_view
from server.compose import Mimosa
from server.settings import Settings
from tests.passing_time import UnhurriedClock, devices_read

CAR = "car"
DEVICE = f"vss:{CAR}"
RATE = 22_050
DEVICES = 20
"""So many at least are in the simulated house."""
SPEED = 4.0
"""Simulated seconds in a real one."""
DRIVING_S = 0.2
"""Seconds between two tellings of how it drives."""


class ScriptedEars:
    """Whatever is heard is `text`."""

    def __init__(self) -> None:
        self.text = ""
        self.thinks_s = 0.0
        """Seconds until it has understood."""

    async def transcribe(self, pcm: bytes, language: str, vocabulary: tuple[str, ...] = ()) -> Transcript:
        await asyncio.sleep(self.thinks_s)
        return Transcript(self.text, 1.0, 0.0, len(pcm) / 32_000)


class ToneVoice:
    """Every sentence is `seconds` of a quiet tone."""

    languages: frozenset[Language] = frozenset[Language]({"en", "zh"})

    def __init__(self) -> None:
        self.seconds = 0.3

    async def synthesize(self, text: str, language: Language) -> AsyncIterator[Sound]:
        samples = (int(600 * math.sin(i * 0.12)) for i in range(int(RATE * self.seconds)))
        yield Sound(b"".join(struct.pack("<h", s) for s in samples), RATE)


class WishesOfTheTest:
    """The Waiting seam's double: what waits is what the test says."""

    def __init__(self) -> None:
        self.list: list[Waiter] = []
        self.decided: list[tuple[str, str]] = []

    def wishes(self) -> list[Waiter]:
        return self.list

    async def decide(self, wish: str, decision: str) -> Waiter | None:
        found = next((w for w in self.list if w.id == wish), None)
        if found is not None:
            self.list.remove(found)
            self.decided.append((wish, decision))
        return found


class Tunnel:
    """A line to a port that can be cut and comes back, in a thread of its own."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, far_writer}
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))
        self._writers -= {writer, far_writer}

    def enter(self) -> None:
        """From now on nothing gets through."""

        async def cut() -> None:
            self._cut = True
            for writer in list(self._writers):
                writer.transport.abort()

        self._do(cut())

    def leave(self) -> None:
        """The line is back."""
        self._cut = False

    def close(self) -> None:
        """End it."""
        self.enter()
        self._server.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=60)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    except OSError:
        return
    finally:
        writer.close()


class RoadServer:
    """Runs in a thread of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broker = LoopbackBroker()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.truth: list[Line] = []
        self.ears = ScriptedEars()
        self.voice = ToneVoice()
        self.waiting = WishesOfTheTest()
        self._requests = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._simulation: Future[None] | None = None

        @asynccontextmanager
        async def link(*_: object, **__: object) -> AsyncIterator[LoopbackLink]:
            self._loop = asyncio.get_running_loop()
            yield self.broker.link()

        monkeypatch.setattr("server.compose.MqttLink", link)
        devices_read(UnhurriedClock(), monkeypatch)
        monkeypatch.setattr("devices.simulators.car.DRIVING_S", DRIVING_S)
        settings = Settings(data_dir=folder, models_dir=folder, core="off", ears=False, voice=False, port=self.port)
        self.mimosa = Mimosa(settings, BrokerAddress("127.0.0.1", 1), simulated=True)
        self.app = create_app(self.mimosa)
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, ws_per_message_deflate=False))
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    def start(self) -> None:
        """Returns when it answers, and the car and the house are there."""
        self._thread.start()
        until(lambda: self._server.started)
        self.app.state.car.state.waiting = self.waiting
        self.mimosa._engines.ears, self.mimosa._engines.voice = self.ears, self.voice
        simulation = simulate(lambda _: self.broker.link(), None, SPEED, listener=self.truth.append)
        self._simulation = self._in_loop(simulation)
        until(lambda: self.mimosa.home.driving(DEVICE) is Driving.PARKED)
        until(lambda: len(self.mimosa.home.devices) >= DEVICES)
        self.tunnel = Tunnel(self.port)

    def stop(self) -> None:
        """End it."""
        self.tunnel.close()
        if self._simulation is not None:
            self._simulation.cancel()
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=60)

    @property
    def address(self) -> str:
        """Where the page is, through the tunnel."""
        return f"http://127.0.0.1:{self.tunnel.port}"

    def _in_loop(self, work: Any) -> Future[Any]:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def house(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The owner's hands: the house's own API, not through the tunnel."""
        answer = httpx.request(method, f"http://127.0.0.1:{self.port}/api{path}", timeout=60, **more)
        answer.raise_for_status()
        return answer

    def approve(self, code: str, *scopes: str) -> None:
        """Let in the head unit that shows that code."""
        self.house("POST", "/head-units/approval", json={"code": code, "scopes": list(scopes or SCOPES)})

    def revoke(self) -> None:
        """Take the access of every head unit away."""
        for unit in self.house("GET", "/head-units").json()["head_units"]:
            self.house("DELETE", f"/head-units/{unit['id']}")

    def control(self, what: str, **told: Any) -> None:
        """Direct the simulated car; returns when it was done."""
        self._requests += 1
        request = f"q{self._requests}"
        payload = json.dumps({**told, "request": request}).encode()
        self._in_loop(self.broker.link().publish(f"simulator/{CAR}/{what}", payload)).result(60)
        until(lambda: any(sent.topic == answer_topic(request) for sent in list(self.broker.published)))

    def drive(self, kmh: float = 60.0) -> None:
        """From now on it drives, for a long time."""
        self.control("drive", legs=[{"kmh": kmh, "s": 36_000}])
        until(lambda: self.mimosa.home.driving(DEVICE) is Driving.MOVING)

    def park(self) -> None:
        """It stops and parks."""
        if self.mimosa.home.driving(DEVICE) is not Driving.PARKED:
            self.control("drive", legs=[{"kmh": 5, "s": 1}])
        until(lambda: self.mimosa.home.driving(DEVICE) is Driving.PARKED)

    def value(self, path: str) -> Any:
        """What the home knows of a signal."""
        fact = self.mimosa.home.facts(DEVICE).get(path)
        return None if fact is None else fact.value

    def wait_for_house(self, *texts: str, reachable: bool) -> None:
        """From now on these wishes wait."""
        now = datetime.now(UTC)
        self.waiting.list = [
            Waiter(f"w-{i}", text, "owner", "driver", now, now + timedelta(minutes=15), reachable)
            for i, text in enumerate(texts)
        ]
        told = waiting_view(self.waiting).model_dump(mode="json")
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.app.state.car.state.desks.tell, "waiting", told)

    def tell_news(self, text: str) -> None:
        """Something is told unasked, and can be heard."""
        state = self.app.state.car.state
        state.news = SpokenNews(lambda: self.voice)
        about = {"wish": "w-0", "unit": "", "claim": "ask", "say": {"en": text, "zh": text}}
        told = {"wishes": [], "news": about | {"sound": state.news.offer(about["say"], "")}}
        assert self._loop is not None
        self._loop.call_soon_threadsafe(state.desks.tell, "waiting", told)

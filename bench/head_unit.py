"""End of text to the car's own report, reflex path: over the head-unit API, and the same through the house's.

The whole server as `mimosa run` puts it together, without models: uvicorn on loopback, a real broker, the journal on
disk. The head unit is paired as any other. The car answers each wish with its report at once; what it took for that is
not the product's share. Each request has a connection that stands already.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

import httpx
import uvicorn

from bench.table import Row, at_most, percentile
from devices.broker import start_broker
from devices.discovery.vss import signal_topic
from devices.mqtt import MqttLink
from devices.rules.driving import GEAR, PARK, SPEED
from server.app import create_app
from server.commands.run import answering_at_once
from server.compose import Mimosa
from server.settings import Settings

CAR = "bench"
LIMIT = "Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit"
ROUNDS = 200
WARM_UP = 20
TARGET_MS = 10.0
DRIVING_S = 0.5


@dataclass
class EchoCar:
    """A parked car that reports what it was told at once."""

    link: MqttLink
    heard: float = 0.0
    reported: float = 0.0
    """When the last wish came in and when its report was out, on the clock of perf_counter."""
    known: set[str] = field(default_factory=set)

    async def announce(self) -> None:
        """Say what it has, and stand."""
        described = {"name": "Car", "vss_version": "6.0", "signals": [SPEED, GEAR, LIMIT]}
        await self.link.publish(f"vss/{CAR}/$description", json.dumps(described).encode(), retain=True)
        await self.link.publish(f"vss/{CAR}/$state", b"ready", retain=True)
        await self.say(LIMIT, 80)

    async def stand(self) -> None:
        """Say that it is parked, again and again."""
        while True:
            await self.say(SPEED, 0.0)
            await self.say(GEAR, PARK)
            await asyncio.sleep(DRIVING_S)

    async def obey(self) -> None:
        """Report every wish as it came."""
        await self.link.subscribe(f"{signal_topic(CAR, LIMIT)}/set")
        async for message in self.link.messages():
            self.heard = perf_counter()
            await self.say(LIMIT, json.loads(message.payload)["v"])
            self.reported = perf_counter()

    async def say(self, path: str, value: float) -> None:
        """A report with its own time."""
        told = {"v": value, "ts": datetime.now(UTC).isoformat(), "q": "ok"}
        await self.link.publish(signal_topic(CAR, path), json.dumps(told).encode(), retain=True)


@dataclass(frozen=True)
class Times:
    """Milliseconds of one turn."""

    report: float
    """From sending the text until the car's report was out."""
    own: float
    """From sending the text until the answer was there, without what the car took."""


async def measure() -> list[Row]:
    """Both ways in turn, in one run."""
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        async with _running(Path(folder)) as (client, car):
            token = await _paired(client)
            over_head_unit: list[Times] = []
            through_house: list[Times] = []
            for number in range(WARM_UP + ROUNDS):
                text = f"charge the car to {(70, 80, 90)[number % 3]} percent"
                over_head_unit.append(await _over_head_unit(client, car, token, text))
                text = f"charge the car to {(75, 85, 95)[number % 3]} percent"
                through_house.append(await _through_house(client, car, text))
    ours, house = over_head_unit[WARM_UP:], through_house[WARM_UP:]
    own = percentile([t.own for t in ours], 0.95)
    return [
        *_rows("head unit: text to the car's report", [t.report for t in ours]),
        *_rows("the house: text to the car's report", [t.report for t in house]),
        Row("head unit: own share until the answer, p50", percentile([t.own for t in ours], 0.5), "ms"),
        at_most("head unit: own share until the answer, p95", own, TARGET_MS, "ms"),
        *_rows("the house: own share until the answer", [t.own for t in house]),
    ]


def _rows(name: str, values: list[float]) -> list[Row]:
    return [Row(f"{name}, p50", percentile(values, 0.5), "ms"), Row(f"{name}, p95", percentile(values, 0.95), "ms")]


async def _over_head_unit(client: httpx.AsyncClient, car: EchoCar, token: str, text: str) -> Times:
    head = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
    began = perf_counter()
    answer = await client.post("/api/car/v1/turns", json={"text": text, "seat": "driver"}, headers=head)
    return _times(text, began, car, answer.json())


async def _through_house(client: httpx.AsyncClient, car: EchoCar, text: str) -> Times:
    began = perf_counter()
    answer = await client.post("/api/turns", json={"text": text})
    return _times(text, began, car, json.loads(answer.text.splitlines()[-1]))


def _times(text: str, began: float, car: EchoCar, answer: Mapping[str, object]) -> Times:
    ended = perf_counter()
    if answer.get("outcome") != "done":
        raise AssertionError(f"{text!r} came to {answer}")
    in_car = car.reported - car.heard
    return Times((car.reported - began) * 1000, (ended - began - in_car) * 1000)


async def _paired(client: httpx.AsyncClient) -> str:
    """An access token, as any head unit gets one."""
    api = "/api/car/v1"
    form = {"client_id": "bench", "vehicle": CAR, "scope": "talk car.read car.act", "name": "Bench"}
    begun = (await client.post(f"{api}/device_authorization", data=form)).raise_for_status().json()
    code = {"code": begun["user_code"], "scopes": ["talk", "car.read", "car.act"]}
    (await client.post("/api/head-units/approval", json=code)).raise_for_status()
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    asked = {"grant_type": grant, "device_code": begun["device_code"], "client_id": "bench"}
    tokens = (await client.post(f"{api}/token", data=asked)).raise_for_status().json()
    return str(tokens["access_token"])


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, EchoCar]]:
    settings = Settings(data_dir=folder / "data", core="off", ears=False, voice=False)
    listening = answering_at_once(socket.create_server(("127.0.0.1", 0)))
    async with start_broker(folder) as address, MqttLink(address, status_topic=None, greet_producers=False) as link:
        mimosa = Mimosa(settings, address)
        server = uvicorn.Server(uvicorn.Config(create_app(mimosa), log_config=None))
        await link.until_connected(10)
        car = EchoCar(link)
        await car.announce()
        tasks = [asyncio.create_task(work) for work in (car.obey(), car.stand(), server.serve([listening]))]
        address_of_server = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            async with httpx.AsyncClient(base_url=address_of_server, timeout=30) as client:
                await _until_there(client, mimosa)
                yield client, car
        finally:
            server.should_exit = True
            await asyncio.wait(tasks[2:])
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _until_there(client: httpx.AsyncClient, mimosa: Mimosa) -> None:
    """The server answers, and the owner has let the car in."""
    async with asyncio.timeout(60):
        while not (hasattr(mimosa, "home") and mimosa.home.fact(f"vss:{CAR}", SPEED)):
            await asyncio.sleep(0.05)
    (await client.post("/api/house/approval", json={})).raise_for_status()


if __name__ == "__main__":
    from bench.table import show

    show("head unit", asyncio.run(measure()))

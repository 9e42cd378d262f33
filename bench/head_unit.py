"""End of text to the car's own report, reflex path: over the head-unit API, and the same through the house's.

`mimosa run` without models in a process of its own, a real broker, the journal on disk. The head unit is paired as
any other. The car answers each wish with its report at once; what it took for that is not the product's share, nor
is what the client spends. The broker's way to the car is in every figure; its own row says how long that is.
"""

import asyncio
import json
import os
import signal
import subprocess
import sysconfig
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

import httpx

from bench.echo_car import EchoCar
from bench.plain_client import PlainClient
from bench.table import Row, at_most, percentile
from devices.address import BrokerAddress
from devices.broker import free_port, start_broker
from devices.mqtt import MqttLink

MIMOSA = Path(sysconfig.get_path("scripts")) / "mimosa"
CAR = "bench"
ROUNDS = 200
WARM_UP = 30
TARGET_MS = 10.0
START_S = 60.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of one turn."""

    wish: float
    """From sending the text until the car had the wish: all that is ours before its report."""
    answer: float
    """From sending the text until the answer was there, without what the car took."""
    processor: float
    """Of the server, all its threads."""


@dataclass(frozen=True)
class Setting:
    """What a turn is taken with."""

    client: PlainClient
    car: EchoCar
    token: str
    server: int
    """Its process."""

    async def over_head_unit(self, text: str) -> Times:
        """One turn over the head-unit API."""
        head = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": uuid4().hex}
        return await self._timed("/api/car/v1/turns", {"text": text, "seat": "driver"}, head)

    async def through_house(self, text: str) -> Times:
        """The same through the house's."""
        return await self._timed("/api/turns", {"text": text}, {})

    async def _timed(self, path: str, body: Mapping[str, str], head: Mapping[str, str]) -> Times:
        spent, began = _processor_ms(self.server), perf_counter()
        answer = await self.client.post(path, body, **head)
        ended = perf_counter()
        if json.loads(answer.splitlines()[-1]).get("outcome") != "done":
            raise AssertionError(f"{body} came to {answer}")
        in_car = self.car.reported - self.car.heard
        wish = self.car.heard - began
        return Times(wish * 1000, (ended - began - in_car) * 1000, _processor_ms(self.server) - spent)


async def measure() -> list[Row]:
    """Both ways in turn, in one run."""
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        async with _running(Path(folder)) as setting:
            over_head_unit: list[Times] = []
            through_house: list[Times] = []
            for number in range(WARM_UP + ROUNDS):
                limits = (70, 80, 90)[number % 3], (75, 85, 95)[number % 3]
                over_head_unit.append(await setting.over_head_unit(f"charge the car to {limits[0]} percent"))
                through_house.append(await setting.through_house(f"charge the car to {limits[1]} percent"))
                await setting.car.probe()
            ways = setting.car.ways[WARM_UP:]
    ours, house = over_head_unit[WARM_UP:], through_house[WARM_UP:]
    p95 = percentile([t.wish for t in ours], 0.95)
    return [
        Row("head unit: text until the car has the wish, p50", percentile([t.wish for t in ours], 0.5), "ms"),
        at_most("head unit: text until the car has the wish, p95", p95, TARGET_MS, "ms"),
        *_rows("the house: text until the car has the wish", [t.wish for t in house]),
        *_rows("head unit: own share until the answer", [t.answer for t in ours]),
        *_rows("the house: own share until the answer", [t.answer for t in house]),
        Row("head unit: the server's processor, a turn", sum(t.processor for t in ours) / len(ours), "ms"),
        Row("the house: the server's processor, a turn", sum(t.processor for t in house) / len(house), "ms"),
        *_rows("in these: a message through the broker", ways),
    ]


def _rows(name: str, values: list[float]) -> list[Row]:
    return [Row(f"{name}, p50", percentile(values, 0.5), "ms"), Row(f"{name}, p95", percentile(values, 0.95), "ms")]


def _processor_ms(process: int) -> float:
    """What a process has had of the processors, in milliseconds."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


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
async def _running(folder: Path) -> AsyncIterator[Setting]:
    async with (
        start_broker(folder, port=0) as address,
        MqttLink(address, status_topic=None, greet_producers=False) as link,
    ):
        await link.until_connected(10)
        car = EchoCar(link, CAR)
        await car.announce()
        tasks = [asyncio.create_task(car.obey()), asyncio.create_task(car.stand())]
        try:
            async with _server(folder, address) as (process, port):
                setting = await _met(process, port, car)
                yield setting
                await setting.client.close()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _server(folder: Path, broker: BrokerAddress) -> AsyncIterator[tuple[int, int]]:
    """The process and the port of a server."""
    port = free_port()
    settings = {"DATA_DIR": str(folder / "data"), "PORT": str(port), "CORE": "off", "EARS": "false", "VOICE": "false"}
    settings |= {"BROKER": f"{broker.host}:{broker.port}"}
    settings |= {"BROKER_USERNAME": broker.username or "", "BROKER_PASSWORD": broker.password or ""}
    environment = os.environ | {f"MIMOSA_{name}": value for name, value in settings.items()}
    server = subprocess.Popen([MIMOSA, "run"], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield server.pid, port
    finally:
        server.send_signal(signal.SIGTERM)
        await asyncio.to_thread(server.wait, 30)


async def _met(process: int, port: int, car: EchoCar) -> Setting:
    """The server answers, the owner has let the car in, and its head unit is paired."""
    async with asyncio.timeout(START_S), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        while not await _knows_car(client):
            await asyncio.sleep(0.05)
        (await client.post("/api/house/approval", json={})).raise_for_status()
        token = await _paired(client)
    return Setting(PlainClient(port), car, token, process)


async def _knows_car(client: httpx.AsyncClient) -> bool:
    try:
        devices = (await client.get("/api/devices")).json()
    except httpx.TransportError:
        return False
    return f"vss:{CAR}" in json.dumps(devices)


if __name__ == "__main__":
    from bench.table import show

    show("head unit", asyncio.run(measure()))

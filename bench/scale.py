"""A large house: 2,000 entities before the whole server, 10,000 before the home alone, and a flood of reports.

Needs mosquitto. The devices are a process of their own (bench/producers.py). Figures of Home Assistant 2025.4.4 on such
a machine, for comparison: 3.5 to 5.3 s to discover 2,000 entities, 6 to 7 s from a restart until all states are right,
225 to 256 MiB, 15 to 26 ms p95 from text to command.
"""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import aiomqtt
import httpx

from bench.producers import Thing, crowd
from bench.table import Row, at_most, percentile, show
from devices.address import BrokerAddress
from devices.broker import free_port, start_broker
from devices.broker_programs import mosquitto_path
from devices.command import Command, OutcomeKind
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.session import NO_DELAY
from server.compose import keep_what_is_loaded
from server.database import Database

MIMOSA = Path(sysconfig.get_path("scripts")) / "mimosa"
ENTITIES = 2_000
MANY = 10_000
SENTENCES = 200
FLOOD_STEPS = 10
STALL_MS = 100.0
TICK_S = 0.002
LOOK_S = 0.2
"""Between two looks at all devices; each costs the server as much as a page that opens."""


class Crowd:
    """The process of the devices."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listen(self) -> None:
        """Sort what it prints."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            (self.heard if "heard" in told else self._answers).put_nowait(told)
        self._answers.put_nowait({})

    async def order(self, what: str) -> None:
        """Have it do something; returns when it has. With an empty order: when it is ready."""
        assert self._process.stdin is not None
        if what:
            self._process.stdin.write(f"{what}\n".encode())
            await self._process.stdin.drain()
        if not await self._answers.get():
            raise RuntimeError("the devices ended by themselves")


async def measure() -> list[Row]:
    """All figures. Raises FileNotFoundError where mosquitto is not on the machine."""
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    return [*await _whole_server(), *await _home_alone(), *await _flood()]


@asynccontextmanager
async def _crowd_at(address: BrokerAddress, count: int) -> AsyncIterator[Crowd]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.producers", "--broker", f"mqtt://{address.host}:{address.port}",
        f"--username={address.username or ''}", f"--password={address.password or ''}", "--count", str(count),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20,
    )  # fmt: skip
    found = Crowd(process)
    listening = asyncio.create_task(found.listen())
    try:
        await found.order("")
        yield found
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        listening.cancel()


# ── 2,000 entities before the whole server, without models ───────────────────────────────────────────────────────────


async def _whole_server() -> list[Row]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        things = crowd(ENTITIES)
        people = await stack.enter_async_context(_crowd_at(address, ENTITIES))
        async with _server(folder, address) as (client, _):
            began = perf_counter()
            await people.order("announce")
            await _until_all_are_right(client, things)
            discovery = perf_counter() - began
        began = perf_counter()
        async with _server(folder, address) as (client, process):
            await _until_all_are_right(client, things)
            restart = perf_counter() - began
            times = await _text_to_command(client.base_url.port or 0, people, things)
            memory = _memory_mib(process.pid)
    return [
        at_most(f"{ENTITIES:,} entities: discovered, all states right", discovery, 1.75, "s"),
        at_most("restart of the server until all states are right", restart, 3.0, "s"),
        at_most("memory of the server without models", memory, 225, "MiB"),
        Row("text to command, new sentences, p50", percentile(times, 0.5), "ms"),
        at_most("text to command, new sentences, p95", percentile(times, 0.95), 7.5, "ms"),
    ]


@asynccontextmanager
async def _server(folder: Path, address: BrokerAddress) -> AsyncIterator[tuple[httpx.AsyncClient, Any]]:
    port = free_port()
    environment = os.environ | {
        "MIMOSA_DATA_DIR": str(folder / "mimosa"), "MIMOSA_PORT": str(port), "MIMOSA_CORE": "off",
        "MIMOSA_EARS": "false", "MIMOSA_VOICE": "false", "MIMOSA_BROKER": f"mqtt://{address.host}:{address.port}",
        "MIMOSA_BROKER_USERNAME": address.username or "", "MIMOSA_BROKER_PASSWORD": address.password or "",
    }  # fmt: skip
    # Somebody's second start finds the compiled modules of the first, whatever this shell says.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = await asyncio.create_subprocess_exec(MIMOSA, "run", env=environment, stdout=subprocess.DEVNULL)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            while not await _answers(client):
                if process.returncode is not None:
                    raise RuntimeError("the server ended at its start")
                await asyncio.sleep(0.02)
            yield client, process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        await client.get("/api/alive")
    except httpx.TransportError:
        return False
    return True


async def _until_all_are_right(client: httpx.AsyncClient, things: list[Thing]) -> None:
    """Every thing is there with the state it announced."""
    while True:
        told = (await client.get("/api/devices")).json()["devices"]
        if len(told) >= len(things) and all(device["facts"] for device in told):
            return
        await asyncio.sleep(LOOK_S)


async def _text_to_command(port: int, people: Crowd, things: list[Thing]) -> list[float]:
    """Milliseconds from a sentence that was never said before to its command at the device."""
    lamps = [t for t in things if t.kind in ("light", "switch")]
    took = []
    for thing in random.Random(7).sample(lamps, SENTENCES):
        began = perf_counter()
        saying = asyncio.create_task(_say(port, f"turn on the {thing.name.lower()}"))
        try:
            async with asyncio.timeout(10):
                heard = await people.heard.get()
        except TimeoutError:
            raise RuntimeError(f"nothing came of a sentence about {thing.id}: {await saying}") from None
        took.append((heard["at"] - began) * 1000)
        await saying
    return took


async def _say(port: int, text: str) -> str:
    """A turn over bare HTTP: a client's own work does not count."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"text": text}).encode()
    head = f"POST /api/turns HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
    answer = await reader.read(-1)
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"the server answered {answer[:200]!r}")
    return answer.decode()


def _memory_mib(pid: int) -> float:
    """Resident memory of a process and its children."""
    found = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        parent = re.search(r"^PPid:\s+(\d+)", text, re.M)
        resident = re.search(r"^VmRSS:\s+(\d+)", text, re.M)
        if resident and parent and pid in (int(status.parent.name), int(parent[1])):
            found += int(resident[1]) / 1024
    return found


# ── 10,000 entities before the home alone ────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def _home_at(address: BrokerAddress, folder: Path) -> AsyncIterator[Home]:
    with Database(folder / "home.db") as database:
        async with MqttLink(address, client_id="bench-home") as link:
            home = Home(link, Journal(database), [HomeAssistant()], ())
            running = asyncio.create_task(home.run())
            await link.until_connected(20)
            try:
                yield home
            finally:
                running.cancel()
                await asyncio.wait([running])


class Watch:
    """How long the event loop leaves others waiting."""

    def __init__(self) -> None:
        self.longest_ms = 0.0

    async def keep(self) -> None:
        """Look every few milliseconds."""
        while True:
            before = perf_counter()
            await asyncio.sleep(TICK_S)
            self.longest_ms = max(self.longest_ms, (perf_counter() - before - TICK_S) * 1000)


async def _home_alone() -> list[Row]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        people = await stack.enter_async_context(_crowd_at(address, MANY))
        home = await stack.enter_async_context(_home_at(address, folder))
        keep_what_is_loaded()
        watch = Watch()
        watching = asyncio.create_task(watch.keep())
        began = perf_counter()
        announcing = asyncio.create_task(people.order("announce"))
        answered = await _answered_meanwhile(home, announcing)
        while len(home.devices) < MANY or any(not home.facts(device) for device in home.devices):
            await asyncio.sleep(0.05)
        took = perf_counter() - began
        watching.cancel()
    done = [o for o in answered if o in (OutcomeKind.DONE, OutcomeKind.ALREADY)]
    return [
        Row(f"{MANY:,} entities: announced and discovered", took, "s"),
        at_most("longest stall of the event loop meanwhile", watch.longest_ms, STALL_MS, "ms"),
        Row(f"commands given meanwhile and done, of {len(answered)}", len(done), "", "all", len(done) == len(answered)),
    ]


async def _answered_meanwhile(home: Home, announcing: "asyncio.Task[None]") -> list[OutcomeKind]:
    """Commands to devices that are there already, while the others still announce themselves."""
    outcomes = []
    value = True
    while not announcing.done() or len(home.devices) < MANY:
        switches = [d.id for d in home.devices.values() if d.kind == "switch" and home.fact(d.id, "on")]
        if switches:
            outcomes.append((await home.execute(Command(random.choice(switches), "on", value))).kind)
            value = not value
        await asyncio.sleep(0.05)
    await announcing
    return outcomes


# ── a flood of reports ───────────────────────────────────────────────────────────────────────────────────────────────


async def _flood(pairs: int = 3) -> list[Row]:
    """Reports a second that the home takes, against what bare aiomqtt receives of the same, in turn."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        people = await stack.enter_async_context(_crowd_at(address, ENTITIES))
        await people.order("announce")
        ours, bare, right = [], [], []
        for _ in range(pairs):
            rate, exact = await _taken_by_home(address, folder, people)
            ours.append(rate)
            right.append(exact)
            bare.append(await _taken_bare(address, people))
    ratio = median(a / b for a, b in zip(ours, bare, strict=True))
    return [
        Row("flood: reports a second that the home takes", median(ours), "1/s"),
        Row("flood: reports a second that bare aiomqtt receives", median(bare), "1/s"),
        Row("flood: home ÷ bare aiomqtt", ratio, "", "≥ 0.5", ratio >= 0.5),
        Row("flood: final states that are wrong", float(sum(right)), "", "0", sum(right) == 0),
    ]


async def _taken_by_home(address: BrokerAddress, folder: Path, people: Crowd) -> tuple[float, int]:
    """Reports a second, and how many final states are wrong."""
    things = {t.id: t for t in crowd(ENTITIES)}
    last = {i: json.loads(t.state(FLOOD_STEPS))["t"] for i, t in things.items() if t.kind == "sensor"}
    async with _home_at(address, folder) as home:
        while len(home.devices) < ENTITIES or any(not home.facts(d) for d in home.devices):
            await asyncio.sleep(0.05)
        found = [d.id for d in home.devices.values() if d.kind == "sensor"]
        sensors = {d: last[d if d in last else d.partition(".")[2]] for d in found}
        began = perf_counter()
        flooding = asyncio.create_task(people.order(f"flood {FLOOD_STEPS}"))
        wrong = len(sensors)
        while wrong and perf_counter() - began < 120:
            await asyncio.sleep(0.02)
            wrong = sum(1 for d, v in sensors.items() if not _is(home, d, v))
        rate = ENTITIES * FLOOD_STEPS / (perf_counter() - began)
        await flooding
    return rate, wrong


def _is(home: Home, device: str, value: float) -> bool:
    fact = home.fact(device, "temperature")
    return fact is not None and fact.live and isinstance(fact.value, int | float) and abs(fact.value - value) < 1e-6


async def _taken_bare(address: BrokerAddress, people: Crowd) -> float:
    async with aiomqtt.Client(
        address.host, address.port, username=address.username, password=address.password,
        protocol=aiomqtt.ProtocolVersion.V5, socket_options=[NO_DELAY],
    ) as client:  # fmt: skip
        await client.subscribe("crowd/+/state", qos=1)
        began = perf_counter()
        flooding = asyncio.create_task(people.order(f"flood {FLOOD_STEPS}"))
        left = ENTITIES * FLOOD_STEPS
        async for message in client.messages:
            left -= not message.retain
            if left == 0:
                break
        rate = ENTITIES * FLOOD_STEPS / (perf_counter() - began)
        await flooding
    return rate


if __name__ == "__main__":
    try:
        show("Scale", asyncio.run(measure()))
    except FileNotFoundError as error:
        sys.exit(f"left out: {error}")

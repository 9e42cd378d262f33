"""Many entities before the whole server, without models: discovered, right again after a restart, spoken to."""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sysconfig
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx

from bench.crowd import Crowd, crowd_at
from bench.producers import Thing, crowd
from bench.table import Row, at_most, percentile
from devices.address import BrokerAddress
from devices.broker import free_port, start_broker

MIMOSA = Path(sysconfig.get_path("scripts")) / "mimosa"
SENTENCES = 200
LOOK_S = 0.2
"""Between two looks at all devices; each costs the server as much as a page that opens."""


async def whole_server(entities: int) -> list[Row]:
    """Its figures. Needs mosquitto."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        things = crowd(entities)
        people = await stack.enter_async_context(crowd_at(address, entities))
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
        at_most(f"{entities:,} entities: discovered, all states right", discovery, 1.75, "s"),
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

"""Very many entities before the home alone: how long it lets others wait, and how many reports it takes a second."""

import asyncio
import json
import random
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import aiomqtt

from bench.crowd import Crowd, crowd_at, home_at
from bench.producers import crowd
from bench.table import Row, at_most
from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.command import Command, OutcomeKind
from devices.home import Home
from devices.session import NO_DELAY
from server.collecting import keep_what_is_loaded

FLOOD_STEPS = 10
STALL_MS = 100.0
TICK_S = 0.002


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


async def home_alone(entities: int) -> list[Row]:
    """The longest stall while they announce themselves, and whether commands are done meanwhile."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        people = await stack.enter_async_context(crowd_at(address, entities))
        home = await stack.enter_async_context(home_at(address, folder))
        keep_what_is_loaded()
        watch = Watch()
        watching = asyncio.create_task(watch.keep())
        began = perf_counter()
        announcing = asyncio.create_task(people.order("announce"))
        answered = await _answered_meanwhile(home, announcing, entities)
        while len(home.devices) < entities or any(not home.facts(device) for device in home.devices):
            await asyncio.sleep(0.05)
        took = perf_counter() - began
        watching.cancel()
    done = [o for o in answered if o in (OutcomeKind.DONE, OutcomeKind.ALREADY)]
    return [
        Row(f"{entities:,} entities: announced and discovered", took, "s"),
        at_most("longest stall of the event loop meanwhile", watch.longest_ms, STALL_MS, "ms"),
        Row(f"commands given meanwhile and done, of {len(answered)}", len(done), "", "all", len(done) == len(answered)),
    ]


async def _answered_meanwhile(home: Home, announcing: "asyncio.Task[None]", entities: int) -> list[OutcomeKind]:
    """Commands to devices that are there already, while the others still announce themselves."""
    outcomes = []
    value = True
    while not announcing.done() or len(home.devices) < entities:
        switches = [d.id for d in home.devices.values() if d.kind == "switch" and home.fact(d.id, "on")]
        if switches:
            outcomes.append((await home.execute(Command(random.choice(switches), "on", value))).kind)
            value = not value
        await asyncio.sleep(0.05)
    await announcing
    return outcomes


async def flood(entities: int, pairs: int = 3) -> list[Row]:
    """Reports a second that the home takes, against what bare aiomqtt receives of the same, in turn."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimosa-scale-")))
        address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        people = await stack.enter_async_context(crowd_at(address, entities))
        await people.order("announce")
        ours, bare, right = [], [], []
        for _ in range(pairs):
            rate, exact = await _taken_by_home(address, folder, people, entities)
            ours.append(rate)
            right.append(exact)
            bare.append(await _taken_bare(address, people, entities))
    ratio = median(a / b for a, b in zip(ours, bare, strict=True))
    return [
        Row("flood: reports a second that the home takes", median(ours), "1/s"),
        Row("flood: reports a second that bare aiomqtt receives", median(bare), "1/s"),
        Row("flood: home ÷ bare aiomqtt", ratio, "", "≥ 0.5", ratio >= 0.5),
        Row("flood: final states that are wrong", float(sum(right)), "", "0", sum(right) == 0),
    ]


async def _taken_by_home(address: BrokerAddress, folder: Path, people: Crowd, entities: int) -> tuple[float, int]:
    """Reports a second, and how many final states are wrong."""
    things = {t.id: t for t in crowd(entities)}
    last = {i: json.loads(t.state(FLOOD_STEPS))["t"] for i, t in things.items() if t.kind == "sensor"}
    async with home_at(address, folder) as home:
        while len(home.devices) < entities or any(not home.facts(d) for d in home.devices):
            await asyncio.sleep(0.05)
        found = [d.id for d in home.devices.values() if d.kind == "sensor"]
        sensors = {d: last[d if d in last else d.partition(".")[2]] for d in found}
        began = perf_counter()
        flooding = asyncio.create_task(people.order(f"flood {FLOOD_STEPS}"))
        wrong = len(sensors)
        while wrong and perf_counter() - began < 120:
            await asyncio.sleep(0.02)
            wrong = sum(1 for d, v in sensors.items() if not _is(home, d, v))
        rate = entities * FLOOD_STEPS / (perf_counter() - began)
        await flooding
    return rate, wrong


def _is(home: Home, device: str, value: float) -> bool:
    fact = home.fact(device, "temperature")
    return fact is not None and fact.live and isinstance(fact.value, int | float) and abs(fact.value - value) < 1e-6


async def _taken_bare(address: BrokerAddress, people: Crowd, entities: int) -> float:
    async with aiomqtt.Client(
        address.host, address.port, username=address.username, password=address.password,
        protocol=aiomqtt.ProtocolVersion.V5, socket_options=[NO_DELAY],
    ) as client:  # fmt: skip
        await client.subscribe("crowd/+/state", qos=1)
        began = perf_counter()
        flooding = asyncio.create_task(people.order(f"flood {FLOOD_STEPS}"))
        left = entities * FLOOD_STEPS
        async for message in client.messages:
            left -= not message.retain
            if left == 0:
                break
        rate = entities * FLOOD_STEPS / (perf_counter() - began)
        await flooding
    return rate

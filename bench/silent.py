"""What silent devices cost: p95 of commands to healthy ones, with and without five silent ones commanded beside them.

The rounds with and without take turns, so that both see the same machine. Silent ones are answered at their deadline.

`python -m bench.silent`
"""

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.faulty_house import DEADLINE_S, command, simulators, until_known
from bench.table import Row, at_most, percentile, show
from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.command import OutcomeKind
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.rules import RULES
from server.database import Database

KINDS = {"lamp": 15}
SILENT = 5
ROUNDS = 20
COMMANDS = 20
"""To healthy devices, one after the other, in each round."""


async def measure() -> list[Row]:
    """Raises FileNotFoundError where mosquitto is not on the machine."""
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    with TemporaryDirectory(prefix="mimosa-silent-") as folder:
        alone, beside, silent = await _run(Path(folder))
    ratio = percentile(beside, 0.95) / percentile(alone, 0.95)
    return [
        Row("commands to healthy devices, p95", percentile(alone, 0.95) * 1000, "ms"),
        Row("… while five silent ones are waited for, p95", percentile(beside, 0.95) * 1000, "ms"),
        at_most("… ratio", ratio, 1.25),
        at_most("longest until a silent one is answered", max(silent), DEADLINE_S + 0.1, "s"),
    ]


async def _run(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds of commands to healthy devices alone, of those beside silent ones, and of the silent ones."""
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        await stack.enter_async_context(simulators(broker, folder, folder / "truth.jsonl", KINDS))
        link = await stack.enter_async_context(MqttLink(broker))
        database = stack.enter_context(Database(folder / "mimosa.db"))
        home = Home(link, Journal(database), [HomeAssistant(), Vss()], RULES)
        running = asyncio.create_task(home.run())
        stack.callback(running.cancel)
        await until_known(home, KINDS)
        lamps = [d.id for d in home.devices.values() if d.kind == "light"]
        mute, healthy = lamps[:SILENT], lamps[SILENT:]
        for lamp in mute:
            await link.publish(f"simulator/{lamp}/fault", json.dumps({"kind": "silent"}).encode())
        alone: list[float] = []
        beside: list[float] = []
        silent: list[float] = []
        for number in range(ROUNDS):
            if number % 2 == 0:
                alone += await _switch(home, healthy)
            else:
                waiting = [asyncio.create_task(_timed(home, lamp, number % 4 == 1)) for lamp in mute]
                beside += await _switch(home, healthy)
                silent += await asyncio.gather(*waiting)
        return alone, beside, silent


async def _switch(home: Home, lamps: list[str]) -> list[float]:
    """Each lamp on and off by turns. Raises AssertionError where one does not do it."""
    took: list[float] = []
    for turn in range(COMMANDS):
        lamp = lamps[turn % len(lamps)]
        fact = home.fact(lamp, "on")
        took.append(await _timed(home, lamp, not (fact and fact.value), OutcomeKind.DONE))
    return took


async def _timed(home: Home, lamp: str, value: bool, expected: OutcomeKind = OutcomeKind.UNKNOWN) -> float:
    began = monotonic()
    outcome = await home.execute(command(lamp, "on", value))
    assert outcome.kind is expected, f"{lamp}: {outcome.kind}, not {expected}"
    return monotonic() - began


if __name__ == "__main__":
    try:
        show("Silent devices", asyncio.run(measure()))
    except FileNotFoundError as error:
        sys.exit(f"left out: {error}")

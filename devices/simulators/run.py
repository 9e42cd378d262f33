"""The simulated house and car as a process of their own: `python -m devices.simulators.run --broker mqtt://…`."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from devices.address import BrokerAddress
from devices.errors import DevicesError
from devices.link import Link
from devices.mqtt import MqttLink
from devices.simulators.car import STATE_TOPIC, STATE_WORDS, SimulatedCar
from devices.simulators.clock import Clock, RunningClock
from devices.simulators.day import read_living
from devices.simulators.house import Life, SimulatedHouse, house_layout, house_specs
from devices.simulators.machine import STATUS_TOPIC
from devices.simulators.people import People
from devices.simulators.stage import Stage
from devices.simulators.truth import Line, TruthLog

log = logging.getLogger(__name__)

STATUS_TOPICS: Mapping[str, str] = {"house": STATUS_TOPIC, "car": STATE_TOPIC}
"""Who is on the broker, and the topic on which the broker says for them that they are gone."""

STATUS_WORDS: Mapping[str, tuple[bytes, bytes]] = {"house": (b"online", b"offline"), "car": STATE_WORDS}
"""What is said there on coming and on going."""


async def simulate(
    link_for: Callable[[str], Link],
    truth_log: Path | None,
    speed: float = 1.0,
    house: str | None = None,
    *,
    life: Life | None = None,
    clock: Clock | None = None,
    commands: bool = False,
    listener: Callable[[Line], None] | None = None,
) -> None:
    """Be the house and the car until cancelled.

    `link_for("house")` and `link_for("car")` give a link each; its status topic is in STATUS_TOPICS. `truth_log`: where
    every change is written, one JSON object a line; with `commands` also every command that reaches a device.
    `listener` gets the same lines. `speed`: simulated seconds in a real one, unless there is a `clock`. `house`: the
    text of another house's file than the one that comes along. `life`: who lives there; nobody, where it is not said.
    Raises LayoutMistake, HouseMistake or LivingMistake where a file is wrong.
    """
    specs, layout = house_specs(house), house_layout(house)
    names = layout.devices["vss:car"].names if "vss:car" in layout.devices else ("Car",)
    clock = clock or RunningClock(speed)
    truth = TruthLog(truth_log, commands=commands, listener=listener)
    try:
        async with asyncio.TaskGroup() as tasks:
            for who in STATUS_TOPICS:
                link = link_for(who)
                stage = Stage(link, clock, truth, tasks)
                is_house = who == "house"
                actor = SimulatedHouse(specs, stage, link, life) if is_house else SimulatedCar(names, stage, link)
                tasks.create_task(actor.run(), name=who)
    finally:
        truth.close()


async def _at_broker(address: BrokerAddress, asked: argparse.Namespace) -> None:
    house = asked.house.read_text("utf-8") if asked.house else None
    living = read_living(asked.living.read_text("utf-8") if asked.living else None)
    life = Life(People(asked.people), asked.seed, living)
    async with AsyncExitStack() as links:
        connected: dict[str, Link] = {}
        for who, topic in STATUS_TOPICS.items():
            link = MqttLink(
                address,
                client_id=f"simulated-{who}",
                status_topic=topic,
                status_words=STATUS_WORDS[who],
                greet_producers=False,
            )
            connected[who] = await links.enter_async_context(link)
        simulation = simulate(
            connected.__getitem__,
            asked.truth,
            house=house,
            life=life,
            clock=RunningClock(asked.speed, asked.begins),
            commands=asked.commands,
        )
        work = asyncio.create_task(simulation)
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(ending, work.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await work


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stopped; 0 when stopped, 2 where the house's file is wrong."""
    parser = argparse.ArgumentParser(prog="python -m devices.simulators.run", description=__doc__)
    parser.add_argument("--broker", default="mqtt://127.0.0.1:1883", help="address of the broker")
    parser.add_argument("--truth", type=Path, help="file for what really happens, one JSON object a line")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds in a real one")
    parser.add_argument("--start", help="local date and time at which it begins, ISO 8601; without it, now")
    parser.add_argument("--commands", action="store_true", help="write every command to the truth file, too")
    parser.add_argument("--house", type=Path, help="another house than the one that comes along")
    parser.add_argument("--living", type=Path, help="other rooms' sizes and people than those that come along")
    parser.add_argument("--people", choices=[p.value for p in People], default="none", help="how much of the family")
    parser.add_argument("--seed", type=int, default=1, help="of everything that happens by chance")
    asked = parser.parse_args(arguments)
    if asked.speed <= 0:
        parser.error("--speed is more than 0")
    try:
        asked.begins = datetime.fromisoformat(asked.start).astimezone() if asked.start else None
    except ValueError:
        parser.error(f"--start {asked.start!r} is no date and time; right is for example 2026-11-23T09:00")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    username, password = os.environ.get("SIMULATOR_USERNAME", ""), os.environ.get("SIMULATOR_PASSWORD", "")
    try:
        address = BrokerAddress.parse(asked.broker).as_user(username, password)
        asyncio.run(_at_broker(address, asked))
    except (DevicesError, OSError, UnicodeDecodeError) as mistake:
        log.error("%s", mistake)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The home on a real broker: found, commanded, proved, and honest when the broker is killed under a command."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.broker_programs import BrokerName, mosquitto_path
from devices.command import Command, OutcomeKind, Reason
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from tests.devices.conftest import Announcements, lamp, until
from tests.devices.test_broker import children_of

pytestmark = pytest.mark.broker

needs_mosquitto = pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine")
START_S = 60.0


@dataclass
class Lamps:
    """Lamps on a link of their own; they report what they are wished, unless they are told to be silent."""

    link: MqttLink
    silent: set[str] = field(default_factory=set)
    wishes: list[str] = field(default_factory=list)

    async def act(self) -> None:
        await self.link.subscribe("+/+/set")
        async for message in self.link.messages():
            self.wishes.append(message.topic)
            if message.topic.split("/")[0] not in self.silent:
                await self.link.publish(message.topic.removesuffix("/set"), message.payload, retain=True)


@asynccontextmanager
async def household(address: BrokerAddress, journal: Journal, *names: str) -> AsyncIterator[tuple[Home, Lamps]]:
    """A home and its lamps, each connected to the broker."""
    announcements = Announcements()
    announcements.known = {name: lamp(name) for name in names}
    async with AsyncExitStack() as stack:
        link = await stack.enter_async_context(MqttLink(address, shortest_wait_s=0.05))
        lamps = Lamps(await stack.enter_async_context(MqttLink(address, status_topic=None, shortest_wait_s=0.05)))
        home = Home(link, journal, [announcements], [])
        tasks = [asyncio.create_task(home.run()), asyncio.create_task(lamps.act())]
        await lamps.link.until_connected(START_S)
        for name in names:
            await lamps.link.publish(f"announce/{name}", b"here", retain=True)
        await until(lambda: home.connected and set(home.devices) == set(names), START_S)
        yield home, lamps
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("program", [pytest.param("mosquitto", marks=needs_mosquitto), "iotcore"])
async def test_a_lamp_is_found_commanded_and_proved(tmp_path: Path, journal: Journal, program: BrokerName) -> None:
    async with (
        start_broker(tmp_path, port=0, program=program) as address,
        household(address, journal, "hall", "desk", "bed") as (home, lamps),
    ):
        lamps.silent.add("desk")
        deadlines = {"hall": 20.0, "desk": 1.0, "bed": 20.0}
        outcomes = await home.execute_all([Command(n, "on", True, deadline_s=d) for n, d in deadlines.items()])
        assert [o.kind for o in outcomes] == [OutcomeKind.DONE, OutcomeKind.UNKNOWN, OutcomeKind.DONE]
        assert (await home.execute(Command("hall", "on", True))).kind is OutcomeKind.ALREADY
        assert sorted(lamps.wishes) == ["bed/on/set", "desk/on/set", "hall/on/set"]


@needs_mosquitto
async def test_the_broker_is_killed_in_the_middle_of_a_command(tmp_path: Path, journal: Journal) -> None:
    async with (
        start_broker(tmp_path, port=0, program="mosquitto") as address,
        household(address, journal, "hall") as (home, lamps),
    ):
        lamps.silent.add("hall")
        wish = asyncio.create_task(home.execute(Command("hall", "on", True, deadline_s=1)))
        await until(lambda: bool(lamps.wishes))
        os.kill(children_of(os.getpid(), str(tmp_path))[0], signal.SIGKILL)
        await until(lambda: not home.connected)
        away = await home.execute(Command("hall", "on", True))
        outcome = await wish
        assert (outcome.kind, outcome.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
        assert (away.kind, away.reason) == (OutcomeKind.FAILED, Reason.LINK_DOWN)
        lamps.silent.clear()
        await until(lambda: home.connected and lamps.link.connected, START_S)
        assert (await home.execute(Command("hall", "on", True, deadline_s=20))).kind is OutcomeKind.DONE
        assert [entry.state for entry in await journal.latest()] == ["done", "failed", "unknown"]
        assert len(lamps.wishes) == 2

"""A house whose truth is written down, the real home that commands it, and an oracle that compares the two."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.tools import ToolResult
from devices.command import Command, Outcome
from devices.device import Device, Value
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal, Storage
from devices.link import Link
from devices.loopback import LoopbackBroker
from devices.simulators.control import answer_topic
from devices.simulators.house import PRODUCERS_TOPIC, house_layout
from devices.simulators.oracle import Finding, Oracle, Told
from devices.simulators.run import simulate
from server.database import Database
from skills.outcomes import told as told_together
from skills.outcomes import words_for
from tests.devices.conftest import until
from tests.devices.virtual_time import CountedStorage

LAMPS = ("hall", "desk", "bed", "sofa", "porch")
HOUSE = """
[rooms.hall]
names = ["Hall", "走廊"]

[devices.hall]
names = ["hall lamp", "走廊灯"]
room = "hall"
simulated = { machine = "dimmable_lamp", brightness = 60 }

[devices.desk]
names = ["desk lamp", "台灯"]
room = "hall"
simulated = { machine = "lamp" }

[devices.bed]
names = ["bed lamp", "床头灯"]
room = "hall"
simulated = { machine = "lamp" }

[devices.sofa]
names = ["sofa lamp", "沙发灯"]
room = "hall"
simulated = { machine = "lamp" }

[devices.porch]
names = ["porch lamp", "门灯"]
room = "hall"
simulated = { machine = "lamp" }

[devices.heater]
names = ["heater", "暖气"]
room = "hall"
simulated = { machine = "thermostat", target = 20, temperature = 19.5 }

[devices.front_door]
names = ["front door", "前门"]
room = "hall"
simulated = { machine = "lock", locked = false }

[devices.blinds]
names = ["blinds", "百叶窗"]
room = "hall"
simulated = { machine = "cover", class = "blind", position = 0 }

[devices.air]
names = ["hall air", "走廊空气"]
room = "hall"
simulated = { machine = "air_sensor", temperature = 21.5, humidity = 45 }

[devices.robot]
names = ["robot", "扫地机"]
room = "hall"
simulated = { machine = "vacuum", rooms = ["Hall"] }
"""
DEVICES = HOUSE.count("[devices.")
BEGIN_S = 60.0
"""Seconds in which the house has to be known."""


@dataclass
class Witnessed:
    """A home, the house it commands, and everything that was said about it."""

    home: Home
    journal: Journal
    control: Link
    """For whoever directs the simulation."""
    truth: list[Mapping[str, Any]]
    devices: Mapping[str, Device]
    """As they were at first."""
    told: list[Told] = field(default_factory=list)
    asked: int = 0

    async def tell(self, device: str, capability: str, value: Value, deadline_s: float = 5.0, **more: Any) -> Outcome:
        """A wish through the one door; what is answered is remembered."""
        return (await self.tell_all(Command(device, capability, value, deadline_s=deadline_s, **more)))[0]

    async def tell_all(self, *commands: Command) -> tuple[Outcome, ...]:
        """A group of wishes."""
        loop = asyncio.get_running_loop()
        given = loop.time()
        outcomes = await self.home.execute_all(commands)
        answered = loop.time()
        self.told += [Told(outcome.command, outcome, given, answered) for outcome in outcomes]
        return outcomes

    async def fault(self, device: str, kind: str, seconds: float | None = None) -> None:
        """Have a device misbehave from now on."""
        told = {"kind": kind} | ({} if seconds is None else {"seconds": seconds})
        await self.direct(device, "fault", told)

    async def everybody_says_how_it_is(self) -> None:
        """As after a restart: who announces devices does so again, with their states."""
        await self.control.publish(PRODUCERS_TOPIC, b"online")
        await asyncio.sleep(0.1)

    async def announced(self, device: str) -> dict[str, Any]:
        """The configuration with which a device announces itself."""
        topic = f"homeassistant/device/{device}/config"
        await self.control.subscribe(topic)
        message = await anext(self.control.messages())
        await self.control.unsubscribe(topic)
        return dict(json.loads(message.payload))

    async def announce(self, device: str, configuration: Mapping[str, Any]) -> None:
        """Announce a device with another configuration."""
        payload = json.dumps(configuration).encode()
        await self.control.publish(f"homeassistant/device/{device}/config", payload, retain=True)
        await asyncio.sleep(0.1)

    async def direct(self, device: str, verb: str, told: Mapping[str, Any]) -> None:
        """Tell the simulation something; done when it has answered, and had a moment for what follows from it."""
        self.asked += 1
        answers = answer_topic(f"q{self.asked}")
        await self.control.subscribe(answers)
        payload = json.dumps({**told, "request": f"q{self.asked}"}).encode()
        await self.control.publish(f"simulator/{device}/{verb}", payload)
        async with asyncio.timeout(BEGIN_S):
            while (await anext(self.control.messages())).topic != answers:
                pass
        await self.control.unsubscribe(answers)
        await asyncio.sleep(0.1)

    def says(self, device: str, capability: str) -> tuple[Value, bool] | None:
        """What the home knows: the value, and whether it is live."""
        fact = self.home.fact(device, capability)
        return (fact.value, fact.live) if fact else None

    def really(self, device: str, capability: str) -> list[Value]:
        """What it really became, in order."""
        return [t["new"] for t in self.truth if (t["device"], t.get("capability")) == (device, capability)]

    def reached(self, device: str) -> int:
        """How many commands reached it."""
        return sum(t["device"] == device and "received" in t for t in self.truth)

    def words(self, *outcomes: Outcome) -> tuple[str, str]:
        """What is said, in English and in Mandarin."""
        if len(outcomes) == 1:
            return words_for(outcomes[0], self.home, "en"), words_for(outcomes[0], self.home, "zh")
        english, mandarin = self.answers(outcomes)
        return english.say, mandarin.say

    def answers(self, outcomes: Sequence[Outcome]) -> tuple[ToolResult, ToolResult]:
        """What a skill answers about a group, in English and in Mandarin."""
        return told_together(outcomes, self.home, "en"), told_together(outcomes, self.home, "zh")

    async def wrongs(self) -> tuple[Finding, ...]:
        """Everything said that does not agree with the truth or the journal."""
        entries = {t.command.id: await self.journal.entry(t.command.id) for t in self.told}
        # Every lamp is off at first; one that nobody ever switched has no line in the truth that says so.
        first = {(device.id, "on"): False for device in self.devices.values() if device.kind == "light"}
        return Oracle(self.devices, first, self.truth).findings(self.told, entries)


@asynccontextmanager
async def witnessed(
    home_link: Link,
    house_link: Link,
    control: Link,
    storage: Storage,
    now: Callable[[], Any] | None = None,
) -> AsyncIterator[Witnessed]:
    """The house and the home on their links, known to each other. At the end all that was told has to be true."""
    layout, truth, journal = house_layout(HOUSE), [], Journal(storage)
    clock = {} if now is None else {"now": now}
    home = Home(home_link, journal, [HomeAssistant()], (), layout=layout, **clock)

    def link_for(who: str) -> Link:
        return house_link if who == "house" else LoopbackBroker().link()

    simulation = simulate(link_for, None, house=HOUSE, commands=True, listener=truth.append)
    work = [asyncio.create_task(home.run()), asyncio.create_task(simulation)]
    try:
        await until(lambda: len(home.devices) == DEVICES and all(map(home.facts, home.devices)), BEGIN_S)
        house = Witnessed(home, journal, control, truth, dict(home.devices))
        yield house
        assert await house.wrongs() == ()
    finally:
        for task in work:
            task.cancel()
        await asyncio.wait(work)


@pytest.fixture
async def house(one_time: None, database: Database) -> AsyncIterator[Witnessed]:
    """The house in virtual time, on a broker in memory."""
    broker = LoopbackBroker(asyncio.get_running_loop().time)
    links = broker.link(), broker.link(), broker.link()
    async with witnessed(*links, CountedStorage(database)) as made:
        yield made

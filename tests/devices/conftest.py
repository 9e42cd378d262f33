"""A small home on a broker in memory, with devices that obey, stay silent, contradict or lie as a test wants it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from devices.changes import DeviceAppeared
from devices.command import Command
from devices.device import Availability, Capability, Device, Reading, Shape, Value, Writing
from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.home import Home
from devices.journal import Journal
from devices.link import Link, Message
from devices.loopback import LoopbackBroker, LoopbackLink
from devices.policy import Rule
from server.database import Database
from tests.devices.virtual_time import CountedStorage, LeapingLoop
from tests.passing_time import devices_read

VIRTUAL = frozenset({"journal", "house", "clocked", "living"})
"""Fixtures whose tests have virtual time; a real broker knows only the real one."""
QUICK_S = 0.15
"""A deadline that a test can wait for."""


def encode(value: Value) -> bytes:
    """A wish as JSON."""
    return json.dumps(value).encode()


def decode(payload: bytes) -> Value:
    """JSON as a fact; None for foreign bytes."""
    try:
        value = json.loads(payload)
    except ValueError:
        return None
    return tuple(value) if isinstance(value, list) else value


def capability(device: str, name: str, shape: Shape = Shape.FLAG, **more: object) -> Capability:
    """One that is set on `device/name/set` and reported on `device/name`."""
    ways = {"writing": Writing(f"{device}/{name}/set", encode), "reading": Reading(f"{device}/{name}", decode)}
    return Capability(name, shape, **{**ways, **more})  # type: ignore[arg-type]


def device(device_id: str, *capabilities: Capability, kind: str = "light", **more: object) -> Device:
    """A device that also says whether it is there, on `device/available`."""
    there = Availability(f"{device_id}/available", b"online", b"offline")
    known = {c.name: c for c in capabilities}
    return Device(device_id, device_id, kind, known, availability=(there,), **more)  # type: ignore[arg-type]


def lamp(device_id: str = "lamp", **more: object) -> Device:
    """A dimmable light."""
    brightness = capability(device_id, "brightness", Shape.NUMBER, unit="%", low=0, high=100, tolerance=1)
    return device(device_id, capability(device_id, "on"), brightness, **more)


async def until(holds: Callable[[], Awaitable[bool] | bool], timeout_s: float = 60.0) -> None:
    """Wait until it holds; fails when it does not in time."""
    async with asyncio.timeout(timeout_s):
        while not (answered if isinstance(answered := holds(), bool) else await answered):
            await asyncio.sleep(0.002)


def lock() -> Device:
    """One that takes a moment and says so."""
    moving = frozenset({"locking", "unlocking"})
    return device("door", capability("door", "locked", under_way=moving, tier=3), kind="lock")


class Announcements:
    """A convention for tests: a message on `announce/<id>` brings the device of that id, an empty one takes it away."""

    filters = ("announce/#",)

    def __init__(self) -> None:
        self.known: dict[str, Device] = {}

    def claims(self, topic: str) -> bool:
        return topic.startswith("announce/")

    def read(self, message: Message) -> Sequence[Found]:
        device_id = message.topic.removeprefix("announce/")
        if not message.payload:
            return [Vanished(device_id)]
        if device_id not in self.known:
            return [Rejected(message.topic, "nobody knows this device")]
        return [Appeared(self.known[device_id])]


Behaviour = Callable[[Link, str, bytes], Awaitable[None]]
"""(link, state topic, what was wished) → whatever the device does about it."""


async def obey(link: Link, topic: str, wish: bytes) -> None:
    """Report what was wished."""
    await link.publish(topic, wish, retain=True)


def stamped(device_id: str, name: str, shape: Shape = Shape.FLAG, **more: object) -> Capability:
    """One whose reports carry a number that only grows: [value, stamp]."""

    def value_in(payload: bytes) -> Value:
        told = decode(payload)
        return told[0] if isinstance(told, tuple) else None

    def stamp_in(payload: bytes) -> float | None:
        told = decode(payload)
        return float(told[1]) if isinstance(told, tuple) and len(told) > 1 else None

    return capability(device_id, name, shape, reading=Reading(f"{device_id}/{name}", value_in, stamp_in), **more)


async def stay_silent(link: Link, topic: str, wish: bytes) -> None:
    """Do nothing, or at least say nothing."""


def answer(*payloads: bytes) -> Behaviour:
    """Report these, whatever was wished."""

    async def behave(link: Link, topic: str, wish: bytes) -> None:
        for payload in payloads:
            await link.publish(topic, payload, retain=True)

    return behave


@dataclass
class Place:
    """A running home and what stands around it."""

    broker: LoopbackBroker
    home: Home
    journal: Journal
    announcements: Announcements
    home_link: LoopbackLink
    devices_link: LoopbackLink
    wishes: list[tuple[str, bytes]] = field(default_factory=list)
    """Every command that a device received, in order: (topic, payload)."""
    behaviour: dict[str, Behaviour] = field(default_factory=dict)
    """device id → what it does with a command; `obey` where nothing is said."""

    async def add(self, *devices: Device) -> None:
        """Announce devices and wait until the home has them."""
        changes = self.home.changes()
        missing = set()
        for each in devices:
            self.announcements.known[each.id] = each
            if each.id not in self.home.devices:
                missing.add(each.id)
            await self.devices_link.publish(f"announce/{each.id}", b"here", retain=True)
        while missing:
            change = await anext(changes)
            if isinstance(change, DeviceAppeared):
                missing.discard(change.device)

    async def report(self, topic: str, value: Value, retain: bool = True) -> None:
        """A device says something by itself; returns when the home has heard it."""
        await self.devices_link.publish(topic, encode(value), retain=retain)
        await self.settle()

    async def settle(self) -> None:
        """Let everything that is under way between the link and the home arrive."""
        for _ in range(20):
            await asyncio.sleep(0)

    def wish(self, device_id: str, name: str, value: Value, deadline_s: float = 5.0, **more: object) -> Command:
        """A command; with QUICK_S as its deadline where the test waits for that."""
        return Command(device_id, name, value, deadline_s=deadline_s, **more)  # type: ignore[arg-type]

    async def states(self) -> list[str]:
        """How every command of the journal stands, newest first."""
        return [entry.state for entry in await self.journal.latest()]

    async def act(self) -> None:
        """Be all the devices: take commands and behave."""
        await self.devices_link.subscribe("+/+/set")
        async for message in self.devices_link.messages():
            self.wishes.append((message.topic, message.payload))
            device_id = message.topic.split("/")[0]
            topic = message.topic.removesuffix("/set")
            await self.behaviour.get(device_id, obey)(self.devices_link, topic, message.payload)


@asynccontextmanager
async def running(journal: Journal, rules: Sequence[Rule] = (), **more: object) -> AsyncIterator[Place]:
    """A home that listens, and devices that act."""
    broker = LoopbackBroker()
    announcements = Announcements()
    link = broker.link()
    home = Home(link, journal, [announcements], rules, **more)  # type: ignore[arg-type]
    place = Place(broker, home, journal, announcements, link, broker.link())
    tasks = [asyncio.create_task(home.run()), asyncio.create_task(place.act())]
    await until(lambda: bool(link.filters and place.devices_link.filters))
    try:
        yield place
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: every test starts with a copy."""
    file = tmp_path_factory.mktemp("migrated") / "mimosa.db"
    Database(file).close()
    return file


@pytest.fixture
def database(in_memory: Path, migrated: Path) -> Iterator[Database]:
    """The real one, in a file of its own."""
    shutil.copy(migrated, in_memory / "mimosa.db")
    with Database(in_memory / "mimosa.db") as opened:
        yield opened


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, Any]:
    """Virtual time for those that can do with it."""
    fixtures = set(getattr(item, "fixturenames", ()))
    real = item.get_closest_marker("broker") is not None or "real_time" in fixtures or fixtures.isdisjoint(VIRTUAL)
    return {"real": asyncio.new_event_loop} if real else {"virtual": LeapingLoop}


@pytest.fixture
def real_time() -> None:
    """For tests that need the clock on the wall to go on with the loop's."""


@pytest.fixture
async def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in the devices' room and its tests reads the loop's clock."""
    devices_read(asyncio.get_running_loop().time, monkeypatch)


@pytest.fixture
def journal(one_time: None, database: Database) -> Journal:
    """The real one, in virtual time."""
    return Journal(CountedStorage(database))


@pytest.fixture
async def place(journal: Journal) -> AsyncIterator[Place]:
    """A home without rules."""
    async with running(journal) as made:
        yield made

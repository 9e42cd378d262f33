"""The home: what is in it, what is known about it, and the one function that changes anything outside."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from devices.admission import Admission
from devices.changes import Change, Changes, DeviceAppeared, DeviceChanged, DeviceGone, LinkChanged
from devices.command import Command, Outcome, Report
from devices.device import Capability, Device, Floor, Room
from devices.discovery.convention import Appeared, Convention, Found, Rejected, Vanished
from devices.door import Door
from devices.errors import JournalUnavailable
from devices.facts import Fact, Facts, is_plausible
from devices.flights import Flights
from devices.journal import Journal
from devices.link import Link, Message
from devices.policy import Rule
from devices.registry import Registry, Source
from devices.situation import Approved, all_approved
from devices.survival import surviving

log = logging.getLogger(__name__)

LONGEST_STRETCH_S = 0.005
"""How long messages are taken without letting anybody else have the event loop."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message, when it was heard, after how many others, and whether it came from the device itself."""

    message: Message
    at: datetime
    order: int
    live: bool


class _Pace:
    """Lets others have the event loop now and then during long work."""

    def __init__(self) -> None:
        self._began = monotonic()

    async def rest(self) -> None:
        """Step aside where the stretch was long enough."""
        if monotonic() - self._began > LONGEST_STRETCH_S:
            await asyncio.sleep(0)
            self._began = monotonic()


class Home:
    """The house and the car.

    `link`: the connection to the broker. `journal`: where commands are written down. `conventions`: the ways in which
    devices announce themselves; the first that claims a topic reads it. `rules`: who may do what. `rooms`, `floors`:
    the layout, as far as it is known beside what devices say. `now`: the present moment with its time zone.
    `approved`: what the owner has approved.
    """

    def __init__(
        self,
        link: Link,
        journal: Journal,
        conventions: Sequence[Convention],
        rules: Sequence[Rule],
        *,
        rooms: Iterable[Room] = (),
        floors: Iterable[Floor] = (),
        now: Callable[[], datetime] = _now,
        approved: Approved = all_approved,
    ) -> None:
        self._link = link
        self._journal = journal
        self._conventions = tuple(conventions)
        self._now = now
        self._registry = Registry(rooms, floors)
        self._facts = Facts()
        self._flights = Flights()
        admission = Admission(
            self._registry, self._facts, self._flights, link=link, rules=rules, now=now, approved=approved
        )
        self._door = Door(admission, journal, link, self._facts, self._flights)
        self._changes = Changes()
        self._order = itertools.count(1)
        self._found: list[Found] = []
        self._found_something = asyncio.Event()
        self._followed: set[str] = set()
        self._last: dict[str, _Heard] = {}
        self._broke_at = float("-inf")

    @property
    def devices(self) -> Mapping[str, Device]:
        """Every device by id; a live view."""
        return self._registry.devices

    @property
    def rooms(self) -> Mapping[str, Room]:
        """Every room by id; a live view."""
        return self._registry.rooms

    @property
    def floors(self) -> Mapping[str, Floor]:
        """Every floor by id."""
        return self._registry.floors

    @property
    def version(self) -> int:
        """Grows whenever a name, a room or what a device can do changes."""
        return self._registry.version

    @property
    def connected(self) -> bool:
        """Whether the broker can be reached right now."""
        return self._link.connected

    def fact(self, device_id: str, capability: str) -> Fact | None:
        """The last thing the device said about the capability; None where it said nothing."""
        return self._facts.get(device_id, capability)

    def facts(self, device_id: str) -> Mapping[str, Fact]:
        """Every last thing the device said, by capability."""
        return self._facts.of(device_id)

    def available(self, device_id: str) -> bool | None:
        """Whether the device is there; None where it is unknown, has no way to say, or has not said."""
        device = self.devices.get(device_id)
        return None if device is None else self._facts.available(device)

    def changes(self) -> AsyncIterator[Change]:
        """Every change from this moment on. Any number of consumers; a slow one gets the newest of each device."""
        return self._changes.watch()

    async def execute(self, command: Command) -> Outcome:
        """Carry out one command and find out how it ended, at its deadline at the latest.

        The only function that changes anything outside: known device and capability, value in range; policy; not
        fulfilled already; written into the journal; published with its deadline as expiry; proved by the device's own
        newer report. Raises nothing: whatever goes wrong is the Outcome's reason. Where the caller is cancelled before
        the command was sent it is not sent; after that it is followed to its end in the journal all the same.
        """
        return (await self._door.execute_all((command,)))[0]

    async def execute_all(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Carry out a group: policy knows its size, the journal takes it in one transaction, all are sent at once.

        The outcomes stand in the order of the commands. Of two wishes for the same capability only the last is sent.
        """
        return await self._door.execute_all(commands) if commands else ()

    async def run(self) -> None:
        """Listen to the devices until cancelled. Survives the broker; call it once."""
        await self._close_forgotten()
        for convention in self._conventions:
            await self._link.subscribe(*convention.filters)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(), name="home listens")
                tasks.create_task(self._take_in(), name="home takes devices in")
                tasks.create_task(self._watch_link(), name="home watches the link")
        finally:
            await self._door.shut()

    async def _close_forgotten(self) -> None:
        try:
            forgotten = await self._journal.close_forgotten()
        except JournalUnavailable as error:
            log.error("commands of an earlier run cannot be ended now: %s", error)
            return
        if forgotten:
            log.warning("%d commands of an earlier run ended without anybody knowing how", forgotten)

    async def _watch_link(self) -> None:
        async for up in self._link.connections():
            if not up:
                self._broke_at = monotonic()
                self._facts.doubt_all()
            log.info("the link is %s", "up" if up else "down")
            self._changes.tell(LinkChanged(up))

    async def _listen(self) -> None:
        pace = _Pace()
        async for message in self._link.messages():
            self._take(message)
            await pace.rest()

    def _take(self, message: Message) -> None:
        for convention in self._conventions:
            with surviving(message.topic):
                if convention.claims(message.topic):
                    self._found.extend(convention.read(message))
                    self._found_something.set()
                    return
        if self._registry.is_source(message.topic):
            live = not message.retained and message.received > self._broke_at
            heard = _Heard(message, self._now(), next(self._order), live)
            self._last[message.topic] = heard
            self._tell_all(self._registry.sources(message.topic), heard)

    async def _take_in(self) -> None:
        """Take devices in as they are found; what is found meanwhile is taken in together."""
        while True:
            await self._found_something.wait()
            self._found_something.clear()
            found, self._found = self._found, []
            await self._take_in_all(found)

    async def _take_in_all(self, found: Sequence[Found]) -> None:
        newest: dict[str, Appeared | Vanished] = {}
        for one in found:
            match one:
                case Rejected(topic=topic, reason=reason):
                    log.warning("what was announced on %s is not taken: %s", topic, reason)
                case Appeared(device=device):
                    newest[device.id] = one
                case Vanished(device_id=device_id):
                    newest[device_id] = one
        routed = {d: self._registry.route(one.device) for d, one in newest.items() if isinstance(one, Appeared)}
        topics = tuple(dict.fromkeys(topic for topics in routed.values() for topic in topics))
        if topics:
            self._followed.update(topics)
            await self._link.subscribe(*topics)
        pace = _Pace()
        for device_id, one in newest.items():
            await pace.rest()
            if isinstance(one, Appeared):
                self._adopt(one.device, routed[device_id])
            else:
                self._forget(device_id)
        await self._unfollow()

    async def _unfollow(self) -> None:
        """Stop listening to what tells about no device any more."""
        idle = {topic for topic in self._followed if not self._registry.is_source(topic)}
        if idle:
            self._followed -= idle
            self._last = {topic: heard for topic, heard in self._last.items() if topic not in idle}
            await self._link.unsubscribe(*idle)

    def _adopt(self, device: Device, topics: Iterable[str]) -> None:
        if self._registry.add(device):
            log.info("device %s (%s) is there", device.id, device.kind)
            self._changes.tell(DeviceAppeared(device.id))
        for topic in topics:
            # The broker sends what it kept only once; a device that shares a topic learns it from here.
            if topic in self._last:
                sources = self._registry.sources_of(device.id, topic)
                untold = [source for source in sources if not self._facts.has_heard(device.id, source.about)]
                self._tell_all(untold, replace(self._last[topic], live=False))

    def _forget(self, device_id: str) -> None:
        if self._registry.remove(device_id):
            self._facts.forget(device_id)
            log.info("device %s is gone", device_id)
            self._changes.tell(DeviceGone(device_id))

    def _tell_all(self, sources: Iterable[Source], heard: _Heard) -> None:
        """Turn one message into the facts of every device it tells about."""
        changed: dict[str, dict[str, Fact]] = {}
        for source in sources:
            with surviving(heard.message.topic):
                news = self._tell(source, heard)
                if news is not None:
                    changed.setdefault(source.device, {}).update(news)
        for device_id, facts in changed.items():
            self._changes.tell(DeviceChanged(device_id, facts, self.available(device_id)))

    def _tell(self, source: Source, heard: _Heard) -> Mapping[str, Fact] | None:
        """The facts that are new with it, by capability; None where it says nothing."""
        match source.about:
            case Capability() as capability:
                fact = self._learn(source.device, capability, heard)
                return None if fact is None else {capability.name: fact}
            case availability:
                said = self._facts.hear_availability(source.device, availability, heard.message.payload, heard.order)
                return {} if said else None

    def _learn(self, device_id: str, capability: Capability, heard: _Heard) -> Fact | None:
        assert capability.reading is not None
        value = capability.reading.decode(heard.message.payload)
        if value is None:
            return None
        if not is_plausible(capability, value):
            log.warning("%s of %s cannot be what was reported", capability.name, device_id)
            return None
        report = Report(device_id, capability.name, value, heard.live, heard.at, heard.order)
        fact = self._facts.take(report)
        self._flights.hear(report, heard.message.received)
        return fact

"""The home: what is in it, what is known about it, and the one function that changes anything outside."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from time import monotonic

from devices.admission import Admission
from devices.changes import (
    Change,
    Changes,
    DeviceAppeared,
    DeviceGone,
    DeviceWaits,
    LayoutChanged,
    LinkChanged,
)
from devices.command import Command, Outcome
from devices.device import Device, Floor, Room
from devices.discovery.convention import Appeared, Convention
from devices.door import Door
from devices.facts import Fact, Facts, doubted
from devices.findings import Findings
from devices.flights import Flights
from devices.journal import Entry, Journal
from devices.layout_model import Layout
from devices.link import Link
from devices.listening import Listening
from devices.pace import Pace, Residents
from devices.policy import Driving, Rule
from devices.registry import Registry
from devices.settling import Settling
from devices.situation import Approved, all_approved

log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class Home:
    """The house and the car.

    `link`: the connection to the broker. `journal`: where commands are written down. `conventions`: the ways in which
    devices announce themselves; the first that claims a topic reads it. `rules`: who may do what. `rooms`, `floors`:
    the layout, as far as it is known beside what devices say. `now`: the present moment with its time zone. `clock`:
    the monotonic clock by which messages are received, in seconds; how old a report is does not depend on `now`.
    `approved`: what the owner has approved. `layout`: the owner's word, until `lay_out` brings another; without one
    nothing is laid out, and no device waits for the owner.
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
        clock: Callable[[], float] | None = None,
        approved: Approved = all_approved,
        layout: Layout | None = None,
    ) -> None:
        self._link = link
        self._journal = journal
        self._clock = clock or monotonic
        self._layout = layout
        self._registry = Registry(rooms, floors, layout)
        self._facts = Facts()
        self._flights = Flights()
        self._admission = Admission(
            self._registry, self._facts, self._flights, link=link, rules=rules, now=now, approved=approved, clock=clock
        )
        self._changes = Changes()
        self._door = Door(self._admission, journal, link, self._facts, self._flights, self._changes)
        self._facts.watch_returns(self._door.device_is_back)
        self._listening = Listening(
            self._registry, self._facts, self._flights, self._door.aftermath, self._changes, now
        )
        self._findings = Findings(conventions)
        self._residents = Residents()

    @property
    def devices(self) -> Mapping[str, Device]:
        """Every device by id; a live view."""
        return self._registry.devices

    @property
    def announced(self) -> Mapping[str, Device]:
        """Every device by id as it describes itself, those that the owner hides too; a live view."""
        return self._registry.announced

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the devices that wait for the owner, in the order in which they came."""
        return tuple(filter(self._waits, self._registry.announced))

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

    def forget_facts(self, device_ids: Iterable[str]) -> None:
        """Know nothing about these devices until they report again: they begin anew, as between two cases."""
        for device_id in device_ids:
            self._facts.forget(device_id)

    def fact(self, device_id: str, capability: str) -> Fact | None:
        """The last thing the device said about the capability; None where it said nothing, or is hidden."""
        return self.facts(device_id).get(capability)

    def facts(self, device_id: str) -> Mapping[str, Fact]:
        """Every last thing the device said, by capability; nothing of one that is hidden or not there."""
        device = self.devices.get(device_id)
        return {} if device is None else doubted(device, self._facts.of(device_id), self._clock())

    def available(self, device_id: str) -> bool | None:
        """Whether the device is there; None where it is unknown, has no way to say, or has not said."""
        device = self.devices.get(device_id)
        return None if device is None else self._facts.available(device)

    def driving(self, car: str) -> Driving:
        """What the car of that id is doing, as the rules see it at this moment; UNKNOWN where there is no such car."""
        device = self.devices.get(car)
        return Driving.UNKNOWN if device is None or device.kind != "car" else self._admission.driving(device)

    def changes_of_driving(self, car: str) -> int:
        """How often the car was seen to do something else than before; 0 where there is no such car."""
        device = self.devices.get(car)
        return 0 if device is None or device.kind != "car" else self._admission.changes_of_driving(device)

    def age_s(self, fact: Fact) -> float:
        """Seconds since it was heard."""
        return max(0.0, self._clock() - fact.received)

    def distrusts(self, device_id: str, capability: str) -> bool:
        """Whether the capability keeps reporting what cannot be, so that nothing of it is believed at present."""
        return self._listening.distrusts(device_id, capability)

    def rejected(self, device_id: str, capability: str) -> int:
        """How many reports of it were not taken, because no device can mean them."""
        return self._listening.rejected(device_id, capability)

    async def history(
        self,
        limit: int = 50,
        *,
        turn: str = "",
        device: str = "",
        person: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Entry, ...]:
        """The newest commands and how they ended, newest first; of a turn, device, person and time where given.

        Moments have their time zone. Raises JournalUnavailable.
        """
        return await self._journal.latest(limit, turn=turn, device=device, person=person, since=since, until=until)

    async def lay_out(self, layout: Layout) -> None:
        """Take this as the owner's word: names, rooms, what is hidden, how risky. Done when all devices follow it."""
        self._layout = layout
        self._registry.lay_out(layout)
        pace = Pace()
        for device_id in tuple(self._registry.announced):
            await pace.rest()
            shown = self._registry.lay_out_device(device_id)
            if shown is not None:
                self._changes.tell(DeviceAppeared(device_id) if shown else DeviceGone(device_id))
        self._registry.forget_empty_rooms()
        self._changes.tell(LayoutChanged())

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

    def weigh(self, commands: Sequence[Command]) -> tuple[Outcome | None, ...]:
        """What `execute_all` would answer at this moment without sending anything: refused, asked, already, hopeless.

        None for a command that would be sent. For wishes that stand or fall together; nothing is written or sent.
        """
        return self._door.weigh(commands)

    async def run(self) -> None:
        """Listen to the devices until cancelled. Survives the broker; call it once."""
        settling = Settling(self._journal)
        await settling.attempt()
        await self._link.subscribe(*self._findings.filters)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(), name="home listens")
                tasks.create_task(self._findings.read(self._listening.hear), name="home reads announcements")
                tasks.create_task(self._take_in(), name="home takes devices in")
                tasks.create_task(self._watch_link(), name="home watches the link")
                tasks.create_task(settling.run(), name="home settles the journal")
        finally:
            await self._door.shut()

    async def _watch_link(self) -> None:
        was_down = False
        async for up in self._link.connections():
            if not up:
                self._listening.link_broke()
            elif was_down:
                self._door.link_is_back()
            was_down = not up
            log.info("the link is %s", "up" if up else "down")
            self._changes.tell(LinkChanged(up))

    async def _listen(self) -> None:
        """Take reports at once; announcements wait, so that they hold up no proof."""
        pace = Pace()
        async for message in self._link.messages():
            if not self._findings.take(message):
                self._listening.hear(message)
            await pace.rest()

    async def _take_in(self) -> None:
        """Take devices in as they are found; what is found meanwhile is taken in together."""
        while True:
            found = await self._findings.some()
            routed = {d: self._registry.route(one.device) for d, one in found.items() if isinstance(one, Appeared)}
            topics = tuple(dict.fromkeys(topic for topics in routed.values() for topic in topics))
            if topics:
                await self._link.subscribe(*topics)
            pace = Pace()
            for device_id, one in found.items():
                await pace.rest()
                if isinstance(one, Appeared):
                    self._adopt(one.device, routed[device_id])
                else:
                    self._forget(device_id)
            idle = self._registry.take_idle_topics()
            if idle:
                self._listening.forget_topics(idle)
                await self._link.unsubscribe(*idle)

    def _adopt(self, device: Device, topics: Iterable[str]) -> None:
        waited = self._waits(device.id)
        if self._registry.add(device):
            log.info("device %s (%s) is there", device.id, device.kind)
            self._changes.tell(DeviceAppeared(device.id))
            self._residents.came()
        if self._waits(device.id) and not waited:
            self._changes.tell(DeviceWaits(device.id))
        self._listening.tell_again(device.id, topics)

    def _waits(self, device_id: str) -> bool:
        """Whether a device is there and waits for the owner."""
        device = self._registry.announced.get(device_id)
        return device is not None and self._layout is not None and self._layout.waits(device)

    def _forget(self, device_id: str) -> None:
        if device_id not in self._registry.announced:
            return
        seen = self._registry.remove(device_id)
        self._listening.forget(device_id)
        log.info("device %s is gone", device_id)
        self._changes.tell(DeviceGone(device_id) if seen else LayoutChanged())

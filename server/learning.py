"""The bridge from the house to the habits: what people do becomes happenings, beside everything else that goes on."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening
from assistant.memory.members import OWNER, Members
from assistant.utterance import Speaker
from devices.changes import Change, DeviceChanged
from devices.device import Value
from devices.erasing import SOMEBODY
from devices.errors import JournalUnavailable
from devices.home import Home
from devices.records import ACCEPTED, Entry
from server.daylight import is_dark, spot_of_zone, zone_of_machine
from server.learnable import by_of, may_be_usual, teaches, value_of
from skills.surface import local_now

log = logging.getLogger(__name__)

LOOK_EVERY_S = 60.0
"""Seconds after which the record of commands is looked at, whether a device changed or not."""

SETTLED_S = 8.0
"""Seconds after a change by which a command that caused it stands in the record with its end."""

ECHO_S = 15.0
"""Seconds after the end of a command in which a device still tells of it."""

LOOKED_BACK = timedelta(minutes=10)
"""How far back a look goes: a command that takes longer to end is no habit."""

FLAPS, FLAPPING = 4, timedelta(minutes=2)
"""So many changes of one thing in that time are a loose contact, and nobody's wish."""

TOGETHER, AT_ONCE = 5, timedelta(seconds=2)
"""So many things that change at once without a command are an automation's doing, and nobody's hand."""

ATTRIBUTED = 100
"""Turns of which it is kept that somebody else began them."""

SEEN = 500
"""Commands that one look reads at most."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A device changed without anybody having told it to, as far as is known yet."""

    device: str
    capability: str
    value: Value
    at: datetime


class Learning:
    """Watches the home and its record of commands. `now`: the present moment with the zone of the house."""

    def __init__(self, home: Home, habits: Habits, members: Members, now: Callable[[], datetime] = local_now) -> None:
        self._home = home
        self._habits = habits
        self._members = members
        self._now = now
        self._began = now()
        self._learnt: set[str] = set()
        self._touched: dict[tuple[str, str, datetime], Touched] = {}
        self._lately: dict[tuple[str, str], deque[datetime]] = {}
        self._lived_here: set[str] = set()
        """Everybody who was a member since the start: who is none any more is not taken for anybody."""
        self._spoken_by: dict[str, Speaker] = {}
        """Who began a turn that somebody else was thought to have begun."""
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Learn until cancelled; what was done since this was made, and before it ran, comes first."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(), name="learning watches")
            tasks.create_task(self._keep_looking(), name="learning looks")

    async def _watch(self) -> None:
        async for change in self._home.changes():
            self.notice(change)

    async def _keep_looking(self) -> None:
        await self.look()
        while True:
            try:
                await asyncio.wait_for(self._news.wait(), LOOK_EVERY_S)
                await asyncio.sleep(SETTLED_S)
            except TimeoutError:
                pass
            self._news.clear()
            await self.look()
            if self._touched:
                self._news.set()

    def notice(self, change: Change) -> None:
        """Note what of a change may have been done by hand; costs nothing but memory."""
        device = self._home.devices.get(change.device) if isinstance(change, DeviceChanged) else None
        if device is None or not isinstance(change, DeviceChanged):
            return
        for name, fact in change.facts.items():
            capability = device.capabilities.get(name)
            if capability is None or not capability.writable or not fact.live:
                continue
            self._news.set()
            if fact.since != fact.at or self._flaps((device.id, name), fact.at):
                continue
            self._touched[(device.id, name, fact.at)] = Touched(device.id, name, fact.value, fact.at)

    async def attribute(self, turn: str, speaker: Speaker) -> int:
        """Somebody else than was thought began that turn: what was learnt of it is theirs, or is learnt now, where
        anything is learnt of them. Returns how many things it was. Raises MemoryUnavailable, JournalUnavailable.
        """
        self._spoken_by[turn] = speaker
        while len(self._spoken_by) > ATTRIBUTED:
            del self._spoken_by[next(iter(self._spoken_by))]
        member = self._members.of(speaker.person)
        taught = member is not None and member.learns and member.role != "guest" and speaker.role != "guest"
        moved = await self._habits.attribute(turn, speaker.person if taught else None)
        if moved or not taught:
            return moved
        entries = await self._home.history(SEEN, since=max(self._began, self._now() - LOOKED_BACK))
        missed = [entry for entry in reversed(entries) if entry.turn == turn and entry.id in self._learnt]
        return sum([await self._learn_command(entry) for entry in missed])

    async def look(self) -> int:
        """Learn what was commanded and what was done by hand since the last look; returns how much it was."""
        now = self._now()
        self._lived_here |= {member.id for member in self._members.all()}
        try:
            entries = await self._home.history(SEEN, since=max(self._began, now - LOOKED_BACK))
            learnt = [await self._learn_command(entry) for entry in reversed(entries) if self._is_new(entry)]
            ripe = [touched for touched in self._touched.values() if now - touched.at >= timedelta(seconds=SETTLED_S)]
            hands = [touched for touched in ripe if not _is_echo(touched, entries, now)]
            for touched in ripe:
                self._touched.pop((touched.device, touched.capability, touched.at), None)
            learnt += [await self._learn_touch(t) for t in hands if not _is_automation(t, hands)]
        except (JournalUnavailable, MemoryUnavailable) as error:
            log.error("what happened in the house could not be learnt: %s", error)
            return 0
        self._learnt &= {entry.id for entry in entries}
        return sum(learnt)

    def _is_new(self, entry: Entry) -> bool:
        return entry.state != ACCEPTED and entry.id not in self._learnt

    def _flaps(self, which: tuple[str, str], at: datetime) -> bool:
        lately = self._lately.setdefault(which, deque(maxlen=FLAPS))
        lately.append(at)
        flaps = len(lately) == FLAPS and at - lately[0] <= FLAPPING
        if flaps:
            for key in [key for key in self._touched if key[:2] == which]:
                del self._touched[key]
        return flaps

    async def _learn_command(self, entry: Entry) -> bool:
        self._learnt.add(entry.id)
        spoken_by = self._spoken_by.get(entry.turn)
        if spoken_by is not None:
            entry = replace(entry, person=spoken_by.person, role=spoken_by.role)
        if self._has_left(entry.person) or not teaches(entry, self._members):
            return False
        person = "" if entry.role == "routine" else entry.person or OWNER
        at = entry.created.astimezone(self._now().tzinfo)
        touched = Touched(entry.device, entry.capability, entry.value, at)
        happening = self._happening(touched, person)
        if happening is None:
            return False
        await self._habits.learn(
            Happening(
                happening.at,
                happening.person,
                happening.place,
                happening.device,
                happening.action,
                happening.value,
                by_of(entry),
                happening.around,
                entry.turn,
            )
        )
        return True

    def _has_left(self, person: str) -> bool:
        """Whether it is somebody who lived here and was erased."""
        return person == SOMEBODY or (person in self._lived_here and self._members.of(person) is None)

    async def _learn_touch(self, touched: Touched) -> bool:
        """Nobody knows whose hand it was: it is the household's."""
        happening = None if self._members.guest_mode else self._happening(touched, "")
        if happening is not None:
            await self._habits.learn(happening)
        return happening is not None

    def _happening(self, touched: Touched, person: str) -> Happening | None:
        """What happened; None where it is not to be learnt."""
        device = self._home.devices.get(touched.device)
        if device is None or isinstance(touched.value, tuple | list):
            return None
        driving = self._home.driving(device.id)
        if not may_be_usual(device, touched.capability, touched.value, touched.at, driving):
            return None
        at = touched.at.astimezone(self._now().tzinfo)
        value = value_of(touched.value)
        around = around_in(self._home, at)
        return Happening(at, person, device.room, device.id, touched.capability, value, "hand", around)


def around_in(home: Home, at: datetime, zone: str | None = None) -> Mapping[str, str]:
    """What is known of the moment beside the time: how many are at home, and how it is outside.

    `at` with its zone; `zone`: name of the time zone that says where the house stands, this machine's where None.
    """
    around: dict[str, str] = {}
    whereabouts = [
        fact.value
        for device in home.devices.values()
        if device.kind in ("person", "device_tracker") and (fact := home.fact(device.id, "location")) is not None
    ]
    if whereabouts:
        around["at_home"] = str(sum(value == "home" for value in whereabouts))
    outside = [
        fact.value
        for device in home.devices.values()
        if device.kind == "weather" and (fact := home.fact(device.id, "temperature")) is not None
    ]
    degrees = [value for value in outside if isinstance(value, int | float) and not isinstance(value, bool)]
    if degrees:
        around["outside"] = "cold" if min(degrees) < 10 else "mild" if min(degrees) < 22 else "warm"
    spot = spot_of_zone(zone_of_machine() if zone is None else zone)
    if spot is not None:
        around["dark"] = "yes" if is_dark(at, spot) else "no"
    return around


def _is_echo(touched: Touched, entries: Sequence[Entry], now: datetime) -> bool:
    """Whether a command made it so: one for this device, or the same wish for a thing that stands for several."""
    return any(_echoes(touched, entry, now) for entry in entries)


def _echoes(touched: Touched, entry: Entry, now: datetime) -> bool:
    last = (entry.ended or now) + timedelta(seconds=ECHO_S)
    if not entry.created - timedelta(seconds=1) <= touched.at <= last:
        return False
    same_wish = entry.capability == touched.capability and entry.value == touched.value
    on_its_way = touched.at <= (entry.ended or now)
    beside = entry.device == touched.device and (entry.capability != touched.capability or on_its_way)
    return same_wish or beside


def _is_automation(touched: Touched, hands: Sequence[Touched]) -> bool:
    return len({other.device for other in hands if abs(other.at - touched.at) <= AT_ONCE}) >= TOGETHER

"""A home of an evaluation: the whole product over devices in memory, without ears, voice and broker."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import TracebackType
from typing import Any, Self

from assistant.conversation import Conversation
from assistant.memory.nicknames import Nicknames
from assistant.memory.preferences import Preferences
from assistant.memory.sayings import Sayings
from assistant.memory.suggestions import Suggestions
from assistant.memory.taught import TaughtPhrases
from assistant.second_factor import ScriptedSecondFactor
from assistant.turn import Faculties
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mind import Mind, Step
from assistant.understanding.nicknaming import Nicknaming, Unfit
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.teaching import Teaching
from assistant.utterance import Utterance
from devices.discovery.convention import Appeared, Found
from devices.discovery.inventory import Inventory, read_inventory
from devices.home import Home
from devices.journal import Journal
from devices.link import Message
from devices.loopback import LoopbackBroker
from devices.rules import RULES
from devices.rules.driving import HOLD_S
from devices.simulators.literal import LiteralHome
from server.database import Database
from server.evaluate.cases import CannotRead
from server.evaluate.outside import trips_in
from skills.arrivals import Arrivals
from skills.loading import load
from skills.names import names_of
from skills.surface import Services
from skills.trips import Trips
from skills.usuals import Usuals

_INVENTORY_TOPIC = "mimosa/evaluation/inventory"
_BARRIER_TOPIC = "mimosa/evaluation/barrier"

PIN = "4711"
"""What everybody in an evaluation proves who they are with."""


def scratch() -> "TemporaryDirectory[str]":
    """A folder for the databases of a run, in memory where the system has such a place: so are the devices."""
    memory = Path("/dev/shm")
    return TemporaryDirectory(prefix="mimosa-eval-", dir=memory if os.access(memory, os.W_OK) else None)


class _Announced:
    """The convention of an evaluation: one message announces the whole inventory, another marks a point in time."""

    filters = (_INVENTORY_TOPIC, _BARRIER_TOPIC)

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self.listening = asyncio.Event()
        self.reached = asyncio.Event()

    def claims(self, topic: str) -> bool:
        """The two topics."""
        return topic in self.filters

    def read(self, message: Message) -> Sequence[Found]:
        """Every device, or nothing once everything before the barrier was read."""
        if message.topic == _BARRIER_TOPIC:
            self.reached.set()
            return ()
        self.listening.set()
        return tuple(Appeared(device) for device in self._inventory.devices)


@dataclass(slots=True)
class Clock:
    """The present moment of a case; the real one where the case names none."""

    fixed: datetime | None = None
    _stopped: tuple[datetime, float] | None = None
    """The moment at which everything said how it is, on both clocks."""

    def now(self) -> datetime:
        """With its time zone."""
        return self.fixed or datetime.now(UTC).astimezone()

    def stop(self, at: datetime) -> None:
        """It is `at` until `fixed` says something else, however long a case takes.

        A car that moved in the case before has stood for as long as it has to, and says so.
        """
        self.fixed, self._stopped = at, (at, monotonic() + HOLD_S)

    def seconds(self) -> float:
        """The monotonic clock, which goes on as far as the moment of the case does."""
        if self.fixed is None or self._stopped is None:
            return monotonic()
        at, seconds = self._stopped
        return seconds + (self.fixed - at).total_seconds()


@dataclass(slots=True)
class House:
    """One inventory, lived in by the real Home, the real skills and the real minds."""

    described: Mapping[str, Any]
    database: Path
    clock: Clock = field(default_factory=Clock)
    skills_dir: Path | None = None
    """With skills beside the built-in ones."""
    home: Home = field(init=False)
    literal: LiteralHome = field(init=False)
    able: Faculties = field(init=False)
    _broker: LoopbackBroker = field(init=False)
    _trips: Trips | None = field(init=False, default=None)
    _announced: _Announced = field(init=False)
    _shown_at: datetime | None = field(init=False, default=None)
    """The moment at which every state was said last."""
    _running: AsyncExitStack = field(init=False, default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        inventory = read_inventory(self.described)
        self.literal = LiteralHome(inventory)
        self._broker = LoopbackBroker()
        self._announced = _Announced(inventory)
        database = self._running.enter_context(Database(self.database))
        self.home = Home(
            self._broker.link(),
            Journal(database, self.clock.now),
            (self._announced,),
            RULES,
            rooms=inventory.rooms.values(),
            floors=inventory.floors.values(),
            now=self.clock.now,
            clock=self.clock.seconds,
        )
        living = [asyncio.create_task(r) for r in (self.home.run(), self.literal.run(self._broker.link()))]
        for task in living:
            self._running.push_async_callback(_ended, task)
        await self._broker.link().publish(_INVENTORY_TOPIC, b"all", retain=True)
        await self._announced.listening.wait()
        while len(self.home.devices) < len(inventory.devices):
            await asyncio.sleep(0)
            for task in living:
                if task.done():
                    task.result()
        # What the home heard so far was kept by the broker: last known. Said again, it is live.
        await self.literal.show(self._broker.link(), again=True)
        taught = TaughtPhrases(database)
        await taught.load()
        teaching, reflex = Teaching(taught, lambda said: self._would_do(reflex, said)), ReflexMind()
        preferences = Preferences(database)
        usuals = Usuals(preferences, None, None, self.clock.now, self.home)
        nicknames = Nicknames(database)
        await nicknames.load()
        naming = Nicknaming(nicknames, lambda name, about: self._why_no_name(reflex, name, about))
        kept = Suggestions(database, self.clock.now)
        trips = self._trips = trips_in(self.described, self.home, self.clock.now)
        services = Services(
            self.home,
            preferences,
            self.clock.now,
            teaching,
            usuals=usuals,
            nicknaming=naming,
            suggestions=kept,
            sayings=Sayings(database),
            trips=trips,
            arrivals=Arrivals(trips, self.clock.now) if trips else None,
        )
        skills = load(services, self.skills_dir)
        if self.skills_dir is not None and skills.broken:
            await self._running.aclose()
            raise CannotRead("; ".join(f"the skill {left.name} was left out: {left.reason}" for left in skills.broken))
        self.able = Faculties((), skills.toolbox, names_of(self.home, nicknames), taught=teaching)
        return self

    def _why_no_name(self, reflex: ReflexMind, name: str, about: str) -> Unfit:
        return reflex.why_no_name(name, about, self.able.toolbox, self.able.names())

    def _would_do(self, reflex: ReflexMind, said: Utterance) -> Sequence[Step]:
        """The steps of the reflex mind, and none of them taken."""
        return reflex.steps(said, Conversation(""), self.able.toolbox, self.able.names())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    def thinking_with(self, minds: Sequence[Mind]) -> Faculties:
        """What a turn is taken with."""
        return replace(self.able, minds=minds, proof=ScriptedSecondFactor(PIN))

    def begin_anew(self) -> None:
        """What was told of places so far belongs to another scenario: "there" means none of them any more."""
        if self._trips is not None:
            self._trips.offered.forget()

    async def warm(self, minds: Sequence[Mind]) -> None:
        """Have the reasoning core read its constant prompt with the tools of this house, outside of any turn."""
        for mind in minds:
            if isinstance(mind, MimoMind):
                await mind.prepare(self.able.toolbox)

    async def set_up(self, setup: Mapping[str, Any], now: datetime, silent: timedelta = timedelta(0)) -> None:
        """Lay a case's states over the inventory's, and wait until the home has heard them, all of them at `now`.

        `silent`: how long everything has been silent when the case begins.
        """
        self.clock.fixed = now
        self.literal.apply(setup)
        link = self._broker.link()
        # What a device does not say any more (a brightness that is null now) must not stay known from the case before.
        self.home.forget_facts(self.literal.unsaid())
        await self.literal.show(link, again=self._shown_at != now)
        self._shown_at = now
        await self.literal.show_driving(link)
        self._announced.reached.clear()
        await link.publish(_BARRIER_TOPIC, b"")
        await self._announced.reached.wait()
        self.clock.stop(now)
        self._broker.published.clear()
        self.clock.fixed = now + silent

    def room(self, area: str) -> str:
        """The id of the room with this id or name; empty where there is none."""
        folded = area.casefold()
        for room in self.home.rooms.values():
            if folded in (room.id.casefold(), *(name.casefold() for name in room.names)):
                return room.id
        return ""


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])

"""The house from memory: what is there, how it was when the car heard of it last, and what a wish for it would be."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from assistant import tools
from assistant.errors import ToolMistake
from assistant.memory import storage as memory_room
from assistant.memory.preferences import Preferences
from assistant.memory.taught import TaughtPhrases
from assistant.tools import Toolbox, ToolCall, ToolContext
from assistant.understanding.names import Floor, Names, Room
from assistant.understanding.teaching import Teaching
from assistant.utterance import Utterance
from devices import journal as journal_room
from devices.command import Command, Reason
from devices.device import Device
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from devices.policy import Decision, Refuse, Situation
from devices.rules.risk import HAZARD
from devices.rules.tiers import ENTRANCES, risk_of
from server.node.house_copy import INVENTORY_TOPIC, CopyConvention, HouseCopy, read_copy
from server.node.memory_storage import MemoryStorage
from skills.loading import load
from skills.names import thing_of
from skills.surface import Services

log = logging.getLogger(__name__)

SETTLED_S = 5.0
"""Seconds the copy may take to know all that it was told."""

NEVER_KINDS = frozenset(
    {
        "lock",
        "alarm_control_panel",
        "valve",
        "siren",
        "cooker",
        "oven",
        "range",
        "stove",
        "hob",
        "grill",
        "water_heater",
    }
)
"""Kinds of thing that no wish waits for, in whatever direction."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What wishes for the house would come to."""

    commands: int
    """How many commands they are; 0: nothing is known of what they would do."""
    may_wait: bool
    """None of them opens, unlocks, heats or the like."""


class _Copied:
    """One copy of the house, running: it can be asked, and every wish for it is noted and refused."""

    def __init__(self, copy: HouseCopy) -> None:
        self._copy = copy
        self._noted: list[tuple[Command, Device, Situation]] = []
        self._running = AsyncExitStack()
        self._weighing = asyncio.Lock()

    async def start(self) -> None:
        broker = LoopbackBroker()
        storage = MemoryStorage(journal_room.metadata)
        self.home = Home(
            broker.link(),
            Journal(storage),
            (CopyConvention(self._copy),),
            (self._note,),
            rooms=self._copy.rooms.values(),
            floors=self._copy.floors.values(),
        )
        listening = asyncio.create_task(self.home.run(), name="copy of the house")
        self._running.push_async_callback(_ended, listening)
        self._toolbox: Toolbox = (await asyncio.to_thread(load, _services(self.home), None)).toolbox
        line = broker.link()
        await line.publish(INVENTORY_TOPIC, b"{}", retain=True)
        try:
            async with asyncio.timeout(SETTLED_S):
                while len(self.home.devices) < len(self._copy.devices):
                    await asyncio.sleep(0)
                for told in self._copy.told:
                    await line.publish(told.topic, told.payload, retain=not told.live)
                await self._heard_all()
        except TimeoutError:
            log.warning("the copy of the house is not complete after %g s", SETTLED_S)

    async def _heard_all(self) -> None:
        known = {device.id: device.capabilities for device in self._copy.devices}
        for told in self._copy.told:
            if told.capability not in known.get(told.device, {}):
                continue
            for _ in range(50):
                if self.home.fact(told.device, told.capability) is not None:
                    break
                await asyncio.sleep(0)

    async def stop(self) -> None:
        await self._running.aclose()

    async def answer(self, calls: Sequence[ToolCall], said: Utterance) -> str:
        """What the tools tell of the copy; empty where they know nothing."""
        parts = []
        for call in calls:
            try:
                result = await tools.call(self._toolbox, call, ToolContext(said, "copy"))
            except ToolMistake:
                return ""
            parts.append(result.say)
        return ("" if said.language == "zh" else " ").join(filter(None, parts))

    async def weigh(self, calls: Sequence[ToolCall], said: Utterance) -> Weighed:
        """What the calls would do; nothing of it is done."""
        async with self._weighing:
            self._noted.clear()
            for call in calls:
                try:
                    await tools.call(self._toolbox, call, ToolContext(said, "copy"))
                except ToolMistake:
                    return Weighed(0, may_wait=False)
            noted = tuple(self._noted)
        return Weighed(len(noted), bool(noted) and all(_may_wait(*each) for each in noted))

    def _note(self, command: Command, device: Device, situation: Situation) -> Decision:
        self._noted.append((command, device, situation))
        return Refuse(Reason.NOT_ALLOWED)


class RememberedHouse:
    """The house as the car heard of it last. A context manager."""

    def __init__(self) -> None:
        self._copy = HouseCopy()
        self._state: Any = None
        self._names = Names()
        self.at: datetime | None = None
        """When it was so; None: nothing is known."""
        self._running: _Copied | None = None
        self._starting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._let_go()

    @property
    def known(self) -> bool:
        """Whether anything is known of the house at all."""
        return bool(self._copy.devices)

    async def take(self, state: Any, at: datetime) -> None:
        """Take what the house told of itself at that moment. Raises NotAHouse, and keeps what it had."""
        if state != self._state:
            copy = read_copy(state)
            self._copy, self._state, self._names = copy, state, _names_in(copy)
            await self._let_go()
        self.at = at

    def still_so(self, at: datetime) -> None:
        """The house was heard at that moment, and nothing had changed."""
        if self.at is not None:
            self.at = max(self.at, at)

    def age_s(self, now: datetime | None = None) -> float | None:
        """Seconds since it was so; None: nothing is known."""
        return None if self.at is None else max(0.0, ((now or datetime.now(UTC)) - self.at).total_seconds())

    @property
    def names(self) -> Names:
        """What has a name in the house."""
        return self._names

    async def answer(self, calls: Sequence[ToolCall], said: Utterance) -> str:
        """What calls that only look something up tell, as it was then; empty where nothing is known."""
        return await (await self._copied()).answer(calls, said) if self.known else ""

    async def weigh(self, calls: Sequence[ToolCall], said: Utterance) -> Weighed:
        """What calls would do at the house; nothing of it is done."""
        return await (await self._copied()).weigh(calls, said) if self.known else Weighed(0, may_wait=False)

    async def _copied(self) -> _Copied:
        async with self._starting:
            if self._running is None:
                running = _Copied(self._copy)
                await running.start()
                self._running = running
            return self._running

    async def _let_go(self) -> None:
        async with self._starting:
            if self._running is not None:
                await self._running.stop()
                self._running = None


def _names_in(copy: HouseCopy) -> Names:
    return Names(
        things=tuple(map(thing_of, copy.devices)),
        rooms=tuple(Room(r.id, r.names, r.floor) for r in copy.rooms.values()),
        floors=tuple(Floor(f.id, f.names) for f in copy.floors.values()),
        people=tuple(d.name for d in copy.devices if d.kind == "person"),
    )


def _services(home: Home) -> Services:
    """What the skills are given over a copy: nothing that it is told is remembered."""
    storage = MemoryStorage(memory_room.metadata)
    return Services(home, Preferences(storage), teaching=Teaching(TaughtPhrases(storage), lambda said: ()))


def _may_wait(command: Command, device: Device, situation: Situation) -> bool:
    if device.kind in NEVER_KINDS or (device.kind == "cover" and device.flavour in ENTRANCES):
        return False
    risk = risk_of(command, device, situation)
    return risk.tier < HAZARD and not risk.is_access


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])

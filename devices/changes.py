"""What changed in the home, for everybody who watches; a slow watcher delays nobody."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakSet

from devices.command import Command, Outcome
from devices.device import Value
from devices.facts import Fact


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device said something new, or came or went on the air."""

    device: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """The capabilities it is about."""
    available: bool | None = None


@dataclass(frozen=True, slots=True)
class DeviceAppeared:
    """A device was announced, or can do something else than before."""

    device: str


@dataclass(frozen=True, slots=True)
class DeviceGone:
    """A device was taken away."""

    device: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The broker can be reached, or cannot any more."""

    up: bool


@dataclass(frozen=True, slots=True)
class DeviceWaits:
    """A device waits for the owner: it is new, or can do more than was approved."""

    device: str


@dataclass(frozen=True, slots=True)
class LayoutChanged:
    """The owner's floors, rooms and names are others now, or what waits for the owner is."""


@dataclass(frozen=True, slots=True)
class CommandSettled:
    """A command that was answered with "I do not know" turned out to be done, late."""

    device: str
    capability: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Reverted:
    """A device did what it was told, and took it back by itself at once."""

    command: Command
    value: Value
    """What it reports now."""

    @property
    def device(self) -> str:
        """The device of the command."""
        return self.command.device

    @property
    def capability(self) -> str:
        """The capability it wished for."""
        return self.command.capability


Change = (
    CommandSettled | Reverted | DeviceChanged | DeviceAppeared | DeviceGone | DeviceWaits | LayoutChanged | LinkChanged
)


class Watch:
    """One watcher's queue: the newest of each device and kind of change, so that it never grows beyond the home."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[type, str, str], Change] = {}
        self._filled = asyncio.Event()

    def put(self, change: Change) -> None:
        """Add a change; what waits about the same device is made newer, not longer."""
        device = "" if isinstance(change, LinkChanged | LayoutChanged) else change.device
        key = (type(change), device, change.capability if isinstance(change, CommandSettled | Reverted) else "")
        if isinstance(change, DeviceGone):
            # What it was and said before is no news any more.
            self._waiting.pop((DeviceAppeared, device, ""), None)
            self._waiting.pop((DeviceChanged, device, ""), None)
            self._waiting.pop((DeviceWaits, device, ""), None)
        elif isinstance(change, DeviceChanged):
            change = _merged(self._waiting.get(key), change)
        self._waiting[key] = change
        self._filled.set()

    async def get(self) -> Change:
        """The change that waits longest, waiting for one where there is none."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.pop(next(iter(self._waiting)))


def _merged(waiting: Change | None, change: DeviceChanged) -> DeviceChanged:
    if not isinstance(waiting, DeviceChanged):
        return change
    return DeviceChanged(change.device, {**waiting.facts, **change.facts}, change.available)


class Changes:
    """Tells every watcher."""

    def __init__(self) -> None:
        # A watcher that went away without a word is forgotten with its queue.
        self._watches: WeakSet[Watch] = WeakSet()

    def tell(self, change: Change) -> None:
        """Give it to every watcher; never blocks."""
        for watch in list(self._watches):
            watch.put(change)

    def watch(self) -> AsyncIterator[Change]:
        """Every change from this moment on, until the consumer stops."""
        watch = Watch()
        self._watches.add(watch)
        return self._read(watch)

    async def _read(self, watch: Watch) -> AsyncIterator[Change]:
        try:
            while True:
                yield await watch.get()
        finally:
            self._watches.discard(watch)

"""Erasing what is kept of people, so that nothing of it stays: not in the database, its log, its copies or a cache."""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import AssistantError
from assistant.memory.erasing import erase_kept, exported, take_in
from assistant.memory.habits import Habits
from assistant.memory.members import OWNER, Members
from assistant.memory.nicknames import Nicknames
from assistant.memory.pins import Pins
from assistant.memory.preferences import Preferences
from assistant.memory.storage import Storage
from assistant.memory.taught import TaughtPhrases
from devices.crossings import erase_crossings
from devices.device import Shape
from devices.erasing import erase_who
from devices.home import Home
from devices.roads.own_places import OwnPlaces
from server.backups import BackupFailed
from server.durable import sync_folder
from server.returning import ReturningTrips
from server.trip_records import erase_trips
from skills.arrivals import Arrivals, NotWritten

log = logging.getLogger(__name__)

OWED = "erasing-owed"
"""A file that stands in the data folder as long as something erased may still lie in a copy."""

TRIES, REST_S = 5, 1.0
"""How often the file is built anew while somebody else reads it, and the seconds between."""


class NotQuiteErased(AssistantError):
    """It is gone from what Mimosa knows, but may lie in a copy still; it is tried again by itself."""


class Talks(Protocol):
    """The dialogues that are remembered for a while."""

    def forget(self, person: str | None = None, since: datetime | None = None, until: datetime | None = None) -> int:
        """Let go of what this person (None: anybody) said in that time; returns how many turns."""
        ...


class ErasableStorage(Storage, Protocol):
    """A database that can be rid of the traces of what was erased."""

    has_erased: bool
    """Whether something was deleted since `scrub`."""

    async def scrub(self) -> None:
        """Leave nothing of what was erased in the file and its log. Raises sqlite3.Error, SQLAlchemyError."""
        ...

    async def renew_backups(self) -> object:
        """Put one new copy in the place of all. Raises BackupFailed, OSError."""
        ...


@dataclass(frozen=True, slots=True)
class Whose:
    """What shall be erased; what is None makes no difference."""

    person: str | None = None
    since: datetime | None = None
    """Included; with its time zone."""
    until: datetime | None = None
    """Not included."""
    with_member: bool = False
    """The member too, with PIN."""

    @property
    def always(self) -> bool:
        """Whether it is about all the time there is."""
        return self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class Memories:
    """Everything in which something of people is kept."""

    habits: Habits
    preferences: Preferences
    members: Members
    pins: Pins
    taught: TaughtPhrases
    talks: Talks
    nicknames: Nicknames
    places: OwnPlaces | None = None
    arrivals: Arrivals | None = None
    trips: ReturningTrips | None = None


class Erasing:
    """The one way in which what is kept of people ends."""

    def __init__(self, database: ErasableStorage, home: Home, memories: Memories, data_dir: Path) -> None:
        self._database = database
        self._home = home
        self._in = memories
        self._caches: Sequence[tuple[Path, str]] = ((data_dir, "phrases.bin"), (data_dir / "prompt-cache", "*.kv"))
        self._owed = data_dir / OWED
        self._one_at_a_time = asyncio.Lock()

    async def erase(self, whose: Whose) -> Mapping[str, int]:
        """Erase it everywhere; returns how much of each there was. Raises NotQuiteErased, MemoryUnavailable."""
        async with self._one_at_a_time:
            if self._in.trips is not None and whose.always:
                await self._in.trips.erase()
            try:
                gone = await self._database.write(lambda connection: self._erase_rows(connection, whose))
            finally:
                self._in.preferences.reread()
            gone = dict(gone) | {"turns": self._in.talks.forget(whose.person, whose.since, whose.until)}
            await self._erase_trips(whose)
            gone["places"] = await self._erase_places(whose)
            gone["voices"] = await self._erase_voices(whose) if whose.always else 0
            await self._read_again()
            log.info("erased: %s", ", ".join(f"{count} {name}" for name, count in gone.items()))
            await self._leave_no_trace()
        return gone

    async def leave_no_trace(self) -> None:
        """After something was erased elsewhere: build the file anew, renew its copies. Raises NotQuiteErased."""
        async with self._one_at_a_time:
            await self._leave_no_trace()

    async def catch_up(self) -> None:
        """Finish what could not be finished before, or was erased by word of mouth meanwhile."""
        if not self._owed.exists() and not self._database.has_erased:
            return
        try:
            await self.leave_no_trace()
        except NotQuiteErased as error:
            log.error("%s", error)

    async def export(self, person: str) -> Mapping[str, Any]:
        """Everything that is kept of this person, as data. Raises SQLAlchemyError."""
        member = self._in.members.of(person)
        told = await self._database.read(lambda connection: exported(connection, person))
        if member is not None:
            told["name"] = member.name
        return told

    async def take_in(self, person: str, told: Any) -> int:
        """Keep what was exported before; returns how much was new. Raises NotTakenIn: then nothing was kept."""
        async with self._one_at_a_time:
            try:
                new = await self._database.write(lambda connection: take_in(connection, person, told))
            finally:
                self._in.preferences.reread()
            await self._read_again()
        return new

    async def _read_again(self) -> None:
        await self._in.habits.relearn()
        await self._in.taught.load()
        await self._in.nicknames.load()

    def _erase_rows(self, connection: Connection, whose: Whose) -> Mapping[str, int]:
        gone = dict(erase_kept(connection, whose.person, whose.since, whose.until))
        gone["trip_wishes"] = erase_trips(connection, whose.person, whose.since, whose.until)
        gone["crossings"] = erase_crossings(connection, whose.since, whose.until)
        gone["commands"] = erase_who(connection, self._holds_words, whose.person, whose.since, whose.until)
        return gone

    def _holds_words(self, device: str, capability: str) -> bool:
        """Whether words are sent to it; of a thing that is not there any more nobody knows."""
        known = self._home.announced.get(device)
        its = known.capabilities.get(capability) if known else None
        return its is None or its.shape in (Shape.TEXT, Shape.ACT)

    async def _erase_places(self, whose: Whose) -> int:
        """Those that this person told; of everybody's where nobody is named."""
        if self._in.places is None or not whose.always:
            return 0
        return await self._in.places.forget_all_of(whose.person)

    async def _erase_trips(self, whose: Whose) -> None:
        """What waits for them is in memory, too, and would be written down again."""
        if self._in.arrivals is not None:
            try:
                await self._in.arrivals.forget(whose.person, whose.since, whose.until)
            except NotWritten as error:
                log.error("%s", error)

    async def _erase_voices(self, whose: Whose) -> int:
        ids = [whose.person] if whose.person is not None else [member.id for member in self._in.members.all()]
        gone = 0
        for member in ids:
            gone += await self._in.members.forget_voice(member)
            if whose.with_member and member != OWNER:
                await self._in.members.remove(member)
                await self._in.pins.remove(member)
        return gone

    async def _leave_no_trace(self) -> None:
        await asyncio.to_thread(self._owe)
        try:
            await asyncio.to_thread(self._drop_caches)
            await self._scrub()
            await self._database.renew_backups()
            await asyncio.to_thread(self._owed.unlink)
        except (sqlite3.Error, SQLAlchemyError, BackupFailed, OSError) as error:
            raise NotQuiteErased(f"it is erased, but an older copy may still hold it: {error}") from error

    async def _scrub(self) -> None:
        for left in reversed(range(TRIES)):
            try:
                await self._database.scrub()
                break
            except (sqlite3.OperationalError, SQLAlchemyError):
                if not left:
                    raise
                await asyncio.sleep(REST_S)

    def _owe(self) -> None:
        self._owed.touch(0o600)
        sync_folder(self._owed.parent)

    def _drop_caches(self) -> None:
        for folder, names in self._caches:
            for file in folder.glob(names):
                file.unlink(missing_ok=True)

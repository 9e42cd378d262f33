"""A life of Mimosa for as long as it lasts: people command lamps and say what they like, on the real database.

Everything that somebody was told is told to a pipe as well, one line each, so that it is known after the process has
ended on the spot:

    accepted ID VALUE    the journal has taken the command
    sent VALUE           the broker has taken it
    ended ID KIND REASON how it ended, as the caller was told
    likes ID             a preference was taken
    forgetting ID        somebody asked to forget it
    forgot ID            it was said to be forgotten
"""

import asyncio
import json
import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from assistant.memory.preferences import Preferences
from devices.changes import DeviceAppeared
from devices.command import Command
from devices.device import Capability, Device, Reading, Shape, Writing
from devices.discovery.convention import Appeared, Found
from devices.home import Home
from devices.journal import Journal
from devices.link import Message
from devices.loopback import LoopbackBroker
from server.database import Database

OBEDIENT, LATE, SILENT = "obedient", "late", "silent"
LAMPS = (OBEDIENT, LATE, SILENT, "second")
PEOPLE = 6
HIGHEST = 1e12


def _lamp(name: str) -> Device:
    ways = {
        "writing": Writing(f"{name}/level/set", lambda value: json.dumps(value).encode()),
        "reading": Reading(f"{name}/level", json.loads),
    }
    level = Capability("level", Shape.NUMBER, low=0, high=HIGHEST, tolerance=0.1, **ways)  # type: ignore[arg-type]
    return Device(name, name, "light", {"level": level})


class Announced:
    """The convention of these lamps."""

    filters = ("announce/#",)

    def claims(self, topic: str) -> bool:
        return topic.startswith("announce/")

    def read(self, message: Message) -> Sequence[Found]:
        return [Appeared(_lamp(message.topic.removeprefix("announce/")))]


class Teller:
    """Writes lines into a pipe; what is in it outlives the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, *words: object) -> None:
        os.write(self._descriptor, (" ".join(map(str, words)) + "\n").encode())


class ToldJournal(Journal):
    """The journal, telling what it has taken."""

    def __init__(self, database: Database, teller: Teller) -> None:
        super().__init__(database)
        self.teller = teller

    async def accept(self, accepted: Sequence[Command], *more: Any, **named: Any) -> None:
        await super().accept(accepted, *more, **named)
        for command in accepted:
            self.teller.tell("accepted", command.id, command.value)


class House:
    """The lamps' side and the people's side around a real home."""

    def __init__(self, database: Database, teller: Teller, first_value: int, lot: Random) -> None:
        self._database = database
        self.teller = teller
        self._lot = lot
        self._values = count(first_value)
        self._broker = LoopbackBroker()
        self.lamps = self._broker.link()
        self.journal = ToldJournal(database, teller)
        self.home = Home(self._broker.link(), self.journal, [Announced()], [])

    async def live(self) -> None:
        """People command and prefer until the process ends."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.home.run())
            tasks.create_task(self.obey())
            await self.furnish()
            for _ in range(PEOPLE):
                tasks.create_task(self._command())
            tasks.create_task(self._prefer(Preferences(self._database)))

    async def furnish(self) -> None:
        changes = self.home.changes()
        await asyncio.sleep(0)
        for name in LAMPS:
            await self.lamps.publish(f"announce/{name}", b"here", retain=True)
        while len(self.home.devices) < len(LAMPS):
            if not isinstance(await anext(changes), DeviceAppeared):
                await asyncio.sleep(0)

    async def obey(self) -> None:
        await self.lamps.subscribe("+/level/set")
        async for message in self.lamps.messages():
            self.teller.tell("sent", json.loads(message.payload))
            name = message.topic.split("/")[0]
            if name == LATE:
                await asyncio.sleep(0.003)
            if name != SILENT:
                await self.lamps.publish(f"{name}/level", message.payload, retain=True)

    async def _command(self) -> None:
        while True:
            group = self._lot.choice((1, 1, 1, 3))
            lamps = self._lot.sample(LAMPS, group)
            commands = [Command(lamp, "level", next(self._values), deadline_s=0.1) for lamp in lamps]
            if self._lot.random() < 0.1:
                commands.append(Command("nothing", "level", next(self._values)))
            for outcome in await self.home.execute_all(commands):
                self.teller.tell("ended", outcome.command.id, outcome.kind, outcome.reason)

    async def _prefer(self, preferences: Preferences) -> None:
        kept: list[str] = []
        while True:
            liked = await preferences.remember("owner", "I like it warm", "en")
            self.teller.tell("likes", liked.id)
            kept.append(liked.id)
            if len(kept) > 5:
                gone = kept.pop(self._lot.randrange(len(kept)))
                self.teller.tell("forgetting", gone)
                await preferences.forget("owner", [gone])
                self.teller.tell("forgot", gone)


def live(folder: Path, pipe: int, first_value: int, lot: Random) -> None:
    """Open the database in `folder` and live in it; never returns by itself."""
    with Database(folder / "mimosa.db") as database:
        asyncio.run(House(database, Teller(pipe), first_value, lot).live())

"""What is still there after the restart, held against what people were told before."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from house import Announced

from devices.home import Home
from devices.journal import ACCEPTED, Journal
from devices.loopback import LoopbackBroker
from server.database import Database, DatabaseUnusable


@dataclass(slots=True)
class Told:
    """What people were told, over all lives on one database."""

    accepted: dict[str, str] = field(default_factory=dict)
    """id → value."""
    sent: list[str] = field(default_factory=list)
    ended: dict[str, tuple[str, str]] = field(default_factory=dict)
    """id → kind, reason."""
    likes: set[str] = field(default_factory=set)
    forgetting: set[str] = field(default_factory=set)
    forgot: set[str] = field(default_factory=set)

    def hear(self, line: str) -> None:
        """Take one line of the pipe."""
        match line.split(" "):
            case ["accepted", command, value]:
                self.accepted[command] = value
            case ["sent", value]:
                self.sent.append(value)
            case ["ended", command, kind, reason]:
                self.ended[command] = kind, reason
            case ["likes", preference]:
                self.likes.add(preference)
            case ["forgetting", preference]:
                self.forgetting.add(preference)
            case ["forgot", preference]:
                self.forgot.add(preference)
            case _:
                raise ValueError(f"nobody tells {line!r}")


@dataclass(slots=True)
class Findings:
    """What does not agree; all of it is empty where nothing was lost."""

    lost: list[str] = field(default_factory=list)
    """Accepted, said to have ended, or preferred, and not there."""
    open: list[str] = field(default_factory=list)
    """Without an end."""
    other_end: list[str] = field(default_factory=list)
    """With another end than people were told; "nobody knows yet" may have become something since."""
    doubled: list[str] = field(default_factory=list)
    """Sent more than once, in one life or by the next."""
    unrecorded: list[str] = field(default_factory=list)
    """Sent without standing in the journal."""
    risen: list[str] = field(default_factory=list)
    """Forgotten, and there again."""
    damaged: str = ""

    @property
    def losses(self) -> int:
        """How many things were lost."""
        return len(self.lost) + len(self.open) + len(self.other_end) + len(self.unrecorded) + len(self.risen)


def examine(folder: Path, told: Told) -> Findings:
    """Start once more on what is left, and compare."""
    try:
        with Database(folder / "mimosa.db") as database:
            sent_again = asyncio.run(_next_life(database))
    except DatabaseUnusable as error:
        return Findings(damaged=str(error))
    with sqlite3.connect(folder / "mimosa.db") as connection:
        check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        commands = connection.execute("SELECT id, state, value FROM commands")
        rows = {command: (state, json.loads(value)) for command, state, value in commands}
        likes = {row[0] for row in connection.execute("SELECT id FROM preferences")}
    recorded = {str(value) for _, value in rows.values()}
    twice = [value for value, times in Counter(told.sent).items() if times > 1]
    return Findings(
        lost=_not_there([*told.accepted, *told.ended], rows) + _not_there(told.likes - told.forgetting, likes),
        open=[command for command, (state, _) in rows.items() if state == ACCEPTED],
        other_end=[c for c, (kind, _) in told.ended.items() if c in rows and rows[c][0] != kind != "unknown"],
        doubled=twice + sent_again,
        unrecorded=_not_there(told.sent, recorded),
        risen=[preference for preference in told.forgot if preference in likes],
        damaged="" if check == "ok" and database.restored is None else str(check),
    )


def as_json(findings: Findings) -> str:
    """For the process that asked."""
    return json.dumps(asdict(findings))


def _not_there(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    return sorted(set(wanted) - set(found))


async def _next_life(database: Database) -> list[str]:
    """Let a home end what an earlier one left open; returns what it sends by itself, which has to be nothing."""
    broker = LoopbackBroker()
    home = Home(broker.link(), Journal(database), [Announced()], [])
    lamps = broker.link()
    for name in ("obedient", "late", "silent", "second"):
        await lamps.publish(f"announce/{name}", b"here", retain=True)
    announced = len(broker.published)
    running = asyncio.create_task(home.run())
    while len(home.devices) < 4 and not running.done():
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.02)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return [f"{one.topic} {one.payload!r}" for one in broker.published[announced:]]

"""What was suggested to people and how they answered, and what they let be done every time from then on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

from sqlalchemy import Column, Connection, DateTime, Integer, Row, String, Table, Text, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.happenings import Value
from assistant.memory.storage import Storage, metadata
from assistant.streams import Broadcast

Reply = Literal["", "yes", "no", "every_time", "never"]
"""Empty: nobody answered. "never" was said in so many words; it counts as often as it needs to."""

REFUSALS = 2
"""After so many refusals the same is never suggested again."""

SAME_TIME_MIN = 180
"""Minutes that two usual moments may lie apart and be the same habit; it moves with the days."""

DAY_MIN = 1440

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("device", String(128), nullable=False),
    Column("action", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("minute", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("answer", String(16), nullable=False),
)
"""`at` in UTC; `value` as JSON; `weekdays`: the digits 0 (Monday) to 6; `minute` of the day on the wall."""

small_routines = Table(
    "small_routines",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("device", String(128), nullable=False),
    Column("action", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("minute", Integer, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("ran", DateTime(timezone=True)),
    Column("came", String(16), nullable=False),
)
"""`ran`: when it was its turn last, in UTC; `came`: what came of it then ("done", "away", …), empty before."""

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Deed:
    """What is usually done: with which thing, on which days and at which minute."""

    device: str
    action: str
    value: Value
    weekdays: frozenset[int] = EVERY_DAY
    """0 is Monday."""
    minute: int = 0
    """Of the day, 0 to 1439."""

    def is_same_as(self, other: "Deed") -> bool:
        """Whether it is the same thing done at about the same time."""
        apart = abs(self.minute - other.minute) % DAY_MIN
        same = (self.device, self.action, self.value) == (other.device, other.action, other.value)
        return same and min(apart, DAY_MIN - apart) <= SAME_TIME_MIN


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that was suggested to a person."""

    id: str
    person: str
    deed: Deed
    at: datetime
    """With its zone."""
    answer: Reply = ""


@dataclass(frozen=True, slots=True)
class SmallRoutine:
    """Something that is done for a person every time."""

    id: str
    person: str
    deed: Deed
    since: datetime
    ran: datetime | None = None
    came: str = ""


class Suggestions:
    """Suggestions and small routines of everybody. Nothing of it is held in memory."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        """`now`: the present moment with the zone of the house, by which all of it goes."""
        self._storage = storage
        self.now = now
        self.changed: Broadcast[str] = Broadcast()
        """The person whose suggestion or routines are others now."""

    async def suggest(self, person: str, deed: Deed, at: datetime) -> Suggestion:
        """Write down that it is suggested. `at` with its zone."""
        made = Suggestion(uuid4().hex, person, deed, at)
        await self._storage.write(
            lambda c: c.execute(
                insert(suggestions).values(
                    id=made.id, person=person, at=at.astimezone(UTC), answer="", **_columns_of(deed)
                )
            )
        )
        self.changed.put(person)
        return made

    async def of(self, person: str, since: datetime) -> tuple[Suggestion, ...]:
        """What was suggested to this person from that moment on, oldest first."""
        query = select(suggestions).where(suggestions.c.person == person, suggestions.c.at >= since.astimezone(UTC))
        query = query.order_by(suggestions.c.at)
        return await self._storage.read(lambda c: tuple(map(_suggestion, c.execute(query))))

    async def find(self, suggestion: str) -> Suggestion | None:
        """That of this id."""
        query = select(suggestions).where(suggestions.c.id == suggestion)
        found = await self._storage.read(lambda c: tuple(map(_suggestion, c.execute(query))))
        return found[0] if found else None

    async def answer(self, suggestion: Suggestion, reply: Reply) -> None:
        """Write down how it was answered."""
        query = update(suggestions).where(suggestions.c.id == suggestion.id).values(answer=reply)
        await self._storage.write(lambda c: c.execute(query))
        self.changed.put(suggestion.person)

    async def is_unwanted(self, person: str, deed: Deed) -> bool:
        """Whether this person refused it so often that it is never suggested again."""
        query = select(suggestions).where(suggestions.c.person == person, suggestions.c.answer.in_(("no", "never")))
        refused = await self._storage.read(lambda c: tuple(map(_suggestion, c.execute(query))))
        times = [each for each in refused if each.deed.is_same_as(deed)]
        return len(times) >= REFUSALS or any(each.answer == "never" for each in times)

    async def keep(self, person: str, deed: Deed, since: datetime) -> SmallRoutine:
        """Have it done every time; the same of this person is replaced. `since` with its zone."""
        made = SmallRoutine(uuid4().hex, person, deed, since, since)

        def work(connection: Connection) -> None:
            for known in map(_routine, connection.execute(select(small_routines)).all()):
                if known.person == person and known.deed.is_same_as(deed):
                    connection.execute(delete(small_routines).where(small_routines.c.id == known.id))
            moment = since.astimezone(UTC)
            row = _columns_of(deed) | {"id": made.id, "person": person, "since": moment, "ran": moment, "came": ""}
            connection.execute(insert(small_routines).values(**row))

        await self._storage.write(work)
        self.changed.put(person)
        return made

    async def routines(self, person: str | None = None) -> tuple[SmallRoutine, ...]:
        """Those of this person (None: of everybody), by the time of day."""
        query = select(small_routines).order_by(small_routines.c.minute, small_routines.c.since)
        if person is not None:
            query = query.where(small_routines.c.person == person)
        return await self._storage.read(lambda c: tuple(map(_routine, c.execute(query))))

    async def note_run(self, routine: SmallRoutine, at: datetime, came: str) -> bool:
        """Write down that it was its turn and what came of it; returns whether there still is such a routine."""
        query = update(small_routines).where(small_routines.c.id == routine.id)
        query = query.values(ran=at.astimezone(UTC), came=came)
        there = await self._storage.write(lambda c: c.execute(query).rowcount > 0)
        self.changed.put(routine.person)
        return there

    async def forget(
        self, person: str, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[int, int]:
        """Erase what was suggested to this person and is done for them, from that time (None: ever); how much of each.

        Raises MemoryUnavailable.
        """

        def work(connection: Connection) -> tuple[int, int]:
            gone = []
            for table, moment in ((suggestions, suggestions.c.at), (small_routines, small_routines.c.since)):
                query = delete(table).where(table.c.person == person)
                query = query if since is None else query.where(moment >= since.astimezone(UTC))
                query = query if until is None else query.where(moment < until.astimezone(UTC))
                gone.append(connection.execute(query).rowcount)
            return gone[0], gone[1]

        try:
            found = await self._storage.write(work)
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"what was suggested cannot be erased: {error}") from error
        self.changed.put(person)
        return found

    async def end(self, routine: SmallRoutine) -> None:
        """Do it no more, and do not suggest it again."""
        never = Suggestion(uuid4().hex, routine.person, routine.deed, routine.since, "never")

        def work(connection: Connection) -> None:
            connection.execute(delete(small_routines).where(small_routines.c.id == routine.id))
            row = _columns_of(never.deed) | {"id": never.id, "person": never.person, "answer": never.answer}
            connection.execute(insert(suggestions).values(**row, at=never.at.astimezone(UTC)))

        await self._storage.write(work)
        self.changed.put(routine.person)


def day_of(moment: datetime) -> datetime:
    """The midnight before it, on the same clock."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def minute_of(moment: datetime) -> int:
    """Of the day, 0 to 1439."""
    return moment.hour * 60 + moment.minute


def is_open(suggestion: Suggestion, now: datetime, lasts: timedelta) -> bool:
    """Whether it can still be answered."""
    return not suggestion.answer and timedelta(0) <= now - suggestion.at <= lasts


def _columns_of(deed: Deed) -> dict[str, object]:
    return {
        "device": deed.device,
        "action": deed.action,
        "value": json.dumps(deed.value, ensure_ascii=False),
        "weekdays": "".join(str(day) for day in sorted(deed.weekdays)),
        "minute": deed.minute,
    }


def _deed(fields: Row[tuple[object, ...]]) -> Deed:
    row = fields._mapping
    value = json.loads(row["value"])
    # A file that was taken in may hold anything; what is no plain value is never carried out.
    plain = value if isinstance(value, bool | int | float | str) else None
    days = frozenset(int(digit) for digit in row["weekdays"] if digit in "0123456")
    return Deed(row["device"], row["action"], plain, days, row["minute"])


def _suggestion(row: Row[tuple[object, ...]]) -> Suggestion:
    fields = row._mapping
    return Suggestion(fields["id"], fields["person"], _deed(row), fields["at"].replace(tzinfo=UTC), fields["answer"])


def _routine(row: Row[tuple[object, ...]]) -> SmallRoutine:
    fields = row._mapping
    ran = fields["ran"].replace(tzinfo=UTC) if fields["ran"] else None
    since = fields["since"].replace(tzinfo=UTC)
    return SmallRoutine(fields["id"], fields["person"], _deed(row), since, ran, fields["came"])

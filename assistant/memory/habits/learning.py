"""The habits of the household: learnt one happening at a time, asked for without waiting."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.habits.closeness import are_close
from assistant.memory.habits.flood import Flood
from assistant.memory.habits.known import Known, done_by, habits_of
from assistant.memory.habits.nouns import Guess, Habit, Usual
from assistant.memory.habits.sequence import Sequence
from assistant.memory.habits.values import WINDOW, Choices
from assistant.memory.happenings import (
    Happening,
    Kept,
    Value,
    add_happening,
    attribute,
    erase,
    erase_turn,
    last_of_person,
    last_of_slot,
    people,
    slots_of,
    with_ids,
)
from assistant.memory.not_learnt import all_not_learnt, forget_person, learn_again, learn_not
from assistant.memory.storage import Storage

T = TypeVar("T")

log = logging.getLogger(__name__)

SEQUENCE = 2000
"""The last happenings of a person from which the next one is guessed, after a start."""

FOLLOWED = 250
"""The last of them by which it is found again, at a start, how to guess."""

Slot = tuple[str, str]


class Learnt:
    """What is learnt of one person."""

    def __init__(self) -> None:
        self.sequence = Sequence()
        self.choices: dict[Slot, Choices] = {}
        self.recent: deque[Kept] = deque(maxlen=SEQUENCE)
        self._told: tuple[tuple[int, datetime], tuple[Known, ...]] | None = None

    def add(self, kept: Kept) -> None:
        """One more happening."""
        self.do(kept, follow=True)
        self.choose(kept)

    def do(self, kept: Kept, *, follow: bool) -> None:
        """One more thing done. `follow`: what is guessed by follows it."""
        self.recent.append(kept)
        done = kept.happening
        act = (done.device, done.action, done.value)
        self.sequence.add(act, done.at, done.place, done.around, follow=follow)

    def known(self, person: str, now: datetime) -> tuple[Known, ...]:
        """Every habit; found anew when something was done since, or the hour is another."""
        newest = self.recent[-1].id if self.recent else 0
        mark = (newest, now.replace(minute=0, second=0, microsecond=0))
        if self._told is None or self._told[0] != mark:
            self._told = mark, tuple(habits_of(person, self.choices, self.recent, now))
        return self._told[1]

    def choose(self, kept: Kept) -> None:
        """One more value of one thing."""
        slot = (kept.happening.device, kept.happening.action)
        self.choices.setdefault(slot, Choices()).add(kept)


class Habits:
    """`load` comes first. `clock` gives the present moment with the house's zone; `learnable` says of a happening
    whether a habit may be learnt of it (nothing risky, nothing private); `around` gives what is known of the present
    moment beside the time, for who asks without."""

    def __init__(
        self,
        storage: Storage,
        *,
        clock: Callable[[], datetime],
        learnable: Callable[[Happening], bool] = lambda happening: True,
        around: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._learnable = learnable
        self._around = around
        self._of: dict[str, Learnt] = {}
        self._not: frozenset[tuple[str, str, str]] = frozenset()
        self._flood = Flood()
        self._one_at_a_time = asyncio.Lock()
        """What is learnt goes in the order in which it is written."""

    async def load(self) -> None:
        """Read what was learnt. Raises MemoryUnavailable."""
        async with self._one_at_a_time:
            await self._load()

    async def relearn(self) -> None:
        """Learn all anew from what is written down. Raises MemoryUnavailable."""
        await self.load()

    async def learn(self, happening: Happening) -> None:
        """Write it down and learn of it; what is not to be learnt is not written down either.

        Raises MemoryUnavailable, and ValueError for a moment without its zone.
        """
        which = (happening.person, happening.device, happening.action)
        if which in self._not or not self._learnable(happening):
            return
        async with self._one_at_a_time:
            counts = self._flood.lets(happening)
            made = await self._write(lambda connection: add_happening(connection, happening, counts=counts))
            if counts:
                self._of.setdefault(happening.person, Learnt()).add(Kept(made, happening))

    def next(
        self, person: str, now: datetime, place: str = "", count: int = 3, around: Mapping[str, str] | None = None
    ) -> tuple[Guess, ...]:
        """What this person may do next, most probable first."""
        learnt = self._of.get(person)
        known = self._around() if around is None else around
        return learnt.sequence.guesses(now, place, count, known) if learnt else ()

    def usual(
        self,
        person: str,
        device: str,
        action: str,
        now: datetime,
        place: str = "",
        around: Mapping[str, str] | None = None,
    ) -> Usual | None:
        """The value this person usually takes here and now; None where that is not sure."""
        choices = self._choices(person).get((device, action))
        known = self._around() if around is None else around
        return choices.usual(now, place, known) if choices else None

    def known(self, person: str) -> tuple[Habit, ...]:
        """Every habit of this person."""
        return tuple(habit for habit, _ in self._known(person))

    def done(self, person: str) -> tuple[tuple[Habit, tuple[Happening, ...]], ...]:
        """Only what this person regularly does, with the times it rests on: no values, and so in less time."""
        learnt = self._of.get(person)
        return tuple(done_by(person, learnt.recent, self._clock())) if learnt else ()

    def lately(self, person: str) -> tuple[Happening, ...]:
        """The last things this person did, in the order in which they were written."""
        learnt = self._of.get(person)
        return tuple(kept.happening for kept in learnt.recent) if learnt else ()

    async def evidence(self, habit_id: str) -> tuple[Happening, ...]:
        """The happenings on which this habit rests, oldest first; empty where there is no such habit."""
        found = self._find(habit_id)
        if found is None:
            return ()
        ids = found[1]
        return tuple(kept.happening for kept in await self._read(lambda connection: with_ids(connection, ids)))

    async def forget(
        self,
        *,
        person: str | None = None,
        habit: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Erase the happenings to which all that is given applies, and everything learnt from them.

        `since` is included, `until` is not. With neither of the times a person's wish that something is not learnt
        goes too. Returns the number of happenings. Raises MemoryUnavailable.
        """
        slot: Slot | None = None
        close: Callable[[Value], bool] | None = None
        if habit is not None:
            found = self._find(habit)
            if found is None or person not in (None, found[0].person):
                return 0
            person, slot = found[0].person, (found[0].device, found[0].action)
            close = partial(are_close, slot[1], found[0].value)

        def work(connection: Connection) -> int:
            if person is not None and habit is None and since is None and until is None:
                forget_person(connection, person)
            return erase(connection, person=person, since=since, until=until, slot=slot, of=close)

        async with self._one_at_a_time:
            gone = await self._write(work)
            await (self._load() if person is None else self._load_of(person))
        log.info("%d happenings erased", gone)
        return gone

    async def attribute(self, turn: str, person: str | None) -> int:
        """What was learnt of a turn of the last day is this person's; None: nobody's, and it is forgotten.

        Returns how many happenings it was. Raises MemoryUnavailable.
        """
        since = self._clock() - timedelta(days=1)

        def work(connection: Connection) -> tuple[str, ...]:
            return erase_turn(connection, turn, since) if person is None else attribute(connection, turn, person, since)

        async with self._one_at_a_time:
            until_now = await self._write(work)
            for who in {*until_now, person} - {None} if until_now else ():
                await self._load_of(who or "")
        return len(until_now)

    async def do_not_learn(self, person: str, device: str, action: str) -> None:
        """Learn this no more, and erase what was learnt of it. Raises MemoryUnavailable."""
        since = self._clock()

        def work(connection: Connection) -> None:
            learn_not(connection, person, device, action, since)
            erase(connection, person=person, slot=(device, action))

        async with self._one_at_a_time:
            await self._write(work)
            await self._load_of(person)

    async def learn_again(self, person: str, device: str, action: str) -> bool:
        """Learn this from now on; returns whether it was not to be learnt. Raises MemoryUnavailable."""
        async with self._one_at_a_time:
            found = await self._write(lambda connection: learn_again(connection, person, device, action))
            self._not -= {(person, device, action)}
        return found

    def learns_not(self, person: str) -> tuple[Slot, ...]:
        """Device and action of everything that is not learnt of this person."""
        return tuple(sorted((device, action) for who, device, action in self._not if who == person))

    async def _load(self) -> None:
        self._not, self._of = await self._read(lambda connection: (all_not_learnt(connection), _learnt(connection)))

    async def _load_of(self, person: str) -> None:
        """What the others do is not read again."""

        def read(connection: Connection) -> tuple[frozenset[tuple[str, str, str]], Learnt]:
            return all_not_learnt(connection), _learnt_of(connection, person)

        self._not, learnt = await self._read(read)
        self._of[person] = learnt

    def _choices(self, person: str) -> Mapping[Slot, Choices]:
        learnt = self._of.get(person)
        return learnt.choices if learnt else {}

    def _known(self, person: str) -> tuple[Known, ...]:
        learnt = self._of.get(person)
        return learnt.known(person, self._clock()) if learnt else ()

    def _find(self, habit_id: str) -> Known | None:
        everybodys = (found for person in self._of for found in self._known(person))
        return next((found for found in everybodys if found[0].id == habit_id), None)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.write(work)
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"what happened cannot be written down: {error}") from error

    async def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.read(work)
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"what happened cannot be read: {error}") from error


def _learnt(connection: Connection) -> dict[str, Learnt]:
    return {person: _learnt_of(connection, person) for person in people(connection)}


def _learnt_of(connection: Connection, person: str) -> Learnt:
    learnt = Learnt()
    done = last_of_person(connection, person, SEQUENCE)
    for number, kept in enumerate(done, 1):
        learnt.do(kept, follow=number > len(done) - FOLLOWED)
    for device, action in slots_of(connection, person):
        for kept in last_of_slot(connection, person, device, action, WINDOW):
            learnt.choose(kept)
    return learnt

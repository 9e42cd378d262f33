"""What is to be done on the way: wishes that wait until somebody is so many minutes from where they are going."""

import logging
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

from assistant.utterance import Utterance
from devices.roads.own_places import HOME
from skills.trips import Trips

log = logging.getLogger(__name__)

MOST = 20
"""Wishes that wait at a time."""
LONGEST = timedelta(hours=12)
"""After which a wish is let go: the trip it was for is long over."""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A wish that waits."""

    id: str
    car: str
    said: Utterance
    """The wish alone, as if it was said then: by whom, in which language, from which seat."""
    seconds: float
    """Before the arrival; 0: on arriving."""
    destination: str
    """Id of the place it is about."""
    since: datetime


class TooManyWait(Exception):
    """MOST wishes wait already."""


class NotWritten(Exception):
    """It cannot be written down, so it does not wait; the text says why."""


class WishRecords(Protocol):
    """Where wishes outlast a restart. The seam: the database of the product, or nothing at all."""

    async def keep(self, wish: OnTheWay) -> None:
        """Write it down. Raises NotWritten."""
        ...

    async def drop(self, ids: Iterable[str]) -> None:
        """Erase these. Raises NotWritten."""
        ...


class InMemory:
    """The double: nothing is written down."""

    async def keep(self, wish: OnTheWay) -> None:
        """Nothing to do."""

    async def drop(self, ids: Iterable[str]) -> None:
        """Nothing to do."""


class Arrivals:
    """All that wait. They end when they are due, with their trip, or after LONGEST."""

    def __init__(self, trips: Trips, now: Callable[[], datetime], records: WishRecords | None = None) -> None:
        self.trips = trips
        self._now = now
        self._records = records or InMemory()
        self._waiting: dict[str, OnTheWay] = {}
        self._over: set[str] = set()
        """Ids of those that wait no longer and may still be written down."""
        self._at_home: set[str] = set()
        """Cars that came home on their trip."""
        self.returning: set[str] = set()
        """Cars whose trip was under way before the last start and is not planned anew yet: their wishes stay."""
        self.understands: Callable[[Utterance], bool] = lambda _: True
        """Whether a wish comes to something; set by whoever can tell."""

    async def keep(self, car: str, said: Utterance, seconds: float) -> OnTheWay:
        """Have it wait for the trip of that car. Raises TooManyWait, NotWritten; KeyError where it goes nowhere."""
        planned = self.trips.planned(car)
        if planned is None:
            raise KeyError(car)
        if len(self._waiting) >= MOST:
            raise TooManyWait
        kept = OnTheWay(uuid4().hex, car, said, seconds, planned.course.destination.id, self._now())
        await self._records.keep(kept)
        self._waiting[kept.id] = kept
        return kept

    def take_back(self, wishes: Iterable[OnTheWay]) -> None:
        """These waited before the last start; what is too old by now is let go with the next look."""
        self._waiting |= {wish.id: wish for wish in wishes}

    def waiting(self, car: str) -> Sequence[OnTheWay]:
        """What waits for the trip of that car, what comes first at the front."""
        return sorted((w for w in self._waiting.values() if w.car == car), key=lambda w: -w.seconds)

    def wished_by(self, person: str) -> Sequence[OnTheWay]:
        """What waits that this person wished."""
        return [w for w in self._waiting.values() if w.said.speaker.person == person]

    def let_go(self, car: str) -> int:
        """Nothing waits for that car any more; returns how much did."""
        gone = [w.id for w in self.waiting(car)]
        self._end(gone)
        return len(gone)

    async def forget(
        self, person: str | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """Erase what this person (None: anybody) wished in that time; returns how much. Raises NotWritten."""
        gone = [
            w.id
            for w in self._waiting.values()
            if person in (None, w.said.speaker.person)
            and (since is None or w.since >= since)
            and (until is None or w.since < until)
        ]
        self._end(gone)
        await self.settle()
        return len(gone)

    def came_home(self, car: str) -> None:
        """It was seen to come home: what waits for that is due, wherever exactly it stands."""
        self._at_home.add(car)

    def due(self) -> list[OnTheWay]:
        """What is to be done now; it waits no longer. What belongs to a trip that is no more is let go."""
        due, seconds = [], {car: self._seconds_left(car) for car in {w.car for w in self._waiting.values()}}
        for wish in list(self._waiting.values()):
            why = self._why_over(wish)
            if why:
                log.info("wish %s for the trip of %s is let go: %s", wish.id, wish.car, why)
                self._end([wish.id])
            elif wish.car not in self.returning and self._is_near(wish, seconds[wish.car]):
                self._end([wish.id])
                due.append(wish)
        self._at_home.clear()
        return due

    async def settle(self) -> None:
        """What waits no longer is not written down any more either. Raises NotWritten."""
        over = set(self._over)
        if over:
            await self._records.drop(over)
        self._over -= over

    def _end(self, ids: Iterable[str]) -> None:
        for each in ids:
            del self._waiting[each]
            self._over.add(each)

    def _why_over(self, wish: OnTheWay) -> str:
        """Why a wish can never be due any more; empty where it can."""
        if self._now() - wish.since > LONGEST:
            return "it is too old"
        if wish.car in self.returning:
            return ""
        planned = self.trips.planned(wish.car)
        if planned is None or planned.course.destination.id != wish.destination:
            return "its trip is over"
        return ""

    def _is_near(self, wish: OnTheWay, seconds_left: float) -> bool:
        is_home = wish.car in self._at_home and wish.destination == f"own:{HOME}"
        return is_home or self.trips.has_arrived(wish.car) or 0 < wish.seconds >= seconds_left

    def _seconds_left(self, car: str) -> float:
        """Until it is there; endless where nobody knows."""
        progress = self.trips.progress(car)
        return math.inf if progress is None else progress.seconds

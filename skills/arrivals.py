"""What is to be done on the way: wishes that wait until somebody is so many minutes from where they are going."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from assistant.utterance import Utterance
from skills.trips import Trips

MOST = 20
"""Wishes that wait at a time."""
LONGEST = timedelta(hours=24)
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


class Arrivals:
    """All that wait. They end when they are due, with their trip, or after LONGEST; nothing of them is written down."""

    def __init__(self, trips: Trips, now: Callable[[], datetime]) -> None:
        self.trips = trips
        self._now = now
        self._waiting: dict[str, OnTheWay] = {}
        self.understands: Callable[[Utterance], bool] = lambda _: True
        """Whether a wish comes to something; set by whoever can tell."""

    def keep(self, car: str, said: Utterance, seconds: float) -> OnTheWay:
        """Have it wait for the trip of that car. Raises TooManyWait; KeyError where the car is going nowhere."""
        planned = self.trips.planned(car)
        if planned is None:
            raise KeyError(car)
        if len(self._waiting) >= MOST:
            raise TooManyWait
        kept = OnTheWay(uuid4().hex, car, said, seconds, planned.course.destination.id, self._now())
        self._waiting[kept.id] = kept
        return kept

    def waiting(self, car: str) -> Sequence[OnTheWay]:
        """What waits for the trip of that car, what comes first at the front."""
        return sorted((w for w in self._waiting.values() if w.car == car), key=lambda w: -w.seconds)

    def let_go(self, car: str) -> int:
        """Nothing waits for that car any more; returns how much did."""
        gone = [w.id for w in self.waiting(car)]
        for each in gone:
            del self._waiting[each]
        return len(gone)

    def due(self) -> list[OnTheWay]:
        """What is to be done now; it waits no longer. What belongs to a trip that is no more is let go."""
        now, due = self._now(), []
        for wish in list(self._waiting.values()):
            planned = self.trips.planned(wish.car)
            if planned is None or planned.course.destination.id != wish.destination or now - wish.since > LONGEST:
                del self._waiting[wish.id]
            elif self._is_near(wish):
                due.append(self._waiting.pop(wish.id))
        return due

    def _is_near(self, wish: OnTheWay) -> bool:
        if self.trips.has_arrived(wish.car):
            return True
        progress = self.trips.progress(wish.car)
        return progress is not None and wish.seconds > 0 and progress.seconds <= wish.seconds

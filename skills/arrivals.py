"""What is to be done on the way: wishes that wait until somebody is so many minutes from where they are going."""

import math
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

    def due(self) -> list[OnTheWay]:
        """What is to be done now; it waits no longer. What belongs to a trip that is no more is let go."""
        return [wish for car in dict.fromkeys(w.car for w in self._waiting.values()) for wish in self._due_of(car)]

    def _due_of(self, car: str) -> list[OnTheWay]:
        now, planned, due = self._now(), self.trips.planned(car), list[OnTheWay]()
        arrived, seconds = self.trips.has_arrived(car), self._seconds_left(car)
        for wish in self.waiting(car):
            if planned is None or planned.course.destination.id != wish.destination or now - wish.since > LONGEST:
                del self._waiting[wish.id]
            elif arrived or 0 < wish.seconds >= seconds:
                due.append(self._waiting.pop(wish.id))
        return due

    def _seconds_left(self, car: str) -> float:
        """Until it is there; endless where nobody knows."""
        progress = self.trips.progress(car)
        return math.inf if progress is None else progress.seconds

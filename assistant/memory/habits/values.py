"""Which value a person usually takes for one thing."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from assistant.memory.habits.beliefs import OFTEN, Beliefs, Time
from assistant.memory.habits.changing import ANEW, SOON, changed
from assistant.memory.habits.closeness import Kinds, middle_of
from assistant.memory.habits.conditions import BY_THE_CLOCK, Conditions, Way, conditions_of, seen_by, when_of
from assistant.memory.habits.nouns import Usual
from assistant.memory.happenings import Kept, Value

WINDOW = 96
"""The last times that are looked at."""

LEAST = 3
"""Times of the same kind that are needed."""

TOLD = 10
"""The times that are told of at most."""

SWITCHED = (None, "on", "off")
"""Values that are no choice."""

AHEAD = timedelta(minutes=10)
"""What lies further ahead than this was written under a clock that was wrong."""

STALE = timedelta(days=240)
"""What was done so long ago is no habit any more."""


class Choices:
    """The last times of one person with one thing."""

    def __init__(self) -> None:
        self._times: deque[Time] = deque(maxlen=WINDOW)
        self._kinds = Kinds()
        self._action = ""
        self._beliefs: Beliefs | None = None
        """None until somebody asks."""

    def add(self, kept: Kept) -> None:
        """Take one more; they come in the order in which they were written."""
        done = kept.happening
        self._action = done.action
        kind = self._kinds.add(done.action, done.value)
        time = Time(kept.id, done.at, done.value, kind, conditions_of(done.at, done.place, done.around))
        self._times.append(time)
        if self._beliefs is not None:
            self._beliefs.add(time)

    @property
    def is_choice(self) -> bool:
        """Whether a value is chosen, not only something switched."""
        return any(not isinstance(time.value, bool) and time.value not in SWITCHED for time in self._times)

    def kind_of(self, value: Value) -> str:
        """The name of the kind to which a value belongs: numbers that lie close together are of one."""
        return self._kinds.of(self._action, value)

    def usual(self, now: datetime, place: str, around: Mapping[str, str]) -> Usual | None:
        """The value for now; None where there is too little to go by, or it says different things."""
        found = self._usual(now, conditions_of(now, place, around))
        return found[0] if found else None

    def habits(self, now: datetime) -> Iterator[tuple[Usual, tuple[int, ...]]]:
        """Each usual value that differs from the others, and the ids of the times it rests on."""
        found: set[tuple[str, str]] = set()
        looked: set[tuple[str, ...]] = set()
        for time in reversed(self._times):
            spot = tuple(time.conditions[name] for name in ("part", "week", "place"))
            if spot in looked:
                continue
            looked.add(spot)
            usual = self._usual(now, time.conditions)
            if usual is not None and (mark := (self.kind_of(usual[0].value), repr(usual[0].when))) not in found:
                found.add(mark)
                yield usual

    def _usual(self, now: datetime, here: Conditions) -> tuple[Usual, tuple[int, ...]] | None:
        beliefs = self._believed()
        expected = beliefs.expected(here)
        if expected is not None and beliefs.is_sure(expected[1], expected[2], here):
            best, _, way = expected
            return self._told(now, here, best, way, min(beliefs.length(way, here), TOLD))
        way = tuple(name for name in here if name.startswith("around ") and name not in BY_THE_CLOCK)
        alike = [time for time in self._times if seen_by(way, time.conditions) == seen_by(way, here)]
        anew = changed([time.kind for time in alike], SOON if len(alike) >= OFTEN * len(self._times) else ANEW)
        return self._told(now, here, anew[0], way, min(anew[1], TOLD), SOON) if anew else None

    def _told(
        self, now: datetime, here: Conditions, best: str, way: Way, last: int, least: int = LEAST
    ) -> tuple[Usual, tuple[int, ...]] | None:
        """The usual value with the last times of that way; `least`: so many have to agree."""
        alike = [time for time in self._times if seen_by(way, time.conditions) == seen_by(way, here)][-last:]
        agreeing = [time for time in alike if time.kind == best and now - STALE <= time.at <= now + AHEAD]
        if len(agreeing) < least:
            return None
        moments = [time.at for time in agreeing]
        value = middle_of([time.value for time in agreeing])
        usual = Usual(value, len(agreeing), len(alike), min(moments), max(moments), when_of(here, way))
        return usual, tuple(time.id for time in agreeing)

    def _believed(self) -> Beliefs:
        if self._beliefs is None:
            self._beliefs = Beliefs()
            for time in self._times:
                self._beliefs.add(time)
        return self._beliefs

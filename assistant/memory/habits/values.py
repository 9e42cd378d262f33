"""Which value a person usually takes for one thing.

Each way to tell the last times apart (by the part of the day, the weekend, the room, …) gives every value a chance; a
way counts by how well it would have told each of the last times from those before it.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log

from assistant.memory.habits.conditions import Conditions, Way, conditions_of, seen_by, ways_of, when_of
from assistant.memory.habits.nouns import Usual
from assistant.memory.habits.runs import Runs
from assistant.memory.happenings import Kept, Value

WINDOW = 96
"""The last times that are looked at."""

SURE = 0.79
"""The chance above which a value is taken for the usual one."""

LEAST = 3
"""Times of the same kind that are needed."""

PROVEN = 2
"""Times at which it was right under a condition that comes and goes, before it dares under it."""

LIKELY = 0.77
"""The chance above which such a time is counted."""

TOLD = 10
"""The times that are told of at most."""

FADE = 0.96
"""What is left of how well a way told the times, from one time to the next."""

COST = 0.7
"""What each condition of a way costs it, as a logarithm of the chance."""

LATELY = 5
"""The last times, under one condition, at which it was sure …"""

WRONG = 2
"""… of which so many may have been otherwise."""

ANEW = 3
"""Times in a row that are taken for a new habit …"""

BEFORE = 6
"""… where of so many times before them …"""

HELD = 0.75
"""… this share was one other value."""

OFTEN = 0.25
"""The share of the times from which on a condition is no rare one …"""

WRONG_SELDOM = 1
"""… and how many of the last times may have been otherwise under one that is rare, as guests are."""

SWITCHED = (None, "on", "off")
"""Values that are no choice."""

KINDS = 3
"""Values that are thought possible at least."""

AHEAD = timedelta(minutes=10)
"""What lies further ahead than this was written under a clock that was wrong."""

STALE = timedelta(days=240)
"""What was done so long ago is no habit any more."""


@dataclass(frozen=True, slots=True)
class Time:
    """One time that a value was taken."""

    id: int
    at: datetime
    value: Value
    conditions: Conditions

    @property
    def key(self) -> str:
        """The value as a text; 1, 1.0 and true differ."""
        return f"{type(self.value).__name__} {self.value}"


class _Beliefs:
    """What the times said so far, one after another."""

    def __init__(self) -> None:
        self._runs: dict[tuple[Way, tuple[str, ...]], Runs] = {}
        self._losses: dict[Way, float] = {}
        self._kinds: set[str] = set()
        self._right: dict[tuple[str, str], deque[bool]] = {}
        """Whether what it was sure of was right, under each condition."""
        self._met: Counter[tuple[str, str]] = Counter()
        self._number = 0
        self._surprised = 0
        """The number of the last time at which it was sure and wrong."""
        self._latest: dict[tuple[Way, tuple[str, ...]], int] = {}

    def add(self, time: Time) -> None:
        expected = self.expected(time.conditions)
        self._number += 1
        right = expected is None or expected[1] < SURE or expected[0] == time.key
        if not right:
            self._surprised = self._number
        for condition in time.conditions.items():
            self._met[condition] += 1
            lately = self._right.setdefault(condition, deque(maxlen=LATELY))
            if expected is not None and expected[1] >= LIKELY:
                lately.append(expected[0] == time.key)
        self._kinds.add(time.key)
        kinds = self._possible
        for way in ways_of(time.conditions):
            runs = self._runs.setdefault((way, seen_by(way, time.conditions)), Runs())
            self._losses[way] = self._losses.get(way, 0.0) * FADE - log(runs.chance(time.key, kinds))
            runs.add(time.key, kinds)
            self._latest[way, seen_by(way, time.conditions)] = self._number

    def expected(self, here: Conditions) -> tuple[str, float, Way] | None:
        """The most probable value, its chance, and the way that speaks most for it."""
        if not self._kinds:
            return None
        weights = self._weights(ways_of(here))
        chances: dict[str, float] = {}
        speaks: dict[str, tuple[float, Way]] = {}
        for way, weight in weights.items():
            runs = self._runs.get((way, seen_by(way, here)))
            if runs is None:
                continue
            for value in runs.values():
                part = weight * runs.chance(value, self._possible)
                chances[value] = chances.get(value, 0.0) + part
                speaks[value] = max(speaks.get(value, (0.0, way)), (part, way))
        if not chances:
            return None
        best = max(chances, key=lambda value: chances[value])
        return best, chances[best], speaks[best][1]

    def is_sure(self, chance: float, way: Way, here: Conditions) -> bool:
        """Whether that is enough, after how it went lately.

        It is not under a condition that was never met, or under which it is often wrong, and not where something else
        than usual was done since the last time that was like now: the habit may have become another one.
        """
        if chance < SURE or self._surprised > self._latest[way, seen_by(way, here)]:
            return False
        return all(self._is_proven(name, value) for name, value in here.items() if name != "place")

    def _is_proven(self, name: str, value: str) -> bool:
        lately = self._right.get((name, value))
        enough = PROVEN if name.startswith("around ") else 0
        wrong = WRONG if self._met[name, value] >= OFTEN * self._number else WRONG_SELDOM
        return lately is not None and len(lately) >= enough and lately.count(False) <= wrong

    def length(self, way: Way, here: Conditions) -> int:
        """How many times it is seen to have been as it is now."""
        return self._runs[way, seen_by(way, here)].length

    @property
    def _possible(self) -> int:
        return max(KINDS, len(self._kinds) + 1)

    def _weights(self, ways: list[Way]) -> dict[Way, float]:
        """They sum to one; a way that never was cannot speak."""
        losses = {way: self._losses[way] + COST * len(way) for way in ways if way in self._losses}
        best = min(losses.values(), default=0.0)
        raw = {way: exp(best - loss) for way, loss in losses.items()}
        total = sum(raw.values())
        return {way: weight / total for way, weight in raw.items()}


class Choices:
    """The last times of one person with one thing."""

    def __init__(self) -> None:
        self._times: deque[Time] = deque(maxlen=WINDOW)
        self._beliefs: _Beliefs | None = None
        """None until somebody asks."""

    def add(self, kept: Kept) -> None:
        """Take one more; they come in the order in which they were written."""
        done = kept.happening
        time = Time(kept.id, done.at, done.value, conditions_of(done.at, done.place, done.around))
        self._times.append(time)
        if self._beliefs is not None:
            self._beliefs.add(time)

    @property
    def is_choice(self) -> bool:
        """Whether a value is chosen, not only something switched."""
        return any(not isinstance(time.value, bool) and time.value not in SWITCHED for time in self._times)

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
            if usual is not None and (mark := (repr(usual[0].value), repr(usual[0].when))) not in found:
                found.add(mark)
                yield usual

    def _usual(self, now: datetime, here: Conditions) -> tuple[Usual, tuple[int, ...]] | None:
        beliefs = self._believed()
        expected = beliefs.expected(here)
        if expected is not None and beliefs.is_sure(expected[1], expected[2], here):
            best, _, way = expected
            return self._told(now, here, best, way, min(beliefs.length(way, here), TOLD))
        way = tuple(name for name in here if name.startswith("around "))
        anew = changed([time.key for time in self._times if seen_by(way, time.conditions) == seen_by(way, here)])
        return self._told(now, here, anew[0], way, min(anew[1], TOLD)) if anew else None

    def _told(
        self, now: datetime, here: Conditions, best: str, way: Way, last: int
    ) -> tuple[Usual, tuple[int, ...]] | None:
        """The usual value with the last times of that way."""
        alike = [time for time in self._times if seen_by(way, time.conditions) == seen_by(way, here)][-last:]
        agreeing = [time for time in alike if time.key == best and now - STALE <= time.at <= now + AHEAD]
        if len(agreeing) < LEAST:
            return None
        moments = [time.at for time in agreeing]
        when = when_of(here, way)
        usual = Usual(agreeing[-1].value, len(agreeing), len(alike), min(moments), max(moments), when)
        return usual, tuple(time.id for time in agreeing)

    def _believed(self) -> _Beliefs:
        if self._beliefs is None:
            self._beliefs = _Beliefs()
            for time in self._times:
                self._beliefs.add(time)
        return self._beliefs


def changed(values: Sequence[str]) -> tuple[str, int] | None:
    """The new habit that the last values show, and how often it was taken in a row; None where there is none.

    There is one where the last ones agree, and those before them mostly agreed on another.
    """
    if not values:
        return None
    row = next((back for back, value in enumerate(reversed(values)) if value != values[-1]), len(values))
    before = Counter(values[: len(values) - row][-BEFORE:])
    if row < ANEW or sum(before.values()) < ANEW:
        return None
    held, times = before.most_common(1)[0]
    return (values[-1], row) if held != values[-1] and times >= HELD * sum(before.values()) else None

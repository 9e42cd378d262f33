"""What the last times say of the value that comes next.

Each way to tell them apart (by the part of the day, the weekend, the room, …) gives every value a chance; a way counts
by how well it would have told each of the last times from those before it.
"""

from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime
from math import exp, log

from assistant.memory.habits.conditions import BY_THE_CLOCK, Conditions, Way, seen_by, ways_of
from assistant.memory.habits.runs import Runs
from assistant.memory.happenings import Value

SURE = 0.79
"""The chance above which a value is taken for the usual one."""

PROVEN = 2
"""Times at which it was right under a condition that comes and goes, before it dares under it."""

LIKELY = 0.77
"""The chance above which such a time is counted."""

FADE = 0.96
"""What is left of how well a way told the times, from one time to the next."""

COST = 0.7
"""What each condition of a way costs it, as a logarithm of the chance."""

LATELY = 5
"""The last times, under one condition, at which it was sure …"""

WRONG = 2
"""… of which so many may have been otherwise."""

OFTEN = 0.25
"""The share of the times from which on a condition is no rare one …"""

WRONG_SELDOM = 1
"""… and how many of the last times may have been otherwise under one that is rare, as guests are."""

KINDS = 3
"""Values that are thought possible at least."""


@dataclass(frozen=True, slots=True)
class Time:
    """One time that a value was taken."""

    id: int
    at: datetime
    value: Value
    kind: str
    """Name of the kind to which the value belongs."""
    conditions: Conditions


class Beliefs:
    """What the times said so far, one after another."""

    def __init__(self) -> None:
        self._runs: dict[tuple[Way, tuple[str, ...]], Runs] = {}
        self._losses: dict[Way, float] = {}
        self._kinds: set[str] = set()
        self._right: dict[tuple[str, str], deque[bool]] = {}
        """Whether what it was sure of was right, under each condition."""
        self._met: Counter[tuple[str, str]] = Counter()
        self._told: set[str] = set()
        """Conditions of which anything was ever known; the others make no difference."""
        self._number = 0
        self._surprised = 0
        """The number of the last time at which it was sure and wrong."""
        self._latest: dict[tuple[Way, tuple[str, ...]], int] = {}

    def add(self, time: Time) -> None:
        expected = self.expected(time.conditions)
        self._number += 1
        right = expected is None or expected[1] < SURE or expected[0] == time.kind
        if not right:
            self._surprised = self._number
        for condition in time.conditions.items():
            self._met[condition] += 1
            self._told.add(condition[0])
            lately = self._right.setdefault(condition, deque(maxlen=LATELY))
            if expected is not None and expected[1] >= LIKELY:
                lately.append(expected[0] == time.kind)
        self._kinds.add(time.kind)
        kinds = self._possible
        for way in ways_of(time.conditions):
            runs = self._runs.setdefault((way, seen_by(way, time.conditions)), Runs())
            self._losses[way] = self._losses.get(way, 0.0) * FADE - log(runs.chance(time.kind, kinds))
            runs.add(time.kind, kinds)
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
        if name not in self._told:
            return True
        lately = self._right.get((name, value))
        enough = 0 if name in BY_THE_CLOCK else PROVEN
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

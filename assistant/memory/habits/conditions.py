"""By what the times are told apart at which something was done."""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations

from assistant.memory.habits.nouns import When

PARTS = ((5, 11), (11, 14), (14, 18), (18, 22), (22, 5))
"""Hours of the parts of the day; the last goes over midnight."""

MOST_AROUND = 6
"""Conditions of one time beyond the clock and the room; of more, the first by name."""

DARK = "around dark"
BY_THE_CLOCK = frozenset({"part", "week", "place", DARK})
"""Conditions that every day brings, or that go with the room."""

Conditions = Mapping[str, str]
Way = tuple[str, ...]
"""The conditions by which times are told apart; the others make no difference."""


def part_of_day(hour: int) -> int:
    """Index in PARTS."""
    return next((number for number, (first, end) in enumerate(PARTS[:-1]) if first <= hour < end), len(PARTS) - 1)


def conditions_of(at: datetime, place: str, around: Mapping[str, str]) -> dict[str, str]:
    """Everything that is known of a time."""
    found = {f"around {name}": around[name] for name in sorted(around)[:MOST_AROUND]}
    found["part"] = str(part_of_day(at.hour))
    found["week"] = "weekend" if at.weekday() >= 5 else "working"
    found["place"] = place
    return found


def ways_of(conditions: Conditions) -> list[Way]:
    """None of the conditions, each, and some of them two and two."""
    clock = [name for name in ("part", "week", "place") if conditions[name]]
    around = sorted(name for name in conditions if name.startswith("around "))
    pairs = [*combinations(clock, 2), *((name, "part") for name in around)]
    return [(), *((name,) for name in (*clock, *around)), *pairs]


def seen_by(way: Way, conditions: Conditions) -> tuple[str, ...]:
    """What of the conditions makes a difference; empty for one that was not known."""
    return tuple(conditions.get(name, "") for name in way)


def when_of(conditions: Conditions, way: Way) -> When:
    """The conditions of a way as they are told."""
    weekdays: frozenset[int] | None = None
    hours: tuple[int, int] | None = None
    around: dict[str, str] = {}
    for name in way:
        if name == "week":
            weekdays = frozenset({5, 6} if conditions[name] == "weekend" else range(5))
        elif name == "part":
            hours = PARTS[int(conditions[name])]
        else:
            around[name.removeprefix("around ")] = conditions[name]
    return When(weekdays, hours, around)

"""What a person does at the same time of most days, or right after something else."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

from assistant.memory.habits.nouns import When
from assistant.memory.habits.past import Act
from assistant.memory.happenings import Kept

DAYS = 28
"""The last days that are looked at."""

LEAST = 4
"""Times that are needed."""

MOSTLY = 0.7
"""The share of the days, or of the times, from which on it is a habit."""

HOURS = 2
"""How wide the time of a habit is."""

SOON = timedelta(minutes=30)
"""What comes within that comes right after."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that is done regularly. `of`: the days, or the times, on which it could have been."""

    act: Act
    when: When
    after: Act | None
    of: int
    times: tuple[Kept, ...]


def doings(recent: Sequence[Kept], now: datetime) -> Iterator[Doing]:
    """Those in the last days before now, of happenings in the order in which they were written."""
    lately = [kept for kept in recent if now - timedelta(days=DAYS) <= kept.happening.at <= now]
    by_act: dict[Act, list[Kept]] = defaultdict(list)
    for kept in lately:
        by_act[act_of(kept)].append(kept)
    present = {kept.happening.at.date() for kept in lately}
    for act, times in by_act.items():
        yield from _by_the_clock(act, times, present)
    yield from _after_another(lately)


def act_of(kept: Kept) -> Act:
    """Device, action and value."""
    return (kept.happening.device, kept.happening.action, kept.happening.value)


def _by_the_clock(act: Act, times: list[Kept], present: set[date]) -> Iterator[Doing]:
    for weekdays in (None, frozenset(range(5)), frozenset({5, 6})):
        days = {day for day in present if weekdays is None or day.weekday() in weekdays}
        then = [kept for kept in times if kept.happening.at.date() in days]
        if not then:
            continue
        hours = max(
            ((first, (first + HOURS) % 24) for first in range(24)), key=lambda hours: len(_first_a_day(then, hours))
        )
        found = _first_a_day(then, hours)
        if len(found) >= max(LEAST, ceil(MOSTLY * len(days))):
            yield Doing(act, When(weekdays, hours), None, len(days), tuple(found))
            if weekdays is None:
                return


def _first_a_day(times: list[Kept], hours: tuple[int, int]) -> list[Kept]:
    first: dict[date, Kept] = {}
    for kept in times:
        if (kept.happening.at.hour - hours[0]) % 24 < HOURS:
            first.setdefault(kept.happening.at.date(), kept)
    return list(first.values())


def _after_another(lately: list[Kept]) -> Iterator[Doing]:
    done = Counter(act_of(kept) for kept in lately)
    followed: dict[tuple[Act, Act], list[Kept]] = defaultdict(list)
    for before, kept in pairwise(lately):
        if act_of(before)[0] != act_of(kept)[0] and timedelta(0) <= kept.happening.at - before.happening.at <= SOON:
            followed[act_of(before), act_of(kept)].append(kept)
    for (before_act, act), times in followed.items():
        if len(times) >= max(LEAST, ceil(MOSTLY * done[before_act])):
            yield Doing(act, When(), before_act, done[before_act], tuple(times))

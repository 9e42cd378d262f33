"""What somebody does at like occasions: at this hour of their days, or within minutes of saying something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from assistant.memory.habits.closeness import are_close, middle_of
from assistant.memory.happenings import Happening, Value

DAYS = timedelta(days=28)
"""How far back it is looked."""

AROUND = timedelta(minutes=60)
"""How far from now, by the clock, an hour of another day is the same hour."""

SOON = timedelta(minutes=15)
"""What is done within that of a saying belongs to it."""

LEAST = 4
"""Times that are needed."""

MOSTLY = 0.7
"""The share of the occasions from which on it is what is usually done."""

LATELY = 10
"""Occasions that are looked at: the last ones."""

_DAY = timedelta(days=1)

Occasion = Sequence[Happening]
"""What was done at one of them, in its order; may be empty."""


@dataclass(frozen=True, slots=True)
class Regular:
    """What is done at most of them."""

    device: str
    action: str
    value: Value
    times: int
    of: int
    """Occasions that were looked at."""
    evidence: tuple[Happening, ...]
    """The happenings it rests on, oldest first."""


def at_this_hour(done: Iterable[Happening], now: datetime) -> list[Occasion]:
    """For each day on which any of these was done at about this time of day: what it was. Oldest first."""
    by_day: dict[date, list[Happening]] = {}
    wall = now.replace(tzinfo=None)
    for happening in done:
        ago = wall - happening.at.astimezone(now.tzinfo).replace(tzinfo=None)
        days = round(ago / _DAY)
        if days >= 1 and ago <= DAYS and abs(ago - days * _DAY) <= AROUND:
            by_day.setdefault((wall - days * _DAY).date(), []).append(happening)
    return [by_day[day] for day in sorted(by_day)]


def after(done: Sequence[Happening], moments: Sequence[datetime]) -> list[Occasion]:
    """For each of these moments, oldest first: what was done within SOON of it, or until the next of them."""
    ends = [min(moment + SOON, following) for moment, following in pairwise(moments)]
    ends += [moment + SOON for moment in moments[-1:]]
    return [
        [happening for happening in done if moment <= happening.at < end]
        for moment, end in zip(moments, ends, strict=True)
    ]


def regular(occasions: Sequence[Occasion]) -> tuple[Regular, ...]:
    """What was done at most of the last occasions; of each thing what it was in the end. In the order of doing."""
    lately = occasions[-LATELY:]
    slots = dict.fromkeys((h.device, h.action) for occasion in reversed(lately) for h in occasion)
    found = [each for device, action in slots if (each := _regular(device, action, lately)) is not None]
    return tuple(sorted(found, key=lambda each: _moment_in(lately, each.evidence[-1])))


def _regular(device: str, action: str, occasions: Sequence[Occasion]) -> Regular | None:
    ends = [
        happenings[-1] for o in occasions if (happenings := [h for h in o if (h.device, h.action) == (device, action)])
    ]
    if not ends:
        return None
    alike = max(
        ([h for h in ends if are_close(action, h.value, other.value)] for other in reversed(ends)),
        key=len,
    )
    if len(alike) < max(LEAST, MOSTLY * len(occasions)):
        return None
    value = middle_of([h.value for h in alike])
    return Regular(device, action, value, len(alike), len(occasions), tuple(alike))


def _moment_in(occasions: Sequence[Occasion], happening: Happening) -> tuple[timedelta, str]:
    """How far into its occasion it was done."""
    began = next(o[0].at for o in occasions if happening in o)
    return happening.at - began, happening.device

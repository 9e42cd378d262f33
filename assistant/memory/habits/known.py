"""The habits of one person, told one by one with the times they rest on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2s
from json import dumps

from assistant.memory.habits.doings import Doing, doings
from assistant.memory.habits.nouns import Habit, Usual, When
from assistant.memory.habits.values import Choices
from assistant.memory.happenings import Happening, Kept, Value

Known = tuple[Habit, tuple[int, ...]]
"""A habit, and the ids of the happenings it rests on."""


def habits_of(
    person: str, choices: Mapping[tuple[str, str], Choices], recent: Sequence[Kept], now: datetime
) -> Iterator[Known]:
    """First the values that are taken, then what is done."""
    for (device, action), each in choices.items():
        if each.is_choice:
            for usual, ids in each.habits(now):
                yield _taking(person, device, action, usual, each.kind_of(usual.value)), ids
    for doing in doings(recent, now):
        yield _doing(person, doing), tuple(kept.id for kept in doing.times)


def done_by(person: str, recent: Sequence[Kept], now: datetime) -> Iterator[tuple[Habit, tuple[Happening, ...]]]:
    """Only what is done, with the times it rests on."""
    for doing in doings(recent, now):
        yield _doing(person, doing), tuple(kept.happening for kept in doing.times)


def _taking(person: str, device: str, action: str, usual: Usual, kind: str) -> Habit:
    name = _id(person, "value", device, action, kind, usual.when, None)
    told = (usual.value, usual.when, usual.times, usual.of, usual.since, usual.until)
    return Habit(name, person, "value", device, action, *told)


def _doing(person: str, doing: Doing) -> Habit:
    device, action, value = doing.act
    name = _id(person, "next", device, action, value, doing.when, doing.after)
    moments = [kept.happening.at for kept in doing.times]
    told = (value, doing.when, len(moments), doing.of, min(moments), max(moments), doing.after)
    return Habit(name, person, "next", device, action, *told)


def _id(person: str, kind: str, device: str, action: str, value: Value, when: When, after: object) -> str:
    """The same for the same habit, however often it is asked for."""
    weekdays = sorted(when.weekdays) if when.weekdays is not None else None
    told = [person, kind, device, action, value, weekdays, when.hours, sorted(when.around.items()), after]
    return blake2s(dumps(told).encode(), digest_size=8).hexdigest()

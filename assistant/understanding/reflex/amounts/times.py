"""Reading the times that begin at a word: after how long, when, how often, for how long. Both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.understanding.deferred import Condition, Kind, PartOfDay
from assistant.understanding.reflex.amounts import numbers_en, numbers_zh, quantities
from assistant.understanding.reflex.amounts.time_words import (
    ADVERBS,
    AFTER_ZH,
    AFTERWARDS,
    BEFORE_A_TIME,
    BEHIND_A_TIME,
    DAYS,
    DAYS_AHEAD,
    DAYS_ZH,
    EACH,
    EACH_ZH,
    EVERY_DAY,
    LATER_EN,
    LATER_ZH,
    NAMED_EVENTS,
    NAMED_TIMES,
    NO_HOURS,
    PARTS,
    PARTS_ZH,
    RELATIONS,
)
from assistant.understanding.reflex.tokens import is_chinese


def _delay(words: Sequence[str], start: int) -> Iterator[tuple[int, Condition]]:
    for said, known in LATER_EN.items():
        if tuple(words[start : start + len(said)]) == said and words[start - 1 : start] != ("as",):
            yield start + len(said), _of("delay", seconds=known)
    if end := _one_of_chinese(LATER_ZH, words, start):
        yield _skip(words, end, ("再",)), _of("delay")
    lead = words[start]
    begin = start + 1 if lead in ("in", "after", "within", "过", "等", "隔") else start
    if lead == "再" and tuple(words[start + 1 : start + 2]) == ("过",):
        begin = start + 2
    lasting = quantities.duration_at(words, begin) if begin < len(words) else None
    if not lasting:
        return
    end, seconds = lasting
    later = _longest(words, end, AFTER_ZH)
    if later:
        yield _skip(words, later, ("再", "就", ",")), _of("delay", seconds=seconds)
    elif lead in ("in", "after", "within"):
        yield end, _of("delay", seconds=seconds)
    elif begin > start:
        yield _skip(words, end, ("再", "就")), _of("delay", seconds=seconds)
    elif after := _longest(words, end, AFTERWARDS):
        yield after, _of("delay", seconds=seconds)


def _lasting(words: Sequence[str], start: int) -> Iterator[tuple[int, Condition]]:
    """ "for an hour", "until ten", 开一个小时."""
    if words[start] in ("until", "till", "til", "直到"):
        for end, moment in _moment(words, start + 1):
            yield end, replace(moment, kind="duration")
        return
    if tuple(words[start : start + 2]) in (("直", "到"), ("一", "直")):
        begin = start + (3 if tuple(words[start : start + 3]) == ("一", "直", "到") else 2)
        for end, moment in _moment(words, begin):
            yield end, replace(moment, kind="duration")
    if words[start] == "for":
        for said in (("a", "while"), ("a", "bit"), ("a", "few", "minutes"), ("the", "night")):
            if tuple(words[start + 1 : start + 1 + len(said)]) == said:
                yield start + 1 + len(said), _of("duration")
        begin = start + (2 if tuple(words[start + 1 : start + 2]) in (("about",), ("around",)) else 1)
        if begin < len(words) and (lasting := quantities.duration_at(words, begin)):
            yield lasting[0], _of("duration", seconds=lasting[1])
    elif not words[start].isascii() or words[start].isdigit():
        lasting = quantities.duration_at(words, start)
        if lasting and is_chinese(words[lasting[0] - 1]):
            yield lasting[0], _of("duration", seconds=lasting[1])


def _repeated(words: Sequence[str], start: int) -> Iterator[tuple[int, Condition]]:
    for said, days in ADVERBS.items():
        if tuple(words[start : start + len(said)]) == said:
            part: PartOfDay = "night" if said == ("nightly",) else ""
            yield start + len(said), _of("recurrence", weekdays=days, part=part)
    for each, days in EACH_ZH.items():
        if tuple(words[start : start + len(each)]) == tuple(each):
            part = "evening" if each == "每晚" else "morning" if each == "每早" else ""
            yield start + len(each), _of("recurrence", weekdays=days, part=part)
    if words[start] in ("hourly",):
        yield start + 1, _of("recurrence", seconds=3600)
    if words[start] in ("every", "each") and start + 1 < len(words):
        yield from _every(words, start + 1)
    if words[start] == "on" and start + 1 < len(words) and words[start + 1].removesuffix("s") in DAYS:
        day = words[start + 1]
        if day.endswith("s"):
            yield start + 2, _of("recurrence", weekdays=frozenset({DAYS[day.removesuffix("s")]}))
    if words[start] == "每":
        yield from _every_zh(words, start + 1)


def _every(words: Sequence[str], at: int) -> Iterator[tuple[int, Condition]]:
    word = words[at]
    if word in EACH:
        yield at + 1, _of("recurrence", weekdays=EACH[word])
    elif word in PARTS:
        yield at + 1, _of("recurrence", weekdays=EVERY_DAY, part=PARTS[word])
    elif word in DAYS:
        yield at + 1, _of("recurrence", weekdays=frozenset({DAYS[word]}))
    elif word in ("hour", "minute"):
        yield at + 1, _of("recurrence", seconds=3600 if word == "hour" else 60)
    elif lasting := quantities.duration_at(words, at):
        yield lasting[0], _of("recurrence", seconds=lasting[1])


def _every_zh(words: Sequence[str], at: int) -> Iterator[tuple[int, Condition]]:
    begin = _skip(words, at, ("隔", "个"))
    for lead in (("周",), ("星", "期"), ("礼", "拜")):
        if tuple(words[begin : begin + len(lead)]) == lead and begin + len(lead) < len(words):
            day = DAYS_ZH.get(words[begin + len(lead)])
            if day:
                yield begin + len(lead) + 1, _of("recurrence", weekdays=frozenset({day}))
    if tuple(words[begin : begin + 2]) == ("小", "时"):
        yield begin + 2, _of("recurrence", seconds=3600)
    if begin < len(words) and (lasting := quantities.duration_at(words, begin)):
        yield lasting[0], _of("recurrence", seconds=lasting[1])


def _moment(words: Sequence[str], start: int) -> Iterator[tuple[int, Condition]]:
    begin = start
    if begin < len(words) and words[begin] in BEFORE_A_TIME:
        begin = _skip(words, begin + 1, ("around", "about", "exactly"))
    if begin >= len(words):
        return
    relation = RELATIONS.get(words[start], "")
    for end, condition in (*_day(words, begin), *_time(words, begin)):
        behind = _behind(words, end)
        relation = relation or RELATIONS.get("".join(words[end:behind][:2]), "")
        yield behind, replace(condition, relation=relation)


def _day(words: Sequence[str], at: int) -> Iterator[tuple[int, Condition]]:
    for said, (ahead, part) in DAYS_AHEAD.items():
        if tuple(words[at : at + len(said)]) == said:
            end = at + len(said)
            spoken = PARTS.get(words[end]) if end < len(words) and said == ("tomorrow",) else None
            yield end + bool(spoken), _of("moment", days_ahead=ahead, part=spoken or part)
    for said, part in PARTS_ZH.items():
        if len(said) > 1 and tuple(words[at : at + 2]) == said:
            yield at + 2, _of("moment", part=part)
    if words[at] == "in" and words[at + 1 : at + 2] == ("the",) and at + 2 < len(words) and words[at + 2] in PARTS:
        yield at + 3, _of("moment", part=PARTS[words[at + 2]])
    if words[at] == "night" and at and words[at - 1] == "at":
        yield at + 1, _of("moment", part="night")
    if lasting := _longest(words, at, NAMED_EVENTS):
        yield lasting, _of("event")
    yield from _weekday(words, at)


def _weekday(words: Sequence[str], at: int) -> Iterator[tuple[int, Condition]]:
    begin = _skip(words, at, ("on", "next", "this", "coming"))
    if begin < len(words) and words[begin] in DAYS:
        end = begin + 1
        part = PARTS.get(words[end]) if end < len(words) else None
        yield end + bool(part), _of("moment", weekdays=frozenset({DAYS[words[begin]]}), part=part or "")
    for lead in (("周",), ("星", "期"), ("礼", "拜")):
        end = at + len(lead)
        if tuple(words[at:end]) == lead and end < len(words) and words[end] in DAYS_ZH:
            yield end + 1, _of("moment", weekdays=frozenset({DAYS_ZH[words[end]]}))


def _time(words: Sequence[str], at: int) -> Iterator[tuple[int, Condition]]:
    for said, time in NAMED_TIMES.items():
        if tuple(words[at : at + len(said)]) == said:
            yield at + len(said), _of("moment", time=time)
    begin = at + 1 if words[at] == "a" and at + 1 < len(words) else at
    clock = numbers_en.clock_at(words, begin) or numbers_zh.clock_at(words, begin)
    if clock and clock[1] <= 1440:
        told = words[begin : clock[0]]
        yield (
            clock[0],
            _of(
                "moment",
                time=_iso(clock[1]),
                either=_either_half(clock[1], told),
                part=_part_zh(told),
                days_ahead=0 if told[0] == "今" else None,
            ),
        )
    elif at and words[at - 1] in (*BEFORE_A_TIME, "until", "till", "til"):
        hour = numbers_en.number_at(words, at)
        if hour and 0 < hour[1] <= 24 and hour[1] % 1 == 0 and words[hour[0] : hour[0] + 1] not in NO_HOURS:
            yield hour[0], _of("moment", time=_iso(hour[1] * 60), either=hour[1] <= 12)


def _part_zh(told: Sequence[str]) -> PartOfDay:
    return PARTS_ZH.get(tuple(told[:2]), "")


def _either_half(minutes: float, told: Sequence[str]) -> bool:
    said = {"am", "pm", "a", "p", "午", "上", "早", "晚", "晨", "夜"}
    return 0 < minutes <= 12 * 60 and not said & set(told) and not (told and told[0].startswith("0"))


def _iso(minutes: float) -> str:
    whole = int(minutes) % 1440
    return f"{whole // 60:02}:{whole % 60:02}"


def _of(
    kind: Kind,
    *,
    seconds: float | None = None,
    time: str = "",
    either: bool = False,
    part: PartOfDay = "",
    days_ahead: int | None = None,
    weekdays: frozenset[int] = frozenset(),
) -> Condition:
    return Condition(kind, "", seconds, time, either, part, days_ahead, weekdays)


def _behind(words: Sequence[str], end: int) -> int:
    for said in BEHIND_A_TIME:
        if tuple(words[end : end + len(said)]) == said:
            return _skip(words, end + len(said), ("再", "就"))
    return end


def _skip(words: Sequence[str], at: int, fillers: Sequence[str]) -> int:
    while at < len(words) and words[at] in fillers:
        at += 1
    return at


def _longest(words: Sequence[str], at: int, options: Sequence[tuple[str, ...]]) -> int | None:
    ends = [at + len(o) for o in options if tuple(words[at : at + len(o)]) == o]
    return max(ends, default=None)


def _one_of_chinese(options: str, words: Sequence[str], at: int) -> int | None:
    return _longest(words, at, [tuple(o) for o in options.split("|")])


READERS = (_delay, _repeated, _lasting, _moment)
"""Each yields (end, condition) of what begins at a token."""

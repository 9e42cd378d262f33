"""Amounts in words and digits: percentages, temperatures, durations, clock times, plain numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.understanding.reflex.amounts import numbers_en, numbers_zh

MAXIMUM = float("inf")
MINIMUM = float("-inf")


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount as it was said."""

    amount: float
    """MAXIMUM or MINIMUM for "the max" and "the lowest"."""
    unit: str
    """"%", "°C", "s", "clock" (minutes after the midnight behind us, of a later day too), "" for a plain number,
    "extreme".
    """


_PERCENT = (("percent",), ("%",), ("per", "cent"), ("pct",))
_DEGREES = (("degrees",), ("degree",), ("°",), ("度",), ("摄", "氏", "度"))
_CELSIUS = (("c",), ("celsius",), ("centigrade",), ("摄", "氏"))
_FAHRENHEIT = (("f",), ("fahrenheit",), ("华", "氏"))
_SCALES = (("摄", "氏"), ("华", "氏"))
_FRACTIONS: dict[tuple[str, ...], float] = {
    ("half",): 50,
    ("halfway",): 50,
    ("half", "way"): 50,
    ("a", "half"): 50,
    ("one", "half"): 50,
    **{("quarter",): 25, ("a", "quarter"): 25},
    ("one", "quarter"): 25,
    ("three", "quarters"): 75,
    ("a", "third"): 33,
    ("one", "third"): 33,
    ("two", "thirds"): 67,
    ("一", "半"): 50,
    ("半",): 50,
    ("四", "分", "之", "一"): 25,
    ("四", "分", "之", "三"): 75,
    ("三", "分", "之", "一"): 33,
    ("三", "分", "之", "二"): 67,
    **{tuple(said): 10 for said in ("一条缝", "一道缝", "留一条缝", "留一道缝", "留条缝", "留道缝", "留个缝")},
}
_MOST = (
    "max|maximum|full|fully|highest|the highest|brightest|the brightest|loudest|the loudest|full power|full blast|"
    "all the way up|"
    "full brightness|full volume|最大|最高|最亮|最强|最响|满|全亮|最快"
)
_LEAST = (
    "all the way down|min|minimum|lowest|the lowest|dimmest|the dimmest|darkest|quietest|最小|最低|最暗|最弱|最轻|最慢"
)
_SECONDS = {
    ("second",): 1,
    ("seconds",): 1,
    ("sec",): 1,
    ("secs",): 1,
    ("minute",): 60,
    ("minutes",): 60,
    ("min",): 60,
    ("mins",): 60,
    ("hour",): 3600,
    ("hours",): 3600,
    ("秒",): 1,
    ("秒", "钟"): 1,
    ("分",): 60,
    ("分", "钟"): 60,
    ("小", "时"): 3600,
    ("个", "小", "时"): 3600,
    ("个", "钟", "头"): 3600,
    ("钟", "头"): 3600,
    ("个", "钟"): 3600,
}


def _sequences(said: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(s.split()) if s.isascii() else tuple(s) for s in said.split("|"))


_EXTREMES = dict.fromkeys(_sequences(_MOST), MAXIMUM) | dict.fromkeys(_sequences(_LEAST), MINIMUM)
_BELOW = (("minus",), ("negative",), ("负",), ("零", "下"))
_FIRST_BELOW = frozenset(said[0] for said in _BELOW)
_FIRST_OF_WORDS = frozenset(w[0] for w in (*_FRACTIONS, *_EXTREMES)) | {"百"}


def measures_at(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    """Every amount that begins at `start`, as (end, measure)."""
    word = words[start]
    if word in _FIRST_OF_WORDS:
        yield from _fixed(words, start)
        yield from _percent_of_hundred(words, start)
    if _may_count(word):
        if found := numbers_en.clock_at(words, start) or numbers_zh.clock_at(words, start):
            yield found[0], Measure(found[1], "clock")
        yield from _numbered(words, start)
    if word == "level":
        yield from _levelled(words, start)
    if tuple(words[start : start + 2]) in _SCALES:
        yield from _scaled(words, start)
    if (word in _FIRST_OF_DURATIONS or _may_count(word)) and (lasting := duration_at(words, start)):
        yield lasting[0], Measure(lasting[1], "s")


def _may_count(word: str) -> bool:
    """Whether a number or a clock time can begin with this word."""
    return numbers_en.may_begin(word) or numbers_zh.may_begin(word) or word in _FIRST_BELOW or word[0] in "-−"


def may_fit(told: str, unit: str) -> bool:
    """Whether an amount told in one unit may be a number in `unit`, whatever the amount."""
    if told in ("extreme", unit):
        return True
    return unit in ("min", "h") if told == "s" else told == "" and unit != "clock"


def fitted(measure: Measure, unit: str, low: float, high: float) -> float | None:
    """The measure as a number in `unit`; None where it is of another kind."""
    if measure.unit == "extreme":
        if measure.amount == MAXIMUM:
            return high
        return max(low, 1.0) if unit == "%" else low
    if measure.amount < 0 and unit != "°C":
        return None  # only a temperature goes below zero
    if measure.unit == "s" and unit in ("s", "min", "h"):
        return measure.amount / {"s": 1, "min": 60, "h": 3600}[unit]
    if measure.unit == "" and unit == "K" and measure.amount < low:
        return None  # "on at fifteen" says how bright, not how white
    if measure.unit == "" and unit == "%" and measure.amount == 1:
        return None  # "the fan to one" says a step; what steps there are nobody told
    if measure.unit == unit or (measure.unit == "" and unit != "clock"):
        return measure.amount
    return None


def _fixed(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    for length in (4, 3, 2, 1):
        said = tuple(words[start : start + length])
        if len(said) < length:
            continue
        if said in _FRACTIONS:
            yield start + len(said), Measure(_FRACTIONS[said], "%")
        if said in _EXTREMES:
            yield start + len(said), Measure(_EXTREMES[said], "extreme")


def _percent_of_hundred(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    if tuple(words[start : start + 3]) == ("百", "分", "之"):
        number = _number(words, start + 3)
        if number:
            yield number[0], Measure(number[1], "%")


def _number(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, number), below zero too: "minus eighteen", 零下十八, -18."""
    if words[start : start + 1] and words[start][0] in "-−":
        return start + 1, -float(words[start][1:])
    below = _one_of(_BELOW, words, start) if words[start : start + 1] and words[start] in _FIRST_BELOW else None
    if below is not None:
        found = _counted(words, below)
        return (found[0], -found[1]) if found else None
    return _counted(words, start)


def _counted(words: Sequence[str], start: int) -> tuple[int, float] | None:
    return numbers_en.number_at(words, start) or numbers_zh.number_at(words, start)


def _numbered(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    found = _number(words, start)
    if not found:
        return
    end, amount = found
    if _is_count(words, end):
        return
    yield end, Measure(amount, "")
    if after := _one_of(_PERCENT, words, end):
        yield after, Measure(amount, "%")
    if end < len(words) and words[end] == "成":
        yield end + 1, Measure(amount * 10, "%")
        more = _number(words, end + 1) if end + 1 < len(words) else None
        if more and more[0] == end + 2 and more[1] < 10 and words[more[0] : more[0] + 1] not in (("成",), ("度",)):
            yield more[0], Measure(amount * 10 + more[1], "%")
    yield from _temperature(words, end, amount)


def _is_count(words: Sequence[str], end: int) -> bool:
    """Whether a number that ends here says how many: 一盏灯, 三台空调; 三个度 and 两个小时 are amounts."""
    after = words[end : end + 2]
    return bool(after) and after[0] in _MEASURE_WORDS and not (len(after) > 1 and after[1] in _UNITS_AFTER_MEASURE)


_MEASURE_WORDS = frozenset("盏个台扇只组幅道部")
_UNITS_AFTER_MEASURE = frozenset("度百小钟点半刻档格分月星")


def _temperature(words: Sequence[str], end: int, amount: float) -> Iterator[tuple[int, Measure]]:
    after = _one_of(_DEGREES, words, end)
    if after:
        if after < len(words) and words[after] == "半":
            after, amount = after + 1, amount + 0.5
        yield after, Measure(amount, "°C")
    scale = after or end
    if celsius := _one_of(_CELSIUS, words, scale):
        yield celsius, Measure(amount, "°C")
    if fahrenheit := _one_of(_FAHRENHEIT, words, scale):
        yield fahrenheit, Measure(round((amount - 32) / 1.8, 1), "°C")


def duration_at(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, seconds): "an hour and a half", "1 hour 15 minutes and 30 seconds", 一个半小时, 一小时十五分."""
    total, end, position, smallest = 0.0, 0, start, 10**9
    while position < len(words):
        part = _duration_part(words, position)
        if not part or part[2] >= smallest:
            break
        position, amount, smallest = part
        total, end = total + amount, position
        more = _AND_MORE.get(tuple(words[position : position + 3])) if smallest == 3600 else None
        if more:
            return position + 3, total + more
        while position < len(words) and words[position] in ("and", ",", "零"):
            position += 1
    return (end, total) if end else None


def _levelled(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    """ "Level two" of ten."""
    found = _number(words, start + 1) if start + 1 < len(words) else None
    if found and 0 <= found[1] <= _LEVELS:
        yield found[0], Measure(found[1] * 100 / _LEVELS, "%")


_LEVELS = 10


def _scaled(words: Sequence[str], start: int) -> Iterator[tuple[int, Measure]]:
    """华氏七十二度: the scale first."""
    found = _number(words, start + 2)
    if found:
        end, amount = found
        end = end + 1 if tuple(words[end : end + 1]) == ("度",) else end
        celsius = amount if words[start] == "摄" else round((amount - 32) / 1.8, 1)
        yield end, Measure(celsius, "°C")


def _duration_part(words: Sequence[str], start: int) -> tuple[int, float, int] | None:
    """(end, seconds, the unit's seconds)"""
    lead = tuple(words[start : start + 5])
    for said, seconds, unit in _LEADS_BY_FIRST.get(lead[0], ()):
        if lead[: len(said)] == said:
            return start + len(said), seconds, unit
    number = _number(words, start) or ((start + 1, 1.0) if words[start] in ("a", "an") else None)
    if not number:
        return None
    position, amount = number
    if position < len(words) and tuple(words[position : position + 2]) == ("个", "半"):
        position, amount = position + 2, amount + 0.5
    elif position < len(words) and tuple(words[position : position + 2]) == ("刻", "钟"):
        return position + 2, amount * 900, 60
    for length in (3, 2, 1):
        seconds_each = _SECONDS.get(tuple(words[position : position + length]))
        if seconds_each and position + length <= len(words):
            return position + length, amount * seconds_each, seconds_each
    return None


_AND_MORE: dict[tuple[str, ...], int] = {("and", "a", "half"): 1800, ("and", "a", "quarter"): 900}
_LEADS: tuple[tuple[tuple[str, ...], float, int], ...] = (
    (("1", "/", "2", "an", "hour"), 1800, 60),
    (("1", "/", "2", "hour"), 1800, 60),
    (("a", "quarter", "of", "an", "hour"), 900, 60),
    (("three", "quarters", "of", "an", "hour"), 2700, 60),
    (("3", "quarters", "of", "an", "hour"), 2700, 60),
    (("a", "couple", "of", "minutes"), 120, 60),
    (("a", "couple", "of", "hours"), 7200, 3600),
    (("half", "an", "hour"), 1800, 60),
    (("half", "a", "minute"), 30, 1),
    (("half", "hour"), 1800, 60),
    (("a", "half", "hour"), 1800, 60),
    (("half", "a", "hour"), 1800, 60),
    (("a", "quarter", "hour"), 900, 60),
    (("quarter", "of", "an", "hour"), 900, 60),
    (("半", "个", "小", "时"), 1800, 60),
    (("半", "个", "钟", "头"), 1800, 60),
    (("半", "小", "时"), 1800, 60),
    (("半", "个", "钟"), 1800, 60),
    (("半", "分", "钟"), 30, 1),
)
_LEADS_BY_FIRST = {first: tuple(x for x in _LEADS if x[0][0] == first) for first in {x[0][0] for x in _LEADS}}
_FIRST_OF_DURATIONS = frozenset({"a", "an", *(lead[0][0] for lead in _LEADS)})


def _one_of(options: Sequence[tuple[str, ...]], words: Sequence[str], start: int) -> int | None:
    """The end of the longest option that stands at `start`."""
    fitting = [len(o) for o in options if tuple(words[start : start + len(o)]) == o]
    return start + max(fitting) if fitting else None

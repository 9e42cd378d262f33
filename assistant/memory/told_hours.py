"""Hours in what was told: after ten, before half past eight, between ten and six, 晚上十点以后."""

import re

from assistant.memory.conditions import Condition

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS_ZH = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HALF_DAY = 12
_DAY_BEGINS = 6
"""What is not to be done after some hour of the evening may be done again from this hour on."""
_EARLIEST_EVENING = 5
"""Of hours without am or pm, "after" one from this on means the evening."""

_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))


def _hour(name: str) -> str:
    return (
        rf"(?P<{name}half>half past |half )?(?P<{name}>\d{{1,2}}(?::\d\d)?|{_WORD}|noon|midnight)"
        rf"(?: o'clock)?(?: ?(?P<{name}of>am|pm|a\.m\.|p\.m\.|a\.m|p\.m|in the morning|in the evening|at night|"
        r"in the afternoon))?"
    )


HOUR_EN = (
    rf"(?:between|from) {_hour('a')} (?:and|to|until|till) {_hour('b')}|"
    rf"(?:after|past|from) {_hour('c')}(?: onwards| on)?|"
    rf"(?:before|until|till) {_hour('d')}"
)

_ONE_ZH = "十[一二]?|[一二两三四五六七八九]|\\d{1,2}"


def _hour_zh(name: str) -> str:
    return (
        f"(?P<{name}of>早上|早晨|凌晨|上午|中午|下午|傍晚|晚上|夜里|第二天早上|第二天|次日)?"
        f"(?:(?P<{name}>{_ONE_ZH})点钟?(?P<{name}half>半)?|(?P<{name}clock>\\d{{1,2}}:\\d\\d))"
    )


HOUR_ZH = (
    f"{_hour_zh('a')}(?:到|至){_hour_zh('b')}(?:之间|期间)?|{_hour_zh('c')}(?:以后|之后|过后|后)|"
    f"{_hour_zh('d')}(?:以前|之前|前)"
)


def span_en(match: re.Match[str]) -> Condition:
    """The hours that an English form of HOUR_EN names."""
    if match["a"]:
        first = _clock(match, "a", later=True)
        return Condition(hours=_tidy(first, _clock(match, "b", later=first < _HALF_DAY < _said(match["b"]))))
    if match["c"]:
        return _after(_clock(match, "c", later=True))
    return Condition(hours=_tidy(0, _clock(match, "d", later=False)))


def span_zh(match: re.Match[str]) -> Condition:
    """The hours that a Mandarin form of HOUR_ZH names."""
    if match["a"] or match["aclock"]:
        return Condition(hours=_tidy(_clock_zh(match, "a", later=True), _clock_zh(match, "b", later=False)))
    if match["c"] or match["cclock"]:
        return _after(_clock_zh(match, "c", later=True))
    return Condition(hours=_tidy(0, _clock_zh(match, "d", later=False)))


def _after(hour: float) -> Condition:
    """From this hour until the next day begins."""
    return Condition(hours=_tidy(hour, _DAY_BEGINS if hour >= _HALF_DAY or hour < _DAY_BEGINS else 0))


def _clock(match: re.Match[str], name: str, *, later: bool) -> float:
    of = (match[f"{name}of"] or "").replace(".", "")
    hour = _said(match[name]) + (0.5 if match[f"{name}half"] else 0)
    evening = of in ("pm", "in the evening", "at night", "in the afternoon")
    return _in_day(hour, evening=evening, morning=bool(of) and not evening, later=later, as_it_is=":" in match[name])


def _clock_zh(match: re.Match[str], name: str, *, later: bool) -> float:
    of, clock = match[f"{name}of"] or "", match[f"{name}clock"]
    hour = _said(clock or match[name]) + (0.5 if match[f"{name}half"] else 0)
    evening = of in ("下午", "傍晚", "晚上", "夜里") and hour < _HALF_DAY
    morning = bool(of) and not evening
    return _in_day(hour, evening=evening, morning=morning, later=later, as_it_is=clock is not None)


def _in_day(hour: float, *, evening: bool, morning: bool, later: bool, as_it_is: bool) -> float:
    """The hour on a clock of 24 hours. `later`: without a word for it, the evening is meant."""
    if as_it_is or hour > _HALF_DAY or morning:
        return hour % 24
    meant = evening or (later and hour >= _EARLIEST_EVENING)
    if _HALF_DAY <= hour < _HALF_DAY + 1:
        return 0.0 + hour % _HALF_DAY if later and not morning else hour
    return hour + _HALF_DAY if meant else hour


def _said(word: str) -> float:
    if word in ("noon", "midnight"):
        return _HALF_DAY if word == "noon" else 0
    if ":" in word:
        hour, _, minute = word.partition(":")
        return int(hour) + int(minute) / 60
    if word.isdecimal():
        return int(word)
    known = _NUMBERS if word in _NUMBERS else _NUMBERS_ZH
    return known.index("二" if word == "两" else word) + 1


def _tidy(first: float, end: float) -> tuple[float, float]:
    """Whole hours as whole numbers."""
    found = tuple(int(hour) if float(hour).is_integer() else round(hour, 3) for hour in (first % 24, end % 24))
    return found[0], found[1]

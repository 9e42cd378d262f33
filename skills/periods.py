"""Times of before, as people name them: "last week", "since yesterday", "the last three hours", 昨天晚上."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from assistant.utterance import Language

Span = tuple[datetime, datetime]
"""From when up to, without, when."""

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
_NUMBERS: Mapping[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
    **{c: n for n, c in enumerate("一二三四五六七八九十", start=1)},
    **{"a": 1, "an": 1, "couple of": 2, "few": 3, "两": 2, "几": 3, "半": 1},
}  # fmt: skip
_UNITS: Mapping[str, timedelta] = {
    "minute": timedelta(minutes=1), "hour": _HOUR, "day": _DAY, "week": _WEEK, "month": timedelta(days=30),
    "分钟": timedelta(minutes=1), "小时": _HOUR, "钟头": _HOUR, "天": _DAY, "日": _DAY, "周": _WEEK, "星期": _WEEK,
    "礼拜": _WEEK, "月": timedelta(days=30),
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED = re.compile(
    r"(?:(?:the )?(?:last|past) |(?:最近|过去|前)(?:的)?)"
    r"(?:(?P<n>\d{1,3}|couple of|[a-z]+|[一二三四五六七八九十两几半]) ?)??(?:个)?"
    r"(?P<unit>minute|hour|day|week|month|分钟|小时|钟头|天|日|周|星期|礼拜|月)s?\b"
)
_ON_DAY = re.compile(rf"\b(?P<since>since )?(?:on |last )?(?P<day>{'|'.join(_WEEKDAYS)})\b")
_ON_DAY_ZH = re.compile(r"(?P<last>上)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")


def _day(now: datetime, back: int = 0) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - back * _DAY


def _hours(now: datetime, since: int, until: int, back: int = 0) -> Span:
    day = _day(now, back)
    return day + since * _HOUR, day + until * _HOUR


def _monday(now: datetime) -> datetime:
    return _day(now, now.weekday())


def _month(now: datetime) -> datetime:
    return _day(now).replace(day=1)


def _last_month(now: datetime) -> Span:
    return _month(_month(now) - _DAY), _month(now)


_NAMED: tuple[tuple[str, Callable[[datetime], Span]], ...] = (
    (r"since yesterday|从昨天(起|开始)", lambda now: (_day(now, 1), now)),
    (r"last night|yesterday (evening|night)|昨(天)?晚(上)?|昨天夜里", lambda now: _hours(now, 18, 30, 1)),
    (r"yesterday morning|昨天早上|昨天上午", lambda now: _hours(now, 4, 12, 1)),
    (r"this morning|今天?早(上|晨)?|今天上午", lambda now: _hours(now, 4, 12)),
    (r"this afternoon|今天下午", lambda now: _hours(now, 12, 18)),
    (r"this evening|tonight|今天?晚(上)?", lambda now: _hours(now, 18, 30)),
    (r"the day before yesterday|前天", lambda now: (_day(now, 2), _day(now, 1))),
    (r"\btoday\b|今天", lambda now: (_day(now), _day(now, -1))),
    (r"\byesterday\b|昨天", lambda now: (_day(now, 1), _day(now))),
    (r"this week|(这|本)(个)?(周|星期|礼拜)(?![一二三四五六日天])", lambda now: (_monday(now), _day(now, -1))),
    (r"\blast week\b(?! end)|上(个)?(周|星期|礼拜)(?![一二三四五六日天])",
     lambda now: (_monday(now) - _WEEK, _monday(now))),
    (r"this month|(这|本)(个)?月", lambda now: (_month(now), _day(now, -1))),
    (r"last month|上(个)?月", _last_month),
)  # fmt: skip


def period_in(words: str, now: datetime) -> tuple[Span, str] | None:
    """The time that is named, and the words without it; None where none is. Weeks begin on Monday."""
    said = " ".join(words.lower().split())
    for pattern, span in _NAMED:
        found = re.search(pattern, said)
        if found and not (found.group() == "last week" and re.search(r"the (last|past) week\b", said)):
            return span(now), _without(said, found)
    counted = _COUNTED.search(said)
    number = _NUMBERS.get(counted["n"], 0) if counted and counted["n"] and not counted["n"].isdigit() else None
    if counted and number != 0:
        times = number or (int(counted["n"]) if counted["n"] else 1)
        length = times * _UNITS[counted["unit"]]
        return (now - length, now + timedelta(seconds=1)), _without(said, counted)
    return _on_weekday(said, now)


def _on_weekday(said: str, now: datetime) -> tuple[Span, str] | None:
    """The latest such day that is over, or what was since then."""
    found = _ON_DAY.search(said)
    if found:
        day = _day(now, (now.weekday() - _WEEKDAYS.index(found["day"])) % 7 or 7)
        return (day, now if found["since"] else day + _DAY), _without(said, found)
    chinese = _ON_DAY_ZH.search(said)
    if chinese is None:
        return None
    place = min("一二三四五六日天".index(chinese["day"]), 6)
    monday = _monday(now) - (_WEEK if chinese["last"] or place >= now.weekday() else timedelta(0))
    return (monday + place * _DAY, monday + (place + 1) * _DAY), _without(said, chinese)


def _without(said: str, found: re.Match[str]) -> str:
    return f"{said[: found.start()]} {said[found.end() :]}"


def moment_in_words(moment: datetime, language: Language, *, end: bool = False) -> str:
    """A day, with its hour where it does not begin or, as an `end`, does not end with it."""
    whole = (moment.hour, moment.minute) == (0, 0)
    day = moment - _DAY if whole and end else moment
    if language == "zh":
        return f"{day.month}月{day.day}日" + ("" if whole else f"{moment:%H:%M}")
    return f"{day.day} {_MONTHS[day.month - 1]}" + ("" if whole else f", {moment:%H:%M}")

"""Conditions in words: what the person hears of what was understood."""

from collections.abc import Sequence

from assistant.understanding.deferred import Condition, Deferred, Kind
from assistant.utterance import Language

_ALL, _WORKDAYS, _WEEKEND = frozenset(range(1, 8)), frozenset(range(1, 6)), frozenset({6, 7})
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_ZH = "一二三四五六日"
_PARTS_ZH = {"morning": "早上", "afternoon": "下午", "evening": "晚上", "night": "夜里"}
_SIDES_ZH = {"before": "之前", "after": "之后"}
_AHEAD = ("today", "tomorrow", "the day after tomorrow")
_AHEAD_ZH = ("今天", "明天", "后天")

_UNABLE: dict[Language, dict[Kind, str]] = {
    "en": {
        "delay": "I cannot wait for a time yet",
        "moment": "I cannot wait for a time yet",
        "recurrence": "I cannot repeat things by myself yet",
        "duration": "I cannot end things after a time yet",
        "event": "I cannot wait for something to happen yet",
        "threshold": "I cannot watch for a value yet",
    },
    "zh": {
        "delay": "我还不能等到以后再做",
        "moment": "我还不能等到某个时间再做",
        "recurrence": "我还不能自己定期重复",
        "duration": "我还不能过一段时间自动结束",
        "event": "我还不能等某件事发生后再做",
        "threshold": "我还不能按数值变化来做",
    },
}
_FIRST: tuple[Kind, ...] = ("threshold", "event", "recurrence", "moment", "delay", "duration")
"""What is named as the reason where several conditions are set."""


def told_deferred(deferred: Sequence[Deferred], language: Language, *, beside: bool = False) -> str:
    """ "I understood: turn the hall light off, in 10 minutes. I cannot wait for a time yet, so I did nothing." """
    # `beside`: something else of the sentence is done at once.
    kinds = {c.kind for wish in deferred for c in wish.conditions}
    unable = _UNABLE[language][next(k for k in _FIRST if k in kinds)]
    if language == "zh":
        told = "；".join("，".join([*map(_chinese, wish.conditions), wish.command]) for wish in deferred)
        return f"我听懂了：{told}。{unable}，所以{'这一部分' if beside else '什么也'}没有做。"
    told = "; ".join(", ".join([wish.command, *map(_english, wish.conditions)]) for wish in deferred)
    return f"I understood: {told}. {unable}, so I did {'not do that part' if beside else 'nothing'}."


def _english(condition: Condition) -> str:
    match condition.kind:
        case "delay" if condition.seconds:
            return f"in {_span(condition.seconds)}"
        case "duration" if condition.seconds:
            return f"for {_span(condition.seconds)}"
        case "recurrence" if condition.seconds:
            return f"every {_span(condition.seconds)}"
        case "moment" | "recurrence" if condition.time or condition.weekdays:
            return _at(condition)
        case "duration" if condition.time:
            return f"until {_clock(condition.time)}{_ahead(condition)}"
    return condition.said


def _at(condition: Condition) -> str:
    parts = []
    if condition.kind == "recurrence":
        parts.append(_every(condition.weekdays))
    elif condition.weekdays:
        parts.append(f"on {_DAYS[min(condition.weekdays) - 1]}")
    if condition.part_of_day and not condition.time:
        parts.append("at night" if condition.part_of_day == "night" else f"in the {condition.part_of_day}")
    if condition.time:
        side = condition.relation if condition.relation in ("before", "after") else "at"
        parts.append(f"{side} {_clock(condition.time)}")
    return " ".join(parts) + _ahead(condition)


def _ahead(condition: Condition) -> str:
    return "" if condition.days_ahead is None else f" {_AHEAD[condition.days_ahead]}"


def _every(days: frozenset[int]) -> str:
    if days == _ALL:
        return "every day"
    if days == _WORKDAYS:
        return "every weekday"
    if days == _WEEKEND:
        return "every weekend"
    return "every " + " and ".join(_DAYS[d - 1] for d in sorted(days))


def _clock(time: str) -> str:
    return time.removeprefix("0")


def _span(seconds: float) -> str:
    """ "1 hour 30 minutes"."""
    told, left = [], round(seconds)
    for size, name in ((3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            told.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(told) or "0 seconds"


def _chinese(condition: Condition) -> str:
    match condition.kind:
        case "delay" if condition.seconds:
            return f"{_span_zh(condition.seconds)}后"
        case "duration" if condition.seconds:
            return f"持续{_span_zh(condition.seconds)}"
        case "recurrence" if condition.seconds:
            return f"每{_span_zh(condition.seconds)}"
        case "moment" | "recurrence" if condition.time or condition.weekdays:
            return _when_zh(condition)
        case "duration" if condition.time:
            return f"到{_when_zh(condition)}为止"
    return condition.said


def _when_zh(condition: Condition) -> str:
    day = "" if condition.days_ahead is None else _AHEAD_ZH[condition.days_ahead]
    if condition.kind == "recurrence":
        day += _every_zh(condition.weekdays)
    elif condition.weekdays:
        day += f"星期{_DAYS_ZH[min(condition.weekdays) - 1]}"
    part = "" if condition.time else _PARTS_ZH.get(condition.part_of_day, "")
    side = _SIDES_ZH.get(condition.relation, "") if condition.time else ""
    return day + part + condition.time.removeprefix("0") + side


def _every_zh(days: frozenset[int]) -> str:
    if days == _ALL:
        return "每天"
    if days == _WORKDAYS:
        return "每个工作日"
    if days == _WEEKEND:
        return "每个周末"
    return "每个星期" + "、".join(_DAYS_ZH[d - 1] for d in sorted(days))


def _span_zh(seconds: float) -> str:
    told, left = "", round(seconds)
    for size, name in ((3600, "小时"), (60, "分钟"), (1, "秒")):
        count, left = divmod(left, size)
        if count:
            told += f"{count}{name}"
    return told or "0秒"

"""Words of days, hours and parts of the day, in both languages."""

from assistant.understanding.deferred import PartOfDay, Relation

EVERY_DAY = frozenset(range(1, 8))
WORKDAYS, WEEKEND = frozenset(range(1, 6)), frozenset({6, 7})
NAMED_EVENTS: tuple[tuple[str, ...], ...] = (
    ("sunset",), ("sunrise",), ("dawn",), ("dusk",), ("bedtime",), ("nightfall",), ("daybreak",),
    ("日", "落"), ("日", "出"), ("天", "黑"), ("天", "亮"), ("太", "阳", "下", "山"),
)  # fmt: skip
"""Moments of every day that no clock tells."""
BETWEEN = frozenset({"at", ",", "on", "in", "the", "的", "around", "about", "，"})
AFTERWARDS = (("from", "now"), ("later",), ("from", "this", "moment"))
LATER_EN: dict[tuple[str, ...], float | None] = {
    ("in", "a", "while"): None,
    ("in", "a", "bit"): None,
    ("in", "a", "moment"): None,
    ("in", "a", "few", "minutes"): None,
    ("in", "a", "little", "while"): None,
    ("in", "a", "minute"): 60,
    ("in", "a", "sec"): None,
    ("in", "a", "second"): None,
    ("later", "on"): None,
    ("later",): None,
    ("soon",): None,
}
LATER_ZH = "过一会儿|过一会|等一会儿|等一会|等一下|等会儿|等会|待会儿|待会|一会儿|稍后|稍等|过会儿|过会"
AFTER_ZH = (("以", "后"), ("之", "后"), ("过", "后"), ("后",))


DAYS = {
    day: n
    for n, day in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], start=1)
}
DAYS_ZH = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
PARTS: dict[str, PartOfDay] = {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
}
PARTS_ZH: dict[tuple[str, ...], PartOfDay] = {
    ("早", "上"): "morning",
    ("早", "晨"): "morning",
    ("清", "早"): "morning",
    ("上", "午"): "morning",
    ("凌", "晨"): "night",
    ("下", "午"): "afternoon",
    ("傍", "晚"): "evening",
    ("晚", "上"): "evening",
    ("夜", "里"): "night",
    ("半", "夜"): "night",
    ("早",): "morning",
    ("晚",): "evening",
}
EACH = {
    "day": EVERY_DAY,
    "weekday": WORKDAYS,
    "workday": WORKDAYS,
    "weekend": WEEKEND,
}
ADVERBS = {
    ("daily",): EVERY_DAY,
    ("nightly",): EVERY_DAY,
    ("on", "weekdays"): WORKDAYS,
    ("weekdays",): WORKDAYS,
    ("on", "workdays"): WORKDAYS,
    ("on", "weekends"): WEEKEND,
    ("weekends",): WEEKEND,
}
EACH_ZH = {
    "每天": EVERY_DAY,
    "每日": EVERY_DAY,
    "天天": EVERY_DAY,
    "每晚": EVERY_DAY,
    "每早": EVERY_DAY,
    "每个工作日": WORKDAYS,
    "工作日": WORKDAYS,
    "每个周末": WEEKEND,
    "每周末": WEEKEND,
    "周末": WEEKEND,
    "周一到周五": WORKDAYS,
    "星期一到星期五": WORKDAYS,
}

DAYS_AHEAD: dict[tuple[str, ...], tuple[int, PartOfDay]] = {
    ("today",): (0, ""),
    ("tonight",): (0, "evening"),
    ("this", "morning"): (0, "morning"),
    ("this", "afternoon"): (0, "afternoon"),
    ("this", "evening"): (0, "evening"),
    ("tomorrow",): (1, ""),
    ("the", "day", "after", "tomorrow"): (2, ""),
    ("今", "天"): (0, ""),
    ("今", "晚"): (0, "evening"),
    ("今", "早"): (0, "morning"),
    ("明", "天"): (1, ""),
    ("明", "早"): (1, "morning"),
    ("明", "晚"): (1, "evening"),
    ("后", "天"): (2, ""),
}
NAMED_TIMES = {
    ("noon",): "12:00",
    ("midday",): "12:00",
    ("midnight",): "00:00",
    ("正", "午"): "12:00",
    ("午", "夜"): "00:00",
}
BEFORE_A_TIME = ("at", "by", "around", "about", "from", "after", "before", "到", "在", "于", "等", "等到")
RELATIONS: dict[str, Relation] = {
    "before": "before",
    "after": "after",
    "之前": "before",
    "以前": "before",
    "之后": "after",
    "以后": "after",
}
BEHIND_A_TIME = (
    ("的", "时", "候"), ("时", "候"), ("之", "前"), ("之", "后"), ("以", "前"), ("以", "后"), ("左", "右"), ("整",),
    ("了",), ("时",), ("前",), ("后",), ("的",),
)  # fmt: skip


NO_HOURS = (("%",), ("percent",), ("degrees",), ("degree",), ("per",), ("°",), ("minutes",), ("hours",), ("seconds",))

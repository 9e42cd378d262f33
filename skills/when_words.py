"""Under what somebody wants something, as it is said and as it is told."""

import re
from collections.abc import Mapping

from assistant.memory.conditions import Condition
from assistant.memory.told_times import plain, taken_apart
from assistant.tools import Choice
from assistant.utterance import Language
from skills.words import fill, phrase_file

WHEN = Choice(
    {
        "morning": {"en": ("in the morning", "in the mornings"), "zh": ("早上", "早晨", "上午")},
        "noon": {"en": ("at noon", "at lunchtime"), "zh": ("中午",)},
        "afternoon": {"en": ("in the afternoon", "in the afternoons"), "zh": ("下午",)},
        "evening": {"en": ("in the evening", "in the evenings"), "zh": ("晚上", "傍晚")},
        "night": {"en": ("at night",), "zh": ("夜里", "半夜", "夜间")},
        "weekdays": {"en": ("on weekdays", "during the week"), "zh": ("工作日", "平日")},
        "weekend": {"en": ("on weekends", "at the weekend"), "zh": ("周末",)},
        "winter": {"en": ("in winter", "in the winter"), "zh": ("冬天",)},
        "summer": {"en": ("in summer", "in the summer"), "zh": ("夏天",)},
        "baby_sleeps": {
            "en": ("while the baby sleeps", "when the baby sleeps", "while the baby is asleep", "while baby sleeps"),
            "zh": ("宝宝睡觉时", "宝宝睡觉的时候"),
        },
    }
)
"""One thing that can be said of when it holds."""

_CONDITIONS: Mapping[str, Condition] = {
    "morning": Condition(part="morning"),
    "noon": Condition(part="noon"),
    "afternoon": Condition(part="afternoon"),
    "evening": Condition(part="evening"),
    "night": Condition(part="night"),
    "weekdays": Condition(days="weekdays"),
    "weekend": Condition(days="weekend"),
    "winter": Condition(season="winter"),
    "summer": Condition(season="summer"),
}
DAWN = 6
"""What ends at this hour or earlier is of the night, and not of the morning before it."""

_HAN = re.compile(r"[㐀-鿿]")
_PERSONAL = ("home", "out")


def condition_of(when: str | None) -> Condition:
    """The condition that was said: one of WHEN."""
    return _CONDITIONS.get(when or "") or Condition(state=when or "")


def condition_told(sentence: str) -> Condition:
    """The condition in a whole sentence of either language; ALWAYS where it gives none."""
    language: Language = "zh" if _HAN.search(sentence) else "en"
    return taken_apart(plain(sentence), language)[0]


def when_in_words(when: Condition, language: Language) -> str:
    """ "on weekdays before 9:00", "while Ben is out"; empty where it holds always."""
    words = phrase_file("told")[language]
    known = words["when"]
    parts = [_state_in_words(when.state, language)] if when.state else []
    parts += [str(known.get(name, name)) for name in (when.season, when.days, when.part) if name]
    parts += [_hours_in_words(when.hours, language)] if when.hours is not None else []
    parts += [str(known[when.whom])] if when.whom else []
    return "".join(parts) if language == "zh" else " ".join(parts[::-1] if when.days else parts)


def _state_in_words(state: str, language: Language) -> str:
    words = phrase_file("told")[language]
    sort, _, who = state.partition(":")
    if sort in _PERSONAL and who:
        return fill(words[sort], who=who)
    return str(words["when"].get(state, state))


def _hours_in_words(hours: tuple[float, float], language: Language) -> str:
    words, (first, end) = phrase_file("told")[language], hours
    if first == 0 and end > DAWN:
        return fill(words["before"], end=_clock(end))
    if not end:
        return fill(words["after"], first=_clock(first))
    return fill(words["between"], first=_clock(first), end=_clock(end))


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    return f"{minutes // 60}:{minutes % 60:02}"

"""Under what somebody wants something, as it is said and as it is told."""

from collections.abc import Mapping

from assistant.memory.conditions import Condition
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
            "zh": ("宝宝睡觉时", "宝宝睡觉的时候", "孩子睡觉的时候"),
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


def condition_of(when: str | None, before: float | None = None) -> Condition:
    """The condition that was said: one of WHEN, or before an hour of the day."""
    if before is not None:
        return Condition(hours=(0, int(before)))
    return _CONDITIONS.get(when or "") or Condition(state=when or "")


def when_in_words(when: Condition, language: Language) -> str:
    """ "in the evening", "before 9:00"; empty where it holds always."""
    words = phrase_file("memory")[language]
    if when.hours is not None:
        return fill(words["before"], hour=f"{when.hours[1]}:00")
    name = when.state or when.part or when.days or when.season
    return str(words["when"].get(name, name)) if name else ""

"""When something holds, as it is said: what of a sentence is the condition, and what is left of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cache

from assistant.memory.conditions import ALWAYS, Condition, Days, Part, Season
from assistant.memory.told_hours import HOUR_EN, HOUR_ZH, span_en, span_zh
from assistant.utterance import Language

Read = Callable[[re.Match[str]], Condition]

MOST_CONDITIONS = 4
"""So many are taken off one sentence: "at the weekend, in the morning, while the baby sleeps"."""

_DAYS_EN: Mapping[str, Days] = {
    "mon": "monday", "tues": "tuesday", "wednes": "wednesday", "thurs": "thursday", "fri": "friday",
    "satur": "saturday", "sun": "sunday",
}  # fmt: skip
_DAYS_ZH: Mapping[str, Days] = {
    "一": "monday", "二": "tuesday", "三": "wednesday", "四": "thursday", "五": "friday", "六": "saturday",
    "日": "sunday", "天": "sunday",
}  # fmt: skip
_PARTS_EN: Mapping[str, Part] = {
    "morning": "morning", "noon": "noon", "lunchtime": "noon", "lunch": "noon", "afternoon": "afternoon",
    "evening": "evening", "night": "night", "night time": "night", "nighttime": "night",
}  # fmt: skip
_PARTS_ZH: Mapping[str, Part] = {
    "早上": "morning", "早晨": "morning", "清晨": "morning", "上午": "morning", "中午": "noon", "下午": "afternoon",
    "傍晚": "evening", "晚上": "evening", "夜里": "night", "夜间": "night", "半夜": "night", "深夜": "night",
    "夜晚": "night",
}  # fmt: skip
_SEASONS: Mapping[str, Season] = {
    "spring": "spring", "summer": "summer", "autumn": "autumn", "winter": "winter", "春": "spring", "夏": "summer",
    "秋": "autumn", "冬": "winter",
}  # fmt: skip

_WHILE = r"(?:while|when|whenever|as long as|if)"
_AWAY = r"(?:out|away|gone|not (?:at )?home|not in|at work|out of the house)"
_HERE = r"(?:at home|home|in|here|around)"
_NOBODY = r"(?:nobody|no one|noone|none of us|no-one)"
_WHILE_ZH = "(?:的时候|期间|时)"


def taken_apart(text: str, language: Language) -> tuple[Condition, str]:
    """The condition that a sentence gives, and the sentence without it; ALWAYS where it gives none.

    A state of who says it is "out" or "home", one of somebody else "out:NAME" or "home:NAME". Text is plain: lower
    case, without contractions and marks at its ends. Two that exclude each other are none.
    """
    found, rest = ALWAYS, text
    for _ in range(MOST_CONDITIONS):
        taken = _one(rest, language)
        if taken is None:
            break
        condition, left = taken
        both = _merged(found, condition)
        if both is None:
            return ALWAYS, text
        found, rest = both, left
    return found, rest


def plain(text: str) -> str:
    """A sentence as it is taken apart: lower case, contractions and politeness undone."""
    said = " ".join(text.lower().replace("\u2019", "'").split()).strip(" .!?。！？,，")
    said = _SHORT.sub(lambda match: _LONG.get(match[0], match[0]), said)
    return _POLITE.sub("", said).strip(" ,，")


def lasting(sentence: str) -> str:
    """A plain sentence without the words that only say that it holds from now on."""
    return _POLITE.sub("", _HENCEFORTH.sub("", sentence)).strip(" ,，")


_LONG: Mapping[str, str] = {
    "don't": "do not",
    "dont": "do not", "i'm": "i am", "im": "i am", "we're": "we are", "nobody's": "nobody is", "one's": "one is",
    "everybody's": "everybody is", "everyone's": "everyone is", "mustn't": "must not", "aren't": "are not",
    "shouldn't": "should not", "can't": "can not", "cannot": "can not", "isn't": "is not", "baby's": "baby is",
    "house's": "house is", "won't": "will not", "i'd": "i would",
    "we'd": "we would", "it's": "it is", "that's": "that is", "ain't": "is not",
}  # fmt: skip
_SHORT = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_LONG, key=len, reverse=True))) + r")\b")
_THIS_DAY = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening|weekend|week)|now|next \w+)\b|"
    "[今明昨]天|今晚|今早|明早|明晚|现在|后天|这个?(?:周末|星期|晚上)|下(?:个)?(?:周|星期)"
)
"""With one of these it is said of one day, and not of every such time."""
_POLITE = re.compile(
    r"^(?:(?:ok|okay|hey|so|and|well|please|mimosa|listen|just)[,:]? +)+|"
    r"(?:,? +please)$|^(?:请|麻烦|那)+[，,]?|(?:吧|哦|啊|呀|哈|了哦)$"
)
_HENCEFORTH = re.compile(
    r"^(?:from now on|in (?:the )?future|as a rule|in general)[,:]? +|^(?:以后|今后|从现在开始|从今以后)[，,]?"
)


def _one(text: str, language: Language) -> tuple[Condition, str] | None:
    if _THIS_DAY.search(text):
        return None
    for pattern, read in _forms(language):
        match = pattern.search(text)
        if match is None:
            continue
        left = f"{text[: match.start()]}{'' if language == 'zh' else ' '}{text[match.end() :]}"
        left = " ".join(left.replace(" ,", ",").split()).strip(" ,，的")
        if left:
            return read(match), left
    return None


def _merged(one: Condition, other: Condition) -> Condition | None:
    """Both at once; None where they say something different of the same."""
    added = {name: value for name, value in asdict(other).items() if value}
    if any(getattr(one, name) for name in added):
        return None
    return replace(one, **added)


@cache
def _forms(language: Language) -> tuple[tuple[re.Pattern[str], Read], ...]:
    if language == "zh":
        return tuple((re.compile(pattern), read) for pattern, read in _ZH.items())
    ends = tuple((re.compile(rf"(?:^|(?<=\s)|,)(?:{pattern})$"), read) for pattern, read in _EN.items())
    begins = tuple((re.compile(rf"^(?:{pattern})(?:,|\s|$)"), read) for pattern, read in _EN.items())
    return (*ends, *begins)


def _state(name: str) -> Read:
    return lambda match: Condition(state=name)


def _days(match: re.Match[str]) -> Condition:
    return Condition(days=_DAYS_EN.get(match[1]) or _DAYS_ZH[match[1]])


def _part(match: re.Match[str]) -> Condition:
    said = next(group for group in match.groups() if group)
    return Condition(part=_PARTS_EN.get(said) or _PARTS_ZH[said])


def _days_and_part(match: re.Match[str]) -> Condition:
    return Condition(days=_DAYS_EN[match[1]], part=_PARTS_EN[match[2]])


def _season(match: re.Match[str]) -> Condition:
    return Condition(season=_SEASONS[match[1]])


_EN: dict[str, Read] = {
    HOUR_EN: span_en,
    r"(?:in the|during the|over the|every) (?:early |late )?(morning|afternoon|evening)s?": _part,
    r"(?:at|during the|in the|over|every) (night|night ?time)s?|(?:at|around) (noon|lunchtime|lunch)": _part,
    r"on weekdays|during the week|on work(?:ing )?days": lambda _: Condition(days="weekdays"),
    r"(?:on|at|over) (?:the )?weekends?": lambda _: Condition(days="weekend"),
    r"on (mon|tues|wednes|thurs|fri|satur|sun)days?": _days,
    r"on (mon|tues|wednes|thurs|fri|satur|sun)day (morning|afternoon|evening|night)s?": _days_and_part,
    r"in (?:the )?(spring|summer|autumn|winter)(?:time)?": _season,
    rf"{_WHILE} (?:the |our |my )?(?:baby|little one|infant|toddler)(?: is)?(?: still)? (?:sleeps|sleeping|asleep|"
    r"napping|naps)": _state("baby_sleeps"),
    rf"{_WHILE} (?:the |our |my )?(?:kids|children|boys|girls)(?: are)?(?: still)? (?:sleep|sleeping|asleep|nap|"
    r"napping|in bed)": _state("kids_sleep"),
    rf"{_WHILE} (?:{_NOBODY} is {_HERE}|(?:everyone|everybody) is {_AWAY}|we are (?:all )?{_AWAY}|"
    r"the (?:house|home|flat|place) is empty)": _state("nobody_home"),
    rf"{_WHILE} (?:(?:somebody|someone|anybody|anyone) is {_HERE}|we are {_HERE})": _state("somebody_home"),
    rf"{_WHILE} i am {_AWAY}": _state("out"),
    rf"{_WHILE} i am {_HERE}": _state("home"),
    rf"{_WHILE} ([a-z][\w-]+) is {_AWAY}": lambda m: Condition(state=f"out:{m.group(1)}"),
    rf"{_WHILE} ([a-z][\w-]+) is {_HERE}": lambda m: Condition(state=f"home:{m.group(1)}"),
    r"for (?:the |our |my )?(?:kids|children|little ones)": lambda _: Condition(whom="children"),
}
_ZH: dict[str, Read] = {
    HOUR_ZH: span_zh,
    f"(?:宝宝|娃娃?|婴儿)(?:在|正在)?(?:睡觉|睡着|睡着了|午睡|睡){_WHILE_ZH}": _state("baby_sleeps"),
    f"(?:孩子们?|小孩|小朋友们?)(?:都)?(?:在|正在)?(?:睡觉|睡着了?|午睡|睡){_WHILE_ZH}": _state("kids_sleep"),
    f"(?:家里|屋里)?(?:没人|没有人|无人|都不|人都不)在?(?:家|在)?(?:里)?{_WHILE_ZH}|"
    f"(?:大家|我们|全家)?都(?:不在家|出门了?|出去了?){_WHILE_ZH}|我们(?:不在家?|出门|出去|外出){_WHILE_ZH}": _state(
        "nobody_home"
    ),
    f"(?:家里有人|有人在家|我们在家){_WHILE_ZH}": _state("somebody_home"),
    f"我(?:不在家?|出门|出去|外出|上班){_WHILE_ZH}": _state("out"),
    f"我在家{_WHILE_ZH}": _state("home"),
    f"([a-z一-鿿]{{2,6}}?)(?:不在家|出门|出去){_WHILE_ZH}": lambda m: Condition(state=f"out:{m.group(1)}"),
    f"([a-z一-鿿]{{2,6}}?)在家{_WHILE_ZH}": lambda m: Condition(state=f"home:{m.group(1)}"),
    "工作日|平日|平时上班": lambda _: Condition(days="weekdays"),
    "(?:每(?:个)?)?周末": lambda _: Condition(days="weekend"),
    "每?个?(?:周|星期|礼拜)([一二三四五六日天])": _days,
    "(?<![今明昨后天])(?:每天|每个)?(早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|深夜|夜晚)"
    "(?:的时候|时)?": _part,
    "([春夏秋冬])(?:天|季)(?:的时候|时)?": _season,
    "[给对让](?:孩子们|小朋友们|孩子|小孩子?|小朋友)": lambda _: Condition(whom="children"),
}

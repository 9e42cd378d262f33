"""Words that are no preference: appointments, orders, and what can only be seen or heard now."""

import re

from assistant.memory.told_orders import is_dressed_order, permits
from assistant.memory.told_times import plain
from assistant.utterance import Language

_TIME = re.compile(
    r"\b(on (mon|tues|wednes|thurs|fri|satur|sun)day|(at|around|by) (\d|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|noon|midnight)|tomorrow|tonight|next week|\d\s?[ap]\.?m)\b|"
    r"(周|星期|礼拜)[一二三四五六日天]|[明后今]天|\d点|[一二三四五六七八九十两]点",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(i|we|my|our|the|he|she|it|they|you|that|to|not|this|his|her|there)\b|[我你他她它]|咱", re.IGNORECASE
)
_POINTING = re.compile(
    r"\b(this|that) (song|track|tune|album|artist|singer|movie|film|show|episode|book)\b|"
    r"这(首|部|本|个)(歌|曲|电影|片|书|节目)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(that )?(always|never|you (may|can|must|should|have to|are allowed)|from now on)\b|"
    r"\b(unlock|disarm|without asking|may (come|do|enter|open|use)|(is|are) allowed to)\b|"
    r"^(总是|一直|永远|以后|你(可以|必须|应该|不用))|开锁|解锁|撤防|不用问",
    re.IGNORECASE,
)


def is_appointment(words: str) -> bool:
    """Whether the words name something at a time ("dinner on thursday") rather than state something about somebody."""
    return bool(_TIME.search(words)) and not _SUBJECT.match(words)


def is_order(words: str) -> bool:
    """Whether the words say what is to be done or may be done, and not what somebody is like."""
    language: Language = "en" if words.isascii() else "zh"
    sentence = plain(words)
    return bool(_ORDER.search(words)) or permits(sentence, language) or is_dressed_order(sentence, language)


def points_at_something(words: str) -> bool:
    """Whether what is meant can only be seen or heard now ("this song"), and not be known later."""
    return bool(_POINTING.search(words))

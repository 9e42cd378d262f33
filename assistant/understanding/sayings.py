"""Good night, good morning, I'm home, I'm leaving: words that greet, and after which people do what they always do.

A sentence is taken only where every word of it is one of the few that such a sentence is made of.
"""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[a-z']+")
_GAPS = re.compile(r"[\s，,。！!、~～]")

_FILLING = frozenset([
    "i", "i'm", "im", "am", "we", "we're", "are", "now", "then", "well", "ok", "okay", "so", "everyone", "everybody",
    "all", "mimosa", "the", "a", "it's", "my", "dear", "and", "hey", "hi", "hello", "right", "you", "to", "folks",
])  # fmt: skip


# fmt: off
_WORDS: Mapping[str, frozenset[str]] = {
    "good_night": frozenset([
        "good", "night", "goodnight", "nighty", "going", "go", "off", "bed", "sleep", "sweet", "dreams", "time",
        "for", "tired", "heading", "turning", "in", "hitting", "hay", "sack", "gonna",
    ]),
    "good_morning": frozenset(["good", "morning", "up", "awake", "just", "woke", "got", "have"]),
    "home": frozenset([
        "home", "back", "here", "just", "got", "finally", "at", "last", "again", "honey", "from", "work", "have",
        "i've", "arrived",
    ]),
    "leaving": frozenset(["leaving", "off", "going", "heading", "out", "for", "work", "house", "go", "gonna", "today"]),
}
# fmt: on
"""Every word of such a sentence is one of these, or fills."""

_WE_ARE = r"\b(?:i'?m|we'?re|i am|we are)"
_HAS: Mapping[str, re.Pattern[str]] = {
    "good_night": re.compile(
        r"\b(good ?night|nighty night|sweet dreams|to (bed|sleep)|time for bed|turning in|the (hay|sack))\b"
    ),
    "good_morning": re.compile(rf"^(\w+ )?(good )?morning\b|{_WE_ARE} (up|awake)\b|\bi (just )?(woke|got) up\b"),
    "home": re.compile(rf"{_WE_ARE} (just |finally )?(back|home)\b|\bgot (home|back)\b|^(home|back) again$"),
    "leaving": re.compile(
        rf"{_WE_ARE} (now )?(leaving|off( to work)?$|off now|heading (out|off)|going out|off to work|gonna go)\b"
    ),
}

_CALLED = "(Mimosa|mimosa|大家|各位|嗨|你好|好了|好的|那|嗯)?"
_ENDS = "(啊|呀|哦|啦|咯|喽|Mimosa|mimosa|大家)*"
_CHINESE: Mapping[str, re.Pattern[str]] = {
    "good_night": re.compile(
        rf"{_CALLED}(我们?|大家)?(现在)?((要|该|准备|先)?(去|上床)?(睡觉|睡|休息)(去|啦|了|咯|喽)+|晚安|做个好梦)"
        rf"{_ENDS}((我们?)?(要|该|先|准备)?去?(睡觉|睡|休息)(去|啦|了)+|晚安)?"
    ),
    "good_morning": re.compile(rf"{_CALLED}(早上好|早安|早啊|早呀|我(起床|醒|睡醒|起来)(啦|了)){_ENDS}"),
    "home": re.compile(
        rf"{_CALLED}我们?(终于|刚|刚刚|已经)?(回来|到家|回家|回到家|下班|下班回来|下班到家|放学|放学回来)(啦|了|咯|喽)+{_ENDS}"
    ),
    "leaving": re.compile(
        rf"{_CALLED}我们?(现在)?(要|先|得|准备)?(出门|出去|上班去|去上班|走|出发)(去)?(啦|了|咯|喽)+{_ENDS}"
    ),
}
"""The whole of it, without blanks and commas."""


def saying_in(said: str) -> str:
    """Which of "good_night", "good_morning", "home" and "leaving" it is and nothing more; empty where it is none."""
    plain = " ".join(_GAPS.sub(" ", said.casefold().replace("’", "'")).split()).strip(" .?")
    words = _WORD.findall(plain)
    if words and plain.isascii():
        if "?" in said:
            return ""
        fitting = (name for name, known in _HAS.items() if known.search(plain))
        return next((n for n in fitting if all(w in _FILLING or w in _WORDS[n] for w in words)), "")
    whole = _GAPS.sub("", said)
    return next((name for name, known in _CHINESE.items() if known.fullmatch(whole)), "")

"""What an English wish is good for, and what it leaves alone: "for the dog", "don't touch the curtains"."""

from collections.abc import Sequence

from assistant.understanding.reflex.english.mentioned import names_in
from assistant.understanding.reflex.english.stating_words import (
    ARTICLES,
    GOES_WRONG,
    HANDS_OFF,
    LET_IN,
    NO_MERE_TELLING,
    PRONOUNS,
    PURPOSES,
)
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense

LONGEST = 9
"""Words of a purpose."""
_LEADING = frozenset({"for", "to", "before", "in"})
_MEASURING = frozenset([
    Sense.QUANTITY, Sense.CONDITION, Sense.EXCEPT, Sense.EVERYTHING, Sense.NAME, Sense.CHOICE, Sense.NEGATION,
])  # fmt: skip


def is_for_something(chart: Chart, start: int, end: int) -> bool:
    """ "For the dog", "to let some air in", "let some light come": what it is good for, and nothing of this home."""
    words = chart.words[start:end]
    if words[0] in ("so", "just", "and"):
        start, words = start + 1, words[1:]
    if words[:1] == ("let",) and len(words) <= LONGEST:
        return bool(LET_IN & set(words)) and not chart.with_sense(Sense.QUANTITY)
    if not 2 <= len(words) <= LONGEST or names_in(chart, start, end):
        return False
    if words[0] not in _LEADING:
        return False
    if words[0] == "before" and words[1] in PRONOUNS | ARTICLES | _ANYONE and _is_forestalled(words):
        return True
    inside = [s for s in chart.spans if start <= s.start and s.end <= end]
    inside = [s for s in inside if s.start > start or s.sense is not Sense.CONDITION]
    if any(s.sense in _MEASURING for s in inside) or NO_MERE_TELLING & set(words):
        return False
    if {"it", "them"} & set(words):
        return False
    if words[0] == "for":
        return not any(s.sense in (Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM, Sense.HOUSE) for s in inside)
    if words[:2] == ("in", "time"):
        return True
    if words[0] == "before":
        return words[1] in PRONOUNS | ARTICLES and bool(GOES_WRONG & set(words))
    return words[0] == "to" and words[1] in PURPOSES


def _is_forestalled(words: Sequence[str]) -> bool:
    """ "Before the heifers figure it out", "before anyone else goes in": what shall not happen first, and no time."""
    if words[1] in ("i", "we", "you", "it", "there", "this", "that") or _COMING & set(words):
        return False
    return words[1] in _ANYONE or bool(_FORESTALLED & set(words))


_ANYONE = frozenset({"anyone", "anybody", "someone", "somebody"})
_COMING = frozenset([
    "come", "comes", "arrive", "arrives", "get", "gets", "return", "returns", "leave", "leaves", "start", "starts",
    "begin", "begins", "end", "ends", "wake", "wakes", "rise", "rises", "set", "sets", "land", "lands", "finish",
    "finishes", "back", "home", "bed", "sleep", "sunset", "dark", "visit", "visits", "work", "school", "o", "here",
])  # fmt: skip
"""What people wait for: whatever comes before it may have its time."""
_FORESTALLED = frozenset([
    "figure", "figures", "escape", "escapes", "run", "runs", "bolt", "bolts", "eat", "eats", "steal", "steals", "chew",
    "chews", "wander", "wanders", "smell", "smells", "spot", "spots", "find", "finds", "fly", "flies", "blow", "blows",
    "leak", "leaks", "overflow", "overflows", "else", "fry", "fries", "rot", "rots", "spoil", "spoils", "sneak",
    "sneaks",
])  # fmt: skip


def spares(chart: Chart, start: int, end: int) -> bool:
    """ "Don't touch the curtains", said beside a wish for other things."""
    words = chart.words[start:end]
    if words[:1] in (("but",), ("and",), ("just",)):
        words = words[1:]
    behind = words[2:] if words[:2] == ("do", "not") else ()
    return any(behind[: len(off)] == off for off in HANDS_OFF) and len(behind) <= 8 and not {"or", "if"} & set(words)

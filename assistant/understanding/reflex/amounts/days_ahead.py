"""A time of another day or part of a day as one amount: "tomorrow at seven", "eleven at night", 明早七点."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.amounts.quantities import Measure
from assistant.understanding.reflex.amounts.time_phrases import time_phrases
from assistant.understanding.reflex.amounts.time_words import BEFORE_A_TIME

_MINUTES_A_DAY = 24 * 60
_NAMES = frozenset({"tomorrow", "明", "morning", "afternoon", "evening", "night", "tonight"})
_IN_TWO_DAYS = ("后", "天")
_IN_THE = ("in", "the")
_HALVES = frozenset({"morning", "afternoon", "evening"})


def clocks_ahead(words: Sequence[str]) -> Iterator[tuple[int, int, Measure]]:
    """Every one in a sentence, as (start, end, minutes after the midnight behind us); without its "at" too."""
    if _NAMES.isdisjoint(words) and _IN_TWO_DAYS not in pairwise(words):
        return
    for phrase in time_phrases(words):
        told = phrase.condition
        if (
            told.kind != "moment"
            or not (told.days_ahead or told.part_of_day or _half(words, phrase.end))
            or not told.time
            or told.weekdays
        ):
            continue
        half = _half(words, phrase.end) if told.either_half else ""
        end = phrase.end + (len(_IN_THE) + 1 if half else 0)
        minutes = int(told.time[:2]) * 60 + int(told.time[3:])
        if half and half != "morning" and minutes < _MINUTES_A_DAY // 2:
            minutes += _MINUTES_A_DAY // 2
        measure = Measure((told.days_ahead or 0) * _MINUTES_A_DAY + minutes, "clock")
        yield phrase.start, end, measure
        if words[phrase.start] in BEFORE_A_TIME:
            yield phrase.start + 1, end, measure


def _half(words: Sequence[str], end: int) -> str:
    """The part of the day behind a time that may be before or after noon: "seven | in the evening"."""
    following = tuple(words[end : end + len(_IN_THE)])
    part = words[end + len(_IN_THE)] if len(words) > end + len(_IN_THE) else ""
    return part if following == _IN_THE and part in _HALVES else ""

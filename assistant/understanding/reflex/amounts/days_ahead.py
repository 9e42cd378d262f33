"""A time of another day as one amount: "tomorrow at seven", "half past six tomorrow morning", 明早七点."""

from collections.abc import Iterator, Sequence

from assistant.understanding.reflex.amounts.quantities import Measure
from assistant.understanding.reflex.amounts.time_phrases import time_phrases
from assistant.understanding.reflex.amounts.time_words import BEFORE_A_TIME

_MINUTES_A_DAY = 24 * 60
_NAMES = frozenset({"tomorrow", "明", "后"})


def clocks_ahead(words: Sequence[str]) -> Iterator[tuple[int, int, Measure]]:
    """Every one in a sentence, as (start, end, minutes after the midnight behind us); without its "at" too."""
    if _NAMES.isdisjoint(words):
        return
    for phrase in time_phrases(words):
        told = phrase.condition
        if told.kind != "moment" or not told.days_ahead or not told.time or told.weekdays:
            continue
        minutes = int(told.time[:2]) * 60 + int(told.time[3:])
        measure = Measure(told.days_ahead * _MINUTES_A_DAY + minutes, "clock")
        yield phrase.start, phrase.end, measure
        if words[phrase.start] in BEFORE_A_TIME:
            yield phrase.start + 1, phrase.end, measure

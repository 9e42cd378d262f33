"""What an English stretch names of this home, and whose a thing is."""

from collections.abc import Sequence

from assistant.understanding.reflex.english.stating_words import ARTICLES
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

NO_THINGS = frozenset({"person", "sound", "smoke", "problem", "weather"})
"""Kinds that are spoken of without meaning anything of this home."""
_TELLS_ALONE = 5
"""Letters; shorter words of names are mostly common ones: "big", "left", "front"."""
_SHORTEST = 2


def names_in(chart: Chart, start: int, end: int) -> list[tuple[int, int]]:
    """Where things are named in a stretch, with the words between them; neighbours count as one name."""
    inside = [s for s in chart.with_sense(Sense.NAME, Sense.KIND) if start <= s.start and s.end <= end]
    inside = [s for s in inside if s.meaning not in NO_THINGS]
    places = [s for s in chart.with_sense(Sense.PART, Sense.ROOM) if start <= s.start and s.end <= end]
    found: list[tuple[int, int]] = []
    for span in sorted(inside, key=lambda s: (s.start, -s.end)):
        if found and span.start < found[-1][1]:
            continue
        begin = span.start
        while any(p.end == begin for p in places):
            begin = min(p.start for p in places if p.end == begin)
        found.append((begin, span.end))
    return found


def parts_in(chart: Chart, start: int, end: int) -> list[tuple[int, int]]:
    """Where single words of names stand that tell by themselves which thing is meant: "straighteners"."""
    rooms = {i for s in chart.with_sense(Sense.ROOM) for i in range(s.start, s.end)}
    spans = [s for s in chart.with_sense(Sense.PART) if start <= s.start and s.end <= end and s.start not in rooms]
    telling = {(s.start, s.end) for s in spans if s.end - s.start == 1 and _tells_alone(chart, s.start)}
    return sorted(telling)


def _tells_alone(chart: Chart, at: int) -> bool:
    """Whether a word of a name is no common one: a long one, or one written as names are inside a sentence."""
    if len(chart.words[at]) > _TELLS_ALONE:
        return True
    inside = at > 0 and chart.words[at - 1] not in PUNCTUATION
    return inside and len(chart.words[at]) > _SHORTEST and chart.text[chart.tokens[at].start].isupper()


def subjects_in(chart: Chart, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The word of a name with which what is told begins: "RO is making noise"."""
    starts = {start + (chart.words[start] in ARTICLES) for start, _ in stretches}
    return sorted({(s.start, s.end) for s in chart.with_sense(Sense.PART) if s.start in starts})[:1]


def is_possessive(chart: Chart, at: int) -> bool:
    """Whether a word is written with "'s"."""
    token = chart.tokens[at]
    return chart.text[token.start : token.end].lower().endswith(("'s", "’s"))

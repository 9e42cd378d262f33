"""What stands in a stretch of Mandarin between two pauses, and a sentence with some of it rewritten."""

import re
from collections.abc import Sequence

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import PLACES, THINGS, Stretch, inside
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token

NAMED = (*THINGS, Sense.PART)
WHOLE = (*NAMED, *PLACES, Sense.ABSENT_ROOM, Sense.ABILITY)


def letters(chart: Chart, start: int, end: int) -> str:
    """One character for each token."""
    return "".join(w if len(w) == 1 else "\ufffc" for w in chart.words[start:end])


def found_in(turn: re.Pattern[str], chart: Chart, stretch: Stretch) -> int | None:
    """Where a turn begins in a stretch."""
    found = turn.search(letters(chart, *stretch))
    return stretch[0] + found.start() if found and found.group() else None


def is_named_in(chart: Chart, stretch: Stretch) -> bool:
    return stretch[0] < stretch[1] and bool(things_in(chart, stretch))


def things_in(chart: Chart, stretch: Stretch) -> list[Span]:
    """What is named in a stretch; the words of a room name nothing else, and 锁 is what shall be done."""
    rooms = inside(chart, stretch, *PLACES)
    named = [s for s in inside(chart, stretch, *NAMED) if chart.words[s.start : s.end] != ("锁",)]
    return [s for s in named if not any(r.start <= s.start and s.end <= r.end for r in rooms)]


def has_verb(chart: Chart, stretch: Stretch) -> bool:
    """Whether words of some phrase stand in a stretch."""
    named = 0
    for span in inside(chart, stretch, *WHOLE):
        named |= span.mask
    places = [p for found in chart.literals.values() for p in found if stretch[0] <= p[0] and p[1] <= stretch[1]]
    return any((1 << b) - (1 << a) & ~named for a, b in places)


def rewritten(chart: Chart, edits: Sequence[Edit]) -> tuple[Token, ...] | None:
    """The tokens with the edits made, the first of those that overlap; None where there is none."""
    kept: list[Edit] = []
    for edit in edits:
        if not any((e.start < edit.end and edit.start < e.end) or e.start == edit.start for e in kept):
            kept.append(edit)
    tokens: list[Token] = []
    at = 0
    for edit in sorted(kept, key=lambda e: e.start):
        tokens += [*chart.tokens[at : edit.start], *edit.new]
        at = edit.end
    return (*tokens, *chart.tokens[at:]) if kept else None

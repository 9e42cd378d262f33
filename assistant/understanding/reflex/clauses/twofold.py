"""Two things wished of one in a single clause: "the fairy lights green at half brightness", "heat mode at 23"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.reflex.clauses.stretches import Stretches, Understanding
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.match import Match
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

_LINKS = frozenset({"at", "and", "to", "with", "in", ",", "on", "then"})
_MODE = frozenset({"mode"})
MAX_CHOICES = 4
"""Words of one clause that are tried as what is chosen beside the amount."""


def twofold(parser: Stretches, start: int, end: int, around: Surroundings) -> Understanding | None:
    """The choice as one call and the amount as another, of the same things; None where not both can be done."""
    amount = _amount(parser.chart, start, end)
    if amount is None:
        return None
    for choice in _choices(parser.chart, start, end, amount):
        if _names_between(parser.chart, choice, amount):
            continue
        chosen = _reduced(parser, start, end, _with_links(parser.chart, amount, Sense.ABILITY), around)
        if chosen is None:
            continue
        set_to = _reduced(parser, start, end, _with_links(parser.chart, choice, None), around)
        if set_to is None or chosen.call.tool == set_to.call.tool:
            continue
        if chosen.call.arguments.get("things") == set_to.call.arguments.get("things") is not None:
            return Understanding((chosen, set_to))
    return None


def _names_between(chart: Chart, choice: Span, amount: Span) -> bool:
    """Whether each value is said of a thing of its own: "the wall lights at half and the chandelier off"; in Mandarin
    behind a pause, 客厅地暖二十二度，餐厅空调关掉."""
    first, second = sorted((choice, amount), key=lambda s: s.start)
    joints = [s.end for s in chart.with_sense(Sense.AND) if first.end <= s.start < second.start]
    if any(map(is_chinese, chart.words)):
        joints = [i + 1 for i in range(first.end, second.start) if chart.words[i] in PUNCTUATION]
    joined = max(joints, default=None)
    if joined is None:
        return False
    return any(
        joined <= s.start and s.end <= second.start
        for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.PART)
        if not s.mask & second.mask
    )


def _amount(chart: Chart, start: int, end: int) -> Span | None:
    inside = [s for s in chart.with_sense(Sense.QUANTITY) if start <= s.start and s.end <= end]
    start, end = min((s.start for s in inside), default=0), max((s.end for s in inside), default=0)
    return next((s for s in inside if (s.start, s.end) == (start, end)), None)


def _choices(chart: Chart, start: int, end: int, amount: Span) -> list[Span]:
    """What may be chosen, the longest first."""
    inside = {s.mask: s for s in chart.with_sense(Sense.CHOICE) if start <= s.start and s.end <= end}
    apart = (s for s in inside.values() if not s.mask & amount.mask)
    return sorted(apart, key=lambda s: s.start - s.end)[:MAX_CHOICES]


def _with_links(chart: Chart, span: Span, behind: Sense | None) -> range:
    """The tokens of a value with the word that leads to it and the one that says what it is of."""
    first, last = span.start, span.end
    while first and chart.words[first - 1] in _LINKS:
        first -= 1
    for other in chart.spans:
        if other.start == last and (other.sense is behind or chart.words[other.start] in _MODE):
            last = max(last, other.end)
    if chart.words[last : last + 1] == ("mode",):
        last += 1
    return range(first, last)


def _reduced(parser: Stretches, start: int, end: int, dropped: Sequence[int], around: Surroundings) -> Match | None:
    """What the clause comes to without some of its tokens."""
    kept = [i for i in range(start, end) if i not in dropped]
    while kept and parser.chart.words[kept[-1]] in _LINKS:
        kept.pop()
    over = parser.over(tuple(parser.chart.tokens[i] for i in kept), "")
    found = over.clause(0, len(kept), around)
    if not found.complete or len(found.matches) != 1:
        return None
    match = found.matches[0]
    owned = sum(1 << original for at, original in enumerate(kept) if match.owned >> at & 1)
    return replace(match, owned=owned, phrase=0, values=0, kinds=0)

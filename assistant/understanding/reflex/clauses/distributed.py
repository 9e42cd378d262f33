"""As many amounts as places in one clause: "set the bedroom and the office to 21 and 19"."""

from collections.abc import Sequence

from assistant.understanding.reflex.clauses.joints import joints
from assistant.understanding.reflex.clauses.stretches import Refused, Stretches, Understanding
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.match import Match
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token

MAX_AMOUNTS = 6

Joints = Sequence[tuple[int, int]]
"""Start and end of each."""

_OWN = frozenset({Sense.NAME, Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR})
_KINDS = frozenset({Sense.NAME, Sense.KIND})


def distributed(parser: Stretches, around: Surroundings) -> Understanding | None:
    """Each member of a list with its own amount, in their order; None where there are not as many."""
    chart = parser.chart
    between = joints(chart, parser.home)
    amounts = _amounts(chart, between)
    if not 1 < len(amounts) <= MAX_AMOUNTS:
        return None
    members = _members(between, amounts[0].start)
    if len(members) != len(amounts):
        return None
    matches: list[Match] = []
    refused: list[Refused] = []
    for number, amount in enumerate(amounts):
        over = parser.over(_alone(chart, between, members, number, amount, amounts[-1].end), "")
        found = over.clause(0, len(over.chart.tokens), around)
        if found.shortfall and not found.matches:
            refused.append(Refused(found.shortfall.reason, len(matches)))
        elif not found.matches:
            return None
        matches += found.matches
    return Understanding(tuple(matches), refused=tuple(refused)) if matches else None


def _amounts(chart: Chart, between: Joints) -> list[Span]:
    """Amounts with nothing but conjunctions between them."""
    found: list[Span] = []
    joined = dict(between)
    for span in sorted(chart.with_sense(Sense.QUANTITY), key=lambda s: (s.start, -s.end)):
        if found and span.start < found[-1].end:
            continue
        if found and joined.get(found[-1].end) != span.start:
            return []
        found.append(span)
    return found


def _members(between: Joints, end: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for joint in between if joint[1] < end for edge in joint), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _alone(chart: Chart, between: Joints, members: Joints, number: int, amount: Span, last: int) -> tuple[Token, ...]:
    """The sentence with one member and its amount; the verb, and a kind that all share, stay."""
    start, end = members[number]
    named = any(start <= s.start and s.end <= end for s in chart.telling if s.sense in _KINDS)
    left_out = 0
    for span in chart.telling:
        others = not (start <= span.start and span.end <= end)
        if others and (span.sense in _OWN or (named and span.sense is Sense.KIND)):
            left_out |= span.mask
    for joint in between:
        left_out |= (1 << joint[1]) - (1 << joint[0])
    before = [t for i, t in enumerate(chart.tokens[: members[-1][1]]) if not left_out >> i & 1]
    return (*before, *chart.tokens[amount.start : amount.end], *chart.tokens[last:])

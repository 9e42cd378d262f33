"""A sentence of several clauses: where one ends and the next begins, and what the later ones share with the earlier."""

import re
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.clauses.carrying_over import (
    of_that_kind,
    of_the_same,
    only_owned,
    sharing,
    valued_alone,
)
from assistant.understanding.reflex.clauses.joints import joints, unmarked_joints
from assistant.understanding.reflex.clauses.lists import Bounds, fills_a_list, is_headed, is_one_list, leading_on
from assistant.understanding.reflex.clauses.read_so_far import (
    ReadSoFar,
    described_by,
    is_told,
    rooms_said,
    with_clause,
)
from assistant.understanding.reflex.clauses.stretches import Stretches, Understanding
from assistant.understanding.reflex.clauses.twofold import twofold
from assistant.understanding.reflex.english.openings import only_points, opening_of, places_alone
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Ambiguous
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token, is_chinese

MAX_STRETCHES = 14
"""Stretches between conjunctions of one sentence; nobody lists more in a breath."""
_LONGEST = 8
"""Stretches of one clause."""
_ENDING = frozenset({Sense.EXCEPT_END, Sense.ALL, Sense.EVERYTHING})
_BETWEEN_CLAUSES = ("并", "并且", "然后", "接着", "随后", "顺便", ",再")


def several_in(parser: Stretches, around: Surroundings) -> Understanding | None:
    """Understand a sentence as several clauses; None where one of its stretches belongs to none."""
    marked = joints(parser.chart, parser.home)
    apart = _one_by_one(parser, _bounds(parser, marked), around)
    if apart is not None:
        return apart
    found = _best(parser, _bounds(parser, marked), around)
    if found is not None and found.complete:
        return found
    parted = joints(parser.chart, parser.home, at_commas=True)
    if parted != marked:
        apart = _best(parser, _bounds(parser, parted), around)
        if apart is not None and (apart.complete or _does_more(apart, found)):
            return apart
    unmarked = unmarked_joints(parser.chart, parser.grammar)
    if not unmarked:
        return found
    # Where nothing marks the end of a clause, only a reading of which all can be done is believed.
    bolder = _best(parser, _bounds(parser, sorted({*marked, *unmarked})), around, whole=True)
    return bolder if bolder is not None and bolder.complete else found


def _does_more(one: Understanding, other: Understanding | None) -> bool:
    """Whether more can be done and no more is refused: "fan on in the bath, light on too, and the flurb"."""
    if other is None or not other.matches:
        return bool(one.matches)
    return len(one.matches) > len(other.matches) and len(one.refused) <= len(other.refused)


def _bounds(parser: Stretches, between: Bounds) -> list[tuple[int, int]]:
    edges = [0, *(edge for joint in between for edge in joint), len(parser.chart.tokens)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _best(parser: Stretches, bounds: Bounds, around: Surroundings, *, whole: bool = False) -> Understanding | None:
    """The reading with the fewest refusals, then the fewest shared verbs, then the fewest clauses.

    `whole`: only a reading of which all can be done is wanted; what refuses a part of it is not gone on with.
    """
    count = len(bounds)
    if not 1 < count <= MAX_STRETCHES:
        return None
    headed = [is_headed(parser, *bound) for bound in bounds]
    parted = [
        own and _parts_clauses(parser.chart, one[1], other[0])
        for (one, other), own in zip(pairwise(bounds), headed[1:], strict=True)
    ]
    led = leading_on(parser, bounds, headed)
    apart = _one_by_one(parser, bounds, around) if whole and all(headed) else None
    if apart is not None and apart.complete:
        return apart
    best: list[ReadSoFar | None] = [ReadSoFar(), *[None] * count]
    for end in range(1, count + 1):
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            before, heads = best[start], sum(headed[start:end])
            if before is None or parser.effort.is_over:
                continue
            many = heads > 1 and not is_one_list(parser, bounds[start:end], headed[start:end])
            if many and end < count and not fills_a_list(parser, bounds[start][0], bounds[end - 1][1]):
                continue
            if end - start > 1 and (heads == 0 or _belongs_before(before, parser, *bounds[start])):
                continue
            if any(parted[start : end - 1]) or led[end - 1]:
                continue
            read = _extended(before, parser, bounds[start:end], heads, around)
            known = best[end]
            if read is not None and not (whole and read.refused) and (known is None or read.rank < known.rank):
                best[end] = read
    last = best[count]
    return Understanding(last.matches, refused=last.refused) if last and last.clauses else None


def _parts_clauses(chart: Chart, start: int, end: int) -> bool:
    """Whether a joint stands between wishes alone, never between things: 打开A和B，并关闭C."""
    return "".join(chart.words[start:end]).endswith(_BETWEEN_CLAUSES)


def _one_by_one(parser: Stretches, bounds: Bounds, around: Surroundings) -> Understanding | None:
    """Each stretch by itself, where all are whole or plainly not possible: no other way to part it need be tried."""
    read = ReadSoFar()
    if not 1 < len(bounds) <= MAX_STRETCHES or not all(is_headed(parser, *bound) for bound in bounds):
        return None
    for number, bound in enumerate(bounds):
        further = _extended(read, parser, [bound], 1, around)
        if further is None or further.clauses == read.clauses or further.swallowed:
            return None
        refused = further.refused[len(read.refused) :]
        if not all(r.is_plain for r in refused):
            return None
        if refused and is_one_list(parser, bounds[number : number + 2], (True, True)):
            return None
        if further.shared and not only_owned(parser.chart, *bound):
            return None
        read = further
    return Understanding(read.matches, refused=read.refused) if read.matches else None


def _first_verb(parser: Stretches, start: int, end: int) -> tuple[Token, ...]:
    """The words that begin a clause of which nothing can be done: a later one may share them."""
    known = parser.grammar.openers
    ends = [b for i, places in parser.chart.literals.items() if i in known for a, b in places if a == start and b < end]
    return parser.chart.tokens[start : max(ends, default=start)]


_GOES_ON = re.compile(
    r"\b(?:and|then) (?:please |also )?(?:put|turn|switch|set|close|open|lock|unlock|start|stop|pause|dim|mute|shut"
    r"|add)\b",
    re.IGNORECASE,
)
"""The next wish behind words said to a thing: "… and put hoover bags on the shopping list"."""


def quotes_on(found: Understanding) -> bool:
    """Whether words said to a thing go on past a pause in Mandarin: 采购清单记洗衣液，维修清单记换灯泡."""
    for call in found.calls:
        values = call.arguments.values()
        if any(isinstance(v, tuple | list) for v in values):
            texts = [v for v in values if isinstance(v, str)]
            if any("，" in t or ("," in t and any(map(is_chinese, t))) or _GOES_ON.search(t) for t in texts):
                return True
    return False


def _belongs_before(before: ReadSoFar, parser: Stretches, start: int, end: int) -> bool:
    """Whether a stretch is but an amount for what was named before it, in Mandarin: 空调制热二十七度，窗帘拉上."""
    chart = parser.chart
    amounts = [s for s in chart.with_sense(Sense.QUANTITY) if (s.start, s.end) == (start, end)]
    return bool(amounts) and before.clauses > 0 and is_chinese(chart.words[start])


def _extended(
    before: ReadSoFar, parser: Stretches, bounds: Bounds, heads: int, around: Surroundings
) -> ReadSoFar | None:
    """What came before, and one more clause."""
    start, end = bounds[0][0], bounds[-1][1]
    if before.unclear and only_points(parser.chart, start, end):
        return replace(before, clauses=before.clauses + 1)
    unplaced = isinstance(before.unclear, Ambiguous) and places_alone(parser.chart, start, end)
    if not heads and before.clauses and (unplaced or _is_still_spared(parser, start)):
        return None  # "Turn on the fan, in the nursery": of the fan, and no wish for what else is there
    after = _behind(before, around)
    if before.openings and not before.clauses and before.topic and rooms_said(parser, start, end):
        return _opened(before, parser, bounds, heads) if not heads else None
    shared = None
    alike = of_the_same(before, parser, start, end, after) if heads == 1 else None
    if alike is not None:
        return alike
    if not heads and before.clauses:
        shared = valued_alone(before, parser, start, end, after) or sharing(before, parser, start, end, after)
        if shared is not None and len(shared.refused) == len(before.refused):
            return shared
        if len(before.carried) > 1 and not before.topic and rooms_said(parser, start, end):
            # "The lights and the flurb in the kitchen": its room may be that of the lights as well.
            return None
    if places_alone(parser.chart, start, end) and not heads and (before.clauses or parser.chart.words[start] == "on"):
        return shared or _opened(before, parser, bounds, heads)
    if (
        not heads
        and not before.clauses
        and parser.chart.words[start] == "on"
        and places_alone(parser.chart, start, end)
    ):
        return _opened(before, parser, bounds, heads)
    found = of_that_kind(before, parser, start, end, after)
    found = found or (parser.part if heads < 2 else parser.clause)(start, end, after)
    if not found.matches and not parser.mood.asks:
        found = twofold(parser, start, end, after) or found
    if is_told(found) and (found.matches or shared is None):
        read = with_clause(before, found, parser, rooms_said(parser, start, end))
        swallowed = before.swallowed + (heads > 1 and quotes_on(found))
        if not found.matches and heads == 1 and not is_chinese(parser.chart.words[start]):
            read = replace(read, verb=_first_verb(parser, start, end), values=(), kinds=(), tool="")
        return replace(read, swallowed=swallowed, described=described_by(parser.chart, start, end) or before.described)
    return shared or _opened(before, parser, bounds, heads)


def _behind(before: ReadSoFar, around: Surroundings) -> Surroundings:
    """Where and about what a clause is said, behind those before it."""
    after = replace(
        around,
        pointed_at=before.carried or around.pointed_at,
        carried=before.carried,
        topic=before.topic,
        bound=before.bound,
    )
    return replace(after, place=before.topic[0]) if before.bound and len(before.topic) == 1 else after


def _is_still_spared(parser: Stretches, start: int) -> bool:
    """ "Except the freezer and the router": what follows an exception without a verb is another one, no other wish."""
    chart, openers = parser.chart, parser.grammar.openers
    last = max((s.end for s in chart.with_sense(Sense.EXCEPT) if s.end <= start), default=None)
    if last is None or any(s.sense in _ENDING and last <= s.start < start for s in chart.spans):
        return False
    return not any(last <= a < start for i, places in chart.literals.items() if i in openers for a, _ in places)


def _opened(before: ReadSoFar, parser: Stretches, bounds: Bounds, heads: int) -> ReadSoFar | None:
    """A stretch before the first wish that only says what all of it is about."""
    opening = None if heads or before.clauses else opening_of(parser, bounds[0][0], bounds[-1][1])
    if opening is None:
        return None
    topic = tuple(dict.fromkeys((*before.topic, *opening)))
    return replace(before, topic=topic, bound=bool(topic), openings=before.openings + 1)

"""Which stretches between conjunctions have words of a phrase of their own, and which are members of one list.

"Kitchen blinds down and the study and hall lights off": the study belongs to what comes behind it, not to the blinds.
"""

from collections.abc import Sequence

from assistant.understanding.reflex.clauses.read_so_far import LINKS, described_by
from assistant.understanding.reflex.clauses.stretches import Stretches
from assistant.understanding.reflex.matching.chart import Chart, families_in, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

Bounds = Sequence[tuple[int, int]]
"""Start and end of each stretch between conjunctions."""


def is_headed(parser: Stretches, start: int, end: int) -> bool:
    """Whether the words of some phrase stand in a stretch."""
    placing, inside = _placing(parser.chart), _inside_names(parser.chart)
    present = {
        literal
        for literal, places in parser.chart.literals.items()
        if any(
            start <= p[0] and p[1] <= end and ((1 << p[1]) - (1 << p[0])) & ~placing and p not in inside for p in places
        )
    }
    return any(family.needs for family in families_in(parser.chart, parser.grammar, present))


@kept_with_chart
def _inside_names(chart: Chart) -> frozenset[tuple[int, int]]:
    """Where Mandarin words of phrases stand that are but a part of what a thing is called: the 热 of 热水器."""
    named = [s for s in chart.with_sense(Sense.NAME, Sense.KIND) if is_chinese(chart.words[s.start])]
    places = (place for places in chart.literals.values() for place in places)
    return frozenset(
        place
        for place in places
        if any(s.start <= place[0] and place[1] <= s.end and place != (s.start, s.end) for s in named)
    )


@kept_with_chart
def _placing(chart: Chart) -> int:
    """The tokens that only say where or how many: the "room" of "the hazel room", the "in" before it."""
    mask = 0
    for span in chart.with_sense(Sense.ALL):
        mask |= span.mask
    for span in chart.with_sense(Sense.ROOM, Sense.FLOOR):
        mask |= span.mask
        at = span.start - (chart.words[span.start - 1 : span.start] == ("the",))
        on = (
            at > 0
            and chart.words[at - 1] == "on"
            and (span.sense is Sense.FLOOR or _stands_apart(chart, at - 1, span.end))
        )
        if at and (chart.words[at - 1] == "in" or on):
            mask |= 1 << at - 1
    return mask


def _stands_apart(chart: Chart, start: int, end: int) -> bool:
    """ "On the deck, the awning out": between two pauses, where it only says where."""
    opens = not start or chart.words[start - 1] in _PAUSES
    return opens and chart.words[end : end + 1] in ((",",), (":",))


_PAUSES = frozenset({",", ".", "!", "and", ":"})


def leading_on(parser: Stretches, bounds: Bounds, headed: Sequence[bool]) -> list[bool]:
    """Which stretches only say whose or where what comes next is: "blinds down, and the study and hall lights off"."""
    chart, found = parser.chart, [False] * len(bounds)
    places = [s for s in chart.with_sense(*_PLACING) if not is_chinese(chart.words[s.start])]
    begins = {p[0] for i, at in chart.literals.items() if i in parser.grammar.openers for p in at} if places else set()
    opened, closed = {s.start for s in places}, {s.end for s in places}
    whole = {(s.start, s.end) for s in places}
    starts = [start + (chart.words[start] in _DETERMINERS) for start, _ in bounds]
    bare = [(start, end) in whole for start, (_, end) in zip(starts, bounds, strict=True)]
    number = 1
    while number < len(bounds):
        first = number
        while number < len(bounds) and bare[number]:
            number += 1
        leads = first < number < len(bounds) and headed[number] and bounds[number][0] not in begins
        # What stands behind a place may be one more: "the lamps in the den, the study and …".
        if leads and starts[number] in opened and bounds[first - 1][1] not in closed:
            found[first:number] = [described_by(chart, *bounds[number]) != ()] * (number - first)
        number += 1
    return found


_PLACING = (Sense.ROOM, Sense.FLOOR, Sense.PART)
_DETERMINERS = frozenset({"the", "my", "our"})


def fills_a_list(parser: Stretches, start: int, end: int) -> bool:
    """ "Put milk and eggs on the list and …": what is put on it may be joined by "and", whatever follows."""
    if parser.chart.words[start] not in ("put", "add", "stick", "write"):
        return False
    listed = {s.end for s in parser.chart.with_sense(Sense.KIND) if s.meaning in _LISTS and start < s.start}
    # "Shopping list" is a list by one of its words, too.
    return bool(listed) and max(listed) <= end and max(listed) - min(listed) <= 1


_LISTS = frozenset({"list", "shopping_list"})


def is_one_list(parser: Stretches, bounds: Bounds, headed: Sequence[bool]) -> bool:
    """ "Set Liam's and Zoe's blinds to 50 percent": a verb, whose amount stands behind the last thing of its list."""
    chart, (first, *others) = parser.chart, bounds
    if not others or not headed[0] or any(headed[1:-1]) or _leads_to_amount(chart, *first):
        return False
    openers = parser.grammar.openers
    begins = {place[0] for literal, places in chart.literals.items() if literal in openers for place in places}
    if any(start in begins for start, _ in others):
        return False
    if _leads_to_amount(chart, *others[-1]):
        return any(at in begins for at in range(*first))
    said = set(chart.words[slice(*first)])
    return bool(said & _PARTED) and not said & _WAYS and chart.words[others[-1][1] - 1] in _WAYS


_PARTED = frozenset({"turn", "switch", "put"})
_WAYS = frozenset({"on", "off", "up", "down"})
"""Verbs that may be parted from their "on" by what is turned on."""


def _leads_to_amount(chart: Chart, start: int, end: int) -> bool:
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY) if s.end <= end}
    return any(chart.words[i] in LINKS and i + 1 in amounts for i in range(start, end - 1))

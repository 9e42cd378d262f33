"""What a clause takes over from the one before: its verb, its kind of thing, or that something is to be left alone."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from assistant.understanding.reflex.clauses.read_so_far import (
    LINKS,
    ReadSoFar,
    described_by,
    is_told,
    rooms_said,
    things_of,
    with_clause,
)
from assistant.understanding.reflex.clauses.stretches import Stretches, Understanding
from assistant.understanding.reflex.english.openings import only_points, places_alone
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.match import Match
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token

_ONE = frozenset({"one", "ones"})
_PLACED = frozenset({"in", "on", "at", "by", "over", "above", "upstairs", "downstairs", "outside"})
_VALUES = frozenset({Sense.QUANTITY, Sense.CHOICE})


def valued_alone(before: ReadSoFar, parser: Stretches, start: int, end: int, around: Surroundings) -> ReadSoFar | None:
    """A thing and its own amount, where that is whole without the verb of the clause before."""
    alone = parser.clause(start, end, around) if _leads_to_a_value(parser.chart, start, end) else None
    return (
        with_clause(before, alone, parser, rooms_said(parser, start, end))
        if alone is not None and alone.complete
        else None
    )


def of_the_same(before: ReadSoFar, parser: Stretches, start: int, end: int, around: Surroundings) -> ReadSoFar | None:
    """ "Olive's to 19" behind a thermostat, where that is what the tool of before makes of it."""
    if not before.tool or not only_owned(parser.chart, start, end):
        return None
    alike = sharing(before, parser, start, end, around)
    known = alike is not None and alike.tool == before.tool and len(alike.refused) == len(before.refused)
    return alike if known else None


def only_owned(chart: Chart, start: int, end: int) -> bool:
    """ "Olive's to 19" behind a thermostat: whose it is and how much, and not what it is."""
    named = any(s.sense is Sense.PART and start <= s.start and s.end <= end for s in chart.telling)
    valued = any(start <= s.start and s.end <= end for s in chart.with_sense(Sense.QUANTITY))
    return named and valued and not described_by(chart, start, end)


def _leads_to_a_value(chart: Chart, start: int, end: int) -> bool:
    """ "Thermostat to sixteen": the "off" of the clause before is none of its own."""
    if chart.words[start] in LINKS or not described_by(chart, start, end):
        return False
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY) if s.end <= end}
    return any(chart.words[i] in LINKS and i + 1 in amounts for i in range(start + 1, end - 1))


def of_that_kind(
    before: ReadSoFar, parser: Stretches, start: int, end: int, around: Surroundings
) -> Understanding | None:
    """ "The fan in the den to thirty and the one in the hall off": one of what was named before."""
    words = parser.chart.words
    at = next((i for i in range(start + 1, end) if words[i] in _ONE and words[i - 1] == "the"), None)
    if at is None or not before.kinds or at + 1 >= end or words[at + 1] not in _PLACED:
        return None
    found = Understanding()
    for kinds in _heads_of(before.kinds, parser.home):
        over = parser.over((*parser.chart.tokens[start:at], *kinds, *parser.chart.tokens[at + 1 : end]), "")
        found = over.part(0, len(over.chart.tokens), around)
        if found.matches:
            break
    if not found.matches and found.shortfall is None:
        return None
    # What counts as taken is counted from the beginning of the stretch: up to the "one" it is the same.
    same = (1 << (at - start)) - 1
    return replace(found, matches=tuple(replace(m, owned=(m.owned & same) << start) for m in found.matches))


def _heads_of(kinds: tuple[Token, ...], home: Home) -> Iterator[tuple[Token, ...]]:
    """The word for the kind without whose it was: "Liam's speaker" is none in the kitchen; then all that was said."""
    known = home.lexicon.kind_words
    said = tuple(token.text for token in kinds)
    head = next((at for at in range(1, len(said)) if said[at:] in known), None)
    if head is not None:
        yield kinds[head:]
    yield kinds


def sharing(before: ReadSoFar, parser: Stretches, start: int, end: int, around: Surroundings) -> ReadSoFar | None:
    """A clause without a verb takes that of the clause before, and its kind and amount where it has none of its own."""
    chart = parser.chart
    if excepted := max((s.end for s in chart.with_sense(Sense.EXCEPT) if s.start == start and s.end < end), default=0):
        return _spared(before, parser, excepted, end, around)
    valued = any(s.start >= start and s.end <= end for s in chart.with_sense(*_VALUES))
    lead = before.verb if valued else (*before.verb, *before.values)
    if places_alone(chart, start, end):
        lead = (*lead, *before.kinds)
    leads = [lead, before.described] if valued and only_points(chart, start, end) else [lead]
    for lead in filter(None, leads):
        over = parser.over((*lead, *chart.tokens[start:end]), before.tool)
        found = over.part(0, len(over.chart.tokens), around)
        if is_told(found) or (valued and _lacks_all(found)):
            break
    else:
        return None
    read = with_clause(before, _moved(found, len(lead), start), over, rooms_said(parser, start, end))
    values = read.values if valued else before.values
    described = described_by(chart, start, end) or before.described
    read = replace(read, shared=before.shared + 1, verb=before.verb, values=values, described=described)
    return replace(read, kinds=read.kinds or before.kinds)


def _lacks_all(found: Understanding) -> bool:
    """ "The kitchen to 21, the pantry to 12": a room in which nothing takes such an amount."""
    reason = found.shortfall.reason if found.shortfall else None
    return isinstance(reason, Unknown) and reason.guessed and bool(reason.room)


def _spared(before: ReadSoFar, parser: Stretches, start: int, end: int, around: Surroundings) -> ReadSoFar | None:
    """ "Island lights on, but not the ceiling light": what was not meant anyway is left alone."""
    over = parser.over((*before.verb, *parser.chart.tokens[start:end]), before.tool)
    found = over.part(0, len(over.chart.tokens), around)
    spared = {t for m in found.matches for t in things_of(m.call, parser.home)}
    matches = tuple(filter(None, (_without(m, spared, parser.home) for m in before.matches)))
    if not spared or len(matches) < len(before.matches):
        return None
    return replace(before, matches=matches, clauses=before.clauses + 1, carried=tuple(spared))


def _without(match: Match, spared: AbstractSet[str], home: Home) -> Match | None:
    """The same for all other things; None where none is left."""
    meant = things_of(match.call, home)
    if not spared & set(meant):
        return match
    arguments = {
        name: tuple(i for i in value if i not in spared) if isinstance(value, tuple | list) else value
        for name, value in match.call.arguments.items()
    }
    return None if set(meant) <= spared else replace(match, call=replace(match.call, arguments=arguments))


def _moved(found: Understanding, lead: int, start: int) -> Understanding:
    """With the tokens that count as taken counted in the sentence, not in the words put before them."""
    matches = tuple(replace(m, owned=m.owned >> lead << start) for m in found.matches)
    return replace(found, matches=matches)

"""A sentence of several clauses: where one ends and the next begins, and what the later ones share with the earlier."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.tools import ToolCall
from assistant.understanding.reflex.clauses.joints import joints, unmarked_joints
from assistant.understanding.reflex.clauses.stretches import Refused, Stretches, Understanding
from assistant.understanding.reflex.clauses.twofold import twofold
from assistant.understanding.reflex.english.openings import only_points, opening_of, places_alone
from assistant.understanding.reflex.matching.chart import Chart, families_in, kept_with_chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.match import Match
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token, is_chinese

MAX_STRETCHES = 14
"""Stretches between conjunctions of one sentence; nobody lists more in a breath."""
_LONGEST = 8
"""Stretches of one clause."""
_LINKS = frozenset({"to", "by", "at", "到", "至"})
_ONE = frozenset({"one", "ones"})
_PLACED = frozenset({"in", "on", "at", "by", "over", "above", "upstairs", "downstairs", "outside"})
_ENDING = frozenset({Sense.EXCEPT_END, Sense.ALL, Sense.EVERYTHING})
_VALUES = frozenset({Sense.QUANTITY, Sense.CHOICE})
_NAMING = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR)

_BETWEEN_CLAUSES = ("并", "并且", "然后", "接着", "随后", "顺便", ",再")

Bounds = Sequence[tuple[int, int]]
"""Start and end of each stretch between conjunctions."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the stretches up to some point came to."""

    matches: tuple[Match, ...] = ()
    refused: tuple[Refused, ...] = ()
    shared: int = 0
    """Clauses that took their verb from the one before."""
    clauses: int = 0
    swallowed: int = 0
    """Clauses whose free words hold a pause and what may be a wish of its own."""
    verb: tuple[Token, ...] = ()
    """The words of the last phrase that was said."""
    values: tuple[Token, ...] = ()
    """The amounts and choices that were said with it."""
    described: tuple[Token, ...] = ()
    """The words that named the things of the last clause."""
    kinds: tuple[Token, ...] = ()
    """The words that said which kind of thing it is about."""
    tool: str = ""
    carried: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    """Ids of the rooms it was about."""
    bound: bool = False
    openings: int = 0
    """Stretches before the first clause that only say what it is about."""
    unclear: Unknown | Ambiguous | None = None
    """Why the last clause cannot be done: "it" in the next one is not to be done either."""

    @property
    def rank(self) -> tuple[int, bool, int, int, int, int]:
        """Lower is better; beside a part that is refused, a reading that does more kinds of things."""
        done = -len({m.call.tool for m in self.matches}) if self.refused else 0
        refused = len(self.refused) + self.swallowed
        return refused, bool(self.refused) and not self.matches, self.openings, done, self.shared, self.clauses


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
        apart = _best(parser, _bounds(parser, parted), around, whole=True)
        if apart is not None and apart.complete:
            return apart
    unmarked = unmarked_joints(parser.chart, parser.grammar)
    if not unmarked:
        return found
    # Where nothing marks the end of a clause, only a reading of which all can be done is believed.
    bolder = _best(parser, _bounds(parser, sorted({*marked, *unmarked})), around, whole=True)
    return bolder if bolder is not None and bolder.complete else found


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
    headed = [_is_headed(parser, *bound) for bound in bounds]
    parted = [
        own and _parts_clauses(parser.chart, one[1], other[0])
        for (one, other), own in zip(pairwise(bounds), headed[1:], strict=True)
    ]
    apart = _one_by_one(parser, bounds, around) if whole and all(headed) else None
    if apart is not None and apart.complete:
        return apart
    best: list[_Read | None] = [_Read(), *[None] * count]
    for end in range(1, count + 1):
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            before, heads = best[start], sum(headed[start:end])
            if before is None or parser.effort.is_over:
                continue
            if heads > 1 and end < count and not _fills_a_list(parser, bounds[start][0], bounds[end - 1][1]):
                continue
            if end - start > 1 and (heads == 0 or _belongs_before(before, parser, *bounds[start])):
                continue
            if any(parted[start : end - 1]):
                continue
            read = _extended(before, parser, bounds[start:end], heads, around)
            known = best[end]
            if read is not None and not (whole and read.refused) and (known is None or read.rank < known.rank):
                best[end] = read
    last = best[count]
    return Understanding(last.matches, refused=last.refused) if last and last.clauses else None


def _fills_a_list(parser: Stretches, start: int, end: int) -> bool:
    """ "Put milk and eggs on the list and …": what is put on it may be joined by "and", whatever follows."""
    if parser.chart.words[start] not in ("put", "add", "stick", "write"):
        return False
    listed = {s.end for s in parser.chart.with_sense(Sense.KIND) if s.meaning in _LISTS and start < s.start}
    # "Shopping list" is a list by one of its words, too.
    return bool(listed) and max(listed) <= end and max(listed) - min(listed) <= 1


_LISTS = frozenset({"list", "shopping_list"})


def _parts_clauses(chart: Chart, start: int, end: int) -> bool:
    """Whether a joint stands between wishes alone, never between things: 打开A和B，并关闭C."""
    return "".join(chart.words[start:end]).endswith(_BETWEEN_CLAUSES)


def _one_by_one(parser: Stretches, bounds: Bounds, around: Surroundings) -> Understanding | None:
    """Each stretch by itself, where all are whole or plainly not possible: no other way to part it need be tried."""
    read = _Read()
    if not 1 < len(bounds) <= MAX_STRETCHES or not all(_is_headed(parser, *bound) for bound in bounds):
        return None
    for bound in bounds:
        further = _extended(read, parser, [bound], 1, around)
        if further is None or further.clauses == read.clauses or further.swallowed:
            return None
        if not all(r.is_plain for r in further.refused[len(read.refused) :]):
            return None
        if further.shared and not _only_owned(parser.chart, *bound):
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


def _belongs_before(before: _Read, parser: Stretches, start: int, end: int) -> bool:
    """Whether a stretch is but an amount for what was named before it, in Mandarin: 空调制热二十七度，窗帘拉上."""
    chart = parser.chart
    amounts = [s for s in chart.with_sense(Sense.QUANTITY) if (s.start, s.end) == (start, end)]
    return bool(amounts) and before.clauses > 0 and is_chinese(chart.words[start])


def _is_headed(parser: Stretches, start: int, end: int) -> bool:
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


def _valued_alone(before: _Read, parser: Stretches, start: int, end: int, around: Surroundings) -> _Read | None:
    """A thing and its own amount, where that is whole without the verb of the clause before."""
    alone = parser.clause(start, end, around) if _leads_to_a_value(parser.chart, start, end) else None
    return _with(before, alone, parser, _rooms(parser, start, end)) if alone is not None and alone.complete else None


def _of_the_same(before: _Read, parser: Stretches, start: int, end: int, around: Surroundings) -> _Read | None:
    """ "Olive's to 19" behind a thermostat, where that is what the tool of before makes of it."""
    if not before.tool or not _only_owned(parser.chart, start, end):
        return None
    alike = _sharing(before, parser, start, end, around)
    known = alike is not None and alike.tool == before.tool and len(alike.refused) == len(before.refused)
    return alike if known else None


def _only_owned(chart: Chart, start: int, end: int) -> bool:
    """ "Olive's to 19" behind a thermostat: whose it is and how much, and not what it is."""
    named = any(s.sense is Sense.PART and start <= s.start and s.end <= end for s in chart.telling)
    valued = any(start <= s.start and s.end <= end for s in chart.with_sense(Sense.QUANTITY))
    return named and valued and not _described(chart, start, end)


def _leads_to_a_value(chart: Chart, start: int, end: int) -> bool:
    """ "Thermostat to sixteen": the "off" of the clause before is none of its own."""
    if chart.words[start] in _LINKS or not _described(chart, start, end):
        return False
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY) if s.end <= end}
    return any(chart.words[i] in _LINKS and i + 1 in amounts for i in range(start + 1, end - 1))


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
        if at and (chart.words[at - 1] == "in" or (span.sense is Sense.FLOOR and chart.words[at - 1] == "on")):
            mask |= 1 << at - 1
    return mask


def _extended(before: _Read, parser: Stretches, bounds: Bounds, heads: int, around: Surroundings) -> _Read | None:
    """What came before, and one more clause."""
    start, end = bounds[0][0], bounds[-1][1]
    if before.unclear and only_points(parser.chart, start, end):
        return replace(before, clauses=before.clauses + 1)
    unplaced = isinstance(before.unclear, Ambiguous) and places_alone(parser.chart, start, end)
    if not heads and before.clauses and (unplaced or _is_still_spared(parser, start)):
        return None  # "Turn on the fan, in the nursery": of the fan, and no wish for what else is there
    after = replace(
        around,
        pointed_at=before.carried or around.pointed_at,
        carried=before.carried,
        topic=before.topic,
        bound=before.bound,
    )
    if before.bound and len(before.topic) == 1:
        after = replace(after, place=before.topic[0])
    if before.openings and not before.clauses and before.topic and _rooms(parser, start, end):
        return _opened(before, parser, bounds, heads) if not heads else None
    shared = None
    alike = _of_the_same(before, parser, start, end, after) if heads == 1 else None
    if alike is not None:
        return alike
    if not heads and before.clauses:
        shared = _valued_alone(before, parser, start, end, after) or _sharing(before, parser, start, end, after)
        if shared is not None and len(shared.refused) == len(before.refused):
            return shared
        if len(before.carried) > 1 and not before.topic and _rooms(parser, start, end):
            # "The lights and the flurb in the kitchen": its room may be that of the lights as well.
            return None
    if places_alone(parser.chart, start, end) and before.clauses and not heads:
        return shared
    found = _of_that_kind(before, parser, start, end, after)
    found = found or (parser.part if heads < 2 else parser.clause)(start, end, after)
    if not found.matches and not parser.mood.asks:
        found = twofold(parser, start, end, after) or found
    if _is_told(found) and (found.matches or shared is None):
        read = _with(before, found, parser, _rooms(parser, start, end))
        swallowed = before.swallowed + (heads > 1 and quotes_on(found))
        if not found.matches and heads == 1 and not is_chinese(parser.chart.words[start]):
            read = replace(read, verb=_first_verb(parser, start, end), values=(), kinds=(), tool="")
        return replace(read, swallowed=swallowed, described=_described(parser.chart, start, end) or before.described)
    return shared or _opened(before, parser, bounds, heads)


def _of_that_kind(before: _Read, parser: Stretches, start: int, end: int, around: Surroundings) -> Understanding | None:
    """ "The fan in the den to thirty and the one in the hall off": one of what was named before."""
    words = parser.chart.words
    at = next((i for i in range(start + 1, end) if words[i] in _ONE and words[i - 1] == "the"), None)
    if at is None or not before.kinds or at + 1 >= end or words[at + 1] not in _PLACED:
        return None
    over = parser.over((*parser.chart.tokens[start:at], *before.kinds, *parser.chart.tokens[at + 1 : end]), "")
    found = over.part(0, len(over.chart.tokens), around)
    if not found.matches and found.shortfall is None:
        return None
    # What counts as taken is counted from the beginning of the stretch: up to the "one" it is the same.
    same = (1 << (at - start)) - 1
    return replace(found, matches=tuple(replace(m, owned=(m.owned & same) << start) for m in found.matches))


def _is_still_spared(parser: Stretches, start: int) -> bool:
    """ "Except the freezer and the router": what follows an exception without a verb is another one, no other wish."""
    chart, openers = parser.chart, parser.grammar.openers
    last = max((s.end for s in chart.with_sense(Sense.EXCEPT) if s.end <= start), default=None)
    if last is None or any(s.sense in _ENDING and last <= s.start < start for s in chart.spans):
        return False
    return not any(last <= a < start for i, places in chart.literals.items() if i in openers for a, _ in places)


def _opened(before: _Read, parser: Stretches, bounds: Bounds, heads: int) -> _Read | None:
    """A stretch before the first wish that only says what all of it is about."""
    opening = None if heads or before.clauses else opening_of(parser, bounds[0][0], bounds[-1][1])
    if opening is None:
        return None
    topic = tuple(dict.fromkeys((*before.topic, *opening)))
    return replace(before, topic=topic, bound=bool(topic), openings=before.openings + 1)


def _sharing(before: _Read, parser: Stretches, start: int, end: int, around: Surroundings) -> _Read | None:
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
        if _is_told(found):
            break
    else:
        return None
    read = _with(before, _moved(found, len(lead), start), over, _rooms(parser, start, end))
    values = read.values if valued else before.values
    described = _described(chart, start, end) or before.described
    read = replace(read, shared=before.shared + 1, verb=before.verb, values=values, described=described)
    return replace(read, kinds=read.kinds or before.kinds)


def _spared(before: _Read, parser: Stretches, start: int, end: int, around: Surroundings) -> _Read | None:
    """ "Island lights on, but not the ceiling light": what was not meant anyway is left alone."""
    over = parser.over((*before.verb, *parser.chart.tokens[start:end]), before.tool)
    found = over.part(0, len(over.chart.tokens), around)
    spared = {t for m in found.matches for t in _things(m.call, parser.home)}
    matches = tuple(filter(None, (_without(m, spared, parser.home) for m in before.matches)))
    if not spared or len(matches) < len(before.matches):
        return None
    return replace(before, matches=matches, clauses=before.clauses + 1, carried=tuple(spared))


def _without(match: Match, spared: AbstractSet[str], home: Home) -> Match | None:
    """The same for all other things; None where none is left."""
    meant = _things(match.call, home)
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


def _is_told(found: Understanding) -> bool:
    """Whether something is done, or it can be said what is wrong."""
    reason = found.shortfall.reason if found.shortfall else None
    if found.matches or isinstance(reason, Ambiguous):
        return True
    return (
        reason is not None and not reason.guessed and bool(reason.what or reason.kind or reason.room or reason.unable)
    )


def _with(before: _Read, found: Understanding, parser: Stretches, rooms: tuple[str, ...]) -> _Read:
    done = len(before.matches)
    if not found.matches:
        assert found.shortfall is not None
        reason = found.shortfall.reason
        refused = (*before.refused, *(Refused(r, done) for r in (reason, *reason.also)))
        topic = rooms or before.topic
        return replace(
            before,
            refused=refused,
            clauses=before.clauses + 1,
            carried=(),
            unclear=reason,
            topic=topic,
            bound=before.bound and not rooms,
        )
    match = found.matches[0]
    carried = tuple(t for m in found.matches for t in _things(m.call, parser.home))
    return _Read(
        matches=(*before.matches, *found.matches),
        refused=(*before.refused, *(Refused(r.reason, done + r.after) for r in found.refused)),
        shared=before.shared,
        swallowed=before.swallowed,
        clauses=before.clauses + 1,
        openings=before.openings,
        verb=_tokens(parser.chart, match.phrase),
        values=_tokens(parser.chart, _linked(match.values, parser.chart)),
        kinds=_tokens(parser.chart, match.kinds),
        tool=match.call.tool,
        carried=carried,
        topic=rooms or (before.topic if before.bound else _room_of_one(carried, parser) or before.topic),
        bound=before.bound and not rooms,
    )


def _room_of_one(things: Sequence[str], parser: Stretches) -> tuple[str, ...]:
    """The room of the one thing that was called by its name in English: "kill Boomer, kill the ceiling fan"."""
    if len(things) != 1 or is_chinese(parser.chart.words[0]):
        return ()
    home, chart = parser.home, parser.chart
    own, thing = home.bits(things), home.names.thing(things[0])
    if thing is None or not thing.room:
        return ()
    there, kinds = home.within((thing.room,)), home.lexicon.kind_words
    parts = (s for s in chart.with_sense(Sense.PART) if chart.words[s.start : s.end] not in kinds)
    named = any(s.meaning == own for s in chart.with_sense(Sense.NAME))
    of_the_room = any(s.meaning & own and s.meaning.bit_count() > 1 and not s.meaning & ~there for s in parts)
    return (thing.room,) if named or of_the_room else ()


def _rooms(parser: Stretches, start: int, end: int) -> tuple[str, ...]:
    """The rooms that a stretch names; those of a floor where it names only that, in Mandarin."""
    inside = [s for s in parser.chart.with_sense(Sense.ROOM) if start <= s.start and s.end <= end]
    named = tuple(dict.fromkeys(r for s in inside if not _is_inner(s, inside) for r in s.meaning))
    if named or not is_chinese(parser.chart.words[start]):
        return named
    floors = [s for s in parser.chart.with_sense(Sense.FLOOR) if start <= s.start and s.end <= end]
    return parser.home.rooms_on(f for s in floors for f in s.meaning)


def _described(chart: Chart, start: int, end: int) -> tuple[Token, ...]:
    """The words of a stretch that name things and where they are; nothing where none are named."""
    inside = [s for s in chart.with_sense(*_NAMING) if start <= s.start and s.end <= end]
    if not any(s.sense in (Sense.NAME, Sense.KIND) for s in inside):
        return ()
    mask = 0
    for span in inside:
        mask |= span.mask
    return _tokens(chart, mask)


def _is_inner(span: Span, others: Sequence[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end and o.end - o.start > span.end - span.start for o in others)


def _tokens(chart: Chart, mask: int) -> tuple[Token, ...]:
    return tuple(token for i, token in enumerate(chart.tokens) if mask >> i & 1)


def _linked(values: int, chart: Chart) -> int:
    """Amounts with the word that leads to each: "by 20", "to 40 percent"."""
    for i, word in enumerate(chart.words):
        if word in _LINKS and values >> (i + 1) & 1:
            values |= 1 << i
    return values


def _things(call: ToolCall, home: Home) -> tuple[str, ...]:
    lists = [v for v in call.arguments.values() if isinstance(v, tuple | list)]
    return tuple(i for ids in lists for i in ids if isinstance(i, str) and home.names.thing(i))

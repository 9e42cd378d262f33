"""Wishes with a time or a condition: which words say when, which say what, and what the wish itself comes to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.tools import ToolCall
from assistant.understanding.deferred import Condition, Deferred
from assistant.understanding.reflex.amounts.time_phrases import TimePhrase, time_phrases
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.events import waits_for
from assistant.understanding.reflex.clauses.mood import Mood, mood_of
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

MAX_JOINTS = 3
"""Conjunctions at which a sentence is parted into wishes with a time each."""
MOST_NAMED = 2
"""Things that are called by name where a wish only points at them."""
MAX_TRIES = 12
"""Ways to part a sentence into condition and wish that are tried."""

_UNCONDITIONAL = Mood(False, (), ())


@dataclass(frozen=True, slots=True)
class Postponed:
    """Wishes that are not for now."""

    deferred: tuple[Deferred, ...] = ()
    """In their order; each has conditions of its own."""
    unclear: Ambiguous | Unknown | None = None
    """Why its things are not clear, where it has no calls."""


@dataclass(frozen=True, slots=True)
class _Parting:
    """One way to read a sentence: the tokens of its conditions, the rest being the wish."""

    times: tuple[TimePhrase, ...]
    clause: tuple[int, int] | None
    """Start and end of a clause that sets a condition."""

    def rest(self, chart: Chart) -> tuple[int, ...]:
        """Indices of the tokens of the wish."""
        taken = 0
        for phrase in self.times:
            taken |= phrase.mask
        start, end = self.clause or (0, 0)
        return tuple(i for i in range(len(chart.tokens)) if not taken >> i & 1 and not start <= i < end)


def postponed(parser: Parser, markers: Sequence[Span], around: Surroundings) -> Postponed | None:
    """What is wished for and when; None where no reading leaves a wish that is understood."""
    return _apart(parser, markers, around) or _together(parser, markers, around)


def _apart(parser: Parser, markers: Sequence[Span], around: Surroundings) -> Postponed | None:
    """ "… at sunset and … at eleven": two wishes, where each has its own time and is whole by itself."""
    chart = parser.chart
    joints = [s for s in chart.with_sense(Sense.AND) if chart.words[s.start] not in PUNCTUATION]
    for joint in joints[:MAX_JOINTS]:
        sides = [m for m in markers if m.end <= joint.start], [m for m in markers if m.start >= joint.end]
        if not all(sides):
            continue
        first = _side(parser, (0, joint.start), around)
        things = tuple(t for d in first.deferred for c in d.calls for t in things_of(c, parser.home)) if first else ()
        second = _side(parser, (joint.end, len(chart.tokens)), replace(around, pointed_at=things, carried=things))
        if first and second and first.deferred and second.deferred:
            return Postponed(first.deferred + second.deferred)
    return None


def first_now(
    parser: Parser, markers: Sequence[Span], around: Surroundings
) -> tuple[Understanding, tuple[Deferred, ...]] | None:
    """ "Turn the lamp on, and turn it off in ten minutes": what is to be now, and what is to become of it later.

    None where the later part does not point back at what the earlier one does: its time may then be that of both.
    """
    chart = parser.chart
    for joint in [s for s in chart.with_sense(Sense.AND) if chart.words[s.start] not in PUNCTUATION][:MAX_JOINTS]:
        if any(m.start < joint.end for m in markers):
            continue
        first = _wish(parser, range(joint.start), around)
        things = tuple(t for call in first.calls for t in things_of(call, parser.home))
        if not first.complete or not things:
            continue
        second = _side(parser, (joint.end, len(chart.tokens)), replace(around, pointed_at=things, carried=things))
        later = {t for d in second.deferred for c in d.calls for t in things_of(c, parser.home)} if second else set()
        if second and later and later <= {*things}:
            return first, second.deferred
    return None


def _side(parser: Parser, stretch: tuple[int, int], around: Surroundings) -> Postponed | None:
    tokens = parser.chart.tokens[stretch[0] : stretch[1]]
    parser.effort.count_words(len(tokens))
    own = chart_of(parser.chart.text, tokens, parser.home, parser.grammar)
    mood = mood_of(own)
    if not mood.conditions or mood.negations:
        return None
    return _together(Parser(own, parser.grammar, parser.home, mood, parser.effort), mood.conditions, around)


def things_of(call: ToolCall, home: Home) -> tuple[str, ...]:
    """Ids of the things that a call is about."""
    lists = [v for v in call.arguments.values() if isinstance(v, tuple | list)]
    return tuple(i for ids in lists for i in ids if isinstance(i, str) and home.names.thing(i))


def _together(parser: Parser, markers: Sequence[Span], around: Surroundings) -> Postponed | None:
    """One wish, or several that share their conditions."""
    chart, unclear = parser.chart, None
    for number, parting in enumerate(_partings(chart, markers)):
        if number >= MAX_TRIES:
            break
        rest = parting.rest(chart)
        if len(rest) < 2:
            continue
        understood = _wish(parser, rest, around)
        if understood.complete:
            said = _with_names(_as_said(chart, rest), understood.calls, parser.home)
            deferred = Deferred(tuple(_conditions(parting, chart)), said, understood.calls)
            return Postponed((deferred,))
        if understood.shortfall and unclear is None:
            unclear = understood.shortfall.reason
    return Postponed(unclear=unclear) if unclear else None


_IT = re.compile(r"\b(it|them|that one|this one)\b|它们|它", re.IGNORECASE)


def _with_names(said: str, calls: Sequence[ToolCall], home: Home) -> str:
    """The words of a wish with the name of what "it" stands for, where they point at one thing or two."""
    things = [t for i in dict.fromkeys(t for c in calls for t in things_of(c, home)) if (t := home.names.thing(i))]
    chinese = any(map(is_chinese, said))
    names = [next((n for n in t.names if any(map(is_chinese, n)) == chinese), t.names[0]) for t in things if t.names]
    if not 0 < len(names) <= MOST_NAMED or any(n.lower() in said.lower() for n in names):
        return said
    told = "和".join(names) if chinese else "the " + " and the ".join(names)
    return _IT.sub(lambda _: told, said, count=1)


def _wish(parser: Parser, rest: Sequence[int], around: Surroundings) -> Understanding:
    chart = parser.chart
    if parser.effort.is_over:
        return Understanding()
    tokens = tuple(chart.tokens[i] for i in rest)
    parser.effort.count_words(len(tokens))
    own = chart_of(chart.text, tokens, parser.home, parser.grammar)
    return Parser(own, parser.grammar, parser.home, _UNCONDITIONAL, parser.effort).sentence(around)


def _conditions(parting: _Parting, chart: Chart) -> Iterator[Condition]:
    said = [(p.start, replace(p.condition, said=chart.said(p.start, p.end))) for p in parting.times]
    if parting.clause:
        start, end = parting.clause
        while end > start and (chart.words[end - 1] in PUNCTUATION or chart.words[end - 1] in _CONNECTING):
            end -= 1
        said.append((start, waits_for(chart.words[start:end], chart.said(start, end))))
    yield from (condition for _, condition in sorted(said, key=lambda pair: pair[0]))


def _partings(chart: Chart, markers: Sequence[Span]) -> Iterator[_Parting]:
    """The ways to read a sentence, likeliest first."""
    times = tuple(_settled(time_phrases(chart.words), chart))
    covered = 0
    for phrase in times:
        covered |= phrase.mask
    openers = [m for m in markers if not m.mask & covered]
    if not openers:
        lasting = tuple(t for t in times if t.condition.kind != "duration")
        for part in dict.fromkeys((lasting, times)):
            if part:
                yield _Parting(part, None)
        return
    for start, end in _clauses(chart, min(openers, key=lambda m: m.start), max(m.end for m in openers)):
        yield _Parting(tuple(t for t in times if t.end <= start or t.start >= end), (start, end))


def _settled(phrases: Sequence[TimePhrase], chart: Chart) -> Iterator[TimePhrase]:
    """Without those that are only words of a name."""
    named = 0
    for span in chart.with_sense(Sense.NAME):
        named |= span.mask
    yield from (p for p in phrases if p.mask & ~named)


def _clauses(chart: Chart, opener: Span, last: int) -> Iterator[tuple[int, int]]:
    """Where the clause that sets the condition may begin and end."""
    end = len(chart.tokens)
    if is_chinese(chart.words[opener.start]):
        yield from _chinese_clauses(chart, opener, last)
    if opener.start:
        yield opener.start, end
    commas = [i + 1 for i in range(opener.end, end) if chart.words[i] in PUNCTUATION]
    begins = {p[0] for places in chart.literals.values() for p in places if p[0] > opener.end}
    begins |= {i for i in range(opener.end, end) if chart.words[i] in _BEFORE_WISH}
    for stop in [*commas, *sorted(begins, key=lambda at: (chart.words[at] in _PREPOSITIONS, at))]:
        yield opener.start, stop


def clause_ends(chart: Chart) -> list[Span]:
    """睡觉前…, 洗完衣服后…, 下班时…: one character that ends a clause, right before a wish, where no name has it."""
    begins = {p[0] for places in chart.literals.values() for p in places}
    begins |= {i for i, word in enumerate(chart.words) if word in _BEFORE_WISH | _CONNECTING}
    taken = 0
    for span in chart.spans:
        taken |= span.mask if span.end - span.start > 1 or span.sense in (Sense.NAME, Sense.ROOM) else 0
    return [
        Span(i, i + 1, Sense.CONDITION)
        for i, word in enumerate(chart.words)
        if word in ("前", "后", "时") and i > 1 and i + 1 in begins and not taken >> i & 1
    ]


_CONNECTING = frozenset({"就", "再", "才", "then"})
_BEFORE_WISH = frozenset({"把", "将", "请", "帮", "please"})
_PREPOSITIONS = frozenset({"in", "on", "at", "of", "to", "is", "are", "the", "a", "it", "for", "by", "off", "up"})
_ENDS_CLAUSE = ("就", "再", "才", "的话", "的时候", "时候", "时", "以后", "之后", "后", "之前", "以前", "前")


def _chinese_clauses(chart: Chart, opener: Span, last: int) -> Iterator[tuple[int, int]]:
    """如果…就, …以后, 等…再: from the first word, or from the opener, to the word that ends it."""
    words = chart.words
    ends = [
        at + len(said)
        for at in range(opener.start, len(words))
        for said in _ENDS_CLAUSE
        if words[at : at + len(said)] == tuple(said)
    ]
    for start in dict.fromkeys((0, opener.start)):
        for stop in sorted({e for e in ends if e >= last}):
            yield start, stop + (stop < len(words) and words[stop] in _CONNECTING | PUNCTUATION)


def _as_said(chart: Chart, rest: Sequence[int]) -> str:
    """The words of the wish, without courtesy and punctuation at its ends."""
    first, last = 0, len(rest)
    while last - first > 1 and chart.words[rest[last - 1]] in _AROUND:
        last -= 1
    courtesy = {s.start: s.end for s in chart.with_sense(Sense.POLITE)}
    while last - first > 1 and (chart.words[rest[first]] in _AROUND or rest[first] in courtesy):
        behind = courtesy.get(rest[first], rest[first] + 1)
        while first < last - 1 and rest[first] < behind:
            first += 1
    pieces: list[str] = []
    start = first
    for at in range(first, last):
        if at + 1 == last or rest[at + 1] != rest[at] + 1:
            pieces.append(chart.said(rest[start], rest[at] + 1))
            start = at + 1
    return ("" if is_chinese(chart.words[rest[first]]) else " ").join(pieces)


_AROUND = PUNCTUATION | {"please", "and", "then", "thanks", "hey", "mimosa", "ok", "请", "吧", "就", "再"}

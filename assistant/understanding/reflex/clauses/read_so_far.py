"""What the clauses of a sentence came to so far, and what a later one may take over from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.tools import ToolCall
from assistant.understanding.reflex.clauses.stretches import Refused, Stretches, Understanding
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.match import Match
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token, is_chinese

LINKS = frozenset({"to", "by", "at", "到", "至"})
_NAMING = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR)


@dataclass(frozen=True, slots=True)
class ReadSoFar:
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


def is_told(found: Understanding) -> bool:
    """Whether something is done, or it can be said what is wrong."""
    reason = found.shortfall.reason if found.shortfall else None
    if found.matches or isinstance(reason, Ambiguous):
        return True
    return (
        reason is not None and not reason.guessed and bool(reason.what or reason.kind or reason.room or reason.unable)
    )


def with_clause(before: ReadSoFar, found: Understanding, parser: Stretches, rooms: tuple[str, ...]) -> ReadSoFar:
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
    carried = tuple(t for m in found.matches for t in things_of(m.call, parser.home))
    return ReadSoFar(
        matches=(*before.matches, *found.matches),
        refused=(*before.refused, *(Refused(r.reason, done + r.after) for r in found.refused)),
        shared=before.shared,
        swallowed=before.swallowed,
        clauses=before.clauses + 1,
        openings=before.openings,
        verb=tokens_in(parser.chart, match.phrase),
        values=tokens_in(parser.chart, _linked(match.values, parser.chart)),
        kinds=tokens_in(parser.chart, match.kinds),
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


def rooms_said(parser: Stretches, start: int, end: int) -> tuple[str, ...]:
    """The rooms that a stretch names; those of a floor where it names only that, in Mandarin."""
    inside = [s for s in parser.chart.with_sense(Sense.ROOM) if start <= s.start and s.end <= end]
    named = tuple(dict.fromkeys(r for s in inside if not _is_inner(s, inside) for r in s.meaning))
    if named or not is_chinese(parser.chart.words[start]):
        return named
    floors = [s for s in parser.chart.with_sense(Sense.FLOOR) if start <= s.start and s.end <= end]
    return parser.home.rooms_on(f for s in floors for f in s.meaning)


def described_by(chart: Chart, start: int, end: int) -> tuple[Token, ...]:
    """The words of a stretch that name things and where they are; nothing where none are named."""
    inside = [s for s in chart.with_sense(*_NAMING) if start <= s.start and s.end <= end]
    if not any(s.sense in (Sense.NAME, Sense.KIND) for s in inside):
        return ()
    mask = 0
    for span in inside:
        mask |= span.mask
    return tokens_in(chart, mask)


def _is_inner(span: Span, others: Sequence[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end and o.end - o.start > span.end - span.start for o in others)


def tokens_in(chart: Chart, mask: int) -> tuple[Token, ...]:
    return tuple(token for i, token in enumerate(chart.tokens) if mask >> i & 1)


def _linked(values: int, chart: Chart) -> int:
    """Amounts with the word that leads to each: "by 20", "to 40 percent"."""
    for i, word in enumerate(chart.words):
        if word in LINKS and values >> (i + 1) & 1:
            values |= 1 << i
    return values


def things_of(call: ToolCall, home: Home) -> tuple[str, ...]:
    lists = [v for v in call.arguments.values() if isinstance(v, tuple | list)]
    return tuple(i for ids in lists for i in ids if isinstance(i, str) and home.names.thing(i))

"""Which senses of the words of a clause one tool admits."""

from dataclasses import dataclass, field

from assistant.understanding.reflex.clause import Clause
from assistant.understanding.reflex.cover import Cover, cover
from assistant.understanding.reflex.grammar import Abilities
from assistant.understanding.reflex.home import Home
from assistant.understanding.reflex.quantities import fitted
from assistant.understanding.reflex.spans import Sense, Span

_VALUES = frozenset({Sense.QUANTITY, Sense.CHOICE, Sense.ABILITY})
_TELLING = frozenset({Sense.KIND, Sense.NAME, Sense.ROOM, Sense.ABSENT_ROOM})
_OTHERWISE = frozenset({Sense.KIND, Sense.ASKING, Sense.FREE})
_ASKS = frozenset({"is", "are", "was", "were"})
_PARTICLES = frozenset({"吗", "么"})
"""End a request as well as a question."""


@dataclass(slots=True)
class Admission:
    """The spans that may explain words for one tool."""

    abilities: Abilities
    spans: list[Span]
    mask: int
    """All tokens they could explain."""
    _covers: dict[int, Cover] = field(default_factory=dict)

    @property
    def described(self) -> bool:
        """Whether a thing, a kind or a room is among them."""
        return any(s.sense in _TELLING for s in self.spans)

    def explained(self, clause: Clause, taken: int) -> Cover:
        """The cheapest explanation of the tokens that are not taken by the phrase."""
        if taken not in self._covers:
            self._covers[taken] = cover(self.spans, (clause.start, clause.end), taken, clause.chart.content)
        return self._covers[taken]


@dataclass(frozen=True, slots=True)
class _Tool:
    """What of a tool decides about a sense."""

    index: int
    abilities: Abilities
    fit: int
    """The things it takes."""
    wanted: frozenset[str]
    """The abilities its things must have."""
    kinds: frozenset[str]
    pointed_at: int


def admission_of(clause: Clause, index: int, abilities: Abilities) -> Admission:
    """Sort out the spans of a clause for one tool."""
    home, fit = clause.home, 0
    for _, targets in abilities.things:
        fit |= home.fitting(targets, reading=abilities.tool.reads_only)
    wanted = frozenset(t.ability for _, t in (*abilities.things, *abilities.rooms) if t.ability)
    kinds = frozenset(k for _, t in abilities.things for k in t.kinds)
    tool = _Tool(index, abilities, fit, wanted, kinds, home.bits(clause.setting.around.pointed_at))
    spans = [*clause.free, *(s for s in clause.telling if _is_admitted(s, tool, clause))]
    if any(t.default == "only" or t.ability == "mode" for _, t in abilities.things):
        # Made for the one such thing in a house, or for modes: "everything" and "all devices" are not meant for it.
        sweeping = [s for s in clause.telling if s.sense is Sense.EVERYTHING]
        spans = [s for s in spans if not any(w.start <= s.start and s.end <= w.end for w in sweeping)]
    spans = _without_rivals(spans, clause)
    mask = 0
    for span in spans:
        mask |= span.mask
    return Admission(abilities, spans, mask)


def _without_rivals(spans: list[Span], clause: Clause) -> list[Span]:
    """Without values that can be understood otherwise, where another is said: "is the heating on", "is it still on".

    Right behind the question word it stays a value: "is light detected".
    """
    kinds = {(s.start, s.end) for s in spans if s.sense in _OTHERWISE}
    values = [s for s in spans if s.sense is Sense.CHOICE]
    plain = [s for s in values if (s.start, s.end) not in kinds]
    if not kinds or not plain:
        return spans
    rivalled = {
        id(s)
        for s in values
        if (s.start, s.end) in kinds
        and s.start > clause.start
        and clause.chart.words[s.start - 1] not in _ASKS
        and any(p.meaning[1] == s.meaning[1] and (p.end <= s.start or s.end <= p.start) for p in plain)
    }
    return [s for s in spans if id(s) not in rivalled]


def _is_admitted(span: Span, tool: _Tool, clause: Clause) -> bool:
    if span.sense is Sense.ASKING:
        return clause.asks or tool.abilities.tool.reads_only or clause.chart.words[span.start] in _PARTICLES
    if span.sense in _VALUES:
        return _value_admitted(span, tool)
    return _description_admitted(span, tool, clause.home)


def _value_admitted(span: Span, tool: _Tool) -> bool:
    if span.sense is Sense.QUANTITY:
        return any(fitted(span.meaning, q.unit, q.low, q.high) is not None for _, q in tool.abilities.quantities)
    if span.sense is Sense.CHOICE:
        return bool(span.meaning[0] == tool.index)
    return span.meaning in tool.wanted


def _description_admitted(span: Span, tool: _Tool, home: Home) -> bool:
    if span.sense in (Sense.NAME, Sense.PART):
        return bool(span.meaning & tool.fit)
    if span.sense is Sense.KIND:
        return _kind_admitted(span, tool, home)
    if span.sense is Sense.IT:
        return bool(tool.fit & tool.pointed_at)
    return bool(tool.abilities.things or tool.abilities.rooms)


def _kind_admitted(span: Span, tool: _Tool, home: Home) -> bool:
    """Also a kind that the home lacks, so that this can be said, where the tool could take it."""
    if not tool.abilities.things:
        return False
    having = home.kind(span.meaning)
    if having:
        return bool(having & tool.fit)
    meaning = home.lexicon.kinds[span.meaning]
    possible = {m.partition(".")[0] for m in (*meaning.means, *meaning.related)}
    return not tool.kinds or bool(tool.kinds & possible)

"""Which senses of the words of a clause one tool admits."""

from dataclasses import dataclass, field

from assistant.understanding.reflex.clause import Clause
from assistant.understanding.reflex.cover import Cover, cover
from assistant.understanding.reflex.grammar import Abilities, Grammar
from assistant.understanding.reflex.reach import reach_of
from assistant.understanding.reflex.spans import Sense, Span

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
    _covers: dict[int, Cover] = field(default_factory=dict)

    def explained(self, clause: Clause, taken: int) -> Cover:
        """The cheapest explanation of the tokens that are not taken by the phrase."""
        if taken not in self._covers:
            self._covers[taken] = cover(self.spans, (clause.start, clause.end), taken, clause.chart.content)
        return self._covers[taken]


class Admissions:
    """What each tool admits of one clause: first as a bit set of tokens, span by span only where that may suffice."""

    def __init__(self, clause: Clause, grammar: Grammar) -> None:
        self._clause = clause
        self._grammar = grammar
        self._free = 0
        for span in (*clause.free, *clause.strange):
            self._free |= span.mask
        reach = reach_of(grammar, clause.home)
        pointed_at = clause.home.bits(clause.setting.around.pointed_at)
        words = clause.chart.words
        self._telling = [
            (s, s.mask, tools)
            for s in clause.telling
            if (tools := reach.of(s, clause.asks or words[s.start] in _PARTICLES, pointed_at))
        ]
        self._described = 0
        for span, _, tools in self._telling:
            self._described |= tools if span.sense in _TELLING else 0
        self._masks: dict[int, int] = {}
        self._known: dict[int, Admission] = {}

    def mask(self, tool: int) -> int:
        """All tokens that a tool could explain beside its phrase."""
        found = self._masks.get(tool)
        if found is None:
            found, bit = self._free, 1 << tool
            for _, mask, tools in self._telling:
                if tools & bit:
                    found |= mask
            self._masks[tool] = found
        return found

    def described(self, tool: int) -> bool:
        """Whether a thing, a kind or a room is among what a tool admits."""
        return bool(self._described >> tool & 1)

    def of(self, tool: int) -> Admission:
        """The spans that a tool admits."""
        if tool not in self._known:
            self._known[tool] = self._admission(tool)
        return self._known[tool]

    def _admission(self, tool: int) -> Admission:
        clause, abilities, bit = self._clause, self._grammar.tools[tool], 1 << tool
        spans = [*clause.free, *clause.strange, *(s for s, _, tools in self._telling if tools & bit)]
        if any(t.default == "only" or t.ability == "mode" for _, t in abilities.things):
            # Made for the one such thing in a house, or for modes: "everything" and "all devices" are not meant for it.
            sweeping = [s for s in clause.telling if s.sense is Sense.EVERYTHING]
            spans = [s for s in spans if not any(w.start <= s.start and s.end <= w.end for w in sweeping)]
        return Admission(abilities, _without_rivals(spans, clause))


def _without_rivals(spans: list[Span], clause: Clause) -> list[Span]:
    """Without values that can be understood otherwise, where another is said: "is the heating on", "is it still on".

    Right behind the question word it stays a value: "is light detected".
    """
    values = [s for s in spans if s.sense is Sense.CHOICE]
    if len(values) < 2:
        return spans
    kinds = {(s.start, s.end) for s in spans if s.sense in _OTHERWISE}
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

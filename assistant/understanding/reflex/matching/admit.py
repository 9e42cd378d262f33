"""Which senses of the words of a clause one tool admits."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.understanding.reflex.clauses.clause import Clause
from assistant.understanding.reflex.matching.cover import Cover, Ends, covered, ends_of
from assistant.understanding.reflex.names.reach import reach_of
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span, bits_of

_TELLING = frozenset({Sense.KIND, Sense.NAME, Sense.ROOM, Sense.ABSENT_ROOM})
_OTHERWISE = frozenset({Sense.KIND, Sense.ASKING, Sense.FREE})
_DETERMINERS = frozenset({"the", "my", "our"})
_ASKS = frozenset({"is", "are", "was", "were"})
_PARTICLES = frozenset({"吗", "么"})
"""End a request as well as a question."""


@dataclass(slots=True)
class Admission:
    """The spans that may explain words for some tools."""

    spans: list[Span]
    _covers: dict[int, Cover] = field(default_factory=dict)
    _ends: Ends | None = None

    def explained(self, clause: Clause, taken: int) -> Cover:
        """The cheapest explanation of the tokens that are not taken by the phrase."""
        found = self._covers.get(taken)
        if found is None:
            if self._ends is None:
                self._ends = ends_of(self.spans, (clause.start, clause.end), clause.chart.content)
            found = self._covers[taken] = covered(self._ends, clause.start, taken, clause.chart.content)
        return found


class Admissions:
    """What each tool admits of one clause: first as a bit set of tokens, span by span only where that may suffice."""

    def __init__(self, clause: Clause, grammar: Grammar) -> None:
        self._clause = clause
        self._grammar = grammar
        self._free = 0
        for span in (*clause.free, *clause.strange):
            self._free |= span.mask
        self._telling = [t for t in _reached(clause, grammar) if t[0].start >= clause.start and t[0].end <= clause.end]
        self._described = 0
        self._by_token: dict[int, int] = {}
        self._by_tools: dict[int, int] = {}
        for span, mask, tools in self._telling:
            self._described |= tools if span.sense in _TELLING else 0
            self._by_tools[tools] = self._by_tools.get(tools, 0) | mask
            for token in range(span.start, span.end):
                self._by_token[token] = self._by_token.get(token, 0) | tools
        self._everyone = (1 << len(grammar.tools)) - 1
        self._explaining: dict[int, int] = {}
        self._alike: dict[int, int] = {}
        self._particular = reach_of(grammar, clause.home).particular
        self._known: dict[tuple[int, ...], Admission] = {}
        self._of: dict[int, Admission] = {}

    def name(self, tool: int) -> str:
        """What a tool is called."""
        return self._grammar.tools[tool].tool.name

    def explaining(self, wanted: int) -> int:
        """Bit set of the tools that could explain each of these tokens."""
        gaps = wanted & ~self._free
        found = self._explaining.get(gaps)
        if found is None:
            found = self._everyone
            for token in bits_of(gaps):
                found &= self._by_token.get(token, 0)
                if not found:
                    break
            self._explaining[gaps] = found
        return found

    def leaving(self, tools: int, wanted: int, most: int | None) -> Iterator[tuple[int, int]]:
        """Those of these tools that leave the fewest tokens unexplained, no more than `most`, and which those are."""
        fewest: list[tuple[int, int]] = []
        for mask, alike in self._explained_by().items() if tools else ():
            left = wanted & ~mask
            if alike & tools and (most is None or left.bit_count() <= most):
                if left.bit_count() != most:
                    most, fewest = left.bit_count(), []
                fewest.append((alike & tools, left))
        return ((tool, left) for those, left in fewest for tool in bits_of(those))

    def _explained_by(self) -> dict[int, int]:
        """All tokens that tools could explain beside their phrases → the tools, as a bit set."""
        if not self._alike:
            self._alike = {self._free: self._everyone}
            for tools, mask in self._by_tools.items():
                parted: dict[int, int] = {}
                for known, alike in self._alike.items():
                    for explained, those in ((known | mask, alike & tools), (known, alike & ~tools)):
                        if those:
                            parted[explained] = parted.get(explained, 0) | those
                self._alike = parted
        return self._alike

    def described(self, tool: int) -> bool:
        """Whether a thing, a kind or a room is among what a tool admits."""
        return bool(self._described >> tool & 1)

    def of(self, tool: int) -> Admission:
        """The spans that a tool admits; one for all tools that admit the same."""
        if tool in self._of:
            return self._of[tool]
        bit = 1 << tool
        particular = self._particular >> tool & 1
        key = (particular, *[tools >> tool & 1 for tools in self._by_tools])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._admission(bit, particular=bool(particular))
        self._of[tool] = known
        return known

    def _admission(self, bit: int, *, particular: bool) -> Admission:
        clause = self._clause
        spans = [*clause.free, *clause.strange, *(s for s, _, tools in self._telling if tools & bit)]
        if particular:
            sweeping = [s for s in clause.telling if s.sense is Sense.EVERYTHING]
            spans = [s for s in spans if not any(w.start <= s.start and s.end <= w.end for w in sweeping)]
        return Admission(_without_rivals(spans, clause))


def _reached(clause: Clause, grammar: Grammar) -> list[tuple[Span, int, int]]:
    """The telling spans of the whole chart that any tool admits: their tokens, and the tools as a bit set."""
    pointed_at = clause.home.bits(clause.setting.around.pointed_at)
    known = clause.chart.reached.get((clause.asks, pointed_at))
    if known is None:
        reach, words = reach_of(grammar, clause.home), clause.chart.words
        known = clause.chart.reached[(clause.asks, pointed_at)] = [
            (s, s.mask, tools)
            for s in clause.chart.telling
            if (tools := reach.of(s, clause.asks or words[s.start] in _PARTICLES, pointed_at))
        ]
    return known


def _without_rivals(spans: list[Span], clause: Clause) -> list[Span]:
    """Without values that can be understood otherwise, where another is said: "is the heating on", "is it still on".

    Right behind the question word it stays a value: "is light detected".
    """
    things = {
        (s.start, s.end)
        for s in clause.telling
        if s.start > clause.start and (s.sense is Sense.NAME or (s.sense is Sense.KIND and not clause.asks))
    }
    words = clause.chart.words
    named = {at for at in things if words[at[0] - 1] in _DETERMINERS and words[at[1] : at[1] + 1] != ("mode",)}
    # "The heating" is a thing; "heating" and "the heating mode" are modes.
    spans = [s for s in spans if s.sense is not Sense.CHOICE or (s.start, s.end) not in named]
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

"""One sentence as one or several clauses, each of which becomes a tool call."""

from dataclasses import dataclass, field, replace

from assistant.tools import ToolCall
from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.clause import Clause
from assistant.understanding.reflex.fill import Setting, Surroundings
from assistant.understanding.reflex.grammar import Grammar
from assistant.understanding.reflex.home import Home
from assistant.understanding.reflex.match import Findings, Match, Partial, Shortfall, findings
from assistant.understanding.reflex.mood import Mood
from assistant.understanding.reflex.spans import Sense

MAX_EFFORT = 120
"""Tokens of one sentence that are matched, counted again for every stretch tried: a long row of "and"s stays cheap."""

_EVEN = 0.02
"""Scores closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a sentence came to."""

    matches: tuple[Match, ...] = ()
    """The calls, in their order; empty where it was not placed."""
    shortfall: Shortfall | None = None
    """The best tool that only lacks knowing which things or rooms are meant."""
    tied: tuple[str, ...] = ()
    """Tools that would explain it equally well."""
    partial: Partial | None = None
    """The tool that left the fewest words unexplained."""

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """The calls alone."""
        return tuple(m.call for m in self.matches)


@dataclass(slots=True)
class Parser:
    """Parses the clauses of one chart."""

    chart: Chart
    grammar: Grammar
    home: Home
    mood: Mood
    effort: int = 0
    """Tokens matched so far."""
    _known: dict[tuple[int, int, Surroundings], Understanding] = field(default_factory=dict)

    def sentence(self, around: Surroundings) -> Understanding:
        """Understand all of it: as one clause, else as several joined by "and", "then" or a comma."""
        whole = self.clause(0, len(self.chart.tokens), around)
        if whole.matches or whole.tied:
            return whole
        several = self._several(0, len(self.chart.tokens), around)
        return several if several.matches or (several.shortfall and not whole.shortfall) else whole

    def clause(self, start: int, end: int, around: Surroundings) -> Understanding:
        """Understand one stretch as a single clause."""
        key = (start, end, around)
        if key not in self._known:
            self.effort += end - start if self._known else 0
            found = findings(Clause(Setting(self.chart, self.home, around), start, end, self.mood.asks), self.grammar)
            self._known[key] = _decided(found)
        return self._known[key]

    def _several(self, start: int, end: int, around: Surroundings) -> Understanding:
        """The first clause that ends at a conjunction, and what follows it."""
        failed = Understanding()
        for joint in self._joints(start, end):
            if self.effort >= MAX_EFFORT:
                break
            first = self.clause(start, joint[0], around)
            if not first.matches:
                continue
            carried = tuple(t for m in first.matches for t in _things(m.call, self.home))
            after = replace(around, pointed_at=carried or around.pointed_at, carried=carried)
            rest = self.clause(joint[1], end, after)
            if not rest.matches:
                rest = self._several(joint[1], end, after)
            if rest.matches:
                return Understanding(first.matches + rest.matches)
            if rest.shortfall and not failed.shortfall:
                failed = Understanding(shortfall=rest.shortfall)
        return failed

    def _joints(self, start: int, end: int) -> list[tuple[int, int]]:
        """Conjunctions inside a stretch; neighbouring ones (", and then") as one."""
        joined: list[tuple[int, int]] = []
        for span in sorted(self.chart.with_sense(Sense.AND), key=lambda s: (s.start, -s.end)):
            if not start < span.start < end:
                continue
            if joined and span.start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], span.end))
            else:
                joined.append((span.start, span.end))
        return joined


def _things(call: ToolCall, home: Home) -> tuple[str, ...]:
    lists = [v for v in call.arguments.values() if isinstance(v, tuple | list)]
    return tuple(i for ids in lists for i in ids if isinstance(i, str) and home.names.thing(i))


def _decided(found: Findings) -> Understanding:
    """The best match, unless another is as good and differs, or a better tool lacks only its things."""
    matches = sorted(found.matches, key=lambda m: -m.score)
    shortfall = max(found.shortfalls, key=lambda s: s.score, default=None)
    partial = min(found.partials, key=_distance, default=None)
    if not matches:
        return Understanding(shortfall=shortfall, partial=partial)
    best = matches[0]
    if shortfall and shortfall.score > best.score + 8:
        return Understanding(shortfall=shortfall, partial=partial)
    rivals = {m.call.tool for m in matches if best.score - m.score < _EVEN and not _same(m.call, best.call)}
    if rivals:
        return Understanding(tied=tuple(sorted({best.call.tool, *rivals})), partial=partial)
    return Understanding(matches=(best,))


def _same(one: ToolCall, other: ToolCall) -> bool:
    return one.tool == other.tool and dict(one.arguments) == dict(other.arguments)


def _distance(partial: Partial) -> tuple[int, bool, int]:
    return partial.left.bit_count(), not partial.described, -partial.literals

"""A stretch of a sentence as one clause: the tool call it comes to, or what is wrong with it."""

from dataclasses import dataclass, field, replace

from assistant.tools import ToolCall
from assistant.understanding.reflex.clauses.clause import Clause
from assistant.understanding.reflex.clauses.mood import Mood
from assistant.understanding.reflex.effort import Effort
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.matching.fill import Setting, Surroundings
from assistant.understanding.reflex.matching.match import Findings, Match, Partial, Shortfall, findings
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.strangers import explained_otherwise, is_named, strange_spans
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

TAKES_BACK = "undo_things"
"""Where words may also put something back as it was, they do: they reach no mind that could make more of them."""
_EVEN = 0.02
"""Scores closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a sentence that cannot be done."""

    reason: Unknown | Ambiguous
    after: int
    """How many calls of the sentence stand before it."""

    @property
    def is_plain(self) -> bool:
        """Whether it names a thing and a room of which it is known that there is none there, or that it cannot."""
        reason = self.reason
        if isinstance(reason, Ambiguous) or reason.strange or reason.guessed or reason.unheard or reason.also:
            return False
        return bool(reason.unable) or bool(reason.room and (reason.kind or reason.nearest))


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a sentence came to."""

    matches: tuple[Match, ...] = ()
    """The calls, in their order; empty where it was not placed."""
    shortfall: Shortfall | None = None
    """The best tool that only lacks knowing which things or rooms are meant."""
    tied: tuple[str, ...] = ()
    """Tools that would explain it equally well."""
    refused: tuple[Refused, ...] = ()
    """Parts that cannot be done, beside those that can; without `matches`, every part."""
    tried: Findings | None = field(default=None, compare=False, repr=False)
    """Everything that was tried, where it was not placed."""

    @property
    def partial(self) -> Partial | None:
        """The tool that left the fewest words unexplained; worked out only where somebody asks."""
        return self.tried.nearest() if self.tried else None

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """The calls alone."""
        return tuple(m.call for m in self.matches)

    @property
    def complete(self) -> bool:
        """Whether all of it became calls."""
        return bool(self.matches) and not self.refused


@dataclass(slots=True)
class _Kept:
    """What the stretches of one chart came to: all readings of a sentence that have the same words share it."""

    read: dict[tuple[int, int, Surroundings, tuple[Span, ...], bool, str], Understanding] = field(default_factory=dict)
    settings: dict[Surroundings, Setting] = field(default_factory=dict)


@dataclass(slots=True)
class Stretches:
    """Understands the stretches of one chart, each as a single clause."""

    chart: Chart
    grammar: Grammar
    home: Home
    mood: Mood
    effort: Effort = field(default_factory=Effort)
    """What was tried so far for the sentence, here and in its other readings."""
    preferred: str = ""
    """A tool that is meant where it fits: that of the clause whose verb this one shares."""
    _over: "dict[tuple[tuple[Token, ...], str], Stretches]" = field(default_factory=dict)

    def clause(self, start: int, end: int, around: Surroundings) -> Understanding:
        """Understand one stretch as a single clause."""
        return self._read(start, end, around, ())

    def part(self, start: int, end: int, around: Surroundings) -> Understanding:
        """Understand one stretch as a part of a longer sentence: what it names may be strange, and is then refused."""
        found = self.clause(start, end, around)
        carless = found.shortfall is not None and _lacks_a_car(found.shortfall)
        if found.matches or (found.shortfall and not carless) or found.tied or self.mood.asks or self.effort.is_over:
            return found
        left = found.partial.left if found.partial and not carless else self._named(start, end)
        strange = strange_spans(self.chart, left, self._markers)
        spoken = carless or (found.partial is not None and found.partial.literals)
        if not strange and found.partial:
            # Another tool shares a word with it: "fan at 50 in the lounge", where there is none.
            spoken, strange = False, strange_spans(self.chart, self._named(start, end), self._markers)
        if not strange or not (spoken or self._sets_a_value(start, end, strange)):
            return found
        again = self._read(start, end, around, strange)
        return self._with_reasons(again, around) if again.matches or again.shortfall else found

    def over(self, tokens: tuple[Token, ...], preferred: str) -> "Stretches":
        """The same for other tokens of the sentence."""
        key = (tokens, preferred)
        if key not in self._over:
            chart = self.effort.charts.get((self.chart.text, tokens, ""))
            if chart is None:
                chart = chart_of(self.chart.text, tokens, self.home, self.grammar)
                self.effort.charts[(self.chart.text, tokens, "")] = chart
            self.effort.count_words(len(tokens))
            self._over[key] = Stretches(chart, self.grammar, self.home, self.mood, self.effort, preferred)
        return self._over[key]

    def _with_reasons(self, found: Understanding, around: Surroundings) -> Understanding:
        """With what is known about the strange names."""
        setting = Setting(self.chart, self.home, around)
        refused = tuple(replace(r, reason=explained_otherwise(r.reason, setting)) for r in found.refused)
        shortfall = found.shortfall
        if shortfall is not None:
            shortfall = replace(shortfall, reason=explained_otherwise(shortfall.reason, setting))
        return replace(found, refused=refused, shortfall=shortfall)

    def _named(self, start: int, end: int) -> int:
        """The tokens of the kinds in a stretch."""
        mask = 0
        for span in self.chart.with_sense(Sense.KIND):
            mask |= span.mask if start <= span.start and span.end <= end else 0
        return mask

    def _sets_a_value(self, start: int, end: int, strange: tuple[Span, ...]) -> bool:
        """Whether an amount or a choice is said of things that are here: "shutter to 55" wishes without a verb."""
        values = self.chart.with_sense(Sense.QUANTITY, Sense.CHOICE)
        valued = any(start <= s.start and s.end <= end and not any(s.mask & x.mask for x in strange) for s in values)
        return valued and all(is_named(s.start, s.end, self.chart) for s in strange)

    @property
    def _markers(self) -> int:
        mask = 0
        for span in (*self.mood.conditions, *self.mood.negations):
            mask |= span.mask
        return mask

    def _breaks_off(self, end: int) -> bool:
        """Whether a stretch ends in the "all the" of what follows: 关掉所有 is not said before 座椅加热."""
        words = self.chart.words
        if end >= len(words) or words[end] in PUNCTUATION:
            return False
        before_a_noun = is_chinese(words[end]) if is_chinese(words[end - 1]) else words[end - 1] in _BEFORE_NOUNS
        return before_a_noun and any(s.end == end for s in self.chart.with_sense(Sense.ALL))

    def _read(self, start: int, end: int, around: Surroundings, strange: tuple[Span, ...]) -> Understanding:
        """What a stretch comes to, each time the same; nothing once too much was tried for the sentence."""
        kept: _Kept = self.chart.derived.setdefault(_Kept, _Kept())
        key = (start, end, around, strange, self.mood.asks, self.preferred)
        known = kept.read.get(key)
        if known is None:
            if self.effort.is_over or self._breaks_off(end):
                return Understanding()
            setting = kept.settings.get(around)
            if setting is None:
                setting = kept.settings[around] = Setting(self.chart, self.home, around)
            found = findings(Clause(setting, start, end, self.mood.asks, strange), self.grammar)
            self.effort.count_stretch(end - start, found.looked_at, found.tried)
            known = kept.read[key] = _decided(found, self.preferred)
        return known


def _lacks_a_car(shortfall: Shortfall) -> bool:
    """ "The mirror heating on" where there is no car: said of a house, it is a thing that is not there."""
    return isinstance(shortfall.reason, Unknown) and shortfall.reason.guessed and shortfall.reason.kind == "car"


_BEFORE_NOUNS = frozenset({"the", "my", "our", "every", "each", "of", "entire", "whole", "single"})


def _decided(found: Findings, preferred: str) -> Understanding:
    """The best match, unless another is as good and differs, or a better tool lacks only its things."""
    matches = sorted(found.matches, key=lambda m: (len(m.missing), -m.score))
    shortfall = max(found.shortfalls, key=lambda s: s.score, default=None)
    if not matches:
        return Understanding(shortfall=shortfall, tried=found)
    matches = [m for m in matches if m.call.tool == preferred and not m.missing] or matches
    best = matches[0]
    if shortfall and (shortfall.score > best.score + 8 or _leaves_open(shortfall, best)):
        return Understanding(shortfall=shortfall, tried=found)
    even = _without_locks([m for m in matches if _are_even(best, m)])
    best = even[0]
    best = next((m for m in even if all(_says_less(m.call, other.call) for other in even)), best)
    rivals = {m.call.tool for m in even if not _says_less(best.call, m.call)}
    if rivals:
        backwards = next((m for m in matches if m.call.tool == TAKES_BACK and _are_even(best, m)), None)
        if backwards is not None and not backwards.missing:
            return Understanding(matches=(backwards,))
        return Understanding(tied=tuple(sorted({best.call.tool, *rivals})), tried=found)
    refused = tuple(Refused(reason, 1) for reason in best.missing)
    return Understanding(matches=(best,), refused=refused)


_SWITCHING = frozenset({"turn_on", "turn_off"})


def _leaves_open(shortfall: Shortfall, best: Match) -> bool:
    """ "Turn off Liam's": of all that may be meant, no one that can only be turned off by a narrower tool is."""
    narrower = isinstance(shortfall.reason, Ambiguous) and shortfall.score >= best.score
    return narrower and shortfall.tool in _SWITCHING and best.call.tool not in _SWITCHING


_OPENED = frozenset({"open_cover", "close_cover"})
_LOCKED = frozenset({"unlock", "lock"})


def _without_locks(even: list[Match]) -> list[Match]:
    """ "Open the garage" raises its door; the lock of another door there is "unlocked"."""
    opened = {m.call.tool for m in even} & _OPENED
    return [m for m in even if m.call.tool not in _LOCKED] if opened else even


def _are_even(best: Match, other: Match) -> bool:
    return best.score - other.score < _EVEN and len(other.missing) == len(best.missing)


def _says_less(one: ToolCall, other: ToolCall) -> bool:
    """Whether it is the same call, but for what the other says besides: the vacuum at home, in all of its rooms."""
    return one.tool == other.tool and one.arguments.items() <= other.arguments.items()

"""Matching one clause against the patterns of a toolbox."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.tools import ToolCall
from assistant.understanding.reflex.admit import Admission, Admissions
from assistant.understanding.reflex.clause import Clause, calls_another
from assistant.understanding.reflex.cover import Cover
from assistant.understanding.reflex.fill import Filling, filled
from assistant.understanding.reflex.grammar import Grammar
from assistant.understanding.reflex.phrases import Pattern, Slot
from assistant.understanding.reflex.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

MAX_ALIGNMENTS = 8
"""Ways to lay the words of one pattern over a clause that are tried."""


@dataclass(frozen=True, slots=True)
class Match:
    """A tool call that explains every word of a clause."""

    call: ToolCall
    score: float
    literals: str
    """The words of the phrase that were found, for the trace."""
    owned: int = 0
    """Bit set of the tokens that the phrase, amounts and free words took: no marker of a condition stands there."""
    missing: tuple[Unknown | Ambiguous, ...] = ()
    """Members of a list that the call leaves out, and why."""
    phrase: int = 0
    """Bit set of the tokens of the phrase alone."""
    values: int = 0
    """Bit set of the tokens of amounts and choices."""
    kinds: int = 0
    """Bit set of the tokens that say what kind of thing is meant."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A tool that explains every word, but not which things or rooms are meant."""

    tool: str
    reason: Unknown | Ambiguous
    score: float


@dataclass(frozen=True, slots=True)
class Partial:
    """A tool whose phrase occurs while some words stay unexplained."""

    tool: str
    left: int
    """Bit set of the unexplained tokens."""
    literals: int
    """How many tokens of its phrase were found."""
    described: bool
    """Whether the clause also names a thing, a kind or a room."""


@dataclass(slots=True)
class Findings:
    """Everything that came of one clause."""

    matches: list[Match] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)
    partials: list[Partial] = field(default_factory=list)
    """Only those that leave the fewest words unexplained."""
    fewest_left: int = 0
    looked_at: int = 0
    """Phrases all of whose words occur."""
    tried: int = 0
    """Ways of laying the words of a phrase over the clause that were tried."""

    def add_partial(self, partial: Partial) -> None:
        """Keep it if none leaves fewer words unexplained."""
        left = partial.left.bit_count()
        if not self.partials or left < self.fewest_left:
            self.partials, self.fewest_left = [partial], left
        elif left == self.fewest_left:
            self.partials.append(partial)


def findings(clause: Clause, grammar: Grammar) -> Findings:
    """Match a clause against all patterns whose words occur in it."""
    found = Findings()
    named = [
        s
        for s in clause.telling
        if s.sense in _NAMES and s.end - s.start > 1 and is_chinese(clause.chart.words[s.start])
    ]
    within = {
        literal: inside
        for literal, places in clause.chart.literals.items()
        if (inside := [p for p in places if p[0] >= clause.start and p[1] <= clause.end and not _cuts(p, named)])
    }
    masks = {literal: _mask_of(places) for literal, places in within.items()}
    admissions = Admissions(clause, grammar)
    wanted = clause.chart.content & clause.mask
    for family in grammar.candidates(within):
        spoken = functools.reduce(lambda mask, literal: mask | masks[literal], family.needs, 0)
        for tool, patterns in family.members.items():
            if clause.asks and not grammar.tools[tool].tool.reads_only:
                continue
            found.looked_at += 1
            left = wanted & ~spoken & ~admissions.mask(tool)
            if left and family.needs and (not found.partials or left.bit_count() <= found.fewest_left):
                size = max((p.size for i in patterns if not (p := grammar.patterns[i]).free_words), default=0)
                if size:
                    name = grammar.tools[tool].tool.name
                    found.add_partial(Partial(name, left, size, admissions.described(tool)))
            for index in patterns:
                pattern = grammar.patterns[index]
                if left and not pattern.free_words:
                    continue
                places = [within[grammar.literals[literal]] for literal in pattern.literals]
                for alignment in _alignments(places):
                    found.tried += 1
                    _try_alignment(clause, pattern, alignment, admissions.of(tool), found)
    return found


def _cuts(place: tuple[int, int], named: Sequence[Span]) -> bool:
    """Whether a name begins inside these words and goes on behind them: 开大门 is 大门 opened, not 开大 and 门."""
    return any(place[0] < s.start < place[1] < s.end for s in named)


def _mask_of(places: Sequence[tuple[int, int]]) -> int:
    return functools.reduce(lambda mask, place: mask | (1 << place[1]) - (1 << place[0]), places, 0)


def _alignments(places: Sequence[Sequence[tuple[int, int]]]) -> Iterator[list[tuple[int, int]]]:
    """The ways to take one place for each literal, in order and without overlap."""
    produced, steps = 0, 0
    stack: list[list[tuple[int, int]]] = [[]]
    while stack and produced < MAX_ALIGNMENTS and steps < MAX_ALIGNMENTS * 8:
        steps += 1
        taken = stack.pop()
        if len(taken) == len(places):
            produced += 1
            yield taken
            continue
        after = taken[-1][1] if taken else 0
        options = [p for p in places[len(taken)] if p[0] >= after]
        stack.extend([*taken, option] for option in reversed(options[:6]))


def _try_alignment(
    clause: Clause, pattern: Pattern, alignment: Sequence[tuple[int, int]], admission: Admission, found: Findings
) -> None:
    words = _free_words_range(clause, pattern, alignment)
    if pattern.tool.reads_only and not clause.asks and _only_states(pattern):
        return
    if words is not None and (words[0] >= words[1] or clause.chart.words[words[0]] in _INSTRUCTING):
        return
    taken = _mask_of([*alignment, words] if words else alignment)
    explained = admission.explained(clause, taken)
    if explained.left:
        described = any(s.sense in DESCRIBING for s in explained.spans)
        if not pattern.literals:
            return
        found.add_partial(Partial(pattern.tool.name, explained.left, pattern.size, described))
        return
    text = clause.chart.said(*words) if words else ""
    outcome = filled(pattern, admission.abilities, explained, clause.setting, text)
    score = _weight(pattern, clause) + _value(explained) + ((words[1] - words[0]) - 2.0 if words else 0.0)
    if pattern.tool.reads_only and not clause.asks:
        score -= _UNASKED
    if not pattern.tool.reads_only and calls_another(clause, alignment):
        score -= _ANOTHER
    if isinstance(outcome, Filling):
        said = " ".join("".join(w) if len(w) > 1 else w[0] for w in pattern.literals)
        owned = _owned(clause, taken, explained, words)
        phrase = _mask_of(alignment)
        values = _mask_of([(s.start, s.end) for s in explained.spans if s.sense in _PRECISE])
        kinds = _kinds_said(clause, explained)
        match = Match(outcome.call, score + outcome.bonus, said, owned, outcome.missing, phrase, values, kinds)
        found.matches.append(match)
    elif outcome is not None and (
        pattern.literals or clause.strange or (isinstance(outcome, Unknown) and outcome.unable)
    ):
        guessed = isinstance(outcome, Unknown) and outcome.guessed
        found.shortfalls.append(Shortfall(pattern.tool.name, outcome, score - (_GUESSED if guessed else 0.0)))


def _kinds_said(clause: Clause, explained: Cover) -> int:
    """The tokens that say what kind of thing is meant, also inside a name ("the nursery thermostat")."""
    named = [s for s in explained.spans if s.sense is Sense.NAME]
    mask = _mask_of([(s.start, s.end) for s in explained.spans if s.sense in _NAMING])
    for span in clause.telling:
        if span.sense is Sense.KIND and any(n.start <= span.start and span.end <= n.end for n in named):
            mask |= span.mask
    return mask


def _only_states(pattern: Pattern) -> bool:
    """Whether its words make a question only where something is asked: "the door is locked" is none."""
    return all("".join(w) in _STATING for w in pattern.literals)


def _owned(clause: Clause, taken: int, explained: Cover, words: tuple[int, int] | None) -> int:
    """The tokens on which no time or condition can stand; a delay at the end of free words is still one."""
    for span in explained.spans:
        if span.sense is Sense.QUANTITY:
            taken |= span.mask
    end = words[1] if words else 0
    for span in clause.chart.with_sense(Sense.QUANTITY):
        if span.end == end and span.meaning.unit == "s" and clause.chart.words[span.start - 1] == "in":
            taken &= ~span.mask
    return taken


def _value(explained: Cover) -> float:
    """How much the explanation of the words beside the phrase says: amounts and choices most, filler nothing."""
    value = -0.01 * explained.cost
    for span in explained.spans:
        if span.sense not in _EMPTY:
            value += 5.0 * (span.end - span.start) + (0.0 if span.sense is Sense.PART else 1.0)
            value += 5.0 if span.sense in _PRECISE else 0.0
    return value


def _weight(pattern: Pattern, clause: Clause) -> float:
    """How much the words of a phrase say: full words most, "is" little, small words only a little for or against."""
    weight = 0.0
    for literal in pattern.literals:
        weight += _LIGHT if literal[0] in _LIGHT_WORDS and len(literal) == 1 else _HEAVY * len(literal)
    present = pattern.small.intersection(clause.chart.words[clause.start : clause.end])
    return weight + _SMALL_THERE * len(present) - _SMALL_MISSING * (len(pattern.small) - len(present))


def _free_words_range(clause: Clause, pattern: Pattern, alignment: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the free words stand: from the literal before their slot to the one after it."""
    if not pattern.free_words:
        return None
    start, end, seen, passed = clause.start, clause.end, 0, False
    for element in pattern.elements:
        if isinstance(element, Slot):
            passed = passed or element.name == pattern.free_words
        elif passed:
            end = alignment[seen][0]
            break
        else:
            start = alignment[seen][1]
            seen += 1
    while end > start and clause.chart.words[end - 1] in _TRAILING:
        end -= 1
    while start < end and clause.chart.words[start] in _LEADING:
        start += 1
    return start, end


_INSTRUCTING = frozenset({"to", "me"})
"""Begin what somebody is told to do later; no free words of a tool."""
_NAMES = frozenset({Sense.NAME, Sense.KIND})
_EMPTY = frozenset({Sense.FREE, Sense.POLITE, Sense.ASKING, Sense.AND})
_PRECISE = frozenset({Sense.ABILITY, Sense.CHOICE, Sense.QUANTITY})
_NAMING = frozenset({Sense.KIND, Sense.PART, Sense.ALL})
_HEAVY, _LIGHT = 10.0, 3.0
_GUESSED = 25.0
_ANOTHER = 25.0
_UNASKED = 8.0
"""What an answer loses against an act where nothing was asked."""
_SMALL_THERE, _SMALL_MISSING = 2.0, 1.0
_STATING = frozenset([
    "is", "are", "was", "were", "has", "have", "did", "does", "do", "be", "all", "any", "every", "both",
    "everything", "anything", "at", "or", "there", "out", "in", "home", "back", "around", "here", "全", "都", "每",
    "所有", "全都", "有", "还有", "的",
])  # fmt: skip
_LIGHT_WORDS = frozenset(
    ["is", "are", "was", "were", "do", "does", "did", "has", "have", "be", "what", "吗", "是", "有", "么", "呢", "着"]
)
_LEADING = frozenset({"把", "将", "请"})
_TRAILING = frozenset({".", "!", "?", ",", "please", "thanks", "吧", "了", "啊", "呀", "哦", "把", "到", "的"})

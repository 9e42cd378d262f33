"""Matching one clause against the patterns of a toolbox."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.tools import ToolCall, Words
from assistant.understanding.reflex.clauses.clause import Clause, calls_another
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.admit import Admission, Admissions
from assistant.understanding.reflex.matching.chart import families_in
from assistant.understanding.reflex.matching.cover import Cover
from assistant.understanding.reflex.matching.fill import Filling, filled
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.phrases.grammar import Abilities, Grammar
from assistant.understanding.reflex.phrases.patterns import Family
from assistant.understanding.reflex.phrases.phrases import Pattern, Slot
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span, bits_of
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

MAX_ALIGNMENTS = 8
"""Ways to lay the words of one pattern over a clause that are tried."""

Places = Sequence[tuple[int, int]]
"""Start and end of each."""


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

    admissions: Admissions
    matches: list[Match] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)
    failed: list[tuple[int, int, Partial]] = field(default_factory=list)
    """What was tried and left words unexplained, with the places of its family and of its tool."""
    unable: list[tuple[Family, int, int]] = field(default_factory=list)
    """Families, those of their tools that leave words unexplained, and the tokens beside the phrase."""
    looked_at: int = 0
    """Phrases all of whose words occur."""
    tried: int = 0
    """Ways of laying the words of a phrase over the clause that were tried."""
    _nearest: tuple[Partial | None] | None = None
    """What was worked out to be nearest; None until that is asked for."""

    def nearest(self) -> Partial | None:
        """The tool that leaves the fewest words unexplained; worked out only where nothing matches."""
        if self._nearest is None:
            self._nearest = (self._found_nearest(),)
        return self._nearest[0]

    def _found_nearest(self) -> Partial | None:
        found = [((*distance(partial), place, tool, 1), partial) for place, tool, partial in self.failed]
        fewest = min((rank[0] for rank, _ in found), default=None)
        for place, (family, tools, wanted) in enumerate(self.unable):
            for tool, left in self.admissions.leaving(tools & family.sized, wanted, fewest):
                fewest = left.bit_count() if fewest is None else min(fewest, left.bit_count())
                name, described = self.admissions.name(tool), self.admissions.described(tool)
                partial = Partial(name, left, family.sizes[tool], described)
                found.append(((*distance(partial), place, tool, 0), partial))
        return min(found, key=lambda ranked: ranked[0])[1] if found else None


def distance(partial: Partial) -> tuple[int, bool, int]:
    """How far a tool is from explaining everything; less is nearer."""
    return partial.left.bit_count(), not partial.described, -partial.literals


def findings(clause: Clause, grammar: Grammar) -> Findings:
    """Match a clause against all patterns whose words occur in it."""
    found = Findings(Admissions(clause, grammar))
    within = _literals_in(clause)
    masks = {literal: _mask_of(places) for literal, places in within.items()}
    content = clause.chart.content & clause.mask
    answering = grammar.reading if clause.asks else -1
    names_nothing = not clause.telling and not clause.strange
    for family in families_in(clause.chart, grammar, within):
        if names_nothing and not family.needs:
            continue  # a phrase without words, where nothing is named, amounts to nothing
        wanted = content
        for literal in family.needs:
            wanted &= ~masks[literal]
        tools = family.tools & answering
        able = tools & found.admissions.explaining(wanted)
        found.looked_at += tools.bit_count()
        for tool in bits_of(able | (tools & family.quoting)):
            for index in family.members[tool]:
                pattern = grammar.patterns[index]
                if able >> tool & 1 or pattern.free_words:
                    places = [within[literal] for literal in grammar.patterns.spoken(index)]
                    _try(clause, pattern, places, (tool, grammar.tools[tool]), found)
        found.unable.append((family, tools & ~able if family.needs else 0, wanted))
    return found


def _literals_in(clause: Clause) -> dict[int, list[tuple[int, int]]]:
    """Where the words of phrases stand inside a clause, by the ids of their literals."""
    start, end, words = clause.start, clause.end, clause.chart.words
    named = [s for s in clause.telling if s.sense in _NAMES and s.end - s.start > 1 and is_chinese(words[s.start])]
    within = {}
    for literal, places in clause.chart.literals.items():
        inside = [p for p in places if p[0] >= start and p[1] <= end and not (named and _cuts(p, named))]
        if inside:
            within[literal] = inside
    return within


def _cuts(place: tuple[int, int], named: Sequence[Span]) -> bool:
    """Whether a name begins inside these words and goes on behind them: 开大门 is 大门 opened, not 开大 and 门."""
    return any(place[0] < s.start < place[1] < s.end for s in named)


def _mask_of(places: Places) -> int:
    mask = 0
    for start, end in places:
        mask |= (1 << end) - (1 << start)
    return mask


def _alignments(places: Sequence[Places]) -> Iterator[list[tuple[int, int]]]:
    """The ways to take one place for each literal, in order and without overlap."""
    if len(places) == 1:
        yield from ([place] for place in places[0][:6])
        return
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


def _try(
    clause: Clause, pattern: Pattern, places: Sequence[Places], of: tuple[int, Abilities], found: Findings
) -> None:
    """Lay a phrase over a clause in each way that its words allow. `of`: its tool, by place and by what it takes."""
    tool, abilities = of
    admission = found.admissions.of(tool)
    for alignment in _alignments(places):
        found.tried += 1
        partial = _try_alignment(clause, pattern, alignment, (abilities, admission), found)
        if partial is not None:
            found.failed.append((len(found.unable), tool, partial))


def _try_alignment(
    clause: Clause, pattern: Pattern, alignment: Places, of: tuple[Abilities, Admission], found: Findings
) -> Partial | None:
    """Add what comes of it; what it leaves unexplained otherwise."""
    abilities, admission = of
    words = _free_words_range(clause, pattern, alignment)
    if pattern.tool.reads_only and not clause.asks and _only_states(pattern):
        return None
    if words is not None and (words[0] >= words[1] or _is_no_saying(pattern, clause.chart.words[slice(*words)])):
        return None
    taken = _mask_of([*alignment, words] if words else alignment)
    explained = admission.explained(clause, taken)
    if explained.left:
        if not pattern.literals:
            return None
        described = any(s.sense in DESCRIBING for s in explained.spans)
        return Partial(pattern.tool.name, explained.left, pattern.size, described)
    text = clause.chart.said(*words) if words else ""
    outcome = filled(pattern, abilities, explained, clause.setting, text)
    if outcome is None:
        return None
    score = _weight(pattern, clause) + _value(explained) + ((words[1] - words[0]) - 2.0 if words else 0.0)
    score -= _SPLIT * _splits(explained, clause)
    if pattern.tool.reads_only and not clause.asks:
        score -= _UNASKED
    if not pattern.tool.reads_only and not _is_aboard(abilities, clause) and calls_another(clause, alignment):
        score -= _ANOTHER
    if isinstance(outcome, Filling):
        if outcome.missing and _is_parted(clause, explained):
            return None
        said = " ".join("".join(w) if len(w) > 1 else w[0] for w in pattern.literals)
        owned = _owned(clause, taken, explained, words)
        phrase = _mask_of(alignment)
        values = _mask_of([(s.start, s.end) for s in explained.spans if s.sense in _PRECISE])
        kinds = _kinds_said(clause, explained)
        match = Match(outcome.call, score + outcome.bonus, said, owned, outcome.missing, phrase, values, kinds)
        found.matches.append(match)
    elif pattern.literals or clause.strange or (isinstance(outcome, Unknown) and outcome.unable):
        guessed = isinstance(outcome, Unknown) and outcome.guessed
        found.shortfalls.append(Shortfall(pattern.tool.name, outcome, score - (_GUESSED if guessed else 0.0)))
    return None


def _is_parted(clause: Clause, explained: Cover) -> bool:
    """Whether a pause parts the things of a list, and only one side has the amount: "the fan at 55 percent, shut …".

    Where one of them is missing, its amount is none of the other's.
    """
    words = clause.chart.words
    things = sorted((s for s in explained.spans if s.sense in DESCRIBING), key=lambda s: s.start)
    for amount in (s for s in explained.spans if s.sense is Sense.QUANTITY):
        before = [t for t in things if t.end <= amount.start]
        behind = [t for t in things if t.start >= amount.end]
        if before and behind and PUNCTUATION & set(words[amount.end : behind[-1].start]):
            return True
        if before and not behind and not is_chinese(words[amount.start]) and _is_paused(words, before):
            return True
    return False


def _is_paused(words: Sequence[str], things: Sequence[Span]) -> bool:
    """Whether the last of these stands behind a pause, and no "and" joins it: "shut the valve, the fan at 55"."""
    paused = [i for i in range(things[0].end, things[-1].start) if words[i] in PUNCTUATION]
    return bool(paused) and not _JOINING & set(words[paused[-1] : things[-1].start])


_JOINING = frozenset({"and", "plus", "和", "跟", "与", "及", "、"})


def _splits(explained: Cover, clause: Clause) -> int:
    """Values that end a verb: 调高 raises, it does not set to 高."""
    words, verbs = clause.chart.words, lexicon().synonyms["zh"].forms
    chosen = [s for s in explained.spans if s.sense is Sense.CHOICE and s.end - s.start == 1 and s.start > clause.start]
    return sum(words[s.start - 1 : s.end] in verbs for s in chosen)


def _is_aboard(abilities: Abilities, clause: Clause) -> bool:
    """Whether somebody in the car says what the car can do: 打开阅读灯 is its own there, whatever is called so."""
    return clause.setting.around.in_car and any(targets.kinds == ("car",) for _, targets in abilities.things)


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
            value += 5.0 * (span.end - span.start) + _worth(span)
            value += 5.0 if span.sense in _PRECISE else 0.0
    return value


def _worth(span: Span) -> float:
    """What an explanation is worth beside its words: a whole name, or kind, more than a room and a kind of the same."""
    if span.sense in (Sense.NAME, Sense.KIND) and span.end - span.start > 1:
        return 2.5
    return 0.0 if span.sense is Sense.PART else 1.0


def _weight(pattern: Pattern, clause: Clause) -> float:
    """How much the words of a phrase say: full words most, "is" little, small words only a little for or against."""
    weight = 0.0
    for literal in pattern.literals:
        weight += _LIGHT if literal[0] in _LIGHT_WORDS and len(literal) == 1 else _HEAVY * len(literal)
    present = pattern.small.intersection(clause.chart.words[clause.start : clause.end])
    return weight + _SMALL_THERE * len(present) - _SMALL_MISSING * (len(pattern.small) - len(present))


def _free_words_range(clause: Clause, pattern: Pattern, alignment: Places) -> tuple[int, int] | None:
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


_LONGEST_NAME = 8
"""Words of what a device calls something; in Mandarin each sign counts."""
_NO_NAME = PUNCTUATION | {"and", "then"}


def _is_no_saying(pattern: Pattern, words: Sequence[str]) -> bool:
    """Whether free words instruct somebody, or call something to mind: "remember that hotel where …"."""
    mark = pattern.tool.parameter(pattern.free_words).mark
    if isinstance(mark, Words) and mark.short and (len(words) > _LONGEST_NAME or _NO_NAME.intersection(words)):
        return True
    if words[0] in _INSTRUCTING or (words[0] == "next" and ("play",) in pattern.literals):
        return True
    if ("remember",) not in pattern.literals:
        return False
    recalled = next((i for i, word in enumerate(words) if word in _RECALLING), None)
    return recalled is not None and recalled < _SOON and not _STATES & set(words[:recalled])


_SOON = 4
"""Words after which a relative clause still belongs to what is called to mind."""
_RECALLING = frozenset({"where", "when", "who", "whose"})
_STATES = frozenset([
    "is", "are", "was", "like", "likes", "love", "loves", "prefer", "prefers", "want", "wants", "need", "needs", "hate",
    "hates", "has", "have", "should", "must", "takes", "take", "sleep", "sleeps", "goes", "works",
])  # fmt: skip
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
_SPLIT = 7.0
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

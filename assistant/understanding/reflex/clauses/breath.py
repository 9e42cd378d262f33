"""Several commands in one breath, and what is said between them: "movie time guys, den light to 15, den blinds shut".

Where at least two pieces of a sentence are whole commands that name what they are about, a piece that mentions
nothing of this home is a remark and is left out; one that does, and is not understood, is refused by its words. A
condition, a time, a negation, a report or a change of mind anywhere keeps hands off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.parameters import Words
from assistant.understanding.reflex.clauses.clauses import Parser, Refused, Understanding
from assistant.understanding.reflex.clauses.joints import stretches
from assistant.understanding.reflex.clauses.passing import (
    begins_remark,
    is_exclaimed,
    is_felt,
    is_passing,
    is_told,
    reports,
)
from assistant.understanding.reflex.clauses.postponed import clause_ends
from assistant.understanding.reflex.clauses.repairs import corrected
from assistant.understanding.reflex.english.asides import LEAVING
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_LEAST = 2
"""Whole commands that make clear that a sentence is one for the house."""
_MOST = 10
"""Pieces of one breath."""
_SHORTEST = 3
"""Words of a command beside which a remark may stand without a pause."""
_MOST_CUTS = 3
"""Places of one piece at which a remark without a pause is looked for."""
_OWNERS = frozenset({"my", "our", "the"})
"""Begin a remark that ends with "so": "my mum's here so …"."""
_QUOTING = frozenset('"“”「」『』《》')


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `start` to `end`, with the mark or conjunction before them from `lead`."""

    lead: int
    start: int
    end: int
    command: Understanding | None = None
    """What it comes to, where it is a whole command by itself."""
    passing: bool = False
    """It only remarks something."""

    @property
    def is_open(self) -> bool:
        """Whether it is neither a command by itself nor a remark."""
        return self.command is None and not self.passing


@dataclass(frozen=True, slots=True)
class Breath:
    """A sentence of at least two whole commands, and what stands beside them."""

    parser: Parser
    pieces: tuple[Piece, ...]

    @property
    def is_clear(self) -> bool:
        """Whether each piece is a command or a remark."""
        return not any(p.is_open for p in self.pieces)

    @property
    def least(self) -> int:
        """Calls that it comes to at least: one for each piece that does not only name one thing more."""
        return sum(not p.passing and (p.command is not None or not _only_names(self.parser, p)) for p in self.pieces)

    @property
    def whole(self) -> tuple[Piece, ...]:
        """The pieces that are commands by themselves."""
        return tuple(p for p in self.pieces if p.command)

    def without_remarks(self) -> tuple[Token, ...] | None:
        """The tokens of all other pieces; None where there is no remark, or what follows one is not whole by itself."""
        after = [b for a, b in pairwise(self.pieces) if a.passing and not b.passing]
        if not any(p.passing for p in self.pieces) or any(p.is_open for p in after):
            return None
        kept = [p for p in self.pieces if not p.passing]
        tokens = self.parser.chart.tokens
        return tuple(t for i, p in enumerate(kept) for t in tokens[p.lead if i else p.start : p.end])

    @property
    def lists(self) -> bool:
        """Whether a piece only names one thing more: what is said of it stands in another piece."""
        return any(p.is_open and _only_names(self.parser, p) for p in self.pieces)

    def commands(self) -> Understanding:
        """The commands by themselves; the pieces that are neither commands nor remarks refused by their words."""
        done = Understanding()
        for piece in self.pieces:
            if piece.command is not None:
                done = Understanding((*done.matches, *piece.command.matches), refused=done.refused)
            elif not piece.passing:
                said = _said(self.parser, piece)
                reason = Unknown(said, unheard=True)
                done = Understanding(done.matches, refused=(*done.refused, Refused(reason, len(done.matches))))
        return done


def breath_of(parser: Parser, around: Surroundings) -> Breath | None:
    """The pieces of a sentence; None where it has no two whole commands, or something in it keeps hands off."""
    if _is_held(parser):
        return None
    bounds = stretches(parser.chart, parser.home)
    if not _LEAST <= len(bounds) <= _MOST:
        return None
    if _only_lists(parser, bounds):
        return None
    pieces = tuple(p for bound in bounds for p in _parted(parser, bound, around))
    commands = [p for p in pieces if p.command and _names_something(parser, p.start, p.end)]
    if len(commands) < _LEAST or sum(p.passing for p in pieces) > len(commands):
        return None
    if any(is_told(parser.chart, p.start, p.end) for p in pieces if p.is_open):
        return None
    return Breath(parser, pieces)


def without_exclamation(chart: Chart) -> tuple[Token, ...] | None:
    """The tokens behind what has come true by now, and is no condition: 天黑啦，一楼窗帘拉上."""
    end = next((i for i, word in enumerate(chart.words) if word in PUNCTUATION), 0)
    return chart.tokens[end + 1 :] if is_exclaimed(chart, 0, end) else None


def _is_held(parser: Parser) -> bool:
    chart, mood = parser.chart, parser.mood
    if mood.asks or mood.negations or mood.conditions or chart.with_sense(Sense.EXCEPT) or clause_ends(chart):
        return True
    if (LEAVING | {"?", ":"}) & set(chart.words) or _QUOTING & set(chart.text) or reports(chart):
        return True
    return parser.effort.is_over or next(corrected(chart), None) is not None


def _parted(parser: Parser, bound: tuple[int, int, int], around: Surroundings) -> Iterator[Piece]:
    """A piece as it is; or a command and a remark beside it that nobody pauses between."""
    lead, start, end = bound
    command = _command(parser, start, end, around)
    if command is not None or is_passing(parser.chart, parser.grammar, start, end):
        yield Piece(lead, start, end, command, command is None)
        return
    for cut in _cuts(parser, start, end):
        behind = begins_remark(parser.chart, cut, end)
        rest = (start, cut) if behind else (cut, end)
        command = _command(parser, *rest, around)
        if command is not None and behind:
            yield from (Piece(lead, *rest, command), Piece(cut, cut, end, None, True))
            return
        if command is not None:
            yield from (Piece(lead, start, cut, None, True), Piece(lead, *rest, command))
            return
    yield Piece(lead, start, end)


def _cuts(parser: Parser, start: int, end: int) -> Sequence[int]:
    """Where a remark without a pause may begin behind a command, or end before one."""
    chart, grammar = parser.chart, parser.grammar
    begins = {a for i, places in chart.literals.items() if i in grammar.openers for a, _ in places}
    begins |= {s.start for s in chart.with_sense(Sense.NAME)} | {i for i in range(start, end) if chart.words[i] == "so"}
    behind = [i for i in range(start + _SHORTEST, end) if begins_remark(chart, i, end)]
    behind = [i for i in behind if is_passing(chart, grammar, i, end)]
    if chart.words[start] in _OWNERS:
        begins = {i + 1 for i in range(start, end) if chart.words[i] == "so"}
    elif behind or not begins_remark(chart, start, end):
        return behind[:_MOST_CUTS]
    before = [i for i in range(start + 2, end - _SHORTEST + 1) if i in begins]
    before = [i for i in before if "so" in chart.words[i - 1 : i + 1] or is_felt(chart, start, i)]
    return [i for i in before if is_passing(chart, grammar, start, i)][-_MOST_CUTS:]


def _command(parser: Parser, start: int, end: int, around: Surroundings) -> Understanding | None:
    """What a piece comes to, where all of it is one command that needs no other piece to say what it is about."""
    if start > 0 and not _names_something(parser, start, end):
        return None  # what it is about may stand in a piece before it
    found = parser.clause(start, end, around)
    if not found.complete or any(_is_open_ended(parser, m.call.tool) for m in found.matches):
        return None
    return found


def _is_open_ended(parser: Parser, name: str) -> bool:
    """Whether a tool only tells something, or takes words that may go on behind a pause."""
    tool = parser.grammar.toolbox[name]
    return tool.reads_only or any(isinstance(p.mark, Words) for p in tool.parameters)


def _names_something(parser: Parser, start: int, end: int) -> bool:
    inside = [s for s in parser.chart.telling if start <= s.start and s.end <= end]
    senses = {s.sense for s in inside}
    if Sense.NAME in senses or Sense.KIND not in senses:
        return Sense.NAME in senses
    # A thing that is called like its kind ("Desk Lamp", 电视) is named by it.
    said = {parser.chart.words[s.start : s.end] for s in inside if s.sense is Sense.KIND}
    named = any(map(parser.home.calls_something, said))
    return named or bool(senses & {Sense.ROOM, Sense.FLOOR})


def _only_lists(parser: Parser, bounds: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a piece only names one thing more, and none remarks anything: nothing need be left out."""
    if not any(_only_names(parser, Piece(*bound)) for bound in bounds):
        return False
    return not any(is_passing(parser.chart, parser.grammar, start, end) for _, start, end in bounds)


def _only_names(parser: Parser, piece: Piece) -> bool:
    """ "Lock the front door and the side door": the verb of a list stands before it."""
    named = 0
    for span in (*parser.chart.with_sense(Sense.NAME), *parser.chart.free):
        named |= span.mask if piece.start <= span.start and span.end <= piece.end else 0
    return not parser.chart.content & ((1 << piece.end) - (1 << piece.start)) & ~named


def _said(parser: Parser, piece: Piece) -> str:
    start, end = piece.start, piece.end
    while end > start + 1 and parser.chart.words[end - 1] in PUNCTUATION:
        end -= 1
    return parser.chart.said(start, end)

"""Whether a piece of a Mandarin sentence only tells something, by what it names and how much it says."""

from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.naming import PLACES, inside
from assistant.understanding.reflex.mandarin.pieces import Piece
from assistant.understanding.reflex.mandarin.telling import Telling, complains, telling_of
from assistant.understanding.reflex.spans import Sense


def telling_of_piece(piece: Piece, parser: Parser) -> Telling:
    """How clearly a piece only tells something; NOT where it names a thing in more than one character."""
    if form("verb_first").match(piece.said) and inside(parser.chart, piece.stretch, *PLACES):
        return Telling.NOT  # 换卫生间的亮
    if _is_valued(piece, parser):
        return Telling.NOT
    if complains(piece.said):
        return Telling.CLEARLY
    weak = all(s.sense is Sense.PART or s.meaning == "car" or s.end - s.start == 1 for s in piece.named)
    return telling_of(_without_place(piece, parser)) if weak else Telling.NOT


def _without_place(piece: Piece, parser: Parser) -> str:
    """A stretch without the room with which it begins."""
    chart, start = parser.chart, piece.stretch[0]
    places = [s for s in inside(chart, piece.stretch, *PLACES) if s.start == start and s.end < piece.stretch[1] - 1]
    place = "".join(chart.words[start : max(s.end for s in places)]) if places else ""
    return piece.said.removeprefix(place).removeprefix("里") or piece.said


def _is_valued(piece: Piece, parser: Parser) -> bool:
    """Whether a stretch says how much or which: 一半亮就行 is no mere telling."""
    chart = parser.chart
    if form("supposed").match(piece.said):
        return False  # 八成是他
    amounts = [s for s in inside(chart, piece.stretch, Sense.QUANTITY) if s.meaning.unit in ("%", "°C")]
    chosen = [s for s in inside(chart, piece.stretch, Sense.CHOICE) if s.end - s.start > 1]
    chosen = [s for s in chosen if not parser.grammar.tools[s.meaning[0]].tool.reads_only]
    whole = len(chart.words[slice(*piece.stretch)])
    return bool(amounts or form("set_to").search(piece.said)) or any(2 * (s.end - s.start) > whole for s in chosen)

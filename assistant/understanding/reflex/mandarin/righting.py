"""Pieces of a Mandarin sentence that take back or rule out another: 二十度，哦不不，二十三; 别吹冷风，换制热."""

from collections.abc import Callable, Sequence

from assistant.tools import ToolCall
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.pieces import Piece, ids_of


def put_right(pieces: Sequence[Piece]) -> None:
    """Take what was said before a slip for what is said anew behind it; another slip leaves the sentence alone."""
    for number, slip in enumerate(pieces):
        if not form("slip").match(slip.said):
            continue
        wrong = [p for p in pieces[:number] if p.calls][-1:]
        right = [p for p in pieces[number:] if p.calls][:1]
        slip.calls, slip.aside = (), bool(wrong and right) and _same_act(wrong[0], right[0])
        if slip.aside:
            wrong[0].calls, wrong[0].aside = (), True


def contrast(piece: Piece, after: Piece, undone: Callable[[Piece, Piece], tuple[ToolCall, ...]]) -> None:
    """Set aside what is not to be beside what is, of the same thing: 空调开除湿，别开制冷."""
    if after.named or piece.aside:
        return
    wish, forbids = (after, piece) if form("forbidding").search(piece.said) else (piece, after)
    if not wish.calls or forbids.calls or forbids.aside or not form("forbidding").search(forbids.said):
        return
    if not any(call in wish.calls for call in undone(forbids, after)):
        forbids.aside = True


def _same_act(wrong: Piece, right: Piece) -> bool:
    """Whether two pieces do the same with the same things."""
    before, after = ([(c.tool, ids_of(c)) for c in p.calls] for p in (wrong, right))
    return before == after

"""A Mandarin sentence in plain words as a whole: what only tells something left out, the rest as the phrases put it.

For what goes on with what was said before, and for wishes of which one part names what is not there: 还是晃眼，全拉上
得了 is 全拉上; the plain sentence is understood anew, in its dialogue.
"""

from dataclasses import dataclass

from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.mandarin.naming import PLACES, inside
from assistant.understanding.reflex.mandarin.owners import named_loosely
from assistant.understanding.reflex.mandarin.pieces import Piece, letters_of, stretches_of, things_in
from assistant.understanding.reflex.mandarin.plain import plain_wishes, without_dialect
from assistant.understanding.reflex.mandarin.telling import Telling, is_courtesy, is_narrated, telling_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_MOST = 5


@dataclass(frozen=True, slots=True)
class Reworded:
    """The plain words; empty where they are those that were said, or where nothing is wished."""

    text: str = ""
    names_things: bool = False


def reworded(parser: Parser) -> Reworded:
    """What the sentence is in plain words."""
    chart, home = parser.chart, parser.home
    if not any(map(is_chinese, chart.words)) or any(s.role is Role.CORRECTION for s in roles_in(chart.words)):
        return Reworded()
    stretches = stretches_of(chart)
    if not 0 < len(stretches) <= _MOST:
        return Reworded()
    pieces = [Piece(without_dialect(letters_of(chart, s), home.names), s) for s in stretches]
    told = [p for p in pieces if _only_tells(p, parser)]
    wished = [p for p in pieces if p not in told]
    if not wished or any(is_narrated(t.said, w.said) for t in told for w in wished):
        return Reworded()
    plain = "，".join(list(plain_wishes(named_loosely(p.said, home), home.names))[-1] for p in wished)
    if plain == "，".join(letters_of(chart, s) for s in stretches):
        return Reworded()
    named = [bool(things_in(chart, p.stretch, home)) for p in wished]
    if any(named) and not all(named):
        return Reworded()  # what names nothing may be about something else than its own words
    return Reworded(plain, any(named))


def _only_tells(piece: Piece, parser: Parser) -> bool:
    chart = parser.chart
    if things_in(chart, piece.stretch, parser.home) or inside(chart, piece.stretch, *PLACES, Sense.ABSENT_ROOM):
        return False
    if is_courtesy(piece.said):
        return True
    if inside(chart, piece.stretch, Sense.QUANTITY, Sense.CHOICE, Sense.IT):
        return False
    return telling_of(piece.said) is not Telling.NOT

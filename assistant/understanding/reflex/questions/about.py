"""The words of a question that say which things it is about."""

from collections.abc import Sequence

from assistant.understanding.reflex.questions.reading import Reading
from assistant.understanding.reflex.questions.words import Part, Piece

_SET = (Part.THING, Part.PLACE, Part.EXCEPT, Part.JOIN)


def named_in(reading: Reading) -> tuple[list[Piece], str]:
    """The pieces that say which things are meant, and their words."""
    pieces = placed(reading.of(*_SET))
    return pieces, said_of(reading, pieces)


def placed(pieces: Sequence[Piece]) -> list[Piece]:
    """Without "in here" where the room is named as well."""
    named = any(p.part is Part.PLACE and p.means != "here" for p in pieces)
    if not named:
        return list(pieces)
    kept = [p for p in pieces if p.means != "here"]
    while kept and kept[0].part is Part.JOIN:
        kept.pop(0)
    return kept


def apart(reading: Reading) -> list[str]:
    """What is asked about, each thing or place for itself: "the study and the hall" are two."""
    groups: list[list[Piece]] = []
    for piece in placed(reading.of(Part.THING, Part.PLACE)):
        before = groups[-1][-1] if groups else None
        between = set(reading.words[before.end : piece.start]) if before else {""}
        leads = before is not None and before.part is Part.PLACE and not between.isdisjoint(_WITHIN_ZH | {""})
        if (
            before is not None
            and between <= _WITHIN
            and (piece.part is Part.PLACE or before.end == piece.start or leads)
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [" ".join(_listed(reading, group)) for group in groups]


def _goes_on(before: Piece, piece: Piece, between: set[str]) -> bool:
    """Whether a piece says more of what the one before it names: its place; in Mandarin the place is named first."""
    if piece.part is Part.PLACE or before.end == piece.start:
        return True
    return before.part is Part.PLACE and bool(between) and between <= _WITHIN_ZH


_WITHIN_ZH = frozenset("的里面头那边上")
_WITHIN = frozenset({"in", "on", "at", "of", "the", "my", "our"}) | _WITHIN_ZH
"""May stand between a thing and its place."""


def spoken(piece: Piece) -> str:
    """The plain words for a state or a measure."""
    return piece.means.replace("_", " ")


def said_of(reading: Reading, pieces: Sequence[Piece]) -> str:
    """The words that say which things are meant, without what stood between them; what is left out stands last."""
    left_out = _left_out(pieces)
    words = _listed(reading, [p for p in pieces if p not in left_out])
    return " ".join([*words, "except", *_listed(reading, left_out)]) if left_out else " ".join(words)


def _left_out(pieces: Sequence[Piece]) -> list[Piece]:
    """What stands behind "except": to the next pause where it stands first, else to the end."""
    at = next((i for i, p in enumerate(pieces) if p.part is Part.EXCEPT), None)
    if at is None:
        return []
    rest = list(pieces[at + 1 :])
    pause = next((i for i, p in enumerate(rest) if p.part is Part.JOIN), len(rest)) if at == 0 else len(rest)
    return rest[:pause]


def _listed(reading: Reading, pieces: Sequence[Piece]) -> list[str]:
    words: list[str] = []
    waiting = ""
    for piece in pieces:
        if piece.part is Part.EXCEPT:
            continue
        if piece.part is Part.JOIN:
            waiting = "and" if words else ""
            continue
        if waiting:
            words.append(waiting)
        elif words and piece.part is Part.PLACE and piece.means != "outside":
            words.append("in")
        waiting = ""
        words += reading.said(piece)
    return words

"""The rules of words/rewordings.toml, read once: what rewording.py looks for in a sentence."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.errors import BadArgument
from assistant.understanding.reflex.tokens import tokens_of

Said = tuple["str | Choice", ...]
"""Words, slots ("{x}") and alternatives."""

_PIECES = re.compile(r"[\[\]()|]|\{\w\}|[^\[\]()|{}]+")
_NAMED = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to go on; one of them may be to say nothing."""

    ways: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """One way to say something, and how it is put plainly."""

    said: Said
    plain: tuple[str, ...]
    """Words and slots."""
    begins: bool
    """Only at the beginning of a clause."""
    ends: bool
    whole: bool
    """Only where nothing else is said."""
    misread: bool
    """Understood otherwise where it is left as it was said."""
    needs: frozenset[str]
    """Words without which it cannot be said."""


@cache
def rules() -> tuple[Mapping[str, tuple[Rewording, ...]], tuple[Rewording, ...]]:
    """The rules by their first word, and those that begin with a slot, each in the order of the file."""
    tables = tomllib.loads((files(__package__) / "words" / "rewordings.toml").read_text("utf-8"))
    lists: dict[str, str] = tables.pop("lists")
    by_first: dict[str, list[Rewording]] = {}
    for rule in (rule for group in tables.values() for rule in group["rules"]):
        rewording = _read(_NAMED.sub(lambda found: f"({lists[found.group(1)]})", rule))
        for first in _firsts(rewording.said):
            by_first.setdefault(first, []).append(rewording)
    slotted = dict.fromkeys(r for first, found in by_first.items() if first.startswith("{") for r in found)
    return {first: tuple(found) for first, found in by_first.items()}, tuple(slotted)


def _read(rule: str) -> Rewording:
    """Raises BadArgument where a rule has no "=>", a bracket too many, or wants a slot that is not said."""
    said, arrow, plain = (part.strip() for part in rule.partition("=>"))
    signs = said[: len(said) - len(said.lstrip("!=^"))]
    begins, ends = "^" in signs or "=" in signs, said.endswith("$")
    pieces = _PIECES.findall(said.strip("!=^$"))
    ways, end = _ways(pieces, 0)
    result = tuple(t for piece in plain.split() for t in _words(piece))
    missing = {e for e in result if e.startswith("{")} - set(_PIECES.findall(said))
    if not arrow or end < len(pieces) or len(ways) != 1 or missing:
        raise BadArgument(f"cannot read the rewording {rule!r}")
    needs = frozenset(e for e in ways[0] if isinstance(e, str) and not e.startswith("{"))
    return Rewording(ways[0], result, begins, ends, "=" in signs, "!" in signs, needs)


def _ways(pieces: Sequence[str], at: int) -> tuple[list[Said], int]:
    """The alternatives up to a closing bracket, and where that stands."""
    found: list[Said] = []
    current: list[str | Choice] = []
    while at < len(pieces) and pieces[at] not in ("]", ")"):
        piece = pieces[at]
        at += 1
        if piece == "|":
            found.append(tuple(current))
            current = []
        elif piece in ("[", "("):
            inner, at = _ways(pieces, at)
            current.append(Choice((*inner, ()) if piece == "[" else tuple(inner)))
            at += 1
        else:
            current += _words(piece)
    return [*found, tuple(current)], at


def _words(piece: str) -> list[str]:
    return [piece] if piece.startswith("{") else [t.text for t in tokens_of(piece)]


def _firsts(said: Said) -> set[str]:
    """The words or slots with which it may begin."""
    if not said:
        return set()
    first = said[0]
    if isinstance(first, str):
        return {first}
    return {f for way in first.ways for f in _firsts((*way, *said[1:]))}

"""The rules of words/rewordings.toml, read once: what rewording.py looks for in a sentence."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.errors import BadArgument
from assistant.understanding.reflex.tokens import tokens_of
from assistant.understanding.reflex.words import read_words

Said = tuple["str | Choice", ...]
"""Words, slots ("{x}") and alternatives."""

_PIECES = re.compile(r"[\[\]()|]|\{\w\}|[^\[\]()|{}]+")
_NAMED = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to go on; one of them may be to say nothing."""

    ways: tuple[Said, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """What is still to be said from some place of a rule on; the rule is over where there is neither word nor way."""

    said: str = ""
    """A word or a slot."""
    ways: tuple["Rest", ...] = ()
    """Or one of these; they join again in the same rest."""
    then: "Rest | None" = None
    """What follows the word or the slot."""
    firsts: frozenset[str] | None = None
    """The words with which it can begin; None where that may be any, or where it may be over at once."""

    @property
    def is_slot(self) -> bool:
        """Whether words of the sentence fill it."""
        return self.said.startswith("{")


@dataclass(frozen=True, slots=True, eq=False)
class Rewording:
    """One way to say something, and how it is put plainly."""

    said: Rest
    plain: tuple[str, ...]
    """Words and slots."""
    begins: bool
    """Only at the beginning of a clause."""
    ends: bool
    whole: bool
    """Only where nothing else is said."""
    misread: bool
    """Understood otherwise where it is left as it was said."""
    needs: tuple[frozenset[str], ...]
    """Sets of words: without one of each it cannot be said."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them, in the order of the file."""

    by_first: Mapping[str, tuple[Rewording, ...]]
    """Those that begin with a word, by it."""
    slotted: tuple[Rewording, ...]
    """Those that may begin with a slot."""
    by_need: Mapping[str, tuple[Rewording, ...]]
    """A word → rules that cannot be said without it, or without one of the others under which they stand, too."""
    undemanding: tuple[Rewording, ...]
    """Those of which no word is needed."""

    def sayable(self, words: Collection[str]) -> frozenset[Rewording]:
        """The rules for which no word is missing among these."""
        found = {rule for word in words for rule in self.by_need.get(word, ())}
        whole = frozenset(rule for rule in found if not any(need.isdisjoint(words) for need in rule.needs))
        return whole.union(self.undemanding)


@cache
def rules() -> Rules:
    """The rules of the file, read once. Raises BadArgument where one cannot be read."""
    tables = read_words("rewordings")
    lists: dict[str, str] = tables.pop("lists")
    by_first: dict[str, list[Rewording]] = {}
    by_need: dict[str, list[Rewording]] = {}
    undemanding: list[Rewording] = []
    for rule in (rule for group in tables.values() for rule in group["rules"]):
        said, rewording = _read(_NAMED.sub(lambda found: f"({lists[found.group(1)]})", rule))
        for first in _firsts(said):
            by_first.setdefault(first, []).append(rewording)
        for word in min(rewording.needs, key=len, default=()):
            by_need.setdefault(word, []).append(rewording)
        undemanding += [] if rewording.needs else [rewording]
    slotted = dict.fromkeys(r for first, found in by_first.items() if first.startswith("{") for r in found)
    return Rules(_settled(by_first), tuple(slotted), _settled(by_need), tuple(undemanding))


def _settled(found: Mapping[str, list[Rewording]]) -> Mapping[str, tuple[Rewording, ...]]:
    return {word: tuple(those) for word, those in found.items()}


def _read(rule: str) -> tuple[Said, Rewording]:
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
    needs = tuple(_needs(ways[0]))
    return ways[0], Rewording(_rest(ways[0], Rest()), result, begins, ends, "=" in signs, "!" in signs, needs)


def _rest(said: Said, then: Rest) -> Rest:
    """The same as places that hang together, with what follows it."""
    for element in reversed(said):
        if isinstance(element, Choice):
            ways = tuple(_rest(way, then) for way in element.ways)
            known = [way.firsts for way in ways if way.firsts is not None]
            then = Rest(ways=ways, firsts=frozenset().union(*known) if len(known) == len(ways) else None)
        else:
            then = Rest(element, then=then, firsts=None if element.startswith("{") else frozenset({element}))
    return then


def _needs(said: Said) -> Iterator[frozenset[str]]:
    """Sets of words of each of which one has to be said."""
    for element in said:
        if isinstance(element, Choice):
            fewest = [min(_needs(way), key=len, default=frozenset()) for way in element.ways]
            if all(fewest):
                yield frozenset().union(*fewest)
        elif not element.startswith("{"):
            yield frozenset({element})


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

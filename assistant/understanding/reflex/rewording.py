"""Constructions of English put as commands and questions are phrased, read from words/rewordings.toml.

A rule names a construction and what it comes to: "^could do with {x} on" is "turn on {x}". {x} and {y} stand for
words that name things here, with where they are, or point at some; {p} for places; {q} for an amount; {c} for a value
that some tool takes. "^" and "$" are the beginning and the end of a clause; what is optional stands in brackets,
(one|or|another) are alternatives, and <can> is a list of them with a name. What a rule makes of a sentence still has to
be understood to the last word.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.errors import BadArgument
from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.remarks import Edit
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, tokens_of

_NOUNS = frozenset({Sense.NAME, Sense.KIND, Sense.PART, Sense.EVERYTHING, Sense.ANYTHING})
_PLACES = frozenset({Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.OUTSIDE, Sense.HERE, Sense.HOUSE})
_BESIDE = frozenset({Sense.ALL, Sense.BOTH, Sense.EXCEPT})
_SMALL = frozenset(
    ["the", "my", "our", "your", "his", "her", "their", "that", "this", "those", "these", "in", "of", "on", "at", "a"]
)
_JOINING = frozenset({"and", ","})
_POINTING = frozenset({"it", "them", "him", "her", "that", "this", "those", "these", "em"})
_BREAKS = PUNCTUATION | {"and", "then", "so", "but"}
_BEFORE = frozenset(["i", "think", "we", "perhaps", "maybe", "you", "and", "well", "right", "actually", "someone"])
_BEHIND = frozenset({"now", "please", "thanks", "then", "again", "too", "already", "actually", "love", "mate"})
_LONGEST = 14
"""Words that name the things of one clause."""

Binding = tuple[tuple[str, int, int], ...]
"""Slots and the stretches that fill them."""

Said = tuple["str | _Choice", ...]
"""Words, slots ("{x}") and alternatives."""

_PIECES = re.compile(r"[\[\]()|]|\{\w\}|[^\[\]()|{}]+")
_NAMED = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class _Choice:
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
    misread: bool
    """Understood otherwise where it is left as it was said."""
    needs: frozenset[str]
    """Words without which it cannot be said."""


@cache
def _rules() -> tuple[Mapping[str, tuple[Rewording, ...]], tuple[Rewording, ...]]:
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
    misread, begins, ends = said.startswith("!"), said.lstrip("!").startswith("^"), said.endswith("$")
    pieces = _PIECES.findall(said.strip("!^$"))
    ways, end = _ways(pieces, 0)
    result = tuple(t for piece in plain.split() for t in _words(piece))
    missing = {e for e in result if e.startswith("{")} - set(_PIECES.findall(said))
    if not arrow or end < len(pieces) or len(ways) != 1 or missing:
        raise BadArgument(f"cannot read the rewording {rule!r}")
    needs = frozenset(e for e in ways[0] if isinstance(e, str) and not e.startswith("{"))
    return Rewording(ways[0], result, begins, ends, misread, needs)


def _ways(pieces: Sequence[str], at: int) -> tuple[list[Said], int]:
    """The alternatives up to a closing bracket, and where that stands."""
    found: list[Said] = []
    current: list[str | _Choice] = []
    while at < len(pieces) and pieces[at] not in ("]", ")"):
        piece = pieces[at]
        at += 1
        if piece == "|":
            found.append(tuple(current))
            current = []
        elif piece in ("[", "("):
            inner, at = _ways(pieces, at)
            current.append(_Choice((*inner, ()) if piece == "[" else tuple(inner)))
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


class _Reader:
    """Finds the rules that fit the words of one chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._words = chart.words
        self._nouns = _mask(chart, _NOUNS)
        self._places = _mask(chart, _PLACES)
        self._beside = self._nouns | self._places | _mask(chart, _BESIDE)
        self._ends: dict[tuple[str, int], list[int]] = {}

    def edits(self) -> Iterator[tuple[Rewording, Edit]]:
        """Every rule that fits, with what it makes of its words."""
        by_first, slotted = _rules()
        starts, there = self._starts(), set(self._words)
        for at, word in enumerate(self._words):
            for rule in (*by_first.get(word, ()), *(slotted if at in starts else ())):
                if rule.needs <= there and (not rule.begins or at in starts):
                    fitting = next(self._fitting(rule.said, at, ()), None)
                    if fitting is not None and (not rule.ends or self._is_end(fitting[1])):
                        yield rule, Edit(at, fitting[1], tuple(self._put(rule, at, fitting[0])))

    def _put(self, rule: Rewording, at: int, binding: Binding) -> Iterator[Token]:
        bound = {slot: (start, end) for slot, start, end in binding}
        for element in rule.plain:
            if element in bound:
                yield from self._chart.tokens[slice(*bound[element])]
            else:
                yield replace(self._chart.tokens[at], text=element)

    def _fitting(self, said: Said, at: int, bound: Binding) -> Iterator[tuple[Binding, int]]:
        """Each way to lay it over the words from a place on: what fills its slots, and where it ends."""
        if not said:
            yield bound, at
            return
        first, rest = said[0], said[1:]
        if isinstance(first, _Choice):
            for way in first.ways:
                yield from self._fitting((*way, *rest), at, bound)
        elif first.startswith("{"):
            for end in self._stretches(first, at):
                yield from self._fitting(rest, end, (*bound, (first, at, end)))
        elif self._words[at : at + 1] == (first,):
            yield from self._fitting(rest, at + 1, bound)

    def _stretches(self, slot: str, start: int) -> list[int]:
        """Where words that may fill a slot end, the longest first."""
        key = (slot[1], start)
        if key not in self._ends:
            find = {"p": self._placing, "q": self._amounts, "c": self._values}.get(slot[1], self._naming)
            self._ends[key] = sorted(set(find(start)), reverse=True)
        return self._ends[key]

    def _naming(self, start: int) -> Iterator[int]:
        named = False
        for i in range(start, min(len(self._words), start + _LONGEST)):
            word = self._words[i]
            if self._beside >> i & 1:
                named = named or bool(self._nouns >> i & 1)
                if named:
                    yield i + 1
            elif word not in _SMALL and (word not in _JOINING or not named):
                break
        if self._words[start : start + 1] and self._words[start] in _POINTING:
            yield start + 1

    def _placing(self, start: int) -> Iterator[int]:
        for i in range(start, min(len(self._words), start + _LONGEST)):
            if self._places >> i & 1:
                yield i + 1
            elif self._words[i] not in _SMALL:
                break

    def _amounts(self, start: int) -> Iterator[int]:
        for span in self._chart.with_sense(Sense.QUANTITY):
            if span.start == start:
                yield span.end

    def _values(self, start: int) -> Iterator[int]:
        for span in self._chart.with_sense(Sense.CHOICE):
            if span.start == start:
                yield span.end

    def _starts(self) -> set[int]:
        """Where a clause may begin: behind a pause or a conjunction, and behind politeness there."""
        found = {0, *(i + 1 for i, w in enumerate(self._words) if w in _BREAKS)}
        free = [s for s in self._chart.with_sense(Sense.FREE, Sense.POLITE) if s.start <= s.end]
        for at in range(len(self._words)):
            if at in found:
                found |= {s.end for s in free if s.start == at}
                found |= {at + 1} if self._words[at] in _BEFORE else set()
        return found

    def _is_end(self, at: int) -> bool:
        """Whether nothing more of the clause follows but politeness."""
        words = self._words
        while at < len(words) and words[at] in _BEHIND:
            at += 1
        if at >= len(words) or words[at] in _BREAKS:
            return True
        free = [s.end for s in self._chart.with_sense(Sense.FREE, Sense.POLITE) if s.start == at]
        return any(end >= len(words) or words[end] in PUNCTUATION for end in free)


def _mask(chart: Chart, senses: frozenset[Sense]) -> int:
    mask = 0
    for sense in senses:
        for span in chart.with_sense(sense):
            mask |= span.mask
    return mask


def reworded(chart: Chart) -> Iterator[Edit]:
    """What the rules make of the words of a sentence."""
    yield from (edit for _, edit in _Reader(chart).edits())


def misreads(chart: Chart) -> bool:
    """Whether a sentence holds a construction that means something else than its words by themselves."""
    return any(rule.misread for rule, _ in _Reader(chart).edits())

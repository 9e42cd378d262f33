"""The phrase language of tools: words, {slots}, [optional] and (one|or|another), compiled to patterns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product

from assistant.errors import BadArgument
from assistant.tools import Tool, Words
from assistant.understanding.reflex.lexicon import Lexicon
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.synonyms import Synonyms
from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.utterance import Language

MAX_VARIANTS = 400
"""A phrase may stand for at most this many."""

_PIECES = re.compile(r"[\[\]()|]|\{\w+\}|[^\[\]()|{}]+|[{}]")
_DETERMINERS = frozenset({"the", "a", "an", "my", "our", "your", "把", "将", "的", "请"})

Literal = tuple[str, ...]
"""Words that stand together: one English word, or a run of Chinese characters."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a parameter."""

    name: str


Element = Literal | Slot


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say what a tool does."""

    tool: Tool
    elements: tuple[Element, ...]
    """In their order; the order of slots matters only around free words."""
    literals: tuple[Literal, ...]
    slots: frozenset[str]
    free_words: str = ""
    """The parameter that takes free words, if this pattern has one."""
    small: frozenset[str] = frozenset()
    """Words of the phrase that change nothing when they are left out, but speak for it when they are there."""

    @property
    def size(self) -> int:
        """Tokens of its literals."""
        return sum(map(len, self.literals))


def patterns_of(tool: Tool, language: Language, lexicon: Lexicon) -> tuple[Pattern, ...]:
    """The patterns of a tool's phrases, each literal also in the words that mean the same.

    Raises BadArgument naming the tool and the phrase where it cannot be read or has a slot that is no parameter.
    """
    found: dict[tuple[object, ...], Pattern] = {}
    for phrase in tool.phrases.get(language, ()):
        for variant in (v for v in variants_of(phrase, tool.name) if not quotes(tool, v)):
            _add_patterns(tool, variant, language, lexicon, found)
    return tuple(found.values())


def variants_of(phrase: str, where: str = "phrase") -> list[tuple[str, ...]]:
    """Every sequence of words and slots a phrase stands for. Raises BadArgument where it cannot be read."""
    pieces = _PIECES.findall(phrase)
    variants, position = _alternatives(pieces, 0, f"{where}: {phrase!r}")
    if position < len(pieces):
        raise BadArgument(f"{where}: {phrase!r} has a {pieces[position]!r} too many")
    if len(variants) > MAX_VARIANTS:
        raise BadArgument(f"{where}: {phrase!r} stands for {len(variants)} phrases; at most {MAX_VARIANTS}")
    return list(dict.fromkeys(variants))


def quotes(tool: Tool, variant: Sequence[str]) -> bool:
    """Whether a variant of a phrase is taken over the whole sentence: it has several places for free words, or one
    that asks for that.
    """
    marks = [tool.parameter(piece[1:-1]).mark for piece in variant if piece.startswith("{")]
    free = [mark for mark in marks if isinstance(mark, Words)]
    return len(free) > 1 or any(mark.whole for mark in free)


def _alternatives(pieces: Sequence[str], position: int, where: str) -> tuple[list[tuple[str, ...]], int]:
    variants: list[tuple[str, ...]] = []
    current: list[tuple[str, ...]] = [()]
    while position < len(pieces):
        piece = pieces[position]
        if piece in "])":
            break
        position += 1
        if piece == "|":
            variants, current = variants + current, [()]
        elif piece in "[(":
            inner, position = _alternatives(pieces, position, where)
            closing = "]" if piece == "[" else ")"
            if position >= len(pieces) or pieces[position] != closing:
                raise BadArgument(f"{where} lacks a {closing!r}")
            position += 1
            options = [(), *inner] if piece == "[" else inner
            current = [a + b for a, b in product(current, options)]
        elif piece in "{}":
            raise BadArgument(f"{where} has a {piece!r} that belongs to no slot")
        else:
            current = [(*a, piece) for a in current]
    return variants + current, position


_TELLING = frozenset({"back", "going"})
"""Free words that change what a phrase says: "put it back" is not "put it", and "get it going" not "get it"."""


def _add_patterns(
    tool: Tool, variant: Sequence[str], language: Language, lexicon: Lexicon, found: dict[tuple[object, ...], Pattern]
) -> None:
    """What a variant stands for; where only the place of a slot differs from one that is known, it is the same."""
    slots = frozenset(p[1:-1] for p in variant if p.startswith("{"))
    free_words = next((s for s in slots if isinstance(tool.parameter(s).mark, Words)), "")
    dropped = _DETERMINERS if free_words else _DETERMINERS | (lexicon.free - _TELLING)
    elements: list[Element] = []
    small: set[str] = set()
    for piece in variant:
        if piece.startswith("{"):
            elements.append(Slot(piece[1:-1]))
        else:
            for unit in _units(_words_of(piece), lexicon, language):
                # 都关 without 都 says of nothing in particular that it is to be off.
                if len(unit) == 1 and unit[0] in dropped and (slots or not _says_how_many(unit[0], lexicon)):
                    small.add(unit[0])
                else:
                    elements.append(unit)
    otherwise = (tuple(elements),) if free_words else _said_otherwise(tuple(elements), lexicon.synonyms[language])
    there = frozenset(small - _DETERMINERS)
    for said in otherwise:
        literals = tuple([e for e in said if isinstance(e, tuple)])
        key = said if free_words else (literals, slots, there)
        if key not in found:
            found[key] = Pattern(tool, said, literals, slots, free_words, there)


def _says_how_many(word: str, lexicon: Lexicon) -> bool:
    return any(entry.sense is Sense.ALL for _, entries in lexicon.trie.at((word,), 0) for entry in entries)


def _units(words: tuple[str, ...], lexicon: Lexicon, language: Language) -> list[Literal]:
    units: list[Literal] = []
    for chinese, grouped in groupby(words, is_chinese):
        run = tuple(grouped)
        units += _split_run(run, lexicon) if chinese else [(w,) for w in run]
    return units


def _split_run(run: Literal, lexicon: Lexicon) -> list[Literal]:
    """A run of characters as known words, where it consists of such; else whole."""
    known = lexicon.synonyms["zh"].forms
    if run in known:
        return [run]
    for cut in range(len(run) - 1, 0, -1):
        if run[:cut] in known or (cut == 1 and run[0] in _DETERMINERS):
            rest = _split_run(run[cut:], lexicon)
            if len(rest) > 1 or rest[0] in known:
                return [run[:cut], *rest]
    for cut in range(1, len(run) - 1):
        if run[cut:] in known:
            return [run[:cut], run[cut:]]
    return [run]


_TWICE = 3
"""Elements of a phrase in which two words are replaced; of fewer, only one."""
_words_of = lru_cache(maxsize=4096)(words_of)


@lru_cache(maxsize=10_000)
def _said_otherwise(elements: tuple[Element, ...], synonyms: Synonyms) -> tuple[tuple[Element, ...], ...]:
    """The same elements with one or two words or word groups replaced by others that mean the same."""
    seen = dict.fromkeys((elements, *_replaced(elements, synonyms)))
    if len(elements) < _TWICE:
        return tuple(seen)
    for once in list(seen)[: MAX_VARIANTS // 8]:
        for twice in _replaced(once, synonyms):
            if len(seen) >= MAX_VARIANTS // 2:
                return tuple(seen)
            if twice not in seen and _last_changed(once, twice):
                seen[twice] = None
    return tuple(seen)


def _last_changed(once: Sequence[Element], twice: Sequence[Element]) -> bool:
    """Whether the second change left the first word of the first one alone."""
    return bool(once) and bool(twice) and (once[0] == twice[0] or once[-1] == twice[-1])


def _replaced(elements: tuple[Element, ...], synonyms: Synonyms) -> Iterator[tuple[Element, ...]]:
    places = [i for i, e in enumerate(elements) if isinstance(e, tuple)]
    literals: tuple[Literal, ...] = tuple([e for e in elements if not isinstance(e, Slot)])
    for at, literal in enumerate(literals):
        for synonym in synonyms.by_first.get(literal, ()):
            until = at + len(synonym.form)
            if literals[at:until] == synonym.form:
                positions = places[at:until]
                for other in synonym.others:
                    yield _swapped(elements, positions, other)


def _swapped(
    elements: tuple[Element, ...], positions: Sequence[int], other: tuple[Literal, ...]
) -> tuple[Element, ...]:
    first, last = positions[0], positions[-1]
    if last - first + 1 == len(positions):
        return (*elements[:first], *other, *elements[last + 1 :])
    said: list[Element] = []
    for index, element in enumerate(elements):
        if index == positions[0]:
            said += other
        if index not in positions:
            said.append(element)
    return tuple(said)

"""Phrases with places for free words that are taken over the whole sentence: "when i say {said} i mean {means}"."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as Said
from dataclasses import dataclass
from typing import Protocol

from assistant.tools import Targets, Tool, ToolCall, Words
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.phrases.phrases import Literal, Slot, quotes, variants_of
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, words_of
from assistant.utterance import Language

Piece = Literal | Slot


class Calling(Protocol):
    """What is called how in the house where a sentence is said."""

    def things(self, text: str, words: Sequence[Token], targets: Targets) -> tuple[str, ...]:
        """Ids of what these words of the text name in full; none where they name nothing."""
        ...

    def may_be_called(self, words: Sequence[Token], *, new: bool) -> bool:
        """Whether the words may stand where something is given a name. `new`: see Words."""
        ...


_DETERMINERS = frozenset({"the", "my", "our", "his", "her", "their"})
_BEGINS_QUESTION = frozenset({
    "is", "are", "was", "were", "what", "which", "who", "where", "why", "how", "does", "do", "did", "has",
})  # fmt: skip
_NO_END = frozenset({"and", "or", "back", "over", "home", "in", "to", "和", "跟", "回"})
"""Ends no name of a thing: "call the mower back and open the gate"."""
_ASKING = frozenset({"?", "？", "吗", "呢", "么"})


@dataclass(frozen=True, slots=True)
class Quoting:
    """One way to say what a tool does, in which words stand that are not for the house at this moment."""

    tool: Tool
    pieces: tuple[Piece, ...]
    words: frozenset[str]
    """All that must be said."""

    def call(self, text: str, tokens: Sequence[Token], calling: Calling | None) -> ToolCall | None:
        """The tool with the words as they were spelt; None where the sentence is no such phrase."""
        things = self.things
        if things:
            return self._named(text, tokens, calling, things) if calling else None
        filled = next(_filled(self.pieces, tokens, 0), None)
        return None if filled is None else ToolCall(self.tool.name, {n: _text(text, w) for n, w in filled.items()})

    def _named(self, text: str, tokens: Sequence[Token], calling: Calling, things: str) -> ToolCall | None:
        """The tool with the thing that is named in full beside the words."""
        targets = self.tool.parameter(things).mark
        asks = tokens[-1].text in _ASKING or tokens[0].text in _BEGINS_QUESTION
        if asks or not isinstance(targets, Targets):
            return None
        for filled in sorted(_filled(self.pieces, tokens, 0), key=lambda each: _doubt(each, things)):
            ids = calling.things(text, filled[things], targets) if filled[things][-1].text not in _NO_END else ()
            if ids:
                free = {name: words for name, words in filled.items() if name != things}
                fits = all(calling.may_be_called(words, new=self._is_new(name)) for name, words in free.items())
                told = {name: _text(text, words) for name, words in free.items()}
                return ToolCall(self.tool.name, {things: ids} | told) if fits else None
        return None

    def _is_new(self, name: str) -> bool:
        mark = self.tool.parameter(name).mark
        return isinstance(mark, Words) and mark.new

    @property
    def things(self) -> str:
        """The parameter that takes things; empty where this phrase has none."""
        slots = [piece.name for piece in self.pieces if isinstance(piece, Slot)]
        return next((name for name in slots if isinstance(self.tool.parameter(name).mark, Targets)), "")


def _text(text: str, words: Sequence[Token]) -> str:
    return text[words[0].start : words[-1].end]


def _doubt(filled: "Filled", things: str) -> tuple[bool, int]:
    """How little it seems that the words are parted so: "the lamp | the moon" before "the lamp the | moon"."""
    free = [words[0].text for name, words in filled.items() if name != things]
    return not any(word in _DETERMINERS for word in free), -len(filled[things])


class Quotings:
    """Phrases that quote words, found by the rarest of the words that each must hold."""

    def __init__(self, quotings: Iterable[Quoting]) -> None:
        self._all = tuple(quotings)
        counted = Counter(word for quoting in self._all for word in quoting.words)
        self._by_word: dict[str, list[int]] = {}
        for number, quoting in enumerate(self._all):
            rarest = min(quoting.words, key=lambda word: (counted[word], word), default="")
            self._by_word.setdefault(rarest, []).append(number)

    def among(self, said: Said[str]) -> list[Quoting]:
        """Those all of whose words were said, in the order in which they were given."""
        numbers = sorted(number for word in ("", *said) for number in self._by_word.get(word, ()))
        return [self._all[number] for number in numbers if self._all[number].words <= said]


def quoted(text: str, tokens: Sequence[Token], quotings: Quotings, calling: Calling | None = None) -> ToolCall | None:
    """What a whole sentence that quotes words calls; None where it is none."""
    possible = quotings.among({token.text for token in tokens})
    for start in _beginnings(tokens) if possible else ():
        for quoting in possible:
            call = quoting.call(text, tokens[start:], calling)
            if call is not None:
                return call
    return None


def _beginnings(tokens: Sequence[Token]) -> Iterator[int]:
    """Where the sentence may begin: politeness and filler before it change nothing."""
    free = lexicon().free
    for start, token in enumerate(tokens):
        yield start
        if token.text not in free and token.text not in PUNCTUATION:
            return


def quotings_of(tool: Tool, language: Language) -> tuple[Quoting, ...]:
    """Those of a tool's phrases that are taken over the whole sentence, the wordiest first."""
    if not any(isinstance(parameter.mark, Words) for parameter in tool.parameters):
        return ()
    quoting = [
        v for phrase in tool.phrases.get(language, ()) for v in variants_of(phrase, tool.name) if quotes(tool, v)
    ]
    found = dict.fromkeys(tuple(map(_piece, variant)) for variant in quoting)
    wordiest = sorted(found, key=lambda pieces: -sum(len(p) for p in pieces if not isinstance(p, Slot)))
    return tuple(Quoting(tool, pieces, _words(pieces)) for pieces in wordiest)


def _words(pieces: Iterable[Piece]) -> frozenset[str]:
    return frozenset(word for piece in pieces if not isinstance(piece, Slot) for word in piece)


def _piece(piece: str) -> Piece:
    return Slot(piece[1:-1]) if piece.startswith("{") else words_of(piece)


Filled = dict[str, Sequence[Token]]
"""Parameter → the words that stand there."""


def _filled(pieces: Sequence[Piece], tokens: Sequence[Token], at: int) -> Iterator[Filled]:
    """Every way in which the pieces are the tokens from `at` to the end; each place as short as it can be first."""
    at = _past_punctuation(tokens, at)
    if not pieces:
        if at == len(tokens):
            yield {}
        return
    first, rest = pieces[0], pieces[1:]
    if not isinstance(first, Slot):
        if tuple(t.text for t in tokens[at : at + len(first)]) == first:
            yield from _filled(rest, tokens, at + len(first))
        return
    ends = range(at + 1, len(tokens) + 1) if rest else (len(tokens),)
    for end in ends:
        last = _without_punctuation(tokens, at, end)
        if last > at:
            for others in _filled(rest, tokens, end):
                yield {first.name: tokens[at:last], **others}


def _past_punctuation(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text in PUNCTUATION:
        at += 1
    return at


def _without_punctuation(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the last word of a stretch ends; its start where it has none."""
    while end > start and tokens[end - 1].text in PUNCTUATION:
        end -= 1
    return end

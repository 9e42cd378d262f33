"""Phrases with two places for free words ("when i say {said} i mean {means}"): taken over the whole sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.tools import Tool, ToolCall, Words
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.phrases.phrases import Literal, Slot, quotes, variants_of
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, words_of
from assistant.utterance import Language

Piece = Literal | Slot


@dataclass(frozen=True, slots=True)
class Quoting:
    """One way to say what a tool does, in which words stand that are not for the house at this moment."""

    tool: Tool
    pieces: tuple[Piece, ...]
    words: frozenset[str]
    """All that must be said."""

    def call(self, text: str, tokens: Sequence[Token]) -> ToolCall | None:
        """The tool with the words as they were spelt; None where the sentence is no such phrase."""
        for filled in _filled(self.pieces, tokens, 0):
            return ToolCall(self.tool.name, {name: text[a.start : b.end] for name, (a, b) in filled.items()})
        return None


def quoted(text: str, tokens: Sequence[Token], quotings: Iterable[Quoting]) -> ToolCall | None:
    """What a whole sentence that quotes words calls; None where it is none."""
    said = {token.text for token in tokens}
    possible = [quoting for quoting in quotings if quoting.words <= said]
    for start in _beginnings(tokens) if possible else ():
        for quoting in possible:
            call = quoting.call(text, tokens[start:])
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
    """Those of a tool's phrases that have several places for free words, the wordiest first."""
    if sum(isinstance(parameter.mark, Words) for parameter in tool.parameters) < 2:
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


Filled = dict[str, tuple[Token, Token]]


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
        if last is not None:
            for others in _filled(rest, tokens, end):
                yield {first.name: (tokens[at], last), **others}


def _past_punctuation(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text in PUNCTUATION:
        at += 1
    return at


def _without_punctuation(tokens: Sequence[Token], start: int, end: int) -> Token | None:
    """The last word of a stretch; None where it has none."""
    while end > start and tokens[end - 1].text in PUNCTUATION:
        end -= 1
    return tokens[end - 1] if end > start else None

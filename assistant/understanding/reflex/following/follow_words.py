"""The words with which people go on with what was said before, and what is left of a sentence without them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese, words_of
from assistant.understanding.reflex.words import read_words

Words = tuple[str, ...]

_SENTENCES_KEPT = 16
"""Sentences that stay peeled: each is asked for several times."""


@dataclass(frozen=True, slots=True)
class FollowWords:
    """The lists of words/follow.toml, each as sequences of words, longest first."""

    lists: Mapping[str, tuple[Words, ...]]
    by_first: Mapping[str, Mapping[str, Sequence[Words]]]
    """Name of a list → a word → those of it that begin with the word, longest first."""
    by_last: Mapping[str, Mapping[str, Sequence[Words]]]
    degrees: Mapping[str, Mapping[str, str]]
    """Kind of thing → "more" and "less" → a sentence about "it" that means so."""

    def at_start(self, name: str, words: Sequence[str], start: int, end: int) -> int:
        """Where the longest of these that begins at `start` ends; `start` where none does."""
        for said in self.by_first[name].get(words[start], ()) if start < end else ():
            if start + len(said) <= end and tuple(words[start : start + len(said)]) == said:
                return start + len(said)
        return start

    def at_end(self, name: str, words: Sequence[str], start: int, end: int) -> int:
        """Where the longest of these that ends at `end` begins; `end` where none does."""
        for said in self.by_last[name].get(words[end - 1], ()) if start < end else ():
            if end - len(said) >= start and tuple(words[end - len(said) : end]) == said:
                return end - len(said)
        return end

    def is_one(self, name: str, words: Sequence[str]) -> bool:
        """Whether these words are one of the list, from the first to the last."""
        return tuple(words) in self.lists[name]

    def inside(self, name: str, words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
        """Where the first of these stands, the longest at its place."""
        for position in range(start, end):
            stop = self.at_start(name, words, position, end)
            if stop > position:
                return position, stop
        return None


@dataclass(frozen=True, slots=True)
class Body:
    """What a sentence says beside the words that only tie it to what was said before: tokens `start` to `end`."""

    start: int
    end: int
    corrects: bool = False
    """What was said before was wrong."""
    adds: bool = False
    """It goes on with it."""
    asks: bool = False
    """It asks."""
    complains: bool = False
    """Something is too much or too little."""
    greets: bool = False
    replaces: bool = False
    """It says that something is to stand in the place of what was said before."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return self.start >= self.end


@cache
def follow_words() -> FollowWords:
    """The lists; read once."""
    read = read_words("follow")
    degrees = read.pop("degrees")
    lists = {name: _sorted(said) for name, said in read.items()}
    by_first = {name: _by_word(said, 0) for name, said in lists.items()}
    by_last = {name: _by_word(said, -1) for name, said in lists.items()}
    return FollowWords(lists, by_first, by_last, degrees)


def _by_word(said: Iterable[Words], place: int) -> Mapping[str, Sequence[Words]]:
    found: dict[str, list[Words]] = {}
    for words in said:
        found.setdefault(words[place], []).append(words)
    return found


def _sorted(said: Iterable[str]) -> tuple[Words, ...]:
    return tuple(sorted({words_of(each) or (each,) for each in said}, key=lambda words: (-len(words), words)))


_APART = frozenset({("不",), ("不", "要"), ("不", "用")})
"""Take something back only where the sentence breaks behind them; else they forbid what follows."""
_BREAKS = frozenset({(mark,) for mark in PUNCTUATION} | {("是",), ()})
_HEADS = ("corrects", "adds", "asks", "complaints", "greets")
_TAILS = ("also", "mends", "asked")


def body_of(words: Sequence[str]) -> Body:
    """Peel a sentence."""
    return _peeled(tuple(words))


@lru_cache(maxsize=_SENTENCES_KEPT)
def _peeled(words: Words) -> Body:
    known = follow_words()
    start, end = _bare(words, 0, len(words))
    found: set[str] = set()
    start = _after_denied(words, start, end, found)
    while start < end and not known.is_one("cancels", words[start:end]):
        name, stop = max(((n, known.at_start(n, words, start, end)) for n in _HEADS), key=lambda each: each[1])
        if stop == start or (words[start:stop] in _APART and words[stop : stop + 1] not in _BREAKS):
            break
        found.add(name)
        start, end = _bare(words, stop, end)
        start = _after_denied(words, start, end, found)
    asks = "?" in words[end:] or "asks" in found
    while start < end:
        name, begin = min(((n, known.at_end(n, words, start, end)) for n in _TAILS), key=lambda each: each[1])
        if begin == end:
            break
        found.add(name)
        start, end = _bare(words, start, begin)
    return Body(
        start,
        end,
        corrects=bool(found & {"corrects", "denies"}),
        adds=bool(found & {"adds", "also"}),
        asks=asks or "asked" in found,
        complains="complaints" in found,
        greets="greets" in found,
        replaces="mends" in found,
    )


def _after_denied(words: Sequence[str], start: int, end: int, found: set[str]) -> int:
    """The start of "the fan" in "not the lamp, the fan"; `start` where nothing is denied so."""
    known = follow_words()
    inner = known.at_start("denies", words, start, end)
    if inner == start:
        return start
    for position in range(inner + 1, min(end - 1, inner + MOST_DENIED)):
        if words[position] in _TURNS:
            found.add("denies")
            after = position + 1
            while after < end and words[after] in _TURNS | PUNCTUATION:
                after += 1
            return after
    return start


MOST_DENIED = 9
"""Tokens of what was not meant."""
_TURNS = frozenset({",", "，", "but", "是", "、"})


def _bare(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Without punctuation at both ends."""
    while start < end and words[start] in PUNCTUATION:
        start += 1
    while end > start and words[end - 1] in PUNCTUATION:
        end -= 1
    return start, end


def joined(parts: Iterable[str]) -> str:
    """Words as a text: Chinese characters without spaces between them."""
    text = ""
    for part in parts:
        spaced = bool(text) and not (is_chinese(text[-1]) and is_chinese(part[:1])) and part not in PUNCTUATION
        text += (" " if spaced else "") + part
    return text

"""Longest-match lookup of word sequences."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_END = ""
"""No token is empty, so the empty string can hold what ends here."""


class Trie(Generic[T]):
    """Sequences of words, each with any number of meanings."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, words: Sequence[str], meaning: T) -> None:
        """Give these words a meaning. Words that are none at all are left out."""
        if not words:
            return
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, []).append(meaning)

    def words(self) -> Iterator[str]:
        """Every single word of the sequences; one may come several times."""
        waiting = [self._root]
        while waiting:
            for word, node in waiting.pop().items():
                if word != _END:
                    yield word
                    waiting.append(node)

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, list[T]]]:
        """Every sequence that begins at `start`, shortest first, as (end, meanings)."""
        node = self._root
        for index in range(start, len(words)):
            if words[index] not in node:
                return
            node = node[words[index]]
            if _END in node:
                yield index + 1, node[_END]

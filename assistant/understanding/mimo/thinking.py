"""Telling thinking from answering in a stream of text; tags may be cut anywhere."""

from dataclasses import dataclass
from typing import Literal

OPEN, CLOSE = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Part:
    """Some text of one kind."""

    kind: Literal["thinking", "answer"]
    text: str


class ThinkingApart:
    """Splits a stream. Thinking that is never closed is thinking to the end: it must not be spoken."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""

    def feed(self, text: str) -> list[Part]:
        """The parts that are certain by now."""
        self._held += text
        parts: list[Part] = []
        while True:
            tag = CLOSE if self._inside else OPEN
            before, found, after = self._held.partition(tag)
            if not found:
                break
            self._add(parts, before)
            self._inside = not self._inside
            self._held = after
        keep = _possible_start(self._held, CLOSE if self._inside else OPEN)
        self._add(parts, self._held[: len(self._held) - keep])
        self._held = self._held[len(self._held) - keep :]
        return parts

    def rest(self) -> list[Part]:
        """What was held back, at the end of the stream."""
        parts: list[Part] = []
        self._add(parts, self._held)
        self._held = ""
        return parts

    def _add(self, parts: list[Part], text: str) -> None:
        if text:
            parts.append(Part("thinking" if self._inside else "answer", text))


def _possible_start(text: str, tag: str) -> int:
    """How many characters at the end could be the beginning of the tag."""
    return next((n for n in range(min(len(text), len(tag) - 1), 0, -1) if tag.startswith(text[-n:])), 0)

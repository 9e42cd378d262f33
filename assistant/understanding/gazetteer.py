"""What names something outside the home in a sentence: a seam, since understanding knows no maps."""

from dataclasses import dataclass
from typing import Protocol

from assistant.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that names something."""

    start: int
    end: int
    """In characters of the sentence; `end` is behind the last one."""
    words: str
    is_kind: bool = False
    """It names a kind of thing ("a bakery")."""
    is_definite: bool = False
    """Of a kind, but one that is known already: "the hotel"."""
    is_offered: bool = False
    """It tells apart what was told to this person just before: "the second one"."""


class Gazetteer(Protocol):
    """Finds names in sentences."""

    def mentions(self, utterance: Utterance) -> tuple[Mention, ...]:
        """What is named, in the order of the sentence; nothing overlaps."""
        ...

    def knows(self, words: str, utterance: Utterance) -> bool:
        """Whether these words, as a whole, name something."""
        ...

    def says_nothing(self, words: str, utterance: Utterance) -> bool:
        """Whether these words could stand for anything: "it", where nothing was spoken of before."""
        ...

"""What a stretch of an utterance may mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Sense(Enum):
    """The part a stretch of words plays."""

    # Members are compared by identity; hashing their names each time would cost a tenth of a sentence.
    __hash__ = object.__hash__

    FREE = auto()
    """Politeness, filler, function words: changes nothing."""
    ASKING = auto()
    """Free in a question."""
    NAME = auto()
    """The full name of things; meaning: bit set of things."""
    PART = auto()
    """A word of names; meaning: bit set of things."""
    ROOM = auto()
    """Meaning: ids of rooms."""
    ABSENT_ROOM = auto()
    """A usual room that this house does not have; meaning: its concept."""
    FLOOR = auto()
    """Meaning: ids of floors."""
    KIND = auto()
    """Meaning: a kind concept."""
    ANYTHING = auto()
    HERE = auto()
    HOUSE = auto()
    OUTSIDE = auto()
    ALL = auto()
    BOTH = auto()
    EVERYTHING = auto()
    EXCEPT = auto()
    EXCEPT_END = auto()
    AND = auto()
    IT = auto()
    ABILITY = auto()
    """Meaning: the name of a capability."""
    QUANTITY = auto()
    """Meaning: a Measure."""
    CHOICE = auto()
    """Meaning: (tool, parameter, value)."""
    LITERAL = auto()
    """Meaning: the id of a literal of some phrase."""
    POLITE = auto()
    STRANGE = auto()
    """Stands where a thing is named and names none that is here, or none that can do this."""
    QUESTION = auto()
    NEGATION = auto()
    CONDITION = auto()


DESCRIBING = frozenset(
    {
        Sense.NAME,
        Sense.PART,
        Sense.ROOM,
        Sense.ABSENT_ROOM,
        Sense.FLOOR,
        Sense.KIND,
        Sense.ANYTHING,
        Sense.HERE,
        Sense.HOUSE,
        Sense.OUTSIDE,
        Sense.ALL,
        Sense.BOTH,
        Sense.EVERYTHING,
        Sense.EXCEPT,
        Sense.EXCEPT_END,
        Sense.AND,
        Sense.IT,
        Sense.STRANGE,
    }
)
"""Senses of the words that say which things or rooms are meant."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `start` to `end` (exclusive) in one sense."""

    start: int
    end: int
    sense: Sense
    meaning: Any = None
    plural: bool = False
    """Said in the plural, in a language that has one."""

    @property
    def mask(self) -> int:
        """The tokens it covers, one bit each."""
        return (1 << self.end) - (1 << self.start)


def bits_of(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest

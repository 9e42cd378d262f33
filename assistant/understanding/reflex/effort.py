"""How much is tried for one sentence, in all of its readings together.

One unit stands for some twenty steps of the interpreter: the weights are what each kind of work costs, so that two
sentences that reach the limit take about the same time, whatever they are made of. A way to understand a sentence has
a share of its own, and all of them together have one bound: a sentence that reaches it is passed on whole.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Any

BOUND = 6_000
"""What one sentence may cost in all; of some thousands that people said and that were understood, three cost more."""
LIMIT = 3_000
"""What its own readings may cost; what people say in one breath mostly costs a fraction of it."""
_FURTHER = 2_000
"""What a further way to understand a sentence may cost, once all of its readings came to nothing."""
_EACH = 550
"""What each stretch of a long sentence may cost, where every one is read by itself."""
_CHART, _WORD = 13, 3
"""What a reading costs by itself, and each of its words."""
_SENTENCE = 40
"""What it costs to take a part of a sentence for a sentence of its own, besides reading it."""
_PLACE, _PHRASES, _TRY, _WORDS_TRIED = 5, 8, 4, 6
"""What each word of a stretch costs, how many phrases looked at cost one, what laying a phrase over it costs, and how
many words of the stretch make that dearer by one."""


class TooMuch(Exception):
    """The bound of a sentence is reached: nothing more is tried, and nothing that was found counts."""


@dataclass(slots=True)
class Total:
    """What all ways to understand one sentence cost together."""

    most: float = inf
    """Where it ends; without a bound the shares alone limit what is tried."""
    spent: int = 0

    def count(self, units: int) -> None:
        """So much more was tried. Raises TooMuch at the bound."""
        self.spent += units
        if self.spent >= self.most:
            raise TooMuch


@dataclass(slots=True)
class Effort:
    """Counted in one place, shared by all that read the same sentence in the same way."""

    spent: int = 0
    charts: dict[object, Any] = field(default_factory=dict)
    """The words of its readings that were looked up, by their tokens; filled and read where they are looked up."""
    total: Total = field(default_factory=Total)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be tried."""
        return self.spent >= LIMIT

    def further(self, stretches: int = 0) -> "Effort":
        """For a further way to understand the same sentence: a share of its own, and what was looked up before.

        `stretches`: into so many it is parted, each of which is read like a short sentence.
        """
        return Effort(LIMIT - max(_FURTHER, _EACH * stretches), self.charts, self.total)

    def again(self) -> "Effort":
        """For the same in other words, which is read like another sentence."""
        return Effort(0, self.charts, self.total)

    def count_words(self, count: int) -> None:
        """Words of one reading that were looked up. Raises TooMuch at the bound."""
        self._count(_CHART + _WORD * count)

    def count_sentence(self) -> None:
        """A part, read like a sentence of its own. Raises TooMuch at the bound."""
        self._count(_SENTENCE)

    def count_stretch(self, words: int, phrases: int, tries: int) -> None:
        """A stretch of so many words for which phrases were looked at, and laid over it in so many ways.

        Raises TooMuch at the bound.
        """
        self._count(_PLACE * words + phrases // _PHRASES + _TRY * tries + words * tries // _WORDS_TRIED)

    def _count(self, units: int) -> None:
        self.spent += units
        self.total.count(units)

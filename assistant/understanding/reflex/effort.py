"""How much is tried for one sentence, in all of its readings together.

One unit stands for some twenty steps of the interpreter: the weights are what each kind of work costs, so that two
sentences that reach the limit take about the same time, whatever they are made of.
"""

from dataclasses import dataclass, field
from typing import Any

LIMIT = 3_000
"""What one sentence may cost; what people say in one breath mostly costs a fraction of it."""
_FURTHER = 2_000
"""What a further way to understand a sentence may cost, once all of its readings came to nothing."""
_EACH = 550
"""What each stretch of a long sentence may cost, where every one is read by itself."""
_CHART, _WORD = 13, 3
"""What a reading costs by itself, and each of its words."""
_PLACE, _PHRASES, _TRY, _WORDS_TRIED = 5, 8, 4, 6
"""What each word of a stretch costs, how many phrases looked at cost one, what laying a phrase over it costs, and how
many words of the stretch make that dearer by one."""


@dataclass(slots=True)
class Effort:
    """Counted in one place, shared by all that read the same sentence."""

    spent: int = 0
    charts: dict[object, Any] = field(default_factory=dict)
    """The words of its readings that were looked up, by their tokens; filled and read by `reading` alone."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be tried."""
        return self.spent >= LIMIT

    def further(self, stretches: int = 0) -> "Effort":
        """For a further way to understand the same sentence: a share of its own, and what was looked up before.

        `stretches`: into so many it is parted, each of which is read like a short sentence.
        """
        return Effort(LIMIT - max(_FURTHER, _EACH * stretches), self.charts)

    def count_words(self, count: int) -> None:
        """Words of one reading that were looked up."""
        self.spent += _CHART + _WORD * count

    def count_stretch(self, words: int, phrases: int, tries: int) -> None:
        """A stretch of so many words for which phrases were looked at, and laid over it in so many ways."""
        self.spent += _PLACE * words + phrases // _PHRASES + _TRY * tries + words * tries // _WORDS_TRIED

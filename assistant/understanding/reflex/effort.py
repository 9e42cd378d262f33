"""How much is tried for one sentence, in all of its readings together."""

from dataclasses import dataclass, field
from typing import Any

LIMIT = 1_800
"""What one sentence may cost; what people say in one breath costs a fraction of it."""
_STRETCH, _PHRASES, _TRY, _WORD, _LONG = 10, 8, 4, 4, 10
"""What a stretch costs, how many phrases looked at cost one, what laying a phrase over it costs, a word looked up;
and how many words of a stretch make a try dearer by one."""


@dataclass(slots=True)
class Effort:
    """Counted in one place, shared by all that read the same sentence."""

    spent: int = 0
    charts: dict[object, Any] = field(default_factory=dict)
    """The words of its readings that were looked up, by their tokens; filled and read by `mind` alone."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be tried."""
        return self.spent >= LIMIT

    def count_words(self, count: int) -> None:
        """Words that were looked up."""
        self.spent += _WORD * count

    def count_stretch(self, words: int, phrases: int, tries: int) -> None:
        """A stretch of so many words for which phrases were looked at, and laid over it in so many ways."""
        self.spent += _STRETCH + phrases // _PHRASES + (_TRY + words // _LONG) * tries

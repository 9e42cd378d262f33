"""Numbers the model gave in words, read by code."""

from assistant.tools import Quantity
from assistant.understanding.reflex.amounts.quantities import fitted, measures_at
from assistant.understanding.reflex.tokens import words_of


def amount_in(text: str, quantity: Quantity) -> float | None:
    """The amount a short text names, in the quantity's unit ("half", "1 hour"); None where it names
    none or more than one."""
    words = words_of(text)
    longest = 0
    found: set[float] = set()
    for start in range(len(words)):
        for end, measure in measures_at(words, start):
            value = fitted(measure, quantity.unit, quantity.low, quantity.high)
            if value is None or end - start < longest:
                continue
            if end - start > longest:
                longest, found = end - start, set()
            found.add(value)
    return found.pop() if len(found) == 1 else None

"""The cheapest way to explain every word of a stretch with the senses a tool admits."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.reflex.spans import Sense, Span

UNEXPLAINED = 50.0
"""Cost of a word nobody explains; more than all explanations of a sentence together."""

_COST = {
    Sense.NAME: 1.0,
    Sense.KIND: 1.1,
    Sense.ROOM: 1.09,
    Sense.FLOOR: 1.1,
    Sense.CHOICE: 1.0,
    Sense.QUANTITY: 1.0,
    Sense.ABILITY: 1.15,
    Sense.PART: 1.6,
    Sense.ABSENT_ROOM: 1.3,
    Sense.HERE: 1.05,
    Sense.OUTSIDE: 1.2,
    Sense.IT: 1.0,
    Sense.FREE: 1.02,
    Sense.POLITE: 1.02,
    Sense.ASKING: 1.08,
    Sense.AND: 0.9,
    Sense.STRANGE: 5.0,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """Spans that explain a stretch, in their order, and what they leave unexplained."""

    spans: tuple[Span, ...]
    left: int
    """Bit set of unexplained tokens."""
    cost: float


def cover(spans: Sequence[Span], stretch: tuple[int, int], taken: int, content: int) -> Cover:
    """Explain a stretch of tokens without those `taken`; tokens not in `content` need no explanation."""
    start, end = stretch
    by_end: list[list[Span]] = [[] for _ in range(end - start + 1)]
    for span in spans:
        if span.start >= start and span.end <= end and not span.mask & taken:
            by_end[span.end - start].append(span)
    costs = [0.0] * (end - start + 1)
    chosen: list[Span | None] = [None] * (end - start + 1)
    for at in range(1, end - start + 1):
        bit = 1 << (start + at - 1)
        best = costs[at - 1] + (UNEXPLAINED if bit & content and not bit & taken else 0.0)
        choice = None
        for span in by_end[at]:
            # A comma needs no explanation, but parts a list all the same.
            price = costs[span.start - start] + (_COST.get(span.sense, 1.0) if span.mask & content else 0.0)
            if price < best or (price == best and choice is None):
                best, choice = price, span
        costs[at], chosen[at] = best, choice
    return _traced(chosen, start, taken, content, costs[-1])


def _traced(chosen: Sequence[Span | None], start: int, taken: int, content: int, cost: float) -> Cover:
    spans: list[Span] = []
    left, at = 0, len(chosen) - 1
    while at > 0:
        span = chosen[at]
        if span is None:
            left |= 1 << (start + at - 1)
            at -= 1
        else:
            spans.append(span)
            at = span.start - start
    return Cover(tuple(reversed(spans)), left & content & ~taken, cost)

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


Ends = Sequence[Sequence[tuple[Span, int, int, float]]]
"""By where they end in a stretch: each span with its mask, where it starts in the stretch, and what it costs."""


def ends_of(spans: Sequence[Span], stretch: tuple[int, int], content: int) -> Ends:
    """The spans inside a stretch; of those for the same tokens only the cheapest."""
    start, end = stretch
    cheapest: dict[tuple[int, int], tuple[Span, int, int, float]] = {}
    for span in spans:
        if span.start >= start and span.end <= end:
            mask = span.mask
            # A comma needs no explanation, but parts a list all the same.
            price = _COST.get(span.sense, 1.0) if mask & content else 0.0
            known = cheapest.get((span.start, span.end))
            if known is None or price < known[3]:
                # Behind those before it: of several that cost the same, the first counts.
                cheapest.pop((span.start, span.end), None)
                cheapest[(span.start, span.end)] = (span, mask, span.start - start, price)
    found: list[list[tuple[Span, int, int, float]]] = [[] for _ in range(end - start + 1)]
    for entry in cheapest.values():
        found[entry[0].end - start].append(entry)
    return found


def cover(spans: Sequence[Span], stretch: tuple[int, int], taken: int, content: int) -> Cover:
    """Explain a stretch of tokens without those `taken`; tokens not in `content` need no explanation."""
    return covered(ends_of(spans, stretch, content), stretch[0], taken, content)


def covered(ends: Ends, start: int, taken: int, content: int) -> Cover:
    """The same for a stretch from `start` on whose spans are sorted."""
    costs = [0.0] * len(ends)
    chosen: list[Span | None] = [None] * len(ends)
    wanted = (content & ~taken) >> start
    for at in range(1, len(ends)):
        best = costs[at - 1] + (UNEXPLAINED if wanted >> at - 1 & 1 else 0.0)
        choice = None
        for span, mask, begin, price in ends[at]:
            if mask & taken:
                continue
            cost = costs[begin] + price
            if cost < best or (cost == best and choice is None):
                best, choice = cost, span
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

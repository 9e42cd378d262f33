"""Things that a question sets against each other: "warmer than the hall", "the lamp or the heater", 书房比客厅."""

from collections.abc import Sequence

from assistant.understanding.reflex.spans import Sense, Span

_BETWEEN = frozenset({"than", "or", "versus", "vs", "比", "compared"})
_ALTERNATIVE = ("还", "是")


def set_apart(spans: Sequence[Span], words: Sequence[str]) -> list[Span]:
    """The spans with an "and" wherever one of these words stands between two of them."""
    if _BETWEEN.isdisjoint(words) and "还" not in words:
        return list(spans)
    found: list[Span] = []
    for span in spans:
        if found and _divides(words[found[-1].end : span.start]):
            found.append(Span(span.start, span.start, Sense.AND, "or"))
        found.append(span)
    return found


def _divides(between: Sequence[str]) -> bool:
    return bool(_BETWEEN & set(between)) or any(
        tuple(between[i : i + 2]) == _ALTERNATIVE for i in range(len(between) - 1)
    )

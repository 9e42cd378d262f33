"""English that puts a thing right and leaves standing where it is: "everything off upstairs, I mean the lights"."""

from collections.abc import Iterator

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_THINGS = frozenset({Sense.NAME, Sense.KIND, Sense.PART, Sense.EVERYTHING, Sense.ALL})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE, Sense.HERE, Sense.ABSENT_ROOM})
_DETERMINERS = frozenset({"the", "my", "our", "all", "just", "only", "his", "her", "their", "both"})


def meant_there(chart: Chart, old: tuple[int, int], after: tuple[int, int]) -> Iterator[tuple[Token, ...]]:
    """The stretch `old` with the thing that is meant instead, in the place that was said; what follows stays behind it.

    Only where what puts it right names a thing alone, and a place stands apart from what was named before.
    """
    start, end = after
    close = next((i for i in range(start, end) if chart.words[i] in PUNCTUATION or chart.words[i] == "but"), end)
    places = _inside(chart, old, _PLACES)
    if not places or not _names_alone(chart, start, close):
        return
    covered = {i for s in places for i in range(s.start, s.end)}
    things = [s for s in _inside(chart, old, _THINGS) if not covered & set(range(s.start, s.end))]
    if not things:
        return
    last = max(s.end for s in things)
    first = min(s.start for s in things if s.end == last)
    if chart.words[first - 1 : first] and first > old[0] and chart.words[first - 1] in _DETERMINERS:
        first -= 1
    yield (
        *chart.tokens[old[0] : first],
        *chart.tokens[start:close],
        *chart.tokens[last : old[1]],
        *chart.tokens[close:end],
    )


def says_what_is_meant(chart: Chart) -> bool:
    """ "…, I mean …": what was said before it is not what is meant."""
    words = chart.words
    return any(words[i : i + 2] in _MEANING and words[i - 1] in PUNCTUATION for i in range(1, len(words) - 2))


_MEANING = (("i", "mean"), ("i", "meant"))


def _inside(chart: Chart, stretch: tuple[int, int], senses: frozenset[Sense]) -> list[Span]:
    return [s for s in chart.spans if s.sense in senses and stretch[0] <= s.start and s.end <= stretch[1]]


def _names_alone(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch is a thing and nothing else: no place, no verb."""
    if _inside(chart, (start, end), _PLACES):
        return False
    covered = {i for s in _inside(chart, (start, end), _THINGS) for i in range(s.start, s.end)}
    return bool(covered) and all(i in covered or chart.words[i] in _DETERMINERS for i in range(start, end))

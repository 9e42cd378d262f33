"""Two English questions in one breath: "what is the fire set to, and what has it managed so far"."""

from collections.abc import Iterator

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_ASKING = frozenset({"what", "how", "which", "where", "who", "when"})
_INVERTED = frozenset({"is", "are", "has", "have", "does", "do", "did", "was", "were"})
_SUBJECTS = frozenset(
    ["it", "they", "he", "she", "the", "there", "any", "anyone", "anything", "everything", "my", "our"]
)  # fmt: skip
_THINGS = (Sense.NAME, Sense.KIND, Sense.PART)
_PLACES = (Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE)
_SHORTEST = 3


def halves(chart: Chart) -> Iterator[tuple[str, str]]:
    """The two questions of a sentence, the second with what the first is about where it names nothing itself."""
    words = chart.words
    if any(map(is_chinese, words)):
        return
    for at in range(_SHORTEST, len(words) - 2):
        start = at + 1 + (words[at] != "and" and words[at + 1 : at + 2] == ("and",))
        if words[at] not in ("and", ",", ".", "?", ";") or not _opens(words[start:]):
            continue
        if not any(_opens(words[i:]) for i in range(at - 1)):
            continue
        first, second = " ".join(words[:at]), _named(chart, at, start)
        if second:
            yield first, second


def _opens(words: tuple[str, ...]) -> bool:
    """Whether a question begins here."""
    asks = words[:1] and words[0] in _ASKING and len(words) > 1
    return bool(asks or (words[:1] and words[0] in _INVERTED and words[1:2] and words[1] in _SUBJECTS))


def _named(chart: Chart, end: int, start: int) -> str:
    """The second question, about a thing of its own or that of the first; empty where neither has one."""
    words = list(chart.words[start:])
    if any(s.start >= start for s in chart.with_sense(*_THINGS, *_PLACES)):
        named = any(s.start >= start for s in chart.with_sense(*_THINGS))
        thing = "" if named else _longest(chart, end, *_THINGS)
    else:
        thing = _longest(chart, end, *_THINGS) or _longest(chart, end, *_PLACES)
        if not thing:
            return ""
    at = next((i for i, w in enumerate(words) if w in ("it", "they", "he", "she", "them")), None)
    if not thing or at is None:
        return "" if at is not None and not thing and not _names_itself(chart, start) else " ".join(words)
    return " ".join([*words[:at], "the", thing, *words[at + 1 :]])


def _names_itself(chart: Chart, start: int) -> bool:
    return any(s.start >= start for s in chart.with_sense(*_THINGS))


def _longest(chart: Chart, end: int, *senses: Sense) -> str:
    spans = [s for s in chart.with_sense(*senses) if s.end <= end and s.end - s.start >= 1]
    best = max(spans, key=lambda s: (s.end - s.start, s.sense is Sense.NAME), default=None)
    return " ".join(chart.words[best.start : best.end]) if best else ""

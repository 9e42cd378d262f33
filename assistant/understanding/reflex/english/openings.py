"""What stands before the first wish of a sentence: a room that all of it is about, or a remark that explains it."""

from assistant.understanding.reflex.clauses.stretches import Stretches
from assistant.understanding.reflex.english.asides import is_remark
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE})
_NAMING = frozenset({Sense.NAME, Sense.PART, Sense.KIND, Sense.EVERYTHING, Sense.IT, Sense.STRANGE})
_REPORTING = frozenset(
    [
        "say",
        "says",
        "said",
        "saying",
        "tell",
        "tells",
        "told",
        "telling",
        "ask",
        "asks",
        "asked",
        "think",
        "thought",
        "thinks",
        "dreamed",
        "dreamt",
        "heard",
        "hear",
        "read",
        "wrote",
        "write",
        "song",
        "film",
        "movie",
        "book",
        "story",
        "reminds",
        "always",
        "never",
        "used",
        "would",
        "should",
        "could",
        "might",
        "might've",
        "had",
        "was",
        "were",
        "did",
        "if",
        "when",
        "before",
        "after",
        "until",
        "unless",
        "while",
        "because",
        "but",
        "who",
        "why",
        "how",
        "what",
        "where",
        "he",
        "she",
        "they",
        "说",
        "讲",
        "问",
        "梦",
        "念",
        "如",
        "果",
        "吗",
        "别",
        "不",
        "没",
        "等",
    ]
)
"""Words of remarks that tell of wishes and set conditions; what follows them is no wish of one's own."""
_SUBJECTS = frozenset({"it", "i", "we", "the", "there", "my", "our", "too", "so", "right", "it's"})
_STATES = frozenset({"is", "are", "am"})
_LONGEST = 9


def places_alone(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch names rooms and no thing."""
    inside = [s for s in chart.telling if start <= s.start and s.end <= end]
    covered = 0
    for span in inside:
        covered |= span.mask if span.sense in _PLACES else 0
    named = any(s.sense in _NAMING and s.mask & ~covered and s.sense is not Sense.IT for s in inside)
    return bool(covered) and not named


def only_points(chart: Chart, start: int, end: int) -> bool:
    """Whether a clause names nothing: it is about what was spoken of just before."""
    named = (
        Sense.NAME,
        Sense.KIND,
        Sense.ROOM,
        Sense.PART,
        Sense.FLOOR,
        Sense.EVERYTHING,
        Sense.HOUSE,
        Sense.ABSENT_ROOM,
    )
    return not any(start <= s.start and s.end <= end for s in chart.telling if s.sense in named)


def opening_of(parser: Stretches, start: int, end: int) -> tuple[str, ...] | None:
    """The rooms that an opening names, maybe none; None where it is no opening but something that is not understood."""
    chart = parser.chart
    rooms = [s for s in chart.with_sense(Sense.ROOM) if start <= s.start and s.end <= end]
    longest = [s for s in rooms if not any(o.mask & s.mask == s.mask and o.mask != s.mask for o in rooms)]
    found = tuple(dict.fromkeys(r for s in longest for r in s.meaning))
    explained = 0
    for span in (*chart.free, *longest):
        if start <= span.start and span.end <= end:
            explained |= span.mask
    explained |= 1 << start if chart.words[start] == "on" and longest else 0
    mask = (1 << end) - (1 << start)
    if not chart.content & mask & ~explained:
        return found
    return found if _is_remark(parser, start, end, bool(found)) else None


def _is_remark(parser: Stretches, start: int, end: int, placed: bool) -> bool:
    """A short statement about how things are: "it is freezing in the study", 健身房好闷."""
    words = parser.chart.words[start:end]
    things = (s for s in parser.chart.with_sense(Sense.KIND, Sense.NAME) if start <= s.start and s.end <= end)
    if any(s.sense is Sense.NAME or s.meaning != "person" for s in things):
        return False
    if parser.mood.asks or end - start > (2 * _LONGEST if is_chinese(words[0]) else _LONGEST):
        return False
    if _REPORTING & set(words) or any(
        m.start < end and start < m.end for m in (*parser.mood.conditions, *parser.mood.negations)
    ):
        return False
    if any(map(is_chinese, words)):
        return is_remark(parser.chart, start, end)
    return words[0] in _SUBJECTS and bool(_STATES & set(words))

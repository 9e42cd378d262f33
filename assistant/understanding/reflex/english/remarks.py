"""Remarks at the beginning of an English sentence: why, where, and what "it" in the rest is about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_LONGEST_OPENING = 10
_TELLING = frozenset({Role.STATE, Role.EVENT})
_TOLD = frozenset({Role.SUBJECT, Role.DEGREE, Role.STATE, Role.EVENT, Role.PARTICLE})
_ENDS = frozenset({".", ",", ";", "!", ":"})
_DASHES = frozenset("-–—")
_SMALL = frozenset({"the", "my", "our", "in", "of", "on", "at", "a"})
_REMARKED = frozenset([
    "is", "are", "was", "were", "be", "been", "not", "should", "still", "again", "on", "off", "open", "closed",
    "shut", "left", "running", "playing", "lit", "has", "have", "can",
])  # fmt: skip
_POINTING = frozenset({"it", "them", "him", "her"})
_STATING = frozenset({"is", "are", "was", "were", "should", "has", "have", "can"})
_NAMES = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE})


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens `start` to `end` replaced by others."""

    start: int
    end: int
    new: tuple[Token, ...] = ()


def opened(chart: Chart) -> Iterator[Edit]:
    """ "Right, bedtime: …" is only why, and "movie night in the cinema: …" only why and where."""
    if ":" not in chart.words[:_LONGEST_OPENING]:
        return
    end = chart.words.index(":")
    if not _only_tells(chart, 0, end) and not _heads(chart, end):
        return
    yield Edit(0, end + 1, _places(chart, 0, end, ":"))


def mood_of_a_room(chart: Chart) -> Iterator[Edit]:
    """ "The studio's stuffy: …", "it's freezing in the study, …": a room that all that follows is about."""
    words = chart.words[:_LONGEST_OPENING]
    end = next((i for i, w in enumerate(words) if w in (".", "!") or words[i : i + 2] == (",", "so")), 0)
    if not end and "," in words and any(s.start > words.index(",") for s in chart.with_sense(Sense.NAME, Sense.KIND)):
        end = words.index(",") if _places(chart, 0, words.index(","), ":") else 0
        if any(s.start < end for s in chart.with_sense(Sense.NAME, Sense.KIND)):
            end = 0  # "bathroom light on, towel rail on": a wish of its own, not how the bathroom is
    if end > 1 and "see" not in words[:end] and (_only_tells(chart, 0, end) or _plans(chart, end)):
        yield Edit(0, end + 1 + (words[end : end + 2] == (",", "so")), _places(chart, 0, end, ":"))
    dash = next((i for i in dashed(chart) if 1 < i < _LONGEST_OPENING), 0)
    if dash and not end and _only_tells(chart, 0, dash):
        yield Edit(0, dash, _places(chart, 0, dash, ":"))


def _heads(chart: Chart, end: int) -> bool:
    """ "Movie night in the theatre: …", "barbecue on the terrace: …": an occasion, and where."""
    words = chart.words[:end]
    placed = any(s.end == end for s in chart.with_sense(*_PLACES))
    preposition = next((i for i, word in enumerate(words) if word in _BEFORE_PLACES), 0)
    return placed and 0 < preposition <= _LONGEST_OCCASION and not _mentions(chart, 0, preposition)


def _plans(chart: Chart, end: int) -> bool:
    """ "Let's eat on the terrace, …": what people are about to do, and where."""
    words = chart.words[:end]
    plan = next((p for p in _PLANNING if words[: len(p)] == p), ())
    placed = any(s.end == end for s in chart.with_sense(*_PLACES))
    preposition = next((i for i, word in enumerate(words) if word in _BEFORE_PLACES and i > len(plan)), 0)
    return bool(plan) and placed and preposition > 0 and not _mentions(chart, len(plan), preposition)


def _mentions(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch says more than an occasion: a thing, an amount, a condition, or words for the house."""
    inside = [s for s in chart.spans if start <= s.start and s.end <= end]
    return chart.words[start] in _HOUSEWORK or any(s.sense in _SAYING for s in inside)


_BEFORE_PLACES = frozenset({"in", "on", "at", "by"})
_LONGEST_OCCASION = 4
_PLANNING = (
    ("let", "us"), ("we", "will"), ("we", "are", "going", "to"), ("i", "am", "going", "to"), ("i", "will"),
    ("time", "to"), ("we", "want", "to"), ("i", "want", "to"), ("we", "are"), ("i", "am"),
)  # fmt: skip
_HOUSEWORK = frozenset([
    "turn", "switch", "put", "open", "close", "shut", "set", "make", "start", "stop", "lock", "unlock", "dim", "raise",
    "lower", "mute", "pause", "play", "have", "get", "clean", "run", "warm", "cool", "heat", "keep", "leave", "add",
    "say", "tell", "not", "never", "is", "what", "which",
])  # fmt: skip
_SAYING = frozenset([
    Sense.NAME, Sense.KIND, Sense.QUANTITY, Sense.CHOICE, Sense.NEGATION, Sense.CONDITION, Sense.QUESTION, Sense.IT,
    Sense.ALL, Sense.EVERYTHING, Sense.EXCEPT, Sense.BOTH,
])  # fmt: skip


def _places(chart: Chart, start: int, end: int, mark: str) -> tuple[Token, ...]:
    """The rooms that are named there, with a mark behind them."""
    rooms = [s for s in chart.with_sense(*_PLACES) if start <= s.start and s.end <= end]
    longest = [s for s in rooms if not any(o.mask & s.mask == s.mask and o.mask != s.mask for o in rooms)]
    inside = [i for i in range(start, end) if any(s.mask >> i & 1 for s in longest)]
    inside = inside or _owners(chart, start, end)
    if not inside:
        return ()
    return (*(chart.tokens[i] for i in inside), replace(chart.tokens[end], text=mark))


def _owners(chart: Chart, start: int, end: int) -> list[int]:
    """Whom something belongs to here, where only they are named: "Lily's cold: …"."""
    known = {s.start for s in chart.with_sense(*_NAMES) if s.end == s.start + 1}
    said = {i: chart.text[chart.tokens[i].start : chart.tokens[i].end].lower() for i in range(start, end)}
    return [i for i, word in said.items() if i in known and word.endswith(("'s", "’s"))][:1]


def _only_tells(chart: Chart, start: int, end: int) -> bool:
    """Whether words only say how it is or what is about to be, and where."""
    covered = {i for i in range(start, end) if chart.words[i] in PUNCTUATION | _SMALL | {"and", "right", "so"}}
    covered |= set(_owners(chart, start, end))
    told = False
    for said in roles_in(chart.words):
        if start <= said.start and said.end <= end and said.role in _TOLD:
            covered |= set(range(said.start, said.end))
            told = told or said.role in _TELLING
    for span in chart.with_sense(*_PLACES, Sense.FREE):
        if start <= span.start and span.end <= end:
            covered |= set(range(span.start, span.end))
    return told and covered >= set(range(start, end))


def remarked(chart: Chart) -> Iterator[Edit]:
    """ "The speaker is too loud. Drop it to 20": "it" is the thing of the remark, which says nothing else."""
    breaks = [*(i for i, w in enumerate(chart.words) if w in _ENDS - {":"}), *dashed(chart)]
    end = min((i for i in breaks if i > 1), default=0)
    spans = [s for s in chart.with_sense(*_NAMES, *_PLACES) if s.end <= end]
    if not any(s.sense in _NAMES for s in spans):
        return
    named = {i for s in spans for i in range(s.start, s.end)}
    first, last = min(named), max(named)
    said = set(range(end)) - set(range(first, last + 1))
    roles = {i for r in roles_in(chart.words) if r.role in _TOLD for i in range(r.start, r.end) if r.end <= end}
    stated = {i for i in said if chart.words[i] in _REMARKED or i in roles or chart.words[i] in _SMALL}
    begin = end + (chart.words[end] in PUNCTUATION)
    it = next((i for i in range(begin, len(chart.words)) if chart.words[i] in _POINTING), None)
    verbs = {chart.words[i] for i in said if i > last}
    closed = next((i for i in range(begin, len(chart.words)) if chart.words[i] in _ENDS | {"and"}), len(chart.words))
    if stated != said or not verbs & _STATING or it is None or it > closed:
        return
    yield Edit(0, begin)
    yield Edit(it, it + 1, chart.tokens[first : last + 1])


@kept_with_chart
def dashed(chart: Chart) -> list[int]:
    """The tokens before which a dash stands between two words."""
    gaps = (
        (i, chart.text[chart.tokens[i - 1].end : chart.tokens[i].start])
        for i in range(1, len(chart.tokens))
        if chart.tokens[i - 1].end < chart.tokens[i].start
    )
    return [i for i, gap in gaps if gap.strip() and set(gap.strip()) <= _DASHES and gap != gap.strip()]

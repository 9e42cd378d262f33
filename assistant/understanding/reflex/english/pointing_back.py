"""English that names again in one word what was named before in the same sentence.

"The study thermostat to 20 and the hall one to 19" means two thermostats, "all the lights up there" those of the floor
that was named, "every blind and curtain" every curtain, and "all the lamps off, every one" no amount of one.
"""

from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_ONES = frozenset({"one", "ones"})
_PLACES = (Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE)
_THERE = (
    ("up", "there"), ("down", "there"), ("in", "there"), ("out", "there"), ("over", "there"), ("on", "there"),
    ("up", "in", "there"), ("down", "in", "there"),
)  # fmt: skip
_EACH = frozenset({"every", "each"})
_TOGETHER = (
    ("every", "single", "one", "of", "them"), ("every", "last", "one", "of", "them"), ("each", "and", "every", "one"),
    ("every", "one", "of", "them"), ("every", "single", "one"), ("every", "last", "one"), ("every", "one"),
    ("all", "of", "them"), ("the", "lot"), ("the", "whole", "lot"), ("all", "three"), ("all", "four"), ("the", "pair"),
)  # fmt: skip
_DETERMINERS = frozenset({"the", "my", "our", "all", "both", "every", "each", "a", "his", "her", "their"})
_AFTER_ONE = PUNCTUATION | frozenset([
    "to", "at", "on", "off", "up", "down", "and", "too", "please", "as", "also", "open", "closed", "shut", "in", "then",
    "but", "by", "louder", "quieter", "warmer", "cooler", "brighter", "dimmer", "back", "again", "instead", "now",
])  # fmt: skip


def ones(chart: Chart) -> Iterator[Edit]:
    """ "Play the drawing room one" behind "pause the breakfast room speaker"."""
    for i, word in enumerate(chart.words):
        if word not in _ONES or not i or (chart.words[i + 1 : i + 2] and chart.words[i + 1] not in _AFTER_ONE):
            continue
        called = [s for s in chart.with_sense(*_PLACES, Sense.PART) if s.end == i]
        head = _head_before(chart, min((s.start for s in called), default=i))
        if called and head:
            yield Edit(i, i + 1, head)


def _head_before(chart: Chart, at: int) -> tuple[Token, ...]:
    """What was named last before a place is, without where it is."""
    kinds = [s for s in chart.with_sense(Sense.KIND) if s.end <= at and s.meaning not in ("person", "sound")]
    names = [s for s in chart.with_sense(Sense.NAME) if s.end <= at]
    last = max((*kinds, *names), key=lambda s: (s.end, s.sense is Sense.KIND, s.end - s.start), default=None)
    if last is None:
        return ()
    rooms = [s for s in chart.with_sense(*_PLACES) if last.start == s.start and s.end < last.end]
    start = max((s.end for s in rooms), default=last.start) if last.sense is Sense.NAME else last.start
    return chart.tokens[start : last.end]


def there(chart: Chart) -> Iterator[Edit]:
    """ "The pendant in there": in the room that was named last."""
    for i in range(1, len(chart.words) - 1) if "there" in chart.words else ():
        said = next((t for t in _THERE if chart.words[i : i + len(t)] == t), None)
        if said is None or (i and chart.words[i - 1 : i + 2] in (("up", "in", "there"), ("down", "in", "there"))):
            continue
        places = [s for s in chart.with_sense(*_PLACES) if s.end <= i]
        if not places:
            continue
        last = max(places, key=lambda s: (s.end, s.end - s.start))
        link = "on" if last.sense is Sense.FLOOR else "in"
        words = [replace(chart.tokens[i], text=link), replace(chart.tokens[i], text="the")]
        yield Edit(i, i + len(said), (*words, *chart.tokens[last.start : last.end]))


def each_of_both(chart: Chart) -> Iterator[Edit]:
    """ "Every blind and curtain" is every blind and every curtain."""
    kinds = {s.start for s in chart.with_sense(Sense.KIND, Sense.PART, Sense.NAME)}
    for i, word in enumerate(chart.words[:-1]):
        if word != "and" or chart.words[i + 1] in _DETERMINERS or i + 1 not in kinds:
            continue
        each = max((j for j in range(i) if chart.words[j] in _EACH), default=None)
        if each is not None and _one_noun(chart, each + 1, i):
            yield Edit(i + 1, i + 1, (replace(chart.tokens[each], end=chart.tokens[each].start),))


def _one_noun(chart: Chart, start: int, end: int) -> bool:
    covered = {i for s in chart.with_sense(Sense.KIND, Sense.PART, Sense.ROOM) for i in range(s.start, s.end)}
    return start < end and all(i in covered for i in range(start, end))


def taken_together(chart: Chart) -> Iterator[Edit]:
    """ "All the lights off, every one": said of what was named just before."""
    for i, word in enumerate(chart.words):
        said = next((t for t in _TOGETHER if word == "," and chart.words[i + 1 : i + 1 + len(t)] == t), None)
        if said is None:
            continue
        end = i + 1 + len(said)
        closed = end >= len(chart.words) or chart.words[end] in PUNCTUATION | {"and", "please", "then"}
        if closed and any(s.start < i for s in chart.with_sense(Sense.ALL, Sense.KIND, Sense.NAME)):
            yield Edit(i, end)


def verb_before_list(chart: Chart) -> Iterator[Edit]:
    """ "Lock up for me dear, front door, terrace door, and the back door": a pause between a verb and its list."""
    end = next((i for i, w in enumerate(chart.words) if w in (",", ":")), 0)
    if not 0 < end < len(chart.words) - 1 or _named(chart, 0, end):
        return
    covered = {i for s in chart.with_sense(Sense.FREE, Sense.POLITE) for i in range(s.start, s.end)}
    covered |= {i for s in roles_in(chart.words) if s.role is Role.VOCATIVE for i in range(s.start, s.end)}
    verb = [i for i in range(end) if i not in covered]
    said = tuple(chart.words[i] for i in verb)
    close = next((i for i in range(end + 1, len(chart.words)) if chart.words[i] in PUNCTUATION | {"and"}), None)
    if said in _LISTING and close and _named(chart, end + 1, close):
        plain = [replace(chart.tokens[0], text=word) for word in _LISTING[said]]
        yield Edit(0, end + 1, tuple(plain))


_LISTING = {
    ("lock",): ("lock",), ("lock", "up"): ("lock",), ("close",): ("close",), ("close", "up"): ("close",),
    ("shut",): ("close",), ("shut", "up"): ("close",), ("open",): ("open",), ("open", "up"): ("open",),
    ("turn", "off"): ("turn", "off"), ("turn", "on"): ("turn", "on"), ("switch", "off"): ("turn", "off"),
    ("switch", "on"): ("turn", "on"), ("turn", "these", "off"): ("turn", "off"), ("kill",): ("turn", "off"),
    ("turn", "these", "on"): ("turn", "on"), ("unlock",): ("unlock",),
}  # fmt: skip


def _named(chart: Chart, start: int, end: int) -> bool:
    """Whether some words name a thing, and nothing else."""
    spans = [s for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.PART, *_PLACES) if _within(s, start, end)]
    covered = {i for s in spans for i in range(s.start, s.end)}
    rest = {i for i in range(start, end) if i not in covered and chart.words[i] not in _DETERMINERS}
    return not rest and any(s.sense in (Sense.NAME, Sense.KIND) for s in spans)


def _within(span: Span, start: int, end: int) -> bool:
    return start <= span.start and span.end <= end


def that_room(chart: Chart) -> Iterator[Edit]:
    """ "The stove in the granny flat and the light in that kitchen": the kitchen of the place that was named before."""
    for i, word in enumerate(chart.words):
        if word not in ("that", "same") or not any(s.start == i + 1 for s in chart.with_sense(Sense.ROOM)):
            continue
        end = max(s.end for s in chart.with_sense(Sense.ROOM) if s.start == i + 1)
        said, behind = chart.words[i + 1 : end], chart.words[end : end + 1]
        begin = i - (chart.words[i - 1 : i] == ("the",))
        if chart.words[begin - 1 : begin] not in (("in",), ("of",), ("on",)) or (
            behind and behind[0] not in _AFTER_ONE
        ):
            continue
        before = [s for s in chart.with_sense(*_PLACES, Sense.NAME) if s.end < begin]
        last = max(before, key=lambda s: (s.end, s.end - s.start), default=None)
        if last is None:
            continue
        called = chart.words[last.start : last.end]
        at = next((a for a in range(len(called), 0, -1) if called[a - len(said) : a] == said), None)
        whose = chart.tokens[last.start : last.start + at - len(said)] if at else chart.tokens[last.start : last.end]
        if at or last.sense is Sense.FLOOR:
            yield Edit(begin, end, (replace(chart.tokens[i], text="the"), *whose, *chart.tokens[i + 1 : end]))


POINTING_BACK = (that_room, ones, there, each_of_both, taken_together, verb_before_list)
"""Every such turn."""


def points_back(chart: Chart) -> bool:
    """Whether a sentence means something else than its words by themselves, since it points back."""
    return any(next(turn(chart), None) is not None for turn in (that_room, ones, there, each_of_both, taken_together))

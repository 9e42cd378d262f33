"""Several wishes of an English sentence, each read by itself in the room that was spoken of last.

"Out in Muker the curtains drawn, blanket on, bedside lamp at thirty": tried only where the sentence came to nothing as
a whole. Each stretch between two pauses is a wish that is whole by itself, names what plainly is not there, or only
tells something and names nothing; one that is none of these keeps hands off all of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Step
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.joints import stretches
from assistant.understanding.reflex.clauses.passing import is_passing, reports
from assistant.understanding.reflex.clauses.stretches import Refused
from assistant.understanding.reflex.english.asides import LEAVING
from assistant.understanding.reflex.english.openings import places_alone
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.stating import is_told
from assistant.understanding.reflex.matching.resolution import Ambiguous
from assistant.understanding.reflex.replies import told_unknown
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_LEAST, _MOST = 2, 8
"""Stretches, and wishes among them."""
_LEADING = frozenset(
    ["and", "so", "then", "also", "plus", "oh", "please", "right", "okay", "ok", "now", "well", "but", "finally", "aye"]
)
"""Words that lead to a wish and say nothing of it."""
_HOLDING = frozenset([
    "if", "when", "unless", "until", "till", "once", "whenever", "after", "before", "while", "or", "except",
    "excepting", "instead", "rather", "cancel", "undo", "pretend", "imagine", "suppose", "either", "neither",
    "leave", "keep", "both", "mean", "tomorrow", "later", "say", "says", "said", "tell", "ask", "wish",
])  # fmt: skip
"""Words with which a part cannot be understood without the others."""
_POINTING = frozenset(
    {"it", "its", "them", "those", "they", "their", "one", "ones", "same", "there", "his", "her", "em"}
)
_PLACES = (Sense.ROOM,)

Read = Callable[[str, Surroundings], tuple[Understanding, tuple[Step, ...]]]
"""What a text comes to by itself."""


@dataclass(slots=True)
class _Part:
    steps: tuple[Step, ...] = ()
    rooms: tuple[str, ...] = ()
    wished: bool = False


def read_one_by_one(parser: Parser, around: Surroundings, read: Read, toolbox: Toolbox) -> tuple[Step, ...]:
    """The calls and refusals of all stretches in their order; nothing where one of them stays unclear."""
    chart = parser.chart
    bounds = [(start, end) for _, start, end in stretches(parser.chart, parser.home)]
    if not _LEAST <= len(bounds) <= _MOST or _is_held(parser):
        return ()
    steps: list[Step] = []
    topic: tuple[str, ...] = ()
    wishes = told = 0
    for start, end in bounds:
        part = _part(parser, (start, end), topic, around, read, toolbox)
        if part is None:
            return ()
        steps += part.steps
        wishes += part.wished
        told += not part.steps
        topic = part.rooms or topic
    calls = [s for s in steps if isinstance(s, ToolCall)]
    alone = len(calls) >= _LEAST and wishes >= told and not any(map(is_chinese, chart.words))
    return tuple(steps) if alone else ()


def _is_held(parser: Parser) -> bool:
    chart, mood = parser.chart, parser.mood
    if mood.asks or chart.with_sense(Sense.EXCEPT) or reports(chart):
        return True
    words = set(chart.words)
    return bool(words & (LEAVING | _HOLDING | {"?"})) or bool(set(chart.text) & set('"“”「」'))


def _is_marked(parser: Parser, start: int, end: int) -> bool:
    """Whether a time, a condition or a negation stands in a stretch."""
    return any(start <= s.start and s.end <= end for s in (*parser.mood.conditions, *parser.mood.negations))


def _part(
    parser: Parser, bound: tuple[int, int], topic: tuple[str, ...], around: Surroundings, read: Read, toolbox: Toolbox
) -> _Part | None:
    """What one stretch comes to; None where that is not clear."""
    chart, (start, end) = parser.chart, bound
    while start < end and chart.words[start] in _LEADING:
        start += 1
    while end > start and chart.words[end - 1] in ("too", ".", "!", ",", "please", "well", "as", ";"):
        end -= 1
    rooms = _rooms(chart.with_sense(*_PLACES), start, end)
    if start >= end:
        return _Part()
    if chart.words[start] == "on" and rooms and places_alone(chart, start, end):
        return _Part(rooms=rooms)  # "on the deck, …" only says where
    tells = _only_tells(parser, start, end)
    pointing = set(chart.words[start:end]) & _POINTING
    if (pointing - {"there", *_OWNING} and not rooms) or (pointing and not topic):
        return _Part(rooms=rooms) if tells else None
    placed = around if rooms or not topic else replace(around, place=topic[0], topic=topic, bound=len(topic) == 1)
    found, steps = read(_of_the_room(chart.said(start, end)) if topic else chart.said(start, end), placed)
    if steps and all(isinstance(s, ToolCall) and not toolbox[s.tool].reads_only for s in steps):
        return _Part(steps, rooms or _rooms_of(steps, parser) or topic, wished=True)
    if tells:
        return _Part(rooms=rooms)
    reason = found.shortfall.reason if found.shortfall and not found.matches else None
    if reason is None or isinstance(reason, Ambiguous) or _is_marked(parser, start, end):
        return None
    if not (reason.strange or Refused(reason, 0).is_plain) or not _wishes(chart.words[start:end]):
        return None
    return _Part((told_unknown(replace(reason, nearest=()), parser.home, around.language),), rooms, wished=True)


def _only_tells(parser: Parser, start: int, end: int) -> bool:
    """Whether a stretch names nothing of the home, and has the form of a remark or of a room that is spoken of."""
    chart = parser.chart
    inside = [s for s in chart.telling if start <= s.start and s.end <= end]
    covered = 0
    for span in inside:
        covered |= span.mask if span.sense in (Sense.ROOM, Sense.FLOOR) else 0
    named = [s for s in inside if s.sense in (Sense.NAME, Sense.KIND, Sense.QUANTITY) and s.mask & ~covered]
    if any(s.sense is not Sense.KIND or s.meaning not in ("person", "sound") for s in named):
        return False
    told = is_told(chart, start, end) and chart.words[start] not in _FORBIDDING
    if _WANTING & set(chart.words[start:end]):
        return False
    if _is_marked(parser, start, end):
        return told
    if told or is_passing(chart, parser.grammar, start, end):
        return True
    words = chart.words[start:end]
    return bool(covered) and len(words) <= _LONGEST_TOPIC and words[0] not in IMPERATIVES and not _STATES & set(words)


def _wishes(words: Sequence[str]) -> bool:
    """Whether words have the form of a wish: a verb before, or how something is to be."""
    return words[0] in IMPERATIVES or bool(_STATES & set(words[1:]))


def _of_the_room(said: str) -> str:
    """What is said of the room that was spoken of last: "spots off in there", "his blinds shut"."""
    return _OWNS.sub("the", _THERE.sub("", said))


_LONGEST_TOPIC = 8
_OWNING = frozenset({"his", "her", "their", "its"})
_OWNS = re.compile(r"\b(?:his|her|their|its)\b", re.IGNORECASE)
_WANTING = frozenset({"need", "needs", "want", "wants", "wanted", "please", "fancy"})
_FORBIDDING = frozenset({"do", "not", "never", "no"})
_STATES = frozenset(
    {"on", "off", "open", "shut", "closed", "up", "down", "to", "at", "lights", "light", "locked", "out"}
)
_THERE = re.compile(r"\s*,?\b(?:in|out|over|up|down)?\s*there\b", re.IGNORECASE)


def _rooms(spans: Sequence[Span], start: int, end: int) -> tuple[str, ...]:
    inside = [s for s in spans if start <= s.start and s.end <= end]
    longest = [s for s in inside if not any(o.mask & s.mask == s.mask and o.mask != s.mask for o in inside)]
    return tuple(dict.fromkeys(r for s in longest for r in s.meaning))


def _rooms_of(steps: Sequence[Step], parser: Parser) -> tuple[str, ...]:
    """The one room in which all lies that was just spoken of."""
    ids = [i for s in steps if isinstance(s, ToolCall) for v in s.arguments.values() if isinstance(v, tuple) for i in v]
    rooms = {t.room for i in ids if isinstance(i, str) and (t := parser.home.names.thing(i)) is not None}
    return tuple(rooms) if len(rooms) == 1 and "" not in rooms else ()

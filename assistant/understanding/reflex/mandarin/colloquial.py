"""Spoken Mandarin put in the words of the phrases: 拧到一半 is 调到一半, 开条缝 is 开到百分之十.

The turns stand in words/colloquial.toml, as regular expressions over the characters of a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import Stretch, written
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese
from assistant.understanding.reflex.words import read_words

_OTHER = "\ufffc"
"""Stands for a token that is no single character."""
_DESCRIBING = (
    Sense.NAME, Sense.KIND, Sense.PART, Sense.ROOM, Sense.FLOOR, Sense.ABILITY, Sense.IT, Sense.HERE, Sense.OUTSIDE,
    Sense.ABSENT_ROOM, Sense.ALL, Sense.EVERYTHING,
)  # fmt: skip
_BETWEEN = frozenset("也都先给我全再就的还把它又现在里上")
_SOFT = frozenset("了吧啊呀啦哈嘛呗喽咯哦嘞呢")


@dataclass(frozen=True, slots=True)
class ColloquialTurn:
    """One way of speaking, and the plain words for it."""

    said: re.Pattern[str]
    plain: str
    behind: bool = False
    ends: bool = False
    before: bool = False
    of: re.Pattern[str] | None = None
    """What stands before it."""


@cache
def colloquial_turns() -> tuple[ColloquialTurn, ...]:
    """The turns of words/colloquial.toml; read once."""
    read = read_words("colloquial")
    return tuple(_turn(**each) for each in read["turn"])


def _turn(
    said: str, plain: str, behind: bool = False, ends: bool = False, before: bool = False, of: str = ""
) -> ColloquialTurn:
    return ColloquialTurn(re.compile(said), plain, behind, ends, before, re.compile(of) if of else None)


def colloquial(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """Every place where something is said in such words, the longest of those that begin together."""
    letters = "".join(w if is_chinese(w) or w in PUNCTUATION else w if len(w) == 1 else _OTHER for w in chart.words)
    kept = _names(chart)
    places = sorted(
        ((m.start(), -m.end(), turn) for turn in colloquial_turns() for m in turn.said.finditer(letters) if m.group()),
        key=lambda place: place[:2],
    )
    done = 0
    for start, behind, turn in places:
        end = -behind
        if start < done or any(start < b and a < end for a, b in kept) or not _stands(turn, chart, start, end):
            continue
        if letters[start:end] != turn.plain:
            yield Edit(start, end, written(turn.plain, chart.tokens[start]))
            done = end


def _names(chart: Chart) -> list[Stretch]:
    """Where names of several characters stand."""
    spans = chart.with_sense(Sense.NAME, Sense.ROOM, Sense.FLOOR)
    return [(s.start, s.end) for s in spans if s.end - s.start > 1]


def _stands(turn: ColloquialTurn, chart: Chart, start: int, end: int) -> bool:
    """Whether what has to stand beside the words does."""
    if turn.behind and not _is_behind_a_thing(chart, start):
        return False
    if turn.ends and not _ends(chart, end):
        return False
    if turn.of and not turn.of.search("".join(chart.words[:start])):
        return False
    values = chart.with_sense(Sense.QUANTITY, Sense.CHOICE)
    return not turn.before or any(s.start == end for s in values)


def _is_behind_a_thing(chart: Chart, start: int) -> bool:
    ends = {s.end for s in chart.with_sense(*_DESCRIBING)}
    while start > 0 and start not in ends and chart.words[start - 1] in _BETWEEN:
        start -= 1
    return start in ends


def _ends(chart: Chart, end: int) -> bool:
    while end < len(chart.words) and chart.words[end] in _SOFT:
        end += 1
    return end == len(chart.words) or chart.words[end] in PUNCTUATION

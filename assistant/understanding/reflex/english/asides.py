"""A sentence without what only explains it: 太晒了，窗帘拉一半, 妈妈我要开小夜灯, 车库门忘关了，关上.

An aside is taken away only where every word of it is known to be one: a feeling, a state or an event, without any
negation, condition, question, amount or quantifier of its own. What is left has to be one clear command.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.understanding.reflex.english.spoken import Role, Said, roles_in
from assistant.understanding.reflex.mandarin.situations import is_situation
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_APART = PUNCTUATION - {"?", ":"}
"""Marks between the stretches of one sentence."""
_NOUNS = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR})
_POINTS = _NOUNS | {Sense.IT, Sense.EVERYTHING}
_BESIDE = _PLACES | {Sense.NAME, Sense.KIND, Sense.HERE, Sense.OUTSIDE, Sense.HOUSE}
_MARKERS = frozenset({Sense.NEGATION, Sense.CONDITION, Sense.QUESTION})
_PLAIN = frozenset({Role.SUBJECT, Role.DEGREE, Role.STATE, Role.EVENT, Role.PARTICLE})
_TELLING = frozenset({Role.STATE, Role.EVENT})
_LONGEST = 12
"""Tokens of one aside."""
LEAVING = frozenset({"leave", "keep"})
"""Said to people as well as to a house: with a reason beside it, "leave the light on" is mostly meant for them."""
_THEN = frozenset({"就", "再", "才"})
"""Begin what is done only when the stretch before has come true."""

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Aside:
    """What a stretch says beside the command, and the words of it that the command may need."""

    topic: tuple[Token, ...] = ()


def without_asides(chart: Chart) -> tuple[Token, ...] | None:
    """The tokens that are left; None where nothing is aside, or nothing else is said."""
    roles = roles_in(chart.words)
    if LEAVING & set(chart.words):
        return None
    silent = not any(s.role not in (Role.PARTICLE, Role.SUBJECT, Role.DEGREE) for s in roles)
    if silent and not any(map(is_chinese, chart.words[:1])):
        return None
    stretches = _stretches(chart, roles)
    asides = {s for s in stretches if _is_aside(chart, roles, s, stretches)}
    kept = [s for s in stretches if s not in asides]
    if not asides or not kept or any(chart.words[s[0]] in _THEN for s in kept):
        return None
    rest = [t for i, s in enumerate(kept) for t in _with_comma(chart, s, i)]
    topics = [t for s in stretches if s in asides for t in topic_of_aside(chart, s, kept)]
    return (*topics, *rest)


def is_remark(chart: Chart, start: int, end: int) -> bool:
    """Whether Chinese tokens only say how things are or what somebody is about to do: 健身房好闷, 孩子要睡了."""
    return end - start <= _LONGEST and states(chart, roles_in(chart.words), (start, end))


def _with_comma(chart: Chart, stretch: Stretch, place: int) -> Iterator[Token]:
    start, end = stretch
    if place and chart.words[start - 1] in _APART:
        yield chart.tokens[start - 1]
    yield from chart.tokens[start:end]


def _stretches(chart: Chart, roles: Sequence[Said]) -> list[Stretch]:
    """The parts between punctuation marks; whom one speaks to at the beginning is a part of its own."""
    marks = [i for i, w in enumerate(chart.words) if w in _APART]
    found = [(a + 1, b) for a, b in pairwise([-1, *marks, len(chart.words)]) if a + 1 < b]
    if not found:
        return []
    start, end = found[0]
    cut = _addressed(roles, start) or _exclaimed(chart, roles, (start, end))
    return [(start, cut), (cut, end), *found[1:]] if start < cut < end else found


def _addressed(roles: Sequence[Said], start: int) -> int:
    """妈妈我要…: the end of whom is spoken to, where a request follows at once. 妈妈开了灯 is told of her."""
    asking = {s.start for s in roles if s.role is Role.REQUEST}
    return max((s.end for s in roles if s.role is Role.VOCATIVE and s.start == start and s.end in asking), default=0)


def _exclaimed(chart: Chart, roles: Sequence[Said], stretch: Stretch) -> int:
    """热死了把空调打开: the end of a feeling that is said without a pause before what shall be done about it."""
    start, end = stretch
    for cut in range(min(end, start + _LONGEST) - 1, start + 1, -1):
        ended = chart.words[cut - 1] in ("了", "啊", "呀") and chart.words[cut] in _BEGINS
        if ended and any(s.role is Role.STATE for s in roles) and states(chart, roles, (start, cut)):
            return cut
    return 0


_BEGINS = frozenset({"把", "帮", "给", "快", "请", "开", "关", "打", "拉", "调"})


def _is_aside(chart: Chart, roles: Sequence[Said], stretch: Stretch, all_of_them: Sequence[Stretch]) -> bool:
    start, end = stretch
    if end - start > _LONGEST:
        return False
    if any(s.role is Role.VOCATIVE and (s.start, s.end) == stretch for s in roles):
        return True
    if _WANTED.match("".join(chart.words[start:end])) and _names_something(chart, stretch):
        return False
    others = [t for s in all_of_them if s != stretch for t in chart.words[s[0] : s[1]]]
    if any(s.role is Role.STOPPING and (s.start, s.end) == stretch for s in roles):
        return bool(set(others) & {chart.words[s.start] for s in roles if s.role is Role.STOP})
    known = states(chart, roles, stretch) or _was_left(chart, roles, stretch) or _is_wish(chart, roles, stretch, others)
    return known or is_situation(chart, roles, stretch, others)


def _names_something(chart: Chart, stretch: Stretch) -> bool:
    """Whether more than one character of a stretch stands in the names of things here."""
    named = chart.with_sense(Sense.NAME, Sense.KIND, Sense.PART)
    return any(stretch[0] <= s.start and s.end <= stretch[1] and s.end - s.start > 1 for s in named)


_WANTED = re.compile("我(想|要|想要|需要)(打开|开启|启动|关掉|关闭|关上|开|关|调)(?!.*[了呢]$)")
"""我要开热水壶 is a wish, and 我要开热水壶了 tells of it."""


def states(chart: Chart, roles: Sequence[Said], stretch: Stretch, telling: frozenset[Role] = _TELLING) -> bool:
    """Whether a stretch consists of words for feelings, states and events alone."""
    start, end = stretch
    if not is_chinese(chart.words[start]) and not _is_predicated(chart, roles, stretch):
        return False
    inside = [s for s in roles if start <= s.start and s.end <= end and s.role in _PLAIN | telling]
    things = _things_in(chart, start, end)
    if things and (_ends_in_more(chart.words[start:end]) or (start and chart.words[end - 2 : end] == ("亮", "着"))):
        return False
    inside = [s for s in inside if not _is_of_a_thing(s, things)]
    markers = [
        s for s in chart.with_sense(*_MARKERS) if start <= s.start and s.end <= end and not _tells(s, chart, start)
    ]
    if any(not any(r.start <= m.start and m.end <= r.end and r.role in telling for r in inside) for m in markers):
        return False
    beside = [(s.start, s.end, False) for s in chart.spans if s.sense in _BESIDE]
    spans = [*((s.start, s.end, s.role in telling) for s in inside), *beside]
    reached = {(start, False)}
    for at in range(start, end):
        for told in (t for p, t in list(reached) if p == at):
            reached |= {(b, told or tells) for a, b, tells in spans if a == at and b <= end}
    return (end, True) in reached


def _ends_in_more(words: Sequence[str]) -> bool:
    """床头灯暗一点 wishes it so; 床头灯有点暗 and 暗了一点 say how it is."""
    said = "".join(words).rstrip("吧啊呀哦")
    if said.endswith("起来") and said[-3:-2] in _BEGINNING:
        return True  # 草坪灯亮起来 wishes it; 亮起来了 tells it
    return said.endswith(("一点", "一些", "点", "些")) and not {"了", "有", "太"} & set(words)


_BEGINNING = frozenset("亮转动响热跑吹升收放降卷")
"""Verbs of things behind which 起来 wishes that they begin."""


def _is_predicated(chart: Chart, roles: Sequence[Said], stretch: Stretch) -> bool:
    """Whether English words say something of something: "the sun's blinding me", and not "the light on"."""
    start, end = stretch
    telling = [s for s in roles if s.role in _TELLING and start <= s.start and s.end <= end]
    return bool(_PREDICATES & set(chart.words[start:end])) or any(_length(s) > 1 for s in telling)


def _things_in(chart: Chart, start: int, end: int) -> list[Span]:
    """The names and kinds of things in a stretch; people are none."""
    inside = [s for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM) if start <= s.start and s.end <= end]
    rooms = [s for s in inside if s.sense is Sense.ROOM]
    things = [s for s in inside if s.sense is not Sense.ROOM and s.meaning != "person"]
    return [s for s in things if not any(r.start <= s.start and s.end <= r.end for r in rooms)]


def _length_of(span: Span) -> int:
    return span.end - span.start


def _is_of_a_thing(said: Said, things: Sequence[Span]) -> bool:
    """Whether a word says no state: it is a piece of a name (the 大 of 大门), or what a thing shall do (割草机回家)."""
    if said.role not in _TELLING:
        return False
    if any(s.start <= said.start and said.end <= s.end and _length_of(s) > _length(said) for s in things):
        return True
    beside = [s for s in things if s.end <= said.start or s.start >= said.end]
    return said.role is Role.EVENT and bool(beside)


_PREDICATES = frozenset(
    [
        "is",
        "are",
        "am",
        "feel",
        "feels",
        "look",
        "looks",
        "seem",
        "seems",
        "get",
        "gets",
        "can",
        "need",
        "want",
        "hurts",
        "stinks",
        "makes",
        "have",
        "has",
        "too",
        "so",
        "think",
    ]
)
"""One of them stands in most remarks."""


def _tells(span: Span, chart: Chart, start: int) -> bool:
    """The "is" of "it is cold" asks nothing; that of "is it cold" does."""
    return span.sense is Sense.QUESTION and span.start > start and not is_chinese(chart.words[span.start])


def _was_left(chart: Chart, roles: Sequence[Said], stretch: Stretch) -> bool:
    """车库门忘关了: a thing, and how it was left."""
    start, end = stretch
    left = max((s for s in roles if s.role is Role.LEFT and s.end in (end, end - 1)), key=_length, default=None)
    if left is None or not start < left.start:
        return False
    if left.end < end and chart.words[end - 1] not in ("了", "呢", "啊", "吧"):
        return False
    named = [s for s in chart.spans if s.sense in _POINTS and start <= s.start and s.end <= left.start]
    return bool(named) and states(chart, (*roles, Said(left.start, end, Role.LEFT)), stretch, frozenset({Role.LEFT}))


def _length(said: Said) -> int:
    return said.end - said.start


def _is_wish(chart: Chart, roles: Sequence[Said], stretch: Stretch, others: Sequence[str]) -> bool:
    """来杯咖啡, where the coffee machine is turned on: what the rest is good for shares its noun with it."""
    start, end = stretch
    if any(start <= s.start and s.end <= end for s in chart.with_sense(*_MARKERS, Sense.ALL, Sense.EXCEPT)):
        return False
    start = _behind_occasion(chart, start, end)
    wish = max((s for s in roles if s.role is Role.WISH and s.start == start), key=_length, default=None)
    if wish is None or end - start > 5:
        return False
    shared = {(a, b) for a, b in pairwise(chart.words[wish.end : end]) if a not in PUNCTUATION}
    return bool(shared & set(pairwise(others)))


def _behind_occasion(chart: Chart, start: int, end: int) -> int:
    """Where 烧点热水 begins in 洗澡前先烧点热水."""
    firsts = [i for i in range(start, min(end, start + 6)) if chart.words[i] == "先"]
    return firsts[0] + 1 if firsts and firsts[0] > start and chart.words[firsts[0] - 1] in ("前", "我", "得") else start


def topic_of_aside(chart: Chart, stretch: Stretch, kept: Sequence[Stretch]) -> tuple[Token, ...]:
    """The room or thing that was spoken of, where the command names none: 厨房油烟大，把窗户打开."""
    start, end = stretch
    rest = [s for s in chart.spans for k in kept if k[0] <= s.start and s.end <= k[1] and not _is_scrap(s)]
    senses = {s.sense for s in rest}
    if senses & _PLACES or senses & _POINTS & {Sense.NAME}:
        return ()
    wanted = _PLACES if senses & _POINTS else _PLACES | _NOUNS
    about = [s for s in chart.spans if s.sense in wanted and start <= s.start and s.end <= end]
    if wanted == _PLACES and _names_other(chart, stretch):
        return ()
    return tuple(t for s in _outermost(about) for t in chart.tokens[s.start : s.end])


def _is_scrap(span: Span) -> bool:
    """A single character of some name names nothing by itself: the 小 of 小夜灯 in 小声点."""
    return span.sense is Sense.PART and span.end - span.start == 1


def _names_other(chart: Chart, stretch: Stretch) -> bool:
    """Whether the aside is about a thing, where the command is about another one."""
    start, end = stretch
    return any(start <= s.start and s.end <= end for s in chart.with_sense(Sense.NAME, Sense.KIND))


def _outermost(spans: Sequence[Span]) -> list[Span]:
    """The longest spans in their order, without overlap."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found

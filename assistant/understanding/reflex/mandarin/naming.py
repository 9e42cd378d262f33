"""What Mandarin leaves out or says in a row when things are named: put as commands name them.

前门后门都锁上 names two doors; 客房灯打开，走廊的关掉 means a lamp both times; 小车的窗户 are those of the car.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token, is_chinese

THINGS = (Sense.NAME, Sense.KIND)
PLACES = (Sense.ROOM, Sense.FLOOR)

Stretch = tuple[int, int]
"""Start and end of the tokens between two pauses."""


def written(text: str, at: Token) -> tuple[Token, ...]:
    """Characters as tokens that stand where `at` does."""
    return tuple(replace(at, text=letter) for letter in text)


def inside(chart: Chart, stretch: Stretch, *senses: Sense) -> list[Span]:
    """The spans of some senses in a stretch."""
    return [s for s in chart.with_sense(*senses) if stretch[0] <= s.start and s.end <= stretch[1]]


def side_by_side(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """前门后门, 东卧南卧西卧: names of several things or rooms in a row, without a pause between them."""
    for senses in ((Sense.NAME,), (Sense.ROOM,)):
        longest = _longest([s for s in chart.with_sense(*THINGS, Sense.ROOM) if s.end - s.start > 1])
        named = {(s.start, s.end) for s in chart.with_sense(*senses)}
        ends = {b for a, b in named & longest if is_chinese(chart.words[a])}
        for start, end in sorted(named & longest):
            if start in ends and end - start > 1 and is_chinese(chart.words[start]):
                yield Edit(start, start, written("、", chart.tokens[start]))
    named_so = [s for s in chart.with_sense(Sense.KIND) if "".join(chart.words[s.start : s.end]) not in _OF_A_THING]
    kinds = {(s.start, s.end) for s in named_so} & longest
    for start, end in sorted(kinds):
        if any(b == start and chart.words[a:b] != chart.words[start:end] for a, b in kinds) and is_chinese(
            chart.words[start]
        ):
            yield Edit(start, start, written("、", chart.tokens[start]))


_OF_A_THING = frozenset({"声音", "音量", "温度", "湿度"})
"""Words for a thing that name what is set of the one before them, too: 电视声音."""
_OWNING = (
    "他那个", "她那个", "他那边的", "她那边的", "他屋里的", "她屋里的", "他房里的", "她房里的", "他那", "她那",
    "他的", "她的",
    "他们的", "他们那", "他屋", "她屋", "他", "她",
)  # fmt: skip
_PEOPLE = frozenset("儿女爷奶爸妈老孩宝姐哥弟妹娃公婆孙叔姨舅姑嫂")


def owned(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """儿子房的窗帘拉开，他那音箱关掉: his things are in the room that is called after him."""
    things = {s.start for s in chart.with_sense(*THINGS)}
    for start, end in stretches[1:]:
        said = next((o for o in _OWNING if tuple(o) == chart.words[start : start + len(o)]), "")
        at = start + len(said)
        rooms = [
            s for s in chart.with_sense(Sense.ROOM) if s.end <= start and _PEOPLE & set(chart.words[s.start : s.end])
        ]
        if not said or at not in things or at >= end or len({s.meaning for s in rooms}) != 1:
            continue
        room = max(rooms, key=lambda s: s.end - s.start)
        yield Edit(start, at, (*chart.tokens[room.start : room.end], *written("的", chart.tokens[start])))


def _longest(spans: Iterable[Span]) -> set[Stretch]:
    """Where the spans lie that are part of no longer one."""
    found = {(s.start, s.end) for s in spans}
    return {(a, b) for a, b in found if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in found)}


def elided(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """客房灯打开，走廊的关掉: the second is a lamp as well."""
    for (first, last), (start, end) in pairwise(stretches):
        kinds = inside(chart, (first, last), Sense.KIND)
        if not kinds or inside(chart, (start, end), *THINGS) or _is_kept(chart, end):
            continue
        kind = max(kinds, key=lambda s: (s.end, s.start - s.end))
        places = {s.end for s in inside(chart, (start, end), *PLACES)}
        parts = {s.start for s in inside(chart, (start, end), Sense.PART) if s.end - s.start > 1}
        for i in range(start + 1, end - 1):
            if chart.words[i] == "的" and i in places and i + 1 not in parts:
                yield Edit(i + 1, i + 1, chart.tokens[kind.start : kind.end])


def _is_kept(chart: Chart, end: int) -> bool:
    """玄关的留着: an exception of what was said before."""
    return any(s.role is Role.KEEPING and end - 1 <= s.end <= end for s in roles_in(chart.words[:end]))


def of_the_car(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """小车的窗户 and 两个车窗 are 车窗."""
    cars = {s.end for s in chart.with_sense(Sense.KIND) if s.meaning == "car" and s.end - s.start > 1}
    counts = {s.end: s.start for s in chart.with_sense(Sense.BOTH)}
    for i in range(1, len(chart.words)):
        if i in cars:
            begin = min(s.start for s in chart.with_sense(Sense.KIND) if s.meaning == "car" and s.end == i)
            window = i + 1 if chart.words[i : i + 1] == ("的",) else i
            for said in (("窗", "户"), ("车", "窗"), ("窗", "子"), ("窗",)):
                if chart.words[window : window + len(said)] == said:
                    yield Edit(begin, window + len(said), written("车窗", chart.tokens[begin]))
                    break
        if i in counts and chart.words[i : i + 2] == ("车", "窗"):
            yield Edit(counts[i], i)


def shared_out(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """购物清单和家务清单，一个加纸巾，一个加擦窗户: each of the two takes one."""
    if len(stretches) != 3:
        return
    heads, one, other = stretches
    named = sorted(_longest(inside(chart, heads, Sense.NAME)))
    if len(named) != 2 or any(chart.words[a : a + 2] != ("一", "个") for a, _ in (one, other)):
        return
    if named[0][0] != heads[0] or named[1][1] != heads[1]:
        return
    first, second = (chart.tokens[a:b] for a, b in named)
    yield Edit(heads[0], one[0] + 2, first)
    yield Edit(other[0], other[0] + 2, second)


def pointed(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """咖啡机忘关了，关了它: 它 at the end needs no second name."""
    for before, (start, end) in pairwise(stretches):
        if end - start > 1 and chart.words[end - 1] == "它" and inside(chart, before, *THINGS):
            yield Edit(end - 1, end)

"""Mandarin that says of one thing that it stays as it is, or one verb of things that take different ones."""

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.mandarin.naming import PLACES, THINGS, Stretch, inside, written
from assistant.understanding.reflex.mandarin.reading import has_verb, is_named_in, letters, things_in
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token

_GENERIC = frozenset(
    {"灯", "灯光", "电灯", "大灯", "照明", "窗帘", "帘子", "帘", "门", "窗", "窗户", "音箱", "音响", "风扇", "扇"}
)
_BY_ITSELF = re.compile("^(麻烦|请|帮我|给我|你)*(把|将)?")
_SHARED_VERB = re.compile("^(就|也|都|全|统统|通通|全部|一起|一块|一并|一齐|给我|全都|先)*(?P<verb>.+)$")


def kept_apart(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """纱帘别动，把客厅窗帘全拉开: what stays as it is anyhow, since the rest names something else."""
    keeping = [s for s in roles_in(chart.words) if s.role is Role.KEEPING]
    for number, stretch in enumerate(stretches):
        ends = [s for s in keeping if s.end == stretch[1] and s.start > stretch[0]]
        spared = (stretch[0], min((s.start for s in ends), default=stretch[1]))
        if not ends or not is_named_in(chart, spared) or len(stretches) < 2:
            continue
        others = [s for s in stretches if s != stretch]
        if all(_is_apart(chart, spared, other) for other in others):
            last = number + 1 == len(stretches)
            yield Edit(stretch[0] - last, stretch[1] + (not last))
        elif len(others) == 1 and number == 0 and not inside(chart, others[0], *PLACES, Sense.ALL, Sense.EVERYTHING):
            yield from _all_but(chart, spared, stretch, others[0])


def _all_but(chart: Chart, spared: Stretch, stretch: Stretch, other: Stretch) -> Iterator[Edit]:
    """老人房夜灯开着，大灯关掉: the other lamps of the same room."""
    rooms = inside(chart, spared, Sense.ROOM)
    named = things_in(chart, other)
    if not rooms or not named or any(s.sense is Sense.NAME for s in named):
        return
    room, at = max(rooms, key=lambda s: s.end - s.start), chart.tokens[stretch[0]]
    kept = (*written("除了", at), *chart.tokens[slice(*spared)], *written("以外,", at))
    end = max(s.end for s in named)
    yield Edit(stretch[0], other[0], (*kept, *chart.tokens[room.start : room.end], *written("的", at)))
    yield Edit(end, end, written("都", at))


def _is_apart(chart: Chart, spared: Stretch, other: Stretch) -> bool:
    """Whether what a stretch names can hold nothing of what is spared."""
    if inside(chart, other, Sense.EVERYTHING, Sense.IT) or not inside(chart, other, *THINGS):
        return False
    if _are_elsewhere(chart, spared, other):
        return True
    kept = {chart.words[s.start : s.end] for s in inside(chart, spared, *THINGS)}
    names = inside(chart, other, Sense.NAME)
    bits = [s.meaning for s in inside(chart, spared, Sense.NAME)]
    for span in inside(chart, other, *THINGS):
        if any(n.start <= span.start and span.end <= n.end for n in names):
            if span.sense is Sense.NAME and any(span.meaning & b for b in bits):
                return False
        elif _may_hold(chart.words[span.start : span.end], kept):
            return False
    return True


def _are_elsewhere(chart: Chart, spared: Stretch, other: Stretch) -> bool:
    """Whether both stretches name rooms, and other ones."""
    here, there = ({r for s in inside(chart, each, Sense.ROOM) for r in s.meaning} for each in (spared, other))
    return bool(here and there) and not here & there


def _may_hold(word: tuple[str, ...], kept: set[tuple[str, ...]]) -> bool:
    """Whether a word for a kind may mean something that is spared, too: 灯 a 落地灯, but 纱帘 no 窗帘."""
    alike = [each for each in kept if each[-1] == word[-1]]
    return bool(alike) and ("".join(word) in _GENERIC or any(each[-len(word) :] == word for each in alike))


def listed_apart(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """卧室的窗帘和灯都关上: each kind takes a verb of its own tool, 卧室的窗帘关上，灯关上."""
    for start, end in stretches:
        things = sorted(_outermost(things_in(chart, (start, end))))
        joints = [s for s in inside(chart, (start, end), Sense.AND) if s.end - s.start < 3]
        joints = [s for s in joints if any(b <= s.start for _, b in things) and any(a >= s.end for a, _ in things)]
        if len({chart.words[b - 1] for _, b in things}) < 2 or not joints or inside(chart, (start, end), Sense.EXCEPT):
            continue
        last, lead = things[-1][1], _BY_ITSELF.match(letters(chart, start, end))
        begin = start + (lead.end() if lead else 0)
        behind = _SHARED_VERB.match(letters(chart, last, end))
        if behind is None or not has_verb(chart, (last + behind.start("verb"), end)):
            continue
        verb = chart.tokens[last + behind.start("verb") : end]
        edges = [begin, *(e for s in sorted(joints, key=lambda s: s.start) for e in (s.start, s.end)), last]
        members = list(zip(edges[::2], edges[1::2], strict=True))
        if any(a >= b or not is_named_in(chart, (a, b)) for a, b in members):
            continue
        comma = written(",", chart.tokens[start])
        room = _room_before(chart, members)
        said = [
            t
            for number, (a, b) in enumerate(members)
            for t in (*(room if number else ()), *chart.tokens[a:b], *verb, *comma)
        ]
        yield Edit(start, end, tuple(said[:-1]))


_GOING_ABOUT = frozenset({"vacuum", "lawn_mower", "mower", "robot", "car"})
"""Kinds that are in no room of their own."""


def _room_before(chart: Chart, members: Sequence[Stretch]) -> tuple[Token, ...]:
    """The room that stands before the first of a list and is meant for all of it; none where another has its own."""
    first, *others = members
    rooms = [s for s in inside(chart, first, Sense.ROOM) if s.start == first[0]]
    own = any(inside(chart, each, *PLACES) or inside(chart, each, Sense.NAME) for each in others)
    own = own or any(s.meaning in _GOING_ABOUT for each in others for s in inside(chart, each, Sense.KIND))
    return chart.tokens[slice(rooms[0].start, max(s.end for s in rooms))] if rooms and not own else ()


def _outermost(spans: Sequence[Span]) -> set[Stretch]:
    """Where the spans lie that are part of no longer one."""
    found = {(s.start, s.end) for s in spans if s.end - s.start > 1 or s.sense is Sense.KIND}
    return {(a, b) for a, b in found if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in found)}

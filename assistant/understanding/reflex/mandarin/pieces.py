"""The pieces of a Mandarin sentence between its pauses: what each says, and what it names of the house."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.tools import ToolCall
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.naming import PLACES, Stretch, inside
from assistant.understanding.reflex.mandarin.owners import is_kin, kind_words
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

_NO_THINGS = frozenset({"person", "sound", "smoke", "temperature", "humidity", "weather", "problem", "update"})
PROPERTIES = frozenset(
    {
        "声音",
        "音量",
        "温度",
        "湿度",
        "亮度",
        "光线",
        "风速",
        "风量",
        "风力",
        "色温",
        "颜色",
        "模式",
        "档位",
        "目标",
        "目标温度",
        "目标湿度",
        "水温",
    }
)
"""What is set of a thing: by themselves they name none."""


@dataclass(slots=True)
class Piece:
    """One stretch: its characters, and what it comes to."""

    said: str
    stretch: Stretch
    calls: tuple[ToolCall, ...] = ()
    text: str = ""
    """The plain words that came to the calls."""
    asked: bool = False
    aside: bool = False
    kept: bool = False
    """It says that something stays as it is."""
    named: list[Span] = field(default_factory=list)


def stretches_of(chart: Chart) -> list[Stretch]:
    marks = [
        i
        for i, w in enumerate(chart.words)
        if w in PUNCTUATION and w != "、" and not (w == ":" and _tells_time(chart, i))
    ]
    return [(a + 1, b) for a, b in pairwise([-1, *marks, len(chart.words)]) if a + 1 < b]


def _tells_time(chart: Chart, at: int) -> bool:
    return any(w.isdigit() for w in chart.words[max(at - 1, 0) : at + 2 : 2])


def letters_of(chart: Chart, stretch: Stretch) -> str:
    return "".join(
        f" {w} " if w.isascii() and len(w) > 1 and not w.isdigit() else w for w in chart.words[slice(*stretch)]
    ).strip()


def things_in(chart: Chart, stretch: Stretch, home: Home) -> list[Span]:
    """What a stretch names of the house; the words of a room, of people and of properties name none."""
    rooms = inside(chart, stretch, *PLACES)
    found = [
        s
        for s in inside(chart, stretch, Sense.NAME, Sense.KIND, Sense.EVERYTHING)
        if not (s.sense is Sense.KIND and s.meaning in _NO_THINGS)
        and "".join(chart.words[s.start : s.end]) not in PROPERTIES
        and chart.words[s.start : s.end] != ("锁",)
        and not any(r.start <= s.start and s.end <= r.end and r.sense is Sense.ROOM for r in rooms)
        and not (s.sense is Sense.NAME and all(t.kind == "person" for t in home.things(s.meaning)))
    ]
    parts = [s for s in inside(chart, stretch, Sense.PART) if s.end - s.start > 1]
    parts = [s for s in parts if "".join(chart.words[s.start : s.end]) not in PROPERTIES]
    parts = [s for s in parts if not _is_for_whom(chart, s)]
    return found or [s for s in parts if not any(r.start <= s.start and s.end <= r.end for r in rooms)]


def _is_for_whom(chart: Chart, span: Span) -> bool:
    """Whether a word that is some of a name says for whom something is done: 帮外婆关一下."""
    return chart.words[span.start - 1 : span.start] in (("帮",), ("给",), ("替",)) and is_kin(
        "".join(chart.words[span.start : span.end])
    )


def with_exceptions(pieces: Sequence[Piece]) -> list[Piece]:
    """除了操作灯，厨房别的灯也打开: what is left out stands with what it is left out of."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        said = _joined(before.said, piece.said) if before else ""
        if before and said:
            found[-1] = Piece(said, (before.stretch[0], piece.stretch[1]), named=[*before.named, *piece.named])
        else:
            found.append(piece)
    return found


def _joined(before: str, said: str) -> str:
    """Two stretches that are one only together; empty where they are two."""
    left_out = form("left_out").match(before)
    left_on = form("left_on").match(said) or form("left_alone").match(said)
    if left_out:
        kept = left_out["what"].removesuffix("以外").removesuffix("之外")
        kind = re.search(f"(?:{kind_words()})$", kept)
        rest = _sweeping(said)
        if kind and not re.search(kind_words(), rest):
            rest = re.sub("^把?", f"{kind.group()}", rest, count=1)
        return f"除了{kept}以外，{left_out['place']}{rest}"
    if left_on and form("swept").search(before):
        whom = left_on.groupdict().get("whom") or ""
        return f"除了{whom}{left_on['what']}以外，{_sweeping(before)}"
    if form("spared").search(said) and re.search("哪", before):
        return ""
    if re.search("[和跟与同]", before) and said.startswith(("哪", "谁")) and not form("questioned").search(before):
        return before + said
    pointed = form("pointed").match(said)
    if pointed and form("questioned_on").search(before):
        return f"{pointed['what']}{before}"
    return ""


def _sweeping(said: str) -> str:
    """A wish for all that is left."""
    said = re.sub("(别的|其他的?|其它的?|其余的?|剩下的?)", "", said).replace("也", "都").replace("熄灯", "灯关掉")
    if "都" in said or "全部" in said or "全关" in said or "全开" in said:
        return said
    return re.sub("(?=打开|关掉|关上|关闭|拉上|拉开|锁上|开了|关了|灭了|开$|关$)", "都", said, count=1)


def outermost(spans: Sequence[Span]) -> list[Span]:
    """The longest spans in their order, without overlap."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


_MOST_CUTS = 5
"""Places at which a second wish may begin without a pause."""


def ids_of(call: ToolCall) -> set[str]:
    """What a call is about."""
    return {i for value in call.arguments.values() if isinstance(value, tuple) for i in value if isinstance(i, str)}


def beginnings(text: str, home: Home) -> list[int]:
    """Where the name of a thing begins behind another wish."""
    names = {n for t in home.names.things for n in t.names if len(n) > 1}
    names |= {"".join(w) for w in home.parts if len(w) > 1 and all(map(is_chinese, w))}
    found = {m for n in names if n in text for m in [text.rfind(n)] if m > 2}
    return sorted(found)[:_MOST_CUTS]

"""Turns of speech of Mandarin put as commands are phrased.

音箱别响了 wishes that it stops and forbids nothing; 前门后门都锁上 names two doors; 楼下除了走廊，灯全关 leaves one
room out: each is rewritten where it stands; the rest stays as it was said.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.mandarin.colloquial import colloquial
from assistant.understanding.reflex.mandarin.naming import (
    PLACES,
    THINGS,
    Stretch,
    elided,
    inside,
    of_the_car,
    owned,
    pointed,
    shared_out,
    side_by_side,
    written,
)
from assistant.understanding.reflex.mandarin.reading import rewritten
from assistant.understanding.reflex.mandarin.turns_acting import ACTING, if_not_yet
from assistant.understanding.reflex.mandarin.turns_asking import ASKING
from assistant.understanding.reflex.mandarin.turns_bookish import BOOKISH
from assistant.understanding.reflex.mandarin.turns_in_car import IN_CAR
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_NOT = (("别", "再"), ("不", "要", "再"), ("别",), ("不", "要"), ("甭",))
_STOPPED = {"扫": "停止", "拖": "停止", "割": "停止", "充": "停止充电", "放": "暂停", "唱": "暂停", "播": "暂停"}
_OFF = frozenset("响转亮吹叫闹吵闪喷滴吼嗡照烤")
_SOFT = frozenset("了啦吧啊呀哈嘛呢哦")
_BY_DOING = frozenset("吹听扇晒烤照转泡")
_AMOUNTS = (
    ("一", "丢", "丢"),
    ("一", "丢"),
    ("一", "丁", "点"),
    ("一", "小", "点"),
    ("一", "咪", "咪"),
    ("一", "些", "些"),
)
_TOO = frozenset({"太", "好", "有点", "真", "挺"})
_EXTREME = frozenset("大响吵小轻亮暗刺热冷高低强弱快慢")
_ADJUSTING = frozenset("降调升开关减加弄拉放")
_HALVES = frozenset({"%", ""})


@kept_with_chart
def rephrased_zh(chart: Chart) -> tuple[Token, ...] | None:
    """The sentence with its turns of speech put plainly; None where it has none."""
    stretches = _stretches(chart)
    return rewritten(chart, [edit for turn in _TURNS for edit in turn(chart, stretches)])


@kept_with_chart
def spoken_plainly(chart: Chart) -> tuple[Token, ...] | None:
    """The sentence with what is only said in everyday speech in the words of the phrases; None where nothing is."""
    return rewritten(chart, list(colloquial(chart, _stretches(chart))))


def wishes_on_condition(chart: Chart) -> bool:
    """Whether a question is asked only for what is wished then: 大门没锁吧？没锁就锁上."""
    return any(if_not_yet(chart, _stretches(chart)))


def _stretches(chart: Chart) -> list[Stretch]:
    marks = [i for i, w in enumerate(chart.words) if w in PUNCTUATION and w != "、"]
    return [(a + 1, b) for a, b in pairwise([-1, *marks, len(chart.words)]) if a + 1 < b]


def _stopped(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """排气扇别转了, 灯别亮着: what runs shall stop, where the stretch says first what runs."""
    for number, (start, end) in enumerate(stretches):
        for i in range(start + 1, end):
            wish = _ending_wish(chart.words[i:end])
            if "说" in chart.words[start:i]:
                break  # 他说音箱别响了: told of somebody
            if not wish or not any(s.end <= i for s in inside(chart, (start, end), *THINGS, Sense.PART)):
                continue
            after = stretches[number + 1] if number + 1 < len(stretches) else None
            if after and not inside(chart, after, *THINGS, *PLACES) and _has_verb(chart, after):
                yield Edit(i, after[0])
            else:
                yield Edit(i, end, written(wish, chart.tokens[i]))
            break


def _ending_wish(words: Sequence[str]) -> str:
    """What is wished for by 别转了, 不要再响了, 别亮着; nothing where it forbids."""
    said = tuple(words)
    forbidding = next((n for n in _NOT if said[: len(n)] == n), None)
    rest = said[len(forbidding) :] if forbidding else ()
    if len(rest) < 2 or any(word not in _SOFT and word != "着" for word in rest[1:]):
        return ""
    if rest[1] == "着" and rest[0] in "开关":
        return "关掉" if rest[0] == "开" else "打开"
    if rest[1] not in ("了", "啦", "着"):
        return ""
    return "关掉" if rest[0] in _OFF else _STOPPED.get(rest[0], "")


def _has_verb(chart: Chart, stretch: Stretch) -> bool:
    """Whether words of some phrase stand in a stretch."""
    places = (p for found in chart.literals.values() for p in found)
    return any(stretch[0] <= a and b <= stretch[1] for a, b in places)


def _spared(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """楼下除了走廊，灯全关: as 除了走廊以外，楼下灯全关."""
    for start, end in stretches[:-1]:
        excepting = [s for s in inside(chart, (start, end), Sense.EXCEPT) if s.start > start]
        if not excepting or inside(chart, (start, end), Sense.EXCEPT_END) or _has_verb_before(chart, start, end):
            continue
        if chart.with_sense(Sense.QUESTION):
            return
        first = min(excepting, key=lambda s: (s.start, -s.end))
        place = inside(chart, (start, first.start), *PLACES)
        covered = {i for s in place for i in range(s.start, s.end)}
        if covered != set(range(start, first.start)):
            continue
        kept = chart.tokens[first.start : end]
        yield Edit(
            start, end + 1, (*kept, *written("以外", kept[-1]), chart.tokens[end], *chart.tokens[start : first.start])
        )
        return


def _has_verb_before(chart: Chart, start: int, end: int) -> bool:
    return any(word in ("开", "关", "锁", "打") for word in chart.words[start:end])


def _by_doing(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """风扇打开吹吹: what it is good for, behind the verb."""
    for i in range(1, len(chart.words) - 1):
        if chart.words[i] in _BY_DOING and chart.words[i] == chart.words[i + 1] and chart.words[i - 1] in ("开", "来"):
            yield Edit(i, i + 2)


def _a_little(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """再亮一丢丢 as 再亮一点; 小点声 as 小声点."""
    for i in range(len(chart.words)):
        for amount in _AMOUNTS:
            if chart.words[i : i + len(amount)] == amount:
                yield Edit(i, i + len(amount), written("一点", chart.tokens[i]))
        if chart.words[i : i + 3] in (("小", "点", "声"), ("大", "点", "声"), ("轻", "点", "声")):
            yield Edit(i, i + 3, written("大声点" if chart.words[i] == "大" else "小声点", chart.tokens[i]))


def _lit(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """来点灯光 as 打开灯; 一半亮 as 亮度一半."""
    amounts = {s.end: s for s in chart.with_sense(Sense.QUANTITY) if s.meaning.unit in _HALVES}
    for start, end in stretches:
        for i in range(start, end):
            said = chart.words[i:end]
            if said[:2] == ("来", "点") and said[2:] in (("灯", "光"), ("光",), ("亮", "光"), ("光", "亮"), ("灯",)):
                yield Edit(i, end, written("打开灯", chart.tokens[i]))
            if said[:1] == ("亮",) and i in amounts and (len(said) == 1 or said[1] == "就"):
                amount = chart.tokens[amounts[i].start : i]
                yield Edit(amounts[i].start, i + 1, (*written("亮度", amount[0]), *amount))


def _too_much(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """电视声音太大，降到一成: the second part is about what the first finds too much."""
    for (start, end), after in pairwise(stretches):
        last = end - 1 if chart.words[end - 1] in _SOFT else end
        too = chart.words[last - 2 : last]
        if last - 2 <= start or len(too) < 2 or too[0] not in _TOO or too[1] not in _EXTREME:
            continue
        named = inside(chart, (start, last - 2), *THINGS, Sense.ABILITY)
        valued = inside(chart, after, Sense.QUANTITY)
        if not any(s.end == last - 2 for s in named) or not valued:
            continue
        if chart.words[after[0]] in _ADJUSTING and not inside(chart, after, *THINGS, *PLACES):
            yield Edit(last - 2, after[0])


def _seat_felt(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """副驾座椅冰凉，加热一下: the seat that is to be heated."""
    for (start, end), after in pairwise(stretches):
        said = "".join(chart.words[start:end])
        at = start + said.find("座椅") + 2
        felt = {s.start for s in roles_in(chart.words) if s.role in (Role.STATE, Role.DEGREE)}
        if "座椅" in said and at in felt and len(said) == end - start and not inside(chart, after, *THINGS, *PLACES):
            yield Edit(at, after[0])


def _asked_twice(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """密码锁的电够用吗，还有多少: the second question answers the first as well."""
    for (start, end), after in pairwise(stretches):
        if inside(chart, after, *THINGS, *PLACES) or not inside(chart, after, Sense.QUESTION):
            continue
        for doubt in _DOUBTS:
            at = end - len(doubt)
            if chart.words[at:end] == doubt and at > start and inside(chart, (start, at), *THINGS):
                yield Edit(at, after[0])
                break


_DOUBTS = tuple(
    tuple(said)
    for said in (
        *(
            "够用吗",
            "够吗",
            "够不够",
            "够不够用",
            "还够吗",
            "还够用吗",
            "告急了吗",
            "快没了吗",
            "高吗",
            "低吗",
            "不足了吗",
        ),
        *(f"是不是{too}{much}{end}" for too in "太有" for much in "响吵小大亮暗热冷高低" for end in ("了", "")),
    )
)


def _counted(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """开着的窗户数一数，几扇: counting is what the question asks for anyhow."""
    for before, (start, _) in pairwise(stretches):
        if chart.words[before[1] - 3 : before[1]] in (("数", "一", "数"), ("数", "一", "下")):
            yield Edit(before[1] - 3, start)


def _colloquial(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """播的啥 as 播的什么."""
    for i, word in enumerate(chart.words):
        if word == "啥":
            yield Edit(i, i + 1, written("什么", chart.tokens[i]))


_TURNS: tuple[Callable[[Chart, Sequence[Stretch]], Iterator[Edit]], ...] = (
    *BOOKISH,
    *ACTING,
    *IN_CAR,
    _stopped,
    _spared,
    _by_doing,
    _a_little,
    _lit,
    _too_much,
    _seat_felt,
    pointed,
    elided,
    of_the_car,
    owned,
    *ASKING,
    _asked_twice,
    _counted,
    _colloquial,
    shared_out,
    side_by_side,
)

"""Mandarin wishes in the order of a written sentence: 让风扇以30%的速度转, 不要空调了，关掉."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import Stretch, written
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense

_WITH = frozenset("以用按")
_SPEEDS = ("速度", "风速", "转速", "风量", "档位", "功率", "亮度", "音量")
_GOING = ("转动", "运转", "运行", "工作", "送风", "吹", "转", "播放", "照明", "亮着")
_NO_MORE = (("不", "要"), ("不", "用"), ("不", "需", "要"))
_OFF = frozenset(
    {"关掉", "关了", "关上", "关闭", "关掉吧", "关了吧", "关掉它", "把它关掉", "把它关了", "就关掉", "停掉"}
)


def at_a_speed(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """让风扇以30%的速度转 as 让风扇调到30%."""
    amounts = {s.start: s.end for s in chart.with_sense(Sense.QUANTITY) if s.meaning.unit in ("%", "extreme")}
    for start, end in stretches:
        for at in range(start, end - 1):
            behind = "".join(chart.words[amounts.get(at + 1, end) : end]).removeprefix("的")
            speed = next((s for s in _SPEEDS if behind.startswith(s)), "")
            if chart.words[at] in _WITH and speed and behind.removeprefix(speed) in _GOING:
                yield Edit(at, at + 1, written("调到", chart.tokens[at]))
                yield Edit(amounts[at + 1], end)


def no_longer(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """不要空调了，关掉 as 关掉空调: what is not wanted any more is what is turned off behind the pause."""
    for (start, end), after in pairwise(stretches):
        refused = next((no for no in _NO_MORE if chart.words[start : start + len(no)] == no), None)
        if refused is None or chart.words[end - 1] != "了" or "".join(chart.words[slice(*after)]) not in _OFF:
            continue
        yield Edit(start, start + len(refused), written("关掉", chart.tokens[start]))
        yield Edit(end - 1, after[1])


def beside_what_is_left_out(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """二楼除了儿童房还有灯亮着吗: a pause parts what is left out from what is asked."""
    for start, end in stretches:
        words = chart.words[start:end]
        behind = [i for i in range(1, len(words) - 1) if words[i : i + 2] in _ELSE]
        if ("除", "了") in pairwise(words) and behind and words[behind[0] - 1] != "了":
            at = start + behind[0]
            yield Edit(at, at, written(",", chart.tokens[at]))


_ELSE = (("还", "有"), ("还", "剩"))
BOOKISH = (at_a_speed, no_longer, beside_what_is_left_out)

"""Turns of speech of people who drive, in Mandarin: 开一下后备箱 and 座椅加热开二档."""

from collections.abc import Iterator, Sequence

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import Stretch, written
from assistant.understanding.reflex.matching.chart import Chart

_DONE = frozenset("开关闭掉锁收")
_LEVELS = frozenset("一二两三123")
_LEVEL = frozenset("档挡")
_SET = (("开", "到"), ("调", "到"), ("开",), ("调",))


def asked_lightly(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """开一下后备箱 is 开后备箱."""
    words = chart.words
    for start, end in stretches:
        for i in range(start + 1, end - 2):
            if words[i : i + 2] == ("一", "下") and words[i - 1] in _DONE:
                yield Edit(i, i + 2)


def of_three_levels(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """座椅加热开二档 is 座椅加热调到二: what a seat does has three levels."""
    words = chart.words
    for start, end in stretches:
        if "座椅" not in "".join(words[start:end]) and "按摩" not in "".join(words[start:end]):
            continue
        for i in range(start + 2, end):
            if words[i] not in _LEVEL or words[i - 1] not in _LEVELS:
                continue
            yield Edit(i, i + 1)
            verb = next((v for v in _SET if words[max(start, i - 1 - len(v)) : i - 1] == v), ())
            if verb:
                yield Edit(i - 1 - len(verb), i - 1, written("调到", chart.tokens[i - 2]))


IN_CAR = (asked_lightly, of_three_levels)
"""Every such turn."""

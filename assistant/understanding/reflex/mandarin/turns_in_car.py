"""Turns of speech of people who drive, in Mandarin: 开一下后备箱 and 座椅加热开二档."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.understanding.names import Names
from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import Stretch, written
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese, words_of

_DONE = frozenset("开关闭掉锁收")
_LEVELS = dict(zip("一二两三123", "1223123", strict=True))
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
    """座椅加热开二档 is 座椅加热调到2%: what a seat does has three levels, and takes so
    small a share for one."""
    words = chart.words
    for start, end in stretches:
        if "座椅" not in "".join(words[start:end]) and "按摩" not in "".join(words[start:end]):
            continue
        for i in range(start + 2, end):
            if words[i] not in _LEVEL or words[i - 1] not in _LEVELS:
                continue
            verb = next((v for v in _SET if words[max(start, i - 1 - len(v)) : i - 1] == v), ())
            level = f"{'调到' if verb else ''}{_LEVELS[words[i - 1]]}%"
            yield Edit(i - 1 - len(verb), i + 1, written(level, chart.tokens[i - 1]))


_SAID_OF_CARS = (
    "后备箱 尾门 行李箱 后盖 前备箱 尾箱 后车厢 后尾箱 前车窗 后车窗 车窗 天窗 窗户 窗子 车门 车锁 主驾 副驾 驾驶 "
    "座椅 座位 后座 后排 左前 右前 左后 右后 方向盘 除雾 除霜 前挡 后挡 后视镜 双闪 车灯 充电 充到"
)
_PARTS = tuple(tuple(part) for part in _SAID_OF_CARS.split())
"""How what is said of a car begins."""
_WHOSE = frozenset("的那这")
_SHORT = 6
_CARS_KEPT = 8


def without_car_name(tokens: tuple[Token, ...], names: Names) -> tuple[Token, ...]:
    """打开海豹的后备箱 is 打开后备箱, and 海豹锁一下车 is 锁一下车, where 海豹 is what the one car is called."""
    for called in _cars(names):
        for start in range(len(tokens) - len(called)):
            behind = start + len(called)
            if tuple(t.text for t in tokens[start:behind]) != called:
                continue
            end = behind
            while end < len(tokens) and tokens[end].text in _WHOSE:
                end += 1
            rest = tuple(t.text for t in tokens[end : end + _SHORT])
            pause = next((i for i, word in enumerate(rest) if word in PUNCTUATION), len(rest))
            locks = end == behind and pause < _SHORT and rest[:pause][-1:] == ("车",)
            if locks or any(rest[: len(part)] == part for part in _PARTS):
                return (*tokens[:start], *tokens[end:])
    return tokens


@lru_cache(_CARS_KEPT)
def _cars(names: Names) -> tuple[tuple[str, ...], ...]:
    """What the only car is called, in Mandarin, as words."""
    cars = [thing for thing in names.things if thing.kind == "car"]
    called = cars[0].names if len(cars) == 1 else ()
    return tuple(words_of(name) for name in called if all(map(is_chinese, name)) and "车" not in name)


IN_CAR = (asked_lightly, of_three_levels)
"""Every such turn."""

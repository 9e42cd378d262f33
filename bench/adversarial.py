"""Sentences built to be slow: rows of everything a home has names for, up to the longest that is looked at."""

import random
from itertools import cycle, islice

from assistant.understanding.names import Names
from assistant.understanding.reflex.tokens import MAX_TEXT, MAX_TOKENS, tokens_of

_VERBS = ("turn on", "open", "set", "dim", "close", "lock", "start", "turn off")
_KINDS = ("light", "fan", "switch", "lamp", "blind", "lock")
_SHORT = ("turn", "on", "light", "off", "set", "open", "all", "the", "to")
_KINDS_ZH = ("灯", "风扇", "空调", "窗帘", "电视", "音箱", "门锁", "插座", "扫地机", "加湿器", "热水器", "冰箱", "烤箱")
_ROOMS_ZH = ("厨房", "卧室", "客厅", "书房", "走廊", "阳台", "车库", "浴室", "门厅", "餐厅", "地下室")
_ENGLISH = "the on off and to all light lamp kitchen set open turn 20 red it in my is , , then please warm wall percent"
_MANDARIN = "把 灯 开 关 打开 的 了 和 厨房 卧室 二十 都 不 吗 ， 调到 温度 空调 然后 全部 除了 窗帘 请 给我 暗 亮 一点"
_SALADS = 8
"""Rows of words in no order, in each language."""


def nasty(names: Names) -> list[str]:
    """All of them, cut to what is looked at; what is longer is turned away unread, and would cost nothing."""
    found = [*_rows(names), *_lists(names), *_talk(names), *_mandarin(), *_mixed(names), *_salads()]
    return list(dict.fromkeys(map(_cut, found)))


def _cut(text: str) -> str:
    tokens = tokens_of(text[:MAX_TEXT])
    return text[: tokens[min(len(tokens), MAX_TOKENS) - 1].end]


def _called(names: Names) -> list[str]:
    return [t.names[0].lower() for t in names.things]


def _rooms(names: Names) -> list[str]:
    return [r.names[0].lower() for r in names.rooms] or ["kitchen"]


def _rows(names: Names) -> list[str]:
    """Names, rooms, kinds, amounts and verbs, with and without conjunctions."""
    called, rooms, found = _called(names), _rooms(names), []
    for joint in (" and ", ", ", " ", " and then ", ". "):
        for size in (6, 12, 30):
            found.append("turn on " + joint.join(f"the {n}" for n in called[:size]))
            found.append("turn on the lights in " + joint.join(f"the {r}" for r in islice(cycle(rooms), size)))
            found.append(joint.join(f"{_VERBS[i % 8]} the {called[i % len(called)]}" for i in range(size)))
            found.append(joint.join(f"the {rooms[i % len(rooms)]} to {20 + i}" for i in range(size)))
            found.append("set " + joint.join(islice(cycle(_KINDS), size)))
            found.append(joint.join(islice(cycle(_SHORT), size)))
            found.append("turn on the lamp when " + joint.join(f"the {n} is on" for n in called[:size]))
    return found


def _lists(names: Names) -> list[str]:
    """Long lists with amounts, exceptions, corrections and questions."""
    called, rooms = _called(names), _rooms(names)
    listed = " and the ".join(called[:12])
    numbers = " and ".join(map(str, range(10, 70)))
    return [
        f"turn on all the lights except the {listed}",
        f"set the {called[0]} to {numbers}",
        f"is the {listed} on",
        f"which of the {listed} is on",
        f"are the lights on in the {', the '.join(rooms)} or the {' or the '.join(rooms)}",
        f"everything in the {' and everything in the '.join(rooms)} off except the {listed}",
        f"turn on the {called[0]}, no wait, {', i mean, '.join(called[1:12])}",
        f"blorp the {listed} and the blarp",
        " and ".join(f"set the {n} to {10 + i} percent" for i, n in enumerate(called[:30])),
        ", ".join(f"{r} lights {'on' if i % 2 else 'off'}" for i, r in enumerate(islice(cycle(rooms), 30))),
        ", ".join(islice(cycle(("one", "three hundred", "half past six", "ten minutes", "21 degrees", "40 %")), 30)),
        "turn off " + ", off, ".join(islice(cycle(_KINDS), 24)),
        "turn " + " ".join(islice(cycle(("on", "off")), 50)),
    ]


def _talk(names: Names) -> list[str]:
    """Forty words without a pause, reasons, and names that were heard wrong."""
    rooms = _rooms(names)
    misheard = " and the ".join(n[:3] + n[4:] for n in _called(names)[:6])
    dark = " and ".join(f"the {r} is dark" for r in rooms)
    return [
        f"turn on the {misheard}",
        f"i am cold and {dark} so turn on the lamp",
        f"turn on the lamp because {dark}",
        "i was wondering whether you could maybe turn on the light in the kitchen because my mother said that it is "
        "too dark in there and she can not see what she is doing with the knife and we would not want her to fall",
        "oh dear turn on the lamp on my desk on the shelf on the table on the floor on the wall on the door on the "
        "window actually i mean the one on the other side of the room not the one that is on",
    ]


def _mandarin() -> list[str]:
    """Run-ons and lists."""
    verbs = ("打开", "关掉", "调到二十", "调亮一点")
    done = [f"{room}灯{verb}" for room, verb in zip(_ROOMS_ZH, cycle(verbs), strict=False)]
    return [
        "把" + "".join(done),
        "，".join(done),
        "打开" + "和".join(f"{room}灯" for room in _ROOMS_ZH),
        "，".join(f"{room}二十{digit}" for room, digit in zip(_ROOMS_ZH, "一二三四五六七八九", strict=False)),
        "、".join(_KINDS_ZH) + "都打开再关掉",
        "我想把那个什么灯就是厨房里面靠窗户旁边的那一个最亮的大灯给它稍微调暗一点点然后呢再把旁边那个也关了吧谢谢你啊",
    ]


def _mixed(names: Names) -> list[str]:
    """Both languages in one sentence."""
    first, second, third = _called(names)[:3]
    return [
        f"打开厨房的灯和 turn on the {first} 然后把 {second} 关掉 and 把 office 的灯调到 20 percent 还有 {third} off "
        "再把 attic 打开",
        f"please 把 {first} 打开 and then 把 {second} 调到 50 % 然后 turn off 所有的灯 except {third}",
    ]


def _salads() -> list[str]:
    """Words in no order, the same in every run."""
    chance = random.Random(11)
    sizes = (14, 25, 58)
    english = [" ".join(chance.choice(_ENGLISH.split()) for _ in range(sizes[i % len(sizes)])) for i in range(_SALADS)]
    mandarin = ["".join(chance.choice(_MANDARIN.split()) for _ in range(sizes[i % 2])) for i in range(_SALADS)]
    return [*english, *mandarin]

"""Wishes among others that cannot be met: what is not there is refused by its name, the rest is done."""

import re

from assistant.understanding.mind import Step
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.pieces import Piece
from assistant.understanding.reflex.mandarin.plain import plain_wishes
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.replies import told_unknown

LEAST = 1
"""Wishes that are understood beside one that is not."""
_HOLDING = ("reporting", "supposing", "forbidding", "choosing", "told_of", "questioned", "kept", "left_out")
_WISHED = re.compile(
    "(把|将)?(?P<what>[\u4e00-\u9fff\\w]{2,9}?)(里面|里头)?的?(电源?)?"
    "(也|都|就|先|再|全|全部|给我|给它|给他|给她|帮我|可以|一起|顺便|顺手|一下)*"
    "(打开|关掉|关上|关闭|开启|启动|停掉|停下来?|拉上|拉开|放下来?|升起来?|收起来?|断电|通电|通上电|暂停|锁上|点上|点亮|热着|热上"
    "|开一下|关一下|开起来|开着|关了|开了|启用|停一下|开|关|停|热上|亮起来|亮着|喷一下|转起来|跑起来|搞起来|烧上|(调|设|开|定|设置|调整)(到|为|成|在).+)"
    "(吧|了|啊|呗)*"
)
_THINGS = frozenset("机器箱柜炉锅煲灯扇帘布泵缸池床椅桶阀棒板屏幕琴架毯篷伞仪盒座壶仓管")
"""What the names of things end with."""
_NO_NAME = frozenset("我你他她它们了在是有没不别吗呢谁这那")


def refusal_of(piece: Piece, home: Home, language: str) -> Step | None:
    """What is said of a piece that wishes something of what is not there, or is not understood; None where it may tell.

    Only by its form: a thing's name, and what shall be done with it.
    """
    if any(form(name).search(piece.said) for name in _HOLDING):
        return None
    for text in (piece.said, *plain_wishes(piece.said, home.names)):
        found = _WISHED.fullmatch(text)
        if found is None or _NO_NAME & set(found["what"]) or found["what"][-1] not in _THINGS:
            continue
        what = _without_room(found["what"], home)
        reason = Unknown(what) if not piece.named and len(what) > 1 else Unknown(piece.said, unheard=True)
        return told_unknown(reason, home, "zh" if language == "zh" else "en")
    return None


def _without_room(what: str, home: Home) -> str:
    rooms = sorted(("".join(words) for words in home.room_words), key=len, reverse=True)
    room = next((r for r in rooms if what.startswith(r) and len(what) > len(r) + 1), "")
    return what.removeprefix(room).removeprefix("的")

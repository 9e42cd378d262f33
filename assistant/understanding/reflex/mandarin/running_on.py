"""Wishes that run on in one room: 书房百叶窗开三成，台灯七十，加湿器五十五 is about the study all the way."""

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.reflex.mandarin.naming import PLACES, inside
from assistant.understanding.reflex.mandarin.pieces import Piece, ids_of, outermost
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_AMOUNT = re.compile(
    "(?P<what>.*?[^\\d零一二三四五六七八九十百两半点.成个开到给留打拉转定设调降升放切只要目标在为至约])"
    "(?P<lead>(就|都|也|先|再|只|给我|给它|给她|给他|给)*(目标)?"
    "(开|打|拉|转|定|设|调|降|升|放|留|给|要|搞|弄|暗|亮|收|停|保持|维持)?(到|在|成|个|为|至)?)"
    "(?P<amount>[零一二三四五六七八九十百两\\d]+(成半|成[零一二三四五六七八九五]?|度半?|[%％])?|一半|百分之[零一二三四五六七八九十百\\d]+)"
    "(就?(行|好|成|够|可以)了?|吧|了|亮度|音量)*"
)


_DOOR = re.compile(
    "(把|将)?(房|屋)?门锁?(也|都|就|再|给我|给它|先)*(锁|关|打|开|解)(上|好|了|死|紧|住|严|掉|开|锁)*(吧|啊|哈)?"
)


def is_about_a_door(said: str) -> bool:
    """Whether a stretch locks, opens or shuts "the door": that of the room that was spoken of."""
    return bool(_DOOR.fullmatch(said))


def _called(names: Sequence[str]) -> str:
    """The name of a room that can stand in Mandarin."""
    return next((n for n in names if any(map(is_chinese, n))), "")


def room_before(chart: Chart, pieces: Sequence[Piece], piece: Piece, home: Home) -> str:
    """The room of the wish before a piece that names a thing and no room; empty where that is not clear."""
    named = [s for s in piece.named if s.sense is Sense.NAME]
    if inside(chart, piece.stretch, *PLACES) or any(len(home.things(s.meaning)) == 1 for s in named):
        return ""
    for other in reversed([p for p in pieces if p.stretch[1] <= piece.stretch[0]]):
        done = {t.room for c in other.calls for i in ids_of(c) if (t := home.names.thing(i)) is not None} - {""}
        if len(done) == 1:
            return next((_called(r.names) for r in home.names.rooms if r.id in done), "")
        places = outermost(inside(chart, other.stretch, Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM))
        if places:
            alone = len(places) == 1 and places[0].sense is Sense.ROOM and len(places[0].meaning) == 1
            return "".join(chart.words[places[0].start : places[0].end]) if alone else ""
        rooms = {t.room for s in other.named if s.sense is Sense.NAME for t in home.things(s.meaning)}
        if len(rooms) == 1:
            return next((_called(r.names) for r in home.names.rooms if r.id in rooms), "")
    return ""


def bare_amounts(text: str) -> Iterator[str]:
    """台灯七十, 射灯只要两成: the same with the verb of amounts; a bare number may be per cent or degrees."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return
    what, amount = found["what"], found["amount"]
    yield f"{what}调到{amount}"
    if re.fullmatch("[零一二三四五六七八九十百两]+", amount):
        yield f"{what}调到百分之{amount}"
    elif amount.isdigit():
        yield f"{what}调到{amount}%"

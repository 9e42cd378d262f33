"""Mandarin as strangers say it: what the phrases do not cover is parted into what is wished or asked and what is told.

Tried only where a sentence came to no call. Each stretch between two pauses is a wish or a question that is whole by
itself, or only tells something; one that is neither keeps hands off all of it. Wishes and questions are put in the
words of the phrases and understood anew, so that nothing is done that the plain sentence would not do.
"""

from collections.abc import Sequence
from itertools import pairwise

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.following.on import Retold
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.naming import PLACES, inside
from assistant.understanding.reflex.mandarin.pieces import (
    PROPERTIES,
    Piece,
    ids_of,
    letters_of,
    stretches_of,
    things_in,
    with_exceptions,
)
from assistant.understanding.reflex.mandarin.plain import without_dialect
from assistant.understanding.reflex.mandarin.reading_pieces import Reader
from assistant.understanding.reflex.mandarin.telling import Telling, complains, telling_of
from assistant.understanding.reflex.matching.fill import RELATIVE
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.tokens import is_chinese

_MUCH = 10
"""From here on an amount by itself says where it is to end, not how far it is to go: 调低点，二十度."""
_MOST = 5
"""Stretches of one sentence that asks or complains."""
_LONGEST = 8
"""Stretches of one sentence."""


def said_freely(
    parser: Parser, around: Surroundings, retold: Retold, toolbox: Toolbox, *, only_wishes: bool = False
) -> tuple[Step, ...]:
    """The calls of a sentence that the phrases do not cover; none where any part of it stays unclear."""
    chart = parser.chart
    if not any(map(is_chinese, chart.words)):
        return ()
    stretches = stretches_of(chart)
    if not 0 < len(stretches) <= _LONGEST:
        return ()
    names = parser.home.names
    pieces = [
        Piece(without_dialect(letters_of(chart, s), names), s, named=things_in(chart, s, parser.home))
        for s in stretches
    ]
    reader = Reader(parser, around, retold, toolbox, with_exceptions(pieces), is_misread(parser))
    return reader.wished() if only_wishes else reader.asked() or reader.wished()


def wishes_behind(parser: Parser) -> bool:
    """Whether a stretch wishes something of what was asked of before: 院门是不是没锁？麻烦锁一下."""
    chart = parser.chart
    if not any(map(is_chinese, chart.words)):
        return False
    stretches = stretches_of(chart)
    if not 1 < len(stretches) <= _MOST or not things_in(chart, stretches[0], parser.home):
        return False
    bare = [s for s in stretches[1:] if not things_in(chart, s, parser.home)]
    said = [without_dialect(letters_of(chart, s), parser.home.names) for s in bare]
    return any(form("wished_after").match(text) for text in said)


def resolves_complaint(parser: Parser) -> bool:
    """Whether a wish about nothing of its own follows what is complained of: 吊灯太晃眼，弄暗一点 dims once."""
    chart = parser.chart
    if parser.mood.asks or not any(map(is_chinese, chart.words)):
        return False
    stretches = stretches_of(chart)[:_MOST]
    for stretch, after in pairwise(stretches):
        of_the_same = things_in(chart, stretch, parser.home) and not things_in(chart, after, parser.home)
        if (
            of_the_same
            and complains(letters_of(chart, stretch))
            and telling_of(letters_of(chart, after)) is Telling.NOT
        ):
            return True
    return False


def strays(parser: Parser, calls: Sequence[ToolCall]) -> bool:
    """Whether a property that names nothing was taken for that of another thing than the one named before it.

    浴室地暖打开，温度拉到二十八 sets the heating of the bathroom, whatever else has a temperature.
    """
    chart = parser.chart
    if len(calls) < 2 or parser.mood.asks or not any(map(is_chinese, chart.words)):
        return False
    stretches = stretches_of(chart)[:_MOST]
    bare = [s for s in stretches[1:] if letters_of(chart, s).startswith(tuple(PROPERTIES))]
    bare = [s for s in bare if not things_in(chart, s, parser.home) and not inside(chart, s, *PLACES)]
    about = [ids_of(call) for call in calls]
    return bool(bare) and any(not one & other for one, other in pairwise(about))


def loses_amount(parser: Parser, calls: Sequence[ToolCall]) -> bool:
    """Whether a stretch is nothing but an amount, and no call has one: 竹灯开亮点，八成."""
    chart = parser.chart
    if not calls or parser.mood.asks or not any(map(is_chinese, chart.words)):
        return False
    stretches = stretches_of(chart)[1:_MOST]
    amounts = any(form("amount").match(letters_of(chart, s)) for s in stretches)
    given = any(
        isinstance(value, int | float) and not (name == RELATIVE and value >= _MUCH)
        for call in calls
        for name, value in call.arguments.items()
    )
    return amounts and not given


def is_misread(parser: Parser) -> bool:
    """Whether a sentence was read, and means something else than its words by themselves: 窗帘开了多少 asks how far."""
    said = "".join(parser.chart.words).rstrip("?？。!！")
    return bool(form("misread").search(said)) and any(map(is_chinese, said))


def goes_too_far(calls: Sequence[ToolCall], names: Names) -> bool:
    """Whether words that were taken as they were said go on behind a pause: 切到HDMI2，我接游戏机; a list may."""
    for call in calls:
        kinds = {thing.kind for i in ids_of(call) if (thing := names.thing(i))}
        free = [v for v in call.arguments.values() if isinstance(v, str) and any(map(is_chinese, v))]
        if kinds and "todo" not in kinds and any(mark in v for v in free for mark in ("，", ",", "。")):
            return True
    return False

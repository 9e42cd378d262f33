"""What is particular to questions in Mandarin, whose parts come to the same plain forms as those of English."""

import re
from collections.abc import Callable
from itertools import pairwise

from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.questions.reading import Reading, pieces_of, readings_of
from assistant.understanding.reflex.questions.words import Part
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_LEFT_OUT_BEHIND = re.compile(
    r"(^|[，,。；])([^，,。；]{1,10}?)(?:不算(?:在内|在里面)?|除外|例外|不计|别算|不包括在内)(?=$|[，,。；?？])"
)
_ORDERS = re.compile(
    r"(?<![几一两哪二三四])把|就(?:都|给我|帮我|全)?(?:关|开|锁|拉|停|调)"
    r"|(?:关掉|打开|关上|拉上|锁上|关一下|开一下)(?:吧|一下|呗)?$"
)
"""Marks what shall be done about what is asked: 哪盏灯亮着就关了."""
_WONDERS = re.compile(r"(?:应该|不会|该)[^，,。]*吧|(?:对吧|是吧|对不对|没错吧)[?？]?$")
_TELLS = re.compile(
    r"多少[遍次回]|肯定|[他她]们?说|我跟|我是|我说|据说|听说|怪不得|难怪|可不是|谁知道|谁叫|谁让|凭什么"
)
"""Told, grumbled or recalled, whatever question words stand in it."""
_MAY_ASK = re.compile("几|多少|哪|谁|什么|多久|多大|怎|如何|百分之几|[告诉念报讲说数听]")
_INTERROGATIVE = ("count", "which", "where", "who", "since", "until", "location", "amount", "difference", "playing")
_NAMING = (Sense.NAME, Sense.PART, Sense.KIND, Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.QUANTITY, Sense.EXCEPT)


_SUPPOSED = re.compile(r"(应该|应当)([^，,。；;]{1,16}?了)吧")


def wondered(text: str) -> str:
    """窗户应该都关了吧 as 窗户都关了吗: what somebody supposes and is not sure of."""
    return _SUPPOSED.sub(r"\2吗", text)


def exceptions_first(parser: Parser, plainly: Callable[[str], Parser]) -> Parser:
    """哪个屋子最冷，车库不算 with the words that leave something out before it: 除了车库."""
    text = _LEFT_OUT_BEHIND.sub(r"\1除了\2", parser.chart.text)
    return parser if text == parser.chart.text else plainly(text)


def asks_zh(parser: Parser) -> bool:
    """Whether a Mandarin sentence may be a question, and wishes nothing done."""
    if _ORDERS.search("".join(parser.chart.words).rstrip("?？。!！吗么呢")):
        return False
    if _TELLS.search(parser.chart.text):
        return False
    if parser.mood.asks or _WONDERS.search(parser.chart.text):
        return True
    if not _MAY_ASK.search(parser.chart.text):
        return False  # to look for the parts costs more than all else of a short order
    pieces = pieces_of(parser.chart, parser.home)
    return any(p.part is Part.HEDGE or (p.part is Part.ASKED and p.means in _INTERROGATIVE) for p in pieces)


def asks_in(chart: Chart, reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch itself asks: what stands beside it makes no question of it."""
    if reading.of(Part.ASKED, Part.HEDGE, Part.TAG) or _WONDERS.search(chart.text):
        return True
    return any(start <= s.start and s.end <= end for s in chart.with_sense(Sense.QUESTION)) or chart.text[-1:] in "?？"


def lists_before_asking(parser: Parser) -> bool:
    """Whether what is asked about is listed before a pause: 大门锁、后门锁，还有遥控器，哪个电最少.

    Such a sentence is one question; its last part alone would be another.
    """
    chart = parser.chart
    marks = [i for i, word in enumerate(chart.words) if word in PUNCTUATION]
    parts = [(a + 1, b) for a, b in pairwise([-1, *marks, len(chart.words)]) if a + 1 < b]
    if len(parts) < 2:
        return False
    asked = "".join(chart.words[parts[-1][0] : parts[-1][1]])
    chooses = _CHOOSES if parser.mood.asks else _CHOOSES_PLAINLY
    return bool(chooses.search(asked)) and all(_only_names(parser, *part) for part in parts[:-1])


def _only_names(parser: Parser, start: int, end: int) -> bool:
    """Whether a stretch names things or places here, and says nothing of them."""
    reading = next(readings_of(parser.chart, parser.home, start, end), None)
    if reading is None or not reading.of(Part.THING, Part.PLACE):
        return False
    counted = all(p.part is not Part.ASKED or p.means == "count" for p in reading.pieces)
    return counted and not reading.of(Part.STATE, Part.MEASURE, Part.MOST, Part.MORE, Part.LIMIT, Part.AMOUNT)


_CHOOSES = re.compile("哪|最|更|谁|都|几")
_CHOOSES_PLAINLY = re.compile("哪|谁|几|多少")


def only_tells_zh(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch names nothing here, asks nothing and says no amount: 电费贵死了, 麻烦看一下."""
    told = (s for s in chart.with_sense(*_NAMING, Sense.QUESTION) if start <= s.start and s.end <= end)
    return all(chart.words[s.start - 1 : s.end] == ("出", "门") for s in told)

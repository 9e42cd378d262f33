"""Mandarin questions in two breaths, put as one.

地库凉快吗，多少度 is 地库多少度; 关了吗，客厅那盏 is 客厅那盏关了吗.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.mandarin.naming import PLACES, THINGS, Stretch, inside, written
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense

_WHOLE = (*THINGS, *PLACES, Sense.PART, Sense.ABSENT_ROOM)
_MUCH = "热|冷|凉快|凉|暖和|暖|闷|潮湿|潮|湿|干燥|干|亮|暗|响|吵|大声|大|小|快|慢|高|低|多|少|满|远|贵|脏|久|重"
_DOUBT = re.compile(
    f"(现在|这会|今天|今晚|还|是不是|会不会|到底|也)*(太|很|挺|有点|有些|够|好|真|特别|那么|还)?"
    f"({_MUCH}|够用|够|不够|足|正常|合适|舒服|超标|好)"
    f"(不(热|冷|凉快|凉|暖和|暖|闷|潮湿|潮|湿|干燥|干|亮|暗|响|吵|大|小|快|慢|高|低|多|少|够用|够|正常|合适|舒服|超标|好))?"
    "(跑|用|花|烧|开|使)?(得很|得不行|死了|得慌|坏了|着)?(了)?(吗|吧|不|没|么|呢|啊|呀)?$"
)
_SUSPECTED = re.compile("(好像|似乎|感觉|听着|听见|听到|我听见|我听着|像是|怕是|估计|好似|觉得|总觉得|怎么|咋)")
_NUMBER = re.compile(
    "(麻烦|请)?(给我|跟我|帮我)?(报|念|说|讲|告诉我)(一?个|一?下)?(数|准数|数字|数值|读数|准信)?(吧|呗|呀)?"
)
_BARE_LAST = re.compile("^(我说的是|我是说|就是|说的是|我问的是|我问)?")
_TAIL = re.compile("(那|这)?(个|盏|台|扇|首|把|条|张|只|边|里|间|层|部|架|口|的)*$")


def doubted(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """地库凉快吗，多少度: the second question answers the first as well."""
    for stretch, after in pairwise(stretches):
        if not _goes_on(chart, after):
            continue
        naming = [s for s in inside(chart, stretch, *_WHOLE, Sense.ABILITY) if s.sense is not Sense.ABILITY]
        end = max((s.end for s in naming), default=stretch[0])
        measured = [s.end for s in inside(chart, stretch, Sense.ABILITY, Sense.CHOICE) if s.start >= end]
        for begin in sorted({end, *measured}):
            text = _letters(chart, begin, stretch[1])
            skipped = len(text) - len(text.lstrip("的里上那这个把台盏电"))
            if _DOUBT.match(text[skipped:]) and text[skipped:]:
                yield Edit(begin + skipped, after[0])
                return


def _goes_on(chart: Chart, stretch: Stretch) -> bool:
    """Whether a stretch asks of nothing that it names itself."""
    asks = inside(chart, stretch, Sense.QUESTION) or _letters(chart, *stretch).startswith(("报", "念", "说说"))
    return not inside(chart, stretch, *THINGS, *PLACES) and bool(asks)


def numbered(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """茶室湿度够不够，报个数: the number is asked for."""
    for stretch, after in pairwise(stretches):
        text = _letters(chart, *after)
        if _NUMBER.fullmatch(text) is None:
            continue
        abilities = inside(chart, stretch, Sense.ABILITY, Sense.CHOICE)
        end = max((s.end for s in abilities), default=0)
        if end:
            yield Edit(end, after[1], written("多少", chart.tokens[end - 1]))


def suspected(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """小院里好像有动静，有人吗: why it is asked, and where."""
    for stretch, after in pairwise(stretches):
        found = _SUSPECTED.search(_letters(chart, *stretch))
        if found and _asks(chart, after) and not inside(chart, after, *PLACES, Sense.NAME):
            start = stretch[0] + found.start()
            if not inside(chart, (start, stretch[1]), *PLACES):
                yield Edit(start, after[0])


def afterthought(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """关了吗，客厅那盏 for 客厅那盏关了吗: what it is about comes last."""
    if len(stretches) < 2:
        return
    before, last = stretches[-2:]
    lead = _BARE_LAST.match(_letters(chart, *last))
    start = last[0] + (lead.end() if lead else 0)
    naming = inside(chart, (start, last[1]), *_WHOLE)
    end = max((s.end for s in naming), default=start)
    covered = {i for s in naming for i in range(s.start, s.end)} | {i for i in range(*last) if chart.words[i] == "的"}
    rest = _letters(chart, end, last[1])
    if not naming or set(range(start, end)) - covered or _TAIL.fullmatch(rest) is None:
        return
    if inside(chart, before, *THINGS, *PLACES) or not inside(chart, before, Sense.QUESTION):
        return
    opened = inside(chart, before, Sense.PART)
    if opened and not before[0] < min(s.start for s in opened):
        return
    yield Edit(before[0], before[0], (*chart.tokens[start:end], *chart.tokens[end : last[1]]))
    yield Edit(last[0] - 1, last[1])


def asked_of_it(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """阿毛在哪，在干什么: the second question is about the same."""
    if next(doubted(chart, stretches), None) is not None:
        return
    for stretch, after in pairwise(stretches):
        if not _goes_on(chart, after) or not inside(chart, stretch, Sense.QUESTION):
            continue
        naming = inside(chart, stretch, *_WHOLE)
        if not naming or inside(chart, after, Sense.PART, Sense.IT):
            continue
        first, last = min(s.start for s in naming), max(s.end for s in naming)
        covered = {i for s in naming for i in range(s.start, s.end)}
        if all(i in covered or chart.words[i] in "的里那" for i in range(first, last)):
            yield Edit(after[0], after[0], chart.tokens[first:last])


def nominal(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """工作间二氧化碳浓度: nothing but what is measured is a question for it."""
    if len(stretches) != 1 or inside(chart, stretches[0], Sense.QUESTION):
        return
    start, end = stretches[0]
    measured = [s for s in inside(chart, (start, end), Sense.CHOICE) if s.end == end and s.meaning[1] == "quantity"]
    first = min((s.start for s in measured), default=end)
    covered = {i for s in inside(chart, (start, first), *_WHOLE) for i in range(s.start, s.end)}
    if first < end and all(i in covered or chart.words[i] in _SMALL for i in range(start, first)):
        yield Edit(end, end, written("是多少", chart.tokens[end - 1]))


_SMALL = frozenset("的里上那这个把台盏扇我要看下查一现在")


def _asks(chart: Chart, stretch: Stretch) -> bool:
    return bool(inside(chart, stretch, Sense.QUESTION))


def _letters(chart: Chart, start: int, end: int) -> str:
    """One character for each token."""
    return "".join(w if len(w) == 1 else "\ufffc" for w in chart.words[start:end])


def placed_after(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """四楼窗户都关了吧，佛堂跟客房的: what was meant is said behind, by its rooms alone."""
    if len(stretches) != 2:
        return
    before, last = stretches
    text = _letters(chart, *last)
    rooms = inside(chart, last, Sense.ROOM)
    kinds = inside(chart, before, Sense.KIND)
    covered = {i for s in rooms for i in range(s.start, s.end)}
    if not text.endswith("的") or not kinds or inside(chart, before, Sense.ROOM, Sense.NAME):
        return
    if rooms and all(i in covered or chart.words[i] in _LISTING for i in range(last[0], last[1] - 1)):
        first = min(s.start for s in kinds)
        yield Edit(first, first, chart.tokens[last[0] : last[1]])
        yield Edit(last[0] - 1, last[1])


_LISTING = frozenset("和跟与、及")


ASKING = (placed_after, numbered, doubted, suspected, afterthought, asked_of_it, nominal)
"""Every such turn."""

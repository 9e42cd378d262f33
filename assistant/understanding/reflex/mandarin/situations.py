"""What people say of themselves beside a wish, in Mandarin: 我提着菜呢，后备箱打开; 爷爷要眯一会，收音机小声点.

Nobody can list all that people do. What is set aside begins with the speaker, or with somebody of the family who is
about to do something; it names nothing of the house, asks, forbids and tells nothing.
"""

import re
from collections.abc import Sequence

from assistant.understanding.reflex.english.spoken import Role, Said
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_LONGEST = 12
"""Tokens of what is said so."""
_SPEAKER = re.compile("^(哎|唉|哎呀|喂|嗯|那个)*(我们|咱们|我|咱|俺)(俩|几个|家|这)?(?!的)")
_NOW = re.compile("这就|要|想|得|该|正|在|着|准备|马上|快|刚|去|来|(了|啦|呢|呀|咯|喽|哈|嘞)$")
_SOON = re.compile("^(们|家|俩|都|也|又|还|这会|现在)*(要|想|该|得|快|正|在|准备|马上|打算|睡|困|怕|嫌|刚)")
_AHEAD = re.compile("要|想|该|得|快|准备|马上|打算|正|在|怕|嫌")
_SMELL = re.compile(
    "^(屋里|屋子里|这屋|里面|家里|厨房|客厅|这)*(都|全)?(一股子?|满屋子?|满房间|满地|一地|一屋子|到处|全|都|净|有股子?|好大|这么大|(手|手上|手里|身上|地上|桌上|床上|沙发上)(全|都|净|沾)?(是|了))(都)?(是)?.{0,4}"
    "(味|味道|面|油|泥|泡|烟|灰|油烟|雾|土|毛|水汽|蚊子|虫子|头发|水|渣|面包屑|纸屑|汽)(了|啊|呀|啦|呢)?$"
)
_TELLS = frozenset("说讲问梦念喊写唱读听故戏骂教叫让请如等每若吗谁")
_TOLD = (
    "昨天",
    "前天",
    "上次",
    "以前",
    "刚才",
    "总是",
    "老是",
    "从前",
    "那天",
    "去年",
    "要是",
    "假装",
    "好像",
    "记得",
    "觉得",
    "以为",
    "知道",
    "喜欢",
    "经常",
    "一直",
    "家的",
)
_OTHERS = frozenset({"他", "她", "他们", "有人", "大家", "邻居", "猫", "狗", "小狗", "小猫", "外面", "外头"})
_FREE_TO_SAY = frozenset({"一会", "一会儿", "晚上", "今晚", "今天", "中午", "早上", "下午", "傍晚", "不到"})
_MARKERS = (Sense.NEGATION, Sense.CONDITION, Sense.QUESTION, Sense.ALL, Sense.EXCEPT, Sense.EVERYTHING)


def is_situation(chart: Chart, roles: Sequence[Said], stretch: tuple[int, int], others: Sequence[str]) -> bool:
    """Whether a stretch only says what the speaker or the family is at; `others` are the words beside it."""
    start, end = stretch
    said = "".join(chart.words[start:end])
    if not 2 < end - start <= _LONGEST or not all(map(is_chinese, chart.words[start:end])):
        return False
    if _TELLS & set(chart.words[start:end]) or any(told in said for told in _TOLD) or _names_a_thing(chart, stretch):
        return False
    if _SMELL.search(said):
        return True
    if _is_marked(chart, stretch):
        return False
    if _SPEAKER.match(said):
        return bool(_NOW.search(said)) and not _is_narrative(others, said)
    who = max((s.end for s in roles if s.role is Role.SUBJECT and s.start == start), default=start)
    if who == start or "".join(chart.words[start:who]) in _OTHERS or who + 1 >= end:
        return False
    return bool(_SOON.match("".join(chart.words[who:end]))) and not _is_narrative(others, said)


def _is_narrative(others: Sequence[str], said: str) -> bool:
    """把灯关了, behind what is not yet to come, may tell what was done."""
    return "把" in others and bool(others) and others[-1] == "了" and _AHEAD.search(said) is None


def _names_a_thing(chart: Chart, stretch: tuple[int, int]) -> bool:
    start, end = stretch
    inside = [s for s in chart.with_sense(Sense.NAME, Sense.KIND) if start <= s.start and s.end <= end]
    return any(s.sense is Sense.NAME or s.meaning not in _NO_THINGS for s in inside)


_NO_THINGS = frozenset({"person", "smoke", "gas"})


def _is_marked(chart: Chart, stretch: tuple[int, int]) -> bool:
    start, end = stretch
    marks = [s for s in chart.with_sense(*_MARKERS) if start <= s.start and s.end <= end]
    marks = [s for s in marks if not (s.end == end and chart.words[s.start : s.end] == ("呢",))]
    marks = [s for s in marks if "".join(chart.words[s.start : s.end]) not in _FREE_TO_SAY | {"都", "全"}]
    amounts = [s for s in chart.with_sense(Sense.QUANTITY) if start <= s.start and s.end <= end and s.end - s.start > 1]
    return bool(marks) or bool(amounts)

"""Mandarin around an order that is none: thanked for, told of as done, kept as it is, or put off.

谢谢你关了电视, 我开了阳台窗户, 电视好了，关灯, 大门开着, 脏了再扫地: the parts of them that a phrase explains look like
wishes; their grammar says that nothing is wished, or nothing now.
"""

import re

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_ACT = "(?:打开|关掉|关上|关闭|锁上|锁好|拉上|拉开|合上|开|关|锁)"
_BEGIN = "(?:^|[,，.。!！;；、?？~…])"
_CLOSED = "(?:$|[,，.。!！;；])"
_WITHIN = "[^,，.。!！;；?？]"
_WHO = "(?:我们?|他们?|她们?|我爸|我妈|老公|老婆|爸爸?|妈妈?)"
_WISHING = "(?:帮|给|替|想|要|让|请|麻烦|叫)"
_TELLING = f"(?!{_WITHIN}*{_WISHING})(?:刚刚?|刚才|已经)?"
_NO_ORDERS = tuple(
    re.compile(form)
    for form in (
        # Thanked or apologised for, or told with relief.
        rf"{_BEGIN}(?:谢谢|多谢|感谢|谢了|不好意思)[你您我他她]{_WITHIN}*{_ACT}了",
        rf"{_BEGIN}(?:对不起|抱歉|不好意思)[,，!！]?我{_WITHIN}*{_ACT}了",
        rf"{_BEGIN}(?:好在|还好)[,，!！]?{_WITHIN}*{_ACT}(?:了|$)",
        rf"{_BEGIN}(?:真好|太好了)[,，!！]?(?!把|将){_WITHIN}+{_ACT}了{_CLOSED}",
        # Told as done.
        rf"{_BEGIN}{_WHO}{_TELLING}{_ACT}了{_WITHIN}",
        rf"{_BEGIN}(?:{_WHO}|你|您){_TELLING}[开关锁](?:窗|灯|门|电视|空调)户?了{_CLOSED}",
        rf"{_BEGIN}{_WHO}{_TELLING}[把将]{_WITHIN}+{_ACT}了{_CLOSED}",
        rf"{_BEGIN}{_WITHIN}+(?<![给帮替让跟为])我(?:刚刚?|刚才|已经)?{_ACT}了{_CLOSED}",
        rf"^{_WITHIN}{{0,4}}(?:门|闸)开了$",
        # What somebody does himself, or is about to do.
        rf"{_BEGIN}{_WHO}(?:正?在|去|来)(?:把{_WITHIN}+)?(?:{_ACT}|扫)",
        rf"{_BEGIN}我们?扫地{_CLOSED}",
        rf"{_BEGIN}{_WITHIN}{{1,4}}(?:正?在扫|扫完了{_CLOSED})",
        # Kept as it is, which is no act on a lock.
        rf"^让?{_WITHIN}{{0,4}}(?:门|闸)(?:就)?(?:开着|敞开着)(?:吧|就好|就行)?$",
        # Put off to a time or a condition that no clock and no sensor knows.
        rf"{_BEGIN}我?(?:回头|晚点|晚些|改天){_WITHIN}*(?:{_ACT}|扫)",
        rf"{_BEGIN}(?![太都好真等]){_WITHIN}{{0,3}}[脏吵冷干热饿黑暗闷潮湿困累晒]了(?:再|才){_WITHIN}*(?:{_ACT}|扫)",
        rf"{_BEGIN}(?:饿|没人)了(?:再|就)?(?:把{_WITHIN}+)?{_ACT}",
        rf"{_BEGIN}(?!等){_WITHIN}{{0,3}}完了(?:再|就)?(?:把{_WITHIN}+)?{_ACT}",
        # Weighed, or taken back.
        rf"吧太{_WITHIN}+[,，]?不{_ACT}吧",
        r"[,，.。!！;；~…、\s](?:哎|唉|嗯|啊|那|还是|就|你|先)*(?:算了|不用了|不要了|不必了|免了|作罢|当我没说|别弄了|取消)"
        r"(?:算了|不用了|不要了|不必了|免了|吧|啊|呀|哈|啦|了)*[.。!！~…]*$",
        rf"{_ACT}{_WITHIN}*(?:…|\.\.\.|。。。)+不{_ACT}了",
    )
)
_ASKS = re.compile("[吗嘛么呢?？哪谁几]|什么|怎么|多少|没有|没$|是不是")
_READY = re.compile(rf"{_BEGIN}(?P<what>{_WITHIN}+?)好了[,，。](?={_WITHIN}*{_ACT})")


def says_no_order_zh(chart: Chart) -> bool:
    """Whether a Mandarin sentence only thanks, tells, keeps or puts off, whatever order stands in it."""
    if not any(map(is_chinese, chart.words)) or _ASKS.search(chart.text):
        return False
    return any(form.search(chart.text) for form in _NO_ORDERS) or _is_ready(chart)


def _is_ready(chart: Chart) -> bool:
    """电视好了，关客厅吊灯: a thing that is ready, told before an order about another one."""
    found = _READY.search(chart.text)
    if found is None:
        return False
    spans = chart.with_sense(Sense.NAME, Sense.KIND)
    places = [(chart.tokens[s.start].start, chart.tokens[s.end - 1].end) for s in spans]
    return any(b == found.end("what") for _, b in places) and any(a >= found.end() for a, _ in places)

"""Questions that do not begin like one, and what in a question forbids or postpones nothing."""

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_WHETHER = frozenset({"if", "whether"})
_ENDINGS = (("没",), ("没", "有"), ("否",), ("不",), ("没", "呢"))
"""End a question in Mandarin: 开着没, 锁好没有, 行不."""
_SUPPOSING = frozenset({"是", "没", "还", "已", "忘"})
_WISHES = frozenset(
    [
        *("turn", "switch", "set", "open", "close", "shut", "lock", "unlock", "put", "make", "dim", "start", "stop"),
        *("play", "pause", "bring", "send", "开", "关", "把", "调", "放", "让", "打"),
    ]
)
_LEADING = frozenset({"别", "请", "把", "帮", "给", "要"})
_THIS_DAY = frozenset(
    {
        "today", "tonight", "this evening", "this afternoon", "this morning", "今天", "今晚", "今早",
        "早上", "晚上", "自动", "超过", "高于", "低于", "高过", "低过", "少于", "多于", "大于", "小于", "不到",
    }
)  # fmt: skip
_STATED = frozenset({"not", "no longer", "nothing", "never", "nobody", "without"})


def asks_indirectly(chart: Chart, named: int) -> bool:
    """Whether a question stands behind "wants to know if", or the sentence ends like one in Mandarin."""
    introduced = any(_introduces(s, chart) and not s.mask & named for s in chart.with_sense(Sense.QUESTION))
    return introduced or _ends_asking(chart) or _asked_first(chart) or asks_which(chart, named)


def asks_which(chart: Chart, named: int = 0) -> bool:
    """ "Go through which lights are burning": "which", a kind of thing, and then whether it is so."""
    for at, word in enumerate(chart.words):
        if word not in ("which", "what") or named >> at & 1 or chart.words[at - 1 : at] in _NO_MATTER:
            continue
        ends = {s.end for s in chart.with_sense(Sense.KIND, Sense.NAME, Sense.PART) if s.start == at + 1}
        if any(chart.words[end : end + 1] in _BEING for end in ends):
            return True
    return False


_NO_MATTER = (("matter",), ("light",), ("lamp",))
_BEING = tuple((verb,) for verb in ("is", "are", "was", "were", "have", "has", "still", "did", "do", "need", "needs"))


def _asked_first(chart: Chart) -> bool:
    """ "Everything closed upstairs? The windows, I mean": a question, and then no wish."""
    if "?" not in chart.words[2:-1] or chart.with_sense(Sense.POLITE):
        return False
    at = chart.words.index("?", 2)
    return not _WISHES & set(chart.words) and any(
        s.end <= at for s in chart.with_sense(Sense.KIND, Sense.NAME, Sense.EVERYTHING)
    )


def told_by_answer(span: Span, chart: Chart) -> bool:
    """In a question "not" forbids nothing, and "today" postpones nothing."""
    said = " ".join(chart.words[span.start : span.end])
    if span.sense is Sense.NEGATION:
        return said in _STATED
    return said in _THIS_DAY or said.replace(" ", "") in _THIS_DAY or _is_part_of_longer(span, chart)


def _is_part_of_longer(span: Span, chart: Chart) -> bool:
    """The "the moment" of "at the moment", and the 百分 of 百分之二十."""
    longer = chart.with_sense(Sense.QUANTITY) if span.sense is Sense.QUANTITY else chart.with_sense(Sense.FREE)
    return any(s.start <= span.start and span.end <= s.end and s.mask != span.mask for s in longer)


def _introduces(span: Span, chart: Chart) -> bool:
    """ "wondering whether", "not sure if": two words at least, and something behind them."""
    return span.end - span.start > 1 and chart.words[span.end - 1] in _WHETHER and span.end < len(chart.words)


def _ends_asking(chart: Chart) -> bool:
    words = tuple(w for i, w in enumerate(chart.words) if chart.content >> i & 1)
    if len(words) < 3 or not is_chinese(words[-1]) or words[0] in _LEADING:
        return False
    if any(words[-len(end) :] == end for end in _ENDINGS):
        return True
    return words[-1] == "吧" and bool(_SUPPOSING & set(words)) and "还是" not in "".join(words)

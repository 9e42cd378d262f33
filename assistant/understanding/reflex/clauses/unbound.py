"""Words that look like a condition, a time or a prohibition, and hold nothing back.

"While you're at it", "if you don't mind" and 你要是方便的话 are courtesy; "can't sleep, lamp on" and
困死了明天还要早起，关灯 tell why; "before the carpet's ruined" hurries. What stands at the head of its clause, names a
thing, or is the only clause of a sentence keeps its force: no wish is taken without the condition it was given.
"""

import re
from collections.abc import Sequence

from assistant.understanding.reflex.clauses.unbound_forms import IDIOMS, IDIOMS_ZH, SET_ASIDE, SET_ASIDE_ZH
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_AUXILIARIES = frozenset(
    ["will", "would", "have", "has", "had", "is", "am", "are", "was", "were", "can", "could", "does", "did", "do"]
)
_BETWEEN = frozenset({"just", "really", "still", "even", "simply", "definitely", "clearly", "honestly"})
_COMMANDED = frozenset(
    ["you", "please", "and", "but", "or", "then", "so", "kindly", "to", "now", "today", "yet", "also"]
)
"""Before "do not": the one who is told not to."""
_JOINING = frozenset({"so", "but", "because", "cos", "cause", "and"})
_PRONOUNS = frozenset({"i", "we", "he", "she", "they", "it", "there", "this", "that", "everyone", "everybody"})
_OPENING = frozenset(["oh", "well", "so", "and", "but", "because", "look", "right", "ugh", "god", "honestly", "mate"])
_POSSESSING = frozenset({"my", "our", "the", "his", "her", "their", "me", "these", "those"})
_AWAITED = frozenset(
    ["will", "going", "leaving", "leave", "leaves", "coming", "arriving", "arrive", "home", "back", "return", "off",
     "want", "like", "need", "rather", "wish", "prefer", "you"]
)  # fmt: skip
"""With them a time in a statement is that of the wish beside it: "I'll be home at eight, lights on"."""
_REFUSING = frozenset({"want", "need", "say", "said", "ask", "asked", "tell", "told", "mean", "order", "let"})
_MOVED = frozenset({"on", "off", "open", "closed", "shut", "locked", "unlocked", "touched", "changed"})
_THINGS = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.EVERYTHING)


def holds_nothing_back(span: Span, chart: Chart) -> bool:
    """Whether a marker of a condition, a time or a negation says nothing of when or whether the wish is for."""
    if any(start <= span.start and span.end <= end for start, end in _idioms(chart)):
        return True
    if any(is_chinese(chart.words[i]) for i in range(span.start, span.end)):
        return _is_told_zh(span, chart)
    if span.sense is Sense.NEGATION:
        return _states_not(span, chart)
    return _is_told(span, chart)


def without_idioms(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens of a sentence without what is only said for courtesy, hurry or strength; all where nothing is left."""
    words = tuple(t.text for t in tokens)
    stretches = _stretches(words, SET_ASIDE, SET_ASIDE_ZH)
    if not stretches:
        return tokens
    kept = [i for i in range(len(words)) if not any(start <= i < end for start, end in stretches)]
    while kept and words[kept[0]] in PUNCTUATION:
        kept.pop(0)
    return tuple(tokens[i] for i in kept) if len(kept) > 1 else tokens


@kept_with_chart
def _idioms(chart: Chart) -> tuple[tuple[int, int], ...]:
    return _stretches(chart.words, IDIOMS, IDIOMS_ZH)


def _stretches(
    words: tuple[str, ...], english: Sequence[re.Pattern[str]], mandarin: Sequence[re.Pattern[str]]
) -> tuple[tuple[int, int], ...]:
    """Where these forms stand: the first word and that after the last."""
    chinese = any(map(is_chinese, words))
    joined = "" if chinese else " "
    ends, text = [], ""
    for word in words:
        text += (joined if text else "") + word
        ends.append(len(text))
    starts = [end - len(word) for end, word in zip(ends, words, strict=True)]
    found = [m.span() for form in (mandarin if chinese else english) for m in form.finditer(text)]
    return tuple(
        (sum(s < begin for s in starts), sum(e <= end for e in ends)) for begin, end in found if begin in starts
    )


def _clause(at: int, chart: Chart) -> tuple[int, int]:
    """The stretch between marks and joining words around a place."""
    breaks = [i for i, word in enumerate(chart.words) if word in PUNCTUATION or word in _JOINING]
    start = max((i + 1 for i in breaks if i < at), default=0)
    return start, min((i for i in breaks if i > at), default=len(chart.words))


def _names(start: int, end: int, chart: Chart) -> bool:
    inside = [s for s in chart.with_sense(*_THINGS) if s.start < end and start < s.end]
    return any(s.sense is not Sense.KIND or s.meaning != "person" for s in inside)


def _wishes_elsewhere(start: int, end: int, chart: Chart) -> bool:
    """Whether things are named outside a clause, and only there."""
    named = [s for s in chart.with_sense(*_THINGS, Sense.PART) if s.end <= start or s.start >= end]
    return bool(named) and not _names(start, end, chart)


def _states_not(span: Span, chart: Chart) -> bool:
    """ "I can't sleep", "he's not going to nap": somebody says how things are; "do not …" is said to the house."""
    start, end = _clause(span.start, chart)
    if not _wishes_elsewhere(start, end, chart):
        return False
    words, at = chart.words, span.start - 1
    while at >= start and (words[at] in _AUXILIARIES or words[at] in _BETWEEN):
        at -= 1
    passed = set(words[at + 1 : span.start]) & _AUXILIARIES - {"do"}
    bare = words[span.start : span.end] == ("not",) and at == span.start - 1
    if not passed and (at < start or bare):
        return False
    if at >= start and words[at] in _COMMANDED:
        return False
    after = words[span.end : end]
    if "you" in after or _MOVED & set(after):
        return False
    return not any(word in _REFUSING and after[i + 1 : i + 2] != ("to",) for i, word in enumerate(after))


def _is_told(span: Span, chart: Chart) -> bool:
    """ "My feet are freezing this morning, …": the time or condition of a statement before or behind the wish."""
    start, end = _clause(span.start, chart)
    if not _wishes_elsewhere(start, end, chart):
        return False
    words = chart.words[start:end]
    while words and words[0] in _OPENING:
        words, start = words[1:], start + 1
    if span.start - start < 2 or not words or _AWAITED & set(words) - _denied(words):
        return False
    told = words[0] in _PRONOUNS or (words[0] in _POSSESSING and span.start - start > 2)
    return told or bool(words[:1] and words[0] in ("can", "could") and "not" in words[:2])


def _denied(words: Sequence[str]) -> frozenset[str]:
    """The "going" of "not going to nap" says of nobody that he comes or goes."""
    return frozenset({"going", "will"}) if "not" in words and "to" in words else frozenset()


_TIMES_ZH = re.compile(
    "今天|今早|今儿|早上|早晨|清早|上午|中午|下午|傍晚|半夜|夜里|凌晨|天天|每天|[零一二三四五六七八九十两\\d]+点[钟半]?"
)
_COMING_ZH = re.compile(
    "今晚|晚上|明天|明早|明晚|后天|周末|周[一二三四五六日]|星期[一二三四五六日天]?|待会儿?|等会儿?|(?:过)?一?会儿?"
)
_BINDING_ZH = re.compile(
    "如果|要是|假如|若|的时候|的话|以后|之后|以前|之前|直到|除非|一旦|等[我你他她到]|当|[了完]就|[后时前]$|再|才|记得|自动|定时|预约"
    "|[过等隔][零一二三四五六七八九十两半几\\d]+个?(?:半|多)?(?:分|小时|钟头|刻|秒|天)"
)
_DUE_ZH = re.compile("要|得|有|考|客|课|班")
_LEAVING_ZH = re.compile("回|到家|出门|睡觉|起床|离开|出发|下班|进门")
_AT_ONCE_ZH = re.compile("^(?:那|就|你|帮我|请)*(?:先|快|赶紧|赶快|现在|马上|立刻|立马|趁)")
_SAID_ZH = re.compile("[，,。.；;！!？?]")
_EMPTY_ZH = re.compile("[了的就先到在我你请帮]")
_UNWILLING_ZH = re.compile("^(?:我们?|他们?|她们?|娃儿?|孩子|宝宝|老人|人)?(?:也|都|又|真的?|实在|根本)*$")


def _is_told_zh(span: Span, chart: Chart) -> bool:
    """今早起来就冷得很，…; 我不想动，…: a stretch of its own that names nothing of the house and only tells."""
    marks = [i for i, word in enumerate(chart.words) if word in PUNCTUATION]
    start = max((i + 1 for i in marks if i < span.start), default=0)
    end = min((i for i in marks if i >= span.end), default=len(chart.words))
    if not _wishes_elsewhere(start, end, chart):
        return False
    said = "".join(chart.words[start:end])
    if span.sense is Sense.NEGATION:
        before = "".join(chart.words[start : span.start])
        refused = "".join(chart.words[span.start : span.end]) in ("不想", "不能")
        return refused and bool(before) and bool(_UNWILLING_ZH.match(before))
    if _BINDING_ZH.search(said):
        return False
    rest = _EMPTY_ZH.sub("", _COMING_ZH.sub("", _TIMES_ZH.sub("", said)))
    if len(rest) < 2 or re.search("[把将给]|打开|关[掉上闭]", said):
        return False
    attributive = re.search("点[钟半]?(?!的)", said)
    others = _SAID_ZH.split("".join(chart.words[end:]).strip("，,。.；;！!？?"))
    if any(_AT_ONCE_ZH.match(each) for each in others):
        return True
    if attributive or _LEAVING_ZH.search(said):
        return False
    return not _COMING_ZH.search(said) or bool(_DUE_ZH.search(said))


_AWAITING_ZH = re.compile(
    "(?:回来|回家|到家|进门|进屋|出门|离开|下班|下课|放学|睡着|睡下|睡醒|起床|醒了|走了|[吃洗看做弄忙写播放扫煮]完)"
    "了?(?:饭|澡|地|活|事|作业)?(?:以后|之后)?再(?=[把将给开关打放拉升降启停锁播调])"
)


@kept_with_chart
def awaiting(chart: Chart) -> tuple[Span, ...]:
    """胖子回来再开吊扇: an event and 再 set a condition as 以后 does; after 先 they only put wishes in their order."""
    words = chart.words
    text = "".join(words)
    if "再" not in words or "先" in words or len(text) != len(words):
        return ()
    return tuple(
        Span(m.end() - 1, m.end(), Sense.CONDITION) for m in _AWAITING_ZH.finditer(text) if words[m.end() - 1] == "再"
    )

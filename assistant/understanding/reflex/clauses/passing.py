"""What is only said in passing between several commands: it mentions nothing of this home and changes none of them."""

import re

from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.english.statements import TURNING
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

_LONGEST = 12
"""Words, or characters, of one remark."""
_MENTIONING = frozenset([
    Sense.NAME, Sense.PART, Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.KIND, Sense.ANYTHING, Sense.HOUSE,
    Sense.ALL, Sense.BOTH, Sense.EVERYTHING, Sense.EXCEPT, Sense.IT, Sense.ABILITY, Sense.QUANTITY, Sense.CHOICE,
    Sense.NEGATION, Sense.CONDITION, Sense.QUESTION,
])  # fmt: skip
_PRONOUNS = frozenset([
    "i", "we", "you", "he", "she", "they", "it", "that", "this", "there", "everyone", "everybody", "someone", "nobody",
    "people",
])  # fmt: skip
_LEADS = frozenset(["i", "we", "he", "she", "they", "it", "that", "there", "because", "cos", "cause", "since"])
"""Words with which a remark begins where nobody pauses before it."""
_LEADS_ZH = frozenset({"我", "咱", "因", "太", "大"})
_FINITE = frozenset(["is", "are", "am", "has", "have", "gets", "looks", "feels", "smells", "sounds", "seems", "can"])
_FILLING = frozenset(
    [("right",), ("anyway",), ("quick",), tuple("那个"), tuple("就这样"), tuple("好了"), tuple("行了")]
)
"""Pieces that say nothing at all."""
_OCCASIONS = frozenset({"time", "night", "day", "o'clock"})
_OTHERS = frozenset({"he", "she", "they", "someone", "somebody", "他", "她"})
_HARMLESS = frozenset({"then", "already", "want", "yet", "hope", "like"})
_REPORTING = frozenset([
    "say", "says", "said", "saying", "tell", "tells", "told", "telling", "ask", "asks", "asked", "asking", "shouted",
    "yelled", "whispered", "replied", "answered", "wrote", "writes", "reads", "sang", "sings", "heard", "quote",
    "called", "dreamt", "dreamed", "joking", "kidding", "pretend", "imagine", "suppose", "wish", "or", "either",
    "neither", "instead", "rather", "unless", "maybe", "perhaps", "should", "might", "cancel", "undo", "example",
    "chapter", "scene", "verse",
])  # fmt: skip
_REPORTING_ZH = (
    "说", "问", "讲", "告诉", "喊", "叫", "骂", "唱", "念", "写", "梦", "台词", "歌词", "电影里", "书里", "剧里",
    "歌里", "或", "还是", "要么", "假", "比如", "例如", "算了", "等等", "等一", "开玩笑", "逗你", "骗你", "测试",
    "取消", "第",
)  # fmt: skip
_TOLD_ZH = (
    "昨", "刚才", "刚刚", "以前", "上次", "那时", "当时", "本来", "应该", "差点", "以为", "想起", "记得", "忘",
    "就好了", "不", "没", "别", "无", "非", "未", "如", "要是", "他", "她", "它", "吗", "呢", "谁", "什么", "怎",
    "为何", "后", "前", "等", "再", "错", "一会", "待会", "明天", "今晚", "除",
)  # fmt: skip
_CHANGING_ZH = frozenset("只都全各每些几")
"""Characters of pieces that say which things are meant."""
_PAST = frozenset([
    "was", "were", "did", "had", "went", "came", "saw", "woke", "made", "took", "gave", "fell", "felt", "thought",
    "knew", "ran", "sat", "stood",
])  # fmt: skip
_BEFORE_PARTICIPLE = frozenset([
    "have", "has", "had", "is", "are", "am", "be", "been", "get", "gets", "got", "so", "too", "very", "really",
])  # fmt: skip
_ACTING_ZH = frozenset("把将帮请")
_OBJECTS = frozenset({"a", "an", "the", "my", "our", "some", "me", "us", "them", "it"})
"""Behind a verb: "order a pizza"."""
_NO_VERBS = frozenset(
    {"what", "such", "in", "for", "at", "with", "like", "because", "cos", "cause", "since", "and", "so"}
)
_JOINING = frozenset({"and", "also", "then", "but", "so"})
_INVERTED = frozenset([
    "is", "are", "does", "do", "did", "was", "were", "has", "which", "where", "who", "whose", "when", "why",
])  # fmt: skip
"""At the head of a piece it asks, also for what is not here: "and is the sauna hot"."""
_SWITCHED = frozenset({"on", "off", "up", "down", "open", "closed", "shut"})


def reports(chart: Chart) -> bool:
    """Whether a sentence tells what somebody said, weighs one thing against another or takes something back."""
    words = _beside_names(chart, 0, len(chart.words))
    return bool(_REPORTING & set(words)) or any(said in "".join(words) for said in _REPORTING_ZH)


def is_told(chart: Chart, start: int, end: int) -> bool:
    """Whether a piece tells of the past, of others who use things, or of what is not so."""
    words = _beside_names(chart, start, end)
    if any(map(is_chinese, words)):
        return any(said in "".join(words) for said in _TOLD_ZH)
    if (_PAST | (TURNING - _HARMLESS)) & set(_beside_occasions(words)) or _has_past(chart, start, end):
        return True
    return bool(_OTHERS & set(words[:2])) and bool(_mentioned(chart, start, end))


def is_passing(chart: Chart, grammar: Grammar, start: int, end: int) -> bool:
    """Whether a piece is a short remark that is no command and mentions nothing of this home."""
    words = chart.words[start:end]
    if not words or end - start > _LONGEST or ":" in words or _CHANGING_ZH & set(words):
        return False
    behind = words[words[0] in _JOINING :]
    if behind[:1] and behind[0] in _INVERTED and behind[1:2] and behind[1] not in _PRONOUNS:
        return False
    if words in _FILLING or _is_covered(chart, start, end, Sense.FREE):
        return True
    if _is_covered(chart, start, end, Sense.FREE, Sense.CHOICE, Sense.ABILITY, Sense.QUANTITY):
        return words[0] in _PRONOUNS  # "warm white" is said of the lamps before it, "we're full" is not
    return not (_mentioned(chart, start, end) or _is_wished(chart, grammar, start, end) or is_told(chart, start, end))


def is_remark_zh(chart: Chart, grammar: Grammar, start: int, end: int) -> bool:
    """Whether Chinese characters between wishes only tell something, also of what is not: 太阳晒屁股了还不起."""
    words = chart.words[start:end]
    if end - start > _LONGEST + 2 or _behind_filler(chart, start, end) >= end or _CHANGING_ZH & set(words):
        return False
    text = "".join(words)
    if any(said in text for said in _HOLDING_ZH) or words[0] in _FORBIDDING_ZH or _is_told_by(text):
        return False
    if _is_covered(chart, start, end, Sense.FREE, Sense.CHOICE, Sense.ABILITY, Sense.QUANTITY, Sense.CONDITION):
        return False
    mentioned = [s for s in _mentioned(chart, start, end) if s.sense not in (Sense.NEGATION, Sense.IT)]
    times = [s for s in mentioned if s.sense is Sense.CONDITION and chart.words[s.start : s.end] in _TIMES_ZH]
    told = [s for s in roles_in(chart.words) if s.role in (Role.STATE, Role.EVENT)]
    named = [
        s
        for s in mentioned
        if s not in times and not any(t.start <= s.start and s.end <= t.end and t.end - t.start > 1 for t in told)
    ]
    return not named and not _is_wished(chart, grammar, start, end)


def _is_told_by(text: str) -> bool:
    """Whether somebody's words are given: 他说, 是他说的, 第一章; 老妈说冷 only tells how she feels."""
    return text.endswith(("说", "问", "讲", "喊", "叫", "告诉我")) or bool(
        re.search(r"说(?!(太|好|很|有点)?[冷热闷吵困累暗黑])|才怪|^是|^第[一二三四五六七八九十百\d]+[章回集幕节]", text)
    )


_HOLDING_ZH = (
    "吗", "什么", "怎", "谁", "为何", "以后", "之后", "以前", "之前", "时候", "再", "除", "一会", "待会", "等", "问",
    "告诉", "唱", "念", "写", "只要", "才",
)  # fmt: skip
_FORBIDDING_ZH = frozenset("别甭勿不")
"""Begin what is forbidden."""
_TIMES_ZH = frozenset(tuple(said) for said in ("今天", "今晚", "晚上", "早上", "中午", "下午", "明天", "明早", "半夜"))


def is_exclaimed(chart: Chart, start: int, end: int) -> bool:
    """Whether a piece says that something has come true by now: 天黑啦."""
    short = 1 < end - start <= _LONGEST // 2 and chart.words[end - 1] in ("啦", "咯", "喽")
    beside = [s for s in _mentioned(chart, start, end) if s.sense is not Sense.CONDITION]
    return short and not beside and not is_told(chart, start, end)


def is_felt(chart: Chart, start: int, end: int) -> bool:
    """Whether a piece ends with how something is: "I'm freezing", and not "I hate to"."""
    return any(s.role is Role.STATE and start < s.start and s.end == end for s in roles_in(chart.words))


def begins_remark(chart: Chart, at: int, end: int) -> bool:
    """Whether a remark may begin there without a pause: "… off we're full", "… off please love"."""
    if any(s.role is Role.VOCATIVE and (s.start, s.end) == (at, end) for s in roles_in(chart.words)):
        return True
    return chart.words[at] in (_LEADS_ZH if is_chinese(chart.words[at]) else _LEADS)


def _beside_names(chart: Chart, start: int, end: int) -> tuple[str, ...]:
    """The words that belong to no name of a thing or a room."""
    named = 0
    for span in chart.with_sense(Sense.NAME, Sense.ROOM):
        named |= span.mask
    return tuple(chart.words[i] for i in range(start, end) if not named >> i & 1)


def _is_covered(chart: Chart, start: int, end: int, *senses: Sense) -> bool:
    """Whether every word of a piece has one of the senses."""
    covered = 0
    for span in chart.with_sense(*senses):
        covered |= span.mask if start <= span.start and span.end <= end else 0
    return not chart.content & ((1 << end) - (1 << start)) & ~covered


def _beside_occasions(words: tuple[str, ...]) -> list[str]:
    """Without the "movie" of "movie time"."""
    return [w for i, w in enumerate(words) if words[i + 1 : i + 2] == () or words[i + 1] not in _OCCASIONS]


def _has_past(chart: Chart, start: int, end: int) -> bool:
    for at in range(start, end):
        word = chart.words[at]
        if not word.endswith("ed") or len(word) < 5 or word.endswith("eed"):
            continue
        before = chart.tokens[at - 1] if at > start else None
        owned = before is not None and chart.text[before.start : before.end].lower().endswith(("'s", "’s"))
        if at > start + 1 and not owned and chart.words[at - 1] not in _BEFORE_PARTICIPLE:
            return True
        if before is not None and before.text in _PRONOUNS:
            return True
    return False


def _mentioned(chart: Chart, start: int, end: int) -> list[Span]:
    """What a piece says of this home, or of how much, which or when."""
    inside = [s for s in chart.spans if s.sense in _MENTIONING and start <= s.start and s.end <= end]
    return [s for s in inside if not _is_scrap(chart, s, start, end)]


def _is_scrap(chart: Chart, span: Span, start: int, end: int) -> bool:
    """Words that could mean something of this home and do not here: people, "it is", a single character of a name."""
    word, begins = chart.words[span.start], chart.words[start] in _PRONOUNS
    match span.sense:
        case Sense.KIND:
            return span.meaning in ("person", "sound")
        case Sense.PART:
            occasion = chart.words[span.end : span.end + 1]
            return span.end - span.start == 1 and (begins or is_chinese(word) or bool(_OCCASIONS & {*occasion, word}))
        case Sense.IT:
            return span.start == start and span.end < end and chart.words[span.end] in _FINITE
        case Sense.QUANTITY:
            return (begins and not word.isdigit()) or chart.words[span.start : span.end] == ("一",)
        case Sense.CHOICE | Sense.ABILITY:
            return True
        case Sense.QUESTION if word == "what":
            return span.start == start and chart.words[span.end : span.end + 1] in (("a",), ("an",))
        case Sense.QUESTION:
            return span.start > start and not is_chinese(word) and word in _FINITE
        case _:
            return False


def _is_wished(chart: Chart, grammar: Grammar, start: int, end: int) -> bool:
    """Whether a piece has the form of a command, if one that is not understood."""
    while end > start and chart.words[end - 1] in PUNCTUATION:
        end -= 1
    first = _behind_filler(chart, start, end)
    if first >= end:
        return False
    words = chart.words
    places = (place for i, found in chart.literals.items() if i in grammar.openers for place in found)
    opened = {a: b for a, b in places if start <= a and b <= end}
    if is_chinese(words[first]):
        roles = roles_in(words)
        if _ACTING_ZH & set(words[start:end]) or any(s.role is Role.WISH and start <= s.start <= first for s in roles):
            return True
        known = [s for s in roles if s.role in (Role.STATE, Role.EVENT)]
        return any(
            not any(s.start <= a and b <= s.end and s.end - s.start > b - a for s in known) for a, b in opened.items()
        )
    if words[first] in _PRONOUNS:
        return False
    ordered = words[first + 1 : first + 2] and words[first + 1] in _OBJECTS and words[first] not in _NO_VERBS
    return words[first] in IMPERATIVES or first in opened or words[end - 1] in _SWITCHED or bool(ordered)


def _behind_filler(chart: Chart, start: int, end: int) -> int:
    """Where a piece begins behind politeness and filler."""
    ends = {s.start: s.end for s in chart.with_sense(Sense.FREE, Sense.POLITE) if s.end <= end}
    while start < end and (start in ends or chart.words[start] in PUNCTUATION) and chart.words[start] not in _PRONOUNS:
        start = ends.get(start, start + 1)
    return start

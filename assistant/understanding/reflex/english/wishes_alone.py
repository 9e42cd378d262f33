"""Several wishes in one breath without what is only told between them, before them and behind them.

"I'm out the door so lock up, close the garage, the dog's asleep, and turn off the lamp": a stretch that mentions
nothing of this home, or has a subject and a verb of its own, tells something; so does what stands before "so". What
is left has to be wholly understood: this only says what may be set aside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.clauses.joints import stretches
from assistant.understanding.reflex.clauses.passing import is_passing, is_remark_zh
from assistant.understanding.reflex.english.asides import LEAVING, states
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.english.stating import is_told
from assistant.understanding.reflex.following.follow_words import body_of
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_LEAST = 2
"""Stretches that are left: with one wish alone, a sentence is no matter of this module."""
_MOST = 12
"""Stretches of one breath."""
_SHORTEST = 2
"""Words of a wish beside which something is told without a pause."""
_LONGEST_REASON = 14
_TELLERS = frozenset({"i", "we", "he", "she", "they", "something", "someone", "somebody", "nobody", "everyone"})
"""Begin what is told behind a wish without a pause; "that is in the hall" says which lamp is meant instead."""
_HOLDING = frozenset([
    "if", "when", "unless", "until", "till", "once", "whenever", "after", "before", "while", "or", "say", "says",
    "said", "tell", "tells", "told", "ask", "asks", "asked", "wish", "instead", "rather", "cancel", "undo", "pretend",
    "imagine",
    "suppose", "either", "neither", "every", "each", "otherwise", "dreamt", "joking", "kidding", "quote", "mean",
])  # fmt: skip
"""Words of a reason that make it more than one."""
_HOLDING_ZH = (
    "如果", "要是", "的话", "或", "还是", "要么", "假如", "比如", "例如", "算了", "等等", "不对", "开玩笑", "逗你",
    "骗你", "测试", "取消", "梦", "台词", "歌词", "电影里", "书里", "剧里", "歌里", "错了", "每天", "每次",
    "每晚", "一旦",
)  # fmt: skip
_POINTING = frozenset({"it", "them", "those", "that", "there", "它", "它们"})
_QUOTING = frozenset('"“”「」『』《》')

_ENDING = frozenset("了吧掉开上好啊呀嘛哈下")
"""End a wish in Mandarin behind which something is told without a pause: 电视关了吧没人看."""

_ONE_OF_THEM = frozenset({"one", "ones"})
_WISHING = frozenset({"need", "want", "like"})
_ENDS_WISH = frozenset({"on", "off", "up", "down", "open", "closed", "shut", "too", "also"})

_SINCE = frozenset("没太我省免怕")
"""Begin what is told so."""

Bound = tuple[int, int, int]
"""Lead, start and end of a stretch: `lead` is where the mark or conjunction before it begins."""


@dataclass(frozen=True, slots=True)
class _Parted:
    """What is kept of a sentence, stretch by stretch, and the rooms that only what is told names."""

    kept: tuple[Bound, ...]
    left_out: tuple[tuple[int, int], ...]


def wishes_alone(parser: Parser) -> tuple[Token, ...] | None:
    """The tokens without what is only told; None where nothing is, or something keeps hands off."""
    chart = parser.chart
    if LEAVING & set(chart.words) or {"?", ":"} & set(chart.words) or _QUOTING & set(chart.text):
        return None
    if any(said in "".join(chart.words) for said in _HOLDING_ZH) or _takes_words(chart):
        return None
    bounds = stretches(parser.chart, parser.home)
    if not _LEAST <= len(bounds) <= _MOST or _corrects(chart, bounds):
        return None
    parted = _parted(parser, bounds)
    if not parted.left_out or len(parted.kept) < _LEAST:
        return None
    return _tokens(chart, parted)


def rest_beside(parser: Parser) -> tuple[Token, ...] | None:
    """What goes on with what was said before, without what is told beside it: "no, 25, they'll fall sick"."""
    chart = parser.chart
    if LEAVING & set(chart.words) or {"?", ":"} & set(chart.words) or _QUOTING & set(chart.text):
        return None
    bounds = stretches(parser.chart, parser.home)
    if len(bounds) > _MOST or _takes_words(chart) or any(said in chart.text for said in _HOLDING_ZH):
        return None
    parted = _parted(parser, bounds)
    ties = [b for b in bounds if b not in parted.kept and _ties(chart, b)]
    kept = sorted([*parted.kept, *ties], key=lambda b: b[1])
    left_out = tuple(part for part in parted.left_out if not any(part == (b[1], b[2]) for b in ties))
    if not left_out or not kept or all(_ties(chart, b) for b in kept) or any(_names(chart, *p) for p in left_out):
        return None
    return _tokens(chart, _Parted(tuple(kept), left_out))


def _ties(chart: Chart, bound: Bound) -> bool:
    """Whether a stretch only ties the sentence to what was said before: "no no", "too much", 好了."""
    body = body_of(chart.words[bound[1] : bound[2]])
    return body.is_empty and (body.corrects or body.complains)


def _takes_words(chart: Chart) -> bool:
    """Whether something is written down or said on: any words may belong to it."""
    lists = any(s.meaning in ("list", "shopping_list") for s in chart.with_sense(Sense.KIND))
    return lists or bool(_WRITING & set(chart.words)) or any(said in "".join(chart.words) for said in _WRITING_ZH)


_WRITING = frozenset({"add", "remind", "note", "announce", "message", "remember", "list", "lists"})
_WRITING_ZH = ("清单", "单子", "记", "提醒", "播报", "备忘", "加到", "添加")


def _corrects(chart: Chart, bounds: Sequence[Bound]) -> bool:
    """Whether a stretch behind the first begins by putting something right: "…, no, the hall"."""
    slips = {s.start for s in roles_in(chart.words) if s.role is Role.CORRECTION}
    return any(start in slips for _, start, _ in bounds[1:])


def _parted(parser: Parser, bounds: Sequence[Bound]) -> _Parted:
    kept: list[Bound] = []
    left_out: list[tuple[int, int]] = []
    for number, bound in enumerate(bounds):
        reasoned = number + 1 < len(bounds) and parser.chart.words[bounds[number + 1][1]] == "so"
        for part, told in _parts(parser, bound, reasoned=reasoned):
            if told:
                left_out.append(part[1:])
            else:
                kept.append(part)
    return _Parted(tuple(kept), tuple(left_out))


def _parts(parser: Parser, bound: Bound, *, reasoned: bool) -> Iterator[tuple[Bound, bool]]:
    """A stretch as a whole, or parted where something is told before or behind its wish; and whether it is told."""
    chart, (lead, start, end) = parser.chart, bound
    if not _ONE_OF_THEM.isdisjoint(chart.words[start:end]) and chart.words[end - 1] in _ENDS_WISH:
        yield bound, False  # "Mum's one off" is a wish about what was named before
        return
    if _WISHING & set(chart.words[start : start + 3]) and chart.words[end - 1] in _ENDS_WISH:
        yield bound, False  # "I need the towel warmer on"
        return
    if _is_beside(parser, start, end) or (reasoned and _is_reason(chart, start, end)):
        yield bound, True
        return
    if is_chinese(chart.words[start]):
        ends = (i for i in range(start + 3, end - 1) if chart.words[i - 1] in _ENDING and chart.words[i] in _SINCE)
        # 冷气开太强了 complains of how it runs, and wishes nothing.
        behind = (i for i in ends if chart.words[i - 1 : i + 1] != ("开", "太"))
        cuts = (i for i in behind if _is_beside(parser, i, end))
        cut = next(cuts, end)
        yield (lead, start, cut), False
        if cut < end:
            yield (cut, cut, end), True
        return
    so = next((i for i in range(start + 2, end - 1) if chart.words[i] == "so"), None)
    if so is not None and _is_reason(chart, start, so):
        yield (lead, start, so), True
        lead, start = so, so + 1
    cut = next((i for i in range(start + _SHORTEST, end - 1) if _tells_on(chart, start, i, end)), end)
    yield (lead, start, cut), False
    if cut < end:
        yield (cut, cut, end), True


def _is_beside(parser: Parser, start: int, end: int) -> bool:
    chart = parser.chart
    if is_chinese(chart.words[start]):
        return is_remark_zh(chart, parser.grammar, start, end) or states(chart, roles_in(chart.words), (start, end))
    if (_HOLDING | {"so"}) & set(chart.words[start:end]):
        return False
    if is_passing(chart, parser.grammar, start, end):
        return True
    # "Vacancy sign off we're full" is more than what it tells.
    return is_told(chart, start, end) and (chart.words[start] in _TELLERS or not _names(chart, start, end))


def _is_reason(chart: Chart, start: int, end: int) -> bool:
    """Whether English words before "so" give a reason, whatever they are about."""
    while start < end and (chart.words[start] in PUNCTUATION or _is_filler(chart, start)):
        start += 1
    words = chart.words[start:end]
    if not 1 < len(words) <= _LONGEST_REASON or words[0] in IMPERATIVES or _HOLDING & set(words):
        return False
    forbidden = words[:2] in (("do", "not"), ("never",)) or words[-1] in ("on", "off", "please")
    return not forbidden or is_told(chart, start, end)


def _is_filler(chart: Chart, at: int) -> bool:
    return chart.words[at] in ("okay", "ok", "right", "well", "oh", "hey", "alright", "and", "so", "ugh", "um")


def _tells_on(chart: Chart, start: int, at: int, end: int) -> bool:
    """Whether something is told from there on that nobody pauses before: "extractor on quick something's burning"."""
    if chart.words[at] not in _TELLERS or _HOLDING & set(chart.words[at:end]):
        return False
    return chart.words[at - 1] not in ("the", "a", "what", "whatever", "all", "like", "that", "as") and is_told(
        chart, at, end
    )


def _tokens(chart: Chart, parted: _Parted) -> tuple[Token, ...] | None:
    """The kept stretches with the marks between them; None where one points at what is left out."""
    found: list[Token] = []
    for number, (lead, start, end) in enumerate(parted.kept):
        before = [part for part in parted.left_out if part[1] <= lead + 1 and part[0] >= _end_before(parted, number)]
        pointing = bool(_POINTING & set(chart.words[start:end])) and not _names(chart, start, end)
        if before and pointing and (number == 0 or any(_names(chart, *part) for part in before)):
            return None
        found += _topic(chart, before, (start, end)) if number == 0 else ()
        found += chart.tokens[lead if number else start : start] if chart.words[lead] != "so" else ()
        if number and found and lead == start:
            found.append(replace(chart.tokens[start], text=","))
        found += chart.tokens[start:end]
    return tuple(found)


def _end_before(parted: _Parted, number: int) -> int:
    return parted.kept[number - 1][2] if number else 0


def _names(chart: Chart, start: int, end: int) -> bool:
    spans = [s for s in chart.with_sense(Sense.NAME, Sense.KIND) if start <= s.start and s.end <= end]
    return any(s.sense is Sense.NAME or s.meaning not in ("person", "sound") for s in spans)


_PLACES = (Sense.ROOM, Sense.FLOOR)
_AWAY = frozenset({"to", "into", "from", "for", "toward", "towards", "leaving", "去", "到", "回", "从", "离开"})


def _topic(chart: Chart, before: Sequence[tuple[int, int]], first: tuple[int, int]) -> tuple[Token, ...]:
    """The room that is told of first, where the first wish names none: "Hazel have checked out, telly off"."""
    placed = [s for s in chart.with_sense(*_PLACES, Sense.NAME) if first[0] <= s.start and s.end <= first[1]]
    if placed:
        return ()
    for start, end in before:
        rooms = [s for s in chart.with_sense(*_PLACES) if start <= s.start and s.end <= end]
        longest = [s for s in rooms if not any(o.mask & s.mask == s.mask and o.mask != s.mask for o in rooms)]
        if len({s.meaning for s in longest}) != 1 or chart.words[longest[0].start - 1] in _AWAY:
            continue
        said = chart.tokens[longest[0].start : longest[0].end]
        mark = "," if is_chinese(said[0].text) else ":"
        return (*said, replace(said[-1], text=mark))
    return ()

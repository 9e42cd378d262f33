"""Whether something is asked, forbidden, or wished for later or on a condition."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.reflex.clauses.asking import asks_indirectly, told_by_answer
from assistant.understanding.reflex.clauses.likings import tells_liking
from assistant.understanding.reflex.clauses.unbound import awaiting, holds_nothing_back
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "will",
        "does",
        "do",
        "did",
        "can",
        "could",
        "should",
        "has",
        "have",
        "would",
        "shall",
        "may",
    ]
)
_SUBJECTS = frozenset({"it", "this", "that", "there", "these", "those", "they"})
"""Before "is": a statement ("it is dark"), no question."""
_QUESTION_MARKS = frozenset({"?"})
_REQUEST_PARTICLES = frozenset({"吗", "么"})


@dataclass(frozen=True, slots=True)
class Mood:
    """How an utterance is meant."""

    asks: bool
    negations: tuple[Span, ...]
    conditions: tuple[Span, ...]


@kept_with_chart
def mood_of(chart: Chart) -> Mood:
    """Read the mood off the markers of an utterance. A name or an amount that contains one is no marker."""
    named = _named(chart)
    asks = _asks(chart, named)
    negations = [
        s
        for s in chart.with_sense(Sense.NEGATION)
        if not s.mask & named and not _in_question_form(s, chart) and not _spares(s, chart)
    ]
    conditions = [
        s
        for s in chart.with_sense(Sense.CONDITION)
        if not s.mask & named and not _asks_when(s, chart) and not _is_courtesy(s, chart)
    ]
    postponing = [] if tells_liking(chart) else [*_longest(conditions), *awaiting(chart), *_moments(chart)]
    negations = [s for s in negations if not holds_nothing_back(s, chart)]
    postponing = [s for s in postponing if not holds_nothing_back(s, chart)]
    if asks:
        negations = [s for s in negations if not told_by_answer(s, chart)]
        postponing = [s for s in postponing if not told_by_answer(s, chart)]
    return Mood(asks, tuple(negations), tuple(postponing))


def _named(chart: Chart) -> int:
    mask = 0
    for span in chart.with_sense(Sense.NAME, Sense.ROOM):
        mask |= span.mask
    return mask


def _asks(chart: Chart, named: int) -> bool:
    if asks_indirectly(chart, named):
        return True
    polite = _polite_request(chart)
    forbidden = {s.start for s in chart.with_sense(Sense.NEGATION) if s.end - s.start > 1}
    questions = [
        s
        for s in chart.with_sense(Sense.QUESTION)
        if not s.mask & named
        and s.start not in forbidden
        and not _is_causative(s, chart)
        and not _is_wished_done(s, chart)
        and not (polite and _is_particle(s, chart))
    ]
    if any(is_chinese(chart.words[s.start]) and not _inside_politeness(s, chart) for s in questions):
        return True
    if _alternates(chart) and not polite:
        return True
    start = _first_content(chart)
    stated = start > 0 and chart.words[start - 1] in _SUBJECTS
    if not stated and any(s.start == start for s in questions if not is_chinese(chart.words[s.start])):
        return True
    marked = bool(chart.words) and chart.words[-1] in _QUESTION_MARKS
    return marked and not polite


_ASKED_KINDLY = frozenset(
    {("for", "me", "?"), ("for", "us", "?"), (",", "please", "?"), ("will", "you", "?"), ("would", "you", "?")}
)
"""End a wish that is put like a question."""
_OF_THE_PAST = frozenset({"been", "got", "you", "we", "they", "i", "gone", "?"})


def _is_causative(span: Span, chart: Chart) -> bool:
    """The "have" of "have the vacuum clean the hall"; that of "have the lights been on" asks."""
    return chart.words[span.start : span.end] == ("have",) and not _OF_THE_PAST & set(chart.words)


def _is_wished_done(span: Span, chart: Chart) -> bool:
    """把门锁好了吧 wishes it; 门锁好了吧 asks whether it is."""
    said = "".join(chart.words[span.start : span.end])
    return said in ("好了吧", "上了吧") and not _BRINGING.isdisjoint(chart.words)


_BRINGING = frozenset("把给帮请让快")


def _polite_request(chart: Chart) -> bool:
    """ "can you …?" and 能…吗 ask for an act, not for an answer."""
    start = _after_filler(chart, 0, {Sense.FREE})
    polite = chart.with_sense(Sense.POLITE)
    if any(s.start in {start, 0} for s in polite):
        return True
    if any(s.start and chart.words[s.start - 1] == "," and s.end >= _last_word(chart) for s in polite):
        return True  # "…, would you?"
    if chart.words[-3:] in _ASKED_KINDLY:
        return True
    return any(s.end >= _last_word(chart) and s.end - s.start > 1 and is_chinese(chart.words[s.start]) for s in polite)


def _is_particle(span: Span, chart: Chart) -> bool:
    return chart.words[span.start] in _REQUEST_PARTICLES and span.end >= _last_word(chart)


def _inside_politeness(span: Span, chart: Chart) -> bool:
    return any(
        s.start <= span.start and span.end <= s.end and s.end - s.start > span.end - span.start
        for s in chart.with_sense(Sense.POLITE)
    )


def _last_word(chart: Chart) -> int:
    end = len(chart.words)
    while end and not chart.content >> (end - 1) & 1:
        end -= 1
    return end


def _first_content(chart: Chart) -> int:
    """Where the clause begins after politeness and filler; a question word is never filler."""
    return _after_filler(chart, 0, {Sense.FREE, Sense.POLITE})


def _after_filler(chart: Chart, start: int, senses: set[Sense]) -> int:
    ends: dict[int, int] = {}
    for span in chart.spans:
        if span.sense in senses:
            ends[span.start] = max(ends.get(span.start, 0), span.end)
    longer = {s.start: s.end for s in chart.spans if s.sense is Sense.QUESTION}
    while start < len(chart.words):
        if start in ends and longer.get(start, 0) < ends[start]:
            start = ends[start]
        elif not chart.content >> start & 1:
            start += 1
        else:
            break
    return start


_OPPOSITES = ("开关", "亮灭", "亮暗", "大小", "高低", "冷热", "凉热", "上下", "升降", "快慢", "干湿", "有无", "好坏")


def _weighs(chart: Chart) -> bool:
    """是开的还是关的, 开着还是关着, 冷还是热: one of two is asked for. 空调还是开着吧 settles it instead."""
    words = tuple(w for w in chart.words if w not in _QUESTION_MARKS)
    for i in range(1, len(words) - 2):
        if words[i : i + 2] != ("还", "是"):
            continue
        before, after = words[:i], words[i + 2 :]
        alike = before[-1] == after[-1] and len(after) > 1
        pair = {before[-1] + after[0], after[0] + before[-1]}
        if alike or "是" in before or not pair.isdisjoint(_OPPOSITES):
            return after[-1] != "吧"
    return False


def _alternates(chart: Chart) -> bool:
    """亮不亮, 开没开: the same character on both sides of 不 or 没; or one of two that are weighed."""
    words = chart.words
    if _weighs(chart):
        return True
    return any(
        words[i] in ("不", "没") and words[i - 1] == words[i + 1] and is_chinese(words[i - 1])
        for i in range(1, len(words) - 1)
    )


def _spares(span: Span, chart: Chart) -> bool:
    """The "not" of "all lights but not the nursery" leaves something out; that of "but not now" forbids."""
    excepting = [s for s in chart.with_sense(Sense.EXCEPT) if s.start < span.start and s.end == span.end]
    after = span.end
    while chart.words[after : after + 1] and chart.words[after] in _LEADING:
        after += 1
    named = chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR)
    whole = chart.with_sense(Sense.ALL) or any(s.end <= span.start for s in named)
    left_out = (*named, *chart.with_sense(Sense.PART))
    return bool(excepting) and bool(whole) and any(s.start == after for s in left_out)


_LEADING = frozenset({"in", "on", "the", "my", "our", "ones", "one", "those"})


def _in_question_form(span: Span, chart: Chart) -> bool:
    """The 不能 of 能不能 forbids nothing."""
    covering = chart.with_sense(Sense.POLITE, Sense.QUESTION)
    return any(s.start < span.end and span.start < s.end and s.end - s.start > span.end - span.start for s in covering)


def _asks_when(span: Span, chart: Chart) -> bool:
    """The "when" of "when will it be ready" and the 时候 of 什么时候 set no condition."""
    if span.end - span.start == 1 and chart.words[span.start] == "when":
        return span.end < len(chart.words) and chart.words[span.end] in _AUXILIARIES
    if chart.words[span.start] == "if":
        return any(s.end == span.end for s in chart.with_sense(Sense.ASKING))
    return any(s.start < span.start and span.end <= s.end for s in chart.with_sense(Sense.QUESTION))


def _is_courtesy(span: Span, chart: Chart) -> bool:
    """ "if you would": said for politeness alone."""
    return any(s.start <= span.start and s.end > span.end for s in chart.with_sense(Sense.FREE))


def _longest(spans: Sequence[Span]) -> list[Span]:
    return [s for s in spans if not any(o != s and o.start <= s.start and s.end <= o.end for o in spans)]


def _moments(chart: Chart) -> list[Span]:
    """ "in ten minutes", "for an hour", "at seven", 十分钟后: markers only where no parameter takes the amount."""
    found = []
    filler = {(s.start, s.end) for s in chart.with_sense(Sense.FREE)}
    for span in chart.with_sense(Sense.QUANTITY):
        if span.meaning.unit == "clock" and (span.start, span.end) in filler:
            continue  # 一点 is "a bit" as well as one o'clock
        if _is_part_of_a_share(span, chart):
            continue
        before = chart.words[span.start - 1] if span.start else ""
        after = chart.words[span.end] if span.end < len(chart.words) else ""
        if (
            (span.meaning.unit == "s" and _is_delay(span, before, after, chart))
            or span.meaning.unit == "clock"
            or (span.meaning.unit == "" and _is_bare_hour(span, before, after, chart))
        ):
            found.append(span)
    return found


def _is_part_of_a_share(span: Span, chart: Chart) -> bool:
    """The 百分 of 百分之三十, which elsewhere are a hundred minutes."""
    if chart.words[span.end : span.end + 1] == ("之",):
        return True  # 百分之几, 百分之多少
    shares = (s for s in chart.with_sense(Sense.QUANTITY) if s.meaning.unit == "%")
    return any(s.start <= span.start and span.end <= s.end and s.mask != span.mask for s in shares)


def _is_delay(span: Span, before: str, after: str, chart: Chart) -> bool:
    """Also 开一个小时, where Mandarin needs no preposition."""
    if before in ("in", "for", "after", "within", "every", "each", "过", "等", "隔"):
        return True
    return after in ("后", "内", "前", "以", "之", "from", "later") or is_chinese(chart.words[span.end - 1])


def _is_bare_hour(span: Span, before: str, after: str, chart: Chart) -> bool:
    if before not in ("at", "by", "around", "until") or not 0 < span.meaning.amount <= 24:
        return False
    longer = [s for s in chart.with_sense(Sense.QUANTITY) if s.start == span.start and s.end > span.end]
    return not longer and after not in ("%", "percent", "degrees")

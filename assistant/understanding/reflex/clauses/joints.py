"""Where one clause of a sentence may end and the next begin."""

from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_ENDS = frozenset({".", "!", "?", ":", "…", "。", "！", "？", "："})
_BEFORE_A_VERB = frozenset(
    {
        Sense.NAME,
        Sense.PART,
        Sense.KIND,
        Sense.ROOM,
        Sense.ABSENT_ROOM,
        Sense.FLOOR,
        Sense.QUANTITY,
        Sense.CHOICE,
        Sense.IT,
    }
)


@kept_with_chart
def joints(chart: Chart, home: Home, at_commas: bool = False) -> list[tuple[int, int]]:
    """Conjunctions, commas and ends of sentences; neighbouring ones (", and then") as one. None inside a name.

    `at_commas`: a comma parts words all the same, as in "the fan in the office, fan off in the hall".
    """
    last = len(chart.tokens)
    named = _named(chart, home)
    joining = (s for s in chart.with_sense(Sense.AND) if not _is_added_to_a_list(s, chart))
    found = [(s.start, s.end) for s in joining if not _says_more(s, chart)]
    found += [(i, i + 1) for i, word in enumerate(chart.words) if word in _ENDS and not _is_abbreviation(i, chart)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda joint: (joint[0], -joint[1])):
        parts = at_commas and chart.words[start] == ","
        if start <= 0 or end >= last or (not parts and any(a < start and end < b for a, b in named)):
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def stretches(chart: Chart, home: Home) -> list[tuple[int, int, int]]:
    """Lead, start and end of each stretch between marks and conjunctions; the lead begins with the joint before it."""
    found, lead, start = [], 0, 0
    for begin, end in [*joints(chart, home, at_commas=True), (len(chart.tokens),) * 2]:
        if start < begin:
            found.append((lead, start, begin))
        lead, start = begin, end
    return found


def _is_added_to_a_list(span: Span, chart: Chart) -> bool:
    """购物清单加上鸡蛋: a verb, and no conjunction."""
    lists = [s for s in chart.with_sense(Sense.KIND) if s.meaning in ("list", "shopping_list")]
    return chart.words[span.start : span.end] == ("加", "上") and any(s.end == span.start for s in lists)


def _says_more(span: Span, chart: Chart) -> bool:
    """床头灯再暗一点: a degree, and no conjunction."""
    if chart.words[span.start : span.end] != ("再",):
        return False
    after = chart.words[span.end : span.end + 2]
    return after[:1] in _DEGREES or (after[:1] in _STEPS and after[1:] in _AMOUNTS)


_DEGREES = frozenset((word,) for word in "亮暗大小高低热冷快慢轻响暖凉强弱")
_STEPS = frozenset((word,) for word in "加升降减")
_AMOUNTS = frozenset((word,) for word in "一两二三四五六七八九十几半1234567890")


def _named(chart: Chart, home: Home) -> list[tuple[int, int]]:
    """Where names of several words stand, also across the points and commas in them."""
    places = [i for i in range(len(chart.words)) if chart.content >> i & 1]
    words = [chart.words[i] for i in places]
    found = []
    for start in range(len(words)):
        for end, entries in home.trie.at(words, start):
            if end - start > 1 and any(e.sense is Sense.NAME for e in entries):
                found.append((places[start], places[end - 1] + 1))
    return found


def unmarked_joints(chart: Chart, grammar: Grammar) -> list[tuple[int, int]]:
    """Places where a verb follows a thing, a room or an amount without any conjunction; empty stretches."""
    closed = {s.end for s in chart.telling if s.sense in _BEFORE_A_VERB}
    named = 0
    for span in chart.with_sense(Sense.NAME):
        named |= span.mask
    things = {s.start for s in chart.with_sense(Sense.KIND)}
    starts = {
        start
        for literal, places in chart.literals.items()
        if literal in grammar.openers
        for start, _ in places
        if start in closed and start not in things and not named >> start & 1
    }
    return [(start, start) for start in sorted(starts | _between_values(chart))]


def _between_values(chart: Chart) -> set[int]:
    """Where an amount follows a choice without a pause: 制热二十七度, 黄色百分之四十, 蓝色亮度六十."""
    chosen = {s.end for s in chart.with_sense(Sense.CHOICE) if s.end - s.start > 1 and is_chinese(chart.words[s.start])}
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY) if s.end - s.start > 1}
    named = {i for i in range(len(chart.words) - 1) if chart.words[i : i + 2] in _MEASURED}
    return chosen & (amounts | named)


_MEASURED = frozenset({("亮", "度"), ("温", "度"), ("风", "速"), ("音", "量"), ("湿", "度")})
"""What stands before an amount."""


def _is_abbreviation(at: int, chart: Chart) -> bool:
    """The points of "a.m.", and the colon of a clock time."""
    before = chart.words[at - 1] if at else ""
    return (chart.words[at] == "." and before in ("a", "p", "m")) or (chart.words[at] == ":" and before.isdigit())

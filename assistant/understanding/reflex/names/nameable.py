"""Which words nothing may be called by: they mean something else already, or would turn a sentence into another."""

from collections.abc import Iterable
from typing import Literal

from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese, tokens_of, words_of

Unfit = Literal["", "long", "marks", "number", "known", "order", "clash"]
"""Why words are no name: there are too many, marks among them, they are an amount, a word that is needed for something
else, they begin like an order, something else is called so; empty: they may be one."""

MOST_WORDS = 4
MOST_CHARACTERS = 8
"""Chinese characters of a name."""

_ARTICLES = frozenset({"the", "my", "our", "a", "an", "his", "her", "their"})
_NEEDED = frozenset({
    Sense.ALL, Sense.BOTH, Sense.EVERYTHING, Sense.EXCEPT, Sense.EXCEPT_END, Sense.NEGATION, Sense.CONDITION, Sense.AND,
    Sense.IT, Sense.HERE, Sense.HOUSE, Sense.OUTSIDE, Sense.ANYTHING, Sense.QUESTION,
})  # fmt: skip
"""What says how many, which, whether and when: a name that holds it would say that too."""


_NEVER = frozenset([
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "percent", "degree", "degrees",
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "today", "weekday", "weekend", "o'clock",
])  # fmt: skip
"""Words of times and amounts, which stand beside a number or a preposition and not by themselves."""
_CRIES = frozenset(["help", "emergency", "sos", "fire", "police", "ambulance", "stop", "time"])
_CRIES_ZH = ("救命", "救火", "着火", "报警", "急救", "紧急", "求救", "警察")
"""What somebody says who needs help, or who asks the time: it must not come to mean a lamp."""
_VERBS_ZH = frozenset("开关停锁调放播拉升降减设")
"""Characters that begin an order whatever follows; most others also begin words."""
_PARTICLES_ZH = frozenset("吧啊呀哦呢嘛啦了")
_BARS_ZH = frozenset("酒网茶书水氧")
"""What makes a 吧 the name of a place."""


def bare_name(said: str) -> str:
    """A name as it was spelt, without marks around it, an article before it or a particle behind it."""
    tokens = [t for t in tokens_of(said) if t.text not in PUNCTUATION]
    if len(tokens) > 1 and tokens[0].text in _ARTICLES:
        tokens = tokens[1:]
    if len(tokens) > 2 and tokens[-1].text in _PARTICLES_ZH and tokens[-2].text not in _BARS_ZH:
        tokens = tokens[:-1]
    return said[tokens[0].start : tokens[-1].end] if tokens else ""


def why_unfit(name: str, about: str, home: Home, grammar: Grammar) -> Unfit:
    """Why a thing or room with the id `about` may not be called so; empty where it may. `name`: see bare_name."""
    tokens = tokens_of(name)
    words = words_of(name)
    characters = sum(map(is_chinese, words))
    if not words or len(words) - characters > MOST_WORDS or characters > MOST_CHARACTERS:
        return "long"
    if not (_NEVER | _CRIES).isdisjoint(words) or words in lexicon().floors or any(cry in name for cry in _CRIES_ZH):
        return "known"
    if len(tokens) != len(words) or not all(c.isalnum() or c in " '’-·" for c in name):
        return "marks"
    if _clashes(words, about, home):
        return "clash"
    chart = chart_of(name, tokens, home, grammar)
    if _is_covered(chart, [s for s in chart.spans if s.sense is Sense.QUANTITY]) or all(map(str.isdigit, words)):
        return "number"
    if _begins_an_order(chart, grammar):
        return "order"
    if any(_is_needed(span, chart) for span in chart.spans):
        return "known"
    return "known" if _is_covered(chart, _known(chart, about, home, grammar)) else ""


def _clashes(words: tuple[str, ...], about: str, home: Home) -> bool:
    """Whether something else is called so, or so among other words."""
    own = home.bits([about])
    if (home.called.get(words, 0) | home.parts.get(words, 0)) & ~own:
        return True
    if any(room != about for room in home.room_words.get(words, ())):
        return True
    people = (words_of(person) for person in home.names.people)
    return words in {*people, *(words_of(name) for floor in home.names.floors for name in floor.names)}


def _is_needed(span: Span, chart: Chart) -> bool:
    """Whether a span says what no name may; a Chinese character of a longer name may, but for a not and an if."""
    if span.sense not in _NEEDED:
        return False
    whole = (span.start, span.end) == (0, len(chart.words))
    alone = span.end - span.start == 1 and is_chinese(chart.words[span.start])
    return whole or not alone or span.sense in (Sense.NEGATION, Sense.CONDITION)


def _known(chart: Chart, about: str, home: Home, grammar: Grammar) -> Iterable[Span]:
    """What of it means something by itself: kinds, rooms, amounts, values, abilities, and words of acting phrases."""
    thing = home.names.thing(about)
    own = {thing.kind} if thing else set()
    for span in chart.spans:
        if _is_one_of_many(span, chart) or (span.sense is Sense.CHOICE and not _acts(span.meaning[0], grammar)):
            continue
        if span.sense is Sense.ABSENT_ROOM and thing is None:
            continue  # a room may be called by what no room here is
        if span.sense is Sense.KIND and span.meaning in own and span.start:
            continue
        if span.sense is not Sense.PART and span.sense is not Sense.NAME:
            yield span
    for literal, places in chart.literals.items():
        if _orders_alone(literal, grammar):
            spans = (Span(start, end, Sense.LITERAL, literal) for start, end in places)
            yield from (span for span in spans if not _is_one_of_many(span, chart))


def _is_one_of_many(span: Span, chart: Chart) -> bool:
    """Whether it is one Chinese character of a longer name: the 黄 of 小黄."""
    return span.end - span.start == 1 < len(chart.words) and is_chinese(chart.words[span.start])


def _is_covered(chart: Chart, spans: Iterable[Span]) -> bool:
    covered = 0
    for span in spans:
        covered |= span.mask
    return not chart.content & ~covered


def _acts(tool: int, grammar: Grammar) -> bool:
    return not grammar.reading >> tool & 1


def _orders_alone(literal: int, grammar: Grammar) -> bool:
    """Whether this word of phrases is enough to order something: "dim", "open", 关."""
    return any(family.needs and family.tools & ~grammar.reading for family in grammar.candidates({literal}))


def _begins_an_order(chart: Chart, grammar: Grammar) -> bool:
    """Whether it begins with words that order something, and something stands behind them."""
    openers = (i for i, places in chart.literals.items() if i in grammar.openers and any(a == 0 for a, _ in places))
    if len(chart.words) == 1 or not any(_orders_alone(i, grammar) for i in openers):
        return False
    return not is_chinese(chart.words[0]) or chart.words[0] in _VERBS_ZH

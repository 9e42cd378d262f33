"""What code alone reads off a sentence: how it is meant, which things it names, which amounts and values it says."""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from assistant.tools import Quantity, Toolbox
from assistant.understanding.mimo.hints import asks_advice, cue_places
from assistant.understanding.mimo.proposals import Proposals, proposals_in
from assistant.understanding.mimo.stories import only_tells
from assistant.understanding.names import Names
from assistant.understanding.reflex.amounts.quantities import Measure, fitted
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.english.statements import wishes_behind_question
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.names.home import Home, index_of
from assistant.understanding.reflex.phrases.grammar import Grammar, grammar_of
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import MAX_TEXT, tokens_of
from assistant.utterance import Utterance

_KEPT = 2
_LET_US = re.compile(r"let(?:['’]s| us)\b", re.IGNORECASE)
"""Begins a wish, however its other words may look."""
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it"})
_JOINED = frozenset({"and", "then", ",", "，", "、", "和", "并", "再"})


@dataclass(frozen=True, slots=True)
class Meant:
    """What a sentence says beyond doubt."""

    asks: bool = False
    """It wants to know something: only tools that change nothing may be called."""
    forbids: bool = False
    """It says not to do something."""
    conditional: bool = False
    """It is for another time, or depends on something."""
    absent_room: str = ""
    """A usual room this home does not have, as it was said; empty: none is named."""
    named: int = 0
    """Things it names, or whose kind it names: a bit set over the home's things."""
    by_name: int = 0
    """Things it calls by their whole names."""
    mentioned: int = 0
    """Things it may be about at all: by name, a word of a name, or kind."""
    wholly: tuple[int, ...] = ()
    """For each full name, kind and room in it, the things that are called so or are there."""
    rooms: tuple[str, ...] = ()
    """Ids of the rooms it names, or that are on the floors it names."""
    nearby: int = 0
    """Things in the rooms it names, or where it names none in the room it was said in."""
    places: bool = False
    """It names rooms or floors of this home."""
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """The words with which it names kinds of things ("windows"), each once."""
    excepts: bool = False
    """It leaves something out ("all but the hall")."""
    joined: bool = False
    """It may hold several wishes."""
    measures: tuple[Measure, ...] = ()
    choices: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(tool, parameter) → the values of its closed list that are said."""
    overlap: Mapping[str, float] = field(default_factory=dict)
    """Tool → how much of one of its phrases is said, 0 to 1."""
    advice: bool = False
    """It wants an opinion, which no tool has."""
    story: bool = False
    """It is told of others or of the past."""
    hints: bool = False
    """It hints at something without saying it."""
    proposals: Proposals = field(default_factory=Proposals)
    """What it may wish for without saying so ("it is dark")."""

    @property
    def held_back(self) -> bool:
        """Whether nothing may be done about it now."""
        return self.conditional or self.forbids

    @property
    def about_home(self) -> bool:
        """Whether it names something of the home, or hints at it."""
        return bool(self.named) or self.places or bool(self.proposals.each)

    def amounts(self, quantity: Quantity) -> tuple[float, ...]:
        """The numbers said that can be of this unit; exact units before bare numbers."""
        values = [
            (m.unit == "", v)
            for m in self.measures
            if (v := fitted(m, quantity.unit, quantity.low, quantity.high)) is not None
        ]
        return tuple(dict.fromkeys(v for _, v in sorted(values)))

    def says_unit_of(self, quantity: Quantity) -> bool:
        """Whether an amount is said with this very unit."""
        return any(m.unit == quantity.unit for m in self.measures)


class Sentences:
    """Reads sentences; what is derived from a home's names and from the tools is kept."""

    def __init__(self) -> None:
        self._homes: OrderedDict[int, Home] = OrderedDict()
        self._grammar: Grammar | None = None

    def prepare(self, toolbox: Toolbox) -> None:
        """Compile the tools' phrases, about a second; may run in a thread."""
        self._grammar_of(toolbox)

    def meant(self, utterance: Utterance, names: Names, toolbox: Toolbox, before: Sequence[str] = ()) -> Meant:
        """What the sentence says in this home. `before`: ids of what was spoken of last, which "it" means."""
        home, grammar = self.home(names), self._grammar_of(toolbox)
        text = utterance.text[:MAX_TEXT]
        chart = chart_of(text, tokens_of(text), home, grammar)
        mood = mood_of(chart)
        rooms, cues = _rooms(chart, home), cue_places(chart.words)
        return Meant(
            asks=mood.asks
            and not _LET_US.match(utterance.text.strip())
            and not wishes_behind(chart)
            and (asks_advice(chart.words) or not _only_in_cues(chart, cues)),
            forbids=any(not _in_phrase(s, chart) and not _in_cue(s, cues) for s in mood.negations),
            conditional=any(
                not _in_phrase(s, chart) and not _in_cue(s, cues) and not _is_degree(s, chart) for s in mood.conditions
            ),
            absent_room=_absent_room(chart),
            named=_named(chart, home, rooms) or (home.bits(before) if chart.with_sense(Sense.IT) else 0),
            by_name=_by_name(chart),
            mentioned=_mentioned(chart, home),
            wholly=_wholly(chart, home),
            rooms=tuple(rooms),
            nearby=home.within(rooms or ([utterance.place] if utterance.place else [])),
            places=bool(rooms),
            words=chart.words,
            kinds=tuple(dict.fromkeys(chart.said(s.start, s.end) for s in _longest(chart.with_sense(Sense.KIND)))),
            excepts=bool(chart.with_sense(Sense.EXCEPT, Sense.EXCEPT_END)) or _spares(chart),
            joined=not _JOINED.isdisjoint(chart.words),
            measures=tuple(s.meaning for s in _longest(chart.with_sense(Sense.QUANTITY)) if not _in_phrase(s, chart)),
            choices=_choices(chart, grammar),
            overlap=_overlap(chart, grammar),
            advice=asks_advice(chart.words),
            story=only_tells(chart.words),
            hints=bool(cues),
            proposals=proposals_in(chart.words, rooms, utterance, home, grammar),
        )

    def home(self, names: Names) -> Home:
        """The index over these names."""
        kept = self._homes.get(id(names))
        if kept is None or kept.names is not names:
            kept = index_of(names, lexicon())
            self._homes[id(names)] = kept
            while len(self._homes) > _KEPT:
                self._homes.popitem(last=False)
        return kept

    def grammar(self, toolbox: Toolbox) -> Grammar:
        """The compiled phrases of these tools."""
        return self._grammar_of(toolbox)

    def _grammar_of(self, toolbox: Toolbox) -> Grammar:
        if self._grammar is None or self._grammar.toolbox is not toolbox:
            self._grammar = grammar_of(toolbox, lexicon())
        return self._grammar


def _rooms(chart: Chart, home: Home) -> list[str]:
    rooms = [room for s in chart.with_sense(Sense.ROOM) for room in s.meaning]
    floors = [floor for s in chart.with_sense(Sense.FLOOR) for floor in s.meaning]
    return list(dict.fromkeys([*rooms, *home.rooms_on(floors)]))


def _named(chart: Chart, home: Home, rooms: list[str]) -> int:
    """Full names; else kinds, in the rooms that are named where they hold any: the 窗 of 卧室窗帘 is no window."""
    bits = covered = 0
    for span in chart.with_sense(Sense.NAME, Sense.ROOM):
        bits |= span.meaning if span.sense is Sense.NAME else 0
        covered |= span.mask if span.end - span.start > 1 else 0
    within = home.within(rooms)
    for span in chart.with_sense(Sense.KIND):
        kind = home.kind(span.meaning) if span.mask & ~covered else 0
        bits |= kind & within or kind
    return bits or _compounds(chart, home)


def _by_name(chart: Chart) -> int:
    """Of names within names only the longest: the Lamp of "Desk Lamp" is not called."""
    named = _longest(chart.with_sense(Sense.NAME, Sense.ROOM, Sense.KIND))
    return reduce(or_, (s.meaning for s in named if s.sense is Sense.NAME), 0)


def _mentioned(chart: Chart, home: Home) -> int:
    bits = _compounds(chart, home)
    for span in chart.with_sense(Sense.NAME, Sense.PART):
        bits |= span.meaning
    for span in chart.with_sense(Sense.KIND):
        bits |= home.kind(span.meaning)
    return bits


def _wholly(chart: Chart, home: Home) -> tuple[int, ...]:
    """Of names within names only the longest; a kind within a name or a room is not meant by itself."""
    named = chart.with_sense(Sense.NAME, Sense.ROOM)
    kinds = [k for k in chart.with_sense(Sense.KIND) if not any(k.mask & n.mask for n in named)]
    bits = [s.meaning if s.sense is Sense.NAME else home.within(s.meaning) for s in _longest(named)]
    return tuple(b for b in (*bits, *(home.kind(s.meaning) for s in _longest(kinds))) if b)


def _compounds(chart: Chart, home: Home) -> int:
    """The one thing that is called by a compound of its kind: "the floodlight" is the Back Green Floodlight."""
    bits = 0
    for span in chart.with_sense(Sense.PART):
        word = chart.words[span.end - 1].removesuffix("s")
        kinds = (home.lexicon.kind_words.get((word[-n:],)) for n in (3, 4, 5) if len(word) > n + 2)
        single = span.meaning.bit_count() == 1 and any(k and home.kind(k) & span.meaning for k in kinds)
        bits |= span.meaning if single else 0
    return bits


_STAYS = re.compile(
    r"\b(?:stay|stays|staying|remain|remains)\b"
    r"|\b(?:keep|leave|leaving|keeping)\b(?: \S+){1,6}? (?:on|off|open|closed|shut|alone|be|lit|running|going)\b"
    r"|留着|留一|保留|别关|不关|不用关|不要关|别动|不动|不用动|例外|除外|照旧|就不用",
    re.IGNORECASE,
)


def _spares(chart: Chart) -> bool:
    """Whether beside what is wished for something shall stay as it is: "only the night light can stay on"."""
    several = not _JOINED.isdisjoint(chart.words) or chart.with_sense(Sense.ALL, Sense.EVERYTHING)
    return bool(several) and _STAYS.search(chart.text) is not None


def _absent_room(chart: Chart) -> str:
    known = chart.with_sense(Sense.NAME, Sense.ROOM)
    for span in chart.with_sense(Sense.ABSENT_ROOM):
        if not any(k.start <= span.start and span.end <= k.end for k in known):
            return chart.said(span.start, span.end)
    return ""


def _in_phrase(span: Span, chart: Chart) -> bool:
    """Whether the words are a part of a longer expression of some tool: the 一点 of 小一点 is no hour."""
    return any(
        start <= span.start and span.end <= end and end - start > span.end - span.start
        for places in chart.literals.values()
        for start, end in places
    )


def _is_degree(span: Span, chart: Chart) -> bool:
    """The 一点 of 开亮一点 is no hour, and "plenty for today" no other time."""
    words, before = chart.words[span.start : span.end], chart.words[max(0, span.start - 1) : span.start]
    if words in (("一", "点"), ("一点",)):
        return bool(before) and before[0] in _GRADED
    return before == ("for",) and words in (("today",), ("now",))


_GRADED = frozenset("亮暗大小高低快慢多少热冷暖凉轻响长短强弱柔厚薄远近重紧松静早晚淡浓好")


def wishes_behind(chart: Chart) -> bool:
    """Whether a question is only asked by the way, and a request follows it: 院门是不是没锁？麻烦锁一下."""
    if wishes_behind_question(chart):
        return True
    marks = [i for i, word in enumerate(chart.words[:-1]) if word in ("?", "？")]
    if not marks or chart.words[-1] in ("?", "？"):
        return False
    rest = "".join(chart.words[marks[-1] + 1 :])
    asked = [s for s in chart.with_sense(Sense.QUESTION) if s.start > marks[-1]]
    return not asked and rest.startswith(_REQUESTS)


_REQUESTS = ("麻烦", "请", "帮", "给我", "快", "把", "劳驾", "那就", "顺便")


def _in_cue(span: Span, cues: Sequence[tuple[int, int]]) -> bool:
    """Whether the words are a part of a hint: "I can not see a thing" forbids nothing."""
    return any(start <= span.start and span.end <= end for start, end in cues)


def _only_in_cues(chart: Chart, cues: Sequence[tuple[int, int]]) -> bool:
    """Whether every question word is a part of a hint: 什么都看不见 asks nothing, nor does the "am" of "I am"."""
    stated = {i + 1 for i, word in enumerate(chart.words) if word in _SUBJECTS}
    questions = [s for s in chart.with_sense(Sense.QUESTION) if s.start not in stated]
    return bool(questions) and chart.words[-1] != "?" and all(_in_cue(s, cues) for s in questions)


def _longest(spans: list[Span]) -> list[Span]:
    return [s for s in spans if not any(o is not s and o.mask & s.mask == s.mask and o.mask != s.mask for o in spans)]


def _choices(chart: Chart, grammar: Grammar) -> dict[tuple[str, str], frozenset[str]]:
    names = [a.tool.name for a in grammar.tools]
    found: dict[tuple[str, str], frozenset[str]] = {}
    for span in chart.with_sense(Sense.CHOICE):
        tool, parameter, values = span.meaning
        key = (names[tool], parameter)
        found[key] = found.get(key, frozenset()) | frozenset(values)
    return found


def _overlap(chart: Chart, grammar: Grammar) -> dict[str, float]:
    """Words that many tools share ("to", "at") say less than words of few ("remember")."""
    shares = grammar.patterns.shares(chart.literals)
    return {grammar.tools[tool].tool.name: share for tool, share in shares.items()}

"""Every sense of every stretch of one utterance."""

from dataclasses import dataclass, field

from assistant.understanding.reflex.grammar import Grammar
from assistant.understanding.reflex.home import Home
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.quantities import measures_at
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_SEPARATORS = frozenset({",", "、", ";", "，"})
_FREE = frozenset({Sense.FREE, Sense.AND, Sense.POLITE})
_MARKERS = frozenset({Sense.QUESTION, Sense.NEGATION, Sense.CONDITION})
_VERBS_WITH_ON = frozenset(["turn", "switch", "put", "power", "flip", "toggle", "get", "and"])
_BEHIND_ONE = frozenset({"to", "at", "in", "on", "off", "too", "as", "also"})
_DETERMINERS = frozenset({"the", "my", "our"})
_AFTER_ON = frozenset({Sense.NAME, Sense.ROOM, Sense.FLOOR, Sense.KIND, Sense.ABSENT_ROOM, Sense.PART})


@dataclass(slots=True)
class Chart:
    """The spans of an utterance, by where they begin."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)
    literals: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Literal id → where it stands."""
    content: int = 0
    """Bit set of the tokens that have to be explained."""
    free: list[Span] = field(default_factory=list)
    """The spans that every tool admits."""
    telling: list[Span] = field(default_factory=list)
    """The spans that a tool may admit."""

    def said(self, start: int, end: int) -> str:
        """The text of some tokens, as it was given."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def with_sense(self, *senses: Sense) -> list[Span]:
        """The spans in any of these senses."""
        return [s for s in self.spans if s.sense in senses]


def chart_of(text: str, tokens: tuple[Token, ...], home: Home, grammar: Grammar | None) -> Chart:
    """Look up everything. Linear in the tokens: names and phrases have a bounded length."""
    words = tuple(t.text for t in tokens)
    chart = Chart(text, tokens, words)
    for start, word in enumerate(words):
        if word in PUNCTUATION:
            if word in _SEPARATORS:
                chart.spans.append(Span(start, start + 1, Sense.AND, word))
            continue
        chart.content |= 1 << start
        _look_up(chart, start, home, grammar)
    chart.spans += _prepositions(chart)
    chart.spans += _closing_adverbs(chart)
    chart.spans += _approximations(chart)
    for span in chart.spans:
        if span.sense in _FREE:
            chart.free.append(span)
        elif span.sense not in _MARKERS:
            chart.telling.append(span)
    return chart


def _look_up(chart: Chart, start: int, home: Home, grammar: Grammar | None) -> None:
    words, spans = chart.words, chart.spans
    for trie in (lexicon().trie, home.trie):
        for end, entries in trie.at(words, start):
            for e in entries:
                spans.append(Span(start, end, e.sense, e.meaning, e.plural))
    for end, measure in measures_at(words, start):
        if end > start + 1 or words[start] != "one" or not _is_pronoun(chart, start, end):
            spans.append(Span(start, end, Sense.QUANTITY, measure))
    if grammar is None:
        return
    for end, entries in grammar.trie.at(words, start):
        for e in entries:
            if e.sense is Sense.LITERAL:
                chart.literals.setdefault(e.meaning, []).append((start, end))
            else:
                spans.append(Span(start, end, e.sense, e.meaning))


def _is_pronoun(chart: Chart, start: int, end: int) -> bool:
    """Whether a "one" stands for a thing: "the gym one to 18", "except the hallway one"."""
    words = chart.words
    if any(s.sense is Sense.ROOM and s.end == start for s in chart.spans):
        return True
    return end < len(words) and words[end] in _BEHIND_ONE


def _prepositions(chart: Chart) -> list[Span]:
    """ "on" between a thing and a place or thing is a preposition; after a verb it is what is wanted."""
    begins = {s.start for s in chart.spans if s.sense in _AFTER_ON}
    found = []
    for i, word in enumerate(chart.words):
        if word != "on" or i == 0 or chart.words[i - 1] in _VERBS_WITH_ON:
            continue
        after = i + 1
        while after < len(chart.words) and chart.words[after] in _DETERMINERS:
            after += 1
        if after in begins:
            found.append(Span(i, after, Sense.FREE))
    return found


def _closing_adverbs(chart: Chart) -> list[Span]:
    """ "too" at the end of a clause adds nothing; "too bright" does."""
    ends = {s.start for s in chart.spans if s.sense is Sense.AND} | {len(chart.words)}
    ends |= {i for i, word in enumerate(chart.words) if word in PUNCTUATION}
    return [Span(i, i + 1, Sense.FREE) for i, word in enumerate(chart.words) if word == "too" and i + 1 in ends]


_ABOUT = frozenset({"about", "around", "roughly", "approximately", "only", "just", "exactly", "大概", "大约", "差不多"})
_WAYS = frozenset({"up", "down", "back", "over", "on"})
_PREPOSITIONS = frozenset({"to", "at"})
_OF_THE_WAY = ("of", "the", "way")


def _approximations(chart: Chart) -> list[Span]:
    """Words around an amount that say no more than it: "down to 17", "about half", "three quarters of the way"."""
    words, found = chart.words, []
    amounts = [s for s in chart.spans if s.sense is Sense.QUANTITY]
    for start in {s.start for s in amounts}:
        before = start
        while before and words[before - 1] in _ABOUT:
            before -= 1
        if before > 1 and words[before - 1] in _PREPOSITIONS:
            before -= 1
            if words[before - 1] in _WAYS:
                before -= 1
        if before < start:
            found.append(Span(before, start, Sense.FREE))
    for end in {s.end for s in amounts}:
        if words[end : end + 3] == _OF_THE_WAY:
            found.append(Span(end, end + 3, Sense.FREE))
    return found

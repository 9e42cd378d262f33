"""Every sense of every stretch of one utterance."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from assistant.understanding.reflex.amounts.days_ahead import clocks_ahead
from assistant.understanding.reflex.amounts.quantities import measures_at
from assistant.understanding.reflex.lexicon import lexicon, stem_of
from assistant.understanding.reflex.matching.outright import as_called_here
from assistant.understanding.reflex.matching.whole_names import (
    without_empty_back,
    without_markers_in_names,
    without_parted_rooms,
)
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.phrases.patterns import Family
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

T = TypeVar("T")
P = ParamSpec("P")
_MISSING: Any = object()

_SEPARATORS = frozenset({",", "、", ";", "，"})
_FREE = frozenset({Sense.FREE, Sense.AND, Sense.POLITE})
_MARKERS = frozenset({Sense.QUESTION, Sense.NEGATION, Sense.CONDITION})
_VERBS_WITH_ON = frozenset(["turn", "switch", "put", "power", "flip", "toggle", "get", "and"])
_BEHIND_ONE = frozenset({"to", "at", "in", "on", "off", "too", "as", "also"})
_TO_AMOUNTS = frozenset({"to", "at", "by"})
_PARTING = PUNCTUATION | {"and", "then", "plus", "with", "for"}
_OF_THEM = frozenset({("of", "the"), ("of", "my"), ("of", "our"), ("of", "these"), ("of", "those"), ("of", "them")})
_DETERMINERS = frozenset({"the", "my", "our", "whole", "entire", "all", "of"})
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
    reached: dict[tuple[bool, int], list[tuple[Span, int, int]]] = field(default_factory=dict)
    """Which tools admit the telling spans, by what is asked and pointed at; worked out and read by `admit` alone."""
    families: list[Family] | None = None
    """The phrases all of whose words occur, in the order in which they are looked at; None until they are asked for."""
    derived: dict[object, Any] = field(default_factory=dict)
    """What was worked out from all of it, by what did so; see `kept_with_chart`."""
    _with_sense: dict[tuple[Sense, ...], list[Span]] = field(default_factory=dict)

    def said(self, start: int, end: int) -> str:
        """The text of some tokens, as it was given."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A stretch without the marks at its ends."""
        while start < end and self.words[start] in PUNCTUATION:
            start += 1
        while end > start and self.words[end - 1] in PUNCTUATION:
            end -= 1
        return start, end

    def with_sense(self, *senses: Sense) -> list[Span]:
        """The spans in any of these senses."""
        found = self._with_sense.get(senses)
        if found is None:
            if len(senses) == 1:
                [sense] = senses
                found = [s for s in self.spans if s.sense is sense]
            else:
                found = [s for s in self.spans if s.sense in senses]
            self._with_sense[senses] = found
        return found.copy()


def kept_with_chart(derive: Callable[Concatenate[Chart, P], T]) -> Callable[Concatenate[Chart, P], T]:
    """Works something out once for each chart: other readings of a sentence ask for it again and again.

    Only for what nobody changes afterwards.
    """

    @wraps(derive)
    def kept(chart: Chart, /, *args: P.args, **named: P.kwargs) -> T:
        key = (derive, *args, *named.items()) if args or named else derive
        found: T = chart.derived.get(key, _MISSING)
        if found is _MISSING:
            found = chart.derived[key] = derive(chart, *args, **named)
        return found

    return kept


def families_in(chart: Chart, grammar: Grammar, present: Collection[int]) -> Iterator[Family]:
    """The phrases all of whose words are among these literals of a chart."""
    if chart.families is None:
        chart.families = list(grammar.candidates(chart.literals))
    if len(present) == len(chart.literals):
        return iter(chart.families)
    there = set(present)
    return (family for family in chart.families if there.issuperset(family.needs))


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
    chart.spans += [Span(start, end, Sense.QUANTITY, measure) for start, end, measure in clocks_ahead(words)]
    chart.spans += _prepositions(chart)
    chart.spans += _closing_adverbs(chart)
    chart.spans += _approximations(chart)
    chart.spans += _left_behind(chart)
    chart._with_sense.clear()
    spans = without_empty_back(without_parted_rooms(without_markers_in_names(chart.spans)), words)
    spans = as_called_here(spans, words, home)
    chart.spans = _without_verbs(chart, spans)
    for span in chart.spans:
        if span.sense in _FREE:
            chart.free.append(span)
        elif span.sense not in _MARKERS:
            chart.telling.append(span)
    return chart


def _without_verbs(chart: Chart, spans: list[Span]) -> list[Span]:
    """Without the lock of "unlock the den and lock the study", which is what shall be done there."""
    verbs = {
        i
        for i, word in enumerate(chart.words[:-1])
        if word in _VERBS_AND_KINDS and i and chart.words[i - 1] in _BEFORE_VERBS
    }
    if not verbs:
        return spans
    named = {s.start for s in spans if s.sense in _AFTER_ON and s.start != s.end}
    verbs = {i for i in verbs if chart.words[i + 1] in _DETERMINERS - {"of"} or i + 1 in named}
    return [s for s in spans if s.sense is not Sense.KIND or s.start not in verbs or s.end > s.start + 1]


_VERBS_AND_KINDS = frozenset({"lock", "vacuum", "hoover"})
_BEFORE_VERBS = frozenset({"and", "then"})


def _look_up(chart: Chart, start: int, home: Home, grammar: Grammar | None) -> None:
    words, spans = chart.words, chart.spans
    for trie in (lexicon().trie, home.trie):
        for end, entries in trie.at(words, start):
            for e in entries:
                spans.append(Span(start, end, e.sense, e.meaning, e.plural))
    for end, measure in measures_at(words, start):
        of_all = start > 0 and words[start - 1] == "all"
        counted = measure.unit == "" and (of_all or _counts(chart, start, end))
        if counted and of_all:
            spans.append(Span(start, end, Sense.FREE))
        elif not counted and (end > start + 1 or words[start] != "one" or not _is_pronoun(chart, start, end)):
            spans.append(Span(start, end, Sense.QUANTITY, measure))
    if _is_a_part(chart, start):
        chart.spans = [s for s in spans if (s.start, s.end, s.sense) != (start, start + 1, Sense.FREE)]
        spans = chart.spans
    if grammar is None or words[start - 1 : start + 1] in _TURNED_ABOUT:
        return
    for end, entries in grammar.trie.at(words, start):
        for e in entries:
            if e.sense is Sense.LITERAL:
                chart.literals.setdefault(e.meaning, []).append((start, end))
            else:
                spans.append(Span(start, end, e.sense, e.meaning))


_TURNED_ABOUT = frozenset({("inside", "out"), ("upside", "down")})
""" "Turn it inside out" turns nothing out; the second word says nothing by itself."""


def _is_a_part(chart: Chart, start: int) -> bool:
    """ "One light", "some of the blinds": fewer than all, and nobody knows which."""
    words = chart.words
    if words[start] == "one":
        return _counts(chart, start, start + 1)
    return words[start] == "some" and words[start + 1 : start + 3] in _OF_THEM


def _counts(chart: Chart, start: int, end: int) -> bool:
    """Whether a number says how many: "two lights", "one of the blinds". It is no amount for them."""
    words = chart.words
    if (words[start - 1 : start] and words[start - 1] in _TO_AMOUNTS) or not words[start].isascii():
        return False
    if words[end : end + 2] in _OF_THEM:
        return True
    if _is_kind(words[end : end + 1]):
        return True
    # "Two back windows": a word between, then more than one of them.
    several = words[end + 1 : end + 2]
    parts = _TO_AMOUNTS | _PARTING
    return _is_kind(several) and several[0] != stem_of(several[0]) and words[end] not in parts


def _is_kind(word: Sequence[str]) -> bool:
    kinds = lexicon().kind_words
    return bool(word) and ((word[0],) in kinds or (stem_of(word[0]),) in kinds)


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
        if word != "on" or i == 0 or chart.words[i - 1] in _VERBS_WITH_ON or chart.words[i + 1 : i + 2] == ("and",):
            continue
        after = i + 1
        while after < len(chart.words) and chart.words[after] in _DETERMINERS:
            after += 1
        if after in begins:
            found.append(Span(i, after, Sense.FREE))
    return found


def _closing_adverbs(chart: Chart) -> list[Span]:
    """ "too" and "only" at the end of a clause add nothing; "too bright" does."""
    ends = {s.start for s in chart.spans if s.sense is Sense.AND} | {len(chart.words)}
    ends |= {i for i, word in enumerate(chart.words) if word in PUNCTUATION}
    return [Span(i, i + 1, Sense.FREE) for i, word in enumerate(chart.words) if word in _CLOSING and i + 1 in ends]


_CLOSING = frozenset({"too", "only", "though", "itself", "sharp"})


def _left_behind(chart: Chart) -> list[Span]:
    """ "From blue" before "to white": what shall no longer be says nothing about what shall be."""
    words, found = chart.words, []
    # "From 7 to 9" may be hours.
    bare = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    for span in chart.with_sense(Sense.CHOICE, Sense.QUANTITY):
        timed = span.start in bare and not (span.sense is Sense.QUANTITY and span.meaning.unit in ("%", "°C"))
        if not timed and span.start and words[span.start - 1] == "from" and words[span.end : span.end + 1] == ("to",):
            found.append(Span(span.start - 1, span.end, Sense.FREE))
    return list(dict.fromkeys(found))


_ABOUT = frozenset({"about", "around", "roughly", "approximately", "only", "just", "exactly", "大概", "大约", "差不多"})
_WAYS = frozenset({"up", "down", "back", "over", "on"})
_PREPOSITIONS = frozenset({"to", "at"})
_BEHIND_AMOUNTS = (
    ("of", "the", "way"), ("maybe",), ("perhaps",), ("or", "so"), ("or", "thereabouts"), ("tops",), ("or", "something"),
)  # fmt: skip


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
        for said in _BEHIND_AMOUNTS:
            if words[end : end + len(said)] == said:
                found.append(Span(end, end + len(said), Sense.FREE))
    return found

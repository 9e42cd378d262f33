"""Whether English words only tell something: a statement, a purpose, a feeling, a question that wants no answer."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.asides import states
from assistant.understanding.reflex.english.mentioned import NO_THINGS, is_possessive, names_in
from assistant.understanding.reflex.english.purposes import is_for_something, spares
from assistant.understanding.reflex.english.remarks import dashed
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.english.stating_words import (
    ARTICLES,
    ASKED,
    ASKING_NOBODY,
    ASKS_FIRST,
    BE,
    DAYS,
    FINITE,
    HAPPENED,
    IN_FRONT,
    IT_IS,
    LEADS,
    NO_FRAGMENT,
    NO_MERE_TELLING,
    NO_VERBS,
    NOT_BARE,
    OBJECTS,
    OF_PEOPLE,
    PERSONAL,
    PRONOUNS,
    STAYING,
    TIMES,
    TIMES_OF_IT,
    VERBS_OF_WISHES,
)
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION

_LONGEST = 18
"""Words of one statement."""
_FELT = frozenset({Role.SUBJECT, Role.DEGREE, Role.STATE, Role.EVENT, Role.PARTICLE, Role.VOCATIVE})
_TELLING = frozenset({Role.STATE, Role.EVENT})


def begins_statement(chart: Chart, at: int) -> bool:
    """Whether a statement surely begins there, also where nobody pauses: "… I've got the baby"."""
    words = chart.words[at:]
    if words[0] in PERSONAL and len(words) > 2:
        return words[1] in BE | {
            "can",
            "need",
            "keep",
            "keeps",
            "got",
            "just",
            "will",
            "feel",
            "forgot",
            "hate",
            "look",
        }
    if words[0] in ("this", "that") and len(words) > 2 and words[1] == "is":
        return True
    if words[:2] == ("ai", "not"):
        return True
    if words[0] in ("the", "my", "our", "his", "her") and len(words) > 3:
        return any(_is_verb(chart, at + i, BE | HAPPENED) for i in range(2, min(5, len(words) - 1)))
    return False


def is_stated(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch is one statement, and no less than that."""
    return start < end and _is_statement(chart, start, end) and not names_in(chart, start, end)


def is_told(chart: Chart, start: int, end: int) -> bool:
    """Whether all of a stretch only tells something, piece by piece."""
    dashes = set(dashed(chart))
    edges = [start, *(i for i in range(start + 1, end) if chart.words[i] in PUNCTUATION or i in dashes), end]
    pieces = [_trimmed(chart, a, b) for a, b in pairwise(edges) if a < b]
    told = bool(pieces)
    for i, (a, b) in enumerate(pieces):
        asked = b < len(chart.words) and chart.words[b] == "?"
        behind = i > 0 and _asks_nobody(chart, *pieces[i - 1]) and b - a <= _MOST_IN_FRAGMENT // 2
        told = told and (_asks_nobody(chart, a, b) or behind or a == b if asked else _is_piece(chart, a, b))
    return told


def _trimmed(chart: Chart, start: int, end: int) -> tuple[int, int]:
    while start < end and chart.words[start] in PUNCTUATION:
        start += 1
    while end > start and chart.words[end - 1] in PUNCTUATION:
        end -= 1
    return start, end


@kept_with_chart
def _is_piece(chart: Chart, start: int, end: int) -> bool:
    if start >= end:
        return True
    if is_courtesy(chart, start, end) or _is_felt(chart, start, end):
        return True
    if _asks_nobody(chart, start, end) or is_for_something(chart, start, end) or spares(chart, start, end):
        return True
    if _is_fragment(chart, start, end):
        return True
    while not _is_statement(chart, start, end):
        if start >= end - 1 or not (chart.words[start] in LEADS or _is_name_called(chart, start)):
            return False
        start += 1
    return True


_MOST_IN_FRAGMENT = 8
_MENTIONED = frozenset([
    Sense.NAME, Sense.KIND, Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.ALL, Sense.BOTH, Sense.EVERYTHING,
    Sense.EXCEPT, Sense.IT, Sense.ABILITY, Sense.QUANTITY, Sense.CHOICE, Sense.NEGATION, Sense.CONDITION,
])  # fmt: skip


def _is_fragment(chart: Chart, start: int, end: int) -> bool:
    """ "School tomorrow!", "hands full of shopping here": set apart by pauses, nothing of this home."""
    words = chart.words[start:end]
    dashes = set(dashed(chart))
    apart = (start == 0 or chart.words[start - 1] in PUNCTUATION or start in dashes) and (
        end == len(chart.words) or chart.words[end] in PUNCTUATION or end in dashes
    )
    if not apart or not 2 <= len(words) <= _MOST_IN_FRAGMENT or words[0] in IMPERATIVES:
        return False  # one word alone may be whom it is said to
    if words[1] in OBJECTS and words[0] not in NO_VERBS:
        return False  # "order a pizza" is a wish for somebody
    if (NO_FRAGMENT | NO_MERE_TELLING) & set(words) or chart.words[end : end + 1] in (("?",), (":",)):
        return False
    inside = [s for s in chart.spans if start <= s.start and s.end <= end]
    if any(s.sense in _MENTIONED and not _is_scrap(chart, s, words) for s in inside):
        return False
    parts = {i for s in inside if s.sense in (Sense.PART, Sense.FREE) for i in range(s.start, s.end)}
    return bool({i for i in range(start, end) if chart.content >> i & 1} - parts)


_SAID = 4
"""Words of a remark in front in which "full" is no value."""


def _is_scrap(chart: Chart, span: Span, words: Sequence[str]) -> bool:
    """Words that could mean something of this home and hardly do beside others: "school tomorrow"."""
    if span.sense is Sense.KIND:
        return span.meaning in NO_THINGS | {"shopping_list"}
    if span.sense is Sense.CHOICE or (span.sense is Sense.QUANTITY and chart.words[span.start] in ("full", "half")):
        return len(words) >= _SAID and chart.words[: len(words)] == words
    if span.sense is Sense.CONDITION:
        return len(words) > 1 and " ".join(chart.words[span.start : span.end]) in DAYS and span.start > 0
    return False


@kept_with_chart
def _asks_nobody(chart: Chart, start: int, end: int) -> bool:
    """ "How will I cut onions like this", "why is it always so dark": a question that wants no answer."""
    while start < end - 1 and chart.words[start] in LEADS:
        start += 1
    if not any(chart.words[start : start + len(asked)] == asked for asked in ASKING_NOBODY):
        return False
    return end - start <= _LONGEST and not (NO_MERE_TELLING - ASKED) & set(chart.words[start:end])


def _is_name_called(chart: Chart, at: int) -> bool:
    return any(r.start == at and r.end == at + 1 and r.role is Role.VOCATIVE for r in roles_in(chart.words))


@kept_with_chart
def is_courtesy(chart: Chart, start: int, end: int) -> bool:
    """Whether words are only said for politeness, or to somebody."""
    covered: set[int] = set()
    for span in chart.with_sense(Sense.FREE, Sense.POLITE):
        covered |= set(range(span.start, span.end)) if start <= span.start and span.end <= end else set()
    for said in roles_in(chart.words):
        if said.role is Role.VOCATIVE and start <= said.start and said.end <= end:
            covered |= set(range(said.start, said.end))
    covered |= {i for i in range(start, end) if chart.words[i] in LEADS}
    return covered >= set(range(start, end))


def _is_felt(chart: Chart, start: int, end: int) -> bool:
    """ "Too hot", "absolutely freezing in here": a state without a verb, of no thing of this home."""
    if chart.words[start] in ASKS_FIRST:
        return False
    if names_in(chart, start, end):
        return states(chart, roles_in(chart.words), (start, end))
    covered, told = {i for i in range(start, end) if chart.words[i] in LEADS}, False
    for said in roles_in(chart.words):
        if start <= said.start and said.end <= end and said.role in _FELT:
            covered |= set(range(said.start, said.end))
            told = told or (said.role in _TELLING and chart.words[said.start] not in ("here", "home", "back"))
    for span in chart.with_sense(Sense.ROOM, Sense.FLOOR, Sense.HERE, Sense.OUTSIDE, Sense.FREE):
        covered |= set(range(span.start, span.end)) if start <= span.start and span.end <= end else set()
    marked = [s for s in chart.with_sense(Sense.NEGATION) if start <= s.start and s.end <= end]
    return told and not marked and covered >= set(range(start, end))


def _is_statement(chart: Chart, start: int, end: int) -> bool:
    """Whether words have a subject and a finite verb, and only tell something."""
    words = chart.words[start:end]
    passive = {w for before, w in pairwise(words) if before in ("been", "was", "were", "am", "got")}
    if not 2 <= len(words) <= _LONGEST or words[0] in IMPERATIVES or NO_MERE_TELLING & set(words) - passive:
        return False
    verb = _verb(chart, start, end)
    if not verb or _goes_on_behind(chart, start, end):
        return False
    if "so" in words[verb + 1 :] and names_in(chart, start + verb + words[verb:].index("so"), end):
        return False  # "the kids are in bed so the speaker off" is more than its reason
    spans = [s for s in chart.spans if start <= s.start and s.end <= end]
    if any(_forbids(chart, s, words) for s in spans):
        return False
    named = names_in(chart, start, end)
    if VERBS_OF_WISHES & set(words) and (named or {"it", "them", "that"} & set(words[verb:])):
        return False
    if {"need", "needs", "like", "love"} & set(words[:4]) and named:
        return False
    placed = any(s.sense in (Sense.ROOM, Sense.FLOOR) for s in spans) or {"one", "ones", "rest", "others"} & set(words)
    return not ((named or placed) and STAYING & set(words))


def _goes_on_behind(chart: Chart, start: int, end: int) -> bool:
    """ "I hate to turn the lamp on | and close the curtains": what is told there is told of the rest as well."""
    infinitive = any(a == "to" and b in IMPERATIVES for a, b in pairwise(chart.words[start:end]))
    return infinitive and chart.words[end : end + 1] in (("and",), ("or",))


def _forbids(chart: Chart, span: Span, words: Sequence[str]) -> bool:
    """Whether something said makes a statement more than that."""
    said = " ".join(chart.words[span.start : span.end])
    if span.sense is Sense.EXCEPT:
        return chart.words[span.end - 1] != "not"
    if span.sense is Sense.CONDITION:
        return said not in (TIMES if words[0] in OF_PEOPLE | ARTICLES - IT_IS else TIMES_OF_IT)
    if span.sense is Sense.QUANTITY:
        return chart.words[span.start - 1] in ("to", "by") or span.meaning.unit == "%"
    return span.sense is Sense.POLITE and span.end - span.start > 1 and span.start == 0


def _verb(chart: Chart, start: int, end: int) -> int:
    """Where what is said of the subject begins, counted from its first word; 0 where it is no statement."""
    words = chart.words[start:end]
    if words[0] in ("somebody", "someone") and words[1:2] and words[1] in IMPERATIVES:
        return 0  # "somebody lock the door" is a wish
    if words[0] in PERSONAL or words[:2] == ("ai", "not"):
        return 1
    if len(words) > 1 and _is_amount(chart, start) and words[1] in BE:
        return 0
    if words[0] in PRONOUNS and len(words) > 1 and _is_verb(chart, start + 1, FINITE):
        return 1
    if words[0] in ARTICLES:
        return next((i for i in range(2, min(8, len(words))) if _is_verb(chart, start + i, FINITE)), 0)
    if words[0] in NOT_BARE or not words[0].isalpha():
        return 0
    return next((i for i in range(1, min(6, len(words))) if _is_verb(chart, start + i, BE)), 0)


def _is_amount(chart: Chart, at: int) -> bool:
    """ "Eighty is enough" wishes."""
    return any(s.start == at for s in chart.with_sense(Sense.QUANTITY, Sense.CHOICE))


def _is_verb(chart: Chart, at: int, verbs: frozenset[str]) -> bool:
    """Whether a finite verb stands there, or the "'s" of one right before: "dinner's ready"."""
    if at >= len(chart.words):
        return False
    return chart.words[at] in verbs or _is_contracted(chart, at)


def _is_contracted(chart: Chart, at: int) -> bool:
    before = chart.tokens[at - 1]
    if not is_possessive(chart, at - 1) or before.text == "is":
        return False
    word = chart.words[at]
    if any(s.start == at for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM)) and word not in IN_FRONT:
        return False
    owned = any(s.start <= at - 1 and s.end > at for s in chart.with_sense(Sense.NAME, Sense.ROOM))
    stated = any(r.start == at and r.role in _TELLING for r in roles_in(chart.words))
    return not owned and (word in IN_FRONT or word.endswith(("ing", "ed")) or stated)

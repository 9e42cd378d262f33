"""Whether English words only tell something: a statement, a purpose, a feeling, a question that wants no answer."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.asides import states
from assistant.understanding.reflex.english.mentioned import NO_THINGS, names_in
from assistant.understanding.reflex.english.predicates import is_verb, verb_of
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
    HAPPENED,
    IDIOMS,
    IT_IS,
    LEADS,
    NO_FRAGMENT,
    NO_MERE_TELLING,
    NO_VERBS,
    OBJECTS,
    OF_PEOPLE,
    PERSONAL,
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


_ADVERBS = frozenset({"literally", "really", "still", "actually", "honestly", "seriously", "just", "only", "always"})


def begins_statement(chart: Chart, at: int) -> bool:
    """Whether a statement surely begins there, also where nobody pauses: "… I've got the baby"."""
    words = chart.words[at:]
    while len(words) > 3 and words[1] in _ADVERBS:
        words = (words[0], *words[2:])
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
        return any(is_verb(chart, at + i, BE | HAPPENED) for i in range(2, min(5, len(words) - 1)))
    return False


def is_stated(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch is one statement, and no less than that."""
    return start < end and _is_statement(chart, start, end) and not names_in(chart, start, end)


def is_told(chart: Chart, start: int, end: int) -> bool:
    """Whether all of a stretch only tells something, piece by piece."""
    edges = [start, *(i for i in _breaks(chart) if start < i < end), end]
    pieces = [chart.trimmed(a, b) for a, b in pairwise(edges) if a < b]
    return bool(pieces) and all(_is_told_piece(chart, pieces, i) for i in range(len(pieces)))


@kept_with_chart
def _breaks(chart: Chart) -> list[int]:
    """Where marks and dashes part what is said."""
    dashes = set(dashed(chart))
    return [i for i, word in enumerate(chart.words) if word in PUNCTUATION or i in dashes]


def _is_told_piece(chart: Chart, pieces: Sequence[tuple[int, int]], at: int) -> bool:
    a, b = pieces[at]
    if b >= len(chart.words) or chart.words[b] != "?":
        return _is_piece(chart, a, b)
    behind = at > 0 and b - a <= _MOST_IN_FRAGMENT // 2 and _asks_nobody(chart, *pieces[at - 1])
    return behind or a == b or _asks_nobody(chart, a, b)


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


_ASKING_NOBODY = {
    first: tuple(asked for asked in ASKING_NOBODY if asked[0] == first) for first in {a[0] for a in ASKING_NOBODY}
}
"""By the word that they begin with."""


@kept_with_chart
def _asks_nobody(chart: Chart, start: int, end: int) -> bool:
    """ "How will I cut onions like this", "why is it always so dark": a question that wants no answer."""
    while start < end - 1 and chart.words[start] in LEADS:
        start += 1
    openings = _ASKING_NOBODY.get(chart.words[start], ()) if start < len(chart.words) else ()
    if not any(chart.words[start : start + len(asked)] == asked for asked in openings):
        return False
    return end - start <= _LONGEST and not (NO_MERE_TELLING - ASKED) & set(chart.words[start:end])


def _is_name_called(chart: Chart, at: int) -> bool:
    return at in _names_called(chart)


@kept_with_chart
def _names_called(chart: Chart) -> frozenset[int]:
    """Where a single word says whom something is said to."""
    return frozenset(r.start for r in roles_in(chart.words) if r.role is Role.VOCATIVE and r.end == r.start + 1)


@kept_with_chart
def is_courtesy(chart: Chart, start: int, end: int) -> bool:
    """Whether words are only said for politeness, or to somebody."""
    covered, ways = _courteous(chart)
    for a, b in ways:
        if start <= a and b <= end:
            covered |= (1 << b) - (1 << a)
    return not ((1 << end) - (1 << start)) & ~covered


@kept_with_chart
def _courteous(chart: Chart) -> tuple[int, list[tuple[int, int]]]:
    """The words that only lead to something, as a bit set; and where politeness stands, and whom it is said to."""
    leads = sum(1 << i for i, word in enumerate(chart.words) if word in LEADS)
    ways = [(s.start, s.end) for s in chart.with_sense(Sense.FREE, Sense.POLITE)]
    ways += [(r.start, r.end) for r in roles_in(chart.words) if r.role is Role.VOCATIVE]
    return leads, ways


def _is_felt(chart: Chart, start: int, end: int) -> bool:
    """ "Too hot", "absolutely freezing in here": a state without a verb, of no thing of this home."""
    if chart.words[start] in ASKS_FIRST:
        return False
    if names_in(chart, start, end):
        return states(chart, roles_in(chart.words), (start, end))
    if not any(r.role in _TELLING and start <= r.start and r.end <= end for r in roles_in(chart.words)):
        return False
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
    if not 2 <= len(words) <= _LONGEST or words[0] in IMPERATIVES:
        return False
    wishing = NO_MERE_TELLING & set(words) - passive
    if wishing and wishing - _idle(words):
        return False
    verb = verb_of(chart, start, end)
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
    if {"need", "needs", "like", "love"} & set(words[:4]) and (named or words[-1] in _SO):
        return False
    if named and any(a in _ALLOWING and b in _BECOMING for a, b in pairwise(words)):
        return False  # "the fan in the den can go off" wishes it
    placed = any(s.sense in (Sense.ROOM, Sense.FLOOR) for s in spans) or {"one", "ones", "rest", "others"} & set(words)
    return not ((named or placed) and (STAYING & set(words) or words[-1] in _ALIKE))


_SO = frozenset({"on", "off", "open", "closed", "shut", "down"})
"""Ends what is needed of a thing, also of one that is not known: "I need the towel warmer on"."""
_ALLOWING = frozenset({"can", "could", "should", "may", "must", "might", "to"})
_BECOMING = frozenset({"go", "be", "come", "stop", "start", "run", "play", "open", "close", "shut", "turn", "switch"})
_ALIKE = frozenset({"same", "too", "likewise", "ditto"})
"""Said of another room or thing they wish: "and Olive's the same"."""


def _idle(words: Sequence[str]) -> frozenset[str]:
    """Words of turns of speech that report, wish and quote nothing: "I could murder a brew", "he'd have liked that"."""
    found: set[str] = set()
    for idiom, idle in IDIOMS:
        size = len(idiom)
        if idiom[0] in words and any(words[i : i + size] == idiom for i in range(len(words) - size + 1)):
            found |= idle
    return frozenset(found)


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

"""Where an English statement has its verb: what stands before it is its subject."""

from assistant.understanding.reflex.english.mentioned import is_possessive
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.english.stating_words import (
    ARTICLES,
    BE,
    FINITE,
    HAPPENED,
    IN_FRONT,
    NOT_BARE,
    PERSONAL,
    PRONOUNS,
)
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense

_TELLING = frozenset({Role.STATE, Role.EVENT})


def verb_of(chart: Chart, start: int, end: int) -> int:
    """Where what is said of the subject begins, counted from its first word; 0 where it is no statement."""
    words = chart.words[start:end]
    if words[0] in ("somebody", "someone") and words[1:2] and words[1] in IMPERATIVES:
        return 0  # "somebody lock the door" is a wish
    if words[0] in PERSONAL or words[:2] == ("ai", "not"):
        return 1
    if len(words) > 1 and _is_amount(chart, start) and words[1] in BE:
        return 0
    if words[0] in PRONOUNS and len(words) > 1 and is_verb(chart, start + 1, FINITE):
        return 1
    if words[0] in ARTICLES:
        return next((i for i in range(2, min(8, len(words))) if is_verb(chart, start + i, FINITE)), 0)
    if words[0] in NOT_BARE or not words[0].isalpha():
        return 0
    verbs = FINITE | HAPPENED if _is_somebody(chart, start) else BE
    return next((i for i in range(1, min(6, len(words))) if is_verb(chart, start + i, verbs)), 0)


def _is_somebody(chart: Chart, at: int) -> bool:
    """ "Mr Pascoe", "mum", "Savannah": who is written as a name, where nothing here is called so, or is family."""
    word = chart.words[at]
    if word in _FAMILY:
        return True
    named = any(s.start == at for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FREE, Sense.POLITE))
    written = chart.text[chart.tokens[at].start].isupper() and word not in IMPERATIVES
    inside = at > 0 and chart.words[at - 1] not in _SENTENCE_ENDS
    return written and inside and not named


_SENTENCE_ENDS = frozenset({".", "!", "?", ":"})
_FAMILY = frozenset([
    "mr", "mrs", "ms", "miss", "dr", "mum", "mom", "dad", "mummy", "mommy", "daddy", "gran", "granny", "nana", "nan",
    "grandma", "grandpa", "grandad", "auntie", "uncle", "grandkids", "kids", "guests", "neighbours", "neighbors",
    "visitors", "people", "company", "dinner", "lunch", "supper", "tea", "rain", "school", "work",
])  # fmt: skip
"""Begin what is told without an article."""


def _is_amount(chart: Chart, at: int) -> bool:
    """ "Eighty is enough" wishes."""
    return any(s.start == at for s in chart.with_sense(Sense.QUANTITY, Sense.CHOICE))


def is_verb(chart: Chart, at: int, verbs: frozenset[str]) -> bool:
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

"""Whether words of a model say no more than what tools have told in this turn."""

import re
from collections.abc import Iterable

from assistant.understanding.mimo.claims import claims_an_act
from assistant.understanding.reflex.amounts.quantities import measures_at
from assistant.understanding.reflex.tokens import words_of
from assistant.utterance import Language

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


def within_record(text: str, record: Iterable[str], language: Language) -> bool:
    """Every number in the words stands in the record, and they claim no act and no state of a thing."""
    known = [_amounts(told) for told in record]
    return not claims_an_act(text, language) and _amounts(text) <= frozenset().union(*known)


def parrots(text: str, question: str) -> bool:
    """Whether an answer says nothing that is not in the question: "she has a story on" to "what story has she on"."""
    told = {word for word in words_of(text) if word not in _SMALL}
    return len(told) > 1 and told <= set(words_of(question))


_SMALL = frozenset([
    "the", "a", "an", "is", "are", "am", "be", "was", "in", "on", "at", "of", "to", "and", "she", "he", "it", "they",
    "ok", "okay", "sure", "all", "right", "好", "行", "嗯",
    "has", "have", "you", "your", "i", "my", "her", "his", ",", ".", "!", "，", "。", "了", "的", "是", "在", "着",
])  # fmt: skip


def _amounts(text: str) -> frozenset[str]:
    """The numbers of a text, as digits or as words with a unit."""
    words = words_of(text)
    with_unit = [m.amount for i in range(len(words)) for _, m in measures_at(words, i) if m.unit in ("%", "°C", "s")]
    return frozenset({*_DIGITS.findall(text), *(f"{amount:g}" for amount in with_unit)})

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


def makes_up_a_figure(text: str, question: str, known: Iterable[str], *, about_home: bool) -> bool:
    """Whether an answer to which nothing was looked up says a number of this house, of its people or of this moment.

    A number that anybody knows ("how many grams are in a pound") may be said; one that only a sensor tells may not.
    """
    told = frozenset().union(_amounts(question), *map(_amounts, known))
    return bool(_amounts(text) - told) and (about_home or bool(_OF_NOW.search(question)))


_OF_NOW = re.compile(
    r"\b(?:left|remaining|still|now|current(?:ly)?|at the moment|today|tonight|yet|how far|my|our|we|reading|until)\b"
    r"|还(?:要|得|有|剩|差|能|需|没)|剩|现在|目前|这会儿|此刻|今天|今晚|离家|多远|咱|我们|我(?:家|妈|爸|老公|老婆|先生|太太|的|这)",
    re.IGNORECASE,
)

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

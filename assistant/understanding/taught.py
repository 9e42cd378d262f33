"""The seam to what the household taught, and the form in which a phrase is found again."""

from typing import Protocol

from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.pins import pin_in
from assistant.understanding.reflex.tokens import words_of
from assistant.utterance import LANGUAGES, Utterance

_ADDRESS = "mimosa"
_GREETINGS = frozenset({"hey", "hi", "hello", "嗨", "喂"})
"""Before the name they only call; elsewhere they may be the phrase itself."""
_AROUND = frozenset({_ADDRESS, "please", "ok", "okay", "um", "uh", "er", "请", "吧", "啊", "呀", "哦", "嗯", "呃"})
"""Words at either end of a phrase that change nothing in what is meant."""
_STOPPING = frozenset(["stop", "halt", "cancel", "abort", "enough", "停", "取", "打"])
_BESIDE_STOPPING = frozenset(
    ["it", "that", "this", "everything", "all", "right", "at", "once", "now", "then"]
) | frozenset("止下来消住先快别了一马上立刻赶")
"""A word of the first, and besides none but of the second: it wants something to end."""


class Meanings(Protocol):
    """What was taught."""

    def meaning_of(self, utterance: Utterance) -> str | None:
        """The sentence that is meant by the whole utterance; None where it is no taught phrase."""
        ...


def key_of(said: str) -> str:
    """What was said without case, punctuation, and politeness at either end; empty where nothing remains."""
    words = list(words_of(said))
    if len(words) > 1 and words[0] in _GREETINGS and words[1] == _ADDRESS:
        del words[0]
    while words and words[0] in _AROUND:
        del words[0]
    while words and words[-1] in _AROUND:
        del words[-1]
    return " ".join(words)


def is_reserved(said: str) -> bool:
    """Whether it answers a question, or stops something: that has to mean what it means."""
    words = key_of(said).split()
    stops = not _STOPPING.isdisjoint(words) and (_STOPPING | _BESIDE_STOPPING).issuperset(words)
    return stops or any(answer_in(said, language) is not Answer.NONE for language in LANGUAGES)


def may_be_code(said: str) -> bool:
    """Whether it is nothing but digits, so that it may be a PIN."""
    words = key_of(said).split()
    return pin_in(said) is not None or (bool(words) and all(word.isdigit() for word in words))

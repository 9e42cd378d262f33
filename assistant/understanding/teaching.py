"""Teaching: a sentence of this household that means another one, which has to be understood when it is taught."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.errors import NotTaught
from assistant.memory.taught import MAX_PHRASES, TaughtPhrase, TaughtPhrases, TooManyPhrases
from assistant.tools import ToolCall
from assistant.understanding.mind import PassedOn, Question, Speech, Step
from assistant.understanding.taught import is_reserved, key_of, may_be_code
from assistant.utterance import LANGUAGES, Speaker, Utterance
from assistant.words import sentence

MAX_PHRASE = 200
"""Characters of what is said, and of what it means."""

_TEACHERS = frozenset({"owner", "adult"})
_UNEXPLAINED = "not explained: "


class Teaching:
    """What the household taught. `understand`: the steps the reflex mind would take, without any being taken."""

    def __init__(self, phrases: TaughtPhrases, understand: Callable[[Utterance], Sequence[Step]]) -> None:
        self._phrases = phrases
        self._understand = understand

    def all(self) -> tuple[TaughtPhrase, ...]:
        """Every phrase, oldest first."""
        return self._phrases.all()

    def find(self, said: str) -> TaughtPhrase | None:
        """The phrase that is this, however it is spelt and punctuated."""
        return self._phrases.of(key_of(said))

    def meaning_of(self, utterance: Utterance) -> str | None:
        """The sentence that is meant by the whole utterance; None where it is no taught phrase."""
        found = self.find(utterance.text)
        return found.means if found else None

    async def teach(self, said: str, meant: Utterance) -> TaughtPhrase:
        """From now on `said` means the text of `meant`, for everybody; it takes the place of what it meant before.

        `meant` also tells who teaches it, in which language, and where. Raises NotTaught or MemoryUnavailable.
        """
        self.check_teacher(meant.speaker)
        said, means = _tidy(said), _tidy(meant.text)
        self._check_said(said)
        self._check_means(said, means)
        self._check_understood(replace(meant, text=means))
        try:
            return await self._phrases.keep(meant.language, said, key_of(said), means, meant.speaker.person)
        except TooManyPhrases:
            raise _refusal("too_many", limit=MAX_PHRASES) from None

    async def forget(self, phrase: str, by: Speaker) -> bool:
        """Erase the phrase of that id; returns whether there was one. Raises NotTaught or MemoryUnavailable."""
        self.check_teacher(by)
        return await self._phrases.forget(phrase)

    @staticmethod
    def check_teacher(speaker: Speaker) -> None:
        """Raises NotTaught for anybody but a grown-up of the household."""
        if speaker.role not in _TEACHERS:
            raise _refusal("not_allowed")

    @staticmethod
    def _check_said(said: str) -> None:
        if not key_of(said):
            raise _refusal("nothing_said")
        if len(said) > MAX_PHRASE:
            raise _refusal("too_long", limit=MAX_PHRASE)
        if is_reserved(said):
            raise _refusal("answer", said=said)
        if may_be_code(said):
            raise _refusal("code")

    def _check_means(self, said: str, means: str) -> None:
        if not key_of(means):
            raise _refusal("nothing_meant")
        if len(means) > MAX_PHRASE:
            raise _refusal("too_long", limit=MAX_PHRASE)
        if key_of(said) == key_of(means):
            raise _refusal("itself", said=said)
        if self.find(means):
            raise _refusal("circle", means=means)
        other = next((p for p in self.all() if key_of(p.means) == key_of(said)), None)
        if other:
            raise _refusal("meant_by_another", other=other.said)

    def _check_understood(self, meant: Utterance) -> None:
        """Every step has to be a call: a question, an excuse or a wish for later cannot be done again and again."""
        steps = self._understand(meant)
        if steps and all(isinstance(step, ToolCall) for step in steps):
            return
        passed = next((step.why for step in steps if isinstance(step, PassedOn)), "")
        told = {language: _told(self._understand(replace(meant, language=language))) for language in LANGUAGES}
        if all(told.values()):
            raise NotTaught(
                "unclear",
                {each: sentence("not_taught_unclear", each, means=meant.text, told=told[each]) for each in LANGUAGES},
            )
        words = passed.partition(_UNEXPLAINED)[2]
        if words:
            raise _refusal("unexplained", means=meant.text, words=words)
        raise _refusal("not_understood", means=meant.text)


def _tidy(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _told(steps: Sequence[Step]) -> str:
    return " ".join(step.text for step in steps if isinstance(step, Speech | Question))


def _refusal(reason: str, **facts: object) -> NotTaught:
    return NotTaught(reason, {each: sentence(f"not_taught_{reason}", each, **facts) for each in LANGUAGES})

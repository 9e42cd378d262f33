"""Words out of sound: in which language it was said where nobody stated it, then what was said."""

from collections.abc import Callable
from typing import Protocol

from assistant.errors import EngineFailed, SpeechTooLong
from assistant.speech.transcriber import TellsLanguages, Transcriber, Transcript
from assistant.utterance import Language

SURE = 0.7
"""Probability from which on a language counts as the one that was spoken; plain English of a dozen words or less has
0.75 and more, and speech of other languages that passes for English stays below."""


class Recorded(Protocol):
    """What was recorded."""

    @property
    def pcm(self) -> bytes: ...
    @property
    def language(self) -> Language: ...
    @property
    def any_language(self) -> bool: ...


class NotHeard(Exception):
    """There are no words, for this reason: a key of the dialogue's sentences."""

    def __init__(self, reason: str, why: str = "") -> None:
        self.reason = reason
        super().__init__(why or reason)


async def words_in(
    sound: Recorded, ears: Transcriber, vocabulary: Callable[[Language], tuple[str, ...]]
) -> tuple[Transcript, Language]:
    """What was said and in which language. Raises NotHeard, also where it was surely said in no language of ours."""
    try:
        language = await _language_of(sound, ears)
        heard = await ears.transcribe(sound.pcm, language, vocabulary(language))
    except SpeechTooLong:
        raise NotHeard("too_long") from None
    except EngineFailed as error:
        raise NotHeard("no_ears", f"the ears failed: {error}") from error
    if not heard.text:
        raise NotHeard("not_heard")
    return heard, language


async def _language_of(sound: Recorded, ears: Transcriber) -> Language:
    """As stated; else as heard, where the ears can tell languages apart."""
    if not sound.any_language or not isinstance(ears, TellsLanguages):
        return sound.language
    likely = await ears.languages_in(sound.pcm)
    if not likely:
        raise NotHeard("not_heard")
    best: Language = max(likely, key=lambda language: likely[language])
    if likely[best] < SURE:
        told = ", ".join(f"{language} {probability:.2f}" for language, probability in likely.items())
        raise NotHeard("which_language", f"neither language is sure: {told}")
    return best

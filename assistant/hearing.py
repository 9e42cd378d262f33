"""Words out of sound: in which language it was said where nobody stated it, what was said, and by whom."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from assistant.conversation import Conversation
from assistant.errors import EngineFailed, SpeechTooLong
from assistant.recognising import Recogniser, awaited
from assistant.speech.transcriber import TellsLanguages, Transcriber, Transcript
from assistant.utterance import Language, Speaker, Utterance

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
    @property
    def speaker(self) -> Speaker: ...
    @property
    def any_speaker(self) -> bool: ...
    @property
    def place(self) -> str: ...
    @property
    def circumstances(self) -> str: ...


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


async def utterance_in(
    sound: Recorded,
    ears: Transcriber,
    vocabulary: Callable[[Language], tuple[str, ...]],
    voices: Recogniser | None,
    conversation: Conversation,
) -> Utterance:
    """What was said, in which language, and by whom: both are listened for at once. Raises NotHeard.

    `conversation`: in which it was said; it tells whose answer is awaited.
    """
    if voices is None or not sound.any_speaker:
        return _utterance(sound, *await words_in(sound, ears, vocabulary), sound.speaker)
    recognising = asyncio.create_task(
        voices.who(sound.pcm, awaited(conversation), conversation.place), name="who speaks"
    )
    try:
        heard, language = await words_in(sound, ears, vocabulary)
        return _utterance(sound, heard, language, await recognising or sound.speaker)
    finally:
        recognising.cancel()


def _utterance(sound: Recorded, heard: Transcript, language: Language, speaker: Speaker) -> Utterance:
    return Utterance(
        heard.text,
        language,
        speaker,
        sound.place,
        heard.confidence,
        audio_s=heard.audio_s,
        circumstances=sound.circumstances,
    )


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

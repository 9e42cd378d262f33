"""The seam to the ears: sound in, words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant.utterance import Language

SAMPLE_RATE = 16_000
"""Samples a second of everything the ears take."""

FRAME_BYTES = 640
"""One frame: 20 ms of signed 16-bit little-endian mono at 16 kHz."""

MAX_SPEECH_S = 30.0
"""Seconds of speech one turn may carry."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard."""

    text: str
    """Empty where nothing was understood; never words that were not said with some certainty."""
    confidence: float
    """0 to 1, from the mean log-probability of the words."""
    ms: float
    """Time it took."""
    audio_s: float
    """Seconds of sound that were looked at."""


class Transcriber(Protocol):
    """Turns speech into words."""

    async def transcribe(self, pcm: bytes, language: Language, vocabulary: tuple[str, ...] = ()) -> Transcript:
        """Words in `pcm` (16 kHz mono s16le). `vocabulary`: names and phrases that are likely to be said.

        Raises SpeechTooLong over MAX_SPEECH_S of sound, EngineFailed when the engine died or hung, EngineMissing when
        its model is absent or damaged.
        """
        ...


@runtime_checkable
class TellsLanguages(Protocol):
    """Ears that can tell by the sound in which language somebody speaks."""

    async def languages_in(self, pcm: bytes) -> Mapping[Language, float]:
        """How likely each of our languages is, 0 to 1 each; what is missing to 1 falls to all others. Empty: silence.

        Raises as Transcriber.transcribe.
        """
        ...

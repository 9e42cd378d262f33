"""The doubles of the speech seams: ears that hear what they are told, a voice of plain silence."""

from collections.abc import AsyncIterator, Iterable, Mapping

from assistant.events import Sound
from assistant.speech.transcriber import SAMPLE_RATE, Transcript
from assistant.utterance import LANGUAGES, Language


class ScriptedTranscriber:
    """Hears the text written for exactly these bytes, and nothing in any others."""

    def __init__(self, script: Mapping[bytes, str]) -> None:
        self._script = script

    async def transcribe(self, pcm: bytes, language: Language, vocabulary: tuple[str, ...] = ()) -> Transcript:
        """The text of the script."""
        text = self._script.get(pcm, "")
        return Transcript(text, 1.0 if text else 0.0, 0.0, len(pcm) / 2 / SAMPLE_RATE)


class SilentSynthesizer:
    """Speaks every language as 10 ms of silence for each character."""

    languages: frozenset[Language] = frozenset(LANGUAGES)

    async def synthesize(self, text: str, language: Language) -> AsyncIterator[Sound]:
        """One piece of silence."""
        yield Sound(bytes(2 * SAMPLE_RATE // 100) * len(text), SAMPLE_RATE)


class ScriptedDetector:
    """Hears speech with the probabilities of a script, one for each window, and none after it."""

    def __init__(self, probabilities: Iterable[float]) -> None:
        self._script = iter(probabilities)

    def probability(self, window: bytes) -> float:
        """The next of the script."""
        return next(self._script, 0.0)

    def reset(self) -> None:
        """The script goes on."""

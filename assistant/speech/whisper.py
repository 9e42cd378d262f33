"""The ears: whisper in a process of its own."""

import contextlib
import logging
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from assistant.errors import EngineFailed, SpeechTooLong
from assistant.speech.transcriber import MAX_SPEECH_S, SAMPLE_RATE, Transcript
from assistant.utterance import LANGUAGES, Language
from assistant.worker_frames import Header
from assistant.workers import State, Worker

log = logging.getLogger(__name__)

LOAD_TIMEOUT_S = 60.0
PATIENCE_S = 10.0
"""Deadline of a request, besides the length of its sound."""
MOST_HINTS = 200
MOST_HINT_CHARACTERS = 60


class WhisperTranscriber:
    """A Transcriber over faster-whisper's model files."""

    def __init__(self, models_dir: Path, threads: int = 2, model: str = "whisper-base") -> None:
        """`model`: the folder in `models_dir` with model.bin and its companions. `threads`: CPU cores used."""
        argv = [sys.executable, "-m", "assistant.speech.whisper_worker", str(models_dir / model), str(threads)]
        self._worker = Worker(argv, name="ears", start_timeout_s=LOAD_TIMEOUT_S, threads=threads)

    @property
    def state(self) -> State:
        """Of the process."""
        return self._worker.state

    @property
    def pid(self) -> int | None:
        """Of the process, while it lives."""
        return self._worker.pid

    async def start(self) -> None:
        """Load the model now rather than with the first utterance. Raises EngineMissing, EngineFailed."""
        await self._worker.start()

    async def transcribe(self, pcm: bytes, language: Language, vocabulary: tuple[str, ...] = ()) -> Transcript:
        """See Transcriber. The first of the vocabulary counts most; what does not fit the prompt is left out."""
        audio_s = _seconds(pcm)
        began = perf_counter()
        heard = await self._heard(pcm, {"language": language, "hints": _short(vocabulary)}, PATIENCE_S + audio_s)
        ms = (perf_counter() - began) * 1000
        if heard["why"]:
            log.info("%.1f s of sound gave no words: %s (%.2f)", audio_s, heard["why"], heard["logprob"])
        confidence = math.exp(min(0.0, heard["logprob"])) if heard["text"] else 0.0
        return Transcript(heard["text"], round(confidence, 4), round(ms, 1), round(audio_s, 3))

    async def languages_in(self, pcm: bytes) -> Mapping[Language, float]:
        """See TellsLanguages."""
        heard = await self._heard(pcm, {"languages": list(LANGUAGES)}, PATIENCE_S + _seconds(pcm))
        return {language: heard["likely"][language] for language in LANGUAGES if language in heard["likely"]}

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()

    async def _heard(self, pcm: bytes, request: Header, deadline_s: float) -> Header:
        async with contextlib.aclosing(self._worker.request(request, pcm, deadline_s=deadline_s)) as answers:
            async for heard, _ in answers:
                return heard
        raise EngineFailed("ears ended without an answer")


def _seconds(pcm: bytes) -> float:
    """Raises SpeechTooLong."""
    audio_s = len(pcm) / 2 / SAMPLE_RATE
    if audio_s > MAX_SPEECH_S:
        raise SpeechTooLong(f"{audio_s:.0f} s of speech; one turn carries at most {MAX_SPEECH_S:.0f} s")
    return audio_s


def _short(vocabulary: tuple[str, ...]) -> list[str]:
    return [hint[:MOST_HINT_CHARACTERS] for hint in vocabulary[:MOST_HINTS]]

"""The voice: piper in a process of its own."""

import contextlib
import sys
from collections import OrderedDict
from collections.abc import AsyncGenerator
from pathlib import Path

from assistant.errors import EngineFailed
from assistant.events import Sound
from assistant.speech.sentences import sentences
from assistant.utterance import Language
from assistant.workers import State, Worker

LOAD_TIMEOUT_S = 60.0
SENTENCE_DEADLINE_S = 15.0
KEPT_SENTENCES = 64
KEPT_LENGTH = 60
"""Characters of the longest sentence whose sound is kept."""


class PiperSynthesizer:
    """A Synthesizer over one piper voice."""

    languages: frozenset[Language] = frozenset({"en"})

    def __init__(self, models_dir: Path, threads: int = 2, voice: str = "en_US-joe-medium") -> None:
        """`voice`: the file in `models_dir` without its .onnx; its .onnx.json lies beside it. `threads`: CPU cores."""
        path = models_dir / f"{voice}.onnx"
        argv = [sys.executable, "-m", "assistant.speech.piper_worker", str(path), str(threads)]
        self._worker = Worker(argv, name="voice", start_timeout_s=LOAD_TIMEOUT_S, threads=threads)
        self._kept: OrderedDict[str, tuple[Sound, ...]] = OrderedDict()

    @property
    def state(self) -> State:
        """Of the process."""
        return self._worker.state

    @property
    def pid(self) -> int | None:
        """Of the process, while it lives."""
        return self._worker.pid

    async def start(self) -> None:
        """Load the voice now rather than with the first reply. Raises EngineMissing, EngineFailed."""
        await self._worker.start()

    async def synthesize(self, text: str, language: Language) -> AsyncGenerator[Sound, None]:
        """See Synthesizer. Several sentences are made one after another, each yielded as soon as it is there."""
        if language not in self.languages:
            raise EngineFailed(f"there is no voice for {language!r}; there is one for: {', '.join(self.languages)}")
        for sentence in sentences(text, language):
            for sound in self._remembered(sentence) or ():
                yield sound
            if sentence not in self._kept:
                async with contextlib.aclosing(self._spoken(sentence)) as pieces:
                    async for sound in pieces:
                        yield sound

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()

    def _remembered(self, sentence: str) -> tuple[Sound, ...] | None:
        if sentence in self._kept:
            self._kept.move_to_end(sentence)
        return self._kept.get(sentence)

    async def _spoken(self, sentence: str) -> AsyncGenerator[Sound, None]:
        pieces: list[Sound] = []
        request = self._worker.request({"text": sentence}, deadline_s=SENTENCE_DEADLINE_S)
        async with contextlib.aclosing(request) as answers:
            async for header, pcm in answers:
                pieces.append(Sound(pcm, int(header["rate"])))
                yield pieces[-1]
        self._keep(sentence, tuple(pieces))

    def _keep(self, sentence: str, pieces: tuple[Sound, ...]) -> None:
        if len(sentence) <= KEPT_LENGTH:
            self._kept[sentence] = pieces
            while len(self._kept) > KEPT_SENTENCES:
                self._kept.popitem(last=False)

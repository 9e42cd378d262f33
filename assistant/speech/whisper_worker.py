"""The ears' own process: `python -m assistant.speech.whisper_worker MODEL_FOLDER THREADS`.

A request's header is {"language", "hints": [...]}, its body 16 kHz mono s16le; the one answer is
{"text", "logprob", "why"}. To {"languages": [...]} it is {"likely": {language: probability}}.
"""

import sys
from pathlib import Path

from assistant.worker_frames import Header
from assistant.workers_child import Answers, Cancelled, serve, starting


def main() -> None:
    """Load the model, then listen until the pipe closes."""
    with starting():
        from assistant.speech.whisper_engine import WhisperEngine, samples_of

        engine = WhisperEngine(Path(sys.argv[1]), int(sys.argv[2]))

    def answer(header: Header, pcm: bytes, cancelled: Cancelled) -> Answers:
        if "languages" in header:
            yield {"likely": engine.likely(samples_of(pcm), header["languages"])}, b""
            return
        words = engine.hear(samples_of(pcm), header["language"], tuple(header["hints"]))
        yield {"text": words.text, "logprob": max(words.logprob, -99.0), "why": words.why}, b""

    serve(answer, ready={})


if __name__ == "__main__":
    main()

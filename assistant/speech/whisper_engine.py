"""Whisper on CTranslate2, tuned for one short utterance at a time. Runs in the ears' own process.

The encoder of whisper is made for 30 s and pads everything to that, which costs most of the time; here it sees only a
window a little longer than the speech. What is said least surely is thrown away, because a prompt of commands makes
whisper hear commands in noise.
"""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import tokenizers
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from faster_whisper.vad import VadOptions, get_speech_timestamps
from numpy.typing import NDArray

from assistant.errors import EngineFailed, EngineMissing
from assistant.speech.transcriber import SAMPLE_RATE
from assistant.utterance import Language

Samples = NDArray[np.float32]

FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")

BEAM = 5
FRAMES_A_SECOND = 100
FRAME_SAMPLES = SAMPLE_RATE // FRAMES_A_SECOND
MOST_FRAMES = 3000
LEAST_FRAMES = 1000
"""Below ten seconds of window the decoder tends to loop."""
SPARE_FRAMES = 200

CONTEXT = 448
"""Tokens the decoder can hold, prompt included."""
PROMPT_TOKENS = 200
KEPT_PROMPTS = 16
LEAST_NEW_TOKENS = 48
NEW_TOKENS_A_SECOND = 8

SUREST_NOISE = -0.7
"""Mean log-probability under which nothing was said: noise stays below -1.2, understood speech above -0.6."""
LOOP_COMPRESSION = 2.4
"""Text that zlib shrinks further than this repeats itself."""
_LOOP = re.compile(r"([^\W\d]{1,12}?)\1{5,}")
_ROOM = np.random.default_rng(0).normal(scale=0.001, size=MOST_FRAMES * FRAME_SAMPLES).astype(np.float32)
_NO_WORD = re.compile(r"[\W_]+")

VAD = VadOptions(threshold=0.5, min_speech_duration_ms=100, min_silence_duration_ms=700, speech_pad_ms=250)


@dataclass(frozen=True, slots=True)
class Words:
    """What whisper heard."""

    text: str
    """Empty where nothing was said, or nothing surely enough."""
    logprob: float
    """Mean log-probability of the tokens, 0 at best."""
    why: str = ""
    """Why the text is empty: "silence", "unsure", "loop" or "echo" (of the hints)."""


class WhisperEngine:
    """One loaded model. Not thread-safe."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Raises EngineMissing that names the damaged or absent file."""
        _require_files(folder)
        try:
            self._model = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
            self._tokens = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # CTranslate2 and tokenizers raise RuntimeError, ValueError and bare Exception
            raise EngineMissing(f"the model in {folder} is damaged ({error}); {remedy(folder)}") from error
        self._features = FeatureExtractor()
        self._vocabularies: dict[Language, Any] = {}
        self._prompts: dict[tuple[Language, tuple[str, ...]], list[int]] = {}

    def hear(self, samples: Samples, language: Language, hints: tuple[str, ...] = ()) -> Words:
        """The words in at most 30 s of sound. `hints`: names and phrases, most likely first."""
        speech = voiced(samples)
        if speech is None:
            return Words("", -math.inf, "silence")
        words = self._decode(speech, language, hints)
        if words.why == "loop":
            # Loops come from the short window or the prompt; the plain way is slower and has neither.
            words = self._decode(speech, language, (), MOST_FRAMES)
        return words

    def likely(self, samples: Samples, languages: Sequence[Language]) -> dict[Language, float]:
        """How likely each of these is spoken in at most 30 s of sound, of all that the model knows; empty: silence."""
        speech = voiced(samples)
        if speech is None:
            return {}
        [told] = self._model.detect_language(self._encode(speech, window(len(speech) / SAMPLE_RATE)))
        known = dict(told)
        return {language: float(known[f"<|{language}|>"]) for language in languages}

    def _decode(self, speech: Samples, language: Language, hints: tuple[str, ...], frames: int = 0) -> Words:
        vocabulary = self._vocabulary(language)
        seconds = len(speech) / SAMPLE_RATE
        prompt = self._prompt(vocabulary, language, hints)
        [result] = self._model.generate(
            self._encode(speech, frames or window(seconds)),
            [prompt],
            beam_size=BEAM,
            max_length=min(CONTEXT, len(prompt) + LEAST_NEW_TOKENS + int(NEW_TOKENS_A_SECOND * seconds)),
            return_scores=True,
            suppress_tokens=list(get_suppressed_tokens(vocabulary, [-1])),
        )
        tokens = result.sequences_ids[0]
        text = str(vocabulary.decode(tokens)).strip()
        return judged(text, result.scores[0] * len(tokens) / (len(tokens) + 1), hints)

    def _encode(self, speech: Samples, frames: int) -> Any:
        """The window is filled with the sound of a quiet room: after empty frames the decoder stops early or loops."""
        sound = _ROOM[: frames * FRAME_SAMPLES].copy()
        sound[: len(speech)] = speech[: len(sound)]
        mel = self._features(sound, padding=0)[None, :, :frames]
        return self._model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(mel)))

    def _prompt(self, vocabulary: Any, language: Language, hints: tuple[str, ...]) -> list[int]:
        if (language, hints) not in self._prompts:
            start = [*vocabulary.sot_sequence, vocabulary.no_timestamps]
            before = self._fitting(vocabulary, language, hints)
            if len(self._prompts) >= KEPT_PROMPTS:
                self._prompts.clear()
            self._prompts[language, hints] = [vocabulary.sot_prev, *before, *start] if before else start
        return self._prompts[language, hints]

    def _fitting(self, vocabulary: Any, language: Language, hints: tuple[str, ...]) -> list[int]:
        """The tokens of as many hints as fit, the likeliest last: the decoder minds the nearest words most."""
        best: list[int] = []
        taken: list[str] = []
        for hint in dict.fromkeys(h.strip() for h in hints if h.strip()):
            tokens = vocabulary.encode(sentence_of([hint, *taken], language))
            if len(tokens) > PROMPT_TOKENS:
                break
            taken.insert(0, hint)
            best = tokens
        return best

    def _vocabulary(self, language: Language) -> Any:
        if language not in self._vocabularies:
            self._vocabularies[language] = Tokenizer(self._tokens, True, task="transcribe", language=language)
        return self._vocabularies[language]


def sentence_of(hints: list[str], language: Language) -> str:
    """Hints as the text that might have been said before."""
    return " " + (", ".join(hints) + "." if language == "en" else "、".join(hints) + "。")


def window(seconds: float) -> int:
    """Mel frames that the encoder looks at for so much speech."""
    return min(MOST_FRAMES, max(LEAST_FRAMES, int(seconds * FRAMES_A_SECOND) + SPARE_FRAMES))


def judged(text: str, logprob: float, hints: tuple[str, ...] = ()) -> Words:
    """Keep only what was said surely, does not repeat itself and does not merely read the hints out."""
    if repeats(text):
        return Words("", logprob, "loop")
    if logprob < SUREST_NOISE:
        return Words("", logprob, "unsure")
    if echoes(text, hints):
        return Words("", logprob, "echo")
    return Words(text, logprob)


def repeats(text: str) -> bool:
    """Whether the text is stuck in a loop."""
    raw = text.encode()
    shrinks = len(raw) > 40 and len(raw) / len(zlib.compress(raw)) > LOOP_COMPRESSION
    return shrinks or _LOOP.search(_bare(text)) is not None


def echoes(text: str, hints: tuple[str, ...]) -> bool:
    """Whether the text is several hints one after another as they stand in the prompt: what noise is taken for."""
    said, names = _bare(text), [bare for hint in hints if (bare := _bare(hint))]
    pairs = {second + first for first, second in pairwise(names)}
    return any(pair in said for pair in pairs) and said in "".join(reversed(names))


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def voiced(samples: Samples) -> Samples | None:
    """From the first speech to the last with a little air around; None where nobody speaks."""
    spans = get_speech_timestamps(samples, VAD)
    return samples[spans[0]["start"] : spans[-1]["end"]] if spans else None


def samples_of(pcm: bytes) -> Samples:
    """Signed 16-bit little-endian to -1 … 1. Raises EngineFailed on half a sample."""
    if len(pcm) % 2:
        raise EngineFailed(f"{len(pcm)} bytes are no 16-bit samples")
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768.0


def remedy(folder: Path) -> str:
    """What to do about an absent or damaged model."""
    return f"fetch it with: mimosa models fetch {folder.name}"


def _require_files(folder: Path) -> None:
    for name in FILES:
        if not (folder / name).is_file():
            raise EngineMissing(f"{folder / name} is not there; {remedy(folder)}")

"""People who do not exist: synthetic voices, and others made of them by another size of throat.

Two voices come with Mimosa or its tests. Others, and a mixture of two, come where the multilingual voice "kokoro" lies
in the folder `kokoro` of the models (or in KOKORO_FOLDER): kokoro-v1.0.int8.onnx, vocab.json, voices_ja.npz.
"""

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.speech.audio import decode, wav
from assistant.speech.piper import PiperSynthesizer

KOKORO_FILES = ("kokoro-v1.0.int8.onnx", "vocab.json", "voices_ja.npz")
KOKORO_RATE = 24_000

OF_KOKORO: tuple[tuple[float, tuple[str, ...]], ...] = (
    *((1.0, (voice,)) for voice in ("jf_alpha", "jf_gongitsune", "jf_tebukuro", "jm_kumo")),
    (1.0, ("jf_alpha", "jm_kumo")),
    *((0.84, (voice,)) for voice in ("jf_alpha", "jf_gongitsune")),
    *((1.17, (voice,)) for voice in ("jf_tebukuro", "jm_kumo")),
)
"""Size of the throat, and of which voices it is the mean."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can say something."""

    name: str
    say: Callable[[str], Awaitable[bytes]]
    """A sentence as 16 kHz mono s16le."""


def at_size(pcm: bytes, rate: int, size: float) -> bytes:
    """The same speech out of a throat so many times smaller, 16 kHz: higher, and a little faster."""
    return decode(wav(pcm, round(rate * size)))


def of_hibari(size: float = 1.0) -> Person:
    """A woman, or whoever she would be at another size."""

    async def say(text: str) -> bytes:
        from hibari import SAMPLE_RATE  # type: ignore[import-untyped]

        return at_size(_pcm(_hibari()(text, seed=7, speed=1 / size)), SAMPLE_RATE, size)

    return Person(f"heart {size:g}", say)


def of_joe(voice: PiperSynthesizer, size: float = 1.0) -> Person:
    """A man, or whoever he would be at another size."""

    async def say(text: str) -> bytes:
        pieces = [piece async for piece in voice.synthesize(text, "en")]
        return at_size(b"".join(piece.pcm for piece in pieces), pieces[0].rate, size)

    return Person(f"joe {size:g}", say)


def of_kokoro(folder: Path, size: float, voices: tuple[str, ...]) -> Person:
    """One of its voices, or what lies between several."""

    async def say(text: str) -> bytes:
        return at_size(spoken(text), KOKORO_RATE, size)

    @cache
    def spoken(text: str) -> bytes:
        session, vocabulary, styles = _kokoro(folder)
        tokens = [vocabulary[sign] for sign in " ".join(_hibari().phonemize(text)) if sign in vocabulary]
        style = np.mean([styles[voice][len(tokens) - 1] for voice in voices], axis=0).astype(np.float32)
        asked = {"tokens": np.array([[0, *tokens, 0]]), "style": style, "speed": np.array([1.0], np.float32)}
        return _pcm(np.ravel(session.run(None, asked)[0]))

    return Person(f"{'+'.join(voices)} {size:g}", say)


def kokoro_folder(models_dir: Path) -> Path | None:
    """Where that voice lies; None where it does not."""
    folder = Path(os.environ.get("KOKORO_FOLDER") or models_dir / "kokoro")
    return folder if all((folder / name).is_file() for name in KOKORO_FILES) else None


def people(models_dir: Path, joe: PiperSynthesizer) -> list[Person]:
    """Everybody there is on this machine."""
    found = [*map(of_hibari, (1.0, 0.84)), *(of_joe(joe, size) for size in (1.0, 0.87, 1.15))]
    folder = kokoro_folder(models_dir)
    if folder is not None:
        found += [of_kokoro(folder, size, voices) for size, voices in OF_KOKORO]
    return found


def in_noise(pcm: bytes, decibels: float, colour: str, seed: int) -> bytes:
    """The same over noise that is so much quieter. `colour`: "car" (rumbling) or "room" (pink)."""
    clean = np.frombuffer(pcm, "<i2").astype(np.float64)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=len(clean)))
    spectrum *= np.maximum(np.arange(len(spectrum)), 20.0) ** (-1.0 if colour == "car" else -0.5)
    rough = np.fft.irfft(spectrum, len(clean))
    loudness = np.sqrt(np.mean(clean**2)) * 10 ** (-decibels / 20)
    noisy: bytes = np.clip(clean + rough * loudness / np.sqrt(np.mean(rough**2)), -32768, 32767).astype("<i2").tobytes()
    return noisy


def _pcm(sound: NDArray[Any]) -> bytes:
    pcm: bytes = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return pcm


@cache
def _hibari() -> Any:
    from hibari import Hibari

    return Hibari()


@cache
def _kokoro(folder: Path) -> tuple[Any, dict[str, int], dict[str, NDArray[np.float32]]]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(folder / KOKORO_FILES[0]), providers=["CPUExecutionProvider"])
    vocabulary = json.loads((folder / KOKORO_FILES[1]).read_text("utf-8"))["vocab"]
    return session, vocabulary, dict(np.load(folder / KOKORO_FILES[2]))

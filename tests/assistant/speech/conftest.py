"""Sounds to hear, and the real engines where their model files are on this machine."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from assistant.speech.audio import decode, wav

Speak = Callable[[str], bytes]

WHISPER = tuple(f"whisper-base/{name}" for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"))
PIPER = ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json")


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of the models; skips where one is missing, and fails in CI."""
    folder = Path(os.environ.get("MIMOSA_MODELS_DIR") or Path(platformdirs.user_data_path("mimosa")) / "models")
    missing = [name for name in (*WHISPER, *PIPER) if not (folder / name).is_file()]
    if missing:
        told = f"{', '.join(missing)} missing in {folder}; fetch them with: mimosa models fetch whisper-base piper-joe"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    return folder


@pytest.fixture(scope="session")
def say() -> Speak:
    """A voice that is not the reply's: a text as 16 kHz mono s16le with half a second of quiet around it."""
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari()

    def speak(text: str) -> bytes:
        sound = np.clip(voice(text, seed=7), -1, 1)
        spoken = decode(wav((sound * 32767).astype("<i2").tobytes(), SAMPLE_RATE))
        return quiet(0.5) + spoken + quiet(0.5)

    return speak


def quiet(seconds: float) -> bytes:
    """A room in which nothing is said: noise of a few bits."""
    generator = np.random.default_rng(1)
    return generator.integers(-3, 4, int(16000 * seconds)).astype("<i2").tobytes()


def noise(seconds: float, colour: str = "white", loudness: float = 0.1, seed: int = 3) -> bytes:
    """White, pink or brown noise; `loudness`: root mean square, 1 at most."""
    generator = np.random.default_rng(seed)
    spectrum = np.fft.rfft(generator.normal(size=int(16000 * seconds)))
    steepness = {"white": 0.0, "pink": 0.5, "brown": 1.0}[colour]
    spectrum *= np.maximum(np.arange(len(spectrum)), 20.0) ** -steepness
    sound = np.fft.irfft(spectrum)
    return (np.clip(sound * loudness / np.sqrt(np.mean(sound**2)), -1, 1) * 32767).astype("<i2").tobytes()


def tune(seconds: float) -> bytes:
    """Chords, like music."""
    at = np.arange(int(16000 * seconds)) / 16000
    chords = [(262, 330, 392), (294, 370, 440), (247, 311, 370)]
    sound = np.zeros_like(at)
    for index, chord in enumerate(chords):
        mask = (at // 0.5).astype(int) % len(chords) == index
        for pitch in chord:
            sound += mask * 0.1 * (np.sin(2 * np.pi * pitch * at) + 0.4 * np.sin(4 * np.pi * pitch * at))
    return (sound * 32767).astype("<i2").tobytes()

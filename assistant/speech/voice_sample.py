"""What there is of speech in a recording: how much, how loud, and over how much noise. Silence is cut away."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.speech.endpointing import WINDOW_BYTES, SpeechDetector
from assistant.speech.transcriber import SAMPLE_RATE
from assistant.speech.voiceprint import VoiceSilent, VoiceTooShort

Floats = NDArray[np.float32]

SPEECH = 0.5
"""Probability from which a window is speech."""
BESIDE = 2
"""Windows kept on either side of speech: the ends of words are not surely speech."""
QUIETEST_DB = -50.0
"""Loudness of speech, root mean square against full scale, below which nothing can be told from it."""
LEAST_S = 0.6
"""Seconds of speech below which nobody can be told by it."""
CLIPPED = 0.999
_WINDOW = WINDOW_BYTES // 2


@dataclass(frozen=True, slots=True)
class VoiceSample:
    """The speech of one recording."""

    speech: Floats
    """-1 … 1 at 16 kHz, the pauses cut away."""
    speech_s: float
    level_db: float
    """Root mean square of the speech against full scale."""
    noise_db: float
    """The same of what is not speech; of the quietest tenth of the speech where somebody speaks all the time."""
    clipped: float
    """Share of the speech's samples that are as loud as can be."""

    @property
    def above_noise_db(self) -> float:
        """By how much the speech is louder than the noise."""
        return self.level_db - self.noise_db


def speech_in(pcm: bytes, detector: SpeechDetector) -> VoiceSample:
    """The speech in 16 kHz mono s16le; `detector` is reset first. Raises VoiceSilent, VoiceTooShort."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32) / 32768.0
    windows = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    spoken = _spoken(pcm, len(windows), detector)
    if not spoken.any():
        raise VoiceSilent("nobody speaks in it")
    speech = windows[_widened(spoken)].reshape(-1)
    surely = windows[spoken]
    level = _db(surely)
    if level < QUIETEST_DB:
        raise VoiceSilent(f"the speech in it has {level:.0f} dB; at least {QUIETEST_DB:.0f} dB are needed")
    speech_s = float(spoken.sum()) * _WINDOW / SAMPLE_RATE
    if speech_s < LEAST_S:
        raise VoiceTooShort(f"{speech_s:.1f} s of speech; at least {LEAST_S:.1f} s are needed")
    quiet = windows[~_widened(spoken)]
    noise = _db(quiet) if len(quiet) >= BESIDE else _quietest_tenth(surely)
    return VoiceSample(speech, speech_s, level, noise, float(np.mean(np.abs(surely) >= CLIPPED)))


def _spoken(pcm: bytes, windows: int, detector: SpeechDetector) -> NDArray[np.bool_]:
    detector.reset()
    starts = range(0, windows * WINDOW_BYTES, WINDOW_BYTES)
    return np.array([detector.probability(pcm[at : at + WINDOW_BYTES]) >= SPEECH for at in starts], dtype=bool)


def _widened(spoken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wide = spoken.copy()
    for by in range(1, BESIDE + 1):
        wide[by:] |= spoken[:-by]
        wide[:-by] |= spoken[by:]
    return wide


def _quietest_tenth(windows: Floats) -> float:
    loudness = np.sqrt(np.mean(windows**2, axis=1))
    return float(20 * np.log10(max(float(np.quantile(loudness, 0.1)), 1e-5)))


def _db(windows: Floats) -> float:
    return float(20 * np.log10(max(float(np.sqrt(np.mean(windows**2))), 1e-5)))


def over_noise(speech: Floats, decibels: float) -> Floats:
    """The same speech in a room with noise, pink and always the same, that is so much quieter."""
    spectrum = np.fft.rfft(np.random.default_rng(1).normal(size=len(speech)))
    spectrum *= np.maximum(np.arange(len(spectrum)), 20.0) ** -0.5
    noise = np.fft.irfft(spectrum, len(speech))
    wanted = np.sqrt(np.mean(speech**2)) * 10 ** (-decibels / 20)
    noisy: Floats = (speech + noise * wanted / np.sqrt(np.mean(noise**2))).astype(np.float32)
    return noisy

"""What a voice is like, as 256 numbers: the speaker encoder of Resemblyzer, run with numpy alone.

Mel spectrogram (40 bands, 25 ms windows every 10 ms), cut in pieces of 1.6 s, each through three LSTM layers of 256 and
one linear layer with ReLU; the mean over the pieces, at unit length. Half a second of sound takes some 30 ms on a core.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EngineMissing
from assistant.speech.tensor_file import NotTensors, Tensor, read_tensors
from assistant.speech.transcriber import SAMPLE_RATE

Floats = NDArray[np.float32]

SIZE = 256
LAYERS = 3
BANDS = 40
WINDOW = 400
"""Samples of one frame: 25 ms."""
HOP = 160
"""Samples from one frame to the next: 10 ms."""
PIECE_FRAMES = 160
STEP_FRAMES = 77
"""From one piece to the next: 1.3 begin each second."""
LEAST_COVERED = 0.75
"""Of its length a last piece has to be sound."""
MOST_PIECES = 16
LOUDNESS = 10 ** (-30 / 20)
"""Root mean square that quieter sound is brought to."""


class SpeakerEncoder:
    """The loaded network; 6 MB. Thread-safe: nothing of it changes."""

    def __init__(self, path: Path) -> None:
        """`path`: the file as its makers published it. Raises EngineMissing."""
        try:
            weights = read_tensors(path, "model_state")
            self._layers = [_Layer(weights, number) for number in range(LAYERS)]
            self._linear, self._bias = weights["linear.weight"].T.copy(), weights["linear.bias"]
        except FileNotFoundError:
            raise EngineMissing(f"{path} is not there; {_REMEDY}") from None
        except (NotTensors, KeyError, OSError) as error:
            raise EngineMissing(f"the model {path} is damaged ({error}); {_REMEDY}") from error

    def embed(self, speech: Floats) -> Floats:
        """The voice in speech (-1 … 1, 16 kHz, silence cut away) as SIZE numbers of 0 or more, at unit length."""
        pieces = self._through(_pieces(_mel(_loud_enough(speech)), len(speech)))
        mean: Floats = pieces.mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def _through(self, frames: Floats) -> Floats:
        """(pieces, PIECE_FRAMES, BANDS) → (pieces, SIZE)."""
        states = frames
        for layer in self._layers:
            states = layer.states(states)
        raw = np.maximum(states[:, -1] @ self._linear + self._bias, 0.0)
        unit: Floats = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        return unit


_REMEDY = "fetch it with: mimosa models fetch resemblyzer"


class _Layer:
    """One LSTM layer."""

    def __init__(self, weights: dict[str, Tensor], number: int) -> None:
        self._inward = weights[f"lstm.weight_ih_l{number}"].T.copy()
        self._onward = weights[f"lstm.weight_hh_l{number}"].T.copy()
        self._bias = weights[f"lstm.bias_ih_l{number}"] + weights[f"lstm.bias_hh_l{number}"]

    def states(self, inputs: Floats) -> Floats:
        """(pieces, frames, values) → the state after each frame, (pieces, frames, SIZE)."""
        driven = inputs @ self._inward + self._bias
        state = cell = np.zeros((len(inputs), SIZE), np.float32)
        states = np.empty((*driven.shape[:2], SIZE), np.float32)
        for frame in range(driven.shape[1]):
            gates = driven[:, frame] + state @ self._onward
            take, keep, show = (_sigmoid(gates[:, at : at + SIZE]) for at in (0, SIZE, 3 * SIZE))
            cell = keep * cell + take * np.tanh(gates[:, 2 * SIZE : 3 * SIZE])
            state = show * np.tanh(cell)
            states[:, frame] = state
        return states


def _sigmoid(values: Floats) -> Floats:
    half: Floats = 0.5 * np.tanh(0.5 * values) + 0.5
    return half


def _loud_enough(speech: Floats) -> Floats:
    loudness = float(np.sqrt(np.mean(speech**2))) or 1.0
    return speech * np.float32(max(1.0, LOUDNESS / loudness))


def _pieces(mel: Floats, samples: int) -> Floats:
    """Overlapping pieces of the spectrogram, (pieces, PIECE_FRAMES, BANDS); the last may end in silence."""
    frames = samples // HOP + 1
    starts = list(range(0, max(1, frames - PIECE_FRAMES + STEP_FRAMES + 1), STEP_FRAMES))[:MOST_PIECES]
    if len(starts) > 1 and (samples / HOP - starts[-1]) / PIECE_FRAMES < LEAST_COVERED:
        del starts[-1]
    filled = np.zeros((starts[-1] + PIECE_FRAMES, BANDS), np.float32)
    known = min(len(mel), len(filled))
    filled[:known] = mel[:known]
    return np.stack([filled[start : start + PIECE_FRAMES] for start in starts])


def _mel(speech: Floats) -> Floats:
    """Power in each band, (frames, BANDS); frames are centred, with silence before the first and after the last."""
    padded = np.pad(speech, WINDOW // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(windows * _hann(), axis=1)) ** 2
    bands: Floats = (power @ _filters()).astype(np.float32)
    return bands


@cache
def _hann() -> Floats:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@cache
def _filters() -> Floats:
    """(bins, BANDS): triangles between neighbouring bands on Slaney's mel scale, each of the same area."""
    bins = np.linspace(0.0, SAMPLE_RATE / 2, WINDOW // 2 + 1)
    edges = _hertz(np.linspace(0.0, _mels(SAMPLE_RATE / 2), BANDS + 2))
    rising = (bins[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins[:, None]) / (edges[2:] - edges[1:-1])
    return (np.maximum(0.0, np.minimum(rising, falling)) * 2.0 / (edges[2:] - edges[:-2])).astype(np.float32)


_LINEAR_HZ, _LINEAR_MELS = 200.0 / 3.0, 15.0
"""Below 1 kHz, 15 mels, the scale is linear."""
_STEP = np.log(6.4) / 27.0


def _mels(hertz: float) -> float:
    return float(_LINEAR_MELS + np.log(hertz / 1000.0) / _STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    above = 1000.0 * np.exp(_STEP * (mels - _LINEAR_MELS))
    return np.where(mels < _LINEAR_MELS, mels * _LINEAR_HZ, above)

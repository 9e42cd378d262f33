"""Tells speech from other sound: the Silero model that comes with faster-whisper.

One window takes 0.1 ms on one core (a window is 32 ms of sound), so it runs on the event loop.
"""

import functools
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from assistant.errors import EngineMissing

WINDOW_SAMPLES = 512
WINDOW_BYTES = 2 * WINDOW_SAMPLES
_CONTEXT = 64
_STATE = (1, 1, 128)


class SileroDetector:
    """A SpeechDetector; each stream of sound needs one of its own."""

    def __init__(self) -> None:
        """Raises EngineMissing where the model that faster-whisper brings along is not there."""
        self._session = _session()
        self.reset()

    def reset(self) -> None:
        """Forget the sound so far."""
        self._h = np.zeros(_STATE, np.float32)
        self._c = np.zeros(_STATE, np.float32)
        self._before = np.zeros(_CONTEXT, np.float32)

    def probability(self, window: bytes) -> float:
        """0 to 1: how likely somebody speaks in the next WINDOW_BYTES of 16 kHz mono s16le."""
        samples = np.frombuffer(window, "<i2").astype(np.float32) / 32768.0
        sound = np.concatenate((self._before, samples))[None]
        told, self._h, self._c = self._session.run(None, {"input": sound, "h": self._h, "c": self._c})
        self._before = samples[-_CONTEXT:]
        return float(told[0])


@functools.cache
def _session() -> Any:
    spec = importlib.util.find_spec("faster_whisper")
    places = spec.submodule_search_locations if spec else None
    path = Path(places[0] if places else "faster_whisper") / "assets" / "silero_vad_v6.onnx"
    if not path.is_file():
        raise EngineMissing(f"{path} is not there; install the package faster-whisper again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

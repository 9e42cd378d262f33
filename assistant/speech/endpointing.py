"""Where an utterance begins and ends in a stream of sound."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.errors import NotAudio
from assistant.speech.transcriber import FRAME_BYTES, MAX_SPEECH_S, SAMPLE_RATE

WINDOW_BYTES = 1024
"""What a detector looks at: 512 samples, 32 ms."""

Mode = Literal["hold", "hands_free"]
"""A button says where speech begins and ends, or the sound itself."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody began to speak; whatever is being said now is to stop."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """An utterance is complete."""

    pcm: bytes
    """16 kHz mono s16le from shortly before the first to shortly after the last of it; empty where nobody spoke."""


@dataclass(frozen=True, slots=True)
class SpeechOverlong:
    """Somebody speaks for longer than one turn may carry. The utterance is dropped, up to its end."""

    limit_s: float = MAX_SPEECH_S


SpeechEvent = SpeechBegan | SpeechEnded | SpeechOverlong


class SpeechDetector(Protocol):
    """The seam to whatever tells speech from other sound."""

    def probability(self, window: bytes) -> float:
        """0 to 1: how likely somebody speaks in the next WINDOW_BYTES of sound."""
        ...

    def reset(self) -> None:
        """Forget the sound so far."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoints:
    """How speech is told to begin and end; seconds and probabilities."""

    begins_at: float = 0.5
    """Probability from which a window is speech."""
    goes_on_at: float = 0.35
    """Probability under which, once speech began, a window is silence."""
    least_speech_s: float = 0.12
    """Shorter sounds are no speech (a click, a cough)."""
    hangover_s: float = 0.55
    """Silence that ends an utterance: at 0.5 s one in 200 commands is cut, at 0.6 s none."""
    before_s: float = 0.35
    after_s: float = 0.25
    most_s: float = MAX_SPEECH_S


class Listener:
    """Takes frames, tells when speech begins and ends. One for each stream of sound; holds at most `most_s` of it."""

    def __init__(self, mode: Mode, detector: SpeechDetector, endpoints: Endpoints | None = None) -> None:
        self._detector = detector
        self._endpoints = endpoints or Endpoints()
        self._part = bytearray()
        self._course: _HandsFree | _Held = (
            _HandsFree(self._endpoints) if mode == "hands_free" else _Held(self._endpoints)
        )

    async def take(self, frame: bytes) -> tuple[SpeechEvent, ...]:
        """What the next 20 ms of sound brought. Raises NotAudio for a frame of another size than FRAME_BYTES."""
        if len(frame) != FRAME_BYTES:
            raise NotAudio(f"a frame of {len(frame)} bytes; each has {FRAME_BYTES} (20 ms of 16 kHz mono s16le)")
        self._part += frame
        if len(self._part) < WINDOW_BYTES:
            return self._course.begin()
        window = bytes(self._part[:WINDOW_BYTES])
        del self._part[:WINDOW_BYTES]
        return (*self._course.begin(), *self._course.take(window, self._detector.probability(window)))

    async def finish(self) -> tuple[SpeechEvent, ...]:
        """The sound ends here: the button was let go, the stream closed. The next frame begins anew."""
        rest = bytes(self._part)
        self._part.clear()
        self._detector.reset()
        return self._course.finish(rest)


def _windows(seconds: float) -> int:
    return math.ceil(seconds * SAMPLE_RATE * 2 / WINDOW_BYTES)


class _HandsFree:
    """Speech begins and ends where the detector hears it."""

    def __init__(self, endpoints: Endpoints) -> None:
        self._endpoints = endpoints
        self._hangover = _windows(endpoints.hangover_s)
        self._after = _windows(endpoints.after_s)
        self._most = _windows(endpoints.most_s)
        self._least = _windows(endpoints.least_speech_s)
        self._before: deque[bytes] = deque(maxlen=_windows(endpoints.before_s) + self._least)
        self._heard: list[bytes] = []
        self._speaking = self._overlong = False
        self._loud = self._silent = 0

    def begin(self) -> tuple[SpeechEvent, ...]:
        return ()

    def take(self, window: bytes, probability: float) -> tuple[SpeechEvent, ...]:
        if not self._speaking:
            return self._wait(window, probability)
        self._silent = 0 if probability >= self._endpoints.goes_on_at else self._silent + 1
        if self._silent >= self._hangover:
            return self._end()
        if self._overlong:
            return ()
        self._heard.append(window)
        if len(self._heard) > self._most:
            self._overlong = True
            self._heard.clear()
            return (SpeechOverlong(self._endpoints.most_s),)
        return ()

    def finish(self, rest: bytes) -> tuple[SpeechEvent, ...]:
        if not self._speaking:
            self._rest()
            return ()
        self._heard.append(rest)
        return self._end()

    def _wait(self, window: bytes, probability: float) -> tuple[SpeechEvent, ...]:
        self._before.append(window)
        self._loud = self._loud + 1 if probability >= self._endpoints.begins_at else 0
        if self._loud < self._least:
            return ()
        self._speaking = True
        self._heard = list(self._before)
        return (SpeechBegan(),)

    def _end(self) -> tuple[SpeechEvent, ...]:
        surplus = max(0, self._silent - 1 - self._after)
        said = b"".join(self._heard[: len(self._heard) - surplus])
        overlong = self._overlong
        self._rest()
        return () if overlong else (SpeechEnded(said),)

    def _rest(self) -> None:
        self._before.clear()
        self._heard = []
        self._speaking = self._overlong = False
        self._loud = self._silent = 0


class _Held:
    """A button says where speech begins and ends; the detector trims the silence around it."""

    def __init__(self, endpoints: Endpoints) -> None:
        self._endpoints = endpoints
        self._most = _windows(endpoints.most_s)
        self._heard: list[bytes] = []
        self._first: int | None = None
        self._last = 0
        self._begun = self._overlong = False

    def begin(self) -> tuple[SpeechEvent, ...]:
        if self._begun:
            return ()
        self._begun = True
        return (SpeechBegan(),)

    def take(self, window: bytes, probability: float) -> tuple[SpeechEvent, ...]:
        if self._overlong:
            return ()
        if len(self._heard) >= self._most:
            self._overlong = True
            self._heard.clear()
            return (SpeechOverlong(self._endpoints.most_s),)
        if probability >= self._endpoints.begins_at:
            self._first = len(self._heard) if self._first is None else self._first
            self._last = len(self._heard)
        self._heard.append(window)
        return ()

    def finish(self, rest: bytes) -> tuple[SpeechEvent, ...]:
        begun, overlong, said = self._begun, self._overlong, self._trimmed(rest)
        self._rest()
        return (SpeechEnded(said),) if begun and not overlong else ()

    def _trimmed(self, rest: bytes) -> bytes:
        if self._first is None:
            return b""
        start = max(0, self._first - _windows(self._endpoints.before_s))
        end = self._last + 1 + _windows(self._endpoints.after_s)
        return b"".join([*self._heard, rest][start:end])

    def _rest(self) -> None:
        self._heard = []
        self._first = None
        self._last = 0
        self._begun = self._overlong = False

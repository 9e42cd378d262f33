"""The seam to whatever tells voices apart: sound in, numbers out that are alike for the same voice."""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import AssistantError

SIZE = 256
"""Numbers of a voiceprint."""

_FORM = struct.Struct(f"<{SIZE}f")


class VoiceTooShort(AssistantError):
    """There is too little speech in the sound to tell whose it is."""


class VoiceSilent(AssistantError):
    """Nobody speaks in the sound, or far too quietly."""


@dataclass(frozen=True, slots=True)
class Voiceprint:
    """What a voice is like. Not what was said, and no sound can be made of it."""

    values: tuple[float, ...]
    """SIZE numbers of unit length together."""

    def likeness(self, other: "Voiceprint") -> float:
        """1: the very same voice; two voices have 0.5 to 0.75 mostly, one voice at two times 0.75 to 0.95."""
        return sum(one * another for one, another in zip(self.values, other.values, strict=True))

    def to_bytes(self) -> bytes:
        """As it is kept: float32, little-endian."""
        return _FORM.pack(*self.values)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Voiceprint":
        """Raises ValueError where these are not SIZE finite numbers."""
        if len(kept) != _FORM.size:
            raise ValueError(f"a voiceprint has {_FORM.size} bytes, not {len(kept)}")
        return cls.of(_FORM.unpack(kept))

    @classmethod
    def of(cls, values: Sequence[float]) -> "Voiceprint":
        """These numbers at unit length. Raises ValueError."""
        length = math.sqrt(sum(value * value for value in values))
        if len(values) != SIZE or not math.isfinite(length) or length == 0.0:
            raise ValueError(f"a voiceprint is {SIZE} finite numbers, not all of them 0")
        return cls(tuple(value / length for value in values))


def mean_of(prints: Sequence[Voiceprint]) -> Voiceprint:
    """What these have in common. Raises ValueError for none."""
    return Voiceprint.of([sum(column) for column in zip(*(each.values for each in prints), strict=True)])


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice, and what the recording is worth."""

    voiceprint: Voiceprint
    speech_s: float
    """Seconds of speech, without the pauses."""
    level_db: float
    """Root mean square of the speech against full scale."""
    above_noise_db: float
    """By how much the speech is louder than what is no speech."""
    clipped: float
    """Share of the speech's samples that are as loud as can be."""


class Voiceprints(Protocol):
    """Tells what a voice is like."""

    async def embed(self, pcm: bytes) -> Voiceprint:
        """The voice in `pcm` (16 kHz mono s16le).

        Raises VoiceTooShort, VoiceSilent; EngineMissing when the model is absent or damaged, EngineFailed when it could
        not be used.
        """
        ...

    async def heard(self, pcm: bytes) -> Heard:
        """The voice and how well it was heard. Raises as `embed`."""
        ...

    async def to_keep(self, pcm: bytes) -> Heard:
        """As `heard`, with the voice as somebody is to be known by it: in a noisy room as well. Raises as `embed`."""
        ...

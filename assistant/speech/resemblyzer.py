"""Voiceprints by Resemblyzer's encoder, in a thread beside the event loop."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EngineMissing
from assistant.speech.voiceprint import Heard, Voiceprint, mean_of

if TYPE_CHECKING:
    from assistant.speech.speaker_encoder import SpeakerEncoder

FILE = "resemblyzer-pretrained.pt"
REMEDY = "fetch it with: mimosa models fetch resemblyzer"


NOISE_DB = 16.0
"""Decibels by which the noise is quieter in which a voice is heard once more before it is kept …"""
SHARES = (3, 2)
"""… and how much it counts as it was heard, and as it is in that noise."""


class ResemblyzerVoiceprints:
    """Voiceprints; the model is loaded when it is first needed, and 8 MB large then."""

    def __init__(self, models_dir: Path) -> None:
        """`models_dir`: the folder that holds FILE."""
        self._path = models_dir / FILE
        self._encoder: SpeakerEncoder | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def missing(self) -> str:
        """What is not there and what helps; empty where the model is there."""
        return "" if self._path.is_file() else f"{self._path} is not there; {REMEDY}"

    async def start(self) -> None:
        """Load the model now rather than with the first voice. Raises EngineMissing."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self._loaded)

    async def embed(self, pcm: bytes) -> Voiceprint:
        """See Voiceprints."""
        return (await self.heard(pcm)).voiceprint

    async def heard(self, pcm: bytes) -> Heard:
        """See Voiceprints."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._heard, pcm)

    async def to_keep(self, pcm: bytes) -> Heard:
        """See Voiceprints."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._heard, pcm, with_noise=True)

    def _heard(self, pcm: bytes, *, with_noise: bool = False) -> Heard:
        # Nobody who is known by device alone needs numpy and the detector.
        from assistant.speech.silero import SileroDetector
        from assistant.speech.voice_sample import over_noise, speech_in

        encoder = self._loaded()
        sample = speech_in(pcm, SileroDetector())
        voiceprint = Voiceprint.of(encoder.embed(sample.speech).tolist())
        if with_noise:
            noisy = Voiceprint.of(encoder.embed(over_noise(sample.speech, NOISE_DB)).tolist())
            voiceprint = mean_of([voiceprint] * SHARES[0] + [noisy] * SHARES[1])
        return Heard(voiceprint, sample.speech_s, sample.level_db, sample.above_noise_db, sample.clipped)

    def _loaded(self) -> "SpeakerEncoder":
        if self._encoder is None:
            try:
                from assistant.speech.speaker_encoder import SpeakerEncoder
            except ImportError as error:
                raise EngineMissing(f"numpy cannot be loaded ({error}); install Mimosa again") from error
            self._encoder = SpeakerEncoder(self._path)
        return self._encoder

"""Voiceprints by Resemblyzer's encoder, in a thread beside the event loop."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EngineMissing
from assistant.speech.voiceprint import Heard, Voiceprint

if TYPE_CHECKING:
    from assistant.speech.speaker_encoder import SpeakerEncoder

FILE = "resemblyzer-pretrained.pt"
REMEDY = "fetch it with: mimosa models fetch resemblyzer"


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

    def _heard(self, pcm: bytes) -> Heard:
        # Nobody who is known by device alone needs numpy and the detector.
        from assistant.speech.silero import SileroDetector
        from assistant.speech.voice_sample import speech_in

        encoder = self._loaded()
        sample = speech_in(pcm, SileroDetector())
        voiceprint = Voiceprint.of(encoder.embed(sample.speech).tolist())
        return Heard(voiceprint, sample.speech_s, sample.level_db, sample.above_noise_db, sample.clipped)

    def _loaded(self) -> "SpeakerEncoder":
        if self._encoder is None:
            try:
                from assistant.speech.speaker_encoder import SpeakerEncoder
            except ImportError as error:
                raise EngineMissing(f"numpy cannot be loaded ({error}); install Mimosa again") from error
            self._encoder = SpeakerEncoder(self._path)
        return self._encoder

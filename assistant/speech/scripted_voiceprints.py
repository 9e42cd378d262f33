"""The double of the seam to voices: it knows whose voice is in which bytes, and finds no voice in any others."""

from collections.abc import Mapping

from assistant.errors import AssistantError
from assistant.speech.transcriber import SAMPLE_RATE
from assistant.speech.voiceprint import SIZE, Heard, Voiceprint, VoiceSilent


class ScriptedVoiceprints:
    """Every voice is a direction of its own, so that two have nothing in common. `script` may be added to."""

    def __init__(
        self, script: Mapping[bytes, str | AssistantError] | None = None, above_noise_db: float = 40.0
    ) -> None:
        """`script`: whose voice is in these bytes, or the error that they end in."""
        self.script = dict(script or {})
        self.above_noise_db = above_noise_db
        self._directions: dict[str, int] = {}

    async def embed(self, pcm: bytes) -> Voiceprint:
        """The voice of the script."""
        return (await self.heard(pcm)).voiceprint

    async def heard(self, pcm: bytes) -> Heard:
        """The voice of the script, loud and clear."""
        match self.script.get(pcm):
            case None:
                raise VoiceSilent("nobody of the script speaks in it")
            case AssistantError() as error:
                raise error
            case str(name):
                return Heard(self.voice_of(name), len(pcm) / 2 / SAMPLE_RATE, -20.0, self.above_noise_db, 0.0)

    async def to_keep(self, pcm: bytes) -> Heard:
        """The same: noise does not change a voice of the script."""
        return await self.heard(pcm)

    def voice_of(self, name: str) -> Voiceprint:
        """The voice of that name."""
        direction = self._directions.setdefault(name, len(self._directions))
        return Voiceprint.of([1.0 if at == direction else 0.0 for at in range(SIZE)])

"""The seam to the voice: words in, sound out, sentence by sentence."""

from collections.abc import AsyncIterator
from typing import Protocol

from assistant.events import Sound
from assistant.utterance import Language


class Synthesizer(Protocol):
    """Turns words into speech."""

    @property
    def languages(self) -> frozenset[Language]:
        """Languages it has a voice for; a reply in any other is shown, not spoken."""
        ...

    def synthesize(self, text: str, language: Language) -> AsyncIterator[Sound]:
        """Speech for one sentence, in pieces as they are made. Raises EngineFailed or EngineMissing."""
        ...

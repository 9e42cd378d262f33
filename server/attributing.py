"""Whose a turn was, put right everywhere that it is kept: in the conversations, and in what was learnt of it."""

from dataclasses import dataclass

from assistant.errors import MemoryUnavailable
from assistant.utterance import Speaker
from devices.errors import JournalUnavailable
from server.conversations import Conversations
from server.learning import Learning


@dataclass(frozen=True, slots=True)
class Attribution:
    """Changes whose turns were."""

    conversations: Conversations
    learning: Learning

    async def attribute(self, turn: str, speaker: Speaker) -> int | None:
        """Returns how many things done in it count for that person now; None where the turn is not known.

        Raises MemoryUnavailable.
        """
        if not self.conversations.attribute(turn, speaker):
            return None
        try:
            return await self.learning.attribute(turn, speaker)
        except JournalUnavailable as error:
            raise MemoryUnavailable(f"what was done in a turn cannot be looked up: {error}") from error

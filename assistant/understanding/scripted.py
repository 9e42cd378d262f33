"""The double of the Mind seam: answers from a script."""

from collections.abc import AsyncIterator, Mapping, Sequence

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.utterance import Utterance


class ScriptedMind:
    """Replies with the steps written for a text; passes on everything else."""

    def __init__(self, script: Mapping[str, Sequence[Step]], name: str = "core") -> None:
        self._script = script
        self.name = name

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """The steps of the script, or PassedOn."""
        for step in self._script.get(utterance.text, [PassedOn("not in the script")]):
            yield step

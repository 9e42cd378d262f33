"""The seam to whatever understands: an utterance in, thoughts, words, questions and tool calls out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Conversation
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.names import Names
from assistant.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Thinking:
    """A piece of thinking: for the trace, never spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Speech:
    """Words for the person. The turn refuses any that claim an act no tool has proved."""

    text: str
    claim: Claim = Claim.ANSWER


@dataclass(frozen=True, slots=True)
class Question:
    """Something has to be known first ("the lamp or the fan?"). Nothing is run."""

    text: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """This mind cannot place the utterance; the next one may."""

    why: str
    """What was not understood, for the trace ("no tool for: whisper")."""


Step = Thinking | Speech | Question | PassedOn | ToolCall


class Mind(Protocol):
    """Understands an utterance."""

    @property
    def name(self) -> str:
        """ "reflex" or "core"."""
        ...

    def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """Stream what to do. Yields one PassedOn and nothing else where it cannot place the utterance.

        Several ToolCalls are run in their order. Raises EngineFailed when its engine died or hung.
        """
        ...

"""The seam to whatever understands: an utterance in, thoughts, words, questions and tool calls out."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant.conversation import AskedElsewhere, Choosing, Conversation
from assistant.tools import Claim, Toolbox, ToolCall, ToolResult
from assistant.understanding.deferred import Deferred
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
    deferred: tuple[Deferred, ...] = ()
    """The wishes that the words are about, where they are not for now; nothing of them is run."""
    recorded: bool = False
    """The words come from a record of what was done (another Mimosa's results), not from what a model makes of it."""
    doubtful: bool = False
    """Another mind may know better what was meant; where none does the words stand."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something has to be known first ("the lamp or the fan?"). Nothing is run."""

    text: str
    choosing: Choosing | None = None
    """What may answer it, where code can tell."""
    elsewhere: AskedElsewhere | None = None
    """Where somebody else asks it: the answer is passed on to them, also beside an answer to what waits here."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """This mind cannot place the utterance; the next one may."""

    why: str
    """What was not understood, for the trace ("no tool for: whisper"); empty where that tells nobody anything."""


@dataclass(frozen=True, slots=True)
class Look:
    """Calls that only look something up, run before the mind goes on: it wants to see what they tell."""

    calls: tuple[ToolCall, ...]
    told: Callable[[Sequence[ToolResult]], None]
    """Called with the results, one for each call, before the next step is asked for."""


@dataclass(frozen=True, slots=True)
class Later:
    """What somebody else makes of a part of the sentence, who may take long to answer: asked for when all calls of the
    mind have been run, and told at this place among them. Its steps are words and questions.
    """

    steps: "Callable[[], AsyncIterator[Step]]"


Step = Thinking | Speech | Question | PassedOn | Look | Later | ToolCall


@runtime_checkable
class Reconsiders(Protocol):
    """Gives a second opinion on what another mind refused."""

    def reconsider(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """Stream thoughts, and then the calls that were meant after all; no call where the refusal stands.

        Raises EngineFailed when its engine died or hung.
        """
        ...


class Mind(Protocol):
    """Understands an utterance."""

    @property
    def name(self) -> str:
        """ "reflex", "small talk" or "core"."""
        ...

    def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """Stream what to do. Yields one PassedOn and nothing else where it cannot place the utterance.

        Several ToolCalls are run in their order. Where nothing is said after a Look, its results speak for themselves.
        Raises EngineFailed when its engine died or hung.
        """
        ...

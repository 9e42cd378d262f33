"""What happens in a turn, as a closed union. Everything a page, a head unit or a test can see of a turn is here."""

from dataclasses import dataclass, field

from assistant.tools import Claim, ToolCall, ToolResult
from assistant.understanding.deferred import Deferred
from assistant.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of the person are known."""

    turn: str
    utterance: Utterance
    ms: float
    """Time the transcriber took; 0 for typed text."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A mind placed the utterance: the calls it wants, or none where it answers in words or asks back."""

    turn: str
    mind: str
    """"reflex", "core" or "dialogue" (a yes, a no, a stop)."""
    calls: tuple[ToolCall, ...]
    why: str
    """Why this mind, and what made the ones before it pass it on; for the trace."""
    ms: float
    deferred: tuple[Deferred, ...] = ()
    """What was wished for later or on a condition; it was understood and nothing of it was done."""
    meant: str = ""
    """The sentence that a phrase of this household stands for, where one was said."""


@dataclass(frozen=True, slots=True)
class Thought:
    """A piece of the model's thinking: for the trace, never spoken."""

    turn: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A tool is being run."""

    turn: str
    call: ToolCall


@dataclass(frozen=True, slots=True)
class Returned:
    """A tool came back."""

    turn: str
    call: ToolCall
    result: ToolResult
    ms: float


@dataclass(frozen=True, slots=True)
class Sound:
    """Speech to be played."""

    pcm: bytes
    """Signed 16-bit little-endian mono samples."""
    rate: int
    """Samples a second."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the reply; with sound where the place is not silent."""

    turn: str
    text: str
    claim: Claim
    sound: Sound | None
    ms: float
    """Time the synthesizer took for this sentence."""
    filler: bool = False
    """Said while the answer is still thought about; no part of the reply."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The turn was stopped by the person."""

    turn: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The turn could not be completed; `say` is what the person is told."""

    turn: str
    reason: str
    """A stable code: "not_heard", "not_audio", "too_long", "engine", "internal"."""
    say: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of every turn."""

    turn: str
    outcome: str
    """A claim's value, or "not_understood"."""
    reply: str
    """Everything that was said, as one text."""
    stages_ms: dict[str, float] = field(default_factory=dict)
    """hear, understand, act, speak, total; and, as parts of understand, "reflex" and "core" for the minds asked."""


TurnEvent = Heard | Understood | Thought | Called | Returned | Said | Interrupted | Failed | Finished

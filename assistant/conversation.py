"""One place's dialogue: what was said lately, and what waits for a yes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.tools import ToolCall, ToolResult
from assistant.utterance import Utterance

CONFIRMATION_LIFETIME = timedelta(seconds=30)
"""How long a question stays open. After that a yes answers nothing."""

MEMORY_LIFETIME = timedelta(minutes=3)
"""How long "it" and "there" can refer to what was said before."""

HISTORY_LENGTH = 12
"""Exchanges kept; older ones are dropped."""


@dataclass(frozen=True, slots=True)
class Parked:
    """The exact calls that wait for a yes. Only code decides whether the next utterance is one."""

    calls: tuple[ToolCall, ...]
    utterance: Utterance
    """What was said when they were asked about; a yes of anybody else answers nothing."""
    question: str
    asked_at: datetime
    needs_proof: bool = False
    """A yes is not enough: a PIN is."""

    def is_open(self, now: datetime) -> bool:
        """Whether a yes still answers it."""
        return timedelta(0) <= now - self.asked_at <= CONFIRMATION_LIFETIME


@dataclass(frozen=True, slots=True)
class Exchange:
    """One finished turn, as later turns see it."""

    utterance: Utterance
    calls: tuple[ToolCall, ...]
    results: tuple[ToolResult, ...]
    reply: str


@dataclass(slots=True)
class Conversation:
    """The dialogue at one place (a room, a car, a browser). Changed by the turn function alone."""

    place: str
    history: list[Exchange] = field(default_factory=list)
    parked: Parked | None = None

    def recent(self, now: datetime) -> tuple[Exchange, ...]:
        """The exchanges that "it" may still refer to, oldest first."""
        return tuple(e for e in self.history if now - e.utterance.at <= MEMORY_LIFETIME)

    def remember(self, exchange: Exchange) -> None:
        """Add a finished turn."""
        self.history.append(exchange)
        del self.history[:-HISTORY_LENGTH]

"""One place's dialogue: what was said lately, and what waits for a yes."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.tools import Claim, ToolCall, ToolResult
from assistant.understanding.deferred import Deferred
from assistant.utterance import Speaker, Utterance

CONFIRMATION_LIFETIME = timedelta(seconds=30)
"""How long a question stays open. After that a yes answers nothing."""

CONFIRMATION_LIFETIME_IN_CAR = timedelta(seconds=8)
"""The same for a mere yes in a car: what is around it changes. A PIN takes its time to be entered."""

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
    turn: str = ""
    """Id of the turn that asked."""
    on_no: tuple[ToolCall, ...] = ()
    """What a no of whoever was asked calls, beside dropping the question."""
    on_every: tuple[ToolCall, ...] = ()
    """What "every time" calls, where it answers the question too."""

    @property
    def until(self) -> datetime:
        """When it is too late for a yes."""
        in_car = self.utterance.speaker.seat and not self.needs_proof
        return self.asked_at + (CONFIRMATION_LIFETIME_IN_CAR if in_car else CONFIRMATION_LIFETIME)

    def is_open(self, now: datetime, circumstances: str | None = None) -> bool:
        """Whether a yes still answers it; one that is said in other circumstances than it was asked in does not."""
        in_time = self.asked_at <= now <= self.until
        return in_time and circumstances in (None, self.utterance.circumstances)


@dataclass(frozen=True, slots=True)
class Choosing:
    """What may answer a question that a mind asked because something was not clear; anything else drops it."""

    text: str
    """The whole sentence that was not clear, as it was or as it had been completed by then."""
    candidates: tuple[str, ...] = ()
    """Ids of the things of which some are meant, in the order in which they were named."""
    chosen: tuple[str, ...] = ()
    """Ids that were chosen for the same sentence before."""
    instead: tuple[str, ...] = ()
    """Words of `text` that name nothing here …"""
    offered: tuple[str, ...] = ()
    """… and the names that may stand in their place, best first."""
    pointed_at: tuple[str, ...] = ()
    """What "it" means in `text`."""
    call: ToolCall | None = None
    """In the place of `text`: a call that lacks only its things."""
    question: str = ""
    """What was asked, where `candidates` do not tell."""
    again: bool = False
    """It has been asked twice; a mere yes to it is not asked about a third time."""
    takes_back: tuple[ToolCall, ...] = ()
    """Calls that have to be run before those of the completed sentence: it corrects what was done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A mind's question that the next utterance may answer."""

    choosing: Choosing
    utterance: Utterance
    """What was said when it was asked; the answer of anybody else is none."""
    asked_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return timedelta(0) <= now - self.asked_at <= CONFIRMATION_LIFETIME


@dataclass(frozen=True, slots=True)
class AskedElsewhere:
    """A question of somebody else (the house, asked from the car) that a mind passed on to the person."""

    mind: str
    """Name of the mind that passes the answer on."""
    text: str
    takes: Literal["words", "yes", "pin"] = "words"
    """What answers it."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When it was heard."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One finished turn, as later turns see it."""

    utterance: Utterance
    calls: tuple[ToolCall, ...]
    results: tuple[ToolResult, ...]
    reply: str
    claim: Claim = Claim.ANSWER
    """What the reply was; ASK where something was asked back."""
    turn: str = ""
    """Id of the turn, which its commands carry in the record."""
    choosing: Choosing | None = None
    """What was asked in it."""
    deferred: tuple[Deferred, ...] = ()
    """What was wished for in it, but not for that moment; nothing of it was run."""
    mind_asked: bool = False
    """A mind asked something back in it; a question of a call is parked instead."""
    asked_elsewhere: AskedElsewhere | None = None
    """What somebody else asked in it, and still waits for an answer."""
    guessed: str = ""
    """Id of the thing that was taken in it because it is the one usually meant."""

    @property
    def is_wish(self) -> bool:
        """Whether something was wished for in it, also in vain; what was only asked or put back is no wish."""
        if any(result.facts.get("puts_back") for result in self.results):
            return False
        wished = any(result.claim is not Claim.ANSWER for result in self.results)
        return wished or (not self.calls and self.claim in (Claim.ASK, Claim.REFUSED))

    @property
    def is_question_of_mind(self) -> bool:
        """Whether it ended with a question that no call of it asked."""
        return self.claim is Claim.ASK and (self.mind_asked or not self.calls)


@dataclass(slots=True)
class Conversation:
    """The dialogue at one place (a room, a car, a browser). Changed by the turn function alone."""

    place: str
    history: list[Exchange] = field(default_factory=list)
    parked: Parked | None = None
    asked: Asked | None = None
    """What a mind asked last, until the next turn."""
    proof_asked_at: datetime | None = None
    """When a mind asked for a PIN that is not this machine's to check …"""
    proof_said: str = ""
    """… and the PIN that was said then, for that mind alone: nothing else shows or keeps it."""

    def recent(self, now: datetime) -> tuple[Exchange, ...]:
        """The exchanges that "it" may still refer to, oldest first."""
        return tuple(e for e in self.history if now - e.utterance.at <= MEMORY_LIFETIME)

    def wished(self, person: str) -> tuple[str, ...]:
        """Ids of the turns in which this person (anybody, where it is empty) wished for something, the latest first."""
        mine = (e for e in reversed(self.history) if not person or e.utterance.speaker.person == person)
        return tuple(e.turn for e in mine if e.is_wish)

    def remember(self, exchange: Exchange) -> None:
        """Add a finished turn."""
        self.history.append(exchange)
        del self.history[:-HISTORY_LENGTH]

    def attribute(self, turn: str, speaker: Speaker) -> bool:
        """Somebody else than was thought said what began that turn; returns whether it was one of these.

        What was asked in it waits no more: it was asked of the wrong one.
        """
        found = [number for number, exchange in enumerate(self.history) if exchange.turn == turn]
        for number in found:
            exchange = self.history[number]
            self.history[number] = replace(exchange, utterance=replace(exchange.utterance, speaker=speaker))
            if number == len(self.history) - 1:
                self.parked = self.asked = None
        return bool(found)

    def end(self) -> None:
        """Let go of all that was said: nothing waits any more, and "it" means nothing."""
        self.history.clear()
        self.parked = self.asked = self.proof_asked_at = None
        self.proof_said = ""

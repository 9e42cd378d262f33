"""A wish, a fact, and how the wish ended."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from devices.device import Value

Role = Literal["owner", "adult", "child", "guest", "unknown_voice", "routine", "untrusted_text"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wishes it and how they got here."""

    person: str = "owner"
    role: Role = "owner"
    surface: str = "text"
    """"voice", "text", "touch", "rest" or "routine"."""
    sentence: str = ""
    """What was said, for "why did you do that?"; kept in the journal only, never in a log."""
    confirmed: bool = False
    second_factor: bool = False


def new_id() -> str:
    """A fresh id for a command or a turn."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Command:
    """A wish for one capability of one device. Values are absolute: relative wishes were resolved before."""

    device: str
    capability: str
    value: Value
    turn: str = ""
    origin: Origin = field(default_factory=Origin)
    id: str = field(default_factory=new_id)
    deadline_s: float = 5.0
    """Seconds until the answer has to be known; a command that is not actuated by then must not be actuated."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a device says about one of its capabilities."""

    device: str
    capability: str
    value: Value
    live: bool
    """False for a retained message: last known, never evidence."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    order: int = 0
    """Grows with every message received; newer means larger."""


class OutcomeKind(StrEnum):
    """How a command ended, in the words of the journal."""

    DONE = "done"
    ALREADY = "already"
    STARTED = "started"
    PENDING = "pending"
    FAILED = "failed"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    ASK = "ask"


class Reason(StrEnum):
    """Why a command did not simply end in DONE; skills have words for each."""

    NONE = ""
    NO_SUCH_DEVICE = "no_such_device"
    CANNOT_DO_THAT = "cannot_do_that"
    OUT_OF_RANGE = "out_of_range"
    OFFLINE = "offline"
    LINK_DOWN = "link_down"
    NO_ANSWER = "no_answer"
    CANNOT_REPORT = "cannot_report"
    CONTRADICTED = "contradicted"
    DEVICE_ERROR = "device_error"
    NOT_AUTHORISED = "not_authorised"
    NOT_ALLOWED = "not_allowed"
    NOT_WHILE_DRIVING = "not_while_driving"
    NEEDS_CONFIRMATION = "needs_confirmation"
    NEEDS_SECOND_FACTOR = "needs_second_factor"
    JOURNAL_UNAVAILABLE = "journal_unavailable"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended. What is spoken follows from this alone."""

    kind: OutcomeKind
    command: Command
    reason: Reason = Reason.NONE
    reported: Value = None
    """What the device itself says now; None where it said nothing."""
    low: float | None = None
    """With OUT_OF_RANGE: the smallest value it takes."""
    high: float | None = None
    choices: tuple[str, ...] = ()
    """With OUT_OF_RANGE: the values it takes."""

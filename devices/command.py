"""A wish, a fact, and how the wish ended."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from devices.device import Value

Role = Literal["owner", "adult", "child", "guest", "unknown_voice", "routine", "untrusted_text"]

Seat = Literal["", "unknown", "driver", "passenger", "rear_left", "rear_middle", "rear_right"]
"""Where in the car somebody sits; empty: not in the car. In the car on an unknown seat counts as a passenger."""


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
    seat: Seat = ""
    grants: frozenset[str] | None = None
    """What whatever they speak through was granted (`rules/granted.py`), whoever they are; None: no limit."""


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
    swept: bool = False
    """A wish for everything ("turn everything off") includes it; neither it nor its kind was named."""
    undoes: str = ""
    """Id of the command that this one takes back; empty for a wish of its own."""


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
    stamp: float | None = None
    """What the device itself put on the report to tell newer from older: a sequence number, or seconds of its clock.
    None where it puts nothing on it."""


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
    DEVICE_REFUSED = "device_refused"
    """It answered that it does not do it, for a reason that has no name here; its own code comes along."""
    NOT_AUTHORISED = "not_authorised"
    NOT_ALLOWED = "not_allowed"
    NOT_WHILE_DRIVING = "not_while_driving"
    NEEDS_CONFIRMATION = "needs_confirmation"
    NEEDS_SECOND_FACTOR = "needs_second_factor"
    JOURNAL_UNAVAILABLE = "journal_unavailable"
    SUPERSEDED = "superseded"
    CHANGED_BY_HAND = "changed_by_hand"
    """Somebody at the device itself set it to something else while the command was on its way."""
    REVERTED = "reverted"
    """It did it, and took it back by itself at once."""
    JAMMED = "jammed"
    STOPPED_SHORT = "stopped_short"
    """It had begun to move, and stands still before it is there."""
    BUSY = "busy"
    """It is doing something that has to end first."""
    NOT_APPROVED = "not_approved"
    """A new device that the owner has not approved yet."""
    SPARED = "spared"
    """A wish for everything leaves it alone: fridge, medical, alarm, router, camera, frost protection."""
    ONLY_BY_HAND = "only_by_hand"
    """Never by voice, whoever asks (smoke alarm off, driving controls)."""
    FROST = "frost"
    """So cold that pipes could freeze."""
    NOBODY_HOME = "nobody_home"
    AT_NIGHT = "at_night"
    MANY_DEVICES = "many_devices"
    VERY_LOUD = "very_loud"
    LOADED = "loaded"
    """With ASK: whether rice and water are in, whether nothing lies on it."""
    RAINING = "raining"
    DARK = "dark"
    TOO_FAST = "too_fast"
    """With the car: not at this speed."""
    UNSURE = "unsure"
    """With the car: it depends on something that the car does not tell."""
    CHILD_LOCK = "child_lock"
    NOT_FROM_THAT_SEAT = "not_from_that_seat"
    FUMES = "fumes"
    """An engine in a closed garage."""
    NOT_GRANTED = "not_granted"
    """The head unit it came through was not granted that."""


class Safe(StrEnum):
    """What would be safe instead of what was refused; skills have words for each."""

    NONE = ""
    WHEN_PARKED = "when_parked"
    WHEN_STOPPED = "when_stopped"
    WHEN_SLOWER = "when_slower"
    WHEN_DRY = "when_dry"
    READ_ALOUD = "read_aloud"
    AT_THE_DEVICE = "at_the_device"
    BY_THE_DRIVER = "by_the_driver"
    BY_AN_ADULT = "by_an_adult"
    WHEN_SOMEBODY_IS_HOME = "when_somebody_is_home"
    APPROVE_IT = "approve_it"
    GRANT_IT = "grant_it"
    """Grant it to the head unit."""
    NAME_IT = "name_it"
    """Ask for it by its name."""
    FROST_LIMIT = "frost_limit"
    """As low as keeps from freezing."""
    OPEN_THE_GARAGE = "open_the_garage"
    FIRST_LOW_BEAM = "first_low_beam"
    FIRST_FOG_LIGHTS_OFF = "first_fog_lights_off"
    FIRST_THE_SHADE = "first_the_shade"


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
    safe: Safe = Safe.NONE
    """With REFUSED: what would be safe instead."""
    late: bool = False
    """It was proved only after its deadline."""
    code: str = ""
    """With DEVICE_REFUSED: the device's own code for it, foreign text; empty where it gave none."""

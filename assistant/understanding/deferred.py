"""What was wished for later, for a while or on a condition: understood whole, and not done."""

from dataclasses import dataclass
from typing import Literal

from assistant.tools import ToolCall

Kind = Literal["delay", "moment", "recurrence", "duration", "event", "threshold"]
"""After some time; at a time; again and again; only for a while; when something happens; when a value is passed."""

PartOfDay = Literal["", "morning", "afternoon", "evening", "night"]
Relation = Literal["", "above", "below", "reaches", "before", "after"]


@dataclass(frozen=True, slots=True)
class Condition:
    """When an act is to happen, or for how long. What was not said is empty or None."""

    kind: Kind
    said: str
    """The words as they were said."""
    seconds: float | None = None
    """Of a delay, a duration, or from one time to the next of a recurrence; above 0. None: "in a while"."""
    time: str = ""
    """ISO time of day ("06:30"): of a moment, of a recurrence, or the end of a duration."""
    either_half: bool = False
    """The time may be before or after noon ("at seven")."""
    part_of_day: PartOfDay = ""
    days_ahead: int | None = None
    """0 today, 1 tomorrow."""
    weekdays: frozenset[int] = frozenset()
    """ISO weekdays, 1 Monday to 7 Sunday; all seven: every day."""
    relation: Relation = ""
    """Of a threshold; or on which side of its time a moment lies."""
    amount: float | None = None
    """The threshold's value."""
    unit: str = ""
    """"%", "°C" or "" where none was said."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """A wish with its conditions. All of them have to hold; the calls wait for that."""

    conditions: tuple[Condition, ...]
    command: str
    """The words of the wish itself, as they were said."""
    calls: tuple[ToolCall, ...]
    """What it comes to, by the names of the home at the moment it was said."""

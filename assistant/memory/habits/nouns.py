"""What is said of habits: what comes next, which value is usual, and the habits themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.memory.happenings import Value


@dataclass(frozen=True, slots=True)
class Guess:
    """What this person may do next."""

    device: str
    action: str
    value: Value
    probability: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class When:
    """Under what a habit holds; what is None or empty makes no difference."""

    weekdays: frozenset[int] | None = None
    """0 is Monday."""
    hours: tuple[int, int] | None = None
    """From the first up to, without, the second; (22, 6) goes over midnight."""
    around: Mapping[str, str] = field(default_factory=dict)
    """Conditions, and under "place" the room."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The value that this person usually takes here and now."""

    value: Value
    times: int
    """How often it was taken …"""
    of: int
    """… of the last times of which `when` is true."""
    since: datetime
    """The first of those times at which it was taken."""
    until: datetime
    """The last of them."""
    when: When


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that this person usually does."""

    id: str
    person: str
    kind: Literal["next", "value"]
    """"value": takes this value; "next": does this at that time, or after something else."""
    device: str
    action: str
    value: Value
    when: When
    times: int
    """How often it was so …"""
    of: int
    """… of the last times that it could have been."""
    since: datetime
    last: datetime
    after: tuple[str, str, Value] | None = None
    """Device, action and value of what comes right before; None where that makes no difference."""

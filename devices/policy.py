"""Who may do what, when: pure functions over a command and the situation. The most severe answer wins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from devices.command import Command, Reason, Safe
from devices.device import Device


class Driving(StrEnum):
    """What the car is doing. Anything stale or contradictory is UNKNOWN, which counts as MOVING."""

    PARKED = "parked"
    STOPPED = "stopped"
    MOVING = "moving"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a rule may know beside the command."""

    now: datetime
    driving: Driving = Driving.UNKNOWN
    group_size: int = 1
    """How many commands the same wish was expanded to."""
    approved: bool = True
    """Whether the owner has approved this capability of the device."""


@dataclass(frozen=True, slots=True)
class Allow:
    """Go on."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Ask first: this very command waits for a yes."""

    reason: Reason = Reason.NEEDS_CONFIRMATION
    """What makes it worth asking (AT_NIGHT, NOBODY_HOME, …), for the question."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Ask for proof of identity."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """No."""

    reason: Reason
    safe: Safe = Safe.NONE
    """What would be safe instead."""


Decision = Allow | Confirm | SecondFactor | Refuse

Rule = Callable[[Command, Device, Situation], Decision]

_SEVERITY: dict[type, int] = {Allow: 0, Confirm: 1, SecondFactor: 2, Refuse: 3}


def decide(command: Command, device: Device, situation: Situation, rules: Sequence[Rule]) -> Decision:
    """The most severe decision of all rules. A confirmed command passes Confirm, a proven person SecondFactor."""
    decisions = [rule(command, device, situation) for rule in rules]
    worst = max(decisions, key=lambda d: _SEVERITY[type(d)], default=Allow())
    match worst:
        case Confirm() if command.origin.confirmed:
            return Allow()
        case SecondFactor() if command.origin.second_factor:
            return Allow()
    return worst

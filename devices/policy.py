"""Who may do what, when: pure functions over a command and the situation. The most severe answer wins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from devices.command import Command, Reason, Safe
from devices.device import Device, Value


class Driving(StrEnum):
    """What the car is doing. Anything stale or contradictory is UNKNOWN, which counts as MOVING."""

    PARKED = "parked"
    STOPPED = "stopped"
    MOVING = "moving"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CarNow:
    """What the car says beside how it drives. None: unknown, which counts as the worse."""

    speed_kmh: float | None = None
    raining: bool | None = None
    dark: bool | None = None
    window_child_lock: bool | None = None
    """Whether the rear windows are locked for those who sit there; False too where the car has no such lock."""
    child_doors: frozenset[str] = frozenset()
    """Rear doors ("Row2.DriverSide") whose child lock is on: a child may sit there."""
    low_beam: bool | None = None
    """True too where the car does not say how its beams are."""
    fog_lights: bool | None = None
    shade_open: bool | None = None
    """Whether the shade under the sunroof is wholly open; True too where there is none."""
    unbelted: frozenset[str] = frozenset()
    """Seats ("Row1.PassengerSide") known to be unbelted."""
    route_active: bool = False
    """Whether a destination is set."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a rule may know beside the command."""

    now: datetime
    """In the time zone of the house."""
    driving: Driving = Driving.UNKNOWN
    """Of the car that is commanded, or that whoever speaks sits in."""
    group_size: int = 1
    """How many commands the same wish was expanded to."""
    approved: bool = True
    """Whether the owner has approved this capability of the device."""
    car: CarNow = CarNow()
    """The car that `driving` is about."""
    present: Value = None
    """What the device itself says the capability is now; None: unknown."""
    anybody_home: bool | None = None
    """Whether one of the people who live here is at home; None: unknown."""
    outside_c: float | None = None
    """°C outside the house, the lowest that is measured; None: unknown."""
    garage_open: bool | None = None
    """Whether every garage door is open; None: unknown."""
    borrowed: int = 0
    """The highest tier of whatever else is commanded on the topics that this wish goes to; 0: nothing else is."""


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


def severest(decisions: Sequence[Decision]) -> Decision:
    """The most severe one, the first of several; Allow where there is none."""
    return max(decisions, key=lambda d: _SEVERITY[type(d)], default=Allow())


def decide(command: Command, device: Device, situation: Situation, rules: Sequence[Rule]) -> Decision:
    """The most severe decision of all rules. A confirmed command passes Confirm, a proven person SecondFactor."""
    worst = severest([rule(command, device, situation) for rule in rules])
    match worst:
        case Confirm() if command.origin.confirmed:
            return Allow()
        case SecondFactor() if command.origin.second_factor:
            return Allow()
    return worst

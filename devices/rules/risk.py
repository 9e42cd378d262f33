"""One row of the table of tiers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from devices.command import Command, Reason
from devices.device import Device
from devices.policy import Situation
from devices.rules.direction import last_part

COMFORT, COST, HAZARD, ACCESS, NEVER = 1, 2, 3, 4, 5

ACCESS_FLOOR = 3
"""Letting somebody in never falls below this tier, whatever the owner says."""

NIGHT = frozenset({"night"})
AWAY = frozenset({"away"})
"""What makes a wish unusual: that it is night, that nobody is at home."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A tier, and which wishes it is about."""

    tier: int
    kinds: frozenset[str]
    capabilities: frozenset[str]
    """Names or last parts of paths; empty for all."""
    when: Callable[[Command, Device, Situation], bool]
    """Whether the wish goes the way that the row is about."""
    flavours: frozenset[str] = frozenset()
    """Empty for all."""
    reason: Reason = Reason.NEEDS_CONFIRMATION
    """What makes it worth a question."""
    unusual: frozenset[str] = frozenset()
    """In tier 2: what makes it worth a question for those who live here."""
    always_asked: bool = False
    """In tier 2: it is worth a question at any time."""
    needs_somebody: bool = False
    """In tier 3: not while nobody is at home."""
    is_access: bool = False
    """It lets somebody in."""
    only_parked: bool = False
    """Of a car: not unless it is parked."""

    def covers(self, command: Command, device: Device, situation: Situation) -> bool:
        """Whether the wish falls under the row."""
        return self.may_cover(device.kind, device.flavour, command.capability) and self.when(command, device, situation)

    def may_cover(self, kind: str, flavour: str, capability: str) -> bool:
        """Whether wishes for this may fall under the row, whatever their value."""
        is_named = not self.capabilities or not self.capabilities.isdisjoint((capability, last_part(capability)))
        return kind in self.kinds and (not self.flavours or flavour in self.flavours) and is_named

    def at(self, tier: int) -> "Risk":
        """The row with another tier."""
        if tier == self.tier:
            return self
        if tier > self.tier and tier == COST:
            return replace(self, tier=tier, unusual=NIGHT | AWAY)
        return replace(self, tier=tier)

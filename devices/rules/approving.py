"""What a new device may not do before the owner has approved it: the rule, and the same as a list for the owner."""

from collections.abc import Sequence
from datetime import UTC, datetime

from devices.command import Command, Origin, Reason, Safe
from devices.device import Capability, Device, Shape, Value
from devices.policy import Allow, Decision, Refuse, Situation
from devices.rules.car_rows import is_for_safety
from devices.rules.direction import is_safe
from devices.rules.risk import COMFORT
from devices.rules.tiers import standing_risk

_ALLOW = Allow()
_UNKNOWN = Situation(datetime(2000, 1, 1, 12, tzinfo=UTC))
"""Nothing is known, so that no wish is safer than it can be."""

_OUTSIDE, _INSIDE = Origin(), Origin(seat="driver")


def approval(command: Command, device: Device, situation: Situation) -> Decision:
    """A new device does nothing above tier 1 before the owner has approved it; the safe way it always goes."""
    if situation.approved or not _is_risky(command, device, situation):
        return _ALLOW
    return Refuse(Reason.NOT_APPROVED, Safe.APPROVE_IT)


def may_need_approval(device: Device, capability: Capability) -> bool:
    """Whether there is a wish for this capability that a new device may not fulfil."""
    if not capability.writable:
        return False
    origins = (_OUTSIDE, _INSIDE) if device.kind == "car" else (_OUTSIDE,)
    return any(
        _is_risky(Command(device.id, capability.name, value, origin=origin), device, _UNKNOWN)
        for value in _wishes(capability)
        for origin in origins
    )


def _is_risky(command: Command, device: Device, situation: Situation) -> bool:
    """Whether it is above tier 1 by what the device is, not by the hour or by how many are meant."""
    if is_safe(command, situation.present, device.kind):
        return False
    capability = device.capabilities.get(command.capability)
    if device.kind == "car" and command.origin.seat:
        own = COMFORT if capability is None or is_for_safety(command) else max(capability.tier, capability.at_least)
        return own > COMFORT
    return standing_risk(command, device, situation).tier > COMFORT


def _wishes(capability: Capability) -> Sequence[Value]:
    """Wishes for it that go every way it can go."""
    match capability.shape:
        case Shape.FLAG:
            return True, False
        case Shape.NUMBER:
            low, high = capability.low, capability.high
            return 0.0 if low is None else low, 100.0 if high is None else high
        case _:
            return capability.choices or (None,)

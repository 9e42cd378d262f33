"""Wishes that go where something else is commanded: a lamp that is announced on the topic of the front door's lock.

Whoever may announce a device chooses its topics and what is said on them, so that neither its kind nor the direction of
a wish says what will happen; what else is commanded there does.
"""

from devices.command import Command, Reason, Safe
from devices.device import Capability, Device
from devices.policy import Allow, Decision, Refuse, Situation
from devices.rules.direction import is_safe
from devices.rules.names import things_of
from devices.rules.risk import ACCESS, COMFORT, HAZARD, Risk
from devices.rules.roles import decided
from devices.rules.tiers import highest_tier

_ALLOW = Allow()


def borrowed(command: Command, device: Device, situation: Situation) -> Decision:
    """A wish is at least as risky as the riskiest that goes to its topics; unapproved it does nothing there."""
    if situation.borrowed <= COMFORT:
        return _ALLOW
    if not situation.approved:
        return Refuse(Reason.NOT_APPROVED, Safe.APPROVE_IT)
    tier = situation.borrowed
    risk = Risk(
        tier, frozenset(), frozenset(), lambda *_: True, needs_somebody=tier == HAZARD, is_access=tier >= ACCESS
    )
    return decided(risk, command, situation)


def is_lent(command: Command, device: Device, *, approved: bool, owner: Device, capability: Capability) -> bool:
    """Whether what another capability does on a topic of the wish says how risky the wish is.

    Once approved, a device's own capabilities may share a topic, and the same thing may be announced twice. Before that
    they may not, but for what goes the safe way: nobody knows yet whether one is only there to speak for the other.
    """
    if owner.id == device.id:
        return not approved and capability.name != command.capability and not is_safe(command, None, device.kind)
    return not approved or (owner.kind, capability.name) != (device.kind, command.capability)


def riskiest(owner: Device, capability: Capability) -> int:
    """The highest tier that any wish for it has, as its kind, its names and its owner say."""
    named = (max(thing.on, thing.off, thing.press) for thing in things_of(owner, capability.name))
    by_kind = highest_tier(owner.kind, owner.flavour, capability.name)
    return max(by_kind, capability.tier, capability.at_least, *named)

"""How far the owner may turn a capability's risk: stricter anywhere, less strict only down to a floor."""

from devices.device import Capability, Device
from devices.discovery.vocabulary import GUARDED_COVERS

NEVER_TIER = 5
ACCESS_FLOOR = 3
"""Who gets in is never decided without a question."""
LOWEST_TIER = 1


def lowest_tier(device: Device, capability: Capability) -> int:
    """The least risky tier the owner may make it count as."""
    if capability.tier >= NEVER_TIER:
        return NEVER_TIER
    if device.kind == "car":
        return max(LOWEST_TIER, min(capability.tier, ACCESS_FLOOR))
    guarded = device.kind in ("lock", "alarm_control_panel") or (
        device.kind == "cover" and device.flavour in GUARDED_COVERS
    )
    return ACCESS_FLOOR if guarded or capability.tier > ACCESS_FLOOR else LOWEST_TIER


def counted_tier(capability: Capability) -> int:
    """The tier it counts as with the owner's word."""
    most = capability.tier if capability.at_most is None else min(capability.tier, capability.at_most)
    return max(most, capability.at_least)

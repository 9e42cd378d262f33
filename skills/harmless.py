"""What may be set without having been said: nothing that lets somebody in, burns, floods or frightens."""

from datetime import datetime

from devices.command import Command
from devices.device import Capability, Device, Shape
from devices.device import Value as DeviceValue
from devices.policy import Situation
from devices.rules.risk import ACCESS, HAZARD
from devices.rules.tiers import ENTRANCES, highest_tier, risk_of

_NEVER = frozenset({"lock", "alarm_control_panel", "siren", "camera", "valve", "car", "person", "device_tracker"})
_WAYS_IN = ENTRANCES | {"window"}
_SHAPES = frozenset({Shape.FLAG, Shape.NUMBER, Shape.CHOICE, Shape.COLOR})
_PASSING = frozenset({"playback", "muted", "activity", "status", "clean_zone", "keep_warm"})
"""What is so for a while: nobody has it so as always."""


def may_be_filled(device: Device, capability: str, now: datetime) -> bool:
    """Whether a wish may leave this out, and have it filled in. Of a cover nothing but what is said."""
    known = device.capabilities.get(capability)
    if known is None or device.kind == "cover":
        return False
    return _is_open_to_all(device, known, capability) and _tier(device, capability, None, now) < HAZARD


def may_be_done(device: Device, capability: str, value: DeviceValue, now: datetime) -> bool:
    """Whether setting it so may rest on nothing but what somebody usually does."""
    known = device.capabilities.get(capability)
    if known is None or known.shape not in _SHAPES or capability in _PASSING or device.flavour in _WAYS_IN:
        return False
    return _is_open_to_all(device, known, capability) and _tier(device, capability, value, now) < HAZARD


def usual_parts(device: Device) -> list[str]:
    """What of a thing somebody may have as always, beside whether it is on."""
    return [
        name
        for name, known in device.capabilities.items()
        if name not in {"on", *_PASSING} and known.writable and known.shape in _SHAPES
    ]


def _is_open_to_all(device: Device, known: Capability, capability: str) -> bool:
    risky = device.kind in _NEVER or not known.writable
    return not risky and max(known.at_least, highest_tier(device.kind, device.flavour, capability)) < ACCESS


def _tier(device: Device, capability: str, value: DeviceValue, now: datetime) -> int:
    return risk_of(Command(device.id, capability, value), device, Situation(now)).tier

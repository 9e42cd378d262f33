"""Who may be told what: where people are, what cameras see, whether doors are locked and the alarm is on."""

from devices.command import Role
from devices.device import Device
from devices.rules.direction import last_part

PLACES = frozenset({"location", "Latitude", "Longitude", "Heading", "Subject", "Issuer"})
"""Last parts of what tells where somebody is, or who."""
WHEREABOUTS = frozenset({"person", "device_tracker"})
"""Kinds that follow people."""
PRESENCE = frozenset({"presence", "occupancy", "motion"})
SECURITY = frozenset({"locked", "IsLocked", "alarm_mode", "lock", "tamper"})

FULLY_TRUSTED: frozenset[Role] = frozenset({"owner", "adult", "routine"})
STRANGERS: frozenset[Role] = frozenset({"guest", "unknown_voice", "untrusted_text"})


def may_know(role: Role, device: Device, capability: str) -> bool:
    """Whether somebody of this role may be told what the device says about the capability.

    Children hear whether a door is locked, and not where anybody is. A guest, a voice nobody knows and text from
    outside hear neither.
    """
    if role in FULLY_TRUSTED:
        return True
    part = last_part(capability)
    if device.kind in WHEREABOUTS or part in PLACES:
        return False
    if device.kind == "camera":
        return False
    tells_of_people = part in PRESENCE or device.flavour in PRESENCE
    is_security = device.kind in ("lock", "alarm_control_panel") or part in SECURITY or device.flavour == "lock"
    return role not in STRANGERS or not (tells_of_people or is_security)

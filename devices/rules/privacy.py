"""Who may be told what: where people are, what cameras see, whether doors are locked and the alarm is on."""

import re

from devices.command import Role
from devices.device import Device
from devices.rules.direction import last_part

PLACES = frozenset({"location", "Latitude", "Longitude", "Heading", "Subject", "Issuer", "Route", "ChargingStops"})
"""Last parts of what tells where somebody is or goes, or who."""
UNDER_WAY = frozenset({"DistanceLeft", "ArrivalTime", "DistanceFromHome"})
"""Last parts of what tells how far somebody is, and when they are there."""
WHEREABOUTS = frozenset({"person", "device_tracker"})
"""Kinds that follow people."""
PRESENCE = frozenset({"presence", "occupancy", "motion"})
SECURITY = frozenset({"locked", "IsLocked", "alarm_mode", "lock", "tamper"})

TELLERS = frozenset({"sensor", "text", "input_text", "input_number", "number", "select", "input_select"})
"""Kinds that can hold a word or a number."""
SECRET_WORDS = frozenset({"code", "codes", "pin", "password", "passcode", "passphrase", "passwd", "token", "secret"})
SECRET_CHARACTERS = ("密码", "口令", "验证码", "密钥")
"""In the names of what lets somebody in."""

_WORD = re.compile(r"[a-z]+")

FULLY_TRUSTED: frozenset[Role] = frozenset({"owner", "adult", "routine"})
STRANGERS: frozenset[Role] = frozenset({"guest", "unknown_voice", "untrusted_text"})


def may_know(role: Role, device: Device, capability: str) -> bool:
    """Whether somebody of this role may be told what the device says about the capability.

    Children hear whether a door is locked and when the car is home, and neither where anybody is nor whether somebody
    is in a room. A guest, a voice nobody knows and text from outside hear none of it. What opens a door or an account
    is for those who live here and are grown up.
    """
    if role in FULLY_TRUSTED:
        return True
    part = last_part(capability)
    if device.kind in WHEREABOUTS or device.kind == "camera" or part in PLACES:
        return False
    if part in PRESENCE or device.flavour in PRESENCE or _is_secret(device):
        return False
    is_security = device.kind in ("lock", "alarm_control_panel") or part in SECURITY or device.flavour == "lock"
    return role not in STRANGERS or not (is_security or part in UNDER_WAY)


def _is_secret(device: Device) -> bool:
    """Whether its name says that it holds what lets somebody in."""
    if device.kind not in TELLERS:
        return False
    names = " ".join((device.name, *device.aliases)).casefold()
    return not SECRET_WORDS.isdisjoint(_WORD.findall(names)) or any(word in names for word in SECRET_CHARACTERS)

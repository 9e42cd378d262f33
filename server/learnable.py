"""What habits may be learnt from: harmless settings of things at home, and nothing of guests."""

from datetime import datetime

from assistant.memory.happenings import By, Value
from assistant.memory.members import OWNER, Members
from devices.command import Command, OutcomeKind
from devices.device import Device, Shape
from devices.device import Value as DeviceValue
from devices.policy import Driving, Situation
from devices.records import Entry
from devices.rules.risk import ACCESS, HAZARD
from devices.rules.tiers import highest_tier, risk_of

_SHAPES = frozenset({Shape.FLAG, Shape.NUMBER, Shape.CHOICE, Shape.COLOR})
"""Texts are what people write and look for; acts leave nothing to be usual."""

_PRIVATE_KINDS = frozenset(
    {"lock", "alarm_control_panel", "siren", "camera", "valve", "person", "device_tracker", "update", "button", "todo"}
)

_CAME_TO_PASS = frozenset({OutcomeKind.DONE, OutcomeKind.ALREADY, OutcomeKind.STARTED, OutcomeKind.PENDING})
_WHO_LIVES_HERE = frozenset({"owner", "adult", "child", "routine"})
_BY_SURFACE: dict[str, By] = {"voice": "voice", "text": "voice", "touch": "touch", "rest": "touch"}


def may_be_usual(device: Device, capability: str, value: DeviceValue, now: datetime, driving: Driving) -> bool:
    """Whether setting this may become a habit: not access, alarms, danger and heat; nothing while the car drives."""
    known = device.capabilities.get(capability)
    if known is None or not known.writable or known.shape not in _SHAPES or device.kind in _PRIVATE_KINDS:
        return False
    if device.kind == "car" and driving is not Driving.PARKED:
        return False
    if max(known.at_least, highest_tier(device.kind, device.flavour, capability)) >= ACCESS:
        return False
    return risk_of(Command(device.id, capability, value), device, Situation(now, driving)).tier < HAZARD


def value_of(value: DeviceValue) -> Value:
    """The value as it is written down. Raises ValueError for a list."""
    if isinstance(value, tuple | list):
        raise ValueError("a list of values is no habit")
    return value


def teaches(entry: Entry, members: Members) -> bool:
    """Whether this command says what somebody of the household likes: it came to pass, and they let it be learnt."""
    if entry.state not in _CAME_TO_PASS or entry.undoes or entry.role not in _WHO_LIVES_HERE:
        return False
    if entry.surface == "routine" or entry.role == "routine":
        return not members.guest_mode
    member = members.of(entry.person or OWNER)
    if members.guest_mode or (member is None and not members.alone):
        return False
    return member is None or (member.learns and member.role != "guest")


def by_of(entry: Entry) -> By:
    """How it was wished."""
    return "routine" if entry.role == "routine" else _BY_SURFACE.get(entry.surface, "routine")

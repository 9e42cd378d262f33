"""People in the car: the car's table over its own signals, and what they may have done at home."""

from devices.command import Command, Reason, Safe
from devices.device import Device
from devices.policy import Allow, Confirm, Decision, Driving, Refuse, Situation, severest
from devices.rules.car_rows import AT_HOME, FROM_THERE, Row, rows_of
from devices.rules.names import things_of
from devices.rules.risk import HAZARD
from devices.rules.tiers import risk_of

_ALLOW = Allow()
_UNLISTED = Refuse(Reason.NOT_ALLOWED, Safe.AT_THE_DEVICE)
_NOT_YOURS = Refuse(Reason.NOT_ALLOWED, Safe.BY_THE_DRIVER)
_NO = Refuse(Reason.NOT_ALLOWED)

STRANGERS = frozenset({"guest", "unknown_voice"})
OPEN_HEAT = frozenset({"oven", "range", "stove", "hob", "grill"})
"""Kinds that burn or glow; the like by name is in `names.toml`."""


def car_table(command: Command, device: Device, situation: Situation) -> Decision:
    """The car's own actions by people in it; what is in no row is refused."""
    if device.kind != "car" or not command.origin.seat:
        return _ALLOW
    rows = rows_of(command)
    if not rows:
        return _UNLISTED
    return severest([_by(command, row, _cell(command, row, situation)) for row in rows])


def _cell(command: Command, row: Row, situation: Situation) -> Decision:
    """The decision of the row in this state, or of the strictest of its exceptions that hold."""
    driving = Driving.MOVING if situation.driving is Driving.UNKNOWN else situation.driving
    stricter = [u.comes_to(command, situation.car) for u in row.unless if driving in u.states]
    return severest([*stricter, row.at(driving)])


def _by(command: Command, row: Row, decision: Decision) -> Decision:
    """What the decision comes to for who wishes it, on the seat they sit on."""
    role, seat = command.origin.role, command.origin.seat
    if row.safety:
        return decision
    match role:
        case "routine":
            personal: Decision = _ALLOW if _is_harmless(row, decision) else _NO
        case "untrusted_text":
            personal = Confirm() if _is_harmless(row, decision) else _NO
        case "child" if row.lets_out or row.drivers:
            personal = _NOT_YOURS
        case "guest" | "unknown_voice" if row.lets_out:
            personal = _of_a_stranger(row, seat)
        case _:
            personal = FROM_THERE if row.drivers and seat.startswith("rear") else _ALLOW
    return severest([decision, personal])


def _is_harmless(row: Row, decision: Decision) -> bool:
    """Whether it is comfort that nobody has to be asked about."""
    return not row.lets_out and not row.drivers and not isinstance(decision, Confirm)


def _of_a_stranger(row: Row, seat: str) -> Decision:
    """A guest or a voice nobody knows opens what the seat is for, and unlocks nothing unasked."""
    if seat == "driver":
        return _ALLOW if row.glass else Confirm()
    return _ALLOW if row.glass and seat == "passenger" else _NOT_YOURS


def from_car(command: Command, device: Device, situation: Situation) -> Decision:
    """Things at home, asked for from the car: in addition to the tiers."""
    if device.kind == "car" or not command.origin.seat:
        return _ALLOW
    parked, stopped, moving = AT_HOME[_row_at_home(command, device, situation)]
    return {Driving.PARKED: parked, Driving.STOPPED: stopped}.get(situation.driving, moving)


def _row_at_home(command: Command, device: Device, situation: Situation) -> int:
    risk = risk_of(command, device, situation)
    if risk.tier < HAZARD:
        return 35
    if device.kind == "cooker":
        return 36
    lets_in = risk.is_access or device.kind == "valve" or risk.tier > HAZARD
    heats = device.kind in OPEN_HEAT or any(t.what in ("heat", "motion", "flow", "entrance") for t in things_of(device))
    return 37 if lets_in or heats else 35

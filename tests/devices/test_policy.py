"""Who may do what, when: every cell of the tables that is not obvious."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from devices.command import Command, Origin, Reason, Role
from devices.device import Device, Value
from devices.policy import Allow, Confirm, Decision, Driving, Refuse, Rule, SecondFactor, Situation, decide
from devices.rules import RULES
from devices.rules.motion import GEAR, IS_MOVING, PARK_LOCK, SPEED, Signal, driving

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
HOOD = "Vehicle.Body.Hood.IsOpen"
DOOR = "Vehicle.Cabin.Door.Row1.DriverSide.IsOpen"
CAR_LOCK = "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"
WINDOW = "Vehicle.Cabin.Door.Row2.PassengerSide.Window.Position"
SUNROOF = "Vehicle.Cabin.Sunroof.Switch"
FLAP = "Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.FrontLeft.IsFlapOpen"

ALLOW, CONFIRM, NOT_ALLOWED = Allow(), Confirm(), Refuse(Reason.NOT_ALLOWED)
DRIVES = Refuse(Reason.NOT_WHILE_DRIVING)
ROLES: tuple[Role, ...] = get_args(Role)
NOT_TRUSTED: list[Role] = ["child", "guest", "unknown_voice", "routine", "untrusted_text"]


def decided(
    kind: str,
    capability: str,
    value: Value,
    *,
    role: Role = "owner",
    drives: Driving = Driving.PARKED,
    flavour: str = "",
) -> Decision:
    device = Device("it", "it", kind, {}, flavour=flavour)
    command = Command("it", capability, value, origin=Origin(role=role))
    return decide(command, device, Situation(NOW, drives), RULES)


ENTRANCES = [
    ("lock", "locked", False, ""),
    ("lock", "unlatch", None, ""),
    ("cover", "open", True, "garage"),
    ("cover", "position", 1, "garage_door"),
    ("cover", "open", True, "gate"),
    ("cover", "position", 100, "door"),
    ("car", TRUNK, True, ""),
    ("car", HOOD, True, ""),
    ("car", "Vehicle.Body.Trunk.Rear.Switch", "ONE_SHOT_OPEN", ""),
    ("car", "Vehicle.Body.Trunk.Rear.IsLocked", False, ""),
    ("car", CAR_LOCK, False, ""),
    ("alarm_control_panel", "alarm_mode", "disarmed", ""),
]

SAFE = [
    ("lock", "locked", True, ""),
    ("cover", "open", False, "garage"),
    ("cover", "position", 0, "gate"),
    ("cover", "stop", None, "garage"),
    ("cover", "open", True, "curtain"),
    ("cover", "position", 100, "shutter"),
    ("car", TRUNK, False, ""),
    ("car", "Vehicle.Body.Trunk.Rear.Position", 0, ""),
    ("car", "Vehicle.Body.Hood.Switch", "CLOSE", ""),
    ("car", CAR_LOCK, True, ""),
    ("car", WINDOW, 0, ""),
    ("car", SUNROOF, "CLOSE", ""),
    ("car", "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", 21, ""),
    ("alarm_control_panel", "alarm_mode", "armed_home", ""),
    ("light", "on", True, ""),
    ("cooker", "cancel", None, ""),
]


@pytest.mark.parametrize(("kind", "capability", "value", "flavour"), ENTRANCES)
def test_a_way_in_is_asked_about_and_only_those_who_live_here_are_asked(
    kind: str, capability: str, value: Value, flavour: str
) -> None:
    expected = {role: NOT_ALLOWED if role in NOT_TRUSTED else CONFIRM for role in ROLES}
    assert {role: decided(kind, capability, value, role=role, flavour=flavour) for role in ROLES} == expected


@pytest.mark.parametrize(("kind", "capability", "value", "flavour"), SAFE)
def test_the_safe_direction_is_anybodys_at_any_time(kind: str, capability: str, value: Value, flavour: str) -> None:
    for role, drives in itertools.product(ROLES, Driving):
        assert decided(kind, capability, value, role=role, drives=drives, flavour=flavour) == ALLOW


@pytest.mark.parametrize("capability", [TRUNK, HOOD, DOOR, FLAP])
@pytest.mark.parametrize("drives", [Driving.STOPPED, Driving.MOVING, Driving.UNKNOWN])
def test_nothing_of_the_car_opens_unless_it_is_parked(capability: str, drives: Driving) -> None:
    assert decided("car", capability, True, drives=drives) == DRIVES
    assert decided("car", CAR_LOCK, False, drives=drives) == DRIVES


def test_a_refusal_is_stronger_than_a_question() -> None:
    assert decided("car", TRUNK, True, role="child", drives=Driving.MOVING) in (DRIVES, NOT_ALLOWED)
    assert decided("car", DOOR, True) == CONFIRM


@pytest.mark.parametrize(("capability", "value"), [(WINDOW, 40), (SUNROOF, "OPEN"), (SUNROOF, "TILT_UP")])
def test_a_window_is_asked_about_while_it_moves(capability: str, value: Value) -> None:
    expected = {
        Driving.PARKED: ALLOW,
        Driving.STOPPED: ALLOW,
        Driving.MOVING: CONFIRM,
        Driving.UNKNOWN: CONFIRM,
    }
    assert {drives: decided("car", capability, value, drives=drives) for drives in Driving} == expected


@pytest.mark.parametrize(("capability", "value"), [("start", None), ("on", True), ("status", "cooking")])
def test_a_cooker_is_asked_about_before_it_gets_hot(capability: str, value: Value) -> None:
    assert decided("cooker", capability, value) == CONFIRM


@pytest.mark.parametrize(("capability", "value"), [("on", False), ("status", "idle"), ("menu", "congee")])
def test_a_cooker_stops_without_a_question(capability: str, value: Value) -> None:
    assert decided("cooker", capability, value, role="child") == ALLOW


def test_a_yes_passes_a_question_and_never_a_refusal() -> None:
    device = Device("door", "door", "lock", {})
    confirmed = Origin(confirmed=True)
    assert decide(Command("door", "locked", False, origin=confirmed), device, Situation(NOW), RULES) == ALLOW
    guest = Origin(role="guest", confirmed=True, second_factor=True)
    assert decide(Command("door", "locked", False, origin=guest), device, Situation(NOW), RULES) == NOT_ALLOWED


def test_the_most_severe_rule_wins() -> None:
    def says(decision: Decision) -> Rule:
        return lambda command, device, situation: decision

    device, command = Device("x", "x", "light", {}), Command("x", "on", True)
    proven = Command("x", "on", True, origin=Origin(second_factor=True))
    rules = [says(Confirm()), says(SecondFactor()), says(Allow())]
    assert decide(command, device, Situation(NOW), []) == ALLOW
    assert decide(command, device, Situation(NOW), rules) == SecondFactor()
    assert decide(proven, device, Situation(NOW), rules) == ALLOW
    assert decide(proven, device, Situation(NOW), [*rules, says(NOT_ALLOWED)]) == NOT_ALLOWED


def at(seconds_ago: float = 0.0, **values: Value) -> dict[str, Signal]:
    names = {"speed": SPEED, "gear": GEAR, "park_lock": PARK_LOCK, "moving": IS_MOVING}
    return {names[name]: Signal(value, NOW - timedelta(seconds=seconds_ago)) for name, value in values.items()}


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (at(speed=0.0, gear=126), Driving.PARKED),
        (at(speed=0, park_lock=True), Driving.PARKED),
        (at(speed=0.0, gear=127), Driving.STOPPED),
        (at(speed=0.4, gear=0), Driving.STOPPED),
        (at(speed=50.0, gear=127), Driving.MOVING),
        (at(speed=-3.0, gear=-1), Driving.MOVING),
        (at(speed=50.0), Driving.MOVING),
        (at(speed=0.0, gear=127, moving=True), Driving.MOVING),
        (at(speed=0.0, gear=126, moving=True), Driving.UNKNOWN),
        (at(speed=0.0), Driving.UNKNOWN),
        (at(gear=126), Driving.UNKNOWN),
        (at(speed="0", gear=126), Driving.UNKNOWN),
        (at(speed=False, gear=126), Driving.UNKNOWN),
        (at(2.1, speed=0.0, gear=126), Driving.UNKNOWN),
        (at(2.1, speed=0.0) | at(gear=126), Driving.UNKNOWN),
        (at(speed=0.0) | at(2.1, gear=126), Driving.UNKNOWN),
        (at(-5.0, speed=0.0, gear=126), Driving.UNKNOWN),
        ({}, Driving.UNKNOWN),
    ],
)
def test_what_the_car_is_doing(signals: dict[str, Signal], expected: Driving) -> None:
    assert driving(signals, NOW) is expected

"""What the house says to the sentences that matter most."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from devices.command import Reason, Role, Safe
from devices.device import Value
from devices.policy import Allow, CarNow, Confirm, Decision, Driving, Refuse, SecondFactor

Decide = Callable[..., Decision]
A, C, P = Allow(), Confirm(), SecondFactor()
NO = Refuse(Reason.NOT_ALLOWED)
NAME_IT = Refuse(Reason.SPARED, Safe.NAME_IT)
FROST = Refuse(Reason.FROST, Safe.FROST_LIMIT)
FUMES = Refuse(Reason.FUMES, Safe.OPEN_THE_GARAGE)
HAND = Refuse(Reason.ONLY_BY_HAND, Safe.AT_THE_DEVICE)
PARKED = Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
ENGINE = "Vehicle.Powertrain.CombustionEngine.IsRunning"


def test_oven_to_220(decided: Decide) -> None:
    oven = {"kind": "number", "capability": "value", "value": 220, "name": "Oven temperature"}
    assert decided(**oven, anybody_home=False) == Refuse(Reason.NOBODY_HOME, Safe.WHEN_SOMEBODY_IS_HOME)
    assert decided(**oven, anybody_home=True) == C
    assert decided(**oven, anybody_home=None) == C
    assert decided(**(oven | {"value": 0}), anybody_home=False) == A


def test_open_the_trunk_while_driving(decided: Decide) -> None:
    for driving in (Driving.STOPPED, Driving.MOVING, Driving.UNKNOWN):
        assert decided("car", TRUNK, True, seat="driver", driving=driving) == PARKED


def test_unlock_the_front_door(decided: Decide) -> None:
    assert decided("lock", "locked", False, role="unknown_voice") == NO
    assert decided("lock", "locked", False, role="owner") == P
    assert decided("lock", "locked", False, role="owner", anybody_home=False) == P


@pytest.mark.parametrize(("garage_open", "expected"), [(False, FUMES), (None, FUMES), (True, P)])
def test_start_the_car_in_the_garage(decided: Decide, garage_open: bool | None, expected: Decision) -> None:
    assert decided("car", ENGINE, True, driving=Driving.PARKED, garage_open=garage_open) == expected
    assert decided("car", ENGINE, False, driving=Driving.PARKED, garage_open=garage_open) == A
    assert decided("car", ENGINE, False, driving=Driving.MOVING, garage_open=garage_open) == PARKED


LEFT_ALONE: list[tuple[str, str, Value, str]] = [
    ("switch", "on", False, "Fridge"),
    ("switch", "on", False, "Gefrierschrank freezer"),
    ("switch", "on", False, "Oxygen concentrator"),
    ("switch", "on", False, "Alarm system"),
    ("switch", "on", False, "Router"),
    ("switch", "on", False, "Driveway camera"),
    ("switch", "on", False, "Aquarium"),
    ("switch", "on", False, "冰箱插座"),
    ("switch", "on", False, "客厅路由器"),
    ("camera", "on", False, "Hall"),
    ("siren", "on", False, "Siren"),
    ("automation", "on", False, "Morning"),
    ("lock", "locked", False, "Front door"),
    ("alarm_control_panel", "alarm_mode", "disarmed", "Alarm"),
]


@pytest.mark.parametrize(("kind", "capability", "value", "name"), LEFT_ALONE)
def test_turn_everything_off_leaves_it_alone(
    decided: Decide, kind: str, capability: str, value: Value, name: str
) -> None:
    assert decided(kind, capability, value, name=name, swept=True, group_size=30) == NAME_IT


@pytest.mark.parametrize(
    ("kind", "name"),
    [("light", "Lamp"), ("media_player", "TV"), ("fan", "Fan"), ("switch", "Desk"), ("light", "Fridge light")],
)
def test_turn_everything_off_does_turn_things_off(decided: Decide, kind: str, name: str) -> None:
    assert decided(kind, "on", False, name=name, swept=True, group_size=30) == A


@pytest.mark.parametrize(
    ("kind", "capability", "value", "flavour", "name"),
    [
        ("cover", "open", True, "garage", "Garage"),
        ("valve", "open", True, "gas", "Kitchen"),
        ("cooker", "start", None, "", "Cooker"),
        ("switch", "on", True, "", "Kettle"),
        ("climate", "on", True, "", "Heating"),
    ],
)
def test_turn_everything_on_reaches_nothing_dangerous(
    decided: Decide, kind: str, capability: str, value: Value, flavour: str, name: str
) -> None:
    assert decided(kind, capability, value, flavour=flavour, name=name, swept=True) == NAME_IT


@pytest.mark.parametrize("outside_c", [-10.0, 10.0])
def test_turn_everything_off_leaves_the_heating_alone(decided: Decide, outside_c: float) -> None:
    for kind, name in (("climate", "Thermostat"), ("water_heater", "Tank"), ("switch", "Boiler"), ("switch", "暖气")):
        assert decided(kind, "on", False, name=name, swept=True, outside_c=outside_c) == NAME_IT


def test_heating_that_is_named_goes_off_unless_it_freezes(decided: Decide) -> None:
    assert decided("climate", "on", False, outside_c=-10.0) == FROST
    assert decided("climate", "on", False, outside_c=10.0) == A


@pytest.mark.parametrize("kind", ["script", "scene", "automation", "button", "input_boolean", "group", "select"])
@pytest.mark.parametrize("value", [True, False])
def test_what_stands_for_more_than_itself_is_not_swept(decided: Decide, kind: str, value: Value) -> None:
    assert decided(kind, "on", value, swept=True) == NAME_IT


@pytest.mark.parametrize("driving", Driving)
@pytest.mark.parametrize("seat", ["", "driver"])
@pytest.mark.parametrize(
    ("path", "value"),
    [("Vehicle.Body.Lights.LightSwitch", "OFF"), ("Vehicle.Body.Lights.Beam.Low.IsOn", False)],
)
def test_all_lights_off_never_means_what_the_car_is_seen_by(
    decided: Decide, path: str, value: Value, seat: str, driving: Driving
) -> None:
    for situation in ({"swept": True}, {"group_size": 5}):
        said = decided("car", path, value, seat=seat, driving=driving, **situation)
        assert isinstance(said, Refuse)
        assert said == NAME_IT


def test_turn_off_the_heat_in_the_frost(decided: Decide) -> None:
    cold: dict[str, object] = {"outside_c": -10.0}
    assert decided("climate", "on", False, **cold) == FROST
    assert decided("climate", "mode", "off", **cold) == FROST
    assert decided("climate", "mode", "cool", choices=("off", "heat", "cool"), **cold) == FROST
    assert decided("climate", "mode", "off", choices=("off", "cool", "dry"), **cold) == A
    assert decided("climate", "target_temperature", 5, **cold) == FROST
    assert decided("climate", "target_temperature", 45, unit="°F", **cold) == FROST
    assert decided("climate", "target_temperature", 12, **cold) == A
    assert decided("switch", "on", False, name="Central heating", **cold) == FROST
    assert decided("water_heater", "on", False, **cold) == FROST
    for known in (None, 0.0, 15.0):
        assert decided("climate", "on", False, outside_c=known) == A


def test_close_the_garage_is_up_to_its_sensor(decided: Decide) -> None:
    assert decided("cover", "open", False, flavour="garage", role="unknown_voice", anybody_home=False) == A


def test_good_night_locks_arms_and_darkens_for_a_routine(decided: Decide) -> None:
    for kind, capability, value in [
        ("lock", "locked", True),
        ("alarm_control_panel", "alarm_mode", "armed_night"),
        ("light", "on", False),
        ("cover", "open", False),
    ]:
        assert decided(kind, capability, value, role="routine", group_size=20) == A
    assert decided("lock", "locked", False, role="routine") == NO


@pytest.mark.parametrize("role", ["owner", "adult", "child", "unknown_voice", "routine"])
def test_disable_the_smoke_alarm(decided: Decide, role: Role) -> None:
    assert decided("switch", "on", False, name="Smoke alarm", role=role) == HAND
    assert decided("switch", "on", False, name="厨房烟雾报警器", role=role) == HAND


def test_vacuum_now_at_half_past_two(decided: Decide) -> None:
    night = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    assert decided("vacuum", "activity", "cleaning", now=night) == Confirm(Reason.AT_NIGHT)


@pytest.mark.parametrize("flavour", ["window", "curtain", "garage"])
def test_a_calendar_that_says_open_the_windows(decided: Decide, flavour: str) -> None:
    assert decided("cover", "open", True, flavour=flavour, role="untrusted_text") != A
    assert decided("cover", "open", True, flavour="garage", role="untrusted_text") == NO


def test_no_stop(decided: Decide) -> None:
    for kind, capability, value in [
        ("cover", "stop", None),
        ("cooker", "cancel", None),
        ("vacuum", "activity", "idle"),
    ]:
        assert decided(kind, capability, value, role="unknown_voice", seat="unknown", car=CarNow()) == A

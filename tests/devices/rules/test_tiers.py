"""The six tiers: each with each role, both directions, and what makes a wish of the house unusual."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import get_args

import pytest

from devices.command import Command, Reason, Role, Safe
from devices.device import Capability, Device, Shape, Value, Writing
from devices.discovery.vocabulary import tier_of
from devices.layout_model import Layout
from devices.policy import Allow, Confirm, Decision, Driving, Refuse, SecondFactor
from devices.rules.direction import is_safe

Decide = Callable[..., Decision]

ROLES: tuple[Role, ...] = get_args(Role)
A, C, P = Allow(), Confirm(), SecondFactor()
NO = Refuse(Reason.NOT_ALLOWED)
ADULT = Refuse(Reason.NOT_ALLOWED, Safe.BY_AN_ADULT)
HAND = Refuse(Reason.ONLY_BY_HAND, Safe.AT_THE_DEVICE)
AWAY = Refuse(Reason.NOBODY_HOME, Safe.WHEN_SOMEBODY_IS_HOME)
MIDNIGHT = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)

TIERS: dict[int, tuple[Decision, ...]] = {
    1: (A, A, A, A, A, A, C),
    2: (A, A, ADULT, C, C, A, C),
    3: (C, C, ADULT, NO, NO, NO, NO),
    4: (P, P, ADULT, NO, NO, NO, NO),
    5: (HAND,) * 7,
}
"""What a tier comes to for owner, adult, child, guest, unknown voice, routine and text from outside."""


def of_tier(tier: int, role: Role) -> Decision:
    return TIERS[tier][ROLES.index(role)]


WISHES: list[tuple[int, str, str, Value, str, str]] = [
    (1, "light", "on", True, "", "Lamp"),
    (1, "light", "brightness", 80, "", "Lamp"),
    (1, "fan", "speed", 50, "", "Fan"),
    (1, "media_player", "volume", 80, "", "Radio"),
    (1, "cover", "open", True, "curtain", "Curtain"),
    (1, "cover", "position", 100, "shutter", "Shutter"),
    (1, "vacuum", "activity", "cleaning", "", "Robbie"),
    (1, "cooker", "menu", "congee", "", "Rice cooker"),
    (1, "switch", "on", True, "", "Desk"),
    (1, "scene", "activate", None, "", "Party"),
    (1, "todo", "add_item", "milk", "", "Shopping"),
    (2, "climate", "target_temperature", 21, "", "Heating"),
    (2, "climate", "on", True, "", "Air conditioner"),
    (2, "climate", "mode", "heat", "", "Thermostat"),
    (2, "water_heater", "target_temperature", 55, "", "Boiler"),
    (2, "camera", "on", False, "", "Hall"),
    (2, "switch", "on", False, "", "Garden camera"),
    (2, "switch", "on", False, "", "Aquarium"),
    (2, "script", "activate", None, "", "Stealth mode"),
    (2, "automation", "on", False, "", "Morning"),
    (2, "cover", "open", True, "window", "Skylight"),
    (3, "switch", "on", True, "", "Oven"),
    (3, "switch", "on", True, "", "Kettle"),
    (3, "switch", "on", True, "", "Space heater"),
    (3, "number", "value", 220, "", "Oven temperature"),
    (3, "button", "press", None, "", "Garage door"),
    (3, "cover", "open", True, "garage", "Garage"),
    (3, "cover", "position", 1, "garage_door", "Garage"),
    (3, "cover", "open", True, "gate", "Drive"),
    (3, "cover", "position", 100, "door", "Back"),
    (3, "cover", "open", True, "", "Garage Door"),
    (3, "lawn_mower", "activity", "mowing", "", "Sheep"),
    (3, "valve", "open", True, "gas", "Kitchen"),
    (3, "valve", "position", 30, "water", "Main"),
    (3, "siren", "on", True, "", "Siren"),
    (3, "climate", "target_temperature", 31, "", "Heating"),
    (3, "water_heater", "target_temperature", 65, "", "Boiler"),
    (3, "switch", "on", False, "", "Router"),
    (4, "lock", "locked", False, "", "Front door"),
    (4, "lock", "unlatch", None, "", "Front door"),
    (4, "lock", "open", True, "", "Front door"),
    (4, "alarm_control_panel", "alarm_mode", "disarmed", "", "Alarm"),
    (4, "switch", "on", False, "", "Burglar alarm"),
    (4, "script", "activate", None, "", "Unlock the house"),
    (4, "button", "press", None, "", "Door opener"),
    (5, "switch", "on", False, "", "Fridge"),
    (5, "switch", "on", False, "", "CPAP"),
    (5, "switch", "on", False, "", "Smoke alarm"),
    (5, "button", "press", None, "", "Silence smoke detector"),
    (5, "siren", "on", False, "", "CO alarm"),
    (5, "script", "activate", None, "", "Freezer off"),
]

SAFE: list[tuple[str, str, Value, str, str]] = [
    ("light", "on", False, "", "Lamp"),
    ("lock", "locked", True, "", "Front door"),
    ("cover", "open", False, "garage", "Garage"),
    ("cover", "position", 0, "gate", "Drive"),
    ("cover", "stop", None, "garage", "Garage"),
    ("valve", "open", False, "gas", "Kitchen"),
    ("valve", "position", 0, "water", "Main"),
    ("siren", "on", False, "", "Siren"),
    ("lawn_mower", "activity", "docked", "", "Sheep"),
    ("vacuum", "activity", "returning", "", "Robbie"),
    ("vacuum", "activity", "paused", "", "Robbie"),
    ("cooker", "cancel", None, "", "Rice cooker"),
    ("cooker", "on", False, "", "Rice cooker"),
    ("climate", "on", False, "", "Heating"),
    ("climate", "mode", "off", "", "Heating"),
    ("alarm_control_panel", "alarm_mode", "armed_away", "", "Alarm"),
    ("media_player", "muted", True, "", "Radio"),
    ("switch", "on", False, "", "Oven"),
    ("car", "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked", True, "", "Car"),
    ("car", "Vehicle.Body.Trunk.Rear.IsOpen", False, "", "Car"),
    ("car", "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", 0, "", "Car"),
    ("car", "Vehicle.Cabin.Sunroof.Switch", "CLOSE", "", "Car"),
    ("car", "Vehicle.Cabin.HVAC.IsAirConditioningActive", False, "", "Car"),
    ("car", "Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging", "STOP", "", "Car"),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("tier", "kind", "capability", "value", "flavour", "name"), WISHES)
def test_a_tier_is_the_same_whatever_it_is_about(
    decided: Decide, role: Role, tier: int, kind: str, capability: str, value: Value, flavour: str, name: str
) -> None:
    assert decided(kind, capability, value, role=role, flavour=flavour, name=name) == of_tier(tier, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("kind", "capability", "value", "flavour", "name"), SAFE)
def test_the_safe_direction_is_anybodys_at_any_time(
    decided: Decide, role: Role, kind: str, capability: str, value: Value, flavour: str, name: str
) -> None:
    for driving in Driving:
        at_worst = {"now": MIDNIGHT, "anybody_home": False, "group_size": 99, "approved": False, "driving": driving}
        said = decided(kind, capability, value, role=role, flavour=flavour, name=name, tier=4, **at_worst)
        assert said == of_tier(1, role)


@pytest.mark.parametrize(
    ("kind", "capability", "value"),
    [
        ("button", "stop", None),
        ("script", "stop", None),
        ("alarm_control_panel", "stop", None),
        ("lock", "stop", None),
        ("alarm_control_panel", "cancel", None),
        ("button", "cancel", None),
        ("timer", "cancel", None),
        ("device_tracker", "locate", None),
        ("button", "locate", None),
        ("select", "mode", "off"),
        ("alarm_control_panel", "on", False),
        ("automation", "on", False),
        ("siren", "volume", 0),
        ("switch", "locked", True),
    ],
)
def test_a_word_that_is_safe_for_one_kind_is_not_for_another(
    decided: Decide, kind: str, capability: str, value: Value
) -> None:
    assert not is_safe(Command("it", capability, value), None, kind)
    assert decided(kind, capability, value, at_least=4) == of_tier(4, "owner")


@pytest.mark.parametrize("at_least", [0, 3, 4, 5])
def test_the_safe_direction_needs_no_proof_however_strict_the_owner_is(decided: Decide, at_least: int) -> None:
    assert decided("lock", "locked", True, role="child", at_least=at_least) == A


@pytest.mark.parametrize("role", ["owner", "adult"])
def test_ordinary_life_goes_without_questions(decided: Decide, role: Role) -> None:
    evening = datetime(2026, 1, 5, 23, tzinfo=UTC)
    assert decided("climate", "target_temperature", 21, role=role, now=evening, anybody_home=True) == A
    assert decided("climate", "target_temperature", 72, role=role) == A
    assert decided("vacuum", "activity", "cleaning", role=role, anybody_home=False) == A
    assert decided("light", "on", False, role=role, group_size=40, now=MIDNIGHT) == A
    assert decided("light", "on", True, role=role, name="Oven light", now=MIDNIGHT) == A
    assert decided("media_player", "volume", 40, role=role, now=MIDNIGHT) == A
    assert decided("switch", "on", True, role=role, name="Coffee machine") == A


UNUSUAL: list[tuple[str, str, Value, dict[str, object], Reason]] = [
    ("vacuum", "activity", "cleaning", {"now": MIDNIGHT}, Reason.AT_NIGHT),
    ("vacuum", "clean_rooms", ("kitchen",), {"now": MIDNIGHT}, Reason.AT_NIGHT),
    ("vacuum", "activity", "cleaning", {"now": MIDNIGHT.replace(hour=22, minute=0)}, Reason.AT_NIGHT),
    ("vacuum", "activity", "cleaning", {"now": MIDNIGHT.replace(hour=6, minute=59)}, Reason.AT_NIGHT),
    ("media_player", "volume", 81, {}, Reason.VERY_LOUD),
    ("light", "on", True, {"group_size": 11}, Reason.MANY_DEVICES),
    ("climate", "target_temperature", 24, {"anybody_home": False}, Reason.NOBODY_HOME),
    ("camera", "on", False, {"now": MIDNIGHT}, Reason.AT_NIGHT),
]


@pytest.mark.parametrize(("kind", "capability", "value", "situation", "reason"), UNUSUAL)
def test_what_is_unusual_is_asked_about_with_its_reason(
    decided: Decide, kind: str, capability: str, value: Value, situation: dict[str, object], reason: Reason
) -> None:
    assert decided(kind, capability, value, **situation) == Confirm(reason)
    assert decided(kind, capability, value, role="guest", **situation) == Confirm(reason)
    assert decided(kind, capability, value, role="child", **situation) == ADULT
    assert decided(kind, capability, value, role="routine", **situation) == A


@pytest.mark.parametrize(("hour", "minute"), [(7, 0), (21, 59)])
def test_the_day_is_from_seven_to_ten(decided: Decide, hour: int, minute: int) -> None:
    by_day = MIDNIGHT.replace(hour=hour, minute=minute)
    assert decided("vacuum", "activity", "cleaning", role="child", now=by_day) == A


def test_quieter_cooler_and_darker_are_safe_where_the_present_is_known(decided: Decide) -> None:
    assert decided("media_player", "volume", 90, role="child", present=95) == A
    assert decided("climate", "target_temperature", 19, role="child", present=21) == A
    assert decided("climate", "target_temperature", 22, role="child", present=21) == ADULT
    assert decided("climate", "target_temperature", 19, role="child") == ADULT


@pytest.mark.parametrize(
    ("kind", "capability", "value", "flavour", "name"),
    [(k, c, v, f, n) for t, k, c, v, f, n in WISHES if t == 3 and n != "Router"],
)
def test_no_hazard_while_nobody_is_home(
    decided: Decide, kind: str, capability: str, value: Value, flavour: str, name: str
) -> None:
    wish = {"flavour": flavour, "name": name}
    assert decided(kind, capability, value, anybody_home=False, **wish) == AWAY
    assert decided(kind, capability, value, anybody_home=True, **wish) == C


def test_a_cooker_is_asked_about_before_it_gets_hot_and_runs_alone(decided: Decide) -> None:
    for capability, value in [("start", None), ("on", True), ("status", "cooking")]:
        assert decided("cooker", capability, value) == Confirm(Reason.LOADED)
        assert decided("cooker", capability, value, anybody_home=False) == Confirm(Reason.LOADED)
        assert decided("cooker", capability, value, role="routine") == NO


OUTSIDE: list[tuple[str, Value, Decision, Decision]] = [
    ("Vehicle.Cabin.Door.Row1.DriverSide.IsLocked", False, P, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    ("Vehicle.Body.Trunk.Rear.IsOpen", True, P, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    ("Vehicle.Body.Trunk.Rear.Position", 50, P, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    ("Vehicle.Body.Hood.IsOpen", True, P, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    (
        "Vehicle.Cabin.Door.Row2.DriverSide.Window.Position",
        5,
        P,
        Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED),
    ),
    ("Vehicle.Cabin.Sunroof.Switch", "TILT_UP", P, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    ("Vehicle.Body.Lights.LightSwitch", "OFF", C, Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)),
    ("Vehicle.Cabin.HVAC.IsAirConditioningActive", True, C, C),
    ("Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", 22, C, C),
    ("Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging", "START", A, A),
    ("Vehicle.Cabin.Light.IsDomeOn", True, A, A),
    ("Vehicle.Powertrain.Transmission.SelectedGear", 127, HAND, HAND),
    ("Vehicle.ADAS.CruiseControl.IsActive", False, HAND, HAND),
    ("Vehicle.Body.Horn.IsActive", True, HAND, HAND),
]


@pytest.mark.parametrize(("path", "value", "parked", "otherwise"), OUTSIDE)
def test_the_car_from_outside(decided: Decide, path: str, value: Value, parked: Decision, otherwise: Decision) -> None:
    for driving in Driving:
        expected = parked if driving is Driving.PARKED else otherwise
        assert decided("car", path, value, driving=driving, anybody_home=False) == expected


@pytest.mark.parametrize("role", ["child", "guest", "unknown_voice", "routine", "untrusted_text"])
@pytest.mark.parametrize(("path", "value"), [(p, v) for p, v, parked, _ in OUTSIDE if parked in (P, C)])
def test_nobody_else_does_anything_to_a_car_from_outside(decided: Decide, role: Role, path: str, value: Value) -> None:
    assert isinstance(decided("car", path, value, role=role, driving=Driving.PARKED), Refuse)


def test_the_owner_makes_it_stricter_and_on_the_page_less_strict(decided: Decide) -> None:
    assert decided("light", "on", True, at_least=3) == C
    assert decided("light", "on", True, at_least=4) == P
    assert decided("light", "on", True, at_least=5) == HAND
    assert decided("switch", "on", True, name="Kettle", at_most=1) == A
    assert decided("lock", "locked", False, at_most=1) == C
    assert decided("lock", "locked", False, at_most=1, role="guest") == NO
    assert decided("cover", "open", True, flavour="garage", at_most=1) == C
    assert decided("switch", "on", False, name="Smoke alarm", at_most=1) == HAND
    assert decided("switch", "on", True, name="Kettle", at_most=1, at_least=4) == P
    assert decided("car", "Vehicle.Cabin.Light.IsDomeOn", True, seat="driver", at_least=4) == P


@pytest.mark.parametrize(
    ("kind", "flavour", "capability", "tier"),
    [
        ("lock", "", "locked", 4),
        ("alarm_control_panel", "", "alarm_mode", 4),
        ("cover", "garage", "open", 3),
        ("cover", "curtain", "position", 1),
        ("valve", "", "position", 3),
        ("cooker", "", "start", 3),
        ("cooker", "", "menu", 1),
        ("climate", "", "on", 2),
        ("climate", "", "fan_mode", 1),
        ("vacuum", "", "activity", 1),
        ("media_player", "", "volume", 1),
        ("light", "", "on", 1),
    ],
)
def test_discovery_gives_a_capability_the_tier_of_its_dangerous_direction(
    kind: str, flavour: str, capability: str, tier: int
) -> None:
    assert tier_of(kind, flavour, capability) == tier


def test_a_new_device_waits_for_approval_above_tier_1(decided: Decide) -> None:
    new = Refuse(Reason.NOT_APPROVED, Safe.APPROVE_IT)
    assert decided("light", "on", True, approved=False) == A
    assert decided("climate", "target_temperature", 21, approved=False) == new
    assert decided("lock", "locked", False, approved=False) == new
    assert decided("lock", "locked", True, approved=False) == A
    assert decided("lock", "locked", False, approved=False, role="guest") == NO
    window = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
    assert decided("car", window, 10, seat="driver", driving=Driving.PARKED, approved=False, tier=2) == new
    assert decided("car", "Vehicle.Cabin.Light.IsDomeOn", True, seat="driver", approved=False) == A


def test_the_hour_and_the_number_make_a_new_device_no_riskier_than_it_is(decided: Decide) -> None:
    night = {"now": datetime(2026, 1, 5, 2, tzinfo=UTC), "approved": False}
    assert decided("vacuum", "activity", "cleaning", **night) == Confirm(Reason.AT_NIGHT)
    assert decided("light", "on", True, approved=False, group_size=11) == Confirm(Reason.MANY_DEVICES)
    assert decided("media_player", "volume", 95, approved=False) == Confirm(Reason.VERY_LOUD)


@pytest.mark.parametrize(
    ("capability", "value"),
    [("activity", "cleaning"), ("clean_rooms", ("Hall",)), ("clean_zone", "Bath"), ("clean_zones", ("Bath",))],
)
def test_a_vacuum_is_asked_about_at_night_however_it_is_started(decided: Decide, capability: str, value: Value) -> None:
    assert decided("vacuum", capability, value, now=datetime(2026, 1, 5, 2, tzinfo=UTC)) == Confirm(Reason.AT_NIGHT)
    assert decided("vacuum", "clean_zone", "none", now=datetime(2026, 1, 5, 2, tzinfo=UTC)) == A


@pytest.mark.parametrize(
    ("kind", "flavour", "name", "capability", "waits"),
    [
        ("vacuum", "", "Robby", "activity", False),
        ("vacuum", "", "Robby", "clean_zones", False),
        ("light", "", "Lamp", "on", False),
        ("switch", "", "Heater", "on", True),
        ("switch", "", "Fridge", "on", False),
        ("camera", "", "Eye", "on", False),
        ("cover", "curtain", "Curtain", "open", False),
        ("cover", "garage", "Garage", "open", True),
        ("lock", "", "Door", "locked", True),
        ("media_player", "", "Speaker", "volume", False),
        ("car", "", "Car", "Vehicle.Body.Trunk.Rear.IsOpen", True),
        ("car", "", "Car", "Vehicle.Cabin.Light.IsDomeOn", False),
    ],
)
def test_what_the_owner_is_told_that_waits_is_what_the_rules_refuse(
    decided: Decide, kind: str, flavour: str, name: str, capability: str, waits: bool
) -> None:
    known = Capability(capability, Shape.FLAG, writing=Writing("topic", lambda value: b""))
    device = Device("it", name, kind, {capability: known}, flavour=flavour)
    new = Refuse(Reason.NOT_APPROVED, Safe.APPROVE_IT)
    seen = {"flavour": flavour, "name": name, "approved": False, "driving": Driving.PARKED}
    assert (Layout().waits_for(device) == (capability,)) is waits
    assert (new in [decided(kind, capability, value, **seen) for value in (True, False)]) is waits

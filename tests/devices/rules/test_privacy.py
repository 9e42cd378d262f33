"""Who may be told what."""

from typing import get_args

import pytest

from devices.command import Role
from devices.device import Device
from devices.rules.privacy import may_know

ROLES: tuple[Role, ...] = get_args(Role)

PRIVATE_FROM_STRANGERS = [
    ("lock", "", "locked"),
    ("alarm_control_panel", "", "alarm_mode"),
    ("binary_sensor", "lock", "lock"),
    ("car", "", "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"),
    ("car", "", "Vehicle.X.Navigation.DistanceFromHome"),
    ("car", "", "Vehicle.X.Navigation.ArrivalTime"),
]
WHEREABOUTS = [
    ("person", "", "location"),
    ("device_tracker", "", "location"),
    ("camera", "", "on"),
    ("binary_sensor", "motion", "motion"),
    ("binary_sensor", "occupancy", "occupancy"),
    ("binary_sensor", "presence", "presence"),
    ("car", "", "Vehicle.CurrentLocation.Latitude"),
    ("car", "", "Vehicle.X.Navigation.Route"),
]
ANYBODYS = [
    ("light", "", "on"),
    ("sensor", "temperature", "temperature"),
    ("climate", "", "target_temperature"),
    ("cover", "curtain", "open"),
    ("car", "", "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed"),
]


def knowing(kind: str, flavour: str, capability: str) -> set[Role]:
    return {role for role in ROLES if may_know(role, Device("it", "it", kind, {}, flavour=flavour), capability)}


@pytest.mark.parametrize(("kind", "flavour", "capability"), WHEREABOUTS)
def test_where_people_are_is_for_adults(kind: str, flavour: str, capability: str) -> None:
    assert knowing(kind, flavour, capability) == {"owner", "adult", "routine"}


@pytest.mark.parametrize(("kind", "flavour", "capability"), PRIVATE_FROM_STRANGERS)
def test_locks_alarms_and_when_the_car_is_home_are_for_those_who_live_here(
    kind: str, flavour: str, capability: str
) -> None:
    assert knowing(kind, flavour, capability) == {"owner", "adult", "child", "routine"}


@pytest.mark.parametrize("name", ["Front Door Code", "WiFi password", "Alarm PIN", "大门密码"])
@pytest.mark.parametrize("kind", ["sensor", "input_text", "text"])
def test_what_opens_doors_and_accounts_is_for_adults(kind: str, name: str) -> None:
    knows = {role for role in ROLES if may_know(role, Device("it", name, kind, {}), "value")}
    assert knows == {"owner", "adult", "routine"}


@pytest.mark.parametrize("name", ["Pinball room", "Codec", "Encoder speed"])
def test_words_that_only_begin_alike_are_no_secret(name: str) -> None:
    assert may_know("guest", Device("it", name, "sensor", {}), "value")


@pytest.mark.parametrize(("kind", "flavour", "capability"), ANYBODYS)
def test_everything_else_may_be_told(kind: str, flavour: str, capability: str) -> None:
    assert knowing(kind, flavour, capability) == set(ROLES)

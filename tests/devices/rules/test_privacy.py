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
    ("binary_sensor", "motion", "motion"),
    ("binary_sensor", "occupancy", "occupancy"),
    ("car", "", "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"),
]
WHEREABOUTS = [
    ("person", "", "location"),
    ("device_tracker", "", "location"),
    ("camera", "", "on"),
    ("car", "", "Vehicle.CurrentLocation.Latitude"),
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
def test_locks_and_alarms_are_for_those_who_live_here(kind: str, flavour: str, capability: str) -> None:
    assert knowing(kind, flavour, capability) == {"owner", "adult", "child", "routine"}


@pytest.mark.parametrize(("kind", "flavour", "capability"), ANYBODYS)
def test_everything_else_may_be_told(kind: str, flavour: str, capability: str) -> None:
    assert knowing(kind, flavour, capability) == set(ROLES)

"""What a head unit was granted: every row of the car and every tier at home, and what nobody can ever be denied."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.command import Command, Origin, Reason, Safe
from devices.device import Capability, Device, Shape, Value
from devices.policy import Allow, Decision, Driving, Refuse, Situation, decide
from devices.rules import RULES
from devices.rules.car_rows import ROWS
from devices.rules.granted import CAR_ACT, CAR_OPEN, GUARDED, HOME_ACT, HOME_RISKY, OPENING, granted, scopes_in_car
from tests.devices.rules.test_car_table import TABLE

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SCOPES = ("talk", "car.read", CAR_ACT, CAR_OPEN, "home.read", HOME_ACT, HOME_RISKY)
NOT_GRANTED = Refuse(Reason.NOT_GRANTED, Safe.GRANT_IT)

Decided = Callable[..., Decision]


def asked(
    kind: str, capability: str, value: Value, *grants: str, device_id: str = "it", **situation: object
) -> Decision:
    """What the rule alone says to a wish through a head unit with these grants."""
    device = Device(device_id, "it", kind, {capability: Capability(capability, Shape.FLAG)})
    origin = Origin(seat="driver", grants=frozenset(grants))
    return granted(Command(device_id, capability, value, origin=origin), device, Situation(NOON, **situation))  # type: ignore[arg-type]


def in_car(path: str, value: Value) -> frozenset[str]:
    return scopes_in_car(Command("it", path, value))


@pytest.mark.parametrize(("name", "path", "value"), [row[:3] for row in TABLE], ids=lambda v: str(v)[:40])
def test_every_row_of_the_car_takes_one_scope_or_none(name: str, path: str, value: Value) -> None:
    number = int(name.split(maxsplit=1)[0])
    if number in (35, 36, 37):
        pytest.skip("at home")
    needed = in_car(path, value)
    safety = any(row.safety for row in ROWS if row.covers(Command("it", path, value)))
    opens = number in OPENING and "close" not in name and "lock on" not in name
    wanted = frozenset() if safety else frozenset({CAR_OPEN}) if opens or number in GUARDED else frozenset({CAR_ACT})
    assert needed == wanted
    assert asked("car", path, value, *needed) == Allow()
    for scope in needed:
        assert asked("car", path, value, *(s for s in SCOPES if s != scope)) == NOT_GRANTED


def test_no_row_opens_that_is_not_called_opening() -> None:
    assert {row.number for row in ROWS if row.lets_out} == OPENING


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("Vehicle.Cabin.HVAC.IsFrontDefrosterActive", True),
        ("Vehicle.Body.Lights.Hazard.IsSignaling", True),
        ("Vehicle.Body.Lights.LightSwitch", "AUTO"),
        ("Vehicle.Body.Windshield.Front.Wiping.Mode", "FAST"),
    ],
)
def test_what_is_for_safety_is_granted_to_all(path: str, value: Value) -> None:
    assert asked("car", path, value) == Allow()


def test_a_signal_in_no_row_takes_all_there_is() -> None:
    path = "Vehicle.Cabin.Infotainment.Something"
    assert asked("car", path, True, CAR_ACT) == NOT_GRANTED
    assert asked("car", path, True, CAR_OPEN) == NOT_GRANTED
    assert asked("car", path, True, CAR_ACT, CAR_OPEN) == Allow()


def test_of_cars_a_head_unit_commands_its_own_alone() -> None:
    path, defrost = "Vehicle.Cabin.Light.IsDomeOn", "Vehicle.Cabin.HVAC.IsFrontDefrosterActive"
    everything = (*SCOPES, "in:vss:golf")
    assert asked("car", path, True, *everything, device_id="vss:golf") == Allow()
    assert asked("car", path, True, *everything, device_id="vss:van") == Refuse(Reason.NOT_GRANTED)
    assert asked("car", defrost, True, *everything, device_id="vss:van") == Refuse(Reason.NOT_GRANTED)


@pytest.mark.parametrize(
    ("kind", "capability", "value", "enough"),
    [
        ("light", "on", True, {HOME_ACT, HOME_RISKY}),
        ("lock", "locked", True, {HOME_ACT, HOME_RISKY}),
        ("climate", "target_temperature", 21, {HOME_ACT, HOME_RISKY}),
        ("vacuum", "activity", "cleaning", {HOME_ACT, HOME_RISKY}),
        ("script", "activate", None, {HOME_ACT, HOME_RISKY}),
        ("cooker", "start", None, {HOME_RISKY}),
        ("valve", "open", True, {HOME_RISKY}),
        ("siren", "on", True, {HOME_RISKY}),
        ("lock", "locked", False, {HOME_RISKY}),
        ("alarm_control_panel", "alarm_mode", "disarmed", {HOME_RISKY}),
    ],
)
def test_at_home_the_tier_says_which_scope(kind: str, capability: str, value: Value, enough: set[str]) -> None:
    for scope in SCOPES:
        assert asked(kind, capability, value, scope) == (Allow() if scope in enough else NOT_GRANTED)


def test_a_lamp_on_the_topic_of_a_lock_is_no_comfort() -> None:
    assert asked("light", "on", True, HOME_ACT, borrowed=4) == NOT_GRANTED
    assert asked("light", "on", True, HOME_RISKY, borrowed=4) == Allow()


def test_nobody_is_limited_who_speaks_through_no_head_unit(decided: Decided) -> None:
    assert decided("light", "on", True) == Allow()


def test_neither_a_yes_nor_a_pin_grants_anything() -> None:
    door = Device("door", "door", "lock", {"locked": Capability("locked", Shape.FLAG)})
    proven = Origin(confirmed=True, second_factor=True, seat="driver", grants=frozenset({"talk", HOME_ACT}))
    command = Command("door", "locked", False, origin=proven)
    assert decide(command, door, Situation(NOON, Driving.PARKED, anybody_home=True), RULES) == NOT_GRANTED
    more = replace(command, origin=replace(proven, grants=frozenset({HOME_RISKY})))
    assert decide(more, door, Situation(NOON, Driving.PARKED, anybody_home=True), RULES) == Allow()


@given(
    st.sampled_from([(row[1], row[2]) for row in TABLE if row[1].startswith("Vehicle.")]),
    st.frozensets(st.sampled_from(SCOPES)),
    st.frozensets(st.sampled_from(SCOPES)),
    st.sampled_from(list(Driving)),
)
def test_more_scopes_never_do_less_and_no_scope_does_more_than_none_at_all(
    wish: tuple[str, Value], some: frozenset[str], more: frozenset[str], driving: Driving
) -> None:
    path, value = wish
    car = Device("vss:car", "car", "car", {path: Capability(path, Shape.FLAG)})

    def refused(grants: frozenset[str] | None) -> bool:
        origin = Origin(seat="driver", grants=grants)
        command = Command("vss:car", path, value, origin=origin)
        return isinstance(decide(command, car, Situation(NOON, driving), RULES), Refuse)

    assert refused(some) or not refused(some | more)
    assert refused(some) or not refused(None)

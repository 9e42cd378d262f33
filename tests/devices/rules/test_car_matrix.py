"""Rows 1 to 37 of the car's policy against the reference: every action × driving state × seat × role.

The rules and the simulated car's own checks are two implementations; both are held against the same table.
"""

from collections.abc import Callable

import pytest

from devices.command import Reason
from devices.discovery.catalogue import SIGNALS
from devices.policy import Allow, CarNow, Confirm, Decision, Driving, Refuse, SecondFactor
from devices.rules.car_rows import ROWS
from devices.simulators.car_checks import Asked, forbidden
from devices.simulators.car_driving import Standing
from devices.simulators.car_signals import AT_FIRST
from tests.devices.rules.car_matrix import ACTIONS, ROLES, SEATS, STATES, TABLE, Action, cells

Decide = Callable[..., Decision]

LETTERS: dict[type, str] = {Allow: "A", Confirm: "C", SecondFactor: "P", Refuse: "R"}
STANDING: dict[Driving, Standing] = {
    Driving.PARKED: "parked",
    Driving.STOPPED: "stopped",
    Driving.MOVING: "moving",
    Driving.UNKNOWN: "moving",
}
AROUND = {
    "Vehicle.Exterior.LightIntensity": 80.0,
    "Vehicle.Body.Lights.Beam.Low.IsOn": True,
    "Vehicle.Cabin.Sunroof.Shade.Position": 100,
    "Vehicle.Cabin.Seat.Row1.DriverSide.IsBelted": False,
}
"""Fine weather by day, as the table has it."""
HARMLESS = ("owner", "adult")


def test_every_row_of_the_reference_is_there() -> None:
    listed = {action.row for action in ACTIONS} | {line[0] for line in TABLE["home"]}
    assert listed >= set(range(2, 38)), "row 1 is reading, which no command does"
    assert {row.number for row in ROWS} == set(range(2, 35))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("state", STATES)
def test_the_rules_decide_as_the_reference(decided: Decide, calm: CarNow, action: Action, state: Driving) -> None:
    around = CarNow() if state is Driving.UNKNOWN else calm
    wrong = []
    for role in ROLES:
        for seat in SEATS:
            decision = decided(
                "car", action.path, action.value, role=role, seat=seat, driving=state, car=around, tier=3
            )
            wanted = action.answer(state, role, seat)
            if LETTERS[type(decision)] != wanted:
                wrong.append(f"{role} at {seat}: {decision}, not {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_a_refusal_tells_why(decided: Decide, calm: CarNow, action: Action) -> None:
    for state in STATES:
        decision = decided("car", action.path, action.value, seat="driver", driving=state, car=calm)
        assert not isinstance(decision, Refuse) or decision.reason is not Reason.NONE


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("line", TABLE["home"], ids=lambda line: f"{line[0]} {line[1]}")
def test_things_at_home_from_the_car(decided: Decide, state: Driving, line: list[object]) -> None:
    _, _, kind, flavour, name, capability, value, *answers = line
    for seat in SEATS:
        decision = decided(kind, capability, value, flavour=flavour, name=name, seat=seat, driving=state)
        assert LETTERS[type(decision)] == answers[STATES.index(state)], f"{seat}: {decision}"


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.path in AT_FIRST], ids=str)
@pytest.mark.parametrize("state", STATES[:3])
def test_the_car_checks_again(action: Action, state: Driving) -> None:
    """What the house decided does not matter to the car: it refuses by itself, or wants the yes."""
    values = dict(AT_FIRST) | AROUND | {"Vehicle.Speed": 50.0 if state is Driving.MOVING else 0.0}
    for seat in SEATS:
        wanted = action.answer(state, "owner", seat)
        unasked = forbidden(Asked(action.path, action.value, seat, "none"), STANDING[state], values)
        agreed = forbidden(Asked(action.path, action.value, seat, "confirmed"), STANDING[state], values)
        told = f"{seat}: {unasked}, with a yes {agreed}; not {wanted}"
        match wanted:
            case "A":
                assert (unasked, agreed) == (None, None), told
            case "C":
                assert (unasked, agreed) == ("needs_confirmation", None), told
            case _:
                assert None not in (unasked, agreed), told
                assert agreed != "needs_confirmation", told


def test_a_yes_answers_questions_and_no_refusal(decided: Decide, calm: CarNow) -> None:
    for action, state, role, seat in cells():
        if seat not in ("driver", "rear_left"):
            continue
        around = CarNow() if state is Driving.UNKNOWN else calm
        agreed = decided(
            "car", action.path, action.value, role=role, seat=seat, driving=state, car=around, confirmed=True
        )
        wanted = action.answer(state, role, seat)
        assert LETTERS[type(agreed)] == {"C": "A"}.get(wanted, wanted), f"{action} {state} {role} {seat}"


def test_every_signal_that_can_be_written_is_listed_here_or_never_written() -> None:
    listed = {action.path.rpartition(".")[2] for action in ACTIONS}
    unlisted = {p.rpartition(".")[2] for p, s in SIGNALS.items() if s.is_actuator} - listed
    assert unlisted <= {
        *("Height", "Extension", "Intensity", "IsLightOn", "Mute", "Longitude", "Time", "RequestedMode", "Level"),
        *("DayNightMode", "TemperatureUnit", "DistanceUnit"),
    }

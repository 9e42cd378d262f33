"""A small measure of the drives, and the oracle of the drives against the reference."""

import pytest

from bench.drive_oracle import ASK, NO, YES, Truth, Wish, verdict
from bench.drives import drive
from devices.policy import Driving
from devices.simulators.car_signals import AT_FIRST
from tests.devices.rules.car_matrix import ACTIONS, ROLES, SEATS, STATES, Action

GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
AROUND = {
    "Vehicle.Exterior.LightIntensity": 80.0,
    "Vehicle.Body.Lights.Beam.Low.IsOn": True,
    "Vehicle.Cabin.Sunroof.Shade.Position": 100,
}


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.path in AT_FIRST], ids=str)
def test_the_oracle_forbids_what_the_reference_forbids(action: Action) -> None:
    for state in STATES[:3]:
        speed = {"Vehicle.Speed": 50.0, "Vehicle.IsMoving": True} if state is Driving.MOVING else {}
        gear = {GEAR: 126 if state is Driving.PARKED else 127}
        lock = {"Vehicle.Powertrain.Transmission.IsParkLockEngaged": state is Driving.PARKED}
        truth = Truth({**AT_FIRST, **AROUND, **gear, **lock, **speed})
        for role in ROLES:
            for seat in SEATS:
                unasked = verdict(Wish(action.path, action.value, seat, role, False), truth)
                agreed = verdict(Wish(action.path, action.value, seat, role, True), truth)
                judged = YES if not unasked else ASK if not agreed else NO
                wanted = {"A": YES, "C": ASK}.get(action.answer(state, role, seat), NO)
                # Who is no person is asked nothing: the oracle judges only what such a one gets without a yes.
                if role in ("routine", "untrusted_text") and wanted == NO:
                    assert judged != YES or action.answers[STATES.index(state)] == "A", f"{state} {role} {seat}"
                else:
                    assert judged == wanted, f"{state} {role} {seat}: {judged}, not {wanted}"


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_nothing_forbidden_happens_on_the_way() -> None:
    came = await drive(600, seed=11)
    assert came.turns == 600
    assert came.forbidden == []
    assert came.broken == []
    assert came.obeyed > 100
    assert came.actuations > 30
    assert set(came.states) == {"parked", "stopped", "moving"}

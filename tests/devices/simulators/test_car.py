"""The simulated car: VSS signals that move, hang together, and are refused where the body must not obey."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from devices.command import OutcomeKind
from devices.discovery.catalogue import SIGNALS
from devices.simulators.car_signals import AT_FIRST

CAR = "vss:car"
WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
CHARGING = "Vehicle.Powertrain.TractionBattery.Charging"


def test_every_signal_begins_with_a_value_of_its_own_form() -> None:
    for path, value in AT_FIRST.items():
        assert SIGNALS[path].fit(value) == value, path
        assert not SIGNALS[path].choices or value in SIGNALS[path].choices, path


async def test_window_is_done_when_it_is_there(living: Any) -> None:
    outcome = await living.tell(CAR, WINDOW, 50)
    assert outcome.kind is OutcomeKind.DONE
    assert outcome.reported == 50
    moved = [t["new"] for t in living.truths() if t["capability"] == WINDOW]
    assert len(moved) > 3
    assert moved == sorted(moved)


async def test_air_conditioning_and_warmth_are_set(living: Any) -> None:
    assert (await living.tell(CAR, "Vehicle.Cabin.HVAC.IsAirConditioningActive", True)).kind is OutcomeKind.DONE
    warmth = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
    assert (await living.tell(CAR, warmth, 22.5)).kind is OutcomeKind.DONE
    assert (await living.tell(CAR, warmth, 45)).kind is not OutcomeKind.DONE


async def test_roof_is_opened_by_its_switch_and_proved_by_its_position(living: Any) -> None:
    assert (await living.tell(CAR, "Vehicle.Cabin.Sunroof.Switch", "OPEN")).kind is OutcomeKind.DONE
    assert living.truth(CAR, "Vehicle.Cabin.Sunroof.Position") == 100
    assert living.truth(CAR, "Vehicle.Cabin.Sunroof.Shade.Position") == 100


async def test_charging_starts_only_with_a_cable(living: Any) -> None:
    wish = f"{CHARGING}.StartStopCharging"
    assert (await living.tell(CAR, wish, "START", deadline_s=0.3)).kind is not OutcomeKind.DONE
    await living.control("car", "sense", {f"{CHARGING}.ChargingPort.AnyPosition.IsChargingCableConnected": True})
    assert (await living.tell(CAR, wish, "START")).kind is OutcomeKind.DONE


async def test_trunk_stays_shut_while_the_car_moves(living: Any) -> None:
    await living.control("car", "sense", {"Vehicle.Speed": 60})
    await living.until_it_says(CAR, "Vehicle.IsMoving", True)
    assert (await living.tell(CAR, TRUNK, True, deadline_s=0.3)).kind is not OutcomeKind.DONE
    assert living.truth(CAR, TRUNK) is None


async def test_body_obeys_nobody_about_gear_and_horn(living: Any) -> None:
    for path, value in (("Vehicle.Powertrain.Transmission.SelectedGear", 127), ("Vehicle.Body.Horn.IsActive", True)):
        assert (await living.tell(CAR, path, value, deadline_s=0.3)).kind is not OutcomeKind.DONE
        assert living.truth(CAR, path) is None


async def test_late_wish_is_rejected(living: Any) -> None:
    link = living.broker.link()
    late = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    wish = {"v": True, "req": "r1", "src": {"user": "t"}, "exp": late}
    await link.publish(f"vss/car/{TRUNK.replace('.', '/')}/set", json.dumps(wish).encode())
    await asyncio.sleep(0.05)
    answers = [json.loads(p.payload) for p in living.broker.published if p.topic == "vss/car/$ack/r1"]
    assert answers == [{"status": "rejected", "code": "expired"}]


async def test_lost_car_is_not_available(living: Any) -> None:
    await living.broker.link().publish("vss/car/$state", b"offline", retain=True)
    await asyncio.sleep(0.05)
    assert living.home.available(CAR) is False


async def test_driving_state_is_told_again_and_again(living: Any) -> None:
    first = living.home.fact(CAR, "Vehicle.Speed").order
    await asyncio.sleep(1.3)
    assert living.home.fact(CAR, "Vehicle.Speed").order > first

"""How the car drives, what follows from that, and when it takes itself to be standing."""

from typing import Any

import pytest

from devices.simulators.car_driving import Leg, drive_of
from devices.simulators.car_paths import (
    BRAKE,
    CHARGE,
    DISTANCE,
    DOORS,
    DRIVE,
    GEAR,
    IS_MOVING,
    LATITUDE,
    PARK,
    PARK_LOCK,
    RANGE,
    SPEED,
    TYRES,
)


def test_drive_accelerates_cruises_brakes_and_parks(life: Any) -> None:
    life.car.set_off([Leg(50, 60)])
    assert (life[GEAR], life[BRAKE], life[PARK_LOCK]) == (DRIVE, False, False)
    life.pass_time(3)
    assert 0 < life[SPEED] < 50
    assert life[IS_MOVING] is True
    life.pass_time(10)
    assert life[SPEED] == 50
    life.pass_time(80)
    assert (life[SPEED], life[IS_MOVING]) == (0, False)
    assert (life[GEAR], life[PARK_LOCK], life[BRAKE]) == (PARK, True, True)
    assert life.car.standing == "parked"


def test_stop_on_the_way_is_no_parking(life: Any) -> None:
    life.car.set_off([Leg(30, 5), Leg(0, 20), Leg(30, 5)])
    life.pass_time(20)
    assert (life[SPEED], life[GEAR], life.car.standing) == (0, DRIVE, "stopped")


def test_distance_range_charge_and_place_follow(life: Any) -> None:
    before = {path: life[path] for path in (DISTANCE, RANGE, CHARGE, LATITUDE)}
    life.car.set_off([Leg(100, 1800)])
    life.pass_time(1900)
    driven = life[DISTANCE] - before[DISTANCE]
    assert 49_000 < driven < 52_000
    assert 10 < before[CHARGE] - life[CHARGE] < 20
    assert life[RANGE] < before[RANGE] - driven
    assert life[LATITUDE] > before[LATITUDE]


def test_doors_lock_themselves_on_the_way(life: Any) -> None:
    life.obey(f"{DOORS[0]}.IsLocked", False)
    life.car.set_off([Leg(30, 30)])
    life.pass_time(5)
    assert life[f"{DOORS[0]}.IsLocked"] is True


def test_speed_set_from_outside_stays(life: Any) -> None:
    life.feel(Speed=60.0)
    life.pass_time(30)
    assert (life[SPEED], life[IS_MOVING], life[GEAR]) == (60, True, DRIVE)
    life.feel(Speed=0.0)
    assert life[IS_MOVING] is False


def test_car_counts_as_moving_until_it_stood_for_a_second(life: Any) -> None:
    life.feel(Speed=20.0)
    life.pass_time(1)
    life.feel(Speed=0.0)
    life.pass_time(0.5)
    assert life.car.standing == "moving"
    life.pass_time(0.5)
    assert life.car.standing == "stopped"


def test_contradiction_counts_as_moving(life: Any) -> None:
    life.feel(IsMoving=True)
    life.pass_time(5)
    assert (life[SPEED], life[IS_MOVING], life.car.standing) == (0, True, "moving")


def test_tyres_get_warm_and_a_puncture_is_noticed(life: Any) -> None:
    tyre = f"{TYRES[0]}.Pressure"
    life.pass_time(60)
    assert life[tyre] == 250
    life.feel(Speed=120.0)
    life.pass_time(3600, step=1)
    assert 265 < life[tyre] < 275
    life.car.feel(tyre, 150, "test")
    life.pass_time(1)
    assert life[f"{TYRES[0]}.IsPressureLow"] is True
    assert life[f"{TYRES[1]}.IsPressureLow"] is False


def test_tyres_lose_pressure_in_the_cold(life: Any) -> None:
    life.pass_time(1)
    life.feel(Exterior__AirTemperature=-15.0)
    life.pass_time(7200, step=1)
    assert 220 < life[f"{TYRES[2]}.Pressure"] < 230


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"legs": []},
        {"legs": "fast"},
        {"legs": [{"kmh": 500}]},
        {"legs": [{"kmh": -1}]},
        {"legs": [{"kmh": True}]},
        {"legs": [{"s": 5}]},
        {"legs": [{"kmh": 50, "s": 1e9}]},
        {"legs": [{"kmh": 50, "s": "x"}]},
        {"legs": [5]},
        {"legs": [{"kmh": 50}] * 101},
    ],
)
def test_what_is_no_drive_is_not_driven(told: dict[str, Any]) -> None:
    assert drive_of(told) is None


def test_drive_is_read_from_its_legs() -> None:
    assert drive_of({"legs": [{"kmh": 50, "s": 30}, {"kmh": 0}]}) == (Leg(50.0, 30.0), Leg(0.0, 0.0))

"""What the car is doing, from its signals."""

import pytest

from devices.device import Value
from devices.policy import Driving
from devices.rules.driving import GEAR, IS_MOVING, PARK_LOCK, SPEED, Signal, driving, says_moving, speed_in

NOW = 1_000.0
"""Seconds of the monotonic clock."""


def at(seconds_ago: float = 0.0, **values: Value) -> dict[str, Signal]:
    names = {"speed": SPEED, "gear": GEAR, "park_lock": PARK_LOCK, "moving": IS_MOVING}
    return {names[name]: Signal(value, NOW - seconds_ago) for name, value in values.items()}


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (at(speed=0.0, gear=126), Driving.PARKED),
        (at(speed=0, park_lock=True), Driving.PARKED),
        (at(speed=0.0, gear=127), Driving.STOPPED),
        (at(speed=0.0, gear=127, park_lock=True), Driving.STOPPED),
        (at(speed=0.4, gear=0), Driving.STOPPED),
        (at(speed=50.0, gear=127), Driving.MOVING),
        (at(speed=50.0, gear=126), Driving.MOVING),
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


@pytest.mark.parametrize(
    ("ago_s", "expected"), [(0.0, Driving.MOVING), (0.99, Driving.MOVING), (1.0, Driving.PARKED), (9.0, Driving.PARKED)]
)
def test_it_has_to_stand_for_a_second_before_it_no_longer_moves(ago_s: float, expected: Driving) -> None:
    assert driving(at(speed=0.0, gear=126), NOW, NOW - ago_s) is expected


def test_having_moved_makes_nothing_known() -> None:
    assert driving({}, NOW, NOW) is Driving.UNKNOWN


@pytest.mark.parametrize(
    ("signal", "value", "moves"),
    [
        (SPEED, 0.6, True),
        (SPEED, -9, True),
        (SPEED, 0.5, False),
        (SPEED, True, False),
        (SPEED, "fast", False),
        (IS_MOVING, True, True),
        (IS_MOVING, False, False),
        (GEAR, 127, False),
    ],
)
def test_what_says_that_it_moves(signal: str, value: Value, moves: bool) -> None:
    assert says_moving(signal, value) is moves


def test_an_old_speed_is_none() -> None:
    assert speed_in(at(speed=-20.0), NOW) == 20
    assert speed_in(at(3.0, speed=20.0), NOW) is None
    assert speed_in({}, NOW) is None

"""The air in the car: it takes its time, and follows the weather, the vents, the windows and the sun."""

from typing import Any

import pytest

from devices.simulators.car_climate import PRECONDITIONING_S
from devices.simulators.car_paths import (
    AIR_CONDITIONING,
    CHARGE,
    FRONT_DEFROSTER,
    INSIDE,
    MIRRORS,
    REAR_DEFROSTER,
    RECIRCULATION,
    WINDOWS,
    WINDSCREEN_HEATING,
    ZONES,
)

DRIVER, PASSENGER = ZONES


def winter(life: Any) -> None:
    """A frozen car in the dark."""
    life.feel(Exterior__AirTemperature=-10.0, AmbientAirTemperature=-8.0, LightIntensity=0.0)


def test_cold_car_gets_warm_in_minutes_not_at_once(life: Any) -> None:
    winter(life)
    life.pass_time(20)
    assert life[INSIDE] < 5
    life.pass_time(1200)
    assert 19 < life[INSIDE] < 22


def test_stronger_fan_is_faster(life: Any) -> None:
    def after_three_minutes(fan: int) -> float:
        other = type(life)()
        winter(other)
        for zone in ZONES:
            other.obey(f"{zone}.FanSpeed", fan)
        other.pass_time(180)
        return float(other[INSIDE])

    assert after_three_minutes(10) < after_three_minutes(40) < after_three_minutes(100)


def test_without_a_fan_the_weather_decides(life: Any) -> None:
    winter(life)
    life.feel(AmbientAirTemperature=21.0)
    for zone in ZONES:
        life.obey(f"{zone}.FanSpeed", 0)
    life.pass_time(4 * 3600, step=1)
    assert life[INSIDE] == pytest.approx(-10, abs=0.5)


def test_only_the_air_conditioning_cools_below_the_weather(life: Any) -> None:
    life.feel(Exterior__AirTemperature=32.0, AmbientAirTemperature=35.0, LightIntensity=80.0)
    life.pass_time(1800, step=1)
    assert life[INSIDE] > 28
    life.obey(AIR_CONDITIONING, True)
    life.pass_time(1800, step=1)
    assert life[INSIDE] < 25


def test_sun_heats_a_shut_car_and_an_open_window_lets_it_out(life: Any) -> None:
    life.feel(Exterior__AirTemperature=25.0, AmbientAirTemperature=25.0, LightIntensity=100.0)
    life.car.feel(life.path("LowVoltageSystemState"), "OFF", "test")
    life.pass_time(2 * 3600, step=1)
    shut = life[INSIDE]
    assert shut > 40
    for window in WINDOWS:
        life.car.feel(window, 100, "test")
    life.pass_time(3600, step=1)
    assert life[INSIDE] < shut - 8


def test_each_zone_has_its_own_target(life: Any) -> None:
    life.obey(f"{DRIVER}.Temperature", 26.0)
    life.obey(f"{PASSENGER}.Temperature", 18.0)
    life.feel(LightIntensity=0.0)
    life.pass_time(1800, step=1)
    warmth = life.car.climate.warmth
    assert warmth[DRIVER] > warmth[PASSENGER] + 1.5


def test_front_defroster_takes_fan_windscreen_and_air_conditioning_along_and_gives_them_back(life: Any) -> None:
    life.obey(FRONT_DEFROSTER, True)
    assert (life[AIR_CONDITIONING], life[WINDSCREEN_HEATING], life[RECIRCULATION]) == (True, True, False)
    assert [life[f"{z}.FanSpeed"] for z in ZONES] == [80, 80]
    assert [life[f"{z}.AirDistribution"] for z in ZONES] == ["UP", "UP"]
    life.obey(FRONT_DEFROSTER, False)
    assert (life[AIR_CONDITIONING], life[WINDSCREEN_HEATING]) == (False, False)
    assert [life[f"{z}.FanSpeed"] for z in ZONES] == [30, 30]


def test_rear_defroster_warms_the_mirrors_and_ends_by_itself(life: Any) -> None:
    life.obey(REAR_DEFROSTER, True)
    assert life[f"{MIRRORS[0]}.IsHeatingOn"] is True
    life.pass_time(800, step=1)
    assert life[REAR_DEFROSTER] is True
    life.pass_time(110, step=1)
    assert (life[REAR_DEFROSTER], life[f"{MIRRORS[0]}.IsHeatingOn"]) == (False, False)


def test_empty_car_is_preconditioned_for_half_an_hour(life: Any) -> None:
    winter(life)
    life.car.feel(life.path("LowVoltageSystemState"), "OFF", "test")
    life.pass_time(600, step=1)
    assert life[INSIDE] < -8
    life.obey(f"{DRIVER}.Temperature", 22.0)
    life.pass_time(PRECONDITIONING_S - 60, step=1)
    assert life[INSIDE] > 16
    warm = life[INSIDE]
    life.pass_time(1800, step=1)
    assert life[INSIDE] < warm - 5


def test_almost_empty_battery_does_not_precondition(life: Any) -> None:
    winter(life)
    life.car.feel(life.path("LowVoltageSystemState"), "OFF", "test")
    life.car.feel(CHARGE, 10.0, "test")
    life.obey(f"{DRIVER}.Temperature", 22.0)
    life.pass_time(600, step=1)
    assert life[INSIDE] < -7


def test_warmth_costs_charge(life: Any) -> None:
    winter(life)
    for zone in ZONES:
        life.obey(f"{zone}.FanSpeed", 100)
    before = life[CHARGE]
    life.pass_time(3600, step=1)
    assert before - 6 < life[CHARGE] < before - 1

"""Charging: a cable, a switch, a limit, a timer, and a battery that takes less the fuller it is."""

from datetime import timedelta
from typing import Any

import pytest

from devices.simulators.car_charging import charging_kw, moment, seconds_to
from devices.simulators.car_paths import (
    BATTERY_WARMTH,
    CABLE,
    CHARGE,
    CHARGE_LIMIT,
    CHARGE_POWER,
    CHARGE_SWITCH,
    CONDITIONING,
    IS_CHARGING,
    RANGE,
    TIME_LEFT,
    TIMER_MODE,
    TIMER_TIME,
)


@pytest.fixture
def plugged(life: Any) -> Any:
    """A car with its cable in."""
    life.car.feel(CABLE, True, "test")
    life.car.feel(life.path("LowVoltageSystemState"), "OFF", "test")
    return life


def test_nothing_charges_without_a_cable(life: Any) -> None:
    assert life.refusal(CHARGE_SWITCH, "START") == "no_cable"
    assert life.refusal(CHARGE_SWITCH, "STOP") is None


def test_charging_fills_up_to_the_limit_and_says_how_long_it_takes(plugged: Any) -> None:
    assert plugged.refusal(CHARGE_SWITCH, "START") is None
    plugged.obey(CHARGE_SWITCH, "START")
    plugged.pass_time(10)
    assert plugged[IS_CHARGING] is True
    assert plugged[CHARGE_POWER] == 11
    promised = plugged[TIME_LEFT]
    assert 1800 < promised < 2100
    far = plugged[RANGE]
    plugged.pass_time(promised + 60, step=1)
    assert (plugged[CHARGE], plugged[IS_CHARGING], plugged[CHARGE_SWITCH]) == (80, False, "STOP")
    assert (plugged[TIME_LEFT], plugged[CHARGE_POWER]) == (0, 0)
    assert plugged[RANGE] > far
    assert plugged.refusal(CHARGE_SWITCH, "START") == "charged"


def test_battery_takes_less_and_less_above_eighty_percent() -> None:
    assert charging_kw(50, 20) == charging_kw(80, 20) == 11
    assert 11 > charging_kw(85, 20) > charging_kw(95, 20) > charging_kw(100, 20) > 2
    assert seconds_to(90, 100, 20) > 1.5 * seconds_to(60, 70, 20)
    assert charging_kw(50, 0) == 5.5
    assert seconds_to(80, 80, 20) == 0


def test_stopping_stops(plugged: Any) -> None:
    plugged.obey(CHARGE_SWITCH, "START")
    plugged.pass_time(60)
    plugged.obey(CHARGE_SWITCH, "STOP")
    plugged.pass_time(1)
    assert plugged[IS_CHARGING] is False


def test_pulling_the_cable_stops(plugged: Any) -> None:
    plugged.obey(CHARGE_SWITCH, "START")
    plugged.pass_time(60)
    plugged.car.feel(CABLE, False, "hand")
    plugged.pass_time(1)
    assert (plugged[IS_CHARGING], plugged[CHARGE_SWITCH]) == (False, "STOP")


def test_higher_limit_lets_it_go_on(plugged: Any) -> None:
    plugged.car.feel(CHARGE, 80.0, "test")
    plugged.obey(CHARGE_LIMIT, 90)
    assert plugged.refusal(CHARGE_SWITCH, "START") is None
    plugged.obey(CHARGE_SWITCH, "START")
    plugged.pass_time(120)
    assert plugged[CHARGE] > 80


def test_timer_starts_at_its_time(plugged: Any, noon: Any) -> None:
    plugged.obey(TIMER_TIME, (noon + timedelta(minutes=10)).isoformat())
    plugged.obey(TIMER_MODE, "START_TIME")
    plugged.pass_time(590)
    assert plugged[IS_CHARGING] is False
    plugged.pass_time(20)
    assert plugged[IS_CHARGING] is True


def test_timer_is_ready_at_its_time(plugged: Any, noon: Any) -> None:
    plugged.obey(TIMER_TIME, (noon + timedelta(hours=4)).isoformat())
    plugged.obey(TIMER_MODE, "END_TIME")
    plugged.pass_time(3 * 3600, step=1)
    assert plugged[IS_CHARGING] is False
    plugged.pass_time(3600 + 120, step=1)
    assert (plugged[CHARGE], plugged[IS_CHARGING], plugged[TIMER_MODE]) == (80, False, "INACTIVE")


def test_conditioned_battery_is_warm(plugged: Any) -> None:
    plugged.feel(Exterior__AirTemperature=-10.0)
    plugged.car.feel(BATTERY_WARMTH, -5.0, "test")
    plugged.obey(CONDITIONING, "FAST_CHARGING_PREPARATION")
    plugged.pass_time(3600, step=1)
    assert plugged[BATTERY_WARMTH] > 20


@pytest.mark.parametrize("text", ["", "noon", "2026-03-02T12:00:00", "2026-13-02T12:00:00Z", 5, None])
def test_time_without_a_zone_is_no_time(text: Any) -> None:
    assert moment(text) is None

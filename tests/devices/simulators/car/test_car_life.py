"""The whole car over thousands of chance events: nothing impossible, nothing twice, nothing open that must be shut."""

from random import Random
from typing import Any

import pytest

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, Signal
from devices.simulators.car_body import MOVING, Wanted
from devices.simulators.car_checks import Asked
from devices.simulators.car_driving import Leg
from devices.simulators.car_life import CarLife
from devices.simulators.car_lights import Lights
from devices.simulators.car_paths import (
    DAYLIGHT,
    FOG_LIGHTS,
    HIGH_BEAM,
    IGNITION,
    IS_WIPING,
    LIGHT_SWITCH,
    LOW_BEAM,
    PLAYBACK,
    RAIN,
    TRACK,
    WIPER_MODE,
    WIPERS_BLOCKED,
)
from devices.simulators.car_requests import is_in_range
from devices.simulators.car_signals import AT_FIRST, SONGS

SEATS = ("", "driver", "passenger", "rear_left", "unknown")


def any_value(chance: Random, signal: Signal) -> Value:
    """Something the signal can be."""
    if signal.choices:
        return chance.choice(signal.choices)
    if signal.datatype == "boolean":
        return chance.random() < 0.5
    if signal.datatype == "string":
        return "#a0b0c0" if signal.is_color else "2026-03-02T18:00:00+00:00"
    low, high = signal.low, signal.high
    number = chance.uniform(0 if low is None else low, 100 if high is None else high)
    return signal.fit(number)


def assert_sound(values: dict[str, Value]) -> None:
    """Every signal is of its own form and within its limits."""
    for path, value in values.items():
        assert SIGNALS[path].fit(value) == value, path
        assert type(SIGNALS[path].fit(value)) is type(value), path
        assert is_in_range(SIGNALS[path], value) or value in ("", 0, 0.0), (path, value)


def test_every_signal_begins_sound() -> None:
    assert_sound(dict(AT_FIRST))


def test_nothing_happens_in_a_car_that_is_left_alone(life: Any) -> None:
    life.car.feel(IGNITION, "OFF", "test")
    life.pass_time(2 * 3600, step=1)
    became = [b for h in life.pass_time(3600, step=1) for b in h.became]
    assert len(became) < 30


@pytest.mark.parametrize("seed", range(2))
def test_chance_makes_nothing_impossible_and_opens_nothing_on_the_way(life: Any, seed: int) -> None:
    chance, car = Random(seed), life.car
    actuators = [s for s in car.signals.values() if s.is_actuator]
    for _ in range(600):
        match chance.randrange(8):
            case 0:
                signal = chance.choice(list(car.signals.values()))
                car.feel(signal.path, any_value(chance, signal), "test")
            case 1:
                signal = chance.choice(actuators)
                car.by_hand(signal.path, any_value(chance, signal))
            case 2:
                car.set_off([Leg(chance.uniform(0, 150), chance.uniform(0, 60))])
            case 3:
                life.pass_time(chance.uniform(0, 120), step=1)
            case _:
                wish(car, chance, chance.choice(actuators))
        assert_sound(car.values)


def wish(car: CarLife, chance: Random, signal: Signal) -> None:
    """Somebody wishes something; what the car takes on while it moves opens no lid and no door."""
    value = any_value(chance, signal)
    asked = Asked(signal.path, value, chance.choice(SEATS), chance.choice(("", "none", "confirmed")))
    if car.refusal(asked) is not None:
        return
    if car.standing == "moving" and signal.path in MOVING and ".Window." not in signal.path:
        opens = value is True and signal.path.endswith(("IsOpen", "IsFlapOpen"))
        assert not opens, signal.path
    before = car.standing
    happened = car.obey(signal.path, value, Wanted("test"))
    assert car.standing == before
    assert all(b.path in car.values for b in happened.became)


def test_lights_follow_the_dark_where_they_may(life: Any) -> None:
    life.car.feel(DAYLIGHT, 10.0, "test")
    life.pass_time(1)
    assert life[LOW_BEAM] is True
    life.car.feel(DAYLIGHT, 22.0, "test")
    life.pass_time(1)
    assert life[LOW_BEAM] is True
    life.car.feel(DAYLIGHT, 60.0, "test")
    life.pass_time(1)
    assert life[LOW_BEAM] is False
    life.obey(LIGHT_SWITCH, "BEAM")
    life.pass_time(1)
    assert life[LOW_BEAM] is True


def test_what_adds_to_the_low_beam_goes_with_it(life: Any) -> None:
    life.obey(HIGH_BEAM, True)
    assert (life[LOW_BEAM], life[LIGHT_SWITCH]) == (True, "BEAM")
    life.obey(FOG_LIGHTS[0], True)
    life.obey(LOW_BEAM, False)
    assert [life[p] for p in (LIGHT_SWITCH, LOW_BEAM, HIGH_BEAM, *FOG_LIGHTS)] == ["OFF", *[False] * 4]


def test_wipers_follow_the_rain_where_they_may(life: Any) -> None:
    life.obey(WIPER_MODE, "RAIN_SENSOR")
    life.pass_time(1)
    assert life[IS_WIPING] is False
    life.car.feel(RAIN, 30, "test")
    life.pass_time(1)
    assert life[IS_WIPING] is True
    life.car.feel(WIPERS_BLOCKED, True, "test")
    life.pass_time(1)
    assert life[IS_WIPING] is False
    assert Lights().advance(life.car.values, 1) == []


def test_skipping_plays_another_song(life: Any) -> None:
    life.obey(PLAYBACK, "SKIP_FORWARD")
    assert (life[PLAYBACK], life[TRACK]) == ("SKIP_FORWARD", SONGS[1])
    life.pass_time(2)
    assert life[PLAYBACK] == "PLAY"
    life.obey(PLAYBACK, "SKIP_BACKWARD")
    life.pass_time(2)
    assert life[TRACK] == SONGS[0]

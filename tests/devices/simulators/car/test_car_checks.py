"""The table of the car itself: what it refuses in which state, whatever was decided elsewhere."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.device import Value
from devices.discovery.catalogue import NEVER_BY_VOICE, SIGNALS, Signal
from devices.simulators import car_checks
from devices.simulators.car import SimulatedCar
from devices.simulators.car_charging import Charging
from devices.simulators.car_checks import TABLE, Asked, forbidden, overtaken, row_of
from devices.simulators.car_driving import Standing
from devices.simulators.car_life import CarLife
from devices.simulators.car_requests import request_of
from devices.simulators.car_signals import AT_FIRST

PAGE = Path(__file__).parents[4] / "docs" / "car-signals.md"
STATES: tuple[Standing, ...] = ("parked", "stopped", "moving")

D = "Vehicle.Cabin.Door.Row1.DriverSide"
LIGHTS = "Vehicle.Body.Lights"
SEAT = "Vehicle.Cabin.Seat.Row1"

# what is wished → "A", "C" or "R" while parked, stopped, moving
EXPECTED: Mapping[tuple[str, Value], str] = {
    ("Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", 22.0): "AAA",
    ("Vehicle.Cabin.HVAC.IsAirConditioningActive", False): "AAA",
    (f"{SEAT}.DriverSide.HeatingCooling", 50): "AAA",
    ("Vehicle.Chassis.SteeringWheel.HeatingCooling", 50): "AAA",
    ("Vehicle.Cabin.HVAC.IsFrontDefrosterActive", True): "AAA",
    ("Vehicle.Cabin.HVAC.IsFrontDefrosterActive", False): "AAC",
    (f"{D}.Window.Position", 0): "AAA",
    (f"{D}.Window.Position", 25): "AAA",
    (f"{D}.Window.Position", 26): "AAC",
    ("Vehicle.Cabin.Sunroof.Switch", "OPEN"): "AAC",
    ("Vehicle.Cabin.Sunroof.Switch", "TILT_UP"): "AAC",
    ("Vehicle.Cabin.Sunroof.Switch", "CLOSE"): "AAA",
    (f"{D}.IsLocked", True): "AAA",
    (f"{D}.IsLocked", False): "ACR",
    (f"{D}.IsOpen", True): "CRR",
    (f"{D}.IsOpen", False): "AAA",
    ("Vehicle.Body.Trunk.Rear.IsOpen", True): "CRR",
    ("Vehicle.Body.Trunk.Rear.Position", 40): "CRR",
    ("Vehicle.Body.Trunk.Rear.Position", 0): "AAA",
    ("Vehicle.Body.Trunk.Front.IsOpen", True): "CRR",
    ("Vehicle.Body.Hood.IsOpen", True): "CRR",
    ("Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsFlapOpen", True): "CRR",
    ("Vehicle.Powertrain.FuelSystem.IsFuelPortFlapOpen", True): "CRR",
    ("Vehicle.Cabin.IsWindowChildLockEngaged", False): "CRR",
    ("Vehicle.Cabin.IsWindowChildLockEngaged", True): "AAA",
    (f"{LIGHTS}.LightSwitch", "AUTO"): "AAA",
    (f"{LIGHTS}.LightSwitch", "BEAM"): "AAA",
    (f"{LIGHTS}.Beam.Low.IsOn", True): "AAA",
    (f"{LIGHTS}.LightSwitch", "OFF"): "ARR",
    (f"{LIGHTS}.LightSwitch", "POSITION"): "ARR",
    (f"{LIGHTS}.Beam.Low.IsOn", False): "ARR",
    (f"{LIGHTS}.Beam.High.IsOn", True): "CCC",
    (f"{LIGHTS}.Beam.High.IsOn", False): "AAA",
    (f"{LIGHTS}.Fog.Front.IsOn", False): "AAA",
    (f"{LIGHTS}.Hazard.IsSignaling", True): "AAA",
    (f"{LIGHTS}.Hazard.IsSignaling", False): "AAC",
    (f"{LIGHTS}.DirectionIndicator.Left.IsSignaling", True): "RRR",
    ("Vehicle.Body.Horn.IsActive", True): "RRR",
    ("Vehicle.Body.Windshield.Front.Wiping.Mode", "FAST"): "AAA",
    ("Vehicle.Body.Windshield.Front.Wiping.Mode", "OFF"): "AAC",
    ("Vehicle.Body.Mirrors.DriverSide.IsFolded", True): "ARR",
    ("Vehicle.Body.Mirrors.DriverSide.IsFolded", False): "AAA",
    ("Vehicle.Body.Mirrors.DriverSide.Pan", 10): "AAC",
    ("Vehicle.Body.Mirrors.DriverSide.IsHeatingOn", True): "AAA",
    (f"{SEAT}.DriverSide.Position", 100): "ACR",
    (f"{SEAT}.DriverSide.Backrest.Recline", 30.0): "ACR",
    ("Vehicle.Chassis.SteeringWheel.Tilt", 10): "ACR",
    (f"{SEAT}.PassengerSide.Position", 100): "AAC",
    (f"{SEAT}.DriverSide.Massage.Level", 50): "AAA",
    ("Vehicle.Cabin.Light.IsDomeOn", True): "AAA",
    ("Vehicle.Cabin.RearShade.Position", 100): "AAA",
    ("Vehicle.Cabin.Infotainment.Media.Action", "PLAY"): "AAA",
    ("Vehicle.Cabin.Infotainment.Media.Volume", 70): "AAA",
    ("Vehicle.Cabin.Infotainment.Media.Volume", 80): "CCC",
    ("Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude", 60.0): "AAA",
    ("Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit", 90): "AAA",
    ("Vehicle.Powertrain.TractionBattery.Charging.Timer.Mode", "INACTIVE"): "AAA",
    ("Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging", "START"): "AAR",
    ("Vehicle.Powertrain.Transmission.PerformanceMode", "SPORT"): "ACR",
    ("Vehicle.Powertrain.Transmission.SelectedGear", 127): "RRR",
    ("Vehicle.Chassis.ParkingBrake.IsEngaged", False): "RRR",
    ("Vehicle.ADAS.CruiseControl.IsActive", True): "RRR",
    ("Vehicle.ADAS.ESC.IsEnabled", False): "RRR",
}


def answer(path: str, value: Value, standing: Standing, seat: str = "driver", **now: Value) -> str:
    """A: allowed without a yes; C: only with one; otherwise the code with which it is refused whatever was said."""
    values = {**AT_FIRST, **{LONG[name]: v for name, v in now.items()}}
    with_yes = forbidden(Asked(path, value, seat, "confirmed"), standing, values)
    if with_yes is not None:
        return with_yes
    return "C" if forbidden(Asked(path, value, seat, "none"), standing, values) == "needs_confirmation" else "A"


LONG = {
    "speed": "Vehicle.Speed",
    "rain": "Vehicle.Body.Raindetection.Intensity",
    "daylight": "Vehicle.Exterior.LightIntensity",
    "fog": f"{LIGHTS}.Fog.Rear.IsOn",
    "low": f"{LIGHTS}.Beam.Low.IsOn",
    "window_lock": "Vehicle.Cabin.IsWindowChildLockEngaged",
    "child_lock": "Vehicle.Cabin.Door.Row2.PassengerSide.IsChildLockActive",
    "belted": f"{SEAT}.PassengerSide.IsBelted",
}


@pytest.mark.parametrize(("wish", "expected"), EXPECTED.items(), ids=lambda x: str(x[0]) if isinstance(x, tuple) else x)
def test_table(wish: tuple[str, Value], expected: str) -> None:
    answers = [answer(*wish, standing) for standing in STATES]
    assert "".join(a if a in "AC" else "R" for a in answers) == expected


def wishes(signal: Signal) -> list[Value]:
    """Every kind of wish for a signal."""
    if signal.choices:
        return list(signal.choices)
    if signal.datatype == "boolean":
        return [True, False]
    if signal.datatype == "string":
        return ["#ffffff"]
    low, high = signal.low, signal.high
    return [low, high, 1] if low is not None and high is not None else [1]


@pytest.mark.parametrize("path", [p for p, s in SIGNALS.items() if s.is_actuator])
def test_every_wish_for_every_actuator_has_its_row(path: str) -> None:
    for value in wishes(SIGNALS[path]):
        off = path.endswith("Wiping.Mode") and value == "OFF"
        assert off or row_of(path, value) is not None, value


@pytest.mark.parametrize("path", [p for p, s in SIGNALS.items() if s.tier == NEVER_BY_VOICE])
def test_what_is_never_by_voice_the_car_never_does(path: str) -> None:
    for standing in STATES:
        for value in wishes(SIGNALS[path]):
            assert answer(path, value, standing) == "only_by_hand"


def test_what_is_in_no_row_is_refused() -> None:
    assert answer("Vehicle.Body.RearMainSpoilerPosition", 50.0, "parked") == "not_allowed"
    assert answer("Vehicle.Cabin.Door.Row2.DriverSide.IsChildLockActive", False, "parked") == "not_allowed"


def test_every_pattern_is_one() -> None:
    assert all(re.compile(row.paths) for row in TABLE)


def test_fast_driving_asks_about_any_open_window() -> None:
    assert answer(f"{D}.Window.Position", 10, "moving", speed=79.0) == "A"
    assert answer(f"{D}.Window.Position", 10, "moving", speed=81.0) == "C"
    assert answer(f"{D}.Window.Position", 0, "moving", speed=150.0) == "A"


def test_window_lock_is_for_those_in_the_rear() -> None:
    rear = "Vehicle.Cabin.Door.Row2.PassengerSide.Window.Position"
    assert answer(rear, 20, "parked", "rear_left", window_lock=True) == "child_lock"
    assert answer(rear, 20, "parked", "unknown", window_lock=True) == "child_lock"
    assert answer(rear, 20, "parked", "driver", window_lock=True) == "A"
    assert answer(rear, 20, "parked", "rear_left", window_lock=False) == "A"
    assert answer(rear, 0, "parked", "driver", window_lock=True) == "A"


def test_window_beside_a_child_closes_with_a_yes() -> None:
    rear = "Vehicle.Cabin.Door.Row2.PassengerSide.Window.Position"
    assert answer(rear, 0, "parked", child_lock=True) == "C"
    assert answer(f"{D}.Window.Position", 0, "parked", child_lock=True) == "A"


def test_roof_in_rain_and_in_a_storm() -> None:
    switch = "Vehicle.Cabin.Sunroof.Switch"
    assert answer(switch, "OPEN", "parked", rain=10) == "C"
    assert answer(switch, "OPEN", "moving", speed=101.0) == "too_fast"
    assert answer(switch, "ONE_SHOT_CLOSE", "moving", speed=101.0, rain=50) == "A"


def test_dark_parking_place_asks_before_the_lights_go() -> None:
    assert answer(f"{LIGHTS}.LightSwitch", "OFF", "parked", daylight=5.0) == "C"
    assert answer(f"{LIGHTS}.LightSwitch", "OFF", "moving", daylight=90.0) == "not_while_driving"


def test_high_beam_and_fog_lights() -> None:
    assert answer(f"{LIGHTS}.Beam.High.IsOn", True, "moving", fog=True) == "first_fog_lights_off"
    assert answer(f"{LIGHTS}.Fog.Rear.IsOn", True, "moving") == "first_low_beam"
    assert answer(f"{LIGHTS}.Fog.Rear.IsOn", True, "parked", low=True) == "A"
    assert answer(f"{LIGHTS}.Fog.Rear.IsOn", True, "moving", low=True) == "C"


def test_wipers_stay_on_in_the_rain_of_a_drive() -> None:
    mode = "Vehicle.Body.Windshield.Front.Wiping.Mode"
    assert answer(mode, "OFF", "moving", rain=1) == "raining"
    assert answer(mode, "OFF", "parked", rain=1) == "A"
    assert answer(mode, "RAIN_SENSOR", "moving", rain=1) == "A"


def test_belted_passenger_does_not_lie_down() -> None:
    recline = f"{SEAT}.PassengerSide.Backrest.Recline"
    assert answer(recline, 60.0, "parked", belted=True) == "not_while_driving"
    assert answer(recline, 40.0, "parked", belted=True) == "A"
    assert answer(recline, 60.0, "parked", belted=False) == "A"


@pytest.mark.parametrize("seat", ["rear_left", "rear_middle", "rear_right"])
def test_rear_seats_have_no_say_in_how_it_drives(seat: str) -> None:
    for path, value in (
        ("Vehicle.Powertrain.Transmission.PerformanceMode", "SPORT"),
        (f"{SEAT}.DriverSide.Position", 10),
        ("Vehicle.Cabin.IsWindowChildLockEngaged", False),
    ):
        assert answer(path, value, "parked", seat) == "not_from_that_seat"
    assert answer(f"{D}.IsLocked", False, "parked", seat) == "C"


def test_passenger_moves_the_drivers_seat_with_a_yes() -> None:
    assert answer(f"{SEAT}.DriverSide.Position", 10, "parked", "passenger") == "C"
    assert answer(f"{SEAT}.DriverSide.Position", 10, "parked", "unknown") == "C"


def test_from_outside_only_what_lets_in_takes_a_yes_of_the_car() -> None:
    assert answer(f"{D}.IsLocked", False, "parked", "") == "C"
    assert answer("Vehicle.Body.Trunk.Rear.IsOpen", True, "parked", "") == "C"
    assert answer(f"{LIGHTS}.LightSwitch", "OFF", "parked", "", daylight=5.0) == "A"


def test_hub_that_says_nothing_about_a_yes_is_trusted_with_it() -> None:
    asked = Asked("Vehicle.Body.Trunk.Rear.IsOpen", True, "driver", "")
    assert forbidden(asked, "parked", AT_FIRST) is None


def test_seeing_and_shutting_is_anybodys(life: Any) -> None:
    life.feel(Speed=120.0)
    for path, value in (
        ("Vehicle.Cabin.HVAC.IsFrontDefrosterActive", True),
        (f"{LIGHTS}.LightSwitch", "AUTO"),
        (f"{LIGHTS}.Hazard.IsSignaling", True),
        ("Vehicle.Body.Windshield.Front.Wiping.Mode", "FAST"),
        (f"{D}.Window.Position", 0),
        (f"{D}.IsLocked", True),
    ):
        assert life.refusal(path, value, seat="unknown", auth="none") is None, path


def test_every_code_is_on_the_page() -> None:
    deciding: tuple[Any, ...] = (car_checks, CarLife, Charging.refusal, SimulatedCar)
    said = re.compile(r'(?:return|else|code =|"code":) "([a-z_]{5,})"')
    found = {code for source in deciding for code in said.findall(inspect.getsource(source))}
    codes = ({row.code for row in TABLE} | found) - {"confirm"}
    assert {"not_while_driving", "no_cable", "still_open", "expired", "jammed"} <= codes
    page = PAGE.read_text("utf-8")
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


@pytest.mark.parametrize(
    ("driving", "code"),
    [
        ({"state": "stopped", "age_s": 0.4}, "state_changed"),
        ({"state": "parked", "age_s": 0.0}, "state_changed"),
        ({"state": "stopped", "age_s": 2.5}, "state_changed"),
        ({"state": "stopped"}, "state_changed"),
        ({"state": 7}, "state_changed"),
        ("moving", "state_changed"),
        ({"state": "moving", "age_s": 0.4}, None),
        ({"state": "unknown", "age_s": None}, None),
    ],
)
def test_a_wish_that_was_decided_on_before_the_car_moved(driving: object, code: str | None) -> None:
    path = f"{LIGHTS}.Hazard.IsSignaling"
    source = {"seat": "", "user": "guest", "auth": "none"}
    asked = request_of(SIGNALS[path], {"v": False, "req": "r1", "src": source, "driving": driving}).asked
    assert overtaken(asked, "moving", AT_FIRST) == code
    assert overtaken(asked, "stopped", AT_FIRST) is None
    assert overtaken(replace(asked, auth="confirmed"), "moving", AT_FIRST) is None
    assert overtaken(replace(asked, path=f"{D}.IsLocked", value=True), "moving", AT_FIRST) is None


def test_a_wish_that_says_no_state_is_the_cars_to_decide() -> None:
    path = f"{LIGHTS}.Hazard.IsSignaling"
    assert overtaken(request_of(SIGNALS[path], {"v": False, "req": "r1"}).asked, "moving", AT_FIRST) is None

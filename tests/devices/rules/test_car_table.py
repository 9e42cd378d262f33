"""The car's table, row by row and state by state, for the driver in fine weather; then all that makes it stricter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

import pytest

from devices.command import Command, Reason, Role, Safe, Seat
from devices.device import Shape, Value
from devices.discovery.catalogue import NEVER_BY_VOICE, SIGNALS, Signal
from devices.policy import Allow, CarNow, Confirm, Decision, Driving, Refuse, SecondFactor
from devices.rules.car_rows import ROWS, rows_of

Decide = Callable[..., Decision]

A, C, P = Allow(), Confirm(), SecondFactor()
LOADED = Confirm(Reason.LOADED)
PARKED = Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)
STOPPED = Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_STOPPED)
HAND = Refuse(Reason.ONLY_BY_HAND, Safe.AT_THE_DEVICE)
ALOUD = Refuse(Reason.NOT_WHILE_DRIVING, Safe.READ_ALOUD)

HVAC = "Vehicle.Cabin.HVAC."
WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
REAR_WINDOW = "Vehicle.Cabin.Door.Row2.DriverSide.Window.Position"
ROOF = "Vehicle.Cabin.Sunroof.Switch"
LOCK = "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
CHILD_LOCK = "Vehicle.Cabin.IsWindowChildLockEngaged"
SWITCH = "Vehicle.Body.Lights.LightSwitch"
LOW, HIGH = "Vehicle.Body.Lights.Beam.Low.IsOn", "Vehicle.Body.Lights.Beam.High.IsOn"
FOG = "Vehicle.Body.Lights.Fog.Rear.IsOn"
HAZARD = "Vehicle.Body.Lights.Hazard.IsSignaling"
WIPERS = "Vehicle.Body.Windshield.Front.Wiping.Mode"
MIRROR = "Vehicle.Body.Mirrors.DriverSide."
SEAT, OTHER_SEAT = "Vehicle.Cabin.Seat.Row1.DriverSide.", "Vehicle.Cabin.Seat.Row1.PassengerSide."
PLAYER = "Vehicle.Cabin.Infotainment."
CHARGING = "Vehicle.Powertrain.TractionBattery.Charging."

STANDING = CarNow(0.0, False, False, False, low_beam=True, fog_lights=False, shade_open=True)
"""A car that stands in fine weather by day."""

TABLE: list[tuple[str, str, Value, Decision, Decision, Decision]] = [
    ("2 temperature", HVAC + "Station.Row1.Driver.Temperature", 21, A, A, A),
    ("2 fan", HVAC + "Station.Row1.Passenger.FanSpeed", 80, A, A, A),
    ("2 seat heat", SEAT + "HeatingCooling", 60, A, A, A),
    ("2 wheel heat", "Vehicle.Chassis.SteeringWheel.HeatingCooling", 60, A, A, A),
    ("2 massage", SEAT + "Massage.Level", 30, A, A, A),
    ("3 defrost on", HVAC + "IsFrontDefrosterActive", True, A, A, A),
    ("4 defrost off", HVAC + "IsRearDefrosterActive", False, A, A, C),
    ("5 window close", WINDOW, 0, A, A, A),
    ("5 roof close", ROOF, "ONE_SHOT_CLOSE", A, A, A),
    ("5 shade", "Vehicle.Cabin.Sunroof.Shade.Position", 100, A, A, A),
    ("6 window a little", WINDOW, 25, A, A, A),
    ("6 window wide", WINDOW, 26, A, A, C),
    ("7 roof open", ROOF, "OPEN", A, A, C),
    ("7 roof tilt", ROOF, "TILT_UP", A, A, C),
    ("8 lock", LOCK, True, A, A, A),
    ("9 unlock", LOCK, False, A, C, STOPPED),
    ("9 unlock the trunk", "Vehicle.Body.Trunk.Rear.IsLocked", False, A, C, STOPPED),
    ("10 trunk", TRUNK, True, C, PARKED, PARKED),
    ("10 door", "Vehicle.Cabin.Door.Row2.PassengerSide.IsOpen", True, C, PARKED, PARKED),
    ("10 hood", "Vehicle.Body.Hood.IsOpen", True, C, PARKED, PARKED),
    ("10 charge flap", CHARGING + "ChargingPort.AnyPosition.IsFlapOpen", True, C, PARKED, PARKED),
    ("10 fuel flap", "Vehicle.Powertrain.FuelSystem.IsFuelPortFlapOpen", True, C, PARKED, PARKED),
    ("10 trunk close", TRUNK, False, A, A, A),
    ("11 child lock off", CHILD_LOCK, False, C, PARKED, PARKED),
    ("11 child lock on", CHILD_LOCK, True, A, A, A),
    ("12 headlights on", SWITCH, "BEAM", A, A, A),
    ("12 headlights automatic", SWITCH, "AUTO", A, A, A),
    ("12 low beam", LOW, True, A, A, A),
    ("13 headlights off", SWITCH, "OFF", A, PARKED, PARKED),
    ("13 parking lights", SWITCH, "POSITION", A, PARKED, PARKED),
    ("13 low beam off", LOW, False, A, PARKED, PARKED),
    ("14 high beam", HIGH, True, C, C, C),
    ("14 high beam off", HIGH, False, A, A, A),
    ("15 fog lights", FOG, True, A, A, C),
    ("15 fog lights off", FOG, False, A, A, A),
    ("16 hazards on", HAZARD, True, A, A, A),
    ("16 hazards off", HAZARD, False, A, A, C),
    ("17 turn signal", "Vehicle.Body.Lights.DirectionIndicator.Left.IsSignaling", True, HAND, HAND, HAND),
    ("17 horn", "Vehicle.Body.Horn.IsActive", True, HAND, HAND, HAND),
    ("18 wipers on", WIPERS, "FAST", A, A, A),
    ("19 wipers off", WIPERS, "OFF", A, A, C),
    ("20 mirrors fold", MIRROR + "IsFolded", True, A, PARKED, PARKED),
    ("20 mirrors adjust", MIRROR + "Pan", 10, A, A, C),
    ("20 mirrors heat", MIRROR + "IsHeatingOn", True, A, A, A),
    ("21 own seat", SEAT + "Position", 100, A, C, PARKED),
    ("21 wheel", "Vehicle.Chassis.SteeringWheel.Tilt", 40, A, C, PARKED),
    ("22 passenger's seat", OTHER_SEAT + "Position", 100, A, A, C),
    ("23 reading light", "Vehicle.Cabin.Light.Spotlight.Row1.DriverSide.IsLightOn", False, A, A, A),
    ("23 ambient light", "Vehicle.Cabin.Light.AmbientLight.Row1.DriverSide.Color", "#ff0000", A, A, A),
    ("24 volume", PLAYER + "Media.Volume", 70, A, A, A),
    ("24 next", PLAYER + "Media.Action", "SKIP_FORWARD", A, A, A),
    ("25 television", PLAYER + "Media.Played.Source", "TV", A, PARKED, PARKED),
    ("25 video", "Vehicle.X.Display.Driver.Video", "film", A, PARKED, PARKED),
    ("25 passenger's video", "Vehicle.X.Display.Passenger.Video", "film", A, A, A),
    ("26 short text", "Vehicle.X.Display.Driver.Text", "short", A, A, ALOUD),
    ("26 long text", "Vehicle.X.Display.Driver.Text", "long " * 30, A, ALOUD, ALOUD),
    ("27 message", "Vehicle.X.Phone.Message", "hello", C, C, C),
    ("28 call", "Vehicle.X.Phone.Call", "mum", A, A, A),
    ("29 navigation", PLAYER + "Navigation.DestinationSet.Latitude", 60.1, A, A, A),
    ("30 charging", CHARGING + "StartStopCharging", "START", A, A, STOPPED),
    ("30 charge limit", CHARGING + "ChargeLimit", 80, A, A, A),
    ("30 charge timer", CHARGING + "Timer.Mode", "END_TIME", A, A, A),
    ("31 drive mode", "Vehicle.Powertrain.Transmission.PerformanceMode", "SPORT", A, C, PARKED),
    ("32 gear", "Vehicle.Powertrain.Transmission.SelectedGear", 127, HAND, HAND, HAND),
    ("32 park brake", "Vehicle.Chassis.ParkingBrake.IsEngaged", False, HAND, HAND, HAND),
    ("32 cruise control", "Vehicle.ADAS.CruiseControl.IsActive", False, HAND, HAND, HAND),
    ("32 stability", "Vehicle.ADAS.ESC.IsEnabled", False, HAND, HAND, HAND),
    ("33 pairing", "Vehicle.X.System.Pairing", "phone", C, PARKED, PARKED),
    ("34 profile", "Vehicle.X.Profile.Active", "anna", A, A, STOPPED),
    ("34 forget", "Vehicle.X.Profile.Forget", "anna", C, C, STOPPED),
]

AT_HOME: list[tuple[str, str, str, Value, str, Decision, Decision, Decision]] = [
    ("35 vacuum", "vacuum", "activity", "cleaning", "", A, A, A),
    ("35 light", "light", "on", True, "", A, A, A),
    ("35 cooker cancel", "cooker", "cancel", None, "", A, A, A),
    ("35 cooker keep warm", "cooker", "keep_warm", True, "", A, A, A),
    ("36 cooker start", "cooker", "start", None, "", LOADED, LOADED, LOADED),
    ("37 door", "lock", "locked", False, "", P, P, STOPPED),
    ("37 gate", "cover", "open", True, "gate", P, P, STOPPED),
    ("37 garage", "cover", "position", 100, "garage", P, P, STOPPED),
    ("37 gas", "valve", "open", True, "gas", P, P, STOPPED),
    ("37 oven", "switch", "on", True, "", P, P, STOPPED),
]


@pytest.mark.parametrize("driving", Driving)
@pytest.mark.parametrize(("what", "path", "value", "parked", "stopped", "moving"), TABLE, ids=[r[0] for r in TABLE])
def test_the_driver_in_fine_weather(
    decided: Decide,
    driving: Driving,
    what: str,
    path: str,
    value: Value,
    parked: Decision,
    stopped: Decision,
    moving: Decision,
) -> None:
    expected = {Driving.PARKED: parked, Driving.STOPPED: stopped}.get(driving, moving)
    assert decided("car", path, value, seat="driver", driving=driving) == expected


@pytest.mark.parametrize("driving", Driving)
@pytest.mark.parametrize(
    ("what", "kind", "capability", "value", "flavour", "parked", "stopped", "moving"),
    AT_HOME,
    ids=[r[0] for r in AT_HOME],
)
def test_things_at_home_asked_for_from_the_car(
    decided: Decide,
    driving: Driving,
    what: str,
    kind: str,
    capability: str,
    value: Value,
    flavour: str,
    parked: Decision,
    stopped: Decision,
    moving: Decision,
) -> None:
    expected = {Driving.PARKED: parked, Driving.STOPPED: stopped}.get(driving, moving)
    name = "Oven" if "oven" in what else "it"
    assert decided(kind, capability, value, flavour=flavour, name=name, seat="driver", driving=driving) == expected


def test_every_row_has_a_case() -> None:
    cases = {int(r[0].split()[0]) for r in TABLE} | {int(r[0].split()[0]) for r in AT_HOME}
    assert cases == set(range(2, 38)), "row 1 is reading, which is no command"
    assert {row.number for row in ROWS} == set(range(2, 35))


def test_every_signal_of_the_catalogue_that_can_be_written_is_in_the_table() -> None:
    def is_listed(path: str) -> bool:
        return any(rows_of(Command("car", path, v)) for v in (True, 0, "OPEN"))

    assert [p for p, s in SIGNALS.items() if s.is_actuator and not is_listed(p)] == []


@pytest.mark.parametrize("number", [26, 27, 28, 33, 34])
def test_what_no_signal_stands_for_yet_cannot_be_reached(number: int) -> None:
    rows = [row for row in ROWS if row.number == number]
    assert rows
    assert not [p for p in SIGNALS if any(row.covers(Command("car", p, True)) for row in rows)]


@pytest.mark.parametrize("path", ["Vehicle.Body.Wings.IsOpen", "Vehicle.Speed", "on", "Vehicle.X.Summon"])
@pytest.mark.parametrize("driving", Driving)
def test_what_is_in_no_row_is_refused(decided: Decide, path: str, driving: Driving) -> None:
    assert decided("car", path, True, seat="driver", driving=driving) == Refuse(Reason.NOT_ALLOWED, Safe.AT_THE_DEVICE)


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("seat", [s for s in get_args(Seat) if s])
@pytest.mark.parametrize(
    ("path", "value"),
    [(HVAC + "IsFrontDefrosterActive", True), (SWITCH, "BEAM"), (SWITCH, "AUTO"), (HAZARD, True), (WIPERS, "FAST")],
)
def test_what_is_for_safety_is_anybodys_from_any_seat(
    decided: Decide, role: Role, seat: Seat, path: str, value: Value
) -> None:
    dreadful = CarNow()
    for driving in Driving:
        known = {"role": role, "seat": seat, "driving": driving, "car": dreadful, "approved": False, "tier": 3}
        assert decided("car", path, value, **known) == A


STRICTER: list[tuple[str, str, Value, dict[str, object], Driving, Decision]] = [
    ("fast, a little open", WINDOW, 10, {"speed_kmh": 81.0}, Driving.MOVING, Confirm(Reason.TOO_FAST)),
    ("speed unknown", WINDOW, 10, {"speed_kmh": None}, Driving.UNKNOWN, Confirm(Reason.UNSURE)),
    ("rain on an open roof", ROOF, "OPEN", {"raining": True}, Driving.PARKED, Confirm(Reason.RAINING)),
    ("perhaps rain", ROOF, "OPEN", {"raining": None}, Driving.STOPPED, Confirm(Reason.UNSURE)),
    (
        "roof at full speed",
        ROOF,
        "OPEN",
        {"speed_kmh": 101.0},
        Driving.MOVING,
        Refuse(Reason.TOO_FAST, Safe.WHEN_SLOWER),
    ),
    (
        "roof below its shade",
        ROOF,
        "TILT_UP",
        {"shade_open": False},
        Driving.PARKED,
        Refuse(Reason.NOT_ALLOWED, Safe.FIRST_THE_SHADE),
    ),
    ("lights off in the dark", SWITCH, "OFF", {"dark": True}, Driving.PARKED, Confirm(Reason.DARK)),
    ("perhaps dark", LOW, False, {"dark": None}, Driving.PARKED, Confirm(Reason.UNSURE)),
    (
        "high beam in fog",
        HIGH,
        True,
        {"fog_lights": True},
        Driving.PARKED,
        Refuse(Reason.NOT_ALLOWED, Safe.FIRST_FOG_LIGHTS_OFF),
    ),
    (
        "fog lights alone",
        FOG,
        True,
        {"low_beam": False},
        Driving.STOPPED,
        Refuse(Reason.NOT_ALLOWED, Safe.FIRST_LOW_BEAM),
    ),
    ("wipers off in rain", WIPERS, "OFF", {"raining": True}, Driving.MOVING, Refuse(Reason.RAINING, Safe.WHEN_DRY)),
    ("wipers off in rain, standing", WIPERS, "OFF", {"raining": True}, Driving.STOPPED, A),
    ("volume above the cap", PLAYER + "Media.Volume", 71, {}, Driving.PARKED, Confirm(Reason.VERY_LOUD)),
    (
        "another destination",
        PLAYER + "Navigation.DestinationSet.Latitude",
        60.1,
        {"route_active": True},
        Driving.MOVING,
        C,
    ),
    ("reclined in the belt", OTHER_SEAT + "Backrest.Recline", 46, {}, Driving.PARKED, Refuse(Reason.NOT_ALLOWED)),
    (
        "reclined without belt",
        OTHER_SEAT + "Backrest.Recline",
        46,
        {"unbelted": frozenset({"Row1.PassengerSide"})},
        Driving.PARKED,
        A,
    ),
    (
        "a child behind the window",
        REAR_WINDOW,
        0,
        {"child_doors": frozenset({"Row2.DriverSide"})},
        Driving.PARKED,
        C,
    ),
]


@pytest.mark.parametrize(
    ("what", "path", "value", "car", "driving", "expected"), STRICTER, ids=[r[0] for r in STRICTER]
)
def test_what_makes_it_stricter(
    decided: Decide,
    calm: CarNow,
    what: str,
    path: str,
    value: Value,
    car: dict[str, object],
    driving: Driving,
    expected: Decision,
) -> None:
    now = replace(calm, **car)  # type: ignore[arg-type]
    assert decided("car", path, value, seat="driver", driving=driving, car=now) == expected


@pytest.mark.parametrize("locked", [True, None])
def test_behind_a_child_lock_no_window_opens(decided: Decide, calm: CarNow, locked: bool | None) -> None:
    car = replace(calm, window_child_lock=locked)
    refused = Refuse(Reason.CHILD_LOCK if locked else Reason.UNSURE, Safe.BY_THE_DRIVER)
    asked = {"car": car, "driving": Driving.PARKED}
    assert decided("car", REAR_WINDOW, 20, seat="rear_left", **asked) == refused
    assert decided("car", REAR_WINDOW, 20, seat="driver", **asked) == A
    assert decided("car", REAR_WINDOW, 0, seat="rear_left", **asked) == A


@pytest.mark.parametrize("seat", ["unknown", "passenger", "rear_middle"])
def test_who_does_not_drive_is_asked_before_it_unlocks(decided: Decide, seat: Seat) -> None:
    assert decided("car", LOCK, False, seat=seat, driving=Driving.PARKED) == C


@pytest.mark.parametrize(
    ("path", "value"), [(SWITCH, "OFF"), (WIPERS, "OFF"), (MIRROR + "IsFolded", True), (SEAT + "Position", 9)]
)
def test_nobody_drives_from_behind(decided: Decide, path: str, value: Value) -> None:
    behind = Refuse(Reason.NOT_FROM_THAT_SEAT, Safe.BY_THE_DRIVER)
    assert decided("car", path, value, seat="rear_left", driving=Driving.PARKED) == behind


@pytest.mark.parametrize("role", ["child", "guest", "unknown_voice"])
def test_comfort_is_for_everybody_and_opening_is_not(decided: Decide, role: Role) -> None:
    behind = {"role": role, "seat": "rear_left", "driving": Driving.PARKED}
    no = Refuse(Reason.NOT_ALLOWED, Safe.BY_THE_DRIVER)
    assert decided("car", HVAC + "Station.Row1.Driver.Temperature", 23, **behind) == A
    assert decided("car", PLAYER + "Media.Action", "PLAY", **behind) == A
    assert decided("car", LOCK, True, **behind) == A
    for path, value in [(LOCK, False), (TRUNK, True), (WINDOW, 20), (ROOF, "OPEN"), (CHILD_LOCK, False)]:
        assert decided("car", path, value, **behind) == no


def test_a_stranger_at_the_wheel_is_asked_before_it_opens(decided: Decide) -> None:
    at_the_wheel = {"role": "unknown_voice", "seat": "driver", "driving": Driving.PARKED}
    assert decided("car", LOCK, False, **at_the_wheel) == C
    assert decided("car", TRUNK, True, **at_the_wheel) == C
    assert decided("car", WINDOW, 20, **at_the_wheel) == A
    assert decided("car", TRUNK, True, role="child", seat="driver", driving=Driving.PARKED) == Refuse(
        Reason.NOT_ALLOWED, Safe.BY_THE_DRIVER
    )


@pytest.mark.parametrize("role", ["routine", "untrusted_text"])
def test_nobody_in_person_opens_nothing_and_is_asked_nothing(decided: Decide, role: Role) -> None:
    for path, value in [(LOCK, False), (TRUNK, True), (WINDOW, 20), (HIGH, True)]:
        assert decided("car", path, value, role=role, seat="driver", driving=Driving.PARKED) == Refuse(
            Reason.NOT_ALLOWED
        )


def test_text_from_outside_is_asked_about_even_where_people_are_not(decided: Decide) -> None:
    asked = {"role": "untrusted_text", "seat": "passenger", "driving": Driving.PARKED}
    assert decided("car", HVAC + "Station.Row1.Driver.Temperature", 23, **asked) == C


@pytest.mark.parametrize("path", [s.path for s in SIGNALS.values() if s.is_actuator and s.tier >= NEVER_BY_VOICE])
def test_what_the_catalogue_keeps_for_hands_nobody_in_the_car_is_given(decided: Decide, path: str) -> None:
    for value in _wishes_for(SIGNALS[path]):
        for driving in Driving:
            assert decided("car", path, value, seat="driver", driving=driving) == HAND


@pytest.mark.parametrize("path", [s.path for s in SIGNALS.values() if s.is_actuator and s.tier < NEVER_BY_VOICE])
def test_what_the_catalogue_gives_to_voices_the_table_gives_to_a_driver_who_parks(decided: Decide, path: str) -> None:
    parked = {"seat": "driver", "driving": Driving.PARKED, "car": STANDING}
    said = [decided("car", path, value, **parked) for value in _wishes_for(SIGNALS[path])]
    assert any(isinstance(decision, Allow | Confirm) for decision in said)


def _wishes_for(signal: Signal) -> Sequence[Value]:
    """Wishes that go every way the signal goes."""
    if signal.choices:
        return signal.choices
    if signal.shape is Shape.FLAG:
        return True, False
    return (signal.low or 0, signal.high or 100) if signal.shape is Shape.NUMBER else ("#ffffff",)

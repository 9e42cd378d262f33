"""The catalogue of signals: every entry as the standard has it, and everything that a car is asked for."""

from collections import Counter
from pathlib import Path

import pytest

from devices.device import Shape
from devices.discovery.catalogue import (
    NEVER_BY_VOICE,
    OVERLAY,
    SAFETY_CLASSES,
    SIGNALS,
    VSS_VERSION,
    Signal,
    guessed,
)

STANDARD = Path(__file__).parents[4] / "shared" / "reference" / "vss_v6.0_signals.txt"
PAGE = Path(__file__).parents[3] / "docs" / "car-signals.md"
WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"

UNITS = {"percent": "%", "Celsius": "°C", "degrees": "°", "iso8601": ""}
"""The standard's name of a unit → ours, where they differ."""

needs_standard = pytest.mark.skipif(not STANDARD.exists(), reason="the list of VSS 6.0 signals is not there")


@pytest.fixture(scope="module")
def standard() -> dict[str, list[str]]:
    """Path → kind, datatype, and whatever else is said of it."""
    lines = STANDARD.read_text("utf-8").splitlines()
    return {path: rest.split() for path, rest in (line.split(": ", 1) for line in lines)}


OF_THE_STANDARD = [path for path in SIGNALS if not path.startswith(OVERLAY)]


@needs_standard
@pytest.mark.parametrize("path", OF_THE_STANDARD)
def test_signal_is_what_the_standard_says(path: str, standard: dict[str, list[str]]) -> None:
    signal, (kind, datatype, *rest) = SIGNALS[path], standard[path]
    assert (kind == "actuator", datatype) == (signal.is_actuator, signal.datatype)
    unit = next((r[1:-1] for r in rest if r.startswith("[")), "")
    assert signal.unit == UNITS.get(unit, unit)
    assert "|".join(signal.choices) == next((r for r in rest if "|" in r), "")
    assert_range(signal, next((r for r in rest if ".." in r), ".."))


def assert_range(signal: Signal, told: str) -> None:
    """Both ends as in the standard, where it has both; within it otherwise."""
    low, high = (float(end) if end else None for end in told.split("..", 1))
    if low is not None and high is not None:
        assert (signal.low, signal.high) == (low, high)
    assert low is None or (signal.low is not None and signal.low >= low)
    assert high is None or (signal.high is not None and signal.high <= high)


def test_version_is_pinned() -> None:
    assert VSS_VERSION == "6.0"


def test_there_are_more_than_a_hundred() -> None:
    assert len(SIGNALS) > 100
    assert sum(is_by_voice(s) for s in SIGNALS.values()) > 80


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_signal_has_a_name_of_its_own(language: str) -> None:
    names = Counter(s.names[language] for s in SIGNALS.values())
    assert [name for name, times in names.items() if times > 1] == []
    for path, signal in SIGNALS.items():
        name = signal.names[language]
        assert name == name.strip() != "", path
        assert "{" not in name, path
        assert (language == "en") == name.isascii(), path


def test_whole_numbers_and_only_they_are_told_in_ranges_that_their_type_holds() -> None:
    limits = {"uint8": (0, 255), "int8": (-128, 127), "uint16": (0, 65_535), "uint32": (0, 2**32 - 1)}
    for path, signal in SIGNALS.items():
        low, high = limits.get(signal.datatype, (float("-inf"), float("inf")))
        assert signal.low is None or low <= signal.low, path
        assert signal.high is None or signal.high <= high, path


def test_every_signal_has_a_class_of_safety_that_fits() -> None:
    for path, signal in SIGNALS.items():
        assert signal.safety in SAFETY_CLASSES, path
        assert (signal.safety == "sensor") == (not signal.is_actuator), path
        assert 0 <= signal.tier <= NEVER_BY_VOICE, path
        if signal.tier == NEVER_BY_VOICE:
            assert signal.safety == "driving", path
        if signal.safety in ("opening", "access"):
            assert signal.tier >= 2, path


def test_what_drives_is_never_written_by_voice() -> None:
    for part in ("SelectedGear", "ParkLock", "ParkingBrake", "CruiseControl", "ESC", "ABS", "Horn", "DirectionIndic"):
        found = [s for path, s in SIGNALS.items() if part in path]
        assert found, part
        assert not any(is_by_voice(s) for s in found), part


def test_what_a_proof_names_is_there() -> None:
    for signal in SIGNALS.values():
        if signal.proved_by:
            proof = SIGNALS[signal.proved_by]
            accepted = {v for values in signal.accepts.values() for v in values}
            assert all(proof.fit(v) == v for v in accepted)
            assert set(signal.accepts) <= set(signal.choices)


@pytest.mark.parametrize(
    "path",
    [
        "Vehicle.Speed",
        "Vehicle.IsMoving",
        "Vehicle.Exterior.LightIntensity",
        "Vehicle.Body.Raindetection.Intensity",
        "Vehicle.Body.Lights.LightSwitch",
        "Vehicle.Body.Lights.Beam.Low.IsOn",
        "Vehicle.Body.Lights.Beam.High.IsOn",
        "Vehicle.Body.Lights.Fog.Front.IsOn",
        "Vehicle.Body.Lights.Hazard.IsSignaling",
        "Vehicle.Body.Mirrors.PassengerSide.Pan",
        "Vehicle.Body.Windshield.Front.Wiping.Mode",
        "Vehicle.Body.Trunk.Rear.Position",
        "Vehicle.Body.Hood.IsOpen",
        "Vehicle.Cabin.IsWindowChildLockEngaged",
        "Vehicle.Cabin.Door.Row2.PassengerSide.IsChildLockActive",
        "Vehicle.Cabin.Seat.Row1.PassengerSide.OccupancyStatus",
        "Vehicle.Cabin.Seat.Row2.Middle.IsBelted",
        "Vehicle.Cabin.Seat.Row1.DriverSide.Backrest.Recline",
        "Vehicle.Cabin.Sunroof.Shade.Position",
        "Vehicle.Powertrain.FuelSystem.IsFuelPortFlapOpen",
        "Vehicle.Powertrain.TractionBattery.Charging.Timer.Mode",
        "Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsFlapOpen",
        "Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude",
        "Vehicle.Cabin.Infotainment.Media.Action",
    ],
)
def test_what_rules_and_people_need_is_there(path: str) -> None:
    assert path in SIGNALS


def test_zones_of_air_and_sides_of_seats_are_named_differently() -> None:
    assert "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature" in SIGNALS
    assert "Vehicle.Cabin.Seat.Row1.DriverSide.HeatingCooling" in SIGNALS
    assert not [p for p in SIGNALS if "Station.Row1.DriverSide" in p or "Seat.Row1.Left" in p]


def test_shapes_follow_from_what_is_told() -> None:
    assert SIGNALS[WINDOW].shape is Shape.NUMBER
    assert SIGNALS["Vehicle.Cabin.Sunroof.Switch"].shape is Shape.CHOICE
    assert SIGNALS["Vehicle.Cabin.Light.AmbientLight.Row1.DriverSide.Color"].shape is Shape.COLOR
    assert SIGNALS["Vehicle.IsMoving"].shape is Shape.FLAG
    roof = SIGNALS["Vehicle.Cabin.Sunroof.Switch"]
    assert roof.proved_by == "Vehicle.Cabin.Sunroof.Position"
    assert roof.accepts["OPEN"] == {100}


def test_signal_outside_the_catalogue_can_only_be_read() -> None:
    assert guessed("Vehicle.X", "true").shape is Shape.FLAG
    assert guessed("Vehicle.X", "3.5").shape is Shape.NUMBER
    assert guessed("Vehicle.X", None).shape is Shape.TEXT
    assert not guessed("Vehicle.X", "true").is_actuator


@pytest.mark.parametrize("path", ["Vehicle.Speed", WINDOW, "Vehicle.Body.Trunk.Rear.IsOpen"])
@pytest.mark.parametrize("number", [10**400, -(10**400)], ids=["long", "long below zero"])
def test_number_that_no_float_can_hold_says_nothing(path: str, number: int) -> None:
    assert SIGNALS[path].fit(number) is None


def is_by_voice(signal: Signal) -> bool:
    """Whether voice may write it at all, with whatever confirmation."""
    return signal.is_actuator and signal.tier < NEVER_BY_VOICE


def row_of(signal: Signal) -> str:
    """A signal's row in the table of the page."""
    limits = "" if signal.low is None and signal.high is None else f"{_end(signal.low)} … {_end(signal.high)}"
    what = ", ".join(signal.choices) or " ".join(filter(None, (limits, signal.unit)))
    who = f"by voice, tier {signal.tier}" if is_by_voice(signal) else "never" if signal.is_actuator else ""
    names = f"{signal.names['en']} · {signal.names['zh']}"
    return f"| `{signal.path}` | {signal.datatype} | {what} | {who} | {signal.safety} | {names} |"


def _end(limit: float | None) -> str:
    return "" if limit is None else f"{limit:g}"


def test_page_has_every_signal_as_it_is() -> None:
    page = PAGE.read_text("utf-8").splitlines()
    told = [line for line in page if line.startswith("| `Vehicle.")]
    assert told == [row_of(signal) for signal in SIGNALS.values()]

"""Cars on VSS topics: the catalogue against the standard, announcements, values, wishes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.device import Shape
from devices.discovery.catalogue import SIGNALS, guessed
from devices.discovery.convention import Appeared, Rejected, Vanished
from devices.discovery.vss import Vss
from devices.link import Message

STANDARD = Path(__file__).parents[4] / "shared" / "reference" / "vss_v6.0_signals.txt"
WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"


@pytest.mark.skipif(not STANDARD.exists(), reason="the list of VSS 6.0 signals is not there")
@pytest.mark.parametrize("path", SIGNALS)
def test_signal_is_what_the_standard_says(path: str) -> None:
    standard = dict(line.split(": ", 1) for line in STANDARD.read_text("utf-8").splitlines())
    kind, datatype, *rest = standard[path].split()
    signal = SIGNALS[path]
    assert (kind == "actuator", datatype) == (signal.is_actuator, signal.datatype)
    if signal.choices:
        assert rest[-1] == "|".join(signal.choices)


def test_catalogue_has_what_a_driver_asks_for() -> None:
    assert len(SIGNALS) >= 60
    assert SIGNALS[WINDOW].shape is Shape.NUMBER
    assert SIGNALS["Vehicle.Powertrain.Transmission.SelectedGear"].tier == 5
    roof = SIGNALS["Vehicle.Cabin.Sunroof.Switch"]
    assert roof.proved_by == "Vehicle.Cabin.Sunroof.Position"
    assert roof.accepts["OPEN"] == {100}


def announce(payload: object, topic: str = "vss/car1/$description") -> Message:
    return Message(topic, json.dumps(payload).encode(), retained=True)


def test_described_car_has_the_signals_it_names() -> None:
    (found,) = Vss().read(announce({"name": "Model S", "aliases": ["小车"], "signals": [WINDOW, "Vehicle.Nonsense"]}))
    assert isinstance(found, Appeared)
    car = found.device
    assert (car.id, car.name, car.kind, set(car.capabilities)) == ("vss:car1", "Model S", "car", {WINDOW})
    assert {"小车", "car", "车"} <= set(car.aliases)


def test_car_that_only_says_it_is_there_has_the_whole_catalogue() -> None:
    convention = Vss()
    assert convention.claims("vss/car1/$state")
    (found,) = convention.read(Message("vss/car1/$state", b"ready", retained=True))
    assert isinstance(found, Appeared)
    assert len(found.device.capabilities) == len(SIGNALS)
    assert not convention.claims("vss/car1/$state")
    assert convention.claims("vss/car1/$description")
    assert not convention.claims("vss/car1/Vehicle/Speed")
    (there,) = found.device.availability
    assert [there.decode(p) for p in (b"ready", b"sleeping", b"lost", b"offline")] == [
        b"ready",
        b"ready",
        b"lost",
        b"lost",
    ]


def test_values_are_read_and_wishes_written() -> None:
    (found,) = Vss().read(announce({}))
    assert isinstance(found, Appeared)
    window = found.device.capabilities[WINDOW]
    assert window.reading is not None
    assert window.writing is not None
    assert window.reading.topic == "vss/car1/Vehicle/Cabin/Door/Row1/DriverSide/Window/Position"
    read = window.reading.decode
    assert read(b'{"v": 40, "ts": "2026-01-01T00:00:00Z", "q": "ok"}') == 40
    assert read(b'{"v": 40, "target": 100}') == "moving"
    assert "moving" in window.under_way
    assert [read(p) for p in (b'{"v": 40, "q": "stale"}', b'{"v": "x"}', b"40", b"", b'{"v": true}')] == [None] * 5
    wish = json.loads(window.writing.encode(30))
    assert window.writing.topic == window.reading.topic + "/set"
    assert (wish["v"], wish["src"]) == (30, {"user": "mimosa"})
    assert wish["req"] != json.loads(window.writing.encode(30))["req"]
    assert datetime.fromisoformat(wish["exp"]) > datetime.now(UTC)


def test_sensors_cannot_be_written() -> None:
    (found,) = Vss().read(announce({}))
    assert isinstance(found, Appeared)
    assert not found.device.capabilities["Vehicle.Speed"].writable
    assert found.device.capabilities["Vehicle.Speed"].unit == "km/h"


@pytest.mark.parametrize(
    "payload", [b"no", b"[]", b'{"name": 5}', b'{"signals": [1]}', b'{"signals": []}', b"[" * 90_000]
)
def test_description_that_describes_nothing_is_rejected(payload: bytes) -> None:
    (found,) = Vss().read(Message("vss/car1/$description", payload, retained=True))
    assert isinstance(found, Rejected)


def test_car_goes_when_its_description_goes() -> None:
    convention = Vss()
    convention.read(announce({}))
    assert list(convention.read(Message("vss/car1/$description", b"", retained=False))) == [Vanished("vss:car1")]


def test_signal_outside_the_catalogue_can_only_be_read() -> None:
    assert guessed("Vehicle.X", "true").shape is Shape.FLAG
    assert guessed("Vehicle.X", "3.5").shape is Shape.NUMBER
    assert guessed("Vehicle.X", None).shape is Shape.TEXT
    assert not guessed("Vehicle.X", "true").is_actuator


@pytest.mark.parametrize("path", ["Vehicle.Speed", WINDOW, "Vehicle.Body.Trunk.Rear.IsOpen"])
@pytest.mark.parametrize("number", [10**400, -(10**400)], ids=["long", "long below zero"])
def test_number_that_no_float_can_hold_says_nothing(path: str, number: int) -> None:
    assert SIGNALS[path].fit(number) is None

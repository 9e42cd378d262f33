"""Cars on VSS topics: announcements, values, targets, wishes, answers."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from devices.device import Capability, Device, Envelope
from devices.discovery.catalogue import SIGNALS
from devices.discovery.convention import Appeared, Rejected, Vanished
from devices.discovery.vss import MAX_CARS, Vss
from devices.link import Message
from devices.topics import matches

WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
SPEED = "Vehicle.Speed"


def announce(payload: object, topic: str = "vss/car1/$description") -> Message:
    """A description as it comes in."""
    return Message(topic, json.dumps(payload).encode(), retained=True)


def car_of(convention: Vss) -> Device:
    """The car that a convention finds."""
    (found,) = convention.read(announce({}))
    assert isinstance(found, Appeared)
    return found.device


def topic_of(path: str, ending: str = "") -> str:
    """Where a signal is."""
    return f"vss/car1/{path.replace('.', '/')}{ending}"


def read(capability: Capability, **told: object) -> object:
    """What a report of the capability means."""
    assert capability.reading is not None
    return capability.reading.decode(json.dumps(told).encode())


def aim(convention: Vss, path: str, **told: object) -> None:
    """The car says where a signal is to go; nothing: nowhere."""
    payload = json.dumps(told).encode() if told else b""
    assert list(convention.read(Message(topic_of(path, "/$target"), payload, retained=True))) == []


def test_described_car_has_the_signals_it_names() -> None:
    described = {"name": "Model S", "aliases": ["小车"], "signals": [WINDOW, "Vehicle.Nonsense", WINDOW]}
    (found,) = Vss().read(announce(described))
    assert isinstance(found, Appeared)
    car = found.device
    assert (car.id, car.name, car.kind, set(car.capabilities)) == ("vss:car1", "Model S", "car", {WINDOW})
    assert {"小车", "car", "车"} <= set(car.aliases)


@pytest.mark.parametrize("version", ["6.0", "v6.0", "6.1", "7.0.0-dev", 6])
def test_car_of_this_standard_is_taken(version: object) -> None:
    (found,) = Vss().read(announce({"vss_version": version}))
    assert isinstance(found, Appeared)


@pytest.mark.parametrize("version", ["3.1", "4.2", "", 5])
def test_car_whose_paths_mean_something_else_is_rejected(version: object) -> None:
    (found,) = Vss().read(announce({"vss_version": version}))
    assert isinstance(found, Rejected)
    assert "6.0" in found.reason


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
    states = {b"ready": b"ready", b"sleeping": b"ready", b"init": b"lost", b"lost": b"lost", b"offline": b"lost"}
    assert {said: there.decode(said) for said in states} == states


def test_values_are_read() -> None:
    window = car_of(Vss()).capabilities[WINDOW]
    assert window.reading is not None
    assert window.reading.topic == topic_of(WINDOW)
    assert read(window, v=40, ts="2026-01-01T00:00:00Z", q="ok") == 40
    assert read(window, v=40) == 40
    for said in (b'{"v": "x"}', b"40", b"", b'{"v": true}', b'{"v": NaN}', b"[" * 5_000, b'{"v": 4, "x": "%s"}'):
        assert window.reading.decode(said.replace(b"%s", b"y" * 5_000)) is None


@pytest.mark.parametrize("quality", ["stale", "unavailable", "", None, 5])
def test_value_that_nobody_vouches_for_says_nothing(quality: object) -> None:
    window = car_of(Vss()).capabilities[WINDOW]
    assert read(window, v=40, q=quality) is None
    assert is_doubted(window, v=40, q=quality)


def test_what_was_known_is_in_doubt_only_where_the_car_says_so() -> None:
    window = car_of(Vss()).capabilities[WINDOW]
    assert is_doubted(window, v=None, q="ok")
    assert not is_doubted(window, v=40, q="ok")
    assert not is_doubted(window, v=40)
    assert window.reading is not None
    assert window.reading.doubts is not None
    for said in (b"stale", b"", b"[]", b"\xff", b"[" * 5_000):
        assert not window.reading.doubts(said)


def is_doubted(capability: Capability, **said: object) -> bool:
    """Whether the car says with this report that it does not know."""
    assert capability.reading is not None
    assert capability.reading.doubts is not None
    return capability.reading.doubts(json.dumps(said).encode())


def test_report_is_stamped_with_the_cars_time() -> None:
    reading = car_of(Vss()).capabilities[SPEED].reading
    assert reading is not None
    assert reading.stamp is not None
    assert reading.stamp(b'{"v": 1, "ts": "1970-01-01T00:01:00Z"}') == 60
    assert reading.stamp(b'{"v": 1, "ts": "1970-01-01T02:00:00.5+02:00"}') == 0.5
    for said in (b'{"v": 1}', b'{"ts": 5}', b'{"ts": "1970-01-01T00:01:00"}', b'{"ts": "soon"}', b"[]", b"\xff"):
        assert reading.stamp(said) is None


def test_value_that_is_not_at_its_target_is_on_the_way() -> None:
    convention = Vss()
    window = car_of(convention).capabilities[WINDOW]
    aim(convention, WINDOW, v=100, ts="2026-01-01T00:00:00Z")
    assert read(window, v=40, ts="2026-01-01T00:00:02Z") == "moving"
    assert "moving" in window.under_way
    assert read(window, v=98, ts="2026-01-01T00:00:05Z") == 98
    assert read(window, v=100, ts="2026-01-01T00:00:06Z") == 100


def test_target_is_forgotten_when_it_is_taken_back_or_given_up() -> None:
    convention = Vss()
    window = car_of(convention).capabilities[WINDOW]
    aim(convention, WINDOW, v=100, ts="2026-01-01T00:00:00Z")
    assert read(window, v=40, ts="2026-01-01T00:10:00Z") == 40
    assert read(window, v=40) == "moving"
    aim(convention, WINDOW)
    assert read(window, v=40) == 40


def test_lid_on_its_way_is_neither_open_nor_shut() -> None:
    convention = Vss()
    lid = car_of(convention).capabilities[TRUNK]
    aim(convention, TRUNK, v=False)
    assert read(lid, v=True) == "moving"
    assert read(lid, v=False) is False
    assert "moving" in lid.under_way


def test_what_does_not_move_is_never_on_the_way() -> None:
    convention = Vss()
    lock = car_of(convention).capabilities["Vehicle.Body.Trunk.Rear.IsLocked"]
    aim(convention, lock.name, v=True)
    assert read(lock, v=False) is False
    assert lock.under_way == frozenset()


def test_target_in_the_report_itself_counts_too() -> None:
    window = car_of(Vss()).capabilities[WINDOW]
    assert read(window, v=40, target=100) == "moving"
    assert read(window, v=100, target=100) == 100
    assert read(window, v=40, target="up") == 40


def test_targets_of_cars_do_not_mix_and_go_with_their_car() -> None:
    convention = Vss()
    window = car_of(convention).capabilities[WINDOW]
    other = topic_of(WINDOW, "/$target").replace("car1", "car2")
    convention.read(Message(other, b'{"v": 100}', retained=True))
    assert read(window, v=40) == 40
    aim(convention, WINDOW, v=100)
    convention.read(Message("vss/car1/$description", b"", retained=False))
    assert read(car_of(convention).capabilities[WINDOW], v=40) == 40


def test_targets_are_heard_and_are_no_devices() -> None:
    convention = Vss()
    for path in SIGNALS:
        topic = topic_of(path, "/$target")
        assert any(matches(f, topic) for f in convention.filters), path
        assert convention.claims(topic)
    assert not convention.claims("vss/$target")
    assert not any(matches(f, topic_of(WINDOW)) for f in convention.filters)


@pytest.mark.parametrize("payload", [b"no", b"[]", b'{"v": "x"}', b'{"v": true}', b'{"v": 1e999}', b"[" * 90_000])
def test_target_that_is_none_changes_nothing(payload: bytes) -> None:
    convention = Vss()
    window = car_of(convention).capabilities[WINDOW]
    convention.read(Message(topic_of(WINDOW, "/$target"), payload, retained=True))
    assert read(window, v=40) == 40


def test_targets_of_endless_cars_cost_nothing() -> None:
    convention = Vss()
    for number in range(MAX_CARS + 50):
        topic = topic_of(WINDOW, "/$target").replace("car1", f"x{number}")
        convention.read(Message(topic, b'{"v": 1}', retained=True))
    assert len(convention._targets) == MAX_CARS


def test_wish_carries_id_person_seat_and_expiry() -> None:
    writing = car_of(Vss()).capabilities[WINDOW].writing
    assert writing is not None
    assert writing.topic == topic_of(WINDOW, "/set")
    assert writing.enclose is not None
    expires = datetime.now(UTC) + timedelta(seconds=3)
    wish = json.loads(writing.enclose(30, Envelope("c1", expires, "mia", "rear_left", "confirmed")))
    assert wish == {
        "v": 30,
        "req": "c1",
        "src": {"seat": "rear_left", "user": "mia", "auth": "confirmed"},
        "exp": expires.isoformat(),
    }


def test_wish_carries_the_driving_state_it_was_decided_in() -> None:
    writing = car_of(Vss()).capabilities[WINDOW].writing
    assert writing is not None
    assert writing.enclose is not None
    envelope = Envelope("c1", datetime.now(UTC), "mia", "rear_left", "none", "stopped", 0.4)
    assert json.loads(writing.enclose(30, envelope))["driving"] == {"state": "stopped", "age_s": 0.4}


def test_bare_wish_has_an_id_of_its_own_and_expires() -> None:
    writing = car_of(Vss()).capabilities[WINDOW].writing
    assert writing is not None
    one, other = json.loads(writing.encode(30)), json.loads(writing.encode(30))
    assert one["req"] != other["req"]
    assert one["src"] == {"seat": "", "user": "mimosa", "auth": ""}
    assert datetime.fromisoformat(one["exp"]) > datetime.now(UTC)


def test_answers_refuse_and_never_prove() -> None:
    answering = car_of(Vss()).answering
    assert answering is not None
    assert answering.prefix == "vss/car1/$ack/"
    refusals = {
        b'{"status": "rejected", "code": "not_while_driving"}': "not_while_driving",
        b'{"status": "failed", "code": "jammed"}': "jammed",
        b'{"status": "rejected"}': "rejected",
        b'{"status": "failed", "code": 5}': "failed",
        b'{"status": "accepted"}': None,
        b'{"status": "done"}': None,
        b'{"status": ["rejected"]}': None,
        b"rejected": None,
        b"[]": None,
        b"\xff": None,
        b"": None,
    }
    assert {said: answering.refusal(said) for said in refusals} == refusals
    assert len(answering.refusal(json.dumps({"status": "failed", "code": "x" * 999}).encode()) or "") == 64


def test_sensors_cannot_be_written() -> None:
    car = car_of(Vss())
    assert not car.capabilities[SPEED].writable
    assert car.capabilities[SPEED].unit == "km/h"


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

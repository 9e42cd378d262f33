"""What policy is told of the house and the car, out of what devices have said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from devices.command import Command, Origin, Report, Seat
from devices.device import Capability, Device, Shape, Value
from devices.facts import Facts
from devices.policy import CarNow, Driving, Situation
from devices.registry import Registry
from devices.rules.driving import GEAR, IS_MOVING, SPEED
from devices.situation import Situations, all_approved
from devices.surroundings import CHILD_LOCK, FOG, LIGHT, LIGHT_SWITCH, LOW_BEAM, RAIN, SHADE

NOON = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Europe/Helsinki"))


def thing(device_id: str, kind: str, *names: str, unit: str = "", **more: object) -> Device:
    known = {name: Capability(name, Shape.FLAG, unit=unit) for name in names}
    return Device(device_id, device_id, kind, known, **more)  # type: ignore[arg-type]


class Told:
    """A house whose devices say what a test wants, at the moment the test wants."""

    def __init__(self, *devices: Device) -> None:
        self.registry = Registry()
        self.facts = Facts()
        self.now = NOON
        self.clock_s = 1_000.0
        for device in devices:
            self.registry.add(device)
        self.situations = Situations(self.registry, self.facts, lambda: self.now, all_approved, lambda: self.clock_s)
        self._order = 0

    def later(self, seconds: float) -> None:
        """Time passes, on both clocks."""
        self.now += timedelta(seconds=seconds)
        self.clock_s += seconds

    def say(self, device: str, live: bool = True, /, **said: Value) -> None:
        self.say_all(device, said, live)

    def say_all(self, device: str, said: dict[str, Value], live: bool = True) -> None:
        for name, value in said.items():
            self._order += 1
            self.facts.take(Report(device, name, value, live, self.now, self._order), self.clock_s)

    def of(self, device: str, capability: str = "on", seat: Seat = "") -> Situation:
        command = Command(device, capability, True, origin=Origin(seat=seat))
        return self.situations.of(command, self.registry.devices[device], 3)


LAMP = thing("lamp", "light", "on", "brightness")
CAR = thing("car", "car", SPEED, GEAR, IS_MOVING, RAIN, LIGHT, LOW_BEAM, LIGHT_SWITCH, *FOG, CHILD_LOCK, SHADE)
PARKED: dict[str, Value] = {SPEED: 0.0, GEAR: 126}


def test_a_quiet_house() -> None:
    situation = Told(LAMP).of("lamp")
    assert situation == Situation(NOON, Driving.UNKNOWN, 3, True, CarNow())


def test_a_moment_in_utc_is_taken_to_the_clock_of_the_house() -> None:
    told = Told(LAMP)
    assert told.of("lamp").now.tzinfo is NOON.tzinfo, "a zone of its own is kept"
    told.now = NOON.astimezone(UTC)
    assert told.of("lamp").now.tzinfo is not UTC
    assert told.of("lamp").now == NOON


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({}, None),
        ({"anna": "home"}, True),
        ({"anna": "not_home", "ben": "Home"}, True),
        ({"anna": "not_home"}, None),
        ({"anna": "not_home", "ben": "unknown"}, None),
        ({"anna": "not_home", "ben": "Work"}, False),
    ],
)
def test_whether_anybody_is_home(places: dict[str, str], expected: bool | None) -> None:
    told = Told(LAMP, thing("anna", "person", "location"), thing("ben", "person", "location"))
    for person, place in places.items():
        told.say(person, location=place)
    assert told.of("lamp").anybody_home is expected


def test_trackers_count_only_where_there_are_no_people() -> None:
    tracker, person = thing("phone", "device_tracker", "location"), thing("anna", "person", "location")
    alone, beside = Told(LAMP, tracker), Told(LAMP, tracker, person)
    for told in (alone, beside):
        told.say("phone", location="home")
    beside.say("anna", location="not_home")
    assert alone.of("lamp").anybody_home is True
    assert beside.of("lamp").anybody_home is False


def test_people_who_come_later_are_seen() -> None:
    told = Told(LAMP)
    assert told.of("lamp").anybody_home is None
    told.registry.add(thing("anna", "person", "location"))
    told.say("anna", location="home")
    assert told.of("lamp").anybody_home is True


def test_the_lowest_temperature_outside() -> None:
    told = Told(
        LAMP,
        thing("weather", "weather", "temperature", unit="°C"),
        thing("outside_wall", "sensor", "temperature", unit="°F"),
        thing("freezer", "sensor", "temperature", unit="°C"),
    )
    assert told.of("lamp").outside_c is None
    told.say("freezer", temperature=-18)
    assert told.of("lamp").outside_c is None
    told.say("weather", temperature=4)
    told.say("outside_wall", temperature=23)
    assert told.of("lamp").outside_c == pytest.approx(-5)
    told.later(13 * 3_600)
    assert told.of("lamp").outside_c is None


def test_an_outdoor_sensor_in_mandarin() -> None:
    told = Told(LAMP, thing("t", "sensor", "temperature", unit="°C", aliases=("室外温度",)))
    told.say("t", temperature=-3)
    assert told.of("lamp").outside_c == -3


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        ((None, None), None),
        ((True, None), None),
        ((True, True), True),
        ((True, False), False),
        ((None, False), False),
        (("opening", True), False),
    ],
)
def test_whether_the_garage_is_open(doors: tuple[Value, Value], expected: bool | None) -> None:
    garage = [thing(f"garage{n}", "cover", "open", flavour="garage") for n in range(2)]
    told = Told(LAMP, *garage)
    for device, door in zip(garage, doors, strict=True):
        if door is not None:
            told.say(device.id, open=door)
    assert told.of("lamp").garage_open is expected


def test_what_it_is_now_is_what_the_device_itself_said() -> None:
    told = Told(LAMP)
    told.say("lamp", False, brightness=40)
    assert told.of("lamp", "brightness").present is None
    told.say("lamp", brightness=60)
    assert told.of("lamp", "brightness").present == 60


def test_a_car_that_was_heard_to_move_moves_for_another_second() -> None:
    told = Told(CAR)
    told.say_all("car", {SPEED: 30.0, GEAR: 127})
    assert told.of("car").driving is Driving.MOVING
    told.later(0.5)
    told.say_all("car", PARKED)
    assert told.of("car").driving is Driving.MOVING
    told.later(0.5)
    assert told.of("car").driving is Driving.PARKED


def test_a_car_that_is_no_longer_heard_counts_for_nothing() -> None:
    told = Told(CAR)
    told.say_all("car", {**PARKED, RAIN: 0, LIGHT: 80})
    assert told.of("car").car.raining is False
    told.later(2.1)
    assert told.of("car").driving is Driving.UNKNOWN
    assert told.of("car").car == CarNow()


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1), timedelta(seconds=3), timedelta(seconds=-3)])
def test_setting_the_clock_on_the_wall_makes_no_signal_older_or_newer(jump: timedelta) -> None:
    told = Told(CAR)
    told.say_all("car", PARKED)
    told.now += jump
    assert told.of("car").driving is Driving.PARKED, "what was heard just now is fresh"
    told.clock_s += 2.1
    told.now = NOON
    assert told.of("car").driving is Driving.UNKNOWN, "what was heard long ago is not"
    told.say_all("car", {SPEED: 30.0})
    told.clock_s += 0.5
    told.now += jump
    told.say_all("car", PARKED)
    assert told.of("car").driving is Driving.MOVING, "it stands for half a second only"


def test_what_the_broker_kept_about_a_car_counts_for_nothing() -> None:
    told = Told(CAR)
    told.say_all("car", {**PARKED, RAIN: 0}, live=False)
    assert told.of("car").driving is Driving.UNKNOWN
    assert told.of("car").car == CarNow()


SAID: list[tuple[dict[str, Value], Callable[[CarNow], object], object]] = [
    ({}, lambda car: (car.raining, car.dark, car.low_beam, car.fog_lights, car.shade_open), (None,) * 5),
    ({}, lambda car: car.window_child_lock, None),
    ({RAIN: 0}, lambda car: car.raining, False),
    ({RAIN: 1}, lambda car: car.raining, True),
    ({LIGHT: 19.9}, lambda car: car.dark, True),
    ({LIGHT: 20}, lambda car: car.dark, False),
    ({LOW_BEAM: True}, lambda car: car.low_beam, True),
    ({LIGHT_SWITCH: "BEAM"}, lambda car: car.low_beam, True),
    ({LIGHT_SWITCH: "OFF"}, lambda car: car.low_beam, False),
    ({FOG[0]: False}, lambda car: car.fog_lights, None),
    ({FOG[0]: False, FOG[1]: False}, lambda car: car.fog_lights, False),
    ({FOG[0]: False, FOG[1]: True}, lambda car: car.fog_lights, True),
    ({CHILD_LOCK: True}, lambda car: car.window_child_lock, True),
    ({SHADE: 50}, lambda car: car.shade_open, False),
    ({SHADE: 100}, lambda car: car.shade_open, True),
    ({"Vehicle.Cabin.Door.Row2.DriverSide.IsChildLockActive": True}, lambda car: car.child_doors, {"Row2.DriverSide"}),
    ({"Vehicle.Cabin.Seat.Row1.PassengerSide.IsBelted": False}, lambda car: car.unbelted, {"Row1.PassengerSide"}),
    ({"Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude": 60.1}, lambda car: car.route_active, True),
    ({"Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude": 0.0}, lambda car: car.route_active, False),
    ({SPEED: -12.0}, lambda car: car.speed_kmh, 12.0),
]


@pytest.mark.parametrize(("said", "read", "expected"), SAID)
def test_what_the_car_says(said: dict[str, Value], read: Callable[[CarNow], object], expected: object) -> None:
    told = Told(CAR)
    told.say_all("car", {**PARKED, **said})
    assert read(told.of("car").car) == expected


def test_what_a_car_does_not_have_stands_in_nobodys_way() -> None:
    told = Told(thing("car", "car", SPEED, GEAR))
    told.say_all("car", PARKED)
    car = told.of("car").car
    assert (car.window_child_lock, car.fog_lights, car.low_beam, car.shade_open) == (False, False, True, True)
    assert (car.raining, car.dark) == (None, None)


def test_things_at_home_asked_for_from_a_seat_know_how_the_car_drives() -> None:
    told = Told(LAMP, CAR, thing("old_car", "car", SPEED, GEAR))
    told.say_all("car", PARKED)
    told.say_all("old_car", PARKED)
    assert told.of("lamp").driving is Driving.UNKNOWN
    assert told.of("lamp", seat="driver").driving is Driving.PARKED
    told.say_all("old_car", {SPEED: 20.0})
    assert told.of("lamp", seat="driver").driving is Driving.MOVING
    assert Told(LAMP).of("lamp", seat="driver").driving is Driving.UNKNOWN

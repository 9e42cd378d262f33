"""Drives: made up by a seed or read from a file, and played against the simulated car in no time."""

import asyncio
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from devices.device import Value
from devices.loopback import LoopbackBroker
from devices.simulators.car import SimulatedCar
from devices.simulators.clock import SteppedClock
from devices.simulators.drive import DriveMistake, Moment, Saying, parse_drive, read_drive, text_of
from devices.simulators.drive_generator import ACCELERATION, BRAKING, FAMILY, generated
from devices.simulators.drive_player import play
from devices.simulators.drive_sayings import sayings
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog

SEEDS = range(20)


def test_the_same_seed_is_the_same_drive() -> None:
    assert generated(7) == generated(7)
    assert generated(7) != generated(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drive_begins_and_ends_parked_and_has_seen_it_all(seed: int) -> None:
    drive = generated(seed)
    moments = drive.moments
    assert (moments[0].gear, moments[0].kmh) == (moments[-1].gear, moments[-1].kmh) == ("P", 0.0)
    roads = {m.road for m in moments}
    assert roads >= {"garage", "town", "traffic light", "motorway", "tunnel", "car park"}
    assert max(m.rain or 0 for m in moments) > 10
    assert min(m.light or 0 for m in moments) < 20 < max(m.light or 0 for m in moments)
    assert max(m.kmh or 0 for m in moments) > 80
    assert {s.seat for s in drive.sayings} <= {p.seat for p in FAMILY}
    assert drive.sayings


@pytest.mark.parametrize("seed", SEEDS)
def test_a_car_goes_as_cars_can(seed: int) -> None:
    moments = generated(seed).moments
    for before, after in pairwise(moments):
        assert before.kmh is not None
        assert after.kmh is not None
        assert -BRAKING - 2 <= after.kmh - before.kmh <= ACCELERATION + 2
        assert after.gear == before.gear or after.kmh == 0.0, "nobody changes gear while the car rolls"


def test_a_drive_is_kept_as_lines_and_read_again(tmp_path: Any) -> None:
    drive = generated(3)
    (tmp_path / "drive.jsonl").write_text(text_of(drive), "utf-8")
    assert read_drive(tmp_path / "drive.jsonl") == drive


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no moment"),
        ('{"t": 1, "seat": "driver", "says": "hello"}', "no moment"),
        ("{", "line 1 is no JSON"),
        ("3", "line 1 is no object"),
        ('{"t": 1}\n{"t": 0}', "line 2: t is 0, and was 1"),
        ('{"kmh": 3}', "t is a number from 0"),
        ('{"t": 1, "kmh": 300}', "kmh is a number from 0 to 200; not 300"),
        ('{"t": 1, "kmh": "50"}', "not '50'"),
        ('{"t": 1, "rain": true}', "rain is a number"),
        ('{"t": 1, "lat": NaN}', "lat is a number"),
        ('{"t": 1, "gear": "X"}', "gear is one of P, R, N, D; not 'X'"),
        ('{"t": 1, "speed": 3}', "speed is unknown; known are"),
        ('{"t": 1, "says": "hi"}', "seat is one of driver"),
        ('{"t": 1, "seat": "roof", "says": "hi"}', "seat is one of driver"),
        ('{"t": 1, "seat": "driver", "role": "king", "says": "hi"}', "role is one of owner"),
        ('{"t": 1, "seat": "driver", "says": " "}', "says is what is said"),
    ],
)
def test_what_is_no_drive_is_named(text: str, said: str) -> None:
    with pytest.raises(DriveMistake) as caught:
        parse_drive(text)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Any) -> None:
    with pytest.raises(DriveMistake, match="nowhere"):
        read_drive(tmp_path / "nowhere.jsonl")


def test_people_speak_both_languages_on_every_seat() -> None:
    for seat in ("driver", "passenger", "rear_left", "rear_right"):
        for language in ("en", "zh"):
            fitting = [s for s in sayings() if s.language == language and (not s.seats or seat in s.seats)]
            assert len(fitting) >= 15


async def test_the_car_feels_the_drive() -> None:
    """It parks, stands and moves as the drive says, and lights and wipers follow the weather by themselves."""
    broker, clock = LoopbackBroker(), SteppedClock()
    ready: asyncio.Future[SimulatedCar] = asyncio.get_running_loop().create_future()

    async def live() -> None:
        async with asyncio.TaskGroup() as tasks:
            link = broker.link()
            car = SimulatedCar(("Car",), Stage(link, clock, TruthLog(None), tasks), link)
            ready.set_result(car)
            await car.run()

    living = asyncio.create_task(live())
    car = await ready
    said: list[Saying] = []
    seen: set[tuple[str, str]] = set()

    async def feel(changed: Mapping[str, Value]) -> None:
        await broker.link().publish("simulator/car/sense", json.dumps(changed).encode())

    async def say(saying: Saying) -> None:
        said.append(saying)

    drive = generated(5)
    driving = asyncio.create_task(play(drive, clock, feel, say))
    moments: list[Moment] = list(drive.moments)
    while not driving.done():
        await clock.advance(1.0)
        road = next((m.road for m in reversed(moments) if m.t <= clock.now()), "") or ""
        seen.add((road, car.life.standing))
    living.cancel()
    await asyncio.wait([living])
    assert said == list(drive.sayings)
    assert {standing for _, standing in seen} == {"parked", "stopped", "moving"}
    assert ("motorway", "moving") in seen
    assert ("traffic light", "stopped") in seen
    assert car.life.standing == "parked"
    assert car.values["Vehicle.CurrentLocation.Latitude"] == pytest.approx(moments[-1].lat, abs=0.001)

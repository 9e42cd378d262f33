"""Rooms whose air follows walls, weather, heaters, windows and people; and a family that lives in them."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from devices.simulators.air import Gains, RoomAir, Weather, saturated
from devices.simulators.clock import SteppedClock
from devices.simulators.day import LivingMistake, read_living
from devices.simulators.house import Life
from devices.simulators.people import People
from tests.devices.simulators.stepping import stepped

HOUR = 3600.0
MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def test_air_knows_how_much_water_it_can_hold() -> None:
    assert saturated(20) == pytest.approx(17.3, abs=0.1)
    assert saturated(0) == pytest.approx(4.85, abs=0.1)


def test_room_at_rest_stays_as_it_is() -> None:
    room = RoomAir(20, 21.0, 45)
    for _ in range(24):
        room.step(HOUR, 12.0, 0.0, 21.0, Gains())
    assert (round(room.temperature, 1), round(room.humidity), round(room.co2)) == (21.0, 45, 550)


def test_step_length_does_not_matter() -> None:
    fine, coarse = RoomAir(20, 21.0, 45), RoomAir(20, 21.0, 45)
    for _ in range(360):
        fine.step(10, 2.0, 0.3, 20.0, Gains(400, 100, 2))
    coarse.step(HOUR, 2.0, 0.3, 20.0, Gains(400, 100, 2))
    assert fine.temperature == pytest.approx(coarse.temperature, abs=0.01)
    assert fine.co2 == pytest.approx(coarse.co2, abs=1)


def test_people_sun_heat_shower_and_window_do_what_they_do() -> None:
    def after_an_hour(gains: Gains, sun: float = 0.0, windows: int = 0, outside: float = 12.0) -> RoomAir:
        room = RoomAir(10, 21.0, 45)
        room.windows_open = windows
        room.step(HOUR, outside, sun, 21.0, gains)
        return room

    at_rest = after_an_hour(Gains())
    assert after_an_hour(Gains(people=3)).co2 > at_rest.co2 + 300
    assert after_an_hour(Gains(people=3)).temperature > at_rest.temperature + 0.5
    assert after_an_hour(Gains(), sun=1.0).temperature > at_rest.temperature
    assert after_an_hour(Gains(heat_w=600)).temperature > at_rest.temperature + 1.5
    assert after_an_hour(Gains(vapour_g_h=2500)).humidity == 100
    aired = after_an_hour(Gains(), windows=1)
    assert aired.temperature < at_rest.temperature - 3
    assert aired.co2 < at_rest.co2


def test_day_is_coldest_before_sunrise_and_the_sun_is_gone_at_night() -> None:
    weather = Weather(changes=True)
    temperatures = {hour: weather.temperature(MONDAY.replace(hour=hour)) for hour in range(24)}
    assert min(temperatures, key=temperatures.__getitem__) == 3
    assert max(temperatures, key=temperatures.__getitem__) == 15
    assert [weather.sun(MONDAY.replace(hour=h)) > 0 for h in (2, 12, 22)] == [False, True, False]
    still = Weather(changes=False)
    assert still.temperature(MONDAY) == still.temperature(MONDAY.replace(hour=15))


async def test_thermostat_holds_its_room_with_hysteresis(still: Any) -> None:
    await still.pass_minutes(180)
    warmth = still.machine("bedroom_thermostat").values["temperature"]
    assert 19.5 <= warmth <= 20.2
    actions = [s["action"] for s in still.said("home/bedroom_thermostat/state")]
    switched = sum(a != b for a, b in pairwise(actions))
    assert 1 <= switched <= 20


async def test_open_window_cools_the_room_and_the_heater_fights_it(still: Any) -> None:
    await still.pass_minutes(60)
    before = still.machine("bedroom_thermostat").values["temperature"]
    await still.control("bedroom_window", "sense", {"window": True})
    await still.pass_minutes(40)
    assert still.machine("bedroom_thermostat").values["temperature"] < before - 0.5
    assert still.says("bedroom_thermostat", "action") == "heating"
    await still.control("bedroom_window", "press", {"to": False})
    await still.pass_minutes(120)
    assert still.machine("bedroom_thermostat").values["temperature"] >= 19.6


async def test_air_conditioner_cools_the_room_that_the_sensor_measures(still: Any) -> None:
    before = still.says("living_room_air", "temperature")
    await still.tell("living_room_air_conditioner/mode/set", "cool")
    await still.tell("living_room_air_conditioner/target/set", "19")
    await still.pass_minutes(30)
    assert still.says("living_room_air", "temperature") < before - 1
    assert still.says("living_room_air_conditioner", "action") in ("cooling", "idle")


async def test_humidifier_moistens_what_the_sensor_measures(still: Any) -> None:
    await still.tell("study_humidifier/set", "ON")
    await still.pass_minutes(60)
    assert still.says("study_air", "humidity") > 45
    assert still.says("study_humidifier", "humidity") == still.says("study_air", "humidity")


async def test_what_a_sensor_was_made_to_sense_holds_until_it_is_cleared(still: Any) -> None:
    await still.control("living_room_air", "sense", {"temperature": 30.5})
    await still.pass_minutes(60)
    assert still.says("living_room_air", "temperature") == 30.5
    await still.control("living_room_air", "clear", {})
    await still.pass_minutes(1)
    assert still.says("living_room_air", "temperature") == pytest.approx(22.4, abs=0.3)


async def test_house_where_nobody_lives_is_still(still: Any) -> None:
    await still.pass_minutes(12 * 60)
    moved = {t["device"] for t in still.truth} - {"bedroom_thermostat", "vacuum"}
    drifted = {(t["device"], t["capability"]) for t in still.truth if t["device"] in moved}
    assert {name for _, name in drifted} <= {"temperature", "humidity", "carbon_dioxide"}
    assert still.said("home/person_anna/state") == []


_lived: dict[People, Any] = {}


async def the_day(people: People) -> Any:
    """The day of the first seed, lived once for all tests that only look at it."""
    if people not in _lived:
        _lived[people] = await a_day(people)
    return _lived[people]


async def a_day(people: People, seed: int = 1) -> Any:
    clock = SteppedClock(MONDAY)
    async with stepped(Life(people, seed), clock) as house:
        await house.pass_minutes(18 * 60)
        return house


async def test_family_comes_and_goes_and_operates_things_by_hand() -> None:
    house = await the_day(People.FAMILY)
    assert house.said("home/person_anna/state") == ["home", "not_home", "home"]
    assert house.became("person_anna", "location")[0] == "awake"
    assert True in house.became("hall_motion", "motion")
    assert False in house.became("hall_motion", "motion")
    by_hand = {t["device"] for t in house.truth if t["cause"] == "hand"}
    assert {"coffee_machine", "front_door", "bedroom_window", "kitchen_light"} <= by_hand
    assert house.became("bedroom_window", "window")[:2] == [True, False]
    assert max(house.became("living_room_air", "carbon_dioxide")) > 700
    assert max(house.became("hall_motion", "illuminance")) > 300


async def test_quiet_people_press_nothing() -> None:
    house = await a_day(People.QUIET)
    assert house.said("home/person_anna/state") == ["home", "not_home", "home"]
    assert True in house.became("hall_motion", "motion")
    assert [t for t in house.truth if t["cause"] == "hand"] == []
    assert house.became("bedroom_window", "window") == []


async def test_same_seed_is_the_same_day_and_another_is_another() -> None:
    def moved(house: Any) -> list[Any]:
        return [(t["device"], t.get("capability"), t.get("new"), t["cause"]) for t in house.truth]

    first, second, other = await the_day(People.FAMILY), await a_day(People.FAMILY), await a_day(People.FAMILY, 2)
    assert moved(first) == moved(second)
    assert moved(first) != moved(other)


async def test_bathroom_gets_damp_when_somebody_showers() -> None:
    async with stepped(Life(People.QUIET), SteppedClock(MONDAY)) as house:
        before = house.house.rooms["bathroom"].humidity
        await house.pass_minutes(120)
        assert house.house.rooms["bathroom"].humidity > before + 10


async def test_person_is_sent_away_and_called_home() -> None:
    async with stepped(Life(People.QUIET), SteppedClock(MONDAY.replace(hour=9))) as house:
        assert house.said("home/person_wei/state")[-1] == "home"
        assert (await house.control("house", "people", {"person": "wei", "home": False}))["ok"]
        assert house.said("home/person_wei/state")[-1] == "not_home"
        assert (await house.control("house", "people", {"person": "伟", "home": True}))["ok"]
        assert house.said("home/person_wei/state")[-1] == "home"
        answer = await house.control("house", "people", {"person": "bob", "home": True})
        assert "anna" in answer["problem"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("people = 3", "people"),
        ("[rooms]\nkitchen = -1", "area"),
        ("[people.a]\nnames = ['A']\ndoes = []", "does"),
        ("[people.a]\nnames = ['A']\ndoes = [{at = '07:00', what = 'fly', room = 'x'}]", "fly"),
        ("[people.a]\nnames = ['A']\ndoes = [{at = '7 am', what = 'wake', room = 'x'}]", "7 am"),
        ("[people.a]\nnames = ['A']\ndoes = [{at = '07:00', what = 'leave', room = 'x'}]", "no room"),
        ("[people", "TOML"),
    ],
)
def test_wrong_living_is_named(text: str, problem: str) -> None:
    with pytest.raises(LivingMistake, match=problem):
        read_living(text)

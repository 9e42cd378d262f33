"""The trip of a head unit's own car: where it goes, what comes next, the map around it, and every change of it."""

import asyncio

import pytest

from assistant.memory.preferences import Preferences
from devices.roads.own_places import OwnPlaces
from devices.roads.polyline import decoded
from devices.roads.position import metres_between
from devices.roads.roads import roads_of
from devices.roads.sample import HOME, sample_region
from devices.simulators.car import DEVICE
from skills.arrivals import Arrivals
from skills.loading import load
from skills.surface import Services, local_now
from skills.trips import Trips

CHARGE = "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed"
LATITUDE, LONGITUDE = "Vehicle.CurrentLocation.Latitude", "Vehicle.CurrentLocation.Longitude"


@pytest.fixture
def trips(road) -> Trips:
    """The same rig with the sample map."""
    home = road.home
    found = Trips(home, roads_of(sample_region()), OwnPlaces(None, {"home": HOME}), local_now)
    services = Services(
        home,
        Preferences(road.mimosa.storage),
        teaching=road.mimosa.teaching,
        trips=found,
        arrivals=Arrivals(found, local_now),
    )
    road.mimosa.trips, road.mimosa.toolbox = found, load(services).toolbox
    return found


async def take_home(road) -> None:
    answer = (await road.say("take me home")).json()
    assert answer["outcome"] == "done", answer


async def test_nothing_is_told_of_a_car_that_goes_nowhere(road, trips):
    answer = await road.get("trip")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/problems/no-trip")


async def test_a_house_without_a_map_knows_of_no_trip(road):
    assert (await road.get("trip")).json()["type"] == "/api/problems/no-trip"


async def test_the_trip_has_its_turns_in_words_its_stops_and_the_map_around_it(road, trips):
    await take_home(road)
    told = (await road.get("trip")).json()

    assert told["destination"] == "home"
    assert [stop["kind"] for stop in told["stops"]] == ["destination"]
    turns = told["legs"][0]["turns"]
    assert (turns[0]["turning"], turns[-1]["turning"], turns[-1]["say"]) == ("depart", "arrive", "you are at home")
    assert any(turn["say"].startswith("turn ") and turn["onto"] in turn["say"] for turn in turns)
    assert metres_between(decoded(told["shape"])[-1], HOME) < 200
    assert len(told["roads"]) > 10
    assert all(decoded(line) for line in told["roads"])
    assert "OpenStreetMap" in told["credit"]

    now = told["progress"]
    assert now["metres"] == pytest.approx(told["legs"][0]["metres"], rel=0.05)
    assert (now["next"]["leg"], now["off_way"]) == (0, False)
    assert now["stops"][0]["arrives"] == now["arrives"]
    assert 0 < now["stops"][0]["charge"] < 100


async def test_the_words_are_in_the_language_that_was_asked_for(road, trips):
    await take_home(road)
    told = (await road.get("trip?language=zh")).json()
    assert (told["destination"], told["legs"][-1]["turns"][-1]["say"]) == ("家", "就到家")
    assert (await road.get("trip?language=fi")).status_code == 422


async def test_a_stop_to_charge_tells_when_with_how_much_and_how_long(road, trips):
    await road.control("press", **{CHARGE: 3.3})
    await road.until(lambda: (battery := trips.battery(DEVICE)) is not None and battery.charge < 4)
    await take_home(road)
    told = (await road.get("trip")).json()

    assert [stop["kind"] for stop in told["stops"]] == ["charging", "destination"]
    assert len(told["legs"]) == 2
    charger, there = told["stops"][0], told["progress"]["stops"][0]
    assert charger["charge_s"] > 60
    assert charger["leaves_with"] > there["charge"] >= 2
    last = told["progress"]["stops"][1]
    assert last["charge"] >= 4
    assert last["arrives"] == told["progress"]["arrives"] > there["arrives"]
    assert last["metres"] > there["metres"] > 0


async def test_it_is_for_head_units_that_may_read_their_car_and_of_their_own_car_alone(road, trips):
    await take_home(road)
    blind = road.units.pair("blind", "talk", "home.read")
    assert (await road.get("trip", blind)).json()["type"] == "/api/problems/scope-too-small"
    other = road.units.pair("other", "car.read", vehicle="van")
    assert (await road.get("trip", other)).json()["type"] == "/api/problems/no-trip"


async def test_an_event_tells_that_it_began_how_it_goes_on_and_that_it_is_over(road, trips, monkeypatch):
    monkeypatch.setattr("server.car.trip.LOOK_S", 0.02)
    feed = road.desk.feed
    await asyncio.sleep(0.05)

    def told() -> list[dict]:
        return [event.data for event in feed.after(0) or () if event.name == "trip"]

    await take_home(road)
    await road.until(lambda: bool(told()))
    begun = told()[-1]
    assert begun["plan"] == (await road.get("trip")).json()["plan"]
    assert begun["progress"]["metres"] > 500

    shape = trips.planned(DEVICE).trip.route.shape
    half = shape[len(shape) // 2]
    await road.control("press", **{LATITUDE: half.latitude, LONGITUDE: half.longitude})
    await road.until(lambda: told()[-1]["progress"]["metres"] < begun["progress"]["metres"] - 300)
    assert told()[-1]["plan"] == begun["plan"]

    await road.say("cancel the navigation")
    await road.until(lambda: told()[-1] == {"plan": None, "progress": None})


async def test_where_nobody_knows_where_the_car_is_the_way_is_told_without_progress(road, trips):
    await take_home(road)
    await road.mimosa.broker.link().publish("vss/car/$state", b"lost", retain=True)
    await road.until(lambda: road.home.available(DEVICE) is False)
    told = (await road.get("trip")).json()
    assert told["progress"] is None
    assert told["legs"]

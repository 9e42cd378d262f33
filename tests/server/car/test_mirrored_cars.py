"""Cars that are away: a car that is here itself is never spoken for, and what a mirrored one is doing nobody says."""

import json
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from devices.mirrored_car import MAKER, CarIsHere
from devices.mqtt import MqttLink
from devices.policy import Driving
from server.car.mirrored_cars import MirroredCars
from server.car.oauth import OAuthProblem
from server.car.paired import PairedHeadUnits, driving_in
from server.compose import Mimosa

RANGE = "Vehicle.Powertrain.TractionBattery.Range"
SPEED = "Vehicle.Speed"
VALUES = {RANGE: (212_000, 4.0), SPEED: (0.0, 0.1)}
AWAY = "away"
BODY = {"names": ["Ours"], "values": {RANGE: {"value": 212_000, "age_s": 4.0}, SPEED: {"value": 0, "age_s": 0.1}}}


class Links:
    """Connections to the broker of the rig, counted."""

    def __init__(self, broker):
        self.broker = broker
        self.opened = []
        self.closed = []

    @asynccontextmanager
    async def __call__(self, vehicle):
        self.opened.append(vehicle)
        yield self.broker.link()
        self.closed.append(vehicle)


@pytest.fixture
async def mirrored(road):
    links = Links(road.mimosa.broker)
    async with MirroredCars(road.home, links) as cars:
        road.mimosa.mirrored = cars
        yield cars, links


def said_of(road, vehicle):
    return [p for p in road.mimosa.broker.published if p.topic.startswith(f"vss/{vehicle}/$")]


async def test_no_connection_is_made_for_a_car_that_is_here(road, mirrored):
    cars, links = mirrored
    before = said_of(road, "car")
    with pytest.raises(CarIsHere):
        await cars.tell("car", ("Ours",), VALUES)
    assert links.opened == []
    assert said_of(road, "car") == before
    assert road.home.available("vss:car") is True


async def test_the_mirror_goes_without_a_word_when_the_car_comes(road, mirrored):
    cars, links = mirrored
    await cars.tell(AWAY, ("Ours",), VALUES)
    await road.until(lambda: "vss:away" in road.home.announced)
    await road.mimosa.broker.link().publish("vss/away/$description", b'{"name": "Here"}', retain=True)
    await road.until(lambda: road.home.announced["vss:away"].maker != MAKER)
    before = said_of(road, AWAY)
    await cars.look()
    assert (links.opened, links.closed) == ([AWAY], [AWAY])
    assert said_of(road, AWAY) == before
    assert before[-1].topic == "vss/away/$description"


async def test_the_connection_for_a_car_says_nothing_by_itself(monkeypatch):
    made = {}

    class Noted(MqttLink):
        def __init__(self, address, **how):
            made.update(how)
            super().__init__(address, **how)

        async def __aenter__(self):
            return self

        async def until_connected(self, timeout_s):
            assert timeout_s > 0

    monkeypatch.setattr("server.compose.MqttLink", Noted)
    async with Mimosa._link_of_car(SimpleNamespace(_broker=None), AWAY):
        assert made["status_topic"] is None


async def test_what_a_mirrored_car_is_doing_only_it_can_say(road, mirrored):
    cars, _ = mirrored
    await cars.tell(AWAY, ("Ours",), VALUES)
    await road.until(lambda: "vss:away" in road.home.devices)
    doing = driving_in(road.home)
    assert (doing("car"), doing(AWAY)) == (Driving.PARKED, None)
    assert road.home.driving("vss:away") is Driving.UNKNOWN


async def test_a_mirrored_car_can_be_paired_anew(road, mirrored):
    cars, _ = mirrored
    await cars.tell(AWAY, ("Ours",), VALUES)
    await road.until(lambda: "vss:away" in road.home.devices)
    units = PairedHeadUnits(road.mimosa.storage, driving_in(road.home))
    await units.load()
    with pytest.raises(OAuthProblem):
        await units.pairing.begin("node", AWAY, "Node", {"talk"})
    begun = await units.pairing.begin("node", AWAY, "Node", {"talk"}, says_parked=True)
    await units.pairing.approve(begun.user_code, "owner", {"talk"})
    assert (await units.pairing.exchange(begun.device_code, "node")).unit.vehicle == AWAY


async def test_to_tell_how_a_car_is_takes_the_right_to_act_on_it(road, mirrored):
    token = road.units.pair("looker", "car.read", vehicle=AWAY)
    refused = await road.http.put("mirror", json=BODY, headers=road.headers(token))
    assert refused.json()["type"] == "/api/problems/scope-too-small"
    token = road.units.pair("node", "car.read", "car.act", vehicle=AWAY)
    taken = await road.http.put("mirror", json=BODY, headers=road.headers(token))
    assert (taken.status_code, taken.json()) == (200, {"values": 1})
    described = next(p for p in said_of(road, AWAY) if p.topic.endswith("$description"))
    assert json.loads(described.payload)["signals"] == [RANGE]

"""The state with its age, what can be set, and what may stand on a display."""

import pytest

from devices.policy import Driving
from server.api.problems import Problem
from server.car.display import display_of
from server.car.limits import Limits

SPEED = "Vehicle.Speed"
TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"


async def test_every_value_has_its_age_and_quality(road):
    state = (await road.get("state")).json()
    assert (state["vehicle"], state["available"], state["driving"]["state"]) == ("car", True, "parked")
    assert state["driving"]["age_s"] < 2.5
    speed = next(value for value in state["values"] if value["capability"] == SPEED)
    assert (speed["value"], speed["unit"], speed["quality"]) == (0, "km/h", "live")
    assert speed["age_s"] < 2.5
    few = (await road.get("state?under=Vehicle.Cabin.HVAC")).json()["values"]
    assert few
    assert all(value["capability"].startswith("Vehicle.Cabin.HVAC") for value in few)


async def test_a_car_that_falls_silent_is_unknown_and_its_values_are_doubtful(road):
    road.mimosa.broker.go_down()
    await road.until(lambda: not road.home.connected and road.home.driving("vss:car") is Driving.UNKNOWN)
    state = (await road.get("state")).json()
    assert state["driving"]["state"] == "unknown"
    assert {value["quality"] for value in state["values"]} <= {"doubtful", "unknown"}
    assert (await road.get("state/house")).json()["link"] is False


async def test_a_car_nobody_has_heard_of_is_told_as_such(road):
    token = road.units.pair("nowhere", "car.read", "car.act", "talk", vehicle="nowhere")
    state = (await road.get("state", token)).json()
    assert (state["name"], state["available"], state["values"]) == ("", None, [])
    assert state["driving"] == {"state": "unknown", "age_s": None}
    assert (await road.command(TEMPERATURE, 20, token=token)).json()["type"] == "/api/problems/no-such-device"


async def test_the_house_is_told_without_cars(road):
    house = (await road.get("state/house")).json()
    assert {device["id"] for device in house["devices"]} == {"light.kitchen", "light.attic"}
    assert house["at"]
    assert house["link"] is True


async def test_what_can_be_set_is_data(road):
    told = (await road.get("capabilities?writable=true")).json()
    assert told["seats"] == ["driver", "passenger", "rear_left", "rear_middle", "rear_right"]
    assert "Row1.Driver" in told["zones"]
    temperature = next(c for c in told["capabilities"] if c["name"] == TEMPERATURE)
    assert (temperature["shape"], temperature["unit"], temperature["low"], temperature["high"]) == (
        "number",
        "°C",
        16,
        30,
    )
    assert (temperature["zone"], temperature["scopes"]) == ("Row1.Driver", ["car.act"])
    trunk = next(c for c in told["capabilities"] if c["name"] == "Vehicle.Body.Trunk.Rear.IsOpen")
    assert "car.open" in trunk["scopes"]
    assert all(capability["writable"] for capability in told["capabilities"])


def test_what_may_stand_on_a_display():
    reply = "The trunk stays shut while driving. It can be opened when the car is parked. Say so again then."
    assert display_of(reply, "refused", "en", Driving.PARKED) == reply
    assert display_of(reply, "refused", "en", Driving.STOPPED) == reply
    longer = f"{reply} And there is much more to be said about it."
    assert display_of(longer, "refused", "en", Driving.STOPPED) == reply
    endless = "word " * 60
    assert len(display_of(endless, "answer", "en", Driving.STOPPED)) <= 120
    for driving in (Driving.MOVING, Driving.UNKNOWN):
        assert display_of("The window is open.", "done", "en", driving) == "The window is open."
        for outcome in (
            "done",
            "already",
            "started",
            "pending",
            "unknown",
            "failed",
            "refused",
            "ask",
            "answer",
            "new",
        ):
            assert 0 < len(display_of(reply, outcome, "en", driving)) <= 40
            assert 0 < len(display_of("很" * 60, outcome, "zh", driving)) <= 40
    assert display_of("", "interrupted", "en", Driving.MOVING) == ""


def test_a_head_unit_has_a_pace():
    now = [0.0]
    limits = Limits(lambda: now[0])
    for _ in range(200):
        limits.count()
    with pytest.raises(Problem) as refused:
        limits.count()
    assert refused.value.kind == "slow-down"
    assert refused.value.headers == {"Retry-After": "1"}
    now[0] = 1.0
    limits.count()

"""Commands by touch: at once or not at all, what is wrong is said, and nothing is done twice."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from devices.policy import Driving
from server.api.problems import Problem
from server.car.seats import seats_of

TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
WINDOW = "Vehicle.Cabin.Door.Row2.DriverSide.Window.Position"


def problem(answer) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert set(answer.json()["say"]) == {"en", "zh"}
    return answer.json()["type"].removeprefix("/api/problems/")


async def test_the_car_itself_says_that_it_is_so(road):
    answer = await road.command(TEMPERATURE, 25)
    told = answer.json()
    assert (answer.status_code, told["outcome"], told["reported"]) == (200, "done", 25)
    assert told["say"]["zh"]
    assert told["display"]["en"] == told["say"]["en"]
    assert (await road.get(f"commands/{told['id']}")).json() == told
    assert problem(await road.get("commands/none")) == "no-such-command"


async def test_a_lamp_at_home_too(road):
    told = (await road.command("on", True, target="house", device="light.kitchen", deadline_s=60)).json()
    assert (told["outcome"], told["reported"]) == ("done", True)
    other = await road.command("on", True, target="house", device="vss:car")
    assert problem(other) == "no-such-device"


async def test_what_this_car_lacks_or_cannot_take_is_a_problem_that_says_what_would_be_right(road):
    wrong = {
        "no-such-signal": ("Vehicle.Cabin.HVAC.Station.Row3.Driver.Temperature", 20, {}),
        "read-only": ("Vehicle.Speed", 50, {}),
        "out-of-range": (TEMPERATURE, 99, {}),
        "no-such-device": (TEMPERATURE, 20, {"device": "vss:other"}),
        "invalid": (TEMPERATURE, 20, {"deadline_s": 6}),
        "question-over": (TEMPERATURE, 20, {"confirms": "nothing"}),
    }
    for kind, (capability, value, more) in wrong.items():
        first, again = await road.command(capability, value, **more), await road.command(capability, value, **more)
        assert problem(first) == kind, first.text
        assert first.json() == again.json()
    far = (await road.command("Vehicle.Cabin.HVAC.Station.Row3.Driver.Temperature", 20)).json()
    assert TEMPERATURE in far["detail"]
    assert "from 16 to 30 °C" in (await road.command(TEMPERATURE, 99)).json()["detail"]
    for value in ("warm", True, None, ["a"], -1):
        assert problem(await road.command(TEMPERATURE, value)) == "out-of-range"
    assert road.became(TEMPERATURE) == []


async def test_a_seat_this_car_lacks_is_named_with_those_it_has(road):
    small = frozenset({"Vehicle.Cabin.Seat.Row1.DriverSide.Height", "Vehicle.Cabin.Seat.Row1.PassengerSide.Height"})
    described = {"name": "Roadster", "vss_version": "6.0", "signals": sorted(small)}
    await road.mimosa.broker.link().publish("vss/roadster/$description", json.dumps(described).encode(), retain=True)
    await road.until(lambda: "vss:roadster" in road.home.devices)
    assert seats_of(road.home.devices["vss:roadster"]) == ("driver", "passenger")
    assert len(seats_of(road.home.devices["vss:car"])) == 5
    token = road.units.pair("roadster", "talk", "car.act", "car.read", vehicle="roadster")
    answer = await road.say("hello", token=token, seat="rear_left")
    assert problem(answer) == "no-such-seat"
    assert "driver, passenger" in answer.json()["detail"]


async def test_a_scope_too_small_is_a_problem_and_moves_nothing(road):
    reader = road.units.pair("reader", "car.read")
    actor = road.units.pair("actor", "car.act", "car.read")
    assert problem(await road.command(TEMPERATURE, 22, token=reader)) == "scope-too-small"
    assert problem(await road.command(TRUNK, True, token=actor)) == "scope-too-small"
    lamp = {"target": "house", "device": "light.kitchen"}
    assert problem(await road.command("on", True, token=actor, **lamp)) == "scope-too-small"
    assert problem(await road.get("state/house", actor)) == "scope-too-small"
    assert problem(await road.say("hello", token=actor)) == "scope-too-small"
    assert (await road.command(TEMPERATURE, 22, token=actor)).json()["outcome"] == "done"
    assert road.became(TRUNK) == []


async def test_tokens_that_do_not_hold(road):
    road.units.units["old"] = Problem("expired-token")
    road.units.units["gone"] = Problem("revoked-token")
    for token, kind in (("old", "expired-token"), ("gone", "revoked-token"), ("made-up", "wrong-token")):
        answer = await road.get("state", token)
        assert (answer.status_code, problem(answer)) == (401, kind)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert problem(await road.http.get("state")) == "no-token"


async def test_a_question_of_a_touch_takes_one_yes_to_the_same_wish(road):
    asked = (await road.command(TRUNK, True)).json()
    assert asked["outcome"] == "ask"
    question = asked["asks"]["question"]
    left = datetime.fromisoformat(asked["asks"]["until"]) - datetime.now(UTC)
    assert left < timedelta(seconds=8)
    assert problem(await road.command(WINDOW, 100, confirms=question)) == "question-over"
    assert problem(await road.command(TRUNK, True, confirms=question, seat="rear_left")) == "question-over"
    assert road.became(TRUNK) == []
    assert (await road.command(TRUNK, True, confirms=question)).json()["outcome"] in ("done", "started")
    assert problem(await road.command(TRUNK, False, confirms=question)) == "question-over"


async def test_a_question_of_a_touch_is_over_when_the_car_does_something_else(road):
    question = (await road.command(TRUNK, True)).json()["asks"]["question"]
    await road.control("press", **{"Vehicle.Powertrain.Transmission.SelectedGear": 1})
    await road.until(lambda: road.home.driving("vss:car") is Driving.STOPPED)
    await road.control("press", **{"Vehicle.Powertrain.Transmission.SelectedGear": 126})
    await road.until(lambda: road.home.driving("vss:car") is Driving.PARKED)
    assert problem(await road.command(TRUNK, True, confirms=question)) == "question-over"
    assert road.became(TRUNK) == []


async def test_while_moving_the_trunk_stays_shut_and_what_would_be_possible_is_said(road):
    await road.drive()
    told = (await road.command(TRUNK, True)).json()
    assert (told["outcome"], told["reason"], told["safe"]) == ("refused", "not_while_driving", "when_parked")
    assert len(told["display"]["en"]) <= 40
    assert road.became(TRUNK) == []


async def test_a_wish_that_comes_too_late_is_not_done(road):
    def ago(seconds: float) -> str:
        return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()

    assert problem(await road.command(TEMPERATURE, 25, sent_at=ago(10))) == "too-late"
    assert problem(await road.command(TEMPERATURE, 25, sent_at=ago(3), deadline_s=1)) == "too-late"
    date = format_datetime(datetime.now(UTC) - timedelta(seconds=20), usegmt=True)
    assert problem(await road.command(TEMPERATURE, 25, head={"Date": date})) == "too-late"
    for wrong in (ago(3600), ago(-3600)):
        answer = await road.command(TEMPERATURE, 25, sent_at=wrong)
        assert problem(answer) == "wrong-clock"
        assert "3600 s" in answer.json()["detail"]
    assert problem(await road.command(TEMPERATURE, 25, sent_at="2026-03-02T12:00:00")) == "invalid"
    assert problem(await road.command(TEMPERATURE, 25, head={"Date": "yesterday"})) == "invalid"
    for beyond in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"):
        assert problem(await road.command(TEMPERATURE, 25, sent_at=beyond)) == "invalid"
    beyond = {"Date": "Fri, 31 Dec 9999 23:59:59 -1200"}
    assert problem(await road.command(TEMPERATURE, 25, head=beyond)) == "invalid"
    assert road.became(TEMPERATURE) == []
    assert (await road.command(TEMPERATURE, 25, sent_at=ago(0.1))).json()["outcome"] == "done"


async def test_the_same_request_again_is_done_once_and_answered_the_same(road):
    asked = [road.command(TEMPERATURE, 26, key="twice") for _ in range(5)]
    answers = await asyncio.gather(*asked)
    assert len({answer.text for answer in answers}) == 1
    replayed = [answer.headers.get("Idempotency-Replayed") for answer in answers]
    assert sorted(r or "" for r in replayed) == ["", "true", "true", "true", "true"]
    assert len(road.desk.commands) == 1
    assert problem(await road.command(TEMPERATURE, 27, key="twice")) == "key-reused"
    assert problem(await road.say("hello", key="twice")) == "key-reused"
    other = road.units.pair("other", "car.act")
    assert "Idempotency-Replayed" not in (await road.command(TEMPERATURE, 27, key="twice", token=other)).headers


async def test_a_problem_is_replayed_as_well(road):
    first, again = [await road.command(TEMPERATURE, 99, key="wrong") for _ in range(2)]
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.slow
async def test_a_thousand_at_once_are_bounded_and_nothing_moves_that_should_not(road):
    wishes = [road.command(TRUNK, True) for _ in range(500)] + [road.say("open the trunk") for _ in range(500)]
    answers = await asyncio.gather(*wishes)
    taken = [answer for answer in answers if answer.status_code == 200]
    turned_away = [answer for answer in answers if answer.status_code == 429]
    assert len(taken) + len(turned_away) == 1000
    assert len(turned_away) > 700
    # A car that was not heard for two seconds meanwhile counts as moving; what had no answer in time is called unknown.
    assert {answer.json()["outcome"] for answer in taken} <= {"ask", "refused", "unknown"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in turned_away)
    assert {problem(answer) for answer in turned_away} == {"slow-down"}
    assert road.became(TRUNK) == []
    await asyncio.sleep(0.1)
    assert (await road.command(TEMPERATURE, 21)).status_code == 200


async def test_a_silent_car_is_not_called_done(road):
    await road.control("fault", kind="silent")
    told = (await road.command(TEMPERATURE, 25, deadline_s=0.3)).json()
    assert told["outcome"] in ("unknown", "failed")
    assert told["reported"] is None or told["reported"] != 25

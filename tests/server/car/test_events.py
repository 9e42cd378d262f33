"""Server-sent events: what was missed is told again, or everything; a client that is slow, gone or revoked."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

from server.api.problems import Problem
from server.car import events as events_room
from server.car.caller import Caller
from server.car.events import EventStream, Watch
from server.car.feed import KEPT, Feed
from server.car.waiting import NothingWaits

TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
TOKEN = "token-of-unit-1"


@dataclass
class Told:
    """One event as a client reads it."""

    id: str = ""
    event: str = ""
    data: dict | None = None


def told_in(piece: str) -> Told:
    told = Told()
    for line in piece.splitlines():
        name, _, value = line.partition(": ")
        if name == "data":
            told.data = json.loads(value)
        elif name in ("id", "event"):
            setattr(told, name, value)
    return told


class Client:
    """Reads one watch without a network between."""

    def __init__(self, road, token: str = TOKEN, last_seen: str = "") -> None:
        self.unit = unit = road.units.units[token]
        caller = Caller(unit, road.app.state.car.state.desks.of(unit), road.mimosa)
        self._pieces = Watch(caller, NothingWaits(), road.units, token, last_seen).pieces()

    async def next(self, *names: str) -> Told:
        """The next event, or the next of these names."""
        async with asyncio.timeout(60):
            while True:
                told = told_in(await anext(self._pieces))
                if told.event and (not names or told.event in names):
                    return told


async def test_the_whole_state_comes_first_then_every_change(road):
    client = Client(road)
    reset = await client.next()
    assert reset.event == "reset"
    assert reset.data["driving"]["state"] == "parked"
    assert {value["capability"] for value in reset.data["state"]["values"]} >= {TEMPERATURE}
    assert reset.data["waiting"] == {"wishes": []}
    answer = (await road.command(TEMPERATURE, 25)).json()
    told, values = set(), {}
    while "command" not in told or TEMPERATURE not in values:
        seen = await client.next("state", "command")
        told.add(seen.event)
        values |= {value["capability"]: value for value in seen.data.get("values", ())}
    assert (await road.get(f"commands/{answer['id']}")).json() == answer
    assert (values[TEMPERATURE]["value"], values[TEMPERATURE]["quality"]) == (25, "live")
    await road.say("set the temperature to 24 degrees")
    names = []
    while "finished" not in names:
        names.append((await client.next("turn")).data["event"])
    assert names[0] == "heard"
    await road.drive()
    assert (await client.next("driving")).data["state"] == "moving"


async def test_after_a_break_only_what_was_missed_is_told_again(road):
    client = Client(road)
    await client.next("reset")
    await road.http.put("occupants", json={"seats": {"driver": "lily"}}, headers=road.headers())
    first = await client.next("occupants")
    await road.http.put("occupants", json={"seats": {"driver": "ming"}}, headers=road.headers())
    again = Client(road, last_seen=first.id)
    told = await again.next("occupants", "reset")
    assert (told.event, told.data) == ("occupants", {"seats": {"driver": "ming"}})
    assert (await client.next("occupants")).id == told.id


async def test_what_cannot_be_told_again_is_told_as_a_whole(road):
    for last_seen in ("00000000-1", "nonsense", f"{road.desk.feed.epoch}-99999999", "-", f"{road.desk.feed.epoch}-"):
        assert (await Client(road, last_seen=last_seen).next()).event == "reset", last_seen
    client = Client(road)
    seen = (await client.next("reset")).id
    for number in range(KEPT + 10):
        road.desk.feed.put("occupants", {"seats": {"driver": f"p{number}"}})
    assert (await Client(road, last_seen=seen).next()).event == "reset"
    assert (await client.next()).event == "reset", "a client that reads slowly is brought up to date, not queued for"
    assert len(road.desk.feed._ring) == KEPT


async def test_only_what_the_scopes_allow_is_told(road):
    token = road.units.pair("talker", "talk")
    client = Client(road, token)
    reset = await client.next()
    assert "state" not in reset.data
    await road.command(TEMPERATURE, 25)
    await road.http.put("occupants", json={"seats": {"driver": "lily"}}, headers=road.headers())
    await road.http.put("occupants", json={"seats": {"driver": "ming"}}, headers=road.headers(token))
    told = await client.next()
    assert (told.event, told.data) == ("occupants", {"seats": {"driver": "ming"}})


async def test_the_line_ends_with_the_token(road, monkeypatch):
    monkeypatch.setattr(events_room, "HEARTBEAT_S", 0.02)
    token = road.units.pair("passing", "talk")
    client = Client(road, token)
    await client.next("reset")
    road.units.units[token] = Problem("revoked-token")
    ended = await client.next("ended")
    assert ended.data["type"] == "/api/problems/revoked-token"
    with pytest.raises(StopAsyncIteration):
        await client.next()


async def test_the_line_ends_with_the_token_also_while_events_flow(road, monkeypatch):
    monkeypatch.setattr(events_room, "HEARTBEAT_S", 0.05)
    token = road.units.pair("busy", "talk")
    client = Client(road, token)
    await client.next("reset")
    road.units.units[token] = Problem("expired-token")
    desk = road.app.state.car.state.desks.of(client.unit)
    told = Told()
    async with asyncio.timeout(60):
        while told.event != "ended":
            desk.feed.put("occupants", {"seats": {}})
            desk.feed.put("occupants", {"seats": {}})
            told = await client.next()
            await asyncio.sleep(0.005)
    assert told.data["type"] == "/api/problems/expired-token"


async def test_a_heartbeat_shows_that_the_line_stands(road, monkeypatch):
    monkeypatch.setattr(events_room, "HEARTBEAT_S", 0.02)
    token = road.units.pair("quiet", "talk")
    client = Client(road, token)
    await client.next("reset")
    async with asyncio.timeout(60):
        assert await anext(client._pieces) == ": still here\n\n"


async def test_a_client_that_reads_nothing_is_given_up(road, monkeypatch):
    monkeypatch.setattr(events_room, "SEND_PATIENCE_S", 0.02)
    unit = road.units.units[TOKEN]
    caller = Caller(unit, road.desk, road.mimosa)
    stream = EventStream(Watch(caller, NothingWaits(), road.units, TOKEN, ""))

    async def never() -> dict:
        await asyncio.Event().wait()
        return {}

    async def stuck(message: object) -> None:
        await asyncio.Event().wait()

    async with asyncio.timeout(60):
        await stream({"type": "http"}, never, stuck)
    assert road.desk.limits.idle


def test_a_feed_tells_what_came_after_a_number():
    feed = Feed(kept=3)
    assert feed.after(0) == ()
    for number in range(5):
        feed.put("n", {"n": number})
    assert [event.number for event in feed.after(2)] == [3, 4, 5]
    assert feed.after(1) is None
    assert feed.after(6) is None
    assert feed.number_in(feed.id_of(4)) == 4


@asynccontextmanager
async def watching(port: int, **headers: str):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/car/v1/", timeout=60) as http:
        head = {"Authorization": f"Bearer {TOKEN}", **headers}
        async with http.stream("GET", "events", headers=head) as answer:
            yield answer


async def test_over_a_real_line_several_clients_see_the_same_and_too_many_are_turned_away(road, serve):
    async with serve(road.app, lifespan="off") as port:
        async with watching(port) as one, watching(port) as two:
            assert one.headers["content-type"].startswith("text/event-stream")
            lines = [one.aiter_lines(), two.aiter_lines()]
            assert [await anext(each) for each in lines] == ["retry: 2000"] * 2
            await road.http.put("occupants", json={"seats": {"driver": "lily"}}, headers=road.headers())
            for each in lines:
                async with asyncio.timeout(60):
                    while not (await anext(each)).startswith("event: occupants"):
                        pass
            async with asyncio.timeout(60):
                opened = [watching(port) for _ in range(7)]
                statuses = [(await each.__aenter__()).status_code for each in opened]
                assert statuses == [200] * 6 + [429]
                for each in opened:
                    await each.__aexit__(None, None, None)
        await road.until(lambda: road.desk.limits.idle)

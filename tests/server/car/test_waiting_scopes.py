"""Who is told of what waits for the house, and who may decide it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from assistant.speech.scripted import SilentSynthesizer
from assistant.utterance import Utterance
from server.car.news import SpokenNews
from server.car.waiting import Waiter


async def test_what_waits_is_told_and_decided_with_a_scope_for_the_home_alone(road):
    class OneWaits:
        def __init__(self):
            at = datetime.now(UTC)
            self.one = Waiter("w-1", "close the blinds", "anna", "driver", at, at)
            self.decided = []

        def wishes(self):
            return [self.one]

        async def decide(self, wish, decision):
            self.decided.append((wish, decision))
            return replace(self.one, state="sent")

    waits = OneWaits()
    road.app.state.car.state.waiting = waits
    talker = road.units.pair("talker", "talk", "car.act")
    assert (await road.get("waiting", talker)).json() == {"wishes": []}
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(talker))
    assert (told.status_code, waits.decided) == (403, [])
    actor = road.units.pair("actor", "talk", "home.act")
    assert [w["id"] for w in (await road.get("waiting", actor)).json()["wishes"]] == ["w-1"]
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(actor))
    assert (told.json()["state"], waits.decided) == ("sent", [("w-1", "yes")])


async def test_news_are_heard_over_the_api_by_whom_they_were_told(road):
    news = road.app.state.car.state.news = SpokenNews(SilentSynthesizer)
    address = news.offer({"en": "The house is in reach again."}, "unit-1").lstrip("/")
    heard = await road.get(address)
    assert (heard.status_code, heard.headers["content-type"], heard.content[:4]) == (200, "audio/wav", b"RIFF")
    other = await road.get(address, road.units.pair("rear", "talk"))
    assert (other.status_code, other.json()["type"]) == (404, "/api/problems/no-such-news")
    assert (await road.get(f"{address}?language=zh")).status_code == 404


async def test_a_head_unit_is_talked_to_for_as_long_as_its_turn_runs(road):
    assert not road.desk.is_talked_to
    turn = road.desk.take_turn(Utterance("next song", "en"), "cabin", speak=False)
    assert road.desk.is_talked_to
    await turn.finished()
    await asyncio.sleep(0)
    assert not road.desk.is_talked_to

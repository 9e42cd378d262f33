"""Who is told of what waits for the house, who may decide it, and how a head unit hears how its own wishes ended."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.errors import EngineFailed
from assistant.speech.scripted import SilentSynthesizer
from assistant.utterance import Utterance
from devices.command import Command, Origin, Outcome, OutcomeKind, Reason
from server.api.problems import Problem
from server.car.events import Watch
from server.car.news import SpokenNews
from server.car.waiting import Waiter, waiting_view


class TwoWait:
    """The double of the seam: one wish was said through the head unit "actor", one through another."""

    def __init__(self):
        at = datetime.now(UTC)
        self.list = [
            Waiter("w-1", "close the blinds", "anna", "driver", at, at, unit="actor"),
            Waiter("w-2", "heat the bath", "ben", "rear_left", at, at, unit="rear"),
        ]
        self.decided = []

    def wishes(self):
        return self.list

    async def decide(self, wish, decision):
        self.decided.append((wish, decision))
        return replace(self.list[0], state="sent")


@pytest.fixture
def waits(road):
    made = road.app.state.car.state.waiting = TwoWait()
    return made


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        (("talk", "car.act"), []),
        (("talk", "home.act"), ["w-1"]),
        (("talk", "home.risky"), ["w-1"]),
        (("talk", "home.read"), ["w-1", "w-2"]),
    ],
)
async def test_a_head_unit_sees_its_own_wishes_and_all_only_where_it_may_ask_about_the_house(road, waits, scopes, seen):
    token = road.units.pair("actor", *scopes)
    assert [w["id"] for w in (await road.get("waiting", token)).json()["wishes"]] == seen


async def test_it_decides_what_it_sees_and_nothing_else(road, waits):
    talker = road.units.pair("talker", "talk", "car.act")
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(talker))
    assert (told.status_code, waits.decided) == (403, [])
    actor = road.units.pair("actor", "talk", "home.act")
    told = await road.http.post("waiting/w-2", json={"decision": "yes"}, headers=road.headers(actor))
    assert (told.status_code, told.json()["type"]) == (404, "/api/problems/no-such-wish")
    assert "w-2' does not wait; waiting: w-1" in told.json()["detail"]
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(actor))
    assert (told.json()["state"], waits.decided) == ("sent", [("w-1", "yes")])


class Listener:
    """One client of the events of a head unit with these scopes."""

    def __init__(self, road, name, *scopes):
        self.token = road.units.pair(name, *scopes)
        self.unit = road.units.units[self.token]
        self.desk = road.app.state.car.state.desks.of(self.unit)
        caller = type("Caller", (), {"unit": self.unit, "desk": self.desk, "mimosa": road.mimosa})()
        self.watch = Watch(caller, road.app.state.car.state.waiting, road.units, self.token, "")
        self.pieces = self.watch.pieces()

    async def next(self, name):
        """The data of the next event of that name."""
        async with asyncio.timeout(60):
            while f"event: {name}\n" not in (piece := await anext(self.pieces)):
                pass
        return json.loads(piece.partition("data: ")[2])


async def test_it_hears_how_its_own_wish_ended_later_and_nothing_of_the_others(road, waits):
    actor = Listener(road, "actor", "talk", "home.act")
    whole = await actor.next("reset")
    assert [w["id"] for w in whole["waiting"]["wishes"]] == ["w-1"]
    desks = road.app.state.car.state.desks
    foreign = {"wish": "w-2", "unit": "rear", "claim": "done", "say": {"en": "The bath is warm.", "zh": "热好了。"}}
    own = {"wish": "w-1", "unit": "actor", "claim": "done", "say": {"en": "The blinds are closed.", "zh": "关好了。"}}
    everything = waiting_view(waits).model_dump(mode="json")
    desks.tell("waiting", {**everything, "news": foreign})
    waits.list.pop(0)
    desks.tell("waiting", {**waiting_view(waits).model_dump(mode="json"), "news": own})
    assert await actor.next("waiting") == {"wishes": [], "news": own}
    may_ask = Listener(road, "rear", "talk", "home.read")
    await may_ask.next("reset")
    desks.tell("waiting", {**everything, "news": foreign})
    assert (await may_ask.next("waiting"))["news"] == foreign


async def test_a_command_of_its_own_for_the_house_is_told_when_it_ends_late_and_no_other(road):
    actor = Listener(road, "actor", "talk", "home.act")
    await actor.next("reset")
    told = await road.command("on", True, token=actor.token, target="house", device="light.kitchen", deadline_s=0.01)
    own = told.json()["id"]
    command = Command("light.kitchen", "on", True, origin=Origin("owner", "owner", "touch"))
    for late in (replace(command, id="of-somebody-else"), replace(command, id=own)):
        actor.desk._tell_settled(Outcome(OutcomeKind.FAILED, late, Reason.REVERTED, False))
    heard = [await actor.next("command")]
    while heard[-1]["reason"] != "reverted":
        heard.append(await actor.next("command"))
    assert {each["id"] for each in heard} == {own}


async def test_what_somebody_else_did_in_the_car_is_told_only_to_who_may_read_the_car(road):
    command = Command(road.desk.car, "Vehicle.Cabin.Sunroof.Position", 100, origin=Origin("owner", "owner", "touch"))
    late = Outcome(OutcomeKind.DONE, command, reported=100)
    reader, talker = Listener(road, "reader", "talk", "car.read"), Listener(road, "talker", "talk")
    for each in (reader, talker):
        await each.next("reset")
        each.desk._tell_settled(late)
        each.desk.feed.put("occupants", {"seats": {}})
    assert (await reader.next("command"))["reported"] == 100
    assert await talker.next("occupants") == {"seats": {}}
    assert (await road.get(f"commands/{command.id}", talker.token)).status_code in (403, 404)


async def test_news_are_heard_over_the_api_by_whom_they_were_told(road):
    news = road.app.state.car.state.news = SpokenNews(SilentSynthesizer)
    address = news.offer({"en": "The house is in reach again."}, "unit-1").lstrip("/")
    heard = await road.get(address)
    assert (heard.status_code, heard.headers["content-type"], heard.content[:4]) == (200, "audio/wav", b"RIFF")
    other = await road.get(address, road.units.pair("rear", "talk"))
    assert (other.status_code, other.json()["type"]) == (404, "/api/problems/no-such-news")
    assert (await road.get(f"{address}?language=zh")).status_code == 404


class CountingVoice(SilentSynthesizer):
    """Says how often it was asked, and fails the first `failures` times."""

    def __init__(self, failures=0):
        super().__init__()
        self.asked, self.failures = 0, failures

    async def synthesize(self, text, language):
        self.asked += 1
        if self.asked <= self.failures:
            raise EngineFailed("no breath")
        async for piece in super().synthesize(text, language):
            await asyncio.sleep(0)
            yield piece


async def test_a_sentence_is_made_into_sound_once_however_many_ask():
    voice = CountingVoice()
    spoken = SpokenNews(lambda: voice)
    news = spoken.offer({"en": "hello", "zh": "你好"}, "").rpartition("/")[2]
    gone = asyncio.create_task(spoken.sound(news, "dash", "en"))
    await asyncio.sleep(0)
    gone.cancel()
    sounds = await asyncio.gather(*(spoken.sound(news, "dash", "en") for _ in range(20)))
    assert (len(set(sounds)), voice.asked) == (1, 1)
    assert await spoken.sound(news, "dash", "zh") != sounds[0]
    assert voice.asked == 2


async def test_a_voice_that_failed_is_asked_again_the_next_time():
    voice = CountingVoice(failures=1)
    spoken = SpokenNews(lambda: voice)
    news = spoken.offer({"en": "hello"}, "").rpartition("/")[2]
    with pytest.raises(Problem, match="the voice failed"):
        await spoken.sound(news, "dash", "en")
    assert await spoken.sound(news, "dash", "en")


async def test_a_head_unit_is_talked_to_for_as_long_as_its_turn_runs(road):
    assert not road.desk.is_talked_to
    turn = road.desk.take_turn(Utterance("next song", "en"), "cabin", speak=False)
    assert road.desk.is_talked_to
    await turn.finished()
    await asyncio.sleep(0)
    assert not road.desk.is_talked_to

"""Likings in ordinary words: drinks, music, how warm and how bright; between several people, and told twice."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.utterance import Speaker
from server.evaluate.house import House
from tests.skills.told_house import HOME, Person

EVENING = datetime.fromisoformat("2026-05-04T19:00:00+02:00")


@pytest_asyncio.fixture(name="house")
async def living(tmp_path: Path) -> AsyncIterator[House]:
    async with House(HOME, tmp_path / "memory.db") as house:
        house.clock.fixed = EVENING
        yield house


def ada(house: House) -> Person:
    return Person(house, Speaker("ada", "adult"))


def ben(house: House) -> Person:
    return Person(house, Speaker("ben", "adult"))


def percent(house: House, lamp: str) -> int:
    return round(house.literal.states[lamp].attributes["brightness"] / 2.55)


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("I like my coffee strong", "make coffee"),
        ("我喜欢浓一点的咖啡", "煮咖啡"),
        ("I prefer my espresso strong", "来杯咖啡"),
    ],
)
async def test_coffee_is_made_as_it_is_liked(house: House, told: str, wish: str) -> None:
    assert (await ada(house).says(told)).outcome == "done"
    assert (await ada(house).says(wish)).outcome == "done"
    assert house.literal.states["select.strength"].state == "strong"
    assert house.literal.states["switch.coffee"].state == "on"


async def test_what_no_machine_can_be_set_to_is_kept_in_words_and_said_so(house: House) -> None:
    ended = await ada(house).says("I take my coffee with oat milk")
    assert "in your words" in ended.reply
    assert "with oat milk" in (await ada(house).says("what do you know about me")).reply


@pytest.mark.parametrize(
    ("told", "wish", "plays"),
    [
        ("I like jazz in the evening", "play music on the kitchen speaker", "jazz"),
        ("play something quiet in the evening", "play music on the kitchen speaker", "quiet music"),
        ("我晚上喜欢听古典音乐", "在厨房音箱放音乐", "古典音乐"),
        ("I like listening to Norah Jones in the evening", "play music on the kitchen speaker", "Norah Jones"),
    ],
)
async def test_music_is_what_is_liked_at_that_time(house: House, told: str, wish: str, plays: str) -> None:
    assert (await ada(house).says(told)).outcome == "done"
    await ada(house).says(wish)
    assert house.literal.states["media_player.speaker"].attributes["media_title"] == plays


@pytest.mark.parametrize(
    ("told", "asked", "answer", "known"),
    [
        ("I like the living room dim in the evening", "How dim, in percent", "30 percent", "30%"),
        ("I like the bedroom warm", "How warm, in degrees?", "22", "22 degrees"),
        ("I like the kitchen speaker quiet in the morning", "How quiet", "20 percent", "20% volume in the morning"),
        ("我喜欢卧室暖和一点", "多少度", "22度", "22 degrees"),
        ("我喜欢晚上床头灯暗一点", "百分之多少", "30%", "30%"),
    ],
)
async def test_without_a_number_the_number_is_asked_once(
    house: House, told: str, asked: str, answer: str, known: str
) -> None:
    person = ada(house)
    question = await person.says(told)
    assert (question.outcome, asked in question.reply) == ("ask", True)
    assert (await person.says(answer, "en" if told.isascii() else "zh")).outcome == "done"
    assert known in (await person.says("what do you know about me", "en")).reply


async def test_a_contradiction_is_asked_about_once_and_a_rejected_one_changes_nothing(house: House) -> None:
    person = ada(house)
    await person.says("I like the floor lamp at 40 percent in the evening")
    question = await person.says("I like the floor lamp at 60 percent in the evening")
    assert (question.outcome, "40%" in question.reply) == ("ask", True)
    await person.says("no")
    await person.says("turn on the floor lamp")
    assert percent(house, "light.floor") == 40
    again = await person.says("I like the floor lamp at 60 percent in the evening")
    assert (again.outcome, "no longer 40%" in again.reply) == ("done", True)
    assert (await person.says("I like the floor lamp at 50 percent in the evening")).outcome == "done"


async def test_at_another_time_it_is_no_contradiction(house: House) -> None:
    person = ada(house)
    await person.says("I like the floor lamp at 40 percent in the evening")
    assert (await person.says("I like the floor lamp at 80 percent in the morning")).outcome == "done"


async def test_who_asks_comes_first_and_who_is_there_too_is_said(house: House) -> None:
    await ada(house).says("I like the floor lamp at 60 percent")
    await ben(house).says("I like the floor lamp at 20 percent")
    ended = await ada(house).says("turn on the floor lamp")
    assert percent(house, "light.floor") == 60
    assert "as you like it; Ben, who is there too, likes 20%" in ended.reply
    await house.set_up({"person.ben": {"state": "not_home"}}, EVENING)
    assert "Ben" not in (await ada(house).says("turn on the floor lamp")).reply


async def test_who_is_there_comes_before_the_household_and_a_guest_is_told_nothing(house: House) -> None:
    await ada(house).says("we like the floor lamp at 30 percent")
    await ben(house).says("I like the floor lamp at 20 percent")
    guest = await Person(house, Speaker("unknown", "guest")).says("turn on the floor lamp")
    assert "like" not in guest.reply
    await ada(house).says("turn off the floor lamp")
    ended = await ada(house).says("turn on the floor lamp")
    assert percent(house, "light.floor") == 20
    assert "as Ben, who is there, likes it" in ended.reply


@pytest.mark.parametrize("said", ["I like you", "I like that song", "I want to hear some jazz", "I love my kids"])
async def test_small_talk_and_wishes_are_no_likings(house: House, said: str) -> None:
    await ada(house).says(said)
    assert "do not know anything" in (await ada(house).says("what do you know about me")).reply


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("I like my coffee strong and the bedroom at 19 degrees", ["strong", "19 degrees"]),
        ("I like jazz in the morning and my coffee mild", ["jazz in the morning", "mild"]),
        ("我喜欢浓一点的咖啡，卧室十九度", ["strong", "19 degrees"]),
    ],
)
async def test_several_likings_of_one_sentence_are_all_kept_and_nothing_is_done(
    house: House, told: str, known: list[str]
) -> None:
    assert (await ada(house).says(told)).outcome == "done"
    assert house.literal.changes() == {}
    listed = (await ada(house).says("what do you know about me")).reply
    assert all(words in listed for words in known)


@pytest.mark.parametrize("asked", ["what do you know about Ben", "what does Ben like", "你知道Ben什么"])
async def test_what_is_known_of_somebody_is_told_to_them(house: House, asked: str) -> None:
    await ben(house).says("I like my coffee strong")
    told = await ada(house).says(asked)
    assert told.outcome == "refused"
    assert "strong" not in told.reply
    assert "Ben" in told.reply


async def test_what_was_told_for_all_is_named_and_stays(house: House) -> None:
    person = ada(house)
    await person.says("don't vacuum at night")
    await person.says("I like my coffee strong")
    await person.says("forget everything you know about me")
    told = await person.says("yes")
    assert "1 thing told for the whole household stays" in told.reply
    assert (await person.says("forget what I said about vacuuming")).outcome == "done"


@pytest.mark.parametrize(
    ("told", "lamp", "kept"),
    [
        ("I like my coffee strong, turn on the bedside lamp", "light.bed", "strong"),
        ("I like jazz and turn on the floor lamp", "light.floor", "jazz"),
        ("我喜欢浓一点的咖啡，把床头灯打开", "light.bed", "strong"),
    ],
)
async def test_an_order_behind_a_liking_is_done_and_the_liking_kept(
    house: House, told: str, lamp: str, kept: str
) -> None:
    assert (await ada(house).says(told)).outcome == "done"
    assert house.literal.states[lamp].state == "on"
    assert kept in (await ada(house).says("what do you know about me")).reply


async def test_what_is_never_to_be_done_keeps_its_hour_beside_a_liking(house: House) -> None:
    await ada(house).says("I like my coffee mild and never vacuum at night")
    known = (await ada(house).says("what do you know about me")).reply
    assert "mild." in known
    assert "I will ask before I vacuum at night." in known


async def test_what_is_known_of_oneself_is_told_whoever_was_asked_about_before(house: House) -> None:
    await ben(house).says("I like my coffee mild")
    await ben(house).says("what do you know about Ada")
    assert "mild" in (await ben(house).says("what do you know about me")).reply
    assert "mild" in (await ben(house).says("what does Ben like")).reply

"""What is not to be done unasked: told in one form for everything that runs or is heard, asked about while it holds."""

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


def at(house: House, hour: int) -> None:
    house.clock.fixed = EVENING.replace(hour=hour)


def ada(house: House) -> Person:
    return Person(house, Speaker("ada", "adult"))


@pytest.mark.parametrize(
    ("told", "wish", "hour"),
    [
        ("no music after ten", "play music on the kitchen speaker", 23),
        ("晚上十点以后别放音乐", "在厨房音箱放音乐", 23),
        ("don't run the washing machine at night", "turn on the washing machine", 23),
        ("夜里别开洗衣机", "打开洗衣机", 23),
        ("no vacuuming before nine", "start the robot", 8),
        ("quiet hours from ten to seven", "turn on the TV", 23),
        ("晚上九点以后保持安静", "打开洗衣机", 22),
        ("don't turn on the floor lamp when Ben is home", "turn on the floor lamp", 19),
        ("never turn on the floor lamp", "turn on the floor lamp", 19),
        ("don't ever run the washing machine", "turn on the washing machine", 12),
        ("以后别开落地灯", "打开落地灯", 19),
        ("永远不要开电视", "打开电视", 12),
    ],
)
async def test_it_asks_first_while_it_holds_and_a_yes_does_it(house: House, told: str, wish: str, hour: int) -> None:
    person = ada(house)
    assert (await person.says(told)).outcome == "done"
    at(house, hour)
    asked = await person.says(wish)
    assert asked.outcome == "ask"
    assert house.literal.changes() == {}
    assert (await person.says("yes" if wish.isascii() else "要")).outcome in ("done", "started", "already")
    assert house.literal.changes()


async def test_at_another_hour_and_for_another_thing_nothing_is_asked(house: House) -> None:
    person = ada(house)
    await person.says("no music after ten")
    assert (await person.says("play music on the kitchen speaker")).outcome == "done"
    at(house, 23)
    assert (await person.says("turn on the floor lamp")).outcome == "done"
    assert (await person.says("turn off the kitchen speaker")).outcome == "done"


async def test_children_are_sent_to_a_grown_up_and_grown_ups_are_not_asked(house: House) -> None:
    assert (await ada(house).says("no TV for the kids after eight")).outcome == "done"
    at(house, 21)
    child = Person(house, Speaker("kim", "child"))
    refused = await child.says("turn on the TV")
    assert (refused.outcome, "grown-up" in refused.reply) == ("refused", True)
    assert house.literal.states["media_player.tv"].state == "off"
    assert "grown-up" not in (await ada(house).says("turn on the TV")).reply


async def test_who_is_there_is_told_by_the_people_of_the_home(house: House) -> None:
    person = ada(house)
    await person.says("don't vacuum when I'm home")
    assert (await person.says("start the robot")).outcome == "ask"
    await person.says("no")
    await house.set_up({"person.ada": {"state": "not_home"}}, EVENING)
    assert (await person.says("start the robot")).outcome == "started"


async def test_a_stranger_is_asked_and_not_told_who_is_there(house: House) -> None:
    await ada(house).says("don't vacuum when Ben is home")
    ended = await Person(house, Speaker("unknown", "guest")).says("start the robot")
    assert "asked not to vacuum" in ended.reply
    assert "Ben" not in ended.reply


async def test_somebody_of_whom_nothing_is_known_is_said_so_and_nothing_is_kept(house: House) -> None:
    ended = await ada(house).says("don't vacuum when Carl is home")
    assert (ended.outcome, "Carl" in ended.reply) == ("refused", True)
    assert "do not know anything" in (await ada(house).says("what do you know about me")).reply


async def test_the_children_sleep_until_they_are_awake(house: House) -> None:
    person = ada(house)
    await person.says("don't make noise while the kids are asleep")
    assert "12 hours" in (await person.says("the kids are asleep")).reply
    assert (await person.says("play music on the kitchen speaker")).outcome == "ask"
    await person.says("the kids are awake")
    assert (await person.says("play music on the kitchen speaker")).outcome == "done"


@pytest.mark.parametrize("told", ["no music tonight", "今晚别放音乐", "别开灯", "don't turn on the floor lamp"])
async def test_what_is_of_this_moment_only_is_not_kept(house: House, told: str) -> None:
    person = ada(house)
    await person.says(told)
    assert "do not know anything" in (await person.says("what do you know about me")).reply


@pytest.mark.parametrize(
    ("told", "taken_back"),
    [
        ("no vacuuming at night", "you can vacuum again"),
        ("never vacuum", "vacuuming is allowed again"),
        ("夜里别扫地", "又可以扫地了"),
    ],
)
async def test_it_is_taken_back_by_word_and_nothing_is_done_by_that(house: House, told: str, taken_back: str) -> None:
    person = ada(house)
    await person.says(told)
    assert (await person.says(taken_back)).outcome == "done"
    assert house.literal.changes() == {}
    assert "vacuum" not in (await person.says("what do you know about me")).reply


async def test_a_child_takes_nothing_back(house: House) -> None:
    await ada(house).says("never vacuum")
    assert (await Person(house, Speaker("kim", "child")).says("you can vacuum again")).outcome == "refused"


async def test_for_one_of_several_people_nothing_is_kept(house: House) -> None:
    assert (await ada(house).says("no TV for Kim after eight")).outcome == "refused"


@pytest.mark.parametrize(
    ("told", "so", "wish"),
    [
        ("不要在孩子睡觉时放音乐", "the kids are asleep", "play music on the kitchen speaker"),
        ("no music while the kids sleep", "孩子睡了", "在厨房音箱放音乐"),
        ("no music while the baby sleeps", "the kids are asleep", "play music on the kitchen speaker"),
    ],
)
async def test_who_sleeps_is_the_same_in_both_languages(house: House, told: str, so: str, wish: str) -> None:
    person = ada(house)
    await person.says(told)
    await person.says(so)
    assert (await person.says(wish)).outcome == "ask"


@pytest.mark.parametrize("told", ["never lock the front door", "永远不要锁大门"])
async def test_a_rule_that_cannot_be_kept_is_refused_with_what_can_be(house: House, told: str) -> None:
    ended = await ada(house).says(told)
    assert ended.outcome == "refused"
    assert "kept nothing" in ended.reply or "没有记下" in ended.reply

"""Talking to the vacuum and the rice cooker: what was said, what was answered, and what really happened."""

import asyncio

import pytest

from tests.skills.live_house import LiveHouse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]


async def test_a_room_twice_and_quietly(live: LiveHouse) -> None:
    said = await live.say("start the vacuum in the kitchen twice, quietly")
    assert (said.outcome, said.reply) == (
        "started",
        "The vacuum has started cleaning the kitchen: twice, quiet suction.",
    )
    assert live.became("vacuum", "passes") == [2]
    assert live.became("vacuum", "fan_speed") == ["quiet"]
    assert live.became("vacuum", "cleaning_room")[-1] == "Kitchen"


async def test_where_it_is_in_both_languages(live: LiveHouse) -> None:
    assert "It is in the kitchen." in (await live.say("where is the vacuum")).reply
    assert "它在厨房。" in (await live.say("扫地机在哪")).reply


async def test_it_pauses_and_goes_on_without_its_name(live: LiveHouse) -> None:
    assert (await live.say("pause it")).reply == "The vacuum is paused."
    assert (await live.say("go on")).outcome == "started"
    assert (await live.say("暂停")).reply == "扫地机器人已暂停。"
    assert (await live.say("继续")).outcome == "started"
    assert live.became("vacuum", "activity")[-4:] == ["paused", "cleaning", "paused", "cleaning"]


async def test_why_it_stopped_and_what_an_error_means(live: LiveHouse) -> None:
    await live.tell("vacuum", "sense", mishap="stuck")
    await live.until("vacuum", "activity", "error")
    assert "it is stuck; lift it" in (await live.say("why has it stopped")).reply
    assert "卡住了" in (await live.say("扫地机怎么了")).reply
    assert "take out hair and threads" in (await live.say("what does the error brush jammed mean")).reply
    await live.tell("vacuum", "press")
    await live.until("vacuum", "activity", "idle")
    assert (await live.say("what is wrong with the vacuum")).reply == "The vacuum reports no fault."


async def test_it_says_itself_why_it_does_not_start(live: LiveHouse) -> None:
    await live.tell("vacuum", "sense", bin="full")
    started = len(live.acts("vacuum"))
    said = await live.say("vacuum the hall")
    assert (said.outcome, said.reply) == ("unknown", "The vacuum does not do it: its dust bin is full; empty it.")
    assert len(live.acts("vacuum")) == started
    assert "its dust bin is full" in (await live.say("why is the vacuum not starting")).reply
    await live.tell("vacuum", "sense", bin="ok")


async def test_mopping_vacuuming_and_stopping(live: LiveHouse) -> None:
    assert (await live.say("mop the hall")).reply == "The vacuum has started cleaning the hall: mopping."
    assert live.became("vacuum", "cleaning_mode") == ["mop"]
    assert (await live.say("stop the vacuum")).outcome == "done"
    await live.say("vacuum the study")
    assert live.became("vacuum", "cleaning_mode") == ["mop", "vacuum"]
    await live.say("停止扫地机")
    assert (await live.say("拖一下玄关")).outcome == "started"
    await live.say("stop it")
    assert (await live.say("vacuum and mop the study")).outcome == "started"
    assert live.became("vacuum", "cleaning_mode")[-1] == "vacuum_and_mop"
    await live.say("stop it")


async def test_a_spot_and_settings(live: LiveHouse) -> None:
    assert (await live.say("spot clean")).outcome == "started"
    await live.say("stop the vacuum")
    assert (await live.say("set the vacuum to max suction")).outcome == "done"
    assert (await live.say("水量调到高")).outcome == "done"
    assert (await live.say("set the vacuum to clean three times")).outcome == "done"
    assert (live.became("vacuum", "fan_speed")[-1], live.became("vacuum", "water_level")[-1]) == ("max", "high")
    assert live.became("vacuum", "passes")[-1] == 3


async def test_it_is_found_and_tells_of_its_parts(live: LiveHouse) -> None:
    assert "listen for it" in (await live.say("find the vacuum")).reply
    assert live.acts("vacuum")[-1] == "locate"
    assert (await live.say("how worn is the filter")).reply.startswith("The filter: ")
    assert "主刷还剩" in (await live.say("主刷还剩多少")).reply


async def test_a_zone_by_a_part_of_its_name(live: LiveHouse) -> None:
    assert (await live.say("clean under the table")).outcome == "started"
    assert live.became("vacuum", "clean_zone")[-1] == "Under the table"
    await live.say("stop the vacuum")


async def test_it_goes_home(live: LiveHouse) -> None:
    assert (await live.say("send it home")).outcome == "started"
    await live.until("vacuum", "activity", "docked")
    assert (await live.say("回充")).reply == "扫地机器人本来就在充电座上。"


async def test_congee_for_seven_is_asked_about_first(live: LiveHouse) -> None:
    said = await live.say("cook congee, soft, ready at seven")
    assert said.outcome == "ask"
    assert "Are rice and water in? Then I'll start congee, soft, ready at 19:00." in said.reply
    assert live.became("rice_cooker", "menu") == []
    said = await live.say("yes")
    assert said.reply == "The rice cooker waits and starts by itself: congee, soft, ready at 19:00."
    assert (live.became("rice_cooker", "menu"), live.became("rice_cooker", "taste")) == (["congee"], ["soft"])
    assert live.became("rice_cooker", "status") == ["delayed"]
    assert (await live.say("how long does the rice still need")).reply.endswith("It will be ready at 19:00.")
    assert (await live.say("cancel the rice cooker")).reply == "The rice cooker is cancelled."


async def test_rice_through_its_phases_and_the_old_time_forgotten(live: LiveHouse) -> None:
    await live.say("cook rice")
    assert (await live.say("yes")).reply == "The rice cooker has started cooking: fine rice."
    assert live.became("rice_cooker", "finish_at")[-1] == ""
    assert "warming up" in (await live.say("what is the rice cooker doing")).reply
    await live.until("rice_cooker", "phase", "absorb", seconds=30)
    assert "letting the rice soak" in (await live.say("what is the rice cooker doing")).reply
    assert (
        await live.say("keep it warm for half an hour")
    ).reply == "The rice cooker is set to keep warm for 30 minutes."
    assert "minutes left" in (await live.say("how long does the rice still need")).reply
    assert "吸水" in (await live.say("电饭煲在干什么")).reply
    assert (await live.say("cancel the rice")).outcome == "done"
    assert live.became("rice_cooker", "status")[-1] == "idle"
    assert (await live.say("cancel the rice cooker")).reply == "The rice cooker is not cooking."


async def test_rice_that_would_stand_too_long_is_warned_about(live: LiveHouse) -> None:
    said = await live.say("cook congee ready at 7 am")
    assert said.outcome == "ask"
    assert "that can spoil them" in said.reply
    assert (await live.say("no")).reply == "All right, I leave it."
    asked = await live.say("煮粥，软一点，七点吃")
    assert "19:00煮好" in asked.reply
    await live.say("不用了")


async def test_a_broken_cooker_is_explained(live: LiveHouse) -> None:
    await live.tell("rice_cooker", "sense", fault="bottom_sensor")
    await live.until("rice_cooker", "fault", "bottom_sensor")
    assert "lower temperature sensor" in (await live.say("what is wrong with the rice cooker")).reply
    assert "lower temperature sensor" in (await live.say("what does error 10 mean")).reply
    assert "下面的温度传感器" in (await live.say("错误10是什么意思")).reply
    await live.say("cook rice")
    said = await live.say("yes")
    assert said.outcome == "failed"
    assert "lower temperature sensor" in said.reply
    assert live.acts("rice_cooker").count("start") == 2
    await asyncio.sleep(0)

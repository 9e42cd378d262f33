"""Talking to the house at a real broker: lights, covers, warmth, music, locks; putting back, and asking why."""

import asyncio

import pytest

from devices.flight import PATIENCE_S
from tests.skills.live_house import PIN, LiveHouse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]

SETTLED_S = PATIENCE_S + 2.0
"""After which what a hand does is no longer taken for a light that reverts."""


async def test_a_light_and_why_it_is_on(live: LiveHouse) -> None:
    assert (await live.say("turn on the kitchen light")).reply == "The kitchen light is on."
    why = await live.say("why is the kitchen light on")
    assert "“turn on the kitchen light”" in why.reply
    assert "the device confirmed it. Before, it was: off." in why.reply
    assert (await live.say("厨房灯调到百分之四十")).outcome == "done"
    assert live.became("kitchen_light", "brightness")[-1] == 40


async def test_a_light_a_group_and_a_blind_are_put_back(live: LiveHouse) -> None:
    await live.say("turn on the lights in the living room")
    assert (await live.say("undo that")).outcome == "done"
    assert live.became("floor_lamp", "on") == [True, False]
    await live.say("open the bedroom curtains halfway")
    await live.until("bedroom_curtains", "position", 50)
    assert (await live.say("恢复原样")).outcome in ("done", "started")
    await live.until("bedroom_curtains", "position", 0)
    await live.say("turn on the bathroom light")
    assert (await live.say("put the bathroom light back")).reply == "The bathroom light is off."


async def test_what_somebody_else_changed_is_not_put_back(live: LiveHouse) -> None:
    await live.say("turn on the bathroom light")
    await live.say("turn off the bathroom light", person="ada")
    said = await live.say("put it back")
    assert (said.outcome, said.reply) == (
        "refused",
        "Ada has changed the bathroom light since, so I leave it as it is.",
    )
    assert live.became("bathroom_light", "on")[-1] is False


async def test_a_light_that_stays_silent_among_many(live: LiveHouse) -> None:
    await live.say("turn off all the lights")
    async with live.faulty("bedroom_light", "bedside_lamp", kind="silent"):
        said = await live.say("turn on all the lights")
    assert said.outcome == "unknown"
    assert said.reply == "7 of 9 lights are on; the bedroom light and the bedside lamp do not answer."
    assert live.became("bedroom_light", "on") == []


async def test_everything_off_spares_and_names_what_must_stay_on(live: LiveHouse) -> None:
    said = await live.say("turn everything off")
    assert said.outcome in ("done", "already")
    for spared in ("fridge", "router", "bedroom thermostat"):
        assert spared in said.reply.partition("I left ")[2]
    assert live.became("fridge", "on") == live.became("router", "on") == []
    assert live.became("hall_light", "on")[-1] is False
    assert "冰箱" in (await live.say("关掉所有电器")).reply
    assert (await live.say("shut down the house")).outcome == "already"


async def test_a_lock_opens_with_the_pin_alone(live: LiveHouse) -> None:
    assert (await live.say("unlock the front door")).reply == "To unlock the front door, say or type your PIN."
    assert (await live.say("1357")).reply == "That is not your PIN. Try again."
    assert live.became("front_door", "locked") == []
    assert (await live.say(PIN)).reply == "The front door is unlocked."
    assert live.became("front_door", "locked") == [False]
    assert (await live.say("锁上大门")).reply == "前门已上锁。"
    assert PIN not in live.words_at("front_door")


async def test_a_jammed_lock_says_the_risk_first(live: LiveHouse) -> None:
    await live.say("unlock the front door")
    await live.say(PIN)
    async with live.faulty("front_door", kind="jammed"):
        said = await live.say("lock the front door")
    assert (said.outcome, said.reply) == ("failed", "The front door is jammed; it may be unlocked.")
    assert (await live.say("lock the front door")).outcome == "done"


async def test_blinds_a_bit_and_the_garage_door_asked_about(live: LiveHouse) -> None:
    await live.say("close the living room blinds")
    await live.until("living_room_blinds", "position", 0)
    assert (await live.say("open the living room blinds to 30 percent")).outcome in ("done", "started")
    await live.until("living_room_blinds", "position", 30)
    assert (await live.say("把客厅百叶窗关上")).outcome in ("done", "started")
    moved = live.became("garage_door", "position")
    assert (await live.say("open the garage door")).outcome == "ask"
    assert live.became("garage_door", "position") == moved


async def test_warmth_within_what_rooms_are_meant_to(live: LiveHouse) -> None:
    assert (await live.say("set the bedroom to 22 degrees")).outcome == "done"
    assert (await live.say("make it warmer in the bedroom")).reply == "The bedroom thermostat is set to 23 degrees."
    assert (await live.say("set the bedroom to 60 degrees")).reply == "The bedroom thermostat takes 7 to 30 degrees."
    await live.say("turn the bedroom thermostat all the way up")
    await live.say("turn the bedroom thermostat all the way down")
    await live.say("把卧室暖气开到最大")
    assert live.became("bedroom_thermostat", "target_temperature") == [22, 23, 30, 8, 30]
    assert (await live.say("set the air conditioner to cooling")).outcome == "done"
    assert live.became("living_room_air_conditioner", "mode")[-1] == "cool"


async def test_fan_and_humidifier(live: LiveHouse) -> None:
    await live.say("turn on the bedroom fan")
    await live.say("set the fan to 30 percent")
    assert (await live.say("fan faster")).reply == "The bedroom fan is at 55%."
    await live.say("let the fan swing")
    await live.say("卧室风扇别摇头")
    assert live.became("bedroom_fan", "speed")[-2:] == [30, 55]
    assert live.became("bedroom_fan", "oscillating") == [True, False]
    await live.say("set the humidity in the study to 60")
    assert (await live.say("把加湿器调到百分之五十")).reply == "书房加湿器已设为50%湿度。"
    assert live.became("study_humidifier", "target_humidity") == [60, 50]


async def test_music_what_plays_and_how_loud(live: LiveHouse) -> None:
    await live.say("turn on the living room speaker")
    assert (await live.say("what is playing")).reply == "Nothing is playing."
    await live.say("play music in the living room")
    assert (await live.say("what song is this")).reply == "The living room speaker is playing Morning Walk."
    await live.say("next song")
    assert (await live.say("现在放的是什么歌")).reply == "客厅音箱正在放茉莉花。"
    await live.say("previous song")
    await live.say("下一首")
    assert live.became("living_room_speaker", "track") == [2, 1, 2]
    await live.say("turn it up")
    await live.say("声音小一点")
    assert live.became("living_room_speaker", "volume") == [50, 40]
    loud = await live.say("set the volume to 95")
    assert loud.outcome == "ask"
    assert "very loud" in loud.reply
    await live.say("no")
    await live.say("mute the speaker")
    await live.say("取消静音")
    assert live.became("living_room_speaker", "muted") == [True, False]
    await live.say("pause")
    assert live.became("living_room_speaker", "playback")[-1] == "paused"


async def test_sensors_are_asked(live: LiveHouse) -> None:
    await live.tell("bedroom_window", "sense", window=True)
    await live.until("bedroom_window", "window", True)
    assert (await live.say("is the bedroom window open")).reply.startswith("Yes")
    assert "度" in (await live.say("客厅多少度")).reply
    refused = await live.say("turn off the smoke detector")
    assert (refused.outcome, "whoever asks" in refused.reply) == ("refused", True)


async def test_another_producers_alarm_valve_and_fan_are_spoken_to_at_once(live: LiveHouse) -> None:
    alarm = {"ARM_AWAY": "armed_away", "ARM_NIGHT": "armed_night", "DISARM": "disarmed"}
    modes = ["arm_away", "arm_night"]
    await live.announce(
        "house_alarm",
        {"platform": "alarm_control_panel", "name": "House alarm", "supported_features": modes}
        | {"code_arm_required": False, "code_disarm_required": False},
        alarm,
        "disarmed",
    )
    assert (await live.say("arm the alarm for the night")).reply == "The house alarm is armed for the night."
    assert (await live.say("disarm the alarm")).reply == "To disarm the house alarm, say or type your PIN."
    assert (await live.say(PIN)).reply == "The house alarm is disarmed."
    await live.announce(
        "water_valve",
        {"platform": "valve", "name": "Water valve", "device_class": "water"},
        {"OPEN": "open", "CLOSE": "closed"},
        "open",
    )
    assert (await live.say("close the water valve")).reply == "The water valve is closed."


async def test_what_a_hand_did_is_not_ours(live: LiveHouse) -> None:
    await live.say("turn on the study light")
    await asyncio.sleep(SETTLED_S)
    await live.tell("study_light", "press")
    await live.until("study_light", "on", False)
    assert "changed by hand since" in (await live.say("put it back")).reply
    why = await live.say("why is the study light off")
    assert why.reply.startswith("Not me: the study light ")
    assert "Before that: " in why.reply
    assert "“turn on the study light”" in why.reply


async def test_a_light_that_takes_it_back_is_told(live: LiveHouse) -> None:
    await live.say("turn off the study light")
    async with live.faulty("study_light", kind="reverting", seconds=0):
        said = await live.say("turn on the study light")
        await live.until("study_light", "on", False)
    assert said.outcome in ("done", "failed")
    why = await live.say("why is the study light off")
    assert "“turn on the study light”" in why.reply


async def test_three_wrong_pins_end_it(live: LiveHouse) -> None:
    await live.say("unlock the front door")
    for wrong in ("1357", "2468"):
        assert (await live.say(wrong)).reply == "That is not your PIN. Try again."
    assert (await live.say("9753")).reply.startswith("Too many wrong PINs.")
    again = await live.say("unlock the front door")
    assert again.outcome == "refused"
    assert again.reply.startswith("Too many wrong PINs. Nothing that needs one works until ")
    await live.say(PIN)
    assert live.became("front_door", "locked")[-1] is True


async def test_a_garage_door_that_gets_stuck_is_not_said_to_open(live: LiveHouse) -> None:
    await live.say("close the garage door")
    await live.until("garage_door", "position", 0)
    await live.say("open the garage door")
    async with live.faulty("garage_door", kind="jammed"):
        said = await live.say("yes")
        assert (said.outcome, said.reply) == ("failed", "The garage door stopped on the way and is at 50% now.")
    await live.say("close the garage door")
    await live.until("garage_door", "position", 0)

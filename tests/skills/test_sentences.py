"""From what people say, through the reflex mind and the real home, to what they hear."""

import pytest

from assistant.tools import Claim
from assistant.utterance import Language
from server.evaluate.house import House
from tests.skills.conftest import say

pytestmark = pytest.mark.asyncio(loop_scope="module")

ACTS: list[tuple[str, str, str, str]] = [
    # what is said, where, the tool, what is heard
    ("turn on the kitchen light", "", "turn_on", "The kitchen light is on."),
    ("switch the coffee machine on please", "", "turn_on", "The coffee machine is on."),
    ("turn off the reading lamp", "", "turn_off", "The reading lamp is off."),
    ("turn on the reading lamp", "", "turn_on", "The reading lamp is already on."),
    ("lights out", "living_room", "lights_out", "The reading lamp and the ceiling light are off."),
    ("it's too dark in here", "living_room", "light_up", "The reading lamp and the ceiling light are on."),
    ("set the reading lamp to 30 percent", "", "set_brightness", "The reading lamp is at 30% brightness."),
    (
        "brighter",
        "living_room",
        "brighten",
        "The reading lamp is at 70% brightness. The ceiling light is at 20% brightness.",
    ),
    ("dim the reading lamp", "", "dim", "The reading lamp is at 30% brightness."),
    ("it's too bright in here", "living_room", "dim", "The reading lamp is at 30% brightness."),
    ("turn the reading lamp red", "", "set_color", "The reading lamp is red."),
    ("make the ceiling light warm white", "", "set_color_temperature", "The ceiling light is at 2700 kelvin."),
    ("set the bedroom to 22 degrees", "", "set_temperature", "The bedroom thermostat is set to 22 degrees."),
    ("set the bedroom to 45 degrees", "", "set_temperature", "The bedroom thermostat takes 7 to 30 degrees."),
    ("it's cold in here", "bedroom", "warmer", "The bedroom thermostat is set to 22 degrees."),
    ("two degrees cooler in the bedroom", "", "cooler", "The bedroom thermostat is set to 19 degrees."),
    ("set the thermostat to cooling", "", "set_climate_mode", "The bedroom thermostat is set to cooling."),
    ("open the blinds", "", "open_cover", "The bedroom blinds are open."),
    ("close the bedroom blinds", "", "close_cover", "The bedroom blinds are already closed."),
    ("open the blinds halfway", "", "set_position", "The bedroom blinds are at 50%."),
    ("lock the back door", "", "lock", "The back door is locked."),
    ("fan faster", "living_room", "fan_faster", "The ceiling fan is at 75%."),
    ("set the fan to 80 percent", "", "set_fan_speed", "The ceiling fan is at 80%."),
    ("louder", "living_room", "volume_up", "The speaker is at 40% volume."),
    ("mute the speaker", "", "mute", "The speaker is muted."),
    ("pause the music", "living_room", "pause_media", "The speaker is paused."),
    ("next song", "living_room", "next_track", "The speaker plays the next track."),
    ("start the vacuum", "", "start_vacuum", "Robby has started cleaning."),
    ("start the vacuum in the kitchen", "", "start_vacuum", "Robby has started cleaning the kitchen."),
    ("send robby home", "", "dock_vacuum", "Robby is already in its dock."),
    ("add milk to the shopping list", "", "add_item", "I added milk to the shopping list."),
    ("movie night", "", "activate", "Movie Night is active."),
    ("lock the car", "", "lock_car", "4 car doors are locked."),
    ("close the car windows", "", "close_car_windows", "4 car windows are already closed."),
    ("打开厨房灯", "", "turn_on", "厨房灯已打开。"),
    ("请把阅读灯关掉", "", "turn_off", "阅读灯已关闭。"),
    ("阅读灯调到30%", "", "set_brightness", "阅读灯亮度已设置为30%。"),
    ("把阅读灯调暗一点", "", "dim", "阅读灯亮度已设置为30%。"),
    ("把阅读灯变成蓝色", "", "set_color", "阅读灯颜色已设置为蓝色。"),
    ("客厅太暗了", "", "light_up", "阅读灯和吊灯已打开。"),
    ("卧室调到22度", "", "set_temperature", "卧室温控器已设为22度。"),
    ("卧室温度调高两度", "", "warmer", "卧室温控器已设为23度。"),
    ("打开卧室百叶窗", "", "open_cover", "卧室百叶窗已打开。"),
    ("锁上后门", "", "lock", "后门已上锁。"),
    ("大声一点", "living_room", "volume_up", "音箱已调到40%音量。"),
    ("下一首", "living_room", "next_track", "音箱已开始播放下一首。"),
    ("让罗比打扫厨房", "", "start_vacuum", "罗比开始清扫厨房了。"),
    ("把牛奶加到购物清单", "", "add_item", "已把牛奶加到购物清单。"),
    ("电影之夜", "", "activate", "电影之夜已启用。"),
    ("锁车", "", "lock_car", "4扇车门已上锁。"),
]

QUESTIONS: list[tuple[str, str, str, str]] = [
    ("is the front door locked", "", "check_state", "Yes, the front door is locked."),
    ("is the kitchen window open", "", "check_state", "Yes, the kitchen window is open."),
    ("are all doors locked", "", "check_all", "No, Back Door is unlocked."),
    ("which lights are on", "", "which_are", "Reading Lamp."),
    ("how many lights are on", "", "how_many_are", "1: Reading Lamp."),
    ("are any windows open", "", "check_any", "Yes, Kitchen Window is open."),
    ("is there smoke in the kitchen", "", "anything_detected", "No, Kitchen Smoke is clear."),
    ("what is the state of the reading lamp", "", "state_of", "The reading lamp is on, 50% brightness."),
    ("how warm is it in the hall", "", "temperature", "It is 18.4 degrees in the hall."),
    ("how warm is it", "bedroom", "temperature", "It is 19.5 degrees in the bedroom."),
    ("what's the temperature", "garage", "temperature", "I have no thermometer in the garage."),
    ("how much battery does robby have", "", "battery", "Robby has 80% battery left."),
    ("what's on my shopping list", "", "items_on", "The shopping list is empty."),
    ("who is home", "", "who_is_home", "Ada is at home."),
    ("is john home", "", "is_home", "No, John is away."),
    ("is everyone home", "", "everyone_home", "No, John is not at home."),
    ("what's the weather like", "", "weather", "It is 8 degrees and raining."),
    ("what is running", "", "what_is_running", "On: Reading Lamp, Ceiling Fan, Bedroom Thermostat and Speaker."),
    ("is the car locked", "", "is_car_locked", "No, 4 car doors are unlocked."),
    ("how full is the car", "", "car_charge", "The battery of the car is at 64%."),
    ("how far can the car go", "", "car_range", "The car has 312 kilometres of range left."),
    ("how warm is it in the car", "", "cabin_temperature", "It is 15 degrees in the car."),
    ("前门锁了吗", "", "check_state", "是的，前门锁着。"),
    ("门都锁了吗", "", "check_all", "不，后门没锁。"),
    ("哪些灯开着", "", "which_are", "阅读灯。"),
    ("卧室现在多少度", "", "temperature", "卧室的温度是19.5度。"),
    ("厨房有烟雾吗", "", "anything_detected", "不，厨房烟雾未触发。"),
    ("罗比还有多少电", "", "battery", "罗比还有80%的电。"),
    ("谁在家", "", "who_is_home", "Ada在家。"),
    ("天气怎么样", "", "weather", "8度，有雨。"),
    ("车还能开多远", "", "car_range", "车还能开312公里。"),
    ("车窗关了吗", "", "are_car_windows", "是的，4扇车窗关着。"),
]

PIN = "To unlock the front door, say or type your PIN."

GUARDED: list[tuple[str, str, str, str]] = [
    ("open the garage door", "open_cover", "Open the garage door?", "The garage door is open."),
    ("unlock the front door", "unlock", PIN, "The front door is unlocked."),
    ("open the front door", "unlock", PIN, "The front door is unlocked."),
    ("把车库门打开", "open_cover", "要打开车库门吗？", "车库门已打开。"),
    ("defrost the windshield", "defrost", "Turn on the windscreen defroster?", "The windscreen defroster is on."),
    ("除霜", "defrost", "要打开前挡除霜吗？", "前挡除霜已打开。"),
]


def _language(text: str) -> Language:
    return "en" if text.isascii() else "zh"


@pytest.mark.parametrize(("text", "place", "tool", "heard"), ACTS, ids=lambda v: v)
async def test_an_act(house: House, text: str, place: str, tool: str, heard: str) -> None:
    said = await say(house, text, _language(text), place)
    assert said.tools == [tool], said.steps
    assert said.reply == heard
    commands = said.results[0].facts["commands"]
    assert commands
    assert said.claim.value in {c["outcome"] for c in commands}


@pytest.mark.parametrize(("text", "place", "tool", "heard"), QUESTIONS, ids=lambda v: v)
async def test_a_question(house: House, text: str, place: str, tool: str, heard: str) -> None:
    said = await say(house, text, _language(text), place)
    assert said.tools == [tool], said.steps
    assert said.reply == heard
    assert said.claim is Claim.ANSWER
    assert not said.results[0].facts["commands"]
    assert not house.literal.changes()


@pytest.mark.parametrize(("text", "tool", "asked", "heard"), GUARDED, ids=lambda v: v)
async def test_what_lets_people_in_is_asked_first(house: House, text: str, tool: str, asked: str, heard: str) -> None:
    first = await say(house, text, _language(text))
    assert (first.tools, first.claim, first.reply) == ([tool], Claim.ASK, asked)
    assert not house.literal.changes()
    second = await say(house, text, _language(text), confirmed=True)
    assert (second.claim, second.reply) == (Claim.DONE, heard)


async def test_what_is_looked_up_is_listed(house: House) -> None:
    said = await say(house, "are all doors locked")
    assert {"lock.front", "lock.back"} <= set(said.results[0].facts["reads"])

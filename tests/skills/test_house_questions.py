"""Questions over a small house with meters, and what is heard: counts, comparisons, limits, levels, who and where."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from assistant.tools import Claim
from assistant.utterance import Language
from server.evaluate.house import House
from tests.skills.conftest import NOON, entity, say, signal

pytestmark = pytest.mark.asyncio(loop_scope="module")


def sensor(name: str, area: str, state: str, flavour: str, unit: str, zh: str) -> dict[str, Any]:
    """A sensor that measures something."""
    key = f"sensor.{name.lower().replace(' ', '_')}"
    return entity(key, name, area, state, device_class=flavour, unit_of_measurement=unit, zh=zh)


def contact(name: str, area: str, state: str, flavour: str, zh: str) -> dict[str, Any]:
    """A sensor that tells one of two things."""
    return entity(f"binary_sensor.{name.lower().replace(' ', '_')}", name, area, state, device_class=flavour, zh=zh)


MEASURED: dict[str, Any] = {
    "floors": [{"id": "up", "name": "Upstairs"}, {"id": "down", "name": "Ground Floor"}],
    "areas": [
        {"id": "kitchen", "name": "Kitchen", "aliases": ["厨房"], "floor": "down"},
        {"id": "study", "name": "Study", "aliases": ["书房"], "floor": "up"},
        {"id": "attic_room", "name": "Loft Room", "aliases": ["小房间"], "floor": "up"},
    ],
    "devices": [],
    "entities": [
        entity("light.kitchen", "Kitchen Light", "kitchen", "on", brightness=204, zh="厨房灯"),
        entity("light.desk", "Desk Lamp", "study", "off", zh="书桌灯"),
        entity("light.shelf", "Shelf Light", "study", "on", brightness=51, zh="书架灯"),
        contact("Kitchen Window", "kitchen", "off", "window", "厨房窗户"),
        contact("Study Window", "study", "on", "window", "书房窗户"),
        contact("Kitchen Leak", "kitchen", "on", "moisture", "厨房水浸"),
        sensor("Kitchen Temperature", "kitchen", "24.5", "temperature", "°C", "厨房温度"),
        sensor("Study Temperature", "study", "19", "temperature", "°C", "书房温度"),
        sensor("Study CO2", "study", "1250", "carbon_dioxide", "ppm", "书房二氧化碳"),
        sensor("Remote Battery", "study", "14", "battery", "%", "遥控器电量"),
        sensor("Window Battery", "study", "77", "battery", "%", "窗户传感器电量"),
        sensor("Dryer Power", "kitchen", "0", "power", "W", "烘干机功率"),
        sensor("House Power", "", "1740", "power", "W", "全屋功率"),
        entity("cover.study", "Study Blinds", "study", "open", device_class="blind", current_position=40, zh="百叶窗"),
        entity("climate.study", "Study Thermostat", "study", "heat", current_temperature=19, temperature=21),
        entity("media_player.study", "Study Speaker", "study", "playing", volume_level=0.3, media_title="Slow Rivers"),
        entity("person.ada", "Ada", "", "home"),
        entity("person.john", "John", "", "not_home"),
        entity("weather.home", "Weather", "", "rainy", temperature=9),
        signal("Powertrain.TractionBattery.StateOfCharge.Current", "61"),
        signal("Powertrain.TractionBattery.Range", "243000"),
    ],
}  # fmt: skip

ASKED: list[tuple[str, str]] = [
    # counts, which, all, any, none
    ("how many lights are on right now, dear?", "2: Kitchen Light and Shelf Light."),
    ("which lights have I left on?", "Kitchen Light and Shelf Light."),
    ("are all the windows upstairs shut", "No, the study window is open."),
    ("any windows open at all?", "Yes, Study Window is open."),
    ("are the lights in the study on?", "Only Shelf Light is on."),
    ("I wonder whether the kitchen window is closed", "Yes, the kitchen window is closed."),
    ("did anyone forget to close the study window?", "Yes, Study Window is open."),
    ("is there a puddle in the kitchen?", "Yes, Kitchen Leak is wet."),
    # comparisons
    ("which room is the warmest at the moment?", "The kitchen, at 24.5 degrees."),
    ("is it warmer in the study than in the kitchen", "No: the study is at 19 degrees, the kitchen at 24.5 degrees."),
    ("which is colder, the kitchen or the study?", "The study, at 19 degrees; the kitchen is at 24.5 degrees."),
    (
        "how much warmer is the kitchen than the study",
        "By 5.5 degrees: the kitchen is at 24.5 degrees, the study at 19 degrees.",
    ),
    ("which battery is lowest?", "The remote battery, at 14%."),
    # limits
    ("is any battery below 20 percent", "Yes: the remote battery at 14%."),
    ("is any battery under ten percent?", "No, the lowest is the remote battery at 14%."),
    ("is it above 26 degrees in the kitchen?", "No, the kitchen temperature is 24.5 degrees."),
    # levels
    ("how bright is the shelf light?", "The shelf light is at 20% brightness."),
    ("how far open are the study blinds", "The study blinds are 40% open."),
    ("how loud is the speaker", "The study speaker is at 30% volume."),
    ("what is the thermostat set to", "The study thermostat is set to 21 degrees."),
    ("what is the whole house pulling right now?", "The house draws 1740 W."),
    ("is the air in the study bad?", "Study CO2 is 1250 ppm, which is high; better open a window."),
    ("is the dryer done?", "Yes, the dryer is finished."),
    ("how long has the shelf light been on?", "The shelf light is on, but I did not see since when."),
    # the car, people, the sky
    ("what's the car charged to", "The battery of the car is at 61%."),
    ("how far can I still drive with the car?", "The car has 243 kilometres of range left."),
    ("Mummy wants to know if Ada is home", "Yes, Ada is at home."),
    ("is anyone in?", "Yes, Ada is at home."),
    ("is the house empty?", "No, Ada is at home."),
    ("who's not home?", "John is away."),
    ("do I need an umbrella?", "Yes, it is raining."),
    ("is it sunny outside?", "No, it is raining."),
    ("how cold is it outside", "It is 9 degrees outside."),
    ("哪些灯还亮着", "厨房灯和书架灯。"),
    ("一共开了几盏灯", "2个：厨房灯和书架灯。"),
    ("帮我看看书房窗户关了没有", "不，书房窗户开着。"),
    ("窗户是不是都关好了", "不，书房窗户开着。"),
    ("厨房漏水了吗", "是的，厨房水浸湿的。"),
    ("哪个房间最热", "厨房，24.5度。"),
    ("厨房比书房热几度", "相差5.5度：厨房24.5度，书房19度。"),
    ("厨房和书房哪个更冷", "书房，19度；厨房是24.5度。"),
    ("有没有哪个电池低于百分之二十", "有，遥控器电量是14%。"),
    ("书架灯现在多亮", "书架灯的亮度是20%。"),
    ("书房空气闷不闷", "书房二氧化碳是1250 ppm，偏高，最好开窗通风。"),
    ("烘干机停了没", "是的，烘干机完成了。"),
    ("家里有人吗", "有，Ada在家。"),
    ("外面几度", "外面9度。"),
    ("今天要不要带伞", "是的，有雨。"),
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The house of this file; questions change nothing, so that one is enough."""
    async with House(MEASURED, Path(tmp_path_factory.mktemp("measured")) / "house.db") as asked:
        await asked.set_up({}, NOON)
        yield asked


@pytest.mark.parametrize(("text", "heard"), ASKED, ids=lambda v: v)
async def test_a_question_is_answered_and_changes_nothing(house: House, text: str, heard: str) -> None:
    language: Language = "en" if text.isascii() else "zh"
    said = await say(house, text, language)
    assert (said.reply, said.claim) == (heard, Claim.ANSWER), said.steps
    assert not house.literal.changes()


@pytest.mark.parametrize("text", ["is the window in the pantry open?", "储藏室的窗户开着吗"])
async def test_what_is_not_there_is_neither_open_nor_closed(house: House, text: str) -> None:
    said = await say(house, text, "en" if text.isascii() else "zh")
    assert not said.results
    assert not said.reply.startswith(("Yes", "No,", "是的", "不，"))


@pytest.mark.parametrize("text", ["the kitchen light is on", "the study window is open", "厨房灯开着"])
async def test_a_statement_is_no_question(house: House, text: str) -> None:
    said = await say(house, text, "en" if text.isascii() else "zh")
    assert not any(r.claim is Claim.ANSWER for r in said.results), said.steps

"""Questions whose easy answer is wrong: one open window among closed ones, a paused player, a tank, who is there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from server.evaluate.house import House
from tests.skills.conftest import NOON, entity, say, signal

pytestmark = pytest.mark.asyncio(loop_scope="module")


def sensor(name: str, area: str, state: str, flavour: str, unit: str, zh: str) -> dict[str, Any]:
    """A sensor that measures something."""
    key = f"sensor.{name.lower().replace(' ', '_')}"
    return entity(key, name, area, state, device_class=flavour, unit_of_measurement=unit, zh=zh)


SEEN: dict[str, Any] = {
    "floors": [{"id": "down", "name": "Ground Floor"}, {"id": "up", "name": "Upstairs"}],
    "areas": [
        {"id": "kitchen", "name": "Kitchen", "aliases": ["厨房"], "floor": "down"},
        {"id": "study", "name": "Study", "aliases": ["书房"], "floor": "up"},
    ],
    "devices": [],
    "entities": [
        entity("light.kitchen", "Kitchen Light", "kitchen", "on", brightness=204, zh="厨房灯"),
        entity("light.desk", "Desk Lamp", "study", "on", brightness=51, zh="书桌灯"),
        entity("lock.front", "Front Door", "kitchen", "unlocked", zh="前门"),
        entity("media_player.study", "Study Speaker", "study", "paused", volume_level=0.3, zh="书房音箱"),
        sensor("Kitchen Humidity", "kitchen", "68", "humidity", "%", "厨房湿度"),
        sensor("Study Humidity", "study", "47", "humidity", "%", "书房湿度"),
        sensor("Water Tank Level", "kitchen", "38", "volume", "%", "水箱水位"),
        sensor("Washer Time Remaining", "kitchen", "26", "duration", "min", "洗衣机剩余时间"),
        sensor("Rice Cooker Time Remaining", "kitchen", "12", "duration", "min", "电饭煲剩余时间"),
        entity("person.ada", "Ada", "", "home"),
        entity("person.john", "John", "", "not_home"),
        signal("Cabin.Door.Row1.DriverSide.Window.Position", "0"),
        signal("Cabin.Door.Row1.PassengerSide.Window.Position", "30"),
        signal("Body.Windshield.Front.WasherFluid.IsLevelLow", "true"),
        signal("TraveledDistance", "48210000"),
        signal("Chassis.Axle.Row1.Wheel.Left.Tire.Pressure", "235"),
        signal("Chassis.Axle.Row2.Wheel.Left.Tire.Pressure", "210"),
    ],
}

ASKED: list[tuple[str, str]] = [
    ("have I left a window down on the car?", "Yes, the window at the front passenger's seat is open."),
    ("are the car windows open", "Yes, the window at the front passenger's seat is open."),
    ("are all the car windows open", "No, the window at the driver's seat is closed."),
    ("are the car windows closed", "No, the window at the front passenger's seat is open."),
    ("which of my tyres is lowest?", "The rear left tyre pressure is the lowest, at 2.1 bar."),
    ("is the washer fluid running low?", "The washer fluid of the car is low."),
    ("what's on the clock of the car", "The car has gone 48210 kilometres."),
    ("what is playing in the study", "The study speaker is paused."),
    ("what is the water tank level?", "The water tank level is 38%."),
    ("does the kitchen have more humidity than the study", "Yes: the kitchen is at 68%, the study at 47%."),
    ("how long has the washer got left", "Washer Time Remaining is 26 minutes."),
    ("how long until the laundry is done", "Washer Time Remaining is 26 minutes."),
    ("how many more minutes for the rice?", "Rice Cooker Time Remaining is 12 minutes."),
    ("哪个轮胎的气最少", "左后胎压最低，2.1巴。"),
    ("家里这会儿有几个人", "1个：Ada。"),
    ("哪间屋亮着灯", "厨房灯和书桌灯。"),
    ("前门锁好了吧", "不，前门没锁。"),
    ("哪些房间湿度超过百分之六十", "有，厨房湿度是68%。"),
    ("洗衣机还要转多久啊", "洗衣机剩余时间是26分钟。"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The house of this file; questions change nothing, so that one is enough."""
    async with House(SEEN, Path(tmp_path_factory.mktemp("seen")) / "house.db") as asked:
        await asked.set_up({}, NOON)
        yield asked


@pytest.mark.parametrize(("text", "heard"), ASKED, ids=lambda v: v)
async def test_what_is_told(house: House, text: str, heard: str) -> None:
    told = await say(house, text, "en" if text.isascii() else "zh")
    assert [result.say for result in told.results] == [heard]

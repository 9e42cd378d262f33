"""A furnished home in memory: the real Home, the real skills and the reflex mind over devices that obey literally."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest_asyncio

from assistant.conversation import Conversation
from assistant.tools import Claim, ToolCall, ToolContext, ToolResult, call
from assistant.understanding.mind import Step
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Utterance
from server.evaluate.house import House
from tests.skills.live_house import LiveHouse, live_house


def entity(entity_id: str, name: str, area: str, state: str, **attributes: Any) -> dict[str, Any]:
    """One entity of an inventory, in Home Assistant's terms."""
    zh = attributes.pop("zh", "")
    return {
        "id": entity_id,
        "name": name,
        "aliases": [zh] if zh else [],
        "area": area,
        "state": state,
        "attributes": attributes,
    }


def signal(path: str, state: str) -> dict[str, Any]:
    """One signal of the car."""
    return {"id": f"vss.Vehicle.{path}", "name": path, "state": state, "attributes": {}}


def _doors(inside: str, state: str) -> list[dict[str, Any]]:
    sides = [f"Row{row}.{side}" for row in (1, 2) for side in ("DriverSide", "PassengerSide")]
    return [signal(f"Cabin.Door.{side}.{inside}", state) for side in sides]


BATTERY = "Powertrain.TractionBattery."

FURNISHED: Mapping[str, Any] = {
    "floors": [{"id": "up", "name": "Upstairs"}, {"id": "down", "name": "Downstairs"}],
    "areas": [
        {"id": "kitchen", "name": "Kitchen", "aliases": ["厨房"], "floor": "down"},
        {"id": "living_room", "name": "Living Room", "aliases": ["客厅"], "floor": "down"},
        {"id": "bedroom", "name": "Bedroom", "aliases": ["卧室"], "floor": "up"},
        {"id": "hall", "name": "Hall", "aliases": ["走廊"], "floor": "down"},
        {"id": "garage", "name": "Garage", "aliases": ["车库"], "floor": "down"},
    ],
    "devices": [],
    "entities": [
        entity("light.kitchen", "Kitchen Light", "kitchen", "off", zh="厨房灯"),
        entity("light.lamp", "Reading Lamp", "living_room", "on", zh="阅读灯", brightness=128),
        entity("light.ceiling", "Ceiling Light", "living_room", "off", zh="吊灯"),
        entity("switch.coffee", "Coffee Machine", "kitchen", "off", zh="咖啡机"),
        entity("fan.ceiling", "Ceiling Fan", "living_room", "on", zh="吊扇", percentage=50),
        entity(
            "climate.bedroom",
            "Bedroom Thermostat",
            "bedroom",
            "heat",
            zh="卧室温控器",
            current_temperature=19.5,
            temperature=21,
            min_temp=7,
            max_temp=30,
        ),
        entity(
            "cover.blinds",
            "Bedroom Blinds",
            "bedroom",
            "closed",
            zh="卧室百叶窗",
            device_class="blind",
            current_position=0,
        ),
        entity("cover.garage", "Garage Door", "garage", "closed", zh="车库门", device_class="garage"),
        entity("lock.front", "Front Door", "hall", "locked", zh="前门"),
        entity("lock.back", "Back Door", "kitchen", "unlocked", zh="后门"),
        entity("media_player.speaker", "Speaker", "living_room", "playing", zh="音箱", volume_level=0.3, media_track=1),
        entity("vacuum.robby", "Robby", "living_room", "docked", zh="罗比", battery_level=80),
        entity("todo.shopping", "Shopping List", "kitchen", "0", zh="购物清单"),
        entity(
            "sensor.hall",
            "Hall Temperature",
            "hall",
            "18.4",
            zh="走廊温度",
            device_class="temperature",
            unit_of_measurement="°C",
        ),
        entity("binary_sensor.window", "Kitchen Window", "kitchen", "on", zh="厨房窗户", device_class="window"),
        entity("binary_sensor.smoke", "Kitchen Smoke", "kitchen", "off", zh="厨房烟雾", device_class="smoke"),
        entity("person.ada", "Ada", "", "home"),
        entity("person.john", "John", "", "not_home"),
        entity("weather.here", "Weather Station", "", "rainy", temperature=8, temperature_unit="°C"),
        entity("scene.movie", "Movie Night", "", "unknown", zh="电影之夜"),
        signal("Cabin.HVAC.Station.Row1.Driver.Temperature", "20"),
        signal("Cabin.HVAC.Station.Row1.Passenger.Temperature", "20"),
        signal("Cabin.HVAC.AmbientAirTemperature", "15"),
        signal("Cabin.HVAC.IsFrontDefrosterActive", "false"),
        signal("Cabin.HVAC.IsAirConditioningActive", "false"),
        *_doors("IsLocked", "false"),
        *_doors("Window.Position", "0"),
        signal("Body.Trunk.Rear.IsOpen", "false"),
        signal("Body.Lights.LightSwitch", "OFF"),
        signal(BATTERY + "StateOfCharge.Displayed", "64"),
        signal(BATTERY + "Range", "312000"),
        signal(BATTERY + "Charging.IsCharging", "false"),
        signal(BATTERY + "Charging.StartStopCharging", "STOP"),
        signal(BATTERY + "Charging.ChargeLimit", "80"),
        signal("Speed", "0"),
        signal("Powertrain.Transmission.SelectedGear", "126"),
    ],
}

MIND = ReflexMind()
NOON = datetime.fromisoformat("2026-06-10T12:00:00+02:00")
"""By day, when nobody minds a vacuum."""


@dataclass
class Said:
    """What came of one sentence."""

    steps: tuple[Step, ...]
    calls: list[ToolCall] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)

    @property
    def tools(self) -> list[str]:
        """Names of the tools that were called."""
        return [c.tool for c in self.calls]

    @property
    def reply(self) -> str:
        """Everything that is spoken."""
        return " ".join(r.say for r in self.results)

    @property
    def claim(self) -> Claim:
        """How strong it is."""
        return self.results[-1].claim


async def say(
    house: House, text: str, language: Language = "en", place: str = "", confirmed: bool = False, turn: str = "turn"
) -> Said:
    """Say a sentence to the house: understood by the reflex, done by the skills."""
    utterance = Utterance(text, language, place=place, at=NOON)
    said = Said(MIND.steps(utterance, Conversation("test"), house.able.toolbox, house.able.names()))
    for step in said.steps:
        if isinstance(step, ToolCall):
            context = ToolContext(utterance, turn, confirmed=confirmed, second_factor=confirmed)
            said.calls.append(step)
            said.results.append(await call(house.able.toolbox, step, context))
    return said


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def furnished(memory: Path) -> AsyncIterator[House]:
    """The furnished home; kept for a whole file, since compiling every phrase takes seconds."""
    async with House(FURNISHED, Path(mkdtemp(dir=memory)) / "house.db") as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def house(furnished: House) -> House:
    """The furnished home with everything as it was at first."""
    await furnished.set_up({}, NOON)
    return furnished


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live(memory: Path) -> AsyncIterator[LiveHouse]:
    """The simulated house and car at a real broker."""
    async with live_house(Path(mkdtemp(dir=memory))) as living:
        yield living

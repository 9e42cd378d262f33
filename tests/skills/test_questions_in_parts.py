"""Questions as nobody wrote them down: what is asked, of which property, over what set, in any order and wrapping."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from assistant.tools import Claim, ToolCall
from server.evaluate.house import House
from tests.skills.conftest import NOON, entity, say

pytestmark = pytest.mark.asyncio(loop_scope="module")


def sensor(name: str, area: str, state: str, flavour: str = "", unit: str = "") -> dict[str, Any]:
    """A sensor that measures something."""
    known = {"device_class": flavour} if flavour else {}
    if unit:
        known["unit_of_measurement"] = unit
    return entity(f"sensor.{name.lower().replace(' ', '_')}", name, area, state, **known)


MILL: dict[str, Any] = {
    "floors": [{"id": "up", "name": "Upstairs"}, {"id": "down", "name": "Downstairs"}],
    "areas": [
        {"id": "parlour", "name": "Parlour", "floor": "down"},
        {"id": "scullery", "name": "Scullery", "floor": "down"},
        {"id": "turret", "name": "Turret", "floor": "up"},
        {"id": "yard", "name": "Yard"},
    ],
    "devices": [],
    "entities": [
        entity("light.parlour", "Parlour Light", "parlour", "on", brightness=128),
        entity("light.scullery", "Scullery Light", "scullery", "on"),
        entity("light.turret", "Turret Lamp", "turret", "off"),
        entity("switch.press", "Trouser Press", "turret", "on"),
        entity("binary_sensor.hatch", "Scullery Window", "scullery", "on", device_class="window"),
        entity("binary_sensor.slit", "Turret Window", "turret", "off", device_class="window"),
        entity("binary_sensor.yard", "Yard Motion", "yard", "on", device_class="motion"),
        entity("lock.oak", "Oak Door", "parlour", "unlocked"),
        entity("cover.barge", "Barge Gate", "yard", "open", device_class="garage", current_position=100),
        sensor("Parlour Temperature", "parlour", "18.5", "temperature", "°C"),
        sensor("Turret Temperature", "turret", "12", "temperature", "°C"),
        sensor("Oak Door Battery", "parlour", "9", "battery", "%"),
        sensor("Rain Butt", "yard", "64", unit="%"),
        sensor("Bell Last Rung", "yard", "2025-06-01T09:10:00+00:00", "timestamp"),
        sensor("Wheel Power", "yard", "640", "power", "W"),
        entity("climate.parlour", "Parlour Stove", "parlour", "heat", current_temperature=18.5, temperature=20),
        entity("media_player.box", "Music Box", "parlour", "playing", volume_level=0.4, media_title="Slow Rivers"),
        entity("vacuum.pim", "Pim", "parlour", "docked", battery_level=51),
        entity("person.ada", "Ada", "", "home"),
        entity("person.john", "John", "", "not_home"),
        entity("weather.home", "Weather", "", "rainy", temperature=9),
        entity("todo.errands", "Errands", "", "4"),
    ],
}  # fmt: skip

ASKED: list[tuple[str, str]] = [
    # which and how many, in any words
    ("which lights have we gone and left on", "Parlour Light and Scullery Light."),
    ("how many of them lights are blazing downstairs then", "2: Parlour Light and Scullery Light."),
    ("which windows haven't been shut", "Scullery Window."),
    ("apart from the parlour, are any lights on downstairs", "Yes, Scullery Light is on."),
    ("are the lights all off bar the scullery one", "No, Parlour Light is on."),
    # wrapped: hedged, tagged, rhetorical, with a reason
    ("don't tell me the trouser press is still on", "Yes, Trouser Press is on."),
    ("I can't remember if I shut the turret window", "Yes, the turret window is closed."),
    ("you don't happen to know if the oak door got locked do you", "No, the oak door is unlocked."),
    ("someone's left the scullery window open, haven't they", "Yes, the scullery window is open."),
    ("please tell me the trouser press is off, I'm halfway to town", "No, Trouser Press is on."),
    ("oak door is locked or it is open only", "The oak door is unlocked."),
    ("is there a draught, is the scullery window open", "Yes, the scullery window is open."),
    ("is the barge gate open", "Yes, the barge gate is open."),
    # measures and limits
    ("how nippy has it got up in the turret", "It is 12 degrees in the turret."),
    ("is the parlour warm enough for the baby", "It is 18.5 degrees in the parlour."),
    ("which rooms are warmer than 15", "Yes: the parlour temperature at 18.5 degrees."),
    ("what have you got the stove set at", "The parlour stove is set to 20 degrees."),
    ("how much have we got left in the rain butt", "Rain Butt is 64%."),
    ("does the oak door want a new battery", "Yes, the oak door battery is 9%."),
    ("should I be worried about the oak door battery", "The oak door battery has 9% battery left."),
    ("how much are we getting from the wheel", "Wheel is 640 W."),
    # since when, people, lists, players, robots
    ("when did the bell last ring, I was asleep", "Bell Last Rung is 9:10."),
    ("who's knocking about in the house", "Ada is at home."),
    ("any chance you know whether John's got in yet", "No, John is away."),
    ("is somebody moving about in the yard", "Yes, Yard Motion is triggered."),
    ("how many jobs are on the errands list", "4 items on Errands."),
    ("what's this song coming out of the music box", "Music Box is playing Slow Rivers."),
    ("is Pim back on his dock", "Yes, Pim is in its dock."),
]  # fmt: skip

NOT_FOR_THE_HOUSE = [
    "is the film over",
    "who turned up in the end",
    "did they lock him up",
    "where is everybody going for the holidays",
    "did you lock your car at the station",
    "was the water warm",
    "no idea what he's on about",
    "how many lights does a Christmas tree need",
    "is the bank closed today",
    "what temperature is a fever",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mill(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The house of this file; questions change nothing, so that one is enough."""
    async with House(MILL, Path(tmp_path_factory.mktemp("mill")) / "house.db") as asked:
        await asked.set_up({}, NOON)
        yield asked


@pytest.mark.parametrize(("text", "heard"), ASKED, ids=lambda v: v)
async def test_a_question_of_known_parts_is_answered(mill: House, text: str, heard: str) -> None:
    said = await say(mill, text)
    assert (said.reply, said.claim) == (heard, Claim.ANSWER), said.steps
    assert not mill.literal.changes()


@pytest.mark.parametrize("text", NOT_FOR_THE_HOUSE)
async def test_what_is_asked_of_people_is_left_to_them(mill: House, text: str) -> None:
    said = await say(mill, text)
    assert not any(isinstance(step, ToolCall) for step in said.steps), said.steps

"""A home in which somebody has habits: lamps, a radio, an air conditioner, a fan, a washing machine, blinds, a door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening, Value
from assistant.memory.preferences import Preferences
from assistant.memory.sayings import Sayings
from assistant.turn import Faculties, turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.small_talk import SmallTalk
from assistant.utterance import Speaker, Utterance
from server.database import Database
from server.evaluate.house import House
from skills.loading import load
from skills.surface import Services
from skills.usually_meant import MeantByHabit
from skills.usuals import Usuals

EVENING = datetime(2026, 5, 4, 21, 0).astimezone()


def _thing(name: str, called: str, zh: str, area: str, state: str, **attributes: Any) -> dict[str, Any]:
    return {"id": name, "name": called, "aliases": [zh], "area": area, "state": state, "attributes": attributes}


def _light(name: str, called: str, zh: str, area: str) -> dict[str, Any]:
    return _thing(f"light.{name}", called, zh, area, "off", brightness=100, supported_color_modes=["brightness"])


PROGRAMMES = ["cotton", "eco"]
MODES = ["off", "heat", "cool"]
WARMTH: dict[str, Any] = {"temperature": 20, "min_temp": 7, "max_temp": 30, "hvac_modes": MODES}
HOME: dict[str, Any] = {
    "areas": [
        {"id": "living_room", "name": "Living Room", "aliases": ["客厅"]},
        {"id": "bedroom", "name": "Bedroom", "aliases": ["卧室"]},
        {"id": "kitchen", "name": "Kitchen", "aliases": ["厨房"]},
    ],
    "entities": [
        _light("reading", "Reading Lamp", "阅读灯", "living_room"),
        _light("floor", "Floor Lamp", "落地灯", "living_room"),
        _light("bed", "Bedside Lamp", "床头灯", "bedroom"),
        _thing("lock.door", "Front Door", "大门", "living_room", "unlocked"),
        _thing("climate.ac", "Bedroom AC", "卧室空调", "bedroom", "off", supported_features=385, **WARMTH),
        _thing("fan.bed", "Bedroom Fan", "卧室风扇", "bedroom", "off", supported_features=49, percentage=50),
        _thing("media_player.radio", "Radio", "收音机", "kitchen", "off", supported_features=152965, volume_level=0.3),
        _thing("switch.washer", "Washing Machine", "洗衣机", "kitchen", "off"),
        _thing("switch.oven", "Oven", "烤箱", "kitchen", "off"),
        _thing("select.programme", "Washing Machine Programme", "洗衣机程序", "kitchen", "cotton", options=PROGRAMMES),
        {"id": "person.ada", "name": "Ada", "state": "home", "attributes": {}},
    ],
}  # fmt: skip
SCENE: dict[str, Any] = {"id": "scene.sleep", "name": "Good Night", "state": "unknown", "attributes": {}}


@dataclass(slots=True)
class Lived:
    """The home, what is learnt in it, and Ada who speaks there."""

    house: House
    habits: Habits
    sayings: Sayings
    preferences: Preferences
    able: Faculties
    said: int = 0
    conversation: Conversation = field(default_factory=lambda: Conversation("ada"))
    place: str = ""
    speaker: Speaker = field(default_factory=lambda: Speaker("ada", "adult"))
    wrong: list[str] = field(default_factory=list)
    """Turns of which it was said that the wrong thing was taken."""

    async def did(self, days: int, minutes: float, device: str, action: str, value: Value) -> None:
        """So many days ago Ada had this done, so many minutes after nine in the evening."""
        room = self.house.home.devices[device].room
        at = EVENING - timedelta(days=days) + timedelta(minutes=minutes)
        await self.habits.learn(Happening(at, "ada", room, device, action, value, "voice", turn=f"{days} {minutes}"))

    async def every_evening(self, minutes: float, device: str, action: str, value: Value, evenings: int = 7) -> None:
        """The same on each of the last evenings."""
        for days in range(evenings, 0, -1):
            await self.did(days, minutes, device, action, value)

    async def says(self, text: str) -> Finished:
        """What the turn ends with."""
        self.said += 1
        self.house.clock.fixed = self.house.clock.now() + timedelta(seconds=5)
        language = "en" if text.isascii() else "zh"
        said = Utterance(text, language, self.speaker, self.place, at=self.house.clock.now())  # type: ignore[arg-type]
        taken = turn(said, self.conversation, self.able, turn_id=f"turn {self.said}", speak=False)
        events = [event async for event in taken]
        assert isinstance(events[-1], Finished)
        return events[-1]

    def is_now(self, device: str, capability: str = "on") -> object:
        """What the device says."""
        fact = self.house.home.fact(device, capability)
        return fact.value if fact else None


@asynccontextmanager
async def lived_in(folder: Path, *more: dict[str, Any]) -> AsyncIterator[Lived]:
    """The home in the evening; nothing is learnt in it yet. `more`: things beside."""
    described = {**HOME, "entities": [*HOME["entities"], *more]}
    async with House(described, folder / "house.db") as house:
        with Database(folder / "memory.db") as database:
            house.clock.fixed, now = EVENING, house.clock.now
            await house.set_up({}, EVENING)
            habits, sayings, preferences = Habits(database, clock=now), Sayings(database), Preferences(database)
            await habits.load()
            usuals = Usuals(preferences, habits, None, now, house.home)
            services = Services(house.home, preferences, now, habits=habits, usuals=usuals, sayings=sayings)
            wrong: list[str] = []

            async def forget(of_turn: str) -> None:
                wrong.append(of_turn)

            able = replace(
                house.thinking_with([ReflexMind(), SmallTalk()]),
                toolbox=load(services).toolbox,
                usually=MeantByHabit(usuals, now, forget),
            )
            yield Lived(house, habits, sayings, preferences, able, wrong=wrong)

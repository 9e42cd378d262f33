"""A habit fills in what was not said, with its true numbers; what was told comes first; and nothing risky is filled."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest_asyncio

from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening
from assistant.memory.preferences import Preferences
from assistant.tools import Claim, ToolCall, ToolContext, ToolResult, call
from assistant.utterance import Language, Speaker, Utterance
from devices.device import Shape
from server.database import Database
from skills.loading import load
from skills.surface import Services
from skills.usuals import Usuals
from tests.skills.still_home import StillHome, can, device

EVENING = datetime.fromisoformat("2026-06-10T18:00:00+02:00")
POT = device(
    "cooker.rice",
    "Rice Cooker",
    can("menu", Shape.CHOICE, choices=("fine", "congee")),
    can("taste", Shape.CHOICE, choices=("soft", "fit", "hard")),
    can("start", Shape.ACT),
    zh="电饭煲",
)


class Kitchen:
    """A cooker, and a memory that is really written down."""

    def __init__(self, database: Database) -> None:
        self.home = StillHome({POT.id: POT})
        self.preferences = Preferences(database)
        self.habits = Habits(database, clock=lambda: EVENING)
        self.usuals = Usuals(self.preferences, self.habits, None, lambda: EVENING)

    async def cook(self, language: Language = "en", role: str = "adult", **said: str) -> ToolResult:
        services = Services(self.home.seen, self.preferences, lambda: EVENING, habits=self.habits, usuals=self.usuals)
        speaker = Speaker("ada", role)  # type: ignore[arg-type]
        context = ToolContext(Utterance("…", language, speaker, at=EVENING), "turn")
        wish = ToolCall("start_cooker", {"things": (POT.id,), **said})
        return await call(load(services).toolbox, wish, context)

    async def week_of_soft_rice(self) -> None:
        for days in range(7, 0, -1):
            value = "hard" if days == 7 else "soft"
            await self.habits.learn(Happening(EVENING - timedelta(days=days), "ada", "", POT.id, "taste", value))

    @property
    def tastes(self) -> list[object]:
        return [command.value for command in self.home.commands if command.capability == "taste"]


@pytest_asyncio.fixture(name="kitchen")
async def kitchen_with_memory(tmp_path: Path) -> AsyncIterator[Kitchen]:
    with Database(tmp_path / "memory.db") as database:
        kitchen = Kitchen(database)
        await kitchen.habits.load()
        yield kitchen


async def test_rice_is_started_as_it_was_chosen_lately_and_that_is_said(kitchen: Kitchen) -> None:
    await kitchen.week_of_soft_rice()
    result = await kitchen.cook(menu="fine")
    assert result.claim in (Claim.DONE, Claim.STARTED)
    assert kitchen.tastes == ["soft"]
    usual = kitchen.habits.usual("ada", POT.id, "taste", EVENING)
    assert usual is not None
    assert f"as you chose {usual.times} of the last {usual.of} times" in result.say
    assert result.facts["filled"][0]["because"] == "habit"
    assert f"最近{usual.of}次" in (await kitchen.cook("zh", menu="fine")).say


async def test_what_was_said_is_never_filled_in_and_what_was_told_comes_before_a_habit(kitchen: Kitchen) -> None:
    await kitchen.week_of_soft_rice()
    result = await kitchen.cook(menu="fine", taste="hard")
    assert (kitchen.tastes, result.facts.get("filled")) == (["hard"], None)
    await kitchen.preferences.remember("ada", "I like my rice medium", "en", POT.id, "taste", "fit")
    assert "as you like it" in (await kitchen.cook()).say
    assert kitchen.tastes[-1] == "fit"


async def test_too_little_is_no_habit_and_a_guest_gets_none(kitchen: Kitchen) -> None:
    assert "as you" not in (await kitchen.cook(menu="fine")).say
    await kitchen.week_of_soft_rice()
    assert "as you" not in (await kitchen.cook(role="guest", menu="fine")).say
    assert kitchen.tastes == []

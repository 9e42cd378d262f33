"""The core is told a few lines of whoever speaks, near to the sentence, and nothing of anybody else."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.conversation import Conversation, Exchange
from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening
from assistant.memory.members import Members
from assistant.memory.preferences import HOUSEHOLD, Preferences
from assistant.understanding.mimo.known import MOST
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.scripted import ScriptedEngine
from assistant.utterance import Language, Speaker, Utterance
from devices.device import Shape
from server.database import Database
from server.likings import Likings
from skills.loading import load
from skills.names import names_of
from skills.surface import Services
from tests.skills.still_home import PERCENT, StillHome, can, device

EVENING = datetime.fromisoformat("2026-06-10T18:00:00+02:00")
CANARY = "canary-of-ben"
HOME = StillHome(
    {
        each.id: each
        for each in (
            device(
                "light.kitchen", "Kitchen Light", can("on"), can("brightness", Shape.NUMBER, **PERCENT), zh="厨房灯"
            ),
            device("lock.front", "Front Door", can("locked"), zh="前门"),
        )
    }
)
ADA = Speaker("ada", "adult")


class Core:
    """The core over an engine that keeps what it is shown."""

    def __init__(self, database: Database) -> None:
        self.preferences = Preferences(database)
        self.habits = Habits(database, clock=lambda: EVENING)
        self.members = Members(database)
        home = HOME.seen
        services = Services(home, self.preferences, lambda: EVENING, members=self.members, habits=self.habits)
        self.engine = ScriptedEngine(lambda _: '{"say":"Hm."}')
        self.mind = MimoMind(self.engine, known_of=Likings(services))
        self.toolbox, self.names = load(services).toolbox, names_of(home)()
        self.conversation = Conversation("kitchen")

    async def shown(self, text: str, speaker: Speaker = ADA, language: Language = "en") -> str:
        """What the model is shown beside its constant prompt."""
        said = Utterance(text, language, speaker, "", at=EVENING)
        async for _ in self.mind.reply(said, self.conversation, self.toolbox, self.names):
            pass
        return self.engine.prompts[-1].turn

    async def ada_dims_the_kitchen(self) -> None:
        for days in range(8, 0, -1):
            at = EVENING - timedelta(days=days)
            await self.habits.learn(Happening(at, "ada", "", "light.kitchen", "brightness", 40.0))
            await self.habits.learn(Happening(at, "ada", "", "lock.front", "locked", False))


@pytest_asyncio.fixture(name="core")
async def core_with_memory(tmp_path: Path) -> AsyncIterator[Core]:
    with Database(tmp_path / "memory.db") as database:
        core = Core(database)
        await core.habits.load()
        await core.members.load()
        yield core


def known_in(turn: str) -> list[str]:
    return [line for line in turn.splitlines() if line.startswith("Known: ")]


MOOD = "make the kitchen light somewhat like at the sea"


async def test_what_somebody_told_and_surely_chooses_stands_before_the_clock(core: Core) -> None:
    await core.preferences.remember("ada", "I like the kitchen light dim", "en", "light.kitchen", "brightness", 40)
    await core.preferences.remember("ada", "my bath is lavender", "en")
    await core.ada_dims_the_kitchen()
    turn = await core.shown(MOOD)
    usual = core.habits.usual("ada", "light.kitchen", "brightness", EVENING)
    assert usual is not None
    told, chosen = known_in(turn)
    assert told == 'Known: "I like the kitchen light dim"'
    assert "40%" in chosen
    assert f"{usual.times} of the last {usual.of} times" in chosen
    assert turn.splitlines()[2].startswith("Now: ")
    assert f"最近{usual.of}次里{usual.times}次" in await core.shown("把厨房灯弄得像海边那样", language="zh")


async def test_there_are_twelve_lines_at_most_and_the_constant_part_stays_the_same(core: Core) -> None:
    await core.shown(MOOD)
    before = core.engine.prompts[-1].constant
    for number in range(30):
        await core.preferences.remember("ada", f"I like the kitchen light so {number}", "en", "light.kitchen")
    assert len(known_in(await core.shown(MOOD))) == MOST == 12
    assert core.engine.prompts[-1].constant == before


@pytest.mark.parametrize(
    "speaker",
    [ADA, Speaker("unknown", "unknown_voice"), Speaker("guest", "guest"), Speaker("ben", "guest"), Speaker("unknown")],
)
async def test_another_persons_likings_are_never_shown(core: Core, speaker: Speaker) -> None:
    for person in ("ben", "unknown", "guest", HOUSEHOLD):
        words = f"I like the kitchen light {CANARY}"
        await core.preferences.remember(person, words, "en", "light.kitchen", "brightness", 70)
    told = Utterance("what do you know about me", "en", Speaker("ben", "adult"), at=EVENING)
    core.conversation.remember(Exchange(told, (), (), f"You like {CANARY}."))
    for text in (MOOD, "what do I like about the kitchen light", "tell me a joke about the kitchen"):
        await core.shown(text, speaker)
    assert core.engine.prompts
    assert not any(CANARY in prompt.turn + prompt.constant for prompt in core.engine.prompts)


async def test_nothing_is_known_while_guests_are_here(core: Core) -> None:
    await core.preferences.remember("ada", "I like the kitchen light dim", "en", "light.kitchen", "brightness", 40)
    await core.members.set_guest_mode(True)
    assert known_in(await core.shown(MOOD)) == []


async def test_a_head_unit_that_may_not_know_the_home_is_told_nothing(core: Core) -> None:
    await core.preferences.remember("ada", "I like the kitchen light dim", "en", "light.kitchen", "brightness", 40)
    in_car = Speaker("ada", "adult", seat="driver", grants=frozenset({"car.read"}))
    assert known_in(await core.shown(MOOD, in_car)) == []


async def test_that_a_door_is_usually_left_open_is_nobodys_business(core: Core) -> None:
    await core.ada_dims_the_kitchen()
    assert not any("Front Door" in line for line in known_in(await core.shown("do something nice with the front door")))

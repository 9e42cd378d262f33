"""What nobody says outright, said to a whole house with the real stand-in behind the reflex."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.events import Finished, Understood
from assistant.turn import turn
from assistant.understanding.mimo.engine import Budget
from assistant.understanding.mimo.llama_engine import LlamaEngine
from assistant.understanding.mimo.llama_worker import Options
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Utterance
from server.evaluate.house import House

MODEL = Path(platformdirs.user_data_path("mimosa")) / "models/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
DESCRIBED = Path(__file__).parents[3] / "bench/thought_home.json"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.models,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not MODEL.exists(), reason="the stand-in model is not fetched: mimosa models fetch"),
]


class Living:
    """A house that is spoken to."""

    def __init__(self, house: House, minds: list[Any]) -> None:
        self._house = house
        self._minds = minds

    async def hears(self, text: str, language: Language, place: str) -> tuple[Finished, str, Mapping[str, Any]]:
        """How the turn ended, which mind took it, and what is different now."""
        now = datetime.now(UTC).astimezone()
        await self._house.set_up({}, now)
        able = self._house.thinking_with(self._minds)
        said = Utterance(text, language, place=place, at=now)
        events = [e async for e in turn(said, Conversation("t"), able, turn_id="t", speak=False)]
        mind = next(e.mind for e in events if isinstance(e, Understood))
        finished = events[-1]
        assert isinstance(finished, Finished)
        return finished, mind, self._house.literal.changes()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def living(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Living]:
    folder = tmp_path_factory.mktemp("thought")
    engine = LlamaEngine(Options(str(MODEL), key="stand-in", cache=str(folder), threads=1, batch_threads=1))
    reflex = ReflexMind()
    core = MimoMind(engine, reads=reflex.steps, budget=Budget(seconds=240))
    async with House(json.loads(DESCRIBED.read_text("utf-8")), folder / "house.db") as house:
        await core.prepare(house.able.toolbox)
        yield Living(house, [reflex, core])
    await engine.close()


@pytest.mark.asyncio(loop_scope="module")
class TestTheStandIn:
    @pytest.mark.parametrize(
        ("text", "language", "place", "moved"),
        [
            ("ugh, I can barely see what I am chopping, it is so dark", "en", "kitchen", ({"light.kitchen"},)),
            ("get the house ready for film night", "en", "kitchen", ({"cover.living"}, {"media_player.tv"})),
            ("it's boiling, I'm melting", "en", "bedroom", ({"climate.bedroom", "fan.bedroom"},)),
            ("the sun is blinding me", "en", "living_room", ({"cover.living"},)),
            ("make it cosy", "en", "living_room", ({"light.living_ceiling"},)),
            ("我们准备看电影了", "zh", "living_room", ({"cover.living"}, {"media_player.tv"})),
            ("厨房黑得什么都看不见", "zh", "kitchen", ({"light.kitchen"},)),
            ("书房空气太干了", "zh", "study", ({"humidifier.study"},)),
        ],
    )
    async def test_a_hint_becomes_acts_in_the_right_room(
        self, living: Living, text: str, language: Language, place: str, moved: tuple[set[str], ...]
    ) -> None:
        finished, _, changes = await living.hears(text, language, place)
        assert all(one_of & set(changes) for one_of in moved), finished
        rooms = {"living_ceiling": "living"}
        assert {e.split(".")[1] for e in changes} <= {e.split(".")[1] for one_of in moved for e in one_of} | {
            "living_ceiling",
            "sofa",
            *rooms,
        }

    @pytest.mark.parametrize(
        ("text", "language", "place"),
        [
            ("what should I cook with rice in forty minutes", "en", "kitchen"),
            ("what should I wear today", "en", "hall"),
            ("my brother painted the living room last year", "en", "living_room"),
            ("who won the world cup in 1998", "en", "living_room"),
            ("when I get home it is always so dark", "en", "living_room"),
            ("家里有米，四十分钟能做什么吃", "zh", "kitchen"),
            ("昨天我妈来看我们了", "zh", "living_room"),
        ],
    )
    async def test_what_is_no_wish_moves_nothing(
        self, living: Living, text: str, language: Language, place: str
    ) -> None:
        finished, _, changes = await living.hears(text, language, place)
        assert not changes
        assert finished.reply
        assert finished.outcome not in ("done", "started", "failed")

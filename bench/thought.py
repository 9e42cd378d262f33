"""Requests that need thought: how soon something is heard, how soon it is answered, and what came of them.

The stand-in behind the reflex, in a house of memory and without a voice: what is measured is the thinking.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import platformdirs

from assistant.conversation import Conversation
from assistant.events import Finished, Said, Understood
from assistant.turn import Faculties, turn
from assistant.understanding.mimo.engine import Budget
from assistant.understanding.mimo.llama_engine import LlamaEngine
from assistant.understanding.mimo.llama_worker import Options
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Utterance
from bench.model import STAND_IN, threads
from bench.table import Row, percentile
from server.evaluate.house import House

PATIENT = Budget(seconds=120)

REQUESTS: tuple[tuple[str, Language, str], ...] = (
    ("ugh, I can barely see what I am chopping, it is so dark", "en", "kitchen"),
    ("get the house ready for film night", "en", "living_room"),
    ("I'm absolutely freezing over here you know", "en", "bedroom"),
    ("what should I cook with rice in forty minutes", "en", "kitchen"),
    ("could you make it cosy", "en", "living_room"),
    ("what should I wear for a walk", "en", "hall"),
    ("厨房黑得什么都看不见", "zh", "kitchen"),
    ("我们准备看电影了", "zh", "living_room"),
    ("屋里有点冷飕飕的", "zh", "bedroom"),
    ("家里有米，四十分钟能做什么吃", "zh", "kitchen"),
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """One request, in seconds from its end."""

    heard: float
    """To the first spoken word, be it a filler."""
    answered: float
    """To the first word of the answer."""
    core: bool
    """The reasoning core was asked."""
    understood: bool


async def measure() -> list[Row]:
    """Raises FileNotFoundError where the stand-in model is not there."""
    model = Path(platformdirs.user_data_path("mimosa")) / "models" / STAND_IN
    if not model.exists():
        raise FileNotFoundError("the stand-in model is not fetched; run: mimosa models fetch")
    with TemporaryDirectory() as folder:
        options = Options(str(model), key=STAND_IN, cache=folder, threads=threads(), batch_threads=threads())
        async with _living(options, Path(folder)) as able:
            taken = [await _taken(text, language, place, able) for text, language, place in REQUESTS]
    return _rows(taken)


def _rows(taken: list[_Taken]) -> list[Row]:
    heard, answered = [t.heard for t in taken], [t.answered for t in taken]
    return [
        Row("thought: first spoken word, p50", percentile(heard, 0.5), "s"),
        Row("thought: first spoken word, slowest of ten", max(heard), "s"),
        Row("thought: first word of the answer, p50", percentile(answered, 0.5), "s"),
        Row("thought: first word of the answer, slowest of ten", max(answered), "s"),
        Row("thought: requests that the reasoning core took", sum(t.core for t in taken), "of 10"),
        Row("thought: requests that came to something", sum(t.understood for t in taken), "of 10"),
    ]


@asynccontextmanager
async def _living(options: Options, folder: Path) -> AsyncIterator[Faculties]:
    """A house of memory and both minds, warm."""
    engine = LlamaEngine(options)
    reflex = ReflexMind()
    core = MimoMind(engine, reads=reflex.steps, budget=PATIENT)
    described = json.loads((Path(__file__).parent / "thought_home.json").read_text("utf-8"))
    try:
        async with House(described, folder / "house.db") as house:
            able = house.thinking_with([reflex, core])
            reflex.prepare(able.toolbox)
            await core.prepare(able.toolbox)
            await house.set_up({}, datetime.now(UTC).astimezone())
            yield able
    finally:
        await engine.close()


async def _taken(text: str, language: Language, place: str, able: Faculties) -> _Taken:
    began, heard, answered = perf_counter(), 0.0, 0.0
    core, outcome = False, ""
    said = Utterance(text, language, place=place)
    async for event in turn(said, Conversation("bench"), able, turn_id="bench", speak=False):
        now = perf_counter() - began
        if isinstance(event, Said):
            heard = heard or now
            answered = answered if event.filler else answered or now
        elif isinstance(event, Understood):
            core = event.mind == "core"
        elif isinstance(event, Finished):
            outcome = event.outcome
    return _Taken(heard, answered, core, outcome not in ("failed", "not_understood"))

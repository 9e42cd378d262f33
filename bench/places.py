"""Requests about places: how many are understood from text, and from a voice through the ears.

python -m bench places

The requests are those of tests/scenarios/*/{on_the_way,in_own_words}.yaml, the same on which the cues were tried,
without talk that is no request. English is spoken by a voice (hibari) that the product does not use; for Mandarin no
free voice is at hand.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.speech.audio import decode, wav
from assistant.speech.whisper import WhisperTranscriber
from assistant.understanding.reflex.mind import ReflexMind
from bench.table import Row
from server.evaluate.scenarios import Scenario, ScenarioTurn, play, read_scenarios
from server.settings import load_settings

SCENARIOS = Path(__file__).resolve().parents[1] / "tests" / "scenarios"
TARGET = 90.0
"""% that are understood right."""


async def measure() -> list[Row]:
    """Raises FileNotFoundError where the ears' model is missing."""
    rows = []
    for language, named in (("en", "English"), ("zh", "Mandarin")):
        requests = _requests(language)
        rows.append(_row(f"{len(requests)} requests about places, {named}, from text", await _right(requests)))
    spoken = await _as_heard(_requests("en"))
    return [*rows, _row(f"{len(spoken)} requests about places, English, from a voice", await _right(spoken))]


def _requests(language: str) -> list[Scenario]:
    files = [SCENARIOS / language / name for name in ("on_the_way.yaml", "in_own_words.yaml")]
    found = [scenario for file in files for scenario in read_scenarios(file)]
    return [s for s in found if s.turns[-1].expected.outcome != "not_understood"]


async def _right(scenarios: Sequence[Scenario]) -> float:
    shown = [shown async for shown in play(scenarios, [ReflexMind()])]
    return 100 * sum(not each.wrong for each in shown) / len(shown)


def _row(name: str, percent: float) -> Row:
    return Row(name, percent, "%", f"≥ {TARGET:g}", percent >= TARGET)


async def _as_heard(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The same, with what the ears make of each sentence in its place."""
    models = load_settings().models_dir
    if not (models / "whisper-base" / "model.bin").is_file():
        raise FileNotFoundError(f"{models / 'whisper-base'} is missing; fetch it with: mimosa models fetch")
    clips = await asyncio.to_thread(_spoken, sorted({t.case["text"] for s in scenarios for t in s.turns}))
    ears = WhisperTranscriber(models)
    await ears.start()
    try:
        heard = {text: (await ears.transcribe(clip, "en", _HINTS)).text for text, clip in clips.items()}
    finally:
        await ears.close()
    return [replace(s, turns=tuple(_heard(turn, heard) for turn in s.turns)) for s in scenarios]


_HINTS = ("kitchen light", "hall light", "living room", "rice cooker", "car")
"""Names that the ears are told, as the product tells them those of the house."""


def _heard(turn: ScenarioTurn, heard: dict[str, str]) -> ScenarioTurn:
    return replace(turn, case={**turn.case, "text": heard[turn.case["text"]]})


def _spoken(texts: Sequence[str]) -> dict[str, bytes]:
    from hibari import SAMPLE_RATE as RATE
    from hibari import Hibari

    speak = Hibari()
    return {
        text: decode(wav((np.clip(speak(text, seed=7), -1, 1) * 32767).astype("<i2").tobytes(), RATE)) for text in texts
    }

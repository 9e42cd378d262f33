"""The reasoning core on this machine: what it reads again turn by turn, how fast it is, and how often it is right.

The small stand-in is measured with the product's own tools and prompt. With MIMOSA_BENCH_MIMO_SHAPE=1 a file with the
shapes of MiMo-7B and random weights is made and measured too: 4.7 GB on the disk, 6 GB of memory, some minutes.
"""

import asyncio
import os
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import platformdirs

from assistant.conversation import Conversation, Exchange
from assistant.memory.preferences import Preferences
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.llama_engine import LlamaEngine
from assistant.understanding.mimo.llama_worker import Options
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mind import Speech
from assistant.utterance import Speaker, Utterance
from bench.core_home import HOME
from bench.table import Row, at_most, percentile
from devices.home import Home
from skills.loading import load
from skills.surface import Services

STAND_IN = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHAPE_SCRIPT = Path(__file__).parents[2] / "shared/models/make_mimo_shape.py"
PATIENT = Budget(seconds=240)
TURNS = 20
NEVER_ENDING = Form("root ::= [a-z] root", {})


async def measure() -> list[Row]:
    """Raises FileNotFoundError where the stand-in model is not there."""
    model = Path(platformdirs.user_data_path("mimosa")) / "models" / STAND_IN
    if not model.exists():
        raise FileNotFoundError("the stand-in model is not fetched; run: mimosa models fetch")
    with TemporaryDirectory() as folder:
        options = Options(str(model), key=STAND_IN, cache=folder, threads=threads(), batch_threads=threads())
        rows = await _stand_in(options)
        return rows + (await _shape(folder) if os.environ.get("MIMOSA_BENCH_MIMO_SHAPE") else [])


async def _stand_in(options: Options) -> list[Row]:
    toolbox = _toolbox()
    async with _core(options) as (engine, core):
        cold = await _prepared(core, toolbox)
        rows = [*await _turns(core, toolbox), *await _speed(engine, "stand-in"), *await _requests(core, toolbox)]
    async with _core(options) as (_, core):
        warm = await _prepared(core, toolbox)
    return [
        Row("core: constant prompt read for the first time", cold, "s"),
        Row("core: the same after a restart, from disk", warm, "s"),
        *rows,
    ]


@asynccontextmanager
async def _core(options: Options) -> AsyncIterator[tuple[LlamaEngine, MimoMind]]:
    engine = LlamaEngine(options)
    try:
        yield engine, MimoMind(engine, facts_of=_states, budget=PATIENT)
    finally:
        await engine.close()


async def _prepared(core: MimoMind, toolbox: Toolbox) -> float:
    began = datetime.now(UTC)
    await core.prepare(toolbox)
    return (datetime.now(UTC) - began).total_seconds()


@dataclass
class _Ticking:
    """States that differ every time they are looked at."""

    looked: int = 0

    def __call__(self, ids: Any, speaker: Any) -> dict[str, dict[str, Any]]:
        self.looked += 1
        return {i: {"on": self.looked % 2 == 0, "brightness": self.looked} for i in ids}


_states = _Ticking()


async def _turns(core: MimoMind, toolbox: Toolbox) -> list[Row]:
    """Twenty turns of different people at different times in different rooms, with what was said before."""
    conversation = Conversation("bench")
    at = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    used: list[Usage] = []
    for number, request in enumerate((_requests_told() * 2)[:TURNS]):
        at += timedelta(minutes=1, seconds=13)
        place = HOME.rooms[number % len(HOME.rooms)].id
        person = Speaker(("ana", "bo", "unknown")[number % 3])
        utterance = Utterance(request["text"], request.get("language", "en"), person, place, at=at)
        _ = [step async for step in core.reply(utterance, conversation, toolbox, HOME)]
        conversation.remember(Exchange(utterance, (), (), "All right."))
        if core.usage is not None:
            used.append(core.usage)
    later = used[1:]
    return [
        at_most(
            "core: constant tokens read again, turns 2 to 20", sum(u.constant_evaluated for u in later), 0, "tokens"
        ),
        at_most("core: tokens read a turn, p95", percentile([u.evaluated for u in later], 0.95), 300, "tokens"),
        Row("core: tokens read before and reused a turn", percentile([u.reused for u in later], 0.5), "tokens"),
        Row("core: first token, p50", percentile([u.first_token_ms for u in later], 0.5), "ms"),
        Row("core: whole answer, p50", percentile([u.total_ms for u in later], 0.5), "ms"),
        Row("core: whole answer, p95", percentile([u.total_ms for u in later], 0.95), "ms"),
    ]


async def _speed(engine: LlamaEngine, name: str, prompt_tokens: int = 400) -> list[Row]:
    """Prompt and answer apart, without tools. It replaces what the context holds."""
    words = " ".join(f"{n} is a number and so is {n + 1}." for n in range(prompt_tokens // 12))
    usage = await _usage(engine, Prompt(words, "Go on."), NEVER_ENDING, Budget(tokens=32, seconds=600))
    generating = usage.total_ms - usage.first_token_ms
    return [
        Row(f"{name}: prompt", 1000 * usage.evaluated / max(1.0, usage.first_token_ms), "tokens/s"),
        Row(f"{name}: answer", 1000 * (usage.generated - 1) / max(1.0, generating), "tokens/s"),
    ]


async def _usage(engine: LlamaEngine, prompt: Prompt, form: Form, budget: Budget) -> Usage:
    usage: Usage | None = None
    async for piece in engine.stream(prompt, form, budget):
        usage = usage if isinstance(piece, Piece) else piece
    if usage is None:
        raise RuntimeError("the engine told no usage")
    return usage


async def _requests(core: MimoMind, toolbox: Toolbox) -> list[Row]:
    """How often the model's tool, and all of the call, is what was meant; and how often nothing false is done."""
    wished = [r for r in _requests_told() if not r.get("never")]
    never = [r for r in _requests_told() if r.get("never")]
    judged = [await _judged(core, toolbox, r) for r in wished]
    acted = [await _acted(core, toolbox, r) for r in never]
    return [
        Row(f"core: right tool, {len(wished)} free sentences", 100 * sum(t for t, _ in judged) / len(judged), "%"),
        Row("core: right tool and arguments", 100 * sum(a for _, a in judged) / len(judged), "%"),
        at_most(f"core: acts that must not be, {len(never)} sentences", sum(acted), 0),
    ]


async def _steps(core: MimoMind, toolbox: Toolbox, request: dict[str, Any]) -> list[Any]:
    utterance = Utterance(request["text"], request.get("language", "en"), place=request.get("place", ""))
    return [step async for step in core.reply(utterance, Conversation("bench"), toolbox, HOME)]


async def _acted(core: MimoMind, toolbox: Toolbox, request: dict[str, Any]) -> bool:
    steps = await _steps(core, toolbox, request)
    return any(isinstance(s, ToolCall) and not toolbox[s.tool].reads_only for s in steps)


async def _judged(core: MimoMind, toolbox: Toolbox, request: dict[str, Any]) -> tuple[bool, bool]:
    """(right tool, everything right)"""
    steps = await _steps(core, toolbox, request)
    if request["tool"] == ["say"]:
        said = any(isinstance(s, Speech) for s in steps)
        return said, said
    calls = [s for s in steps if isinstance(s, ToolCall)]
    wanted = [request["tool"], *([request["then"]] if "then" in request else [])]
    right = len(calls) == len(wanted) and all(c.tool in w for c, w in zip(calls, wanted, strict=True))
    return bool(calls) and calls[0].tool in request["tool"], right and _fits(calls[0], request)


def _fits(call: ToolCall, request: dict[str, Any]) -> bool:
    if "things" in request and set(call.arguments.get("things", ())) != set(request["things"]):
        return False
    others = {k: tuple(v) if isinstance(v, list) else v for k, v in request.items() if k in _ARGUMENTS}
    return all(call.arguments.get(k) == v for k, v in others.items())


_ARGUMENTS = frozenset({"percent", "degrees", "color", "rooms"})


def _requests_told() -> list[dict[str, Any]]:
    told = tomllib.loads((Path(__file__).parent / "requests.toml").read_text("utf-8"))
    return list(told["request"])


def _toolbox() -> Toolbox:
    """The product's own tools. A skill keeps what it is given until a tool of it runs, and none is run here."""
    return load(Services(cast(Home, None), cast(Preferences, object()))).toolbox


def threads() -> int:
    """Cores for the model: those of the machine, or MIMOSA_BENCH_THREADS."""
    return int(os.environ.get("MIMOSA_BENCH_THREADS", "0")) or os.cpu_count() or 2


async def _shape(folder: str) -> list[Row]:
    """A file with MiMo-7B's shapes and random weights: speed and memory are real, its words are noise."""
    path = await asyncio.to_thread(_made_shape, Path(folder))
    engine = LlamaEngine(Options(str(path), context=2048, threads=threads(), batch_threads=threads()))
    try:
        return await _speed(engine, "MiMo-7B shape")
    finally:
        await engine.close()


def _made_shape(folder: Path) -> Path:
    vocabulary = _vocabulary()
    if not SHAPE_SCRIPT.exists() or find_spec("gguf") is None or vocabulary is None:
        raise FileNotFoundError("the generator of the MiMo-7B shape, gguf or llama.cpp's vocabulary file is not here")
    path = folder / "mimo-shape.gguf"
    subprocess.run([sys.executable, str(SHAPE_SCRIPT), str(path), str(vocabulary)], check=True)
    return path


def _vocabulary() -> Path | None:
    """The vocabulary file that comes with llama.cpp's sources, where the environment's build kept them."""
    named = os.environ.get("MIMOSA_BENCH_VOCABULARY")
    kept = Path.home() / ".cache"
    return Path(named) if named else next(iter(kept.rglob("ggml-vocab-qwen2.gguf")), None)

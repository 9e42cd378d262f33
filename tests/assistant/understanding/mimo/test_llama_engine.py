"""The real engine with the real stand-in model, in its own process."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
import pytest_asyncio

from assistant.errors import EngineMissing
from assistant.tools import Toolbox
from assistant.understanding.mimo.candidates import Candidates, candidates
from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.grammar import form_of
from assistant.understanding.mimo.llama_engine import LlamaEngine
from assistant.understanding.mimo.llama_worker import Options
from assistant.understanding.mimo.sentence import Sentences
from assistant.understanding.names import Names
from assistant.utterance import Utterance

MODEL = Path(platformdirs.user_data_path("mimosa")) / "models/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.models,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not MODEL.exists(), reason="the stand-in model is not fetched: mimosa models fetch"),
]

CONSTANT = 'Answer with JSON only: {"say":"…"} with one short sentence.\n' + "Be brief. " * 20
PATIENT = Budget(tokens=40, seconds=120)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prompts")


@pytest.fixture(scope="module")
def options(cache: Path) -> Options:
    return Options(str(MODEL), key="stand-in", cache=str(cache), context=2048, threads=1, batch_threads=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(options: Options) -> AsyncIterator[LlamaEngine]:
    engine = LlamaEngine(options)
    await engine.prepare(CONSTANT)
    yield engine
    await engine.close()


async def answer(
    engine: LlamaEngine, said: str, form: Form | None = None, budget: Budget = PATIENT
) -> tuple[str, Usage]:
    text, usage = "", None
    async for piece in engine.stream(Prompt(CONSTANT, said), form, budget):
        if isinstance(piece, Usage):
            usage = piece
        else:
            text += piece.text
    assert usage is not None
    return text, usage


def offered(text: str, toolbox: Toolbox, names: Names) -> Candidates:
    sentences = Sentences()
    return candidates(sentences.meant(Utterance(text), names, toolbox), toolbox, sentences.home(names))


def _damage(folder: Path) -> None:
    for path in folder.glob("*.kv"):
        path.write_bytes(path.read_bytes()[:-1000] + bytes(1000))


@pytest.mark.asyncio(loop_scope="module")
class TestTheRealModel:
    async def test_it_is_called_by_its_own_name(self, engine: LlamaEngine) -> None:
        assert "Qwen" in engine.model
        assert "MiMo" not in engine.model

    async def test_the_constant_is_never_read_again(self, engine: LlamaEngine) -> None:
        for n in range(5):
            _, usage = await answer(engine, f"It is {n} o'clock. Person {n} says: hello {n}")
            assert usage.constant_evaluated == 0
            assert 0 < usage.evaluated < 60

    async def test_the_form_binds(self, engine: LlamaEngine, toolbox: Toolbox, names: Names) -> None:
        sentence = "kitchen light to forty two percent"
        text, usage = await answer(engine, f"Said: {sentence}", form_of(offered(sentence, toolbox, names)))
        assert usage.ended == "complete"
        called = json.loads(text)
        assert isinstance(called, list | dict)
        for call in called if isinstance(called, list) else []:
            assert call["arguments"].get("percent", 42) == 42

    async def test_control_tokens_in_what_is_said_are_plain_text(self, engine: LlamaEngine) -> None:
        plain = await engine.count("hello")
        assert await engine.count("<|im_end|>hello") > plain + 1

    async def test_a_budget_of_tokens(self, engine: LlamaEngine) -> None:
        text, usage = await answer(engine, "Count from one to a hundred in words.", budget=replace(PATIENT, tokens=5))
        assert (usage.ended, usage.generated) == ("tokens", 5)
        assert text

    async def test_a_budget_of_seconds(self, engine: LlamaEngine) -> None:
        endless = Form('root ::= "a" root', {})
        _, usage = await answer(engine, "Go on.", endless, Budget(tokens=1000, seconds=2))
        assert usage.ended == "seconds"

    async def test_thinking_comes_first_and_ends(self, engine: LlamaEngine) -> None:
        thought, said = "", ""
        form = Form('root ::= "{\\"say\\":\\"" [a-z ]{1,20} "\\"}"', {})
        budget = Budget(tokens=30, seconds=120, thinking_tokens=8)
        async for piece in engine.stream(Prompt(CONSTANT, "Why is the sky blue?"), form, budget):
            if isinstance(piece, Piece):
                thought, said = (thought + piece.text, said) if piece.thinking else (thought, said + piece.text)
        assert thought
        assert json.loads(said)["say"]

    async def test_closing_the_stream_stops_the_model(self, engine: LlamaEngine) -> None:
        endless = Form('root ::= "a" root', {})
        stream = engine.stream(Prompt(CONSTANT, "Go on."), endless, Budget(tokens=1500, seconds=100))
        async with contextlib.aclosing(stream):
            async for _ in stream:
                break
        _, usage = await answer(engine, "hello", budget=Budget(tokens=3, seconds=60))
        assert usage.generated <= 3

    async def test_a_process_that_is_killed_is_replaced_and_warm_again(self, engine: LlamaEngine) -> None:
        pid = engine.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while engine.pid == pid:
            await asyncio.sleep(0.01)
        _, usage = await answer(engine, "hello again", budget=replace(PATIENT, tokens=3))
        assert engine.pid not in (None, pid)
        assert usage.constant_evaluated == 0

    async def test_a_damaged_cache_costs_time_and_nothing_else(self, options: Options, cache: Path) -> None:
        _damage(cache)
        engine = LlamaEngine(options)
        text, usage = await answer(engine, "hello", budget=replace(PATIENT, tokens=3))
        assert text
        assert usage.constant_evaluated > 0
        await engine.close()

    async def test_a_model_that_is_cut_short_is_named(self, tmp_path: Path) -> None:
        cut = tmp_path / "cut.gguf"
        with MODEL.open("rb") as whole:
            cut.write_bytes(whole.read(50_000_000))
        engine = LlamaEngine(Options(str(cut)))
        with pytest.raises(EngineMissing, match=r"cannot load cut\.gguf.*mimosa models verify"):
            await engine.prepare(CONSTANT)
        await engine.close()

    async def test_a_model_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        engine = LlamaEngine(Options(str(tmp_path / "gone.gguf")))
        with pytest.raises(EngineMissing, match=r"gone\.gguf is not there; run: mimosa models fetch"):
            await engine.prepare(CONSTANT)
        await engine.close()

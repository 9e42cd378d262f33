"""Engines that do not start: named, and no obstacle to the others."""

import asyncio

import pytest

from assistant.errors import EngineFailed
from assistant.tools import Toolbox
from server.engines import Engines
from server.settings import Settings


class EngineOfTheTest:
    """Ears or a voice that start as they are told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self._fault = fault
        self.closed = False

    def __call__(self, *_: object, **__: object) -> "EngineOfTheTest":
        return self

    async def start(self) -> None:
        if self._fault is not None:
            raise self._fault

    async def close(self) -> None:
        self.closed = True


async def started(engines: Engines) -> dict[str, str]:
    engines.start(Toolbox(()))
    async with asyncio.timeout(60):
        while "loading" in engines.states.values():
            await asyncio.sleep(0.01)
    states = dict(engines.states)
    await engines.close()
    return states


@pytest.fixture
def engines(tmp_path):
    return Engines(Settings(data_dir=tmp_path, models_dir=tmp_path, core="off"), lambda things: {})


async def test_an_unforeseen_fault_is_logged_and_the_next_engine_starts(engines, monkeypatch, caplog):
    monkeypatch.setattr("server.engines.WhisperTranscriber", EngineOfTheTest(RuntimeError("a bug")))
    monkeypatch.setattr("server.engines.PiperSynthesizer", EngineOfTheTest())
    states = await started(engines)
    assert states == {"ears": "missing: internal error, see the log", "voice": "ready", "core": "off"}
    faults = [record.exc_info[0] for record in caplog.records if record.levelname == "ERROR"]
    assert faults == [RuntimeError]


async def test_an_engine_that_cannot_start_says_what_helps(engines, monkeypatch):
    monkeypatch.setattr("server.engines.WhisperTranscriber", EngineOfTheTest(EngineFailed("run: mimosa models fetch")))
    monkeypatch.setattr("server.engines.PiperSynthesizer", EngineOfTheTest())
    assert (await started(engines))["ears"] == "missing: run: mimosa models fetch"


async def test_a_choice_of_model_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "core.toml").write_bytes(b"\xff\xfe")
    engines = Engines(Settings(data_dir=tmp_path, models_dir=tmp_path, ears=False, voice=False), lambda things: {})
    assert "mimosa models use" in (await started(engines))["core"]

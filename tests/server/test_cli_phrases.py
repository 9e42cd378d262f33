"""Phrases on the command line, at a running server."""

import asyncio
import contextlib
import os
import threading

import pytest
from typer.testing import CliRunner

from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.settings import Settings


@pytest.fixture
def running(tmp_path, monkeypatch, pocket, serve):
    """A Mimosa in a thread of its own, and the settings that find it."""
    started, ended = threading.Event(), threading.Event()
    port = 0

    async def run():
        nonlocal port
        async with serve(create_app(pocket(Settings(data_dir=tmp_path)))) as port:
            started.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert started.wait(20)
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (tmp_path / "settings.toml").write_text(f"port = {port}\n")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    with contextlib.ExitStack() as ending:
        ending.callback(thread.join)
        ending.callback(ended.set)
        yield


def phrases(*arguments):
    return CliRunner().invoke(app, ["phrases", *arguments])


def test_a_phrase_is_taught_listed_and_forgotten(running):
    assert phrases("list").stdout.strip() == "None was taught yet."
    assert "cooking time" in phrases("teach", "cooking time", "turn on the kitchen lamp").stdout
    assert phrases("list").stdout.strip() == "cooking time  =  turn on the kitchen lamp"
    refused = phrases("teach", "lullaby", "sing")
    assert refused.exit_code == Status.FAILED
    assert "I do not understand “sing”" in refused.stderr
    assert phrases("forget", "Cooking Time").exit_code == 0
    assert phrases("forget", "cooking time").exit_code == Status.FAILED
    assert phrases("list").stdout.strip() == "None was taught yet."

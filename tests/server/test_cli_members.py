"""The people of the house on the command line, at a running server."""

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


def members(*arguments):
    return CliRunner().invoke(app, ["members", *arguments])


def test_somebody_is_added_made_a_guest_and_removed(running):
    assert members("list").stdout.split() == ["Owner", "owner", "owner"]
    assert "Anna" in members("add", "Anna").stdout
    assert members("role", "anna", "guest").stdout.strip() == "Anna: guest"
    assert members("forget-voice", "Anna").exit_code == 0
    assert members("guests", "on").stdout.strip() == "Guests are here."
    assert members("list").stdout.splitlines()[1].split()[:2] == ["Anna", "guest"]
    assert members("remove", "Anna").exit_code == 0
    refused = members("remove", "Anna")
    assert refused.exit_code == Status.FAILED
    assert "There is no 'Anna'; there are: Owner" in refused.stderr
    assert members("guests", "maybe").exit_code == Status.USAGE

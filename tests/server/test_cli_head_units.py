"""Head units on the command line, at a running server."""

import asyncio
import contextlib
import json
import os
import threading

import pytest
from typer.testing import CliRunner

from devices.policy import Driving
from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.settings import Settings


@pytest.fixture
def running(tmp_path, monkeypatch, pocket, serve):
    """A Mimosa in a thread of its own with two head units, and the settings that find it."""
    started, ended = threading.Event(), threading.Event()
    port = 0

    async def run():
        nonlocal port
        mimosa = pocket(Settings(data_dir=tmp_path))
        pairing = mimosa.head_units.pairing
        pairing._driving_of = lambda vehicle: Driving.PARKED
        for name in ("Golf", "Van"):
            begun = await pairing.begin("acme", "car", name, {"talk"})
            await pairing.approve(begun.user_code, "owner", {"talk"})
            await pairing.exchange(begun.device_code, "acme")
        async with serve(create_app(mimosa)) as port:
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


def head_units(*arguments):
    return CliRunner().invoke(app, ["head-units", *arguments])


def test_they_are_listed_and_turned_away(running):
    listed = head_units("list").stdout.splitlines()
    assert {line.split()[1] for line in listed} == {"Golf", "Van"}
    assert head_units("revoke", "golf").stdout.strip() == "Golf has no access any more."
    van = json.loads(head_units("list", "--json").stdout)["head_units"][0]["id"]
    assert head_units("revoke", "Bus").exit_code == Status.FAILED
    assert van[:8] in head_units("revoke", "Bus").stderr
    assert head_units("revoke", van[:8]).exit_code == Status.DONE
    assert head_units("list").stdout.strip() == "None was let in."

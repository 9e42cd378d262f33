"""The owner's word on the command line."""

import asyncio
import json
import os

import pytest
from typer.testing import CliRunner

from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.settings import Settings


@pytest.fixture
async def running(pocket, serve, tmp_path, monkeypatch):
    """A server the commands talk to, and a lamp that it never saw before."""
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (tmp_path / "settings.toml").write_text("")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    made = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(made)) as port:
        monkeypatch.setenv("MIMOSA_PORT", str(port))
        await made.house.add("porch", "attic")
        while not made.home.waiting:
            await asyncio.sleep(0)
        yield made


async def ran(*arguments: str):
    return await asyncio.to_thread(CliRunner().invoke, app, ["devices", *arguments])


async def test_new_devices_are_listed_and_approved(running):
    assert "1 new: mimosa devices new" in (await ran()).stdout
    assert "light.porch" in (await ran("new")).stdout
    assert [d["id"] for d in json.loads((await ran("new", "--json")).stdout)] == ["light.porch"]
    assert (await ran("approve", "--all")).stdout.strip() == "1 approved."
    assert running.home.waiting == ()
    assert (await ran("new")).stdout.strip() == "No device waits."
    assert "new:" not in (await ran()).stdout


async def test_one_is_approved_by_its_id(running):
    told = json.loads((await ran("approve", "light.porch", "--json")).stdout)
    assert told == {"devices": ["light.porch"]}


async def test_a_device_is_named_moved_hidden_and_shown(running):
    assert "Night lamp, attic" in (await ran("name", "light.porch", "Night lamp", "夜灯")).stdout
    assert "Night lamp, kitchen" in (await ran("move", "light.porch", "kitchen")).stdout
    assert "no room" in (await ran("move", "light.porch")).stdout
    assert "hidden" in (await ran("hide", "light.porch")).stdout
    assert "light.porch" not in running.home.devices
    assert "hidden" not in (await ran("show", "light.porch")).stdout
    assert running.home.devices["light.porch"].aliases == ("夜灯", "Porch")
    assert "Porch" in (await ran("name", "light.porch")).stdout


async def test_devices_and_rooms_also_go_by_their_names(running):
    assert "light.porch: Porch, kitchen" in (await ran("move", "porch", "KITCHEN")).stdout
    assert "light.porch" in (await ran("--room", "Kitchen")).stdout
    assert json.loads((await ran("approve", "Porch", "--json")).stdout) == {"devices": ["light.porch"]}


async def test_a_name_of_several_is_no_name_of_one(running):
    await ran("name", "light.attic", "Lamp")
    await ran("name", "light.porch", "Lamp")
    told = await ran("hide", "lamp")
    assert told.exit_code == Status.USAGE
    assert "light.attic" in told.stderr
    assert "light.porch" in told.stderr


async def test_states_are_told_in_the_language_of_the_terminal(running, monkeypatch):
    await ran("name", "light.porch", "Porch light", "门廊灯")
    english = (await ran()).stdout
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    mandarin = (await ran()).stdout
    assert "Porch light" in english
    assert "门廊灯" in mandarin
    assert "Porch light" not in mandarin


async def test_a_name_that_another_has_is_warned_of(running):
    told = await ran("name", "light.porch", "Attic")
    assert told.exit_code == Status.DONE
    assert "Another device in the same room is called Attic too." in told.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["approve"], Status.USAGE, "--all"),
        (["approve", "light.porch", "--all"], Status.USAGE, "--all"),
        (["hide", "light.none"], Status.FAILED, "light.none"),
        (["move", "light.porch", "moon"], Status.FAILED, "moon"),
        (["--room", "moon"], Status.FAILED, "moon"),
        (["name", "light.porch", "x" * 10_000], Status.FAILED, "at most 100"),
    ],
)
async def test_what_cannot_be_is_said(running, arguments, status, said):
    told = await ran(*arguments)
    assert (told.exit_code, said in told.stderr) == (status, True)

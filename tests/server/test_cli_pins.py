"""A forgotten PIN on the command line."""

import asyncio
import os

import pytest
from typer.testing import CliRunner

from assistant.memory.pins import Pins
from server.cli import app
from server.commands.ending import Status
from server.database import Database


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (tmp_path / "settings.toml").write_text("")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def with_database(data_dir, work):
    with Database(data_dir / "mimosa.db") as database:
        return asyncio.run(work(Pins(database)))


def forget(*arguments):
    return CliRunner().invoke(app, ["pin", "forget", *arguments])


def test_a_forgotten_pin_is_removed_while_mimosa_is_ended(data_dir):
    with_database(data_dir, lambda pins: pins.set("owner", "4711"))
    assert forget().stdout.strip() == "It is removed."
    assert not with_database(data_dir, lambda pins: pins.is_set("owner"))
    assert forget().stdout.strip() == "There was none."


def test_nobody_elses_is_removed(data_dir):
    with_database(data_dir, lambda pins: pins.set("owner", "4711"))
    assert forget("--person", "anna").stdout.strip() == "There was none."
    assert with_database(data_dir, lambda pins: pins.is_set("owner"))


def test_while_mimosa_runs_nothing_is_removed(data_dir):
    with_database(data_dir, lambda pins: pins.set("owner", "4711"))
    with Database(data_dir / "mimosa.db") as database:
        told = forget()
        assert told.exit_code == Status.CANNOT_START
        assert "mimosa.db" in told.stderr
        assert asyncio.run(Pins(database).is_set("owner"))

"""Phrases on the command line, at a running server."""

import pytest
from typer.testing import CliRunner

from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.settings import Settings
from tests.server.findable import findable


@pytest.fixture
def running(tmp_path, monkeypatch, pocket, serve):
    """A Mimosa where the command line finds it."""

    async def made():
        return create_app(pocket(Settings(data_dir=tmp_path)))

    with findable(made, serve, tmp_path, monkeypatch):
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

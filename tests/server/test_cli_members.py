"""The people of the house on the command line, at a running server."""

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

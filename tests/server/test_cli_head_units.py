"""Head units on the command line, at a running server."""

import json

import pytest
from typer.testing import CliRunner

from devices.policy import Driving
from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.settings import Settings
from tests.server.findable import findable


@pytest.fixture
def running(tmp_path, monkeypatch, pocket, serve):
    """A Mimosa with two head units, where the command line finds it."""

    async def made():
        mimosa = pocket(Settings(data_dir=tmp_path))
        pairing = mimosa.head_units.pairing
        pairing._driving_of = lambda vehicle: Driving.PARKED
        for name in ("Golf", "Van"):
            begun = await pairing.begin("acme", "car", name, {"talk"})
            await pairing.approve(begun.user_code, "owner", {"talk"})
            await pairing.exchange(begun.device_code, "acme")
        return create_app(mimosa)

    with findable(made, serve, tmp_path, monkeypatch):
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

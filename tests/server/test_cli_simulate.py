"""`mimosa simulate`: what is wrong on its command line, and a whole simulation directed at a real broker."""

import json
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from devices.address import BrokerAddress
from devices.broker_programs import mosquitto_path
from devices.simulators.drive import Saying
from devices.simulators.stage import FAULTS
from server.cli import app
from server.commands import simulate_drive
from server.commands.ending import Status
from server.commands.simulate_orders import FAULT_WORDS
from server.commands.simulated_broker import FILE, broker_of, url_of, written_down
from server.settings import Settings

CLI = [sys.executable, "-c", "from server.cli import main; main()"]


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Settings of this test alone, in English; no broker is known."""
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (tmp_path / "settings.toml").write_text("")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    return monkeypatch


def mimosa(*arguments: str):
    return CliRunner().invoke(app, ["simulate", *arguments])


def test_every_fault_is_listed_with_what_it_means(environment):
    listed = json.loads(mimosa("fault", "--list", "--json").stdout)
    assert list(listed) == list(FAULTS) == list(FAULT_WORDS)
    assert all(about["means"] for about in listed.values())
    assert "silent" in mimosa("fault", "--list").stdout


def test_every_fault_is_listed_in_mandarin_too(environment):
    environment.setenv("LANG", "zh_CN.UTF-8")
    assert "卡住" in mimosa("fault", "--list").stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["fault"], "kitchen_light"),
        (["fault", "kitchen_light"], "silent"),
        (["fault", "kitchen_light", "explode"], "contradicting"),
        (["fault", "kitchen_light", "silent", "--group", "kitchen"], "--group"),
        (["fault", "kitchen/light", "silent"], "kitchen/light"),
        (["fault", "+", "silent"], "+"),
        (["fault", "x", "slow", "--seconds", "-1"], "seconds"),
        (["fault", "--group", "light", "silent", "--share", "2"], "share"),
        (["sense", "hall_motion", "motion"], "NAME=VALUE"),
        (["tell", "car", "drive", "fast"], "JSON"),
        (["--people", "many"], "quiet"),
    ],
)
def test_wrong_orders_name_what_would_be_right(environment, arguments, named):
    result = mimosa(*arguments)
    assert result.exit_code == Status.USAGE
    assert named in result.stderr


def test_without_a_simulation_the_way_to_one_is_named(environment):
    result = mimosa("fault", "kitchen_light", "silent")
    assert result.exit_code == Status.NO_SERVER
    assert "mimosa run --simulate" in result.stderr


def test_broker_that_does_not_answer_is_named(environment):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment.setenv("MIMOSA_BROKER", f"127.0.0.1:{port}")
    environment.setattr("server.commands.simulate_orders.CONNECT_S", 0.5)
    result = mimosa("list")
    assert result.exit_code == Status.NO_SERVER
    assert str(port) in result.stderr


def test_running_simulation_is_found_by_its_owner_only(environment, tmp_path):
    folder = tmp_path / "data"
    settings = Settings(data_dir=folder)
    broker = BrokerAddress.parse("mqtt://127.0.0.1:4711").as_user("mimosa", "secret")
    assert broker_of(settings) is None
    with written_down(folder, broker):
        assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
        found = broker_of(settings)
        assert found is not None
        assert (url_of(found), found.username, found.password) == ("mqtt://127.0.0.1:4711", "mimosa", "secret")
    assert broker_of(settings) is None
    (folder / FILE).write_text("nonsense")
    assert broker_of(settings) is None


@pytest.fixture
def simulation(environment, tmp_path):
    """A broker, and the simulation at it as a person starts it."""
    program = mosquitto_path()
    if program is None:
        pytest.skip("mosquitto is not on this machine")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (tmp_path / "broker.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    environment.setenv("MIMOSA_BROKER", f"127.0.0.1:{port}")
    truth = tmp_path / "truth.jsonl"
    broker = subprocess.Popen([str(program), "-c", str(tmp_path / "broker.conf")], stderr=subprocess.DEVNULL)
    options = ["--truth", str(truth), "--people", "quiet", "--commands"]
    house = subprocess.Popen([*CLI, "simulate", *options], env=dict(os.environ), stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 120
        while mimosa("list").exit_code != 0:
            assert time.monotonic() < ends
        yield truth
    finally:
        for process in (house, broker):
            process.terminate()
            process.wait()


def lines(truth: Path) -> list[dict]:
    return [json.loads(line) for line in truth.read_text("utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.broker
def test_simulation_is_directed_from_the_command_line(simulation):
    assert mimosa("fault", "kitchen_light", "slow", "--seconds", "2").stdout.strip() == "kitchen_light"
    told = json.loads(mimosa("fault", "--group", "bedroom", "silent", "--share", "0.5", "--seed", "2", "--json").stdout)
    listed = {d["id"]: d for d in json.loads(mimosa("list", "--json").stdout)}
    assert listed["kitchen_light"]["fault"] == "slow"
    assert sorted(i for i, d in listed.items() if d["fault"] == "silent") == told["devices"]
    assert 0 < len(told["devices"]) < sum(d["room"] == "bedroom" for d in listed.values())
    assert "[slow]" in mimosa("list").stdout
    assert mimosa("clear").exit_code == 0
    assert "[" not in mimosa("list").stdout

    assert mimosa("sense", "hall_motion", "motion=true").exit_code == 0
    assert mimosa("press", "study_light", "--to", "on").exit_code == 0
    assert mimosa("goes", "anna").exit_code in (Status.DONE, Status.FAILED)
    assert mimosa("comes", "Anna").exit_code == 0
    assert ("study_light", True, "hand") in [(t["device"], t.get("new"), t.get("cause")) for t in lines(simulation)]

    for wrong, named in (
        (["sense", "hall_motion", "smoke=true"], "motion"),
        (["press", "hall_motion"], "press"),
        (["fault", "toaster", "silent"], "toaster"),
        (["comes", "bob"], "anna"),
        (["fault", "--group", "attic", "silent"], "kitchen"),
    ):
        result = mimosa(*wrong)
        assert result.exit_code == Status.FAILED
        assert named in result.stderr


@pytest.mark.slow
@pytest.mark.broker
def test_car_is_directed_too(simulation):
    assert mimosa("fault", "car", "silent").exit_code == 0
    assert mimosa("clear", "car").exit_code == 0
    assert mimosa("sense", "car", "Vehicle.Exterior.AirTemperature=3.5").exit_code == 0


def test_what_a_passenger_says_is_a_wish_of_its_own_at_the_head_unit(monkeypatch):
    asked = []

    def post(address, *, json, headers, timeout):
        asked.append((address, json["text"], headers))
        return httpx.Response(200, json={"reply": "All right."})

    monkeypatch.setattr(httpx, "post", post)
    saying = Saying(1.0, "driver", "next song", "anna")
    for _ in range(2):
        assert simulate_drive._answer("http://127.0.0.1:8237/", "mimosa-at-1", saying) == "All right."
    assert {(address, text) for address, text, _ in asked} == {("http://127.0.0.1:8237/api/car/v1/turns", "next song")}
    assert {headers["Authorization"] for *_, headers in asked} == {"Bearer mimosa-at-1"}
    assert len({headers["Idempotency-Key"] for *_, headers in asked}) == 2

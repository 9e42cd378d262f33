"""`mimosa run --simulate` as a person starts it: everything comes up, one sentence moves a device, everything ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.broker]

CLI = [sys.executable, "-c", "from server.cli import main; main()"]
ENDS_WITHIN_S = 60.0
"""Generous for a busy machine; the server itself grants running requests three seconds."""


@pytest.fixture
def environment(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (tmp_path / "settings.toml").write_text("")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MIMOSA_")}
    return clean | {
        "MIMOSA_SETTINGS": str(tmp_path / "settings.toml"),
        "MIMOSA_DATA_DIR": str(tmp_path / "data"),
        "MIMOSA_PORT": str(port),
        "MIMOSA_CORE": "off",
        "MIMOSA_EARS": "false",
        "MIMOSA_VOICE": "false",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def running(environment):
    command = [*CLI, "run", "--simulate", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        told = json.loads(process.stdout.readline() or "{}")
        yield process, told
        if process.poll() is None:
            process.kill()


def ask(environment, *arguments: str) -> dict:
    ran = subprocess.run([*CLI, *arguments, "--json"], env=environment, capture_output=True, text=True, check=False)
    return json.loads(ran.stdout)


def until(condition, seconds: float = 120.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


def children_of(process_id: int) -> set[int]:
    """Processes that were started by this one."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text().splitlines()
        except OSError:
            continue
        if f"PPid:\t{process_id}" in lines:
            found.add(int(status.parent.name))
    return found


def test_a_sentence_moves_a_simulated_device_and_ctrl_c_ends_everything(environment, running, tmp_path):
    process, told = running
    assert told == {"address": f"http://127.0.0.1:{environment['MIMOSA_PORT']}", "simulated": True}
    assert until(lambda: len(ask(environment, "devices").get("devices", [])) >= 20)
    turn = ask(environment, "say", "turn on the kitchen light")
    assert turn["outcome"] == "done", turn
    assert "kitchen" in turn["reply"].lower()
    truth = (tmp_path / "data" / "simulated.jsonl").read_text()
    assert any("kitchen" in line for line in truth.splitlines())

    children = children_of(process.pid)
    assert len(children) >= 2
    process.send_signal(signal.SIGINT)
    assert process.wait(ENDS_WITHIN_S) == 0
    assert until(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children), ENDS_WITHIN_S)


def test_killed_outright_it_leaves_no_child_behind(running):
    process, told = running
    assert told
    children = children_of(process.pid)
    process.kill()
    process.wait(ENDS_WITHIN_S)

    def gone(child: int) -> bool:
        status = Path(f"/proc/{child}/status")
        return not status.exists() or "State:\tZ" in status.read_text()

    assert until(lambda: all(gone(child) for child in children), ENDS_WITHIN_S)

"""The server as a person starts it while the broker is down: it starts, talks, tells its health, and waits quietly."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CLI = [sys.executable, "-c", "from server.cli import main; main()"]
WATCHED_S = 6.0
WATCHES = 20
"""How often it is watched until it is quiet: what it prepares after its start takes as long as it takes."""
CPU_SHARE = 0.05
"""Of one core, while nothing happens."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "settings.toml").write_text("")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MIMOSA_")}
    return clean | {
        "MIMOSA_SETTINGS": str(tmp_path / "settings.toml"),
        "MIMOSA_DATA_DIR": str(tmp_path / "data"),
        "MIMOSA_PORT": str(free_port()),
        "MIMOSA_BROKER": f"127.0.0.1:{free_port()}",
        "MIMOSA_CORE": "off",
        "MIMOSA_EARS": "false",
        "MIMOSA_VOICE": "false",
        "LANG": "C.UTF-8",
    }


def cpu_seconds(process_id: int) -> float:
    """What the process has worked so far."""
    after_name = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def worked_in(process_id: int, seconds: float) -> float:
    """The share of that time in which the process worked."""
    begun = cpu_seconds(process_id)
    time.sleep(seconds)
    return (cpu_seconds(process_id) - begun) / seconds


def say(environment, sentence: str) -> dict:
    ran = subprocess.run(
        [*CLI, "say", sentence, "--json"], env=environment, capture_output=True, text=True, check=False
    )
    return json.loads(ran.stdout)


def test_fault_03_broker_down_at_start(environment):
    command = [*CLI, "run", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert json.loads(process.stdout.readline())["address"]
            turn = say(environment, "what time is it")
            assert turn["outcome"] == "answer", turn
            with urllib.request.urlopen(f"http://127.0.0.1:{environment['MIMOSA_PORT']}/api/health") as answer:
                health = json.load(answer)
            assert health["link"] is False
            assert any(worked_in(process.pid, WATCHED_S) < CPU_SHARE for _ in range(WATCHES))
            wish = say(environment, "turn on the light")
            assert wish["outcome"] != "done", wish
        finally:
            process.terminate()
            process.wait(120)

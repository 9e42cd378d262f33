"""The page for head-unit developers, done word for word: from nothing to a first answered turn."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.broker]

PAGE = Path(__file__).parents[3] / "docs" / "head-units.md"
CLI = [sys.executable, "-c", "from server.cli import main; main()"]
PATIENCE = 1000
"""Times that pairing is tried until the simulated car is on the air."""


def commands() -> list[str]:
    """What the page has one type in a shell, in order."""
    text = PAGE.read_text("utf-8").partition("## Ten minutes")[2].partition("### The same with")[0]
    blocks = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    lines = [line[4:] for block in blocks for line in re.sub(r" \\\n\s+", " ", block).splitlines()]
    return [line for line in lines if line.startswith(("mimosa ", "curl ", "CAR=", "TOKEN="))]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where `mimosa run --simulate` listens, from the settings of nobody."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (tmp_path / "settings.toml").write_text("")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MIMOSA_")}
    off = {"MIMOSA_CORE": "off", "MIMOSA_EARS": "false", "MIMOSA_VOICE": "false"}
    own = {
        "MIMOSA_SETTINGS": str(tmp_path / "settings.toml"),
        "MIMOSA_DATA_DIR": str(tmp_path),
        "MIMOSA_PORT": str(port),
    }
    run = commands()[0].split()
    assert run == ["mimosa", "run", "--simulate"]
    with subprocess.Popen(
        [*CLI, *run[1:], "--json"], env=clean | off | own, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["simulated"]
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(60)


class Shell:
    """Types what the page says, with the codes and tokens that it was answered."""

    def __init__(self, address: str) -> None:
        self.known = {"http://127.0.0.1:8237": address}
        self.kept: list[str] = []

    def type(self, command: str) -> Any:
        """The JSON it prints; None where it only keeps a value."""
        for written, real in self.known.items():
            command = command.replace(written, real)
        if not command.startswith("curl"):
            self.kept.append(command)
            return None
        ran = subprocess.run(
            ["bash", "-c", "\n".join([*self.kept, command])], capture_output=True, text=True, timeout=60, check=True
        )
        return json.loads(ran.stdout)


def test_from_nothing_to_a_first_answered_turn(address: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl on this machine")
    shell = Shell(address)
    _, base, begin, approve, fetch, keep, talk, *_ = commands()
    shell.type(base)
    begun: dict[str, Any] = {}
    for _ in range(PATIENCE):
        begun = shell.type(begin)
        if not begun.get("type", "").endswith(("no-such-vehicle", "not-parked")):
            break
    shell.known |= {"WDJB-MJHT": begun["user_code"], "mimosa-dc-…": begun["device_code"]}
    shell.type(approve)
    tokens = shell.type(fetch)
    shell.known["mimosa-at-…"] = tokens["access_token"]
    shell.type(keep)
    answer = shell.type(talk)
    assert answer["outcome"] == "done", answer
    assert answer["heard"] == "set the temperature to 22 degrees"
    assert "22" in answer["reply"]

"""Kills and power losses at random moments: nothing that anybody was told is lost, and no command comes twice."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from platter import build

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
LIVES = 20
MOST_LIVES = 200
"""Until a loss is seen where the disk is not waited for; a loss comes in every second to fifth of them."""
DIFFERENCES = ("lost", "open", "other_end", "doubled", "unrecorded", "risen", "damaged", "lives_with_loss")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("cc") is None and not os.environ.get("CI"):
        pytest.skip("no C compiler on this machine")
    return build(tmp_path_factory.mktemp("platter"))


def run(script: str, *arguments: str, library: Path | None = None) -> dict[str, Any]:
    """What the script found."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | ({"LD_PRELOAD": str(library)} if library else {})
    done = subprocess.run(
        [sys.executable, HERE / script, *arguments], env=environment, capture_output=True, check=False, timeout=800
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_kills_lose_nothing() -> None:
    found = run("lives.py", "kill", str(LIVES))
    assert found["lives"] == LIVES
    assert found["ended"] > 0
    assert {name: found[name] for name in DIFFERENCES} == dict.fromkeys(DIFFERENCES, 0), found["examples"]


def test_power_losses_lose_nothing(library: Path) -> None:
    found = run("lives.py", "power", str(LIVES), library=library)
    assert found["lives"] == LIVES
    assert found["ended"] > 0
    assert {name: found[name] for name in DIFFERENCES} == dict.fromkeys(DIFFERENCES, 0), found["examples"]


@pytest.mark.parametrize("durability", ["NORMAL", "OFF"])
def test_the_power_loss_is_real(library: Path, durability: str) -> None:
    """With anything less than FULL the same run loses what was acknowledged, sooner or later."""
    found = run("lives.py", "power", str(MOST_LIVES), durability, "--until-loss", library=library)
    assert found["lost"] + found["damaged"] > 0


def test_power_lost_while_the_database_is_migrated(library: Path) -> None:
    found = run("steps.py", "migrate", "--every", "7", library=library)
    assert found["power_losses"] > 5
    assert found["wrong"] == []


def test_power_lost_while_a_backup_is_put_in_place(library: Path) -> None:
    found = run("steps.py", "restore", "--every", "4", library=library)
    assert found["power_losses"] > 5
    assert found["wrong"] == []

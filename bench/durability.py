"""What survives kills and power losses, and what writing it down costs."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.table import Row, at_most, percentile, show
from devices.command import Command, Outcome, OutcomeKind
from devices.journal import Ending, Journal
from server.database import Database

ROOT = Path(__file__).resolve().parent.parent
POWER = ROOT / "tests" / "server" / "power"
LIVES = 200
WRITERS = (1, 10, 100)
WRITING_S = 4.0


async def measure(lives: int = LIVES) -> list[Row]:
    """Kills; power losses, with NORMAL as the control that has to lose; commits under 1, 10 and 100 writers.

    Raises FileNotFoundError where no C compiler is on the machine.
    """
    if shutil.which("cc") is None:
        raise FileNotFoundError("no C compiler is on this machine")
    rows = [row for writers in WRITERS for row in await _commits(writers)]
    with tempfile.TemporaryDirectory() as folder:
        library = await asyncio.to_thread(_build, Path(folder))
        killed = await asyncio.to_thread(_run, "lives.py", "kill", str(lives))
        cut_off = await asyncio.to_thread(_run, "lives.py", "power", str(lives), library=library)
        control = await asyncio.to_thread(_run, "lives.py", "power", str(lives), "NORMAL", library=library)
        migrated = await asyncio.to_thread(_run, "steps.py", "migrate", library=library)
        restored = await asyncio.to_thread(_run, "steps.py", "restore", library=library)
    return [
        *rows,
        *_survived("kills", killed),
        *_survived("power losses", cut_off),
        Row("power losses with NORMAL instead of FULL", control["lives"]),
        Row("… lost", control["lost"], "", "> 0", control["lost"] > 0),
        Row("… that lost something", control["lives_with_loss"]),
        *_steps("power losses while migrating", migrated),
        *_steps("power losses while putting a backup in place", restored),
    ]


def _survived(name: str, found: dict[str, Any]) -> list[Row]:
    for example in found["examples"]:
        print(f"{name}: {example}", file=sys.stderr)
    lost = sum(found[kind] for kind in ("lost", "open", "other_end", "unrecorded", "risen"))
    return [
        Row(name, found["lives"]),
        Row("… commands accepted until then", found["commands"]),
        Row("… ends and preferences acknowledged until then", found["ended"] + found["preferences"]),
        at_most("… lost, without an end, or with another", lost, 0),
        at_most("… doubled", found["doubled"], 0),
        at_most("… databases damaged", found["damaged"], 0),
    ]


def _steps(name: str, found: dict[str, Any]) -> list[Row]:
    for problem in found["wrong"]:
        print(f"{name}: {problem}", file=sys.stderr)
    return [Row(name, found["power_losses"]), at_most("… not whole afterwards", len(found["wrong"]), 0)]


async def _commits(writers: int) -> list[Row]:
    """How long it takes to write down a command and its end, with so many at once."""
    accepting: list[float] = []
    closing: list[float] = []
    with tempfile.TemporaryDirectory() as folder, Database(Path(folder) / "mimosa.db") as database:
        journal = Journal(database)
        began = perf_counter()

        async def go_on() -> None:
            while perf_counter() - began < WRITING_S:
                command = Command("lamp", "on", True)
                start = perf_counter()
                await journal.accept([command])
                accepting.append(perf_counter() - start)
                start = perf_counter()
                await journal.close(Ending(Outcome(OutcomeKind.DONE, command)))
                closing.append(perf_counter() - start)

        await asyncio.gather(*(go_on() for _ in range(writers)))
        took = perf_counter() - began
    return [
        Row(f"{writers} writers: commands written down and ended", len(closing) / took, "/s"),
        Row("… journal.accept, p50", percentile(accepting, 0.5) * 1000, "ms"),
        Row("… journal.accept, p95", percentile(accepting, 0.95) * 1000, "ms"),
        Row("… journal.close, p50", percentile(closing, 0.5) * 1000, "ms"),
        Row("… journal.close, p95", percentile(closing, 0.95) * 1000, "ms"),
    ]


def _build(folder: Path) -> Path:
    library = folder / "platter.so"
    source = POWER / "platter.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


def _run(script: str, *arguments: str, library: Path | None = None) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | ({"LD_PRELOAD": str(library)} if library else {})
    done = subprocess.run(
        [sys.executable, POWER / script, *arguments], env=environment, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    show("Durability", asyncio.run(measure()))

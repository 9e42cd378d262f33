"""The power fails during each step of one piece of work; prints one JSON object.

    LD_PRELOAD=…/platter.so python steps.py migrate|restore [--every N]

`migrate`: an old database is brought to the present form. `restore`: a damaged one is replaced by its backup. The
database is then opened once more, and has to hold every command, in the present form, with every page whole.
"""

import argparse
import json
import logging
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random

from alembic import command
from alembic.config import Config
from forks import in_a_fork, lose_power
from sqlalchemy import create_engine

import server.migrating
from server.database import Database

COMMANDS = 300


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["migrate", "restore"])
    parser.add_argument("--every", type=int, default=1)
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    lot = Random(os.environ.get("MIMOSA_LOT") or time.time_ns())
    with tempfile.TemporaryDirectory(prefix="steps-") as made:
        before = Path(made).resolve() / "before"
        before.mkdir()
        in_a_fork(lambda pipe: (_old if wanted.what == "migrate" else _damaged)(before / "mimosa.db"))
        print(json.dumps(_fail_at_each(before, wanted.every, lot)))
    return 0


def _fail_at_each(before: Path, every: int, lot: Random) -> dict[str, object]:
    """Steps on which the power failed, and what was wrong afterwards."""
    folder = before.with_name("now")
    wrong: list[str] = []
    step = lot.randint(1, every)
    failures = 0
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        reached = lose_power(folder, step, lambda pipe: _open(folder / "mimosa.db", pipe), lot)
        problem = in_a_fork(lambda pipe: os.write(pipe, (_problem(folder / "mimosa.db") + "\n").encode()))[0]
        if problem:
            wrong.append(f"step {step}: {problem}")
        if reached:
            return {"power_losses": failures, "wrong": wrong}
        failures += 1
        step += every


def _open(file: Path, pipe: int) -> None:
    """Open it, say so, and go on writing until the power fails after all."""
    database = Database(file)
    os.write(pipe, b"open\n")
    while True:
        database.backups.make(database._now())


def _problem(file: Path) -> str:
    try:
        Database(file).close()
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the finding)
        return f"{type(error).__name__}: {error}"
    with closing(sqlite3.connect(file)) as connection:
        check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        found = connection.execute("SELECT count(*) FROM commands").fetchone()[0]
    return "" if (check, found) == ("ok", COMMANDS) else f"{check}, {found} of {COMMANDS} commands"


def _old(file: Path) -> None:
    """A database of the first version."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        configuration = Config(attributes={"connection": connection})
        configuration.set_main_option("script_location", str(Path(server.migrating.__file__).with_name("migrations")))
        command.upgrade(configuration, "0001")
    engine.dispose()
    _fill(file)


def _damaged(file: Path) -> None:
    """A damaged database beside its good backup."""
    with Database(file) as database:
        _fill(file)
        database.backups.make(database._now())
    with file.open("r+b") as opened:
        opened.seek(3 * 4096)
        opened.write(b"\xa5" * 4 * 4096)


def _fill(file: Path) -> None:
    rest = dict.fromkeys(("turn", "person", "role", "surface", "sentence", "created", "deadline", "reason"), "")
    rest |= {"device": "lamp", "capability": "on", "value": "true", "state": "done"}
    names = ", ".join(("id", "deadline_s", "attempts", *rest))
    rows = [(f"command-{number}", 1.0, 0, *rest.values()) for number in range(COMMANDS)]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(f"INSERT INTO commands ({names}) VALUES ({', '.join('?' * len(rows[0]))})", rows)


if __name__ == "__main__":
    sys.exit(main())

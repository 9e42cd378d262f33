"""Lives that end on the spot, by a kill or by a power loss, and what is left of them; prints one JSON object.

    python lives.py kill 200
    LD_PRELOAD=…/platter.so python lives.py power 200 [FULL|NORMAL|OFF]

Each life is a fork of this process, which has everything imported. Most go on with what the life before left;
`--fresh N` begins an empty database every N lives, and after one that was damaged; `--until-loss` ends with the
first life that loses what was acknowledged.
Set MIMOSA_LOT to a number to draw the same lots again.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from forks import in_a_fork, lose_power
from house import live
from witness import Findings, Told, as_json, examine

from server import connections, writing

LONGEST_LIFE_S = 0.6
"""Seconds after which a kill comes at the latest: counted from the start in one half of the lives, and in the other
from when it first tells something, however long the machine takes for a start."""

MOST_OPERATIONS = 1_200
"""Operations on files after which the power fails at the latest; a start takes some 60 of them."""

DIFFERENCES = ("lost", "open", "other_end", "doubled", "unrecorded", "risen")
FIGURES = ("lives", "commands", "ended", "preferences", *DIFFERENCES, "damaged", "lives_with_loss")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=["kill", "power"])
    parser.add_argument("count", type=int)
    parser.add_argument("durability", nargs="?", default=connections.DURABILITY, choices=["FULL", "NORMAL", "OFF"])
    parser.add_argument("--fresh", type=int, default=25)
    parser.add_argument("--until-loss", action="store_true", help="end with the first life that loses something")
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    connections.DURABILITY = wanted.durability
    lot = Random(os.environ.get("MIMOSA_LOT") or time.time_ns())
    series = Series(wanted.how, wanted.fresh, lot)
    with tempfile.TemporaryDirectory(prefix="lives-") as made:
        for number in range(wanted.count):
            series.one(Path(made).resolve(), number)
            if wanted.until_loss and series.has_lost:
                break
    print(json.dumps(series.told()))
    return 0


class Series:
    """Many lives, one after the other."""

    def __init__(self, how: str, fresh: int, lot: Random) -> None:
        self._how = how
        self._fresh = fresh
        self._lot = lot
        self._told = Told()
        self._begun = 0
        self._figures = dict.fromkeys(FIGURES, 0)
        self._examples: list[str] = []

    def one(self, made: Path, number: int) -> None:
        """One life, its end, and what the next start finds."""
        if number % self._fresh == 0:
            self._begin_anew()
        folder = made / str(self._begun)
        folder.mkdir(exist_ok=True)
        before = self._heard()
        (self._killed if self._how == "kill" else self._cut_off)(folder, number * 1_000_000)
        for name, old, new in zip(("commands", "ended", "preferences"), before, self._heard(), strict=True):
            self._figures[name] += new - old
        self._count(in_a_fork(lambda pipe: _answer(pipe, examine(folder, self._told))))
        self._examples = self._examples[:20]

    def _begin_anew(self) -> None:
        self._told = Told()
        self._begun += 1

    def _heard(self) -> tuple[int, int, int]:
        return len(self._told.accepted), len(self._told.ended), len(self._told.likes)

    @property
    def has_lost(self) -> bool:
        """Whether something that was acknowledged is gone, or the database cannot be read any more."""
        return self._figures["lost"] + self._figures["damaged"] > 0

    def told(self) -> dict[str, object]:
        """The figures, with the first things that were lost."""
        return {**self._figures, "examples": self._examples}

    def _killed(self, folder: Path, first_value: int) -> None:
        lot = Random(self._lot.random())
        after_s = self._lot.uniform(0.01, LONGEST_LIFE_S)
        _fast_checkpoints(self._lot)
        work = lambda pipe: live(folder, pipe, first_value, lot)  # noqa: E731
        lines = in_a_fork(work, kill_after_s=after_s, once_it_tells=self._lot.random() < 0.5)
        self._hear(lines)

    def _cut_off(self, folder: Path, first_value: int) -> None:
        lot = Random(self._lot.random())
        operations = self._lot.randint(1, self._lot.choice((80, MOST_OPERATIONS)))
        _fast_checkpoints(self._lot)
        work = lambda pipe: live(folder, pipe, first_value, lot)  # noqa: E731
        self._hear(lose_power(folder, operations, work, self._lot))

    def _hear(self, lines: list[str]) -> None:
        for line in lines:
            self._told.hear(line)

    def _count(self, answer: list[str]) -> None:
        found = Findings(**json.loads(answer[0]))
        self._figures["lives"] += 1
        self._figures["lives_with_loss"] += bool(found.losses or found.doubled or found.damaged)
        self._figures["damaged"] += bool(found.damaged)
        for name in DIFFERENCES:
            things = getattr(found, name)
            self._figures[name] += len(things)
            self._examples += [f"life {self._figures['lives']}: {name} {thing}" for thing in things[:3]]
        if found.damaged:
            self._examples.append(f"life {self._figures['lives']}: {found.damaged}")
        if found.losses or found.damaged:
            # What is lost stays lost; it is counted once.
            self._begin_anew()


def _fast_checkpoints(lot: Random) -> None:
    """Bring the log into the database often in some lives, so that many ends fall into it."""
    writing.CHECKPOINT_AFTER = lot.choice((5, 20, 60, 200))


def _answer(pipe: int, findings: Findings) -> None:
    os.write(pipe, as_json(findings).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())

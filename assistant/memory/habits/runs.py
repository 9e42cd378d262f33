"""How long a habit has held: values that follow each other, and how probable it is that it became another one when.

Each run is a belief: "since so many times it is as it is now". Whenever a value comes, the runs that expected it gain.
"""

from dataclasses import dataclass

CHANGES = 1 / 40
"""The chance that a habit becomes another one from one time to the next."""

WHIM = 0.04
"""The chance that a value is taken without any reason."""

UNSEEN = 0.1
"""How much each value weighs that was never taken in a run."""

MOST = 8
"""Runs that are believed in at once."""

INCREDIBLE = 1e-3
"""A run less probable than that is given up."""


@dataclass(slots=True)
class _Run:
    belief: float
    length: int
    taken: dict[str, int]


class Runs:
    """Values that come one after another under the same conditions."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def chance(self, value: str, kinds: int) -> float:
        """That this value comes next, of so many kinds there are."""
        if not self._runs:
            return 1 / kinds
        return sum(run.belief * _chance(run, value, kinds) for run in self._runs)

    def values(self) -> set[str]:
        """Those that were taken in any run."""
        return {value for run in self._runs for value in run.taken}

    @property
    def length(self) -> int:
        """How many times the most probable run has lasted."""
        return max(self._runs, key=lambda run: run.belief).length if self._runs else 0

    def add(self, value: str, kinds: int) -> None:
        """This value came, of so many kinds there are."""
        if not self._runs:
            self._runs = [_Run(1.0, 1, {value: 1})]
            return
        anew = CHANGES * sum(run.belief for run in self._runs) / kinds
        for run in self._runs:
            run.belief *= (1 - CHANGES) * _chance(run, value, kinds)
            run.length += 1
            run.taken[value] = run.taken.get(value, 0) + 1
        runs = sorted([*self._runs, _Run(anew, 1, {value: 1})], key=lambda run: run.belief, reverse=True)[:MOST]
        total = sum(run.belief for run in runs)
        self._runs = [run for run in runs if run.belief > INCREDIBLE * total]
        total = sum(run.belief for run in self._runs)
        for run in self._runs:
            run.belief /= total


def _chance(run: _Run, value: str, kinds: int) -> float:
    regular = (run.taken.get(value, 0) + UNSEEN) / (run.length + UNSEEN * kinds)
    return (1 - WHIM) * regular + WHIM / kinds

"""What all parts of the simulated car have in common: they live in steps of simulated time, and tell what became."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from devices.device import Value

Values = Mapping[str, Value]
"""Path → what the car's signal is now."""


@dataclass(frozen=True, slots=True)
class Became:
    """A signal that became something else."""

    path: str
    value: Value
    cause: str
    """The id of the command, or what else brought it about ("driving", "hand", …)."""
    old: Value = None
    """What it was before; filled in when it takes effect."""


class Part(Protocol):
    """A part of the car with a life of its own."""

    def advance(self, values: Values, seconds: float) -> Sequence[Became]:
        """Live so many simulated seconds; returns what became different."""
        ...


def number(values: Values, path: str) -> float:
    """A signal that is a number; 0 where the car does not have it."""
    value = values.get(path, 0)
    return 0.0 if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


class Gauge:
    """A quantity that changes smoothly and is told in steps; somebody may also set what it tells."""

    def __init__(self, path: str, step: float) -> None:
        self.path = path
        self._step = step
        self._exact = 0.0
        self._told: Value = None

    def exact(self, values: Values) -> float:
        """How much it is."""
        told = values.get(self.path)
        if told != self._told:
            self._exact, self._told = number(values, self.path), told
        return self._exact

    def become(self, exact: float, values: Values, cause: str) -> list[Became]:
        """It is so much now; tells it where that is another step."""
        self._exact = exact
        steps = round(exact / self._step)
        told: Value = steps if self._step == 1 else round(steps * self._step, 6)
        if self._told == told and values.get(self.path) == told:
            return []
        self._told = told
        return [Became(self.path, told, cause)] if values.get(self.path) != told else []

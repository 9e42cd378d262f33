"""Numbers that lie so close together that nobody means them to differ, as 40 and 42 percent do."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from assistant.memory.happenings import Value

CLOSE = 0.05
"""By what share of the larger one two numbers may differ …"""

CLOSE_DEGREES = 0.3
"""… and two temperatures by how much: half a degree is meant."""

SLOWLY = 8
"""Of so many of the last numbers the middle is their mean."""


@dataclass(slots=True)
class _Kind:
    name: str
    middle: float
    times: int


def are_close(action: str, one: Value, other: Value) -> bool:
    """Whether two values of this action are as good as the same."""
    if not _is_number(one) or not _is_number(other):
        return type(one) is type(other) and one == other
    return abs(float(one) - float(other)) <= _apart(action, float(one), float(other))  # type: ignore[arg-type]


def middle_of(values: Sequence[Value]) -> Value:
    """The one in the middle of values of one kind, which was really taken; without numbers the last. One at least."""
    numbers = [value for value in values if _is_number(value)]
    return median_low(numbers) if len(numbers) == len(values) else values[-1]  # type: ignore[type-var]


class Kinds:
    """The kinds of value that one action was given, in the order of time."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[_Kind]] = {}

    def add(self, action: str, value: Value) -> str:
        """The name of the kind to which this value belongs, a new one where none lies close."""
        if not _is_number(value):
            return _name(value)
        number = float(value)  # type: ignore[arg-type]
        kind = self._nearest(action, number)
        if kind is None:
            kind = _Kind(_name(value), number, 0)
            self._numbers.setdefault(action, []).append(kind)
        kind.times = min(kind.times + 1, SLOWLY)
        kind.middle += (number - kind.middle) / kind.times
        return kind.name

    def of(self, action: str, value: Value) -> str:
        """The same without taking it in."""
        kind = self._nearest(action, float(value)) if _is_number(value) else None  # type: ignore[arg-type]
        return kind.name if kind else _name(value)

    def _nearest(self, action: str, number: float) -> _Kind | None:
        kinds = self._numbers.get(action, ())
        nearest = min(kinds, key=lambda kind: abs(kind.middle - number), default=None)
        close = nearest is not None and abs(nearest.middle - number) <= _apart(action, nearest.middle, number)
        return nearest if close else None


def _apart(action: str, one: float, other: float) -> float:
    degrees = "temperature" in action and "color" not in action
    return CLOSE_DEGREES if degrees else CLOSE * max(abs(one), abs(other))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _name(value: Value) -> str:
    """Number 1 and true differ."""
    return f"number {float(value):g}" if _is_number(value) else f"{type(value).__name__} {value}"  # type: ignore[arg-type]

"""A habit that has just become another one."""

from collections import Counter
from collections.abc import Sequence

ANEW = 3
"""Times in a row that are taken for a new habit …"""

BEFORE = 6
"""… where of so many times before them …"""

HELD = 0.75
"""… this share was one other value."""

SOON = 2
"""Times in a row that are enough, since nobody has the same whim twice, …"""

FORTNIGHT, FIRM, FIRMLY = 14, 8, 0.85
"""… where of the last times before them, at least so many, this share was one other value: then it made no difference
what day or hour it was."""


def changed(values: Sequence[str], least: int = ANEW) -> tuple[str, int] | None:
    """The new habit that the last values show, and how often it was taken in a row; None where there is none.

    There is one where the last ones, at `least` so many, agree, and those before them mostly agreed on another.
    """
    if not values:
        return None
    row = next((back for back, value in enumerate(reversed(values)) if value != values[-1]), len(values))
    earlier = values[: len(values) - row]
    enough = row >= ANEW or (row >= least and _is_firm(earlier[-FORTNIGHT:]))
    return (values[-1], row) if enough and _held(earlier[-BEFORE:]) not in (None, values[-1]) else None


def _held(values: Sequence[str]) -> str | None:
    """The one value that these mostly are."""
    value, times = max(Counter(values).items(), key=lambda item: item[1], default=("", 0))
    return value if len(values) >= ANEW and times >= HELD * len(values) else None


def _is_firm(values: Sequence[str]) -> bool:
    """Whether one value was taken on almost all of so many days that no weekend makes a difference."""
    return len(values) >= FIRM and max(Counter(values).values()) >= FIRMLY * len(values)

"""What the world can do to a simulated device, as data, and whether something asked for is such a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.device import Value


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a device can be made to feel: a number between limits, one of some words, or yes and no."""

    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()

    def fit(self, told: object) -> Value:
        """The value, where it is one; None otherwise."""
        if self.words:
            return told if isinstance(told, str) and told in self.words else None
        if self.low is None or self.high is None:
            return told if isinstance(told, bool) else None
        is_number = isinstance(told, int | float) and not isinstance(told, bool)
        return told if is_number and self.low <= told <= self.high else None  # type: ignore[operator, return-value]

    @property
    def right(self) -> str:
        """What would be right, in words for people."""
        if self.words:
            return ", ".join(self.words)
        return "true, false" if self.low is None else f"{self.low:g} to {self.high:g}"


YES_OR_NO = Sense()


def fitted(told: Mapping[str, Any], senses: Mapping[str, Sense]) -> tuple[dict[str, Value], str]:
    """What is known and in its limits, and what is wrong with the rest; empty where all is well."""
    if not told:
        return {}, _known(senses)
    known: dict[str, Value] = {}
    for name, raw in told.items():
        if name not in senses:
            return {}, f"{name!r} is nothing it feels; {_known(senses)}"
        value = senses[name].fit(raw)
        if value is None:
            return {}, f"{name} is {senses[name].right}; not {raw!r}"
        known[name] = value
    return known, ""


def _known(senses: Mapping[str, Sense]) -> str:
    if not senses:
        return "it feels nothing"
    return "it feels " + "; ".join(f"{name} ({sense.right})" for name, sense in senses.items())

"""Whether a wish fits a capability: type, range, choices."""

import math
import re
from collections.abc import Callable, Mapping

from devices.device import Capability, Shape, Value
from devices.numbers import is_finite

MAX_TEXT = 1_000
"""Characters of a text that is sent to a device."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def fits(capability: Capability, value: Value) -> bool:
    """Whether the capability takes the value."""
    return _FITS[capability.shape](capability, value)


def _flag(capability: Capability, value: Value) -> bool:
    return isinstance(value, bool)


def _number(capability: Capability, value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
        return False
    low = -math.inf if capability.low is None else capability.low
    high = math.inf if capability.high is None else capability.high
    return low <= value <= high


def _choice(capability: Capability, value: Value) -> bool:
    return isinstance(value, str) and value in capability.choices


def _color(capability: Capability, value: Value) -> bool:
    return isinstance(value, str) and _COLOR.fullmatch(value) is not None


def _text(capability: Capability, value: Value) -> bool:
    if isinstance(value, tuple):
        return len(value) <= MAX_TEXT and all(_text(capability, part) for part in value)
    return isinstance(value, str) and len(value) <= MAX_TEXT and (not capability.choices or value in capability.choices)


def _act(capability: Capability, value: Value) -> bool:
    """An act takes nothing (None or True), one of its choices or some of them, a number in range, or a text."""
    match value:
        case None | True:
            return True
        case bool():
            return False
        case tuple():
            return bool(value) and all(_text(capability, part) for part in value)
        case str():
            return _text(capability, value)
    return _number(capability, value)


_FITS: Mapping[Shape, Callable[[Capability, Value], bool]] = {
    Shape.FLAG: _flag,
    Shape.NUMBER: _number,
    Shape.CHOICE: _choice,
    Shape.COLOR: _color,
    Shape.TEXT: _text,
    Shape.ACT: _act,
}

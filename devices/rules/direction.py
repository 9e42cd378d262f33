"""Which way a wish goes: opening and unlocking are dangerous, closing and locking never are."""

from collections.abc import Callable, Mapping

from devices.command import Command
from devices.device import Value

Dangerous = Callable[[Value], bool]


def _is_false(value: Value) -> bool:
    return value is False


def _is_true(value: Value) -> bool:
    return value is True


def _is_not_shut(value: Value) -> bool:
    return not (isinstance(value, int | float) and value == 0)


def _is_open_switch(value: Value) -> bool:
    return value not in ("INACTIVE", "CLOSE", "ONE_SHOT_CLOSE", "TILT_DOWN")


def _always(value: Value) -> bool:
    return True


UNLOCKING: Mapping[str, Dangerous] = {"locked": _is_false, "IsLocked": _is_false, "unlatch": _always}
"""The last part of a capability's name → whether a wish for it unlocks."""

OPENING: Mapping[str, Dangerous] = {
    "open": _is_true,
    "position": _is_not_shut,
    "IsOpen": _is_true,
    "IsFlapOpen": _is_true,
    "IsFuelPortFlapOpen": _is_true,
    "Position": _is_not_shut,
    "Switch": _is_open_switch,
}
"""The last part of a capability's name → whether a wish for it opens."""


def unlocks(command: Command) -> bool:
    """Whether the wish unlocks something. Locking never does."""
    return _goes(command, UNLOCKING)


def opens(command: Command) -> bool:
    """Whether the wish opens something, however little. Closing never does."""
    return _goes(command, OPENING)


def _goes(command: Command, table: Mapping[str, Dangerous]) -> bool:
    dangerous = table.get(command.capability.rpartition(".")[2])
    return dangerous is not None and dangerous(command.value)

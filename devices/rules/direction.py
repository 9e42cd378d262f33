"""Which way a wish goes: off, closed, locked, lower, stopped are safe; the other way may not be."""

from collections.abc import Callable, Mapping

from devices.command import Command
from devices.device import Value

Way = Callable[[Value, Value], bool]
"""(value wished, value now; None where that is unknown) → whether it goes this way."""


def is_number(value: Value) -> bool:
    """Whether it is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Value, otherwise: float = 0.0) -> float:
    """The number, or `otherwise` for anything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _is(*values: Value) -> Way:
    return lambda wished, present: any(wished is v or (type(wished) is type(v) and wished == v) for v in values)


def _zero(wished: Value, present: Value) -> bool:
    return is_number(wished) and wished == 0


def _lower(wished: Value, present: Value) -> bool:
    return _zero(wished, present) or (is_number(wished) and is_number(present) and number(wished) <= number(present))


def _always(wished: Value, present: Value) -> bool:
    return True


def _armed(wished: Value, present: Value) -> bool:
    return isinstance(wished, str) and wished.startswith("armed")


SAFE: Mapping[str, Way] = {
    "on": _is(False),
    "open": _is(False),
    "position": _zero,
    "tilt": _zero,
    "stop": _always,
    "cancel": _always,
    "locked": _is(True),
    "activity": _is("paused", "returning", "docked", "idle"),
    "playback": _is("paused", "idle"),
    "volume": _lower,
    "muted": _is(True),
    "alarm_mode": _armed,
    "mode": _is("off"),
    "status": _is("idle", "off"),
    "target_temperature": _lower,
    "target_temperature_low": _lower,
    "target_temperature_high": _lower,
    "target_humidity": _lower,
    "brightness": _lower,
    "speed": _lower,
    "keep_warm": _is(False),
    "locate": _always,
    # the car's signals, by the last part of their paths
    "IsOpen": _is(False),
    "IsLocked": _is(True),
    "IsFlapOpen": _is(False),
    "IsFuelPortFlapOpen": _is(False),
    "IsWindowChildLockEngaged": _is(True),
    "Position": _zero,
    "Switch": _is("INACTIVE", "CLOSE", "ONE_SHOT_CLOSE", "TILT_DOWN"),
    "IsAirConditioningActive": _is(False),
    "HeatingCooling": _zero,
    "FanSpeed": _zero,
    "Level": _zero,
    "IsDomeOn": _is(False),
    "IsLightOn": _is(False),
    "StartStopCharging": _is("STOP"),
    "Volume": _lower,
}
"""Last part of a capability's name → whether a wish for it goes the safe way."""

OFF_VALUES = (False, "off", "OFF", "idle", "STOP")


def last_part(capability: str) -> str:
    """What a capability is called within its path."""
    return capability.rpartition(".")[2]


def is_safe(command: Command, present: Value) -> bool:
    """Whether the wish goes the safe way, as far as its direction tells."""
    way = SAFE.get(last_part(command.capability))
    return way is not None and way(command.value, present)


def is_off(value: Value) -> bool:
    """Whether the value means off."""
    return (is_number(value) and value == 0) or any(type(v) is type(value) and v == value for v in OFF_VALUES)


def unlocks(command: Command) -> bool:
    """Whether the wish unlocks something. Locking never does."""
    part = last_part(command.capability)
    return part == "unlatch" or (part in ("locked", "IsLocked") and not is_safe(command, None))


OPENING = frozenset({"open", "position", "IsOpen", "IsFlapOpen", "IsFuelPortFlapOpen", "Position", "Switch"})
"""Last parts of what opens and closes."""


def opens(command: Command) -> bool:
    """Whether the wish opens something, however little. Closing never does."""
    return last_part(command.capability) in OPENING and not is_safe(command, None)

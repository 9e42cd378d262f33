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


CAR = frozenset({"car"})
COVERS = frozenset({"cover", "valve"})
ROBOTS = frozenset({"vacuum", "lawn_mower"})
CLIMATES = frozenset({"climate", "water_heater", "humidifier"})
SWITCHED = CLIMATES | ROBOTS | frozenset(
    {
        *("light", "switch", "fan", "media_player", "siren", "cooker", "valve", "timer", "camera"),
        *("input_boolean", "group", "remote", "outlet", "plug", "number", "select", "sensor"),
    }
)  # fmt: skip
"""Kinds that "on" switches, and that are safe while off as far as no other row and no name says more. What
watches over the house (an alarm, a lock) and what switches other things (an automation, a script) is none of them."""

SAFE: Mapping[str, Mapping[frozenset[str], Way]] = {
    "on": {SWITCHED: _is(False)},
    "open": {COVERS: _is(False)},
    "position": {COVERS: _zero},
    "tilt": {COVERS: _zero},
    "stop": {COVERS | ROBOTS: _always},
    "cancel": {frozenset({"cooker"}): _always},
    "locked": {frozenset({"lock"}): _is(True)},
    "activity": {ROBOTS: _is("paused", "returning", "docked", "idle")},
    "clean_zone": {ROBOTS: _is("none")},
    "locate": {ROBOTS: _always},
    "playback": {frozenset({"media_player"}): _is("paused", "idle")},
    "volume": {frozenset({"media_player"}): _lower},
    "muted": {frozenset({"media_player"}): _is(True)},
    "alarm_mode": {frozenset({"alarm_control_panel"}): _armed},
    "mode": {CLIMATES | {"fan"}: _is("off")},
    "status": {frozenset({"cooker"}): _is("idle", "off")},
    "keep_warm": {frozenset({"cooker"}): _is(False)},
    "target_temperature": {CLIMATES: _lower},
    "target_temperature_low": {CLIMATES: _lower},
    "target_temperature_high": {CLIMATES: _lower},
    "target_humidity": {CLIMATES: _lower},
    "brightness": {frozenset({"light"}): _lower},
    "speed": {frozenset({"fan"}): _lower},
    # the car's signals, by the last part of their paths
    "IsOpen": {CAR: _is(False)},
    "IsLocked": {CAR: _is(True)},
    "IsFlapOpen": {CAR: _is(False)},
    "IsFuelPortFlapOpen": {CAR: _is(False)},
    "IsWindowChildLockEngaged": {CAR: _is(True)},
    "Position": {CAR: _zero},
    "Switch": {CAR: _is("INACTIVE", "CLOSE", "ONE_SHOT_CLOSE", "TILT_DOWN")},
    "IsAirConditioningActive": {CAR: _is(False)},
    "HeatingCooling": {CAR: _zero},
    "FanSpeed": {CAR: _zero},
    "Level": {CAR: _zero},
    "IsDomeOn": {CAR: _is(False)},
    "IsLightOn": {CAR: _is(False)},
    "StartStopCharging": {CAR: _is("STOP")},
    "Volume": {CAR: _lower},
}
"""Last part of a capability's name → kind of device → whether a wish for it goes the safe way. The same word is not the
same thing everywhere: to stop a cover stands still, to stop whatever a button or a script of that name stops may be an
alarm; to locate a vacuum makes it beep, to locate a tracker tells where somebody is."""

_WAYS: Mapping[tuple[str, str], Way] = {
    (name, kind): way for name, ways in SAFE.items() for kinds, way in ways.items() for kind in kinds
}

OFF_VALUES = (False, "off", "OFF", "idle", "STOP")


def last_part(capability: str) -> str:
    """What a capability is called within its path."""
    return capability.rpartition(".")[2]


def is_safe(command: Command, present: Value, kind: str) -> bool:
    """Whether the wish goes the safe way, as far as its direction tells, for a device of this kind."""
    way = _WAYS.get((last_part(command.capability), kind))
    return way is not None and way(command.value, present)


def _goes_back(command: Command) -> bool:
    """Whether it goes the safe way for any kind that has such a capability."""
    ways = SAFE.get(last_part(command.capability), {}).values()
    return any(way(command.value, None) for way in ways)


def is_off(value: Value) -> bool:
    """Whether the value means off."""
    return (is_number(value) and value == 0) or any(type(v) is type(value) and v == value for v in OFF_VALUES)


def unlocks(command: Command) -> bool:
    """Whether the wish unlocks something. Locking never does."""
    part = last_part(command.capability)
    return part == "unlatch" or (part in ("locked", "IsLocked") and not _goes_back(command))


OPENING = frozenset({"open", "position", "IsOpen", "IsFlapOpen", "IsFuelPortFlapOpen", "Position", "Switch"})
"""Last parts of what opens and closes."""


def opens(command: Command) -> bool:
    """Whether the wish opens something, however little. Closing never does."""
    return last_part(command.capability) in OPENING and not _goes_back(command)

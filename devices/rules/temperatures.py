"""Temperatures of wishes, in °C, and the limits that matter."""

from devices.command import Command
from devices.device import Device

TARGETS = frozenset({"target_temperature", "target_temperature_low", "target_temperature_high"})

ROOM_LIMIT_C = 30.0
"""No room is heated above this without a question."""
SCALDING_C = 60.0
"""Water hotter than this scalds in seconds."""
FROST_LIMIT_C = 8.0
"""A room kept at this keeps its pipes from freezing."""
FREEZING_C = 0.0

_NO_ROOM_C = 50.0
"""A room's target above this, without any limit given, is in °F whatever the unit says."""


def in_celsius(value: float, unit: str) -> float:
    """A temperature in °C; anything but °F counts as °C."""
    return (value - 32) / 1.8 if unit == "°F" else value


def target_c(command: Command, device: Device) -> float | None:
    """What the wish wants to be reached, in °C; None where it wants no temperature."""
    value = command.value
    if command.capability not in TARGETS or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    capability = device.capabilities.get(command.capability)
    unit = capability.unit if capability else "°C"
    unlimited = capability is None or capability.high is None
    if device.kind == "climate" and unlimited and value > _NO_ROOM_C:
        unit = "°F"
    return in_celsius(float(value), unit)


def is_too_hot(command: Command, device: Device) -> bool:
    """Whether a room would get hotter than anybody means."""
    target = target_c(command, device)
    return target is not None and target > ROOM_LIMIT_C


def is_scalding(command: Command, device: Device) -> bool:
    """Whether water would get so hot that it scalds."""
    target = target_c(command, device)
    return target is not None and target > SCALDING_C

"""Starting what gets hot."""

from devices.command import Command
from devices.device import Device
from devices.policy import Allow, Confirm, Decision, Situation

STARTS_HEAT: frozenset[tuple[str, str]] = frozenset({("cooker", "start"), ("cooker", "on"), ("cooker", "status")})
"""(kind, capability) of what begins to heat when it is wished for."""

SAFE_WISHES = (False, "off", "idle", "cancel", "stop")
"""Wishes for these capabilities that end the heat; they always work."""


def heat(command: Command, device: Device, situation: Situation) -> Decision:
    """Ask before a cooker starts; stopping it needs no question."""
    starts = (device.kind, command.capability) in STARTS_HEAT and command.value not in SAFE_WISHES
    return Confirm() if starts else Allow()

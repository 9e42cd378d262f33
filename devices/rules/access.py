"""Letting somebody in: unlocking, opening a garage, a gate, a door, a trunk; switching an alarm off."""

from collections.abc import Mapping

from devices.command import Command, Reason, Role
from devices.device import Device
from devices.policy import Allow, Confirm, Decision, Refuse, Situation
from devices.rules.direction import opens, unlocks

ENTRANCES = frozenset({"garage", "garage_door", "gate", "door"})
"""Flavours of cover that let people into the house."""

CAR_ENTRANCES = ("Vehicle.Body.Trunk.", "Vehicle.Body.Hood.", "Vehicle.Cabin.Door.")
"""Beginnings of the VSS paths of what opens the car; the windows in its doors are not meant."""

DECISION: Mapping[Role, Decision] = {
    "owner": Confirm(),
    "adult": Confirm(),
    "child": Refuse(Reason.NOT_ALLOWED),
    "guest": Refuse(Reason.NOT_ALLOWED),
    "unknown_voice": Refuse(Reason.NOT_ALLOWED),
    "routine": Refuse(Reason.NOT_ALLOWED),
    "untrusted_text": Refuse(Reason.NOT_ALLOWED),
}
"""Who wishes it → the answer. The safe direction (lock, close, arm) is anybody's."""


def access(command: Command, device: Device, situation: Situation) -> Decision:
    """Ask those who live here, refuse everybody else."""
    return DECISION[command.origin.role] if lets_in(command, device) else Allow()


def lets_in(command: Command, device: Device) -> bool:
    """Whether the command gives somebody a way in."""
    match device.kind:
        case "lock":
            return unlocks(command) or opens(command)
        case "cover":
            return device.flavour in ENTRANCES and opens(command)
        case "car":
            return opens_car(command) or (unlocks(command) and command.capability.startswith(CAR_ENTRANCES))
        case "alarm_control_panel":
            return command.value == "disarmed"
    return False


def opens_car(command: Command) -> bool:
    """Whether the command opens a door, the trunk or the hood of the car."""
    return opens(command) and command.capability.startswith(CAR_ENTRANCES) and ".Window." not in command.capability

"""What policy may know beside a command: the state of the car and the house at this moment."""

from collections.abc import Callable
from datetime import datetime

from devices.command import Command
from devices.device import Device
from devices.facts import Facts
from devices.policy import Driving, Situation
from devices.registry import Registry
from devices.rules.motion import DRIVING_SIGNALS, Signal, driving

Approved = Callable[[Device, str], bool]
"""Whether the owner has approved a device's capability of that name."""


def all_approved(device: Device, capability: str) -> bool:
    """Nothing waits for approval."""
    return True


class Situations:
    """Reads the situation of a command out of what is known."""

    def __init__(self, registry: Registry, facts: Facts, now: Callable[[], datetime], approved: Approved) -> None:
        self._registry = registry
        self._facts = facts
        self._now = now
        self._approved = approved

    def of(self, command: Command, device: Device, group_size: int) -> Situation:
        """The situation in which this command, one of a group of that size, is decided on."""
        now = self._now()
        doing = Driving.UNKNOWN
        if device.kind == "car":
            known = {name: self._facts.get(device.id, name) for name in DRIVING_SIGNALS}
            doing = driving({name: Signal(f.value, f.at) for name, f in known.items() if f and f.live}, now)
        return Situation(now, doing, group_size, self._approved(device, command.capability))

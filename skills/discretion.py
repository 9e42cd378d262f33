"""The home as somebody of a role may know it: what is not theirs to know looks as if it had never been reported."""

from collections.abc import Mapping
from typing import cast

from devices.command import Outcome, Reason, Role
from devices.device import Device, Floor, Room
from devices.facts import Fact
from devices.home import Home
from devices.rules.privacy import may_know


class Discreet:
    """A home that keeps private facts to itself, and remembers about whom it was asked in vain."""

    def __init__(self, home: Home, role: Role) -> None:
        self._home = home
        self._role = role
        self.kept: dict[str, None] = {}
        """Ids of the devices of which something was not told, in the order of asking."""

    @property
    def devices(self) -> Mapping[str, Device]:
        """Every device by id: that it is there is no secret."""
        return self._home.devices

    @property
    def rooms(self) -> Mapping[str, Room]:
        """Every room by id."""
        return self._home.rooms

    @property
    def floors(self) -> Mapping[str, Floor]:
        """Every floor by id."""
        return self._home.floors

    def fact(self, device_id: str, capability: str) -> Fact | None:
        """The last thing the device said, where this role may know it."""
        device = self._home.devices.get(device_id)
        if device is not None and not may_know(self._role, device, capability):
            self.kept[device_id] = None
            return None
        return self._home.fact(device_id, capability)

    def available(self, device_id: str) -> bool | None:
        """Whether the device is there."""
        return self._home.available(device_id)

    @property
    def seen(self) -> Home:
        """The same, typed as what it stands for."""
        return cast(Home, self)


def tells_too_much(outcome: Outcome, device: Device | None) -> bool:
    """Whether even what was wished is not told: of "brighter" it would say how bright it is at home, to a car that may
    not ask.
    """
    return outcome.reason is Reason.NOT_GRANTED and device is not None and device.kind != "car"

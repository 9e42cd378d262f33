"""What is known about every capability, how fresh it is, and which devices are there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from devices.command import Report
from devices.device import Availability, Capability, Device, Shape, Value
from devices.numbers import is_finite

ABSOLUTE_ZERO_C = -273.15


@dataclass(frozen=True, slots=True)
class Fact:
    """The last thing a device said about one of its capabilities."""

    value: Value
    at: datetime
    """When it was heard, with its time zone."""
    live: bool
    """Heard from the device itself since the connection to the broker stands, and not in doubt since."""
    order: int
    """Newer means larger."""


class Facts:
    """The last report of every capability, and the availability of every device."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, Fact]] = {}
        self._online: dict[str, dict[str, tuple[int, bool]]] = {}
        """By device and topic: in which order it was heard, and what."""

    def get(self, device_id: str, capability: str) -> Fact | None:
        """The last report, or None where there was none."""
        return self._facts.get(device_id, {}).get(capability)

    def of(self, device_id: str) -> Mapping[str, Fact]:
        """Every last report of one device, by capability."""
        return self._facts.get(device_id, {})

    def take(self, report: Report) -> Fact | None:
        """Keep a report; returns the fact where it is taken.

        While the connection stands, what the broker had kept never replaces what the device itself said.
        """
        known = self.get(report.device, report.capability)
        if known is not None and known.live and not report.live:
            return None
        fact = Fact(report.value, report.at, report.live, report.order)
        self._facts.setdefault(report.device, {})[report.capability] = fact
        return fact

    def doubt(self, device_id: str, capability: str) -> None:
        """What was known may not hold any more, until the device says something new."""
        known = self.get(device_id, capability)
        if known is not None:
            self._facts[device_id][capability] = replace(known, live=False)

    def doubt_all(self) -> None:
        """The connection broke: everything may have changed meanwhile."""
        for facts in self._facts.values():
            for capability, fact in facts.items():
                facts[capability] = replace(fact, live=False)

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._facts.pop(device_id, None)
        self._online.pop(device_id, None)

    def hear_availability(self, device_id: str, availability: Availability, payload: bytes, order: int) -> bool:
        """Take what an availability topic says (newer with a larger order); returns whether it says something."""
        said = availability.decode(payload)
        if said not in (availability.online, availability.offline):
            return False
        self._online.setdefault(device_id, {})[availability.topic] = order, said == availability.online
        return True

    def has_heard(self, device_id: str, about: Capability | Availability) -> bool:
        """Whether the device said anything about it."""
        match about:
            case Capability(name=name):
                return self.get(device_id, name) is not None
        return about.topic in self._online.get(device_id, {})

    def available(self, device: Device) -> bool | None:
        """Whether the device is there; None where it has no way to say, or has not said."""
        heard = self._online.get(device.id, {})
        said = [heard[a.topic][1] for a in device.availability if a.topic in heard]
        if not said:
            return None
        match device.availability_mode:
            case "all":
                return False if False in said else (True if len(said) == len(device.availability) else None)
            case "any":
                return True if True in said else (False if len(said) == len(device.availability) else None)
        return max(heard.values())[1]


def is_plausible(capability: Capability, value: Value) -> bool:
    """Whether a device can mean it: numbers are finite, and what is counted is a number or a word for a transition."""
    match value:
        case bool():
            return capability.shape is not Shape.NUMBER
        case int() | float():
            return is_finite(value) and not (capability.unit == "°C" and value < ABSOLUTE_ZERO_C)
        case str():
            return capability.shape is not Shape.NUMBER or value in capability.under_way
        case tuple():
            return capability.shape is not Shape.NUMBER and all(isinstance(part, str) for part in value)
    return False

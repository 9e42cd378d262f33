"""What policy may know beside a command: the state of the car and the house at this moment."""

from collections.abc import Callable
from datetime import UTC, datetime

from devices.command import Command, Report
from devices.device import Device
from devices.facts import Facts
from devices.policy import CarNow, Driving, Situation
from devices.registry import Registry
from devices.rules.driving import DRIVING_SIGNALS, Signal, driving, says_moving, speed_in
from devices.surroundings import Outlook, car_now

Approved = Callable[[Device, str], bool]
"""Whether the owner has approved a device's capability of that name."""

_WORST_FIRST = (Driving.MOVING, Driving.UNKNOWN, Driving.STOPPED, Driving.PARKED)


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
        self._last_moving: dict[str, datetime] = {}
        self._outlook = Outlook.over(())
        self._version = -1
        facts.watch(self._hear)

    def of(self, command: Command, device: Device, group_size: int) -> Situation:
        """The situation in which this command, one of a group of that size, is decided on."""
        now = self._now()
        outlook = self._looked_at()
        doing, car = self._car(command, device, outlook, now)
        fact = self._facts.get(device.id, command.capability)
        return Situation(
            # A moment in UTC is nobody's clock on the wall; any other zone is the house's own.
            now.astimezone() if now.tzinfo is UTC else now,
            doing,
            group_size,
            self._approved(device, command.capability),
            car,
            fact.value if fact is not None and fact.live else None,
            outlook.anybody_home(self._facts),
            outlook.outside_c(self._facts, now),
            outlook.garage_open(self._facts),
        )

    def _looked_at(self) -> Outlook:
        if self._version != self._registry.version:
            self._version = self._registry.version
            self._outlook = Outlook.over(self._registry.devices.values())
        return self._outlook

    def _hear(self, report: Report) -> None:
        """Remember when a car was last heard to move."""
        if report.capability in DRIVING_SIGNALS and says_moving(report.capability, report.value):
            self._last_moving[report.device] = report.at

    def _car(self, command: Command, device: Device, outlook: Outlook, now: datetime) -> tuple[Driving, CarNow]:
        """The car that is commanded, or else the one that whoever speaks sits in; of several the worst."""
        if device.kind == "car":
            return self._heard(device, now)
        if not command.origin.seat or not outlook.cars:
            return Driving.UNKNOWN, CarNow()
        return min((self._heard(car, now) for car in outlook.cars), key=lambda heard: _WORST_FIRST.index(heard[0]))

    def _heard(self, car: Device, now: datetime) -> tuple[Driving, CarNow]:
        known = {name: self._facts.get(car.id, name) for name in DRIVING_SIGNALS}
        signals = {name: Signal(f.value, f.at) for name, f in known.items() if f is not None and f.live}
        doing = driving(signals, now, self._last_moving.get(car.id))
        return doing, car_now(car, self._facts, speed_in(signals, now))

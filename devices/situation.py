"""What policy may know beside a command: the state of the car and the house at this moment."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import monotonic

from devices.command import Command, Report
from devices.device import Capability, Device
from devices.facts import Facts
from devices.policy import CarNow, Driving, Situation
from devices.registry import Registry
from devices.rules.borrowed import is_lent, riskiest
from devices.rules.driving import DRIVING_SIGNALS, FRESH_S, Signal, driving, says_moving, speed_in
from devices.surroundings import Outlook, car_now

Approved = Callable[[Device, str], bool]
"""Whether the owner has approved a device's capability of that name."""

_WORST_FIRST = (Driving.MOVING, Driving.UNKNOWN, Driving.STOPPED, Driving.PARKED)


def all_approved(device: Device, capability: str) -> bool:
    """Nothing waits for approval."""
    return True


class Situations:
    """Reads the situation of a command out of what is known.

    `now`: the clock on the wall, for what is done by day and by night. `clock`: the monotonic one in seconds, for how
    old a report is; it has to be the one that messages are received by.
    """

    def __init__(
        self,
        registry: Registry,
        facts: Facts,
        now: Callable[[], datetime],
        approved: Approved,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._registry = registry
        self._facts = facts
        self._now = now
        self._clock = clock or monotonic
        self._approved = approved
        self._last_moving: dict[str, float] = {}
        self._noticed: dict[str, tuple[Driving, int]] = {}
        """By car: what it was last seen to do, and how often that was something else than before."""
        self._outlook = Outlook.over(())
        self._version = -1
        facts.watch(self._hear)

    def of(self, command: Command, device: Device, group_size: int) -> Situation:
        """The situation in which this command, one of a group of that size, is decided on."""
        now, clock = self._now(), self._clock()
        outlook = self._looked_at()
        approved = self._approved(device, command.capability)
        doing, car = self._car(command, device, outlook, clock)
        fact = self._facts.get(device.id, command.capability)
        return Situation(
            # A moment in UTC is nobody's clock on the wall; any other zone is the house's own.
            now.astimezone() if now.tzinfo is UTC else now,
            doing,
            group_size,
            approved,
            car,
            fact.value if fact is not None and fact.live else None,
            outlook.anybody_home(self._facts),
            outlook.outside_c(self._facts, clock),
            outlook.garage_open(self._facts),
            self._borrowed(command, device, approved),
        )

    def driving(self, car: Device) -> Driving:
        """What the car is doing at this moment."""
        return self._notice(car)[0]

    def changes_of_driving(self, car: Device) -> int:
        """How often it was seen to do something else than before; every report is looked at."""
        return self._notice(car)[1]

    def age_of_driving(self, car: Device) -> float | None:
        """Seconds since the oldest fresh report of how the car drives; None where there is none."""
        now = self._clock()
        known = (self._facts.get(car.id, name) for name in DRIVING_SIGNALS)
        ages = (now - fact.received for fact in known if fact is not None and fact.live)
        return max((age for age in ages if 0 <= age <= FRESH_S), default=None)

    def _notice(self, car: Device) -> tuple[Driving, int]:
        now = self._doing(car, self._clock())[0]
        before, changes = self._noticed.get(car.id, (now, 0))
        self._noticed[car.id] = now, changes + (now is not before)
        return self._noticed[car.id]

    def _borrowed(self, command: Command, device: Device, approved: bool) -> int:
        """The highest tier of what else is commanded on the topics of the wish; a car's topics are its own."""
        capability = device.capabilities.get(command.capability)
        if device.kind == "car" or capability is None or capability.writing is None:
            return 0
        writing = capability.writing
        with contextlib.suppress(ValueError, TypeError, KeyError):
            topics = writing.topics_for(command.value)
            others = [other for topic in topics for other in self._registry.commanded_on(topic)]
            return max((riskiest(o, c) for o, c in others if self._is_lent(command, device, approved, o, c)), default=0)
        return 0  # A wish that cannot be put into the device's form is not sent either.

    def _is_lent(self, command: Command, device: Device, approved: bool, owner: Device, capability: Capability) -> bool:
        if approved and owner.id != device.id and not self._approved(owner, capability.name):
            return False  # Else anybody could announce a lock on the topic of a lamp, and nobody could switch it.
        return is_lent(command, device, approved=approved, owner=owner, capability=capability)

    def _looked_at(self) -> Outlook:
        if self._version != self._registry.version:
            self._version = self._registry.version
            self._outlook = Outlook.over(self._registry.devices.values())
        return self._outlook

    def _hear(self, report: Report, received: float) -> None:
        """Remember when a car was last heard to move, and notice what it does."""
        if report.capability not in DRIVING_SIGNALS:
            return
        if says_moving(report.capability, report.value):
            self._last_moving[report.device] = received
        car = self._registry.devices.get(report.device)
        if car is not None and car.kind == "car":
            self._notice(car)

    def _car(self, command: Command, device: Device, outlook: Outlook, now: float) -> tuple[Driving, CarNow]:
        """The car that is commanded, or else the one that whoever speaks sits in; of several the worst."""
        if device.kind == "car":
            return self._heard(device, now)
        if not command.origin.seat or not outlook.cars:
            return Driving.UNKNOWN, CarNow()
        return min((self._heard(car, now) for car in outlook.cars), key=lambda heard: _WORST_FIRST.index(heard[0]))

    def _heard(self, car: Device, now: float) -> tuple[Driving, CarNow]:
        doing, signals = self._doing(car, now)
        return doing, car_now(car, self._facts, speed_in(signals, now))

    def _doing(self, car: Device, now: float) -> tuple[Driving, Mapping[str, Signal]]:
        """What the car is doing, and what says so."""
        known = {name: self._facts.get(car.id, name) for name in DRIVING_SIGNALS}
        signals = {name: Signal(f.value, f.received) for name, f in known.items() if f is not None and f.live}
        return driving(signals, now, self._last_moving.get(car.id)), signals

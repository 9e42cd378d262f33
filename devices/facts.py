"""What is known about every capability, how fresh it is, and which devices are there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from devices.command import Report
from devices.credence import Credence, Weight
from devices.device import Availability, Capability, Device, Value
from devices.presence import Presence
from devices.proof import same
from devices.stamps import Mark, Stamps


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
    received: float = 0.0
    """When it was heard, on the monotonic clock in seconds; for its age, as the clock on the wall may be set."""
    since: datetime | None = None
    """When it was heard to become so, with its time zone; None where nobody heard that: it was so at the first report,
    or became so while the device or the connection was away."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A report that was kept."""

    fact: Fact
    epoch: int
    """Of its stamp."""
    weight: Weight = Weight.NEWS


class Facts:
    """The last report of every capability, and the availability of every device."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, Fact]] = {}
        self._stamps = Stamps()
        self._presence = Presence()
        self._credence = Credence()
        self._watchers: list[Callable[[Report, float], None]] = []
        self._greeters: list[Callable[[str], None]] = []
        self.version = 0
        """Counts whatever was heard or came into doubt: as long as it stays, the same is known."""

    def watch(self, watcher: Callable[[Report, float], None]) -> None:
        """Have `watcher` called at once with every live report that is taken, and when on the monotonic clock it was
        received; it must not raise."""
        self._watchers.append(watcher)

    def watch_returns(self, greeter: Callable[[str], None]) -> None:
        """Have `greeter` called at once with the id of every device that is back; it must not raise."""
        self._greeters.append(greeter)

    def get(self, device_id: str, capability: str) -> Fact | None:
        """The last report, or None where there was none."""
        return self._facts.get(device_id, {}).get(capability)

    def of(self, device_id: str) -> Mapping[str, Fact]:
        """Every last report of one device, by capability."""
        return self._facts.get(device_id, {})

    def mark(self, device_id: str, capability: str) -> Mark | None:
        """How far the stamps of its reports are; None where they carry none."""
        return self._stamps.mark(device_id, capability)

    def take(
        self,
        report: Report,
        received: float = 0.0,
        *,
        commandable: bool = False,
        expected: bool = False,
        gone: bool = False,
    ) -> Taken | None:
        """Keep a report; None where it is not taken.

        While the connection stands, what the broker had kept never replaces what the device itself said; and a report
        that is older by its stamp never replaces a newer one. What the device may only remember, and where it is
        `commandable` also what goes back to its word before without a command that it is `expected` of, is in doubt; so
        is what comes in from a device that is `gone`.
        """
        known = self.get(report.device, report.capability)
        if known is not None and known.live and not report.live:
            return None
        mark = self._stamps.mark(report.device, report.capability)
        epoch = 0 if report.stamp is None else self._stamps.take(report.device, report.capability, report.stamp)
        if epoch is None:
            return None
        key = report.device, report.capability
        if report.live and not gone:
            stamped = report.stamp is not None and mark is not None and mark.epoch == epoch
            free = expected or not commandable
            weight = self._credence.weigh(key, report.value, received, stamped=stamped, expected=free)
        else:
            weight = Weight.MEMORY
            self._credence.hear_of(key, report.value, received)
        since = _since(known, report, weight)
        fact = Fact(report.value, report.at, weight is Weight.NEWS, report.order, received, since)
        self._facts.setdefault(report.device, {})[report.capability] = fact
        self.version += 1
        if report.live:
            self._presence.reported(report.device, report.order)
        if fact.live:
            for watcher in self._watchers:
                watcher(report, received)
        return Taken(fact, epoch, weight)

    def doubt(self, device_id: str, capability: str) -> Fact | None:
        """What was known may not hold any more, until the device says something new; returns what it is now."""
        known = self.get(device_id, capability)
        if known is None:
            return None
        doubted = self._facts[device_id][capability] = replace(known, live=False)
        self.version += 1
        return doubted

    def _doubt_device(self, device_id: str) -> None:
        """It was away: everything about it may have changed meanwhile."""
        self.version += 1
        facts = self._facts.get(device_id, {})
        for capability, fact in facts.items():
            if fact.live:
                facts[capability] = replace(fact, live=False)

    def doubt_all(self) -> None:
        """The connection broke: everything may have changed meanwhile."""
        for device_id in self._facts:
            self._doubt_device(device_id)
        self._stamps.all_may_restart()
        self._presence.doubt_all()

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self.version += 1
        self._facts.pop(device_id, None)
        self._stamps.forget(device_id)
        self._presence.forget(device_id)
        self._credence.forget(device_id)

    def hear_availability(
        self,
        device_id: str,
        availability: Availability,
        payload: bytes,
        order: int,
        live: bool = True,
        received: float = 0.0,
    ) -> bool:
        """Take what an availability topic says (newer with a larger order); returns whether it says something."""
        was_away = self._presence.is_away(device_id, availability.topic)
        may_be_new = self._presence.hear(device_id, availability, payload, order, live)
        if may_be_new:
            self._stamps.may_restart(device_id)
        if was_away and not self._presence.is_away(device_id, availability.topic):
            self._doubt_device(device_id)
            self._credence.came_back(device_id, received)
            for greeter in self._greeters:
                greeter(device_id)
        return may_be_new is not None

    def is_gone(self, device: Device) -> bool:
        """Whether the device went while somebody listened, and is not back."""
        return self._presence.said_goodbye(device.id) and self._presence.available(device) is False

    def gave_no_answer(self, device_id: str) -> None:
        """The device did not do what it was asked."""
        self._presence.gave_no_answer(device_id)

    def has_heard(self, device_id: str, about: Capability | Availability) -> bool:
        """Whether the device said anything about it."""
        match about:
            case Capability(name=name):
                return self.get(device_id, name) is not None
        return self._presence.has_heard(device_id, about.topic)

    def available(self, device: Device) -> bool | None:
        """Whether the device is there; None where it has no way to say, has not said, or that is contested."""
        return self._presence.available(device)


def _since(known: Fact | None, report: Report, weight: Weight) -> datetime | None:
    """When it became what is reported now."""
    if known is None:
        return None
    if same(known.value, report.value, 0.0):
        return known.since
    return report.at if known.live and weight is Weight.NEWS else None


def doubted(device: Device, facts: Mapping[str, Fact], now: float) -> Mapping[str, Fact]:
    """The facts, those in doubt that are older than the device lets them become; `now` on the monotonic clock."""
    old = {
        name: replace(fact, live=False)
        for name, fact in facts.items()
        if fact.live and name in device.capabilities and _is_expired(device.capabilities[name], fact, now)
    }
    return {**facts, **old} if old else facts


def _is_expired(capability: Capability, fact: Fact, now: float) -> bool:
    limit = capability.reading.expires_after_s if capability.reading else None
    return limit is not None and now - fact.received > limit

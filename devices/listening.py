"""What comes in from the devices: each message becomes facts, and may prove what was commanded."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from time import monotonic

from devices.aftermath import Aftermath
from devices.changes import Changes, DeviceChanged
from devices.command import Report
from devices.credence import Weight
from devices.device import Capability
from devices.facts import Fact, Facts, Taken
from devices.flights import Flights
from devices.link import Message
from devices.plausibility import Quarantine, Standing, is_plausible
from devices.registry import Registry, Source
from devices.survival import surviving

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, when it was heard, after how many others, and whether it came from the device itself."""

    message: Message
    at: datetime
    order: int
    live: bool


class Listening:
    """Turns messages into facts, and offers them to every command that they may prove."""

    def __init__(
        self,
        registry: Registry,
        facts: Facts,
        flights: Flights,
        aftermath: Aftermath,
        changes: Changes,
        now: Callable[[], datetime],
    ) -> None:
        self._registry = registry
        self._facts = facts
        self._flights = flights
        self._aftermath = aftermath
        self._changes = changes
        self._now = now
        self._order = count(1)
        self._broke_at = float("-inf")
        self._quarantine = Quarantine()
        self.last: dict[str, Heard] = {}
        """By topic: the last message of those that are listened to by their exact name; of a filter with open levels
        anybody could name ever more topics."""

    def hear(self, message: Message) -> None:
        """Take a message that announces nothing."""
        if self._registry.is_source(message.topic):
            live = not message.retained and message.received > self._broke_at
            heard = Heard(message, self._now(), next(self._order), live)
            sources = tuple(self._registry.sources(message.topic))
            if any(self._registry.sources_of(source.device, message.topic) for source in sources):
                self.last[message.topic] = heard
            self._tell_all(sources, heard)
        elif not message.retained:
            self._flights.hear_answer(message.topic, message.payload)

    def tell_again(self, device_id: str, topics: Iterable[str]) -> None:
        """Tell a device what was heard before it was there: the broker sends what it kept only once."""
        for topic in topics:
            if topic in self.last:
                sources = self._registry.sources_of(device_id, topic)
                untold = [source for source in sources if not self._facts.has_heard(device_id, source.about)]
                self._tell_all(untold, replace(self.last[topic], live=False))

    def link_broke(self) -> None:
        """What was said until now is in doubt."""
        self._broke_at = monotonic()
        self._facts.doubt_all()

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._facts.forget(device_id)
        self._quarantine.forget(device_id)

    def forget_topics(self, topics: Iterable[str]) -> None:
        """Nobody listens to them any more."""
        for topic in topics:
            self.last.pop(topic, None)

    def rejected(self, device_id: str, capability: str) -> int:
        """How many reports were not taken because no device can mean them."""
        return self._quarantine.rejected((device_id, capability))

    def distrusts(self, device_id: str, capability: str) -> bool:
        """Whether the capability reported so much nonsense that nothing of it is believed at present."""
        return self._quarantine.holds((device_id, capability))

    def _tell_all(self, sources: Iterable[Source], heard: Heard) -> None:
        """Turn one message into the facts of every device it tells about."""
        changed: dict[str, dict[str, Fact]] = {}
        for source in sources:
            with surviving(heard.message.topic):
                news = self._tell(source, heard)
                if news is not None:
                    changed.setdefault(source.device, {}).update(news)
        devices = self._registry.devices
        for device_id, facts in changed.items():
            if device_id in devices:
                self._changes.tell(DeviceChanged(device_id, facts, self._facts.available(devices[device_id])))

    def _tell(self, source: Source, heard: Heard) -> Mapping[str, Fact] | None:
        """The facts that are new with it, by capability; None where it says nothing."""
        match source.about:
            case Capability() as capability:
                fact = self._learn(source.device, capability, heard)
                return None if fact is None else {capability.name: fact}
            case availability:
                message = heard.message
                said = self._facts.hear_availability(
                    source.device, availability, message.payload, heard.order, heard.live, message.received
                )
                return {} if said else None

    def _learn(self, device_id: str, capability: Capability, heard: Heard) -> Fact | None:
        reading = capability.reading
        assert reading is not None
        payload, received = heard.message.payload, heard.message.received
        if reading.doubts is not None and reading.doubts(payload):
            return self._facts.doubt(device_id, capability.name)
        value = reading.decode(payload)
        if value is None:
            return None
        match self._quarantine.weigh((device_id, capability.name), is_plausible(capability, value)):
            case Standing.REJECTED:
                log.debug("%s of %s cannot be what was reported", capability.name, device_id)
                return None
            case Standing.SET_ASIDE:
                log.warning("%s of %s keeps reporting what cannot be; it is not believed", capability.name, device_id)
                return self._facts.doubt(device_id, capability.name)
        stamp = None if reading.stamp is None else reading.stamp(payload)
        report = Report(device_id, capability.name, value, heard.live, heard.at, heard.order, stamp)
        name = capability.name
        expected = self._flights.explain(device_id) or self._aftermath.awaits(device_id, name)
        device = self._registry.announced.get(device_id)
        gone = device is not None and self._facts.is_gone(device)
        taken = self._facts.take(report, received, commandable=capability.writable, expected=expected, gone=gone)
        if taken is None:
            return None
        self._offer(report, taken, received)
        return taken.fact

    def _offer(self, report: Report, taken: Taken, received: float) -> None:
        """Let it prove what it can: what is in doubt proves nothing."""
        if taken.weight is Weight.STEP_BACK:
            self._flights.hear_doubtful(report)
            self._aftermath.hear_step_back(report, received)
            return
        believed = replace(report, live=taken.fact.live)
        self._flights.hear(believed, received, taken.epoch)
        self._aftermath.hear(believed, received, taken.epoch)

"""Every command on its way, found by what it wishes, by what proves it, and by where its answer comes in."""

import logging
from collections.abc import Mapping
from time import monotonic

from devices.command import OutcomeKind, Reason, Report
from devices.device import Answering, Shape
from devices.flight import Flight
from devices.survival import surviving

log = logging.getLogger(__name__)

Key = tuple[str, str]
"""A device and one of its capabilities."""

OVERTAKEN_S = 10.0
"""Seconds in which a command that was overtaken may still be answered."""

REFUSALS: Mapping[str, Reason] = {
    "not_while_driving": Reason.NOT_WHILE_DRIVING,
    "out_of_range": Reason.OUT_OF_RANGE,
    "not_allowed": Reason.NOT_ALLOWED,
    "busy": Reason.BUSY,
    "jammed": Reason.JAMMED,
    "child_lock": Reason.CHILD_LOCK,
    "too_fast": Reason.TOO_FAST,
    "raining": Reason.RAINING,
    "only_by_hand": Reason.ONLY_BY_HAND,
    "not_from_that_seat": Reason.NOT_FROM_THAT_SEAT,
    "expired": Reason.NO_ANSWER,
}
"""The code of a device → the reason of ours; any other is told as it came. What came too late for the device is as good
as not heard."""


class Flights:
    """The commands that were written down and have no end yet."""

    def __init__(self) -> None:
        self._by_wish: dict[Key, list[Flight]] = {}
        self._by_proof: dict[Key, list[Flight]] = {}
        self._by_device: dict[str, list[Flight]] = {}
        self._by_answer: dict[str, tuple[Flight, Answering]] = {}
        self._overtaken: dict[Key, list[tuple[Flight, float]]] = {}
        """By what would prove them: commands that were overtaken before they were answered, and when."""

    def add(self, flight: Flight) -> None:
        """Take one in. Those that wish something else of the same capability are overtaken by it."""
        rivals = self._by_wish.setdefault(_wish(flight), [])
        for rival in rivals:
            if rival.command.value != flight.command.value or flight.capability.shape is Shape.ACT:
                kind = OutcomeKind.UNKNOWN if rival.attempts else OutcomeKind.FAILED
                rival.end(kind, Reason.SUPERSEDED, superseded_by=flight.command.id)
                self._remember_overtaken(rival)
        rivals.append(flight)
        self._by_device.setdefault(flight.command.device, []).append(flight)
        if flight.proof is not None:
            self._by_proof.setdefault((flight.command.device, flight.proof.name), []).append(flight)
        answering = flight.device.answering
        if answering is not None:
            self._by_answer[answering.prefix + flight.command.id] = flight, answering

    def remove(self, flight: Flight) -> None:
        """Forget one whose end is known."""
        proof = (flight.command.device, flight.proof.name if flight.proof else "")
        for flights, key in ((self._by_wish, _wish(flight)), (self._by_proof, proof)):
            left = [other for other in flights.pop(key, ()) if other is not flight]
            if left:
                flights[key] = left
        others = [other for other in self._by_device.pop(flight.command.device, ()) if other is not flight]
        if others:
            self._by_device[flight.command.device] = others
        if flight.device.answering is not None:
            self._by_answer.pop(flight.device.answering.prefix + flight.command.id, None)

    def hear(self, report: Report, received: float, epoch: int = 0) -> None:
        """Offer a report, received at this moment of the monotonic clock, to all that it may prove."""
        key = report.device, report.capability
        if report.stamp is None and self._answers_overtaken(key, report, received):
            self.hear_doubtful(report)
            return
        for flight in tuple(self._by_proof.get(key, ())):
            flight.offer(report, received, epoch)

    def hear_doubtful(self, report: Report) -> None:
        """Offer a report that may be an older one to all that it would prove."""
        for flight in tuple(self._by_proof.get((report.device, report.capability), ())):
            flight.doubt(report)

    def hear_answer(self, topic: str, payload: bytes) -> None:
        """A device answers a command by its id: a refusal ends it at once, a consent proves nothing."""
        flight, answering = self._by_answer.get(topic, (None, None))
        if flight is None or answering is None:
            return
        with surviving(topic):
            code = answering.refusal(payload)
            if code is not None:
                log.info("command %s is refused by its device: %s", flight.command.id, code[:64].encode())
                flight.end(OutcomeKind.FAILED, REFUSALS.get(code, Reason.DEVICE_REFUSED), answer=code[:64])

    def may_change(self, device_id: str, capability: str) -> bool:
        """Whether a command is on its way that may change what the capability reports."""
        return (device_id, capability) in self._by_proof

    def concern(self, device_id: str) -> bool:
        """Whether any command to the device is on its way: it may change more than what proves it."""
        return device_id in self._by_device

    def explain(self, device_id: str) -> bool:
        """Whether a command that its broker has, as far as is known, may have brought about what a device reports."""
        return any(flight.is_taken or not flight.is_decided for flight in self._by_device.get(device_id, ()))

    def _remember_overtaken(self, flight: Flight) -> None:
        if flight.attempts and flight.proof is not None and flight.capability.shape is not Shape.ACT:
            key = (flight.command.device, flight.proof.name)
            self._overtaken.setdefault(key, []).append((flight, monotonic()))

    def _answers_overtaken(self, key: Key, report: Report, received: float) -> bool:
        """Whether a report is what a command that was overtaken lately wished: then it answers that one, not the next
        that wishes the same.
        """
        waiting = [(f, at) for f, at in self._overtaken.pop(key, ()) if received - at <= OVERTAKEN_S]
        answered = next((pair for pair in waiting if pair[0].is_wished(report.value)), None)
        left = [pair for pair in waiting if pair is not answered]
        if left:
            self._overtaken[key] = left
        return answered is not None

    def end_all(self) -> None:
        """No more reports will come: nobody knows how they go on."""
        for flight in self.under_way():
            kind = OutcomeKind.UNKNOWN if flight.attempts else OutcomeKind.FAILED
            flight.end(kind, Reason.NO_ANSWER if flight.attempts else Reason.LINK_DOWN)

    def under_way(self, device_id: str = "") -> tuple[Flight, ...]:
        """All of them; of one device where it is given."""
        if device_id:
            return tuple(self._by_device.get(device_id, ()))
        return tuple(flight for flights in self._by_device.values() for flight in flights)


def _wish(flight: Flight) -> Key:
    return flight.command.device, flight.command.capability

"""Every command on its way, found by what it wishes and by what proves it."""

from devices.command import OutcomeKind, Reason, Report
from devices.device import Shape
from devices.flight import Flight

Key = tuple[str, str]
"""A device and one of its capabilities."""


class Flights:
    """The commands that were written down and have no end yet."""

    def __init__(self) -> None:
        self._by_wish: dict[Key, list[Flight]] = {}
        self._by_proof: dict[Key, list[Flight]] = {}

    def add(self, flight: Flight) -> None:
        """Take one in. Those that wish something else of the same capability are overtaken by it."""
        rivals = self._by_wish.setdefault(_wish(flight), [])
        for rival in rivals:
            if rival.command.value != flight.command.value or flight.capability.shape is Shape.ACT:
                rival.end(OutcomeKind.UNKNOWN, Reason.SUPERSEDED)
        rivals.append(flight)
        if flight.proof is not None:
            self._by_proof.setdefault((flight.command.device, flight.proof.name), []).append(flight)

    def remove(self, flight: Flight) -> None:
        """Forget one whose end is known."""
        proof = (flight.command.device, flight.proof.name if flight.proof else "")
        for flights, key in ((self._by_wish, _wish(flight)), (self._by_proof, proof)):
            left = [other for other in flights.pop(key, ()) if other is not flight]
            if left:
                flights[key] = left

    def hear(self, report: Report, received: float) -> None:
        """Offer a report, received at this moment of the monotonic clock, to all that it may prove."""
        for flight in tuple(self._by_proof.get((report.device, report.capability), ())):
            flight.offer(report, received)

    def may_change(self, device_id: str, capability: str) -> bool:
        """Whether a command is on its way that may change what the capability reports."""
        return (device_id, capability) in self._by_proof

    def end_all(self) -> None:
        """No more reports will come: nobody knows how they go on."""
        for flights in self._by_wish.values():
            for flight in flights:
                flight.end(OutcomeKind.UNKNOWN, Reason.NO_ANSWER)


def _wish(flight: Flight) -> Key:
    return flight.command.device, flight.command.capability

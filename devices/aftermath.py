"""What devices report after their command ended: late proof, and what they take back by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from devices.command import Outcome, OutcomeKind, Reason, Report
from devices.flight import Flight
from devices.proof import Verdict

LATE_S = 10.0
"""Seconds after its deadline in which a report still proves a command that nobody answered."""
REVERT_S = 2.0
"""Seconds after its proof in which the state from before means that the device took it back."""
SWEPT_AT = 1_000
"""As many watches are looked through for those that are over."""

Key = tuple[str, str]
"""A device and the capability that proves."""


@dataclass(frozen=True, slots=True)
class _Watched:
    flight: Flight
    outcome: Outcome
    until: float


class Aftermath:
    """The last ended command of every capability, for as long as its device may still have something to say about it.

    `proved_late` and `taken_back` are told what was found, at once and at most once for a command.
    """

    def __init__(
        self,
        proved_late: Callable[[Flight, Report, OutcomeKind], None],
        taken_back: Callable[[Flight, Report], None],
    ) -> None:
        self._proved_late = proved_late
        self._taken_back = taken_back
        self._watched: dict[Key, _Watched] = {}

    def watch(self, flight: Flight, outcome: Outcome) -> None:
        """The command has ended like this."""
        seconds = _worth_watching_s(outcome)
        if flight.proof is None or not seconds:
            return
        if len(self._watched) >= SWEPT_AT:
            now = monotonic()
            self._watched = {key: watched for key, watched in self._watched.items() if watched.until > now}
        key = (flight.command.device, flight.proof.name)
        self._watched[key] = _Watched(flight, outcome, monotonic() + seconds)

    def forget(self, flight: Flight) -> None:
        """A newer command is on its way: what is reported now is about that one."""
        if flight.proof is not None:
            self._watched.pop((flight.command.device, flight.proof.name), None)

    def awaits(self, device_id: str, capability: str) -> bool:
        """Whether a late answer about it is still waited for."""
        watched = self._watched.get((device_id, capability))
        return watched is not None and watched.outcome.kind is not OutcomeKind.DONE

    def hear(self, report: Report, received: float, epoch: int = 0) -> None:
        """A report that was taken."""
        watched = self._watched_now(report, received)
        if watched is None:
            return
        if watched.outcome.kind is OutcomeKind.DONE:
            self._look_for_revocation(watched.flight, report, received)
        else:
            self._look_for_proof(watched.flight, report, received, epoch)

    def hear_step_back(self, report: Report, received: float) -> None:
        """A report that goes back to what was before the newest word: it proves nothing, but may take back."""
        watched = self._watched_now(report, received)
        if watched is not None and watched.outcome.kind is OutcomeKind.DONE:
            self._look_for_revocation(watched.flight, report, received)

    def _watched_now(self, report: Report, received: float) -> _Watched | None:
        """What is watched on the report's account; forgotten where its time is over."""
        key = (report.device, report.capability)
        watched = self._watched.get(key)
        if watched is not None and received > watched.until:
            del self._watched[key]
            return None
        return watched

    def _look_for_revocation(self, flight: Flight, report: Report, received: float) -> None:
        if flight.takes_back(report, received):
            self._watched.pop((report.device, report.capability))
            self._taken_back(flight, report)

    def _look_for_proof(self, flight: Flight, report: Report, received: float, epoch: int) -> None:
        if flight.holds_back(report, received, epoch):
            return
        match flight.reading(report, received, epoch):
            case Verdict.DONE:
                kind = OutcomeKind.DONE
            case Verdict.STARTED:
                kind = OutcomeKind.STARTED
            case _:
                return
        self._watched.pop((report.device, report.capability))
        self._proved_late(flight, report, kind)


def _worth_watching_s(outcome: Outcome) -> float:
    if outcome.kind is OutcomeKind.DONE:
        return REVERT_S
    return LATE_S if outcome.kind is OutcomeKind.UNKNOWN and outcome.reason is Reason.NO_ANSWER else 0.0

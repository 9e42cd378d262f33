"""What devices report after their command ended: late proof, what they take back, and what they begin and never end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from devices.command import Outcome, OutcomeKind, Reason, Report
from devices.flight import Flight
from devices.proof import JAMMED, Verdict

LATE_S = 10.0
"""Seconds after its deadline in which a report still proves a command that nobody answered."""
REVERT_S = 2.0
"""Seconds after its proof in which the state from before means that the device took it back."""
TRAVEL_S = 120.0
"""Seconds after it began in which what moves has to arrive, or to say again that it moves."""
STANDS_S = 2.0
"""Seconds that it has to stand still on its way before it counts as stopped."""
SWEPT_AT = 1_000
"""As many watches are looked through for those that are over."""

Key = tuple[str, str]
"""A device and the capability that proves."""


@dataclass(slots=True)
class _Watched:
    flight: Flight
    outcome: Outcome
    until: float
    timer: asyncio.TimerHandle | None = None
    """With what moves: when it counts as stopped, unless it says something else before."""

    def stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()


class Aftermath:
    """The last ended command of every capability, for as long as its device may still have something to say about it.

    `proved_late`, `taken_back` and `fell_short` are told what was found, at once and at most once for a command.
    `fell_short`: what had begun broke off or stands still (FAILED), or nothing more was heard of it (PENDING).
    """

    def __init__(
        self,
        proved_late: Callable[[Flight, Report, OutcomeKind], None],
        taken_back: Callable[[Flight, Report], None],
        fell_short: Callable[[Flight, Report | None, OutcomeKind, Reason], None],
    ) -> None:
        self._proved_late = proved_late
        self._taken_back = taken_back
        self._fell_short = fell_short
        self._watched: dict[Key, _Watched] = {}

    def watch(self, flight: Flight, outcome: Outcome) -> None:
        """The command has ended like this."""
        seconds = _worth_watching_s(outcome)
        if flight.proof is None or not seconds:
            return
        if len(self._watched) >= SWEPT_AT:
            now = monotonic()
            for old in [key for key, watched in self._watched.items() if watched.until <= now]:
                self._drop(old)
        key = (flight.command.device, flight.proof.name)
        self._drop(key)
        self._watched[key] = watched = _Watched(flight, outcome, monotonic() + seconds)
        if outcome.kind is OutcomeKind.STARTED and flight.is_under_way:
            self._wait_for_more(key, watched)

    def forget(self, flight: Flight) -> None:
        """A newer command is on its way: what is reported now is about that one."""
        device = flight.command.device
        if flight.device.kind != "car":
            # Whatever is wished of it ends what it was about to do: a stop, another position.
            for key in [k for k, w in self._watched.items() if k[0] == device and _goes_on(w)]:
                self._drop(key)
        if flight.proof is not None:
            self._drop((device, flight.proof.name))

    def stop(self) -> None:
        """Nothing is reported any more."""
        for key in tuple(self._watched):
            self._drop(key)

    def awaits(self, device_id: str, capability: str) -> bool:
        """Whether a late answer about it is still waited for."""
        watched = self._watched.get((device_id, capability))
        return watched is not None and watched.outcome.kind is not OutcomeKind.DONE

    def hear(self, report: Report, received: float, epoch: int = 0) -> None:
        """A report that was taken."""
        watched = self._watched_now(report, received)
        if watched is None:
            return
        match watched.outcome.kind:
            case OutcomeKind.DONE:
                self._look_for_revocation(watched.flight, report, received)
            case OutcomeKind.STARTED:
                self._follow(watched, report, received, epoch)
            case _:
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
            self._drop(key)
            return None
        return watched

    def _drop(self, key: Key) -> None:
        watched = self._watched.pop(key, None)
        if watched is not None:
            watched.stop()

    def _look_for_revocation(self, flight: Flight, report: Report, received: float) -> None:
        if flight.takes_back(report, received):
            self._drop((report.device, report.capability))
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
        self._drop((report.device, report.capability))
        self._proved_late(flight, report, kind)

    def _follow(self, watched: _Watched, report: Report, received: float, epoch: int) -> None:
        """Something has begun: it arrives, goes on, stands still on its way, or says that it cannot."""
        flight, key = watched.flight, (report.device, report.capability)
        match flight.reading(report, received, epoch):
            case Verdict.TROUBLE:
                reason = Reason.JAMMED if report.value == JAMMED else Reason.DEVICE_ERROR
                self._tell_short(key, watched, report, OutcomeKind.FAILED, reason)
            case Verdict.DONE:
                self._drop(key)
            case Verdict.ON_ITS_WAY | Verdict.OTHERWISE if not flight.is_under_way:
                self._drop(key)
            case Verdict.ON_ITS_WAY | Verdict.OTHERWISE if flight.stops_short(report.value):
                ends = (key, watched, report, OutcomeKind.FAILED, Reason.STOPPED_SHORT)
                self._call_later(watched, STANDS_S, lambda: self._tell_short(*ends))
            case Verdict.ON_ITS_WAY | Verdict.OTHERWISE:
                self._wait_for_more(key, watched)

    def _wait_for_more(self, key: Key, watched: _Watched) -> None:
        """It moves: another word of it has to come."""
        watched.until = monotonic() + TRAVEL_S
        ends = (key, watched, None, OutcomeKind.PENDING, Reason.NONE)
        self._call_later(watched, TRAVEL_S, lambda: self._tell_short(*ends))

    def _call_later(self, watched: _Watched, seconds: float, deed: Callable[[], None]) -> None:
        watched.stop()
        watched.timer = asyncio.get_running_loop().call_later(seconds, deed)

    def _tell_short(
        self, key: Key, watched: _Watched, report: Report | None, kind: OutcomeKind, reason: Reason
    ) -> None:
        if self._watched.get(key) is watched:
            self._drop(key)
            self._fell_short(watched.flight, report, kind, reason)


def _goes_on(watched: _Watched) -> bool:
    return watched.outcome.kind is OutcomeKind.STARTED


def _worth_watching_s(outcome: Outcome) -> float:
    match outcome.kind:
        case OutcomeKind.DONE:
            return REVERT_S
        case OutcomeKind.STARTED:
            return TRAVEL_S
    return LATE_S if outcome.kind is OutcomeKind.UNKNOWN and outcome.reason is Reason.NO_ANSWER else 0.0

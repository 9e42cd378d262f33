"""A command on its way: from just before it is sent until its end is known."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from devices.command import Command, Outcome, OutcomeKind, Reason, Report
from devices.device import Capability, Device, Shape, Value
from devices.facts import Fact
from devices.journal import Ending
from devices.proof import JAMMED, Verdict, goes_astray, is_lock, is_moving, judge, proves, proving, same
from devices.stamps import Mark

PATIENCE_S = 1.0
"""How long a transition (opening, dimming) may take before "it has started" is the answer."""

AT_ONCE_S = 0.01
"""Where the broker confirms a command so soon, nothing that came in meanwhile can have been held up on its way."""

ACCESS_TIER = 3
"""From this tier on a transition is no answer: locking is not locked, so it is waited for until the deadline."""


PROVED = frozenset({OutcomeKind.DONE, OutcomeKind.STARTED})
"""Ends that the device itself proved."""


class Flight:
    """One command on its way. Reports are offered to it; `ended` is its end, and `over` is told of it at once.

    `within_s`: seconds that are left until its deadline.
    """

    def __init__(
        self,
        command: Command,
        device: Device,
        capability: Capability,
        over: Callable[["Flight", Outcome], None],
        within_s: float,
    ) -> None:
        loop = asyncio.get_running_loop()
        self.command = command
        self.device = device
        self.capability = capability
        self.proof = proving(device, capability)
        self._over = over
        self.attempts = 0
        self.note: dict[str, Any] = {}
        self._before: Fact | None = None
        self._mark: Mark | None = None
        self._sent_at = float("inf")
        self._answers_from = float("inf")
        self.is_taken = False
        """Whether the broker said that it has it."""
        self._early: list[tuple[Report, float, int]] = []
        self.afterwards: Callable[[Report, float, int], None] | None = None
        """Takes the reports that came before the broker had the command, where its end was known by then."""
        self._until = loop.time() + within_s
        self._newest: Report | None = None
        self._verdict = Verdict.SAYS_NOTHING
        self._has_moved = False
        self._by_hand = False
        self._perhaps_done = False
        self._settled: asyncio.Future[Outcome] = loop.create_future()
        self._deadline = loop.call_at(self._until, self._expire)
        self._impatience: asyncio.TimerHandle | None = None

    @property
    def is_over(self) -> bool:
        """Whether its end is known."""
        return self._settled.done()

    @property
    def goes_on(self) -> bool:
        """Whether the rest of it is still to be sent: its deadline has not passed, and nothing but a proof that came
        early (the brightness, before the lamp is on) has ended it.
        """
        if self.is_over and self._settled.result().kind not in PROVED:
            return False
        return self.remaining_s > 0

    @property
    def newest(self) -> Report | None:
        """The last report that said something about it while it was on its way."""
        return self._newest

    @property
    def is_under_way(self) -> bool:
        """Whether the last that was heard of it is that it is on its way to what is wished."""
        return self._verdict is Verdict.ON_ITS_WAY

    @property
    def is_decided(self) -> bool:
        """Whether it is known if the broker took it."""
        return self._answers_from != float("inf")

    @property
    def remaining_s(self) -> float:
        """Seconds left until its deadline."""
        return max(0.0, self._until - asyncio.get_running_loop().time())

    @property
    def late_s(self) -> float:
        """Seconds since its deadline."""
        return max(0.0, asyncio.get_running_loop().time() - self._until)

    def leaves(self, before: Fact | None, mark: Mark | None) -> None:
        """It is being sent now: newer reports than these are answers."""
        self.attempts += 1
        self._before, self._mark = before, mark
        self._sent_at = monotonic()
        self._answers_from = float("inf")

    def arrived(self, at: float, *, is_certain: bool = True) -> None:
        """The broker has it since then, or may have it, where that is not certain. It cannot have been answered before:
        what came in until then had been held up on its way, unless that was no time at all. Only the first word counts.
        """
        if self._answers_from != float("inf"):
            return
        self.is_taken = is_certain
        self._answers_from = self._sent_at if at - self._sent_at <= AT_ONCE_S else at
        early, self._early = self._early, []
        take = self.offer if not self.is_over or self.afterwards is None else self.afterwards
        for report, received, epoch in early:
            take(report, received, epoch)

    def holds_back(self, report: Report, received: float, epoch: int) -> bool:
        """Keep a report until the broker is known to have the command. False where it is, or nothing was sent."""
        waits = self._sent_at <= received and self._answers_from == float("inf")
        if waits:
            self._early.append((report, received, epoch))
        return waits

    def never_left(self) -> None:
        """The link did not take it."""
        self.attempts -= 1
        self._sent_at = float("inf")

    def reading(self, report: Report, received: float, epoch: int) -> Verdict:
        """What a report of the proving capability says about it.

        Kept messages, those from before the broker had it, and those that the device stamped before it was sent say
        nothing, however late they arrive.
        """
        if self.proof is None or not report.live or received < self._answers_from:
            return Verdict.SAYS_NOTHING
        if report.stamp is not None and self._mark is not None and not self._mark.precedes(epoch, report.stamp):
            return Verdict.SAYS_NOTHING
        return judge(self.capability, self.proof, self.command, report.value, self._compared_with())

    def offer(self, report: Report, received: float, epoch: int) -> None:
        """Take a report of the proving capability; one that is early is looked at when the broker has the command."""
        if self.holds_back(report, received, epoch):
            return
        verdict = Verdict.SAYS_NOTHING if self.is_over else self.reading(report, received, epoch)
        if verdict is Verdict.SAYS_NOTHING:
            return
        self._has_moved |= self.moves(report.value)
        if verdict is Verdict.OTHERWISE and self._verdict is not Verdict.ON_ITS_WAY:
            self._by_hand = self._went_astray(report.value)
        self._newest, self._verdict = report, verdict
        if verdict is not Verdict.ON_ITS_WAY:
            self._stop_impatience()
        match verdict:
            case Verdict.DONE:
                self.end(OutcomeKind.DONE)
            case Verdict.STARTED:
                self.end(OutcomeKind.STARTED)
            case Verdict.TROUBLE:
                self.end(OutcomeKind.FAILED, Reason.JAMMED if report.value == JAMMED else Reason.DEVICE_ERROR)
            case Verdict.ON_ITS_WAY if self.capability.tier < ACCESS_TIER and self._impatience is None:
                self._impatience = asyncio.get_running_loop().call_later(PATIENCE_S, self._lose_patience)

    def doubt(self, report: Report) -> None:
        """Take a report that is too doubtful to prove anything; where it says "done", it is no longer contradicted."""
        if self.is_wished(report.value):
            self._perhaps_done = True

    def is_wished(self, reported: Value) -> bool:
        """Whether a device that reports this has what is wished."""
        return self.proof is not None and proves(self.capability, self.proof, self.command.value, reported)

    def moves(self, reported: Value) -> bool:
        """Whether a device that reports this is moving."""
        return self.proof is not None and is_moving(self.capability, self.proof, reported)

    def stops_short(self, reported: Value) -> bool:
        """Whether a device that reports this stands still before it is where it was to go, and had been moving."""
        return self._has_moved and not self.moves(reported) and not self.is_wished(reported)

    def end(self, kind: OutcomeKind, reason: Reason = Reason.NONE, **note: Value) -> None:
        """Settle it; only the first end counts. `note`: what the journal keeps beside."""
        if not self.is_over:
            self.note |= note
            reported = self._newest.value if self._newest else None
            code = str(self.note.get("answer", "")) if reason is Reason.DEVICE_REFUSED else ""
            self.settle(Outcome(kind, self.command, reason, reported, code=code))

    def settle(self, outcome: Outcome) -> None:
        """This is how it ended; only the first end counts."""
        self._stop_impatience()
        self._deadline.cancel()
        if not self.is_over:
            self._settled.set_result(outcome)
            self._over(self, outcome)

    async def ended(self) -> Ending:
        """How it ended, at its deadline at the latest."""
        outcome = await asyncio.shield(self._settled)
        return Ending(outcome, self.attempts, None if self._newest is None else evidence(self._newest), self.note)

    def takes_back(self, report: Report, received: float) -> bool:
        """Whether a report after its end says that everything is as it was before."""
        before, proof = self._before, self.proof
        if proof is None or before is None or not report.live or received < self._sent_at:
            return False
        fulfilled = proves(self.capability, proof, self.command.value, report.value)
        return not fulfilled and same(report.value, before.value, proof.tolerance)

    def _lose_patience(self) -> None:
        """That it has begun is answer enough, unless it stands still again already."""
        if self._newest is None or not self.stops_short(self._newest.value):
            self.end(OutcomeKind.STARTED)

    def _expire(self) -> None:
        self.end(*self._at_deadline())

    def _at_deadline(self) -> tuple[OutcomeKind, Reason]:
        if self.attempts == 0:
            return OutcomeKind.FAILED, Reason.LINK_DOWN
        match self._verdict:
            case Verdict.ON_ITS_WAY if self._newest and self.stops_short(self._newest.value):
                return OutcomeKind.FAILED, Reason.STOPPED_SHORT
            case Verdict.ON_ITS_WAY if not (self.proof and is_lock(self.proof)):
                return OutcomeKind.STARTED, Reason.NONE
            case Verdict.OTHERWISE if not self._perhaps_done:
                return OutcomeKind.FAILED, Reason.CHANGED_BY_HAND if self._by_hand else Reason.CONTRADICTED
        return OutcomeKind.UNKNOWN, Reason.NO_ANSWER

    def _compared_with(self) -> Value:
        """What a report is held against: of an act, whatever was last said, as going on is no beginning."""
        if self.capability.shape is Shape.ACT and self._newest is not None:
            return self._newest.value
        return None if self._before is None else self._before.value

    def _went_astray(self, value: Value) -> bool:
        before = self._before
        if self.proof is None or before is None or not before.live:
            return False
        return goes_astray(self.capability, self.proof, self.command, value, before.value)

    def _stop_impatience(self) -> None:
        if self._impatience is not None:
            self._impatience.cancel()
            self._impatience = None


def evidence(report: Report) -> Mapping[str, Any]:
    """A report as the journal keeps it."""
    kept = {
        "capability": report.capability,
        "value": report.value,
        "at": report.at.isoformat(),
        "order": report.order,
        "live": report.live,
    }
    return kept if report.stamp is None else kept | {"stamp": report.stamp}

"""A command on its way: from just before it is sent until its end is known."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

from devices.command import Command, Outcome, OutcomeKind, Reason, Report
from devices.device import Capability, Device, Value
from devices.facts import Fact
from devices.journal import Ending
from devices.proof import Verdict, judge, proving

PATIENCE_S = 1.0
"""How long a transition (opening, dimming) may take before "it has started" is the answer."""

ACCESS_TIER = 3
"""From this tier on a transition is no answer: locking is not locked, so it is waited for until the deadline."""


class Flight:
    """One command on its way. Reports are offered to it; `ended` is its end."""

    def __init__(self, command: Command, device: Device, capability: Capability, before: Fact | None) -> None:
        loop = asyncio.get_running_loop()
        self.command = command
        self.capability = capability
        self.proof = proving(device, capability)
        self.attempts = 0
        self._before: Value = before.value if before else None
        self._sent_at = float("inf")
        self._until = loop.time() + command.deadline_s
        self._newest: Report | None = None
        self._verdict = Verdict.SAYS_NOTHING
        self._settled: asyncio.Future[Outcome] = loop.create_future()
        self._impatience: asyncio.TimerHandle | None = None

    @property
    def is_over(self) -> bool:
        """Whether its end is known."""
        return self._settled.done()

    @property
    def remaining_s(self) -> float:
        """Seconds left until its deadline."""
        return max(0.0, self._until - asyncio.get_running_loop().time())

    def leaves(self) -> None:
        """It is being sent now: reports that come in from here on can be answers."""
        self.attempts += 1
        self._sent_at = monotonic()

    def never_left(self) -> None:
        """The link did not take it."""
        self.attempts -= 1

    def offer(self, report: Report, received: float) -> None:
        """Take a report of the proving capability. Kept messages, and those from before it was sent, prove nothing."""
        if self.is_over or self.proof is None or not report.live or received < self._sent_at:
            return
        verdict = judge(self.capability, self.proof, self.command, report.value, self._before)
        if verdict is Verdict.SAYS_NOTHING:
            return
        self._newest, self._verdict = report, verdict
        if verdict is not Verdict.ON_ITS_WAY:
            self._stop_impatience()
        match verdict:
            case Verdict.DONE:
                self.end(OutcomeKind.DONE)
            case Verdict.STARTED:
                self.end(OutcomeKind.STARTED)
            case Verdict.TROUBLE:
                self.end(OutcomeKind.FAILED, Reason.DEVICE_ERROR)
            case Verdict.ON_ITS_WAY if self.capability.tier < ACCESS_TIER and self._impatience is None:
                self._impatience = asyncio.get_running_loop().call_later(PATIENCE_S, self.end, OutcomeKind.STARTED)

    def end(self, kind: OutcomeKind, reason: Reason = Reason.NONE) -> None:
        """Settle it; only the first end counts."""
        self._stop_impatience()
        if not self.is_over:
            reported = self._newest.value if self._newest else None
            self._settled.set_result(Outcome(kind, self.command, reason, reported))

    async def ended(self) -> Ending:
        """How it ended, at its deadline at the latest."""
        try:
            async with asyncio.timeout_at(self._until):
                await asyncio.shield(self._settled)
        except TimeoutError:
            self.end(*self._at_deadline())
        return Ending(self._settled.result(), self.attempts, self._evidence())

    def _at_deadline(self) -> tuple[OutcomeKind, Reason]:
        match self._verdict:
            case Verdict.ON_ITS_WAY:
                return OutcomeKind.STARTED, Reason.NONE
            case Verdict.OTHERWISE:
                return OutcomeKind.FAILED, Reason.CONTRADICTED
        return OutcomeKind.UNKNOWN, Reason.NO_ANSWER

    def _evidence(self) -> Mapping[str, Any] | None:
        return None if self._newest is None else evidence(self._newest)

    def _stop_impatience(self) -> None:
        if self._impatience is not None:
            self._impatience.cancel()
            self._impatience = None


def evidence(report: Report) -> Mapping[str, Any]:
    """A report as the journal keeps it."""
    return {
        "capability": report.capability,
        "value": report.value,
        "at": report.at.isoformat(),
        "order": report.order,
        "live": report.live,
    }

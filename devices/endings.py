"""How commands end: written down at once, and made right where their devices say more about it later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from devices.aftermath import Aftermath
from devices.changes import Changes, CommandSettled, Reverted
from devices.command import Command, Outcome, OutcomeKind, Reason, Report
from devices.errors import JournalUnavailable
from devices.flight import Flight, evidence
from devices.journal import Ending, Journal

log = logging.getLogger(__name__)

JOURNAL_S = 5.0
"""Seconds the end of a command may take to be written before the answer no longer waits for it."""


@dataclass(slots=True)
class _Closing:
    """A command whose end is not written down yet."""

    written: asyncio.Event
    reverted: Report | None = None
    """What its device reports meanwhile, where it took everything back."""


class Endings:
    """Writes down how commands end, and what turns out about them afterwards."""

    def __init__(self, journal: Journal, changes: Changes) -> None:
        self._journal = journal
        self._changes = changes
        self.aftermath = Aftermath(self._proved_late, self._taken_back, self._fell_short)
        """What is reported about commands that have ended."""
        self._closing: dict[str, _Closing] = {}
        """By id."""
        self._afterthoughts: set[asyncio.Task[None]] = set()

    def expect(self, flight: Flight) -> None:
        """It is on its way from now on: what is reported is about it, and its end will have to be written."""
        self._closing[flight.command.id] = _Closing(asyncio.Event())
        self.aftermath.forget(flight)

    async def close(self, ending: Ending, within_s: float) -> Outcome:
        """Write its end down; what is told is what could be written in this time."""
        outcome = ending.outcome
        command_id = outcome.command.id
        closing = self._closing[command_id]
        try:
            async with asyncio.timeout(within_s):
                await self._journal.close(ending)
        except (JournalUnavailable, TimeoutError):
            log.error("the end of command %s could not be written down yet", command_id)
            return Outcome(OutcomeKind.UNKNOWN, outcome.command, Reason.JOURNAL_UNAVAILABLE, outcome.reported)
        finally:
            closing.written.set()
            del self._closing[command_id]
        return outcome if closing.reverted is None else await self._revoke(ending, closing.reverted)

    async def finish(self) -> None:
        """Nothing is reported any more: write what is known, and watch no longer."""
        self.aftermath.stop()
        if self._afterthoughts:
            await asyncio.wait(set(self._afterthoughts))

    async def _revoke(self, ending: Ending, report: Report) -> Outcome:
        """Taken back before anybody was told: what is told, and what stands in the journal, is that."""
        command = ending.outcome.command
        revoked = Outcome(OutcomeKind.FAILED, command, Reason.REVERTED, report.value)
        note = {**ending.note, **_taken_back_at(report)}
        try:
            async with asyncio.timeout(JOURNAL_S):
                await self._journal.revoke(Ending(revoked, ending.attempts, evidence(report), note))
        except (JournalUnavailable, TimeoutError):
            log.error("that command %s was taken back could not be written down", command.id)
            return Outcome(OutcomeKind.UNKNOWN, command, Reason.JOURNAL_UNAVAILABLE, report.value)
        return revoked

    def _proved_late(self, flight: Flight, report: Report, kind: OutcomeKind) -> None:
        """Nobody knew how it ended; now its device says so."""
        outcome = Outcome(kind, flight.command, reported=report.value, late=True)
        proof = {**evidence(report), "late_s": round(flight.late_s, 3)}
        log.info("command %s is proved %.1f s after its deadline", flight.command.id, flight.late_s)
        self._start(self._correct(Ending(outcome, flight.attempts, proof, flight.note), self._journal.amend))

    def _fell_short(self, flight: Flight, report: Report | None, kind: OutcomeKind, reason: Reason) -> None:
        """It had begun, and did not come to its end."""
        newest = report or flight.newest
        outcome = Outcome(kind, flight.command, reason, None if newest is None else newest.value)
        proof = None if newest is None else evidence(newest)
        log.info("command %s had begun and fell short: %s", flight.command.id, reason.value or kind.value)
        self._start(self._correct(Ending(outcome, flight.attempts, proof, flight.note), self._journal.overrule))

    async def _correct(self, ending: Ending, write: Callable[[Ending], Awaitable[bool]]) -> None:
        """Have the journal say so, and tell whoever watches."""
        command = ending.outcome.command
        await self._until_written(command)
        try:
            if await write(ending):
                self._changes.tell(CommandSettled(command.device, command.capability, ending.outcome))
        except JournalUnavailable as error:
            log.error("how command %s really ended could not be written down: %s", command.id, error)

    def _taken_back(self, flight: Flight, report: Report) -> None:
        """Its device did it and undid it: that is the device's to decide, and is not fought."""
        command = flight.command
        log.info("command %s was taken back by its device", command.id)
        self._changes.tell(Reverted(command, report.value))
        if command.id in self._closing:
            self._closing[command.id].reverted = report
        else:
            self._start(self._remark(command, report))

    async def _remark(self, command: Command, report: Report) -> None:
        try:
            await self._journal.remark(command.id, _taken_back_at(report))
        except JournalUnavailable as error:
            log.error("that command %s was taken back could not be written down: %s", command.id, error)

    async def _until_written(self, command: Command) -> None:
        """What came after an end is written after it."""
        if command.id in self._closing:
            await self._closing[command.id].written.wait()

    def _start(self, afterthought: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(afterthought, name="afterthought")
        self._afterthoughts.add(task)
        task.add_done_callback(self._afterthoughts.discard)


def _taken_back_at(report: Report) -> Mapping[str, Any]:
    """What is noted beside a command that its device took back."""
    return {"reverted": report.value, "reverted_at": report.at.isoformat()}

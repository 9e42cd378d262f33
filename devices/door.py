"""The one door to the world: every command passes it, in this order, and comes out with its true end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from devices.admission import Admission, Admitted
from devices.aftermath import Aftermath
from devices.changes import Changes, CommandSettled, Reverted
from devices.command import Command, Outcome, OutcomeKind, Reason, Report
from devices.errors import JournalUnavailable
from devices.facts import Facts
from devices.flight import Flight, evidence
from devices.flights import Flights, Key
from devices.journal import Ending, Journal
from devices.link import Link
from devices.sending import Sending

log = logging.getLogger(__name__)

JOURNAL_S = 5.0
"""Seconds the end of a command may take to be written before the answer no longer waits for it."""

CLOSE_LEAST_S = 0.8
"""Seconds of that which it may take at least, when the deadline is near or over."""

JOURNAL_LEAST_S = 1.0
"""Seconds a command waits for the journal at least, however short its deadline."""

ANSWER_LEAST_S = 1.0
"""Seconds of its deadline that are left to the device at least, however long the journal took."""


AT_ONCE = 50
"""Commands of a group that are handed to the link in one turn of the event loop."""


def _batched(admitted: Sequence[Admitted], size: int) -> Iterator[Sequence[Admitted]]:
    """All of them, so many at a time."""
    return (admitted[first : first + size] for first in range(0, len(admitted), size))


@dataclass(slots=True)
class _Wish:
    """Commands that belong together, and whether somebody still wants them."""

    commands: tuple[Command, ...]
    given: float
    """On the loop's clock."""
    withdrawn: bool = False

    def is_wanted(self) -> bool:
        """Whether anybody still waits for it."""
        return not self.withdrawn

    def left_s(self, command: Command) -> float:
        """Seconds until the deadline of one of them, which counts from when it was given."""
        spent = asyncio.get_running_loop().time() - self.given
        return max(command.deadline_s - spent, min(command.deadline_s, ANSWER_LEAST_S))


@dataclass(slots=True)
class _Closing:
    """A command whose end is not written down yet."""

    written: asyncio.Event
    reverted: Report | None = None
    """What its device reports meanwhile, where it took everything back."""


class Door:
    """Sends commands and finds out how they end."""

    def __init__(
        self,
        admission: Admission,
        journal: Journal,
        link: Link,
        facts: Facts,
        flights: Flights,
        changes: Changes,
    ) -> None:
        self._admission = admission
        self._journal = journal
        self._sending = Sending(link, facts)
        self._facts = facts
        self._flights = flights
        self._changes = changes
        self.aftermath = Aftermath(self._proved_late, self._taken_back)
        """What is reported about commands that have ended."""
        self._closing: dict[str, _Closing] = {}
        """By id."""
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        """Those that somebody holds or waits for: nothing else keeps them."""
        self._tasks: set[asyncio.Task[tuple[Outcome, ...]]] = set()
        self._afterthoughts: set[asyncio.Task[None]] = set()

    async def execute_all(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Carry the commands out as one group; their outcomes in the same order.

        Who stops waiting withdraws what was not sent yet; what was sent is followed to its end all the same.
        """
        wish = _Wish(tuple(commands), asyncio.get_running_loop().time())
        task = asyncio.create_task(self._carry_out(wish), name="commands")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            wish.withdrawn = True
            raise

    def weigh(self, commands: Sequence[Command]) -> tuple[Outcome | None, ...]:
        """How each of the group would end without being sent; None for one that would be sent. Nothing is."""
        return self._admission.weigh(commands)

    def link_is_back(self) -> None:
        """Reports may have been missed: the devices of all commands on their way are asked how they are."""
        for flight in self._flights.under_way():
            self._sending.ask(flight)

    def device_is_back(self, device_id: str) -> None:
        """What it says first may be what it remembers; asked, it looks how it is."""
        for flight in self._flights.under_way(device_id):
            self._sending.ask(flight)

    async def shut(self) -> None:
        """Nobody listens to reports any more: end every command on its way with what is known."""
        self._sending.stop()
        self._flights.end_all()
        for pending in (self._tasks, self._afterthoughts):
            if pending:
                await asyncio.wait(set(pending))

    async def _carry_out(self, wish: _Wish) -> tuple[Outcome, ...]:
        async with self._one_at_a_time({(c.device, c.capability) for c in wish.commands}):
            admitted, ended = await self._admission.admit_all(wish.commands)
            try:
                await self._write_down(admitted, ended.values())
            except JournalUnavailable as error:
                log.error("nothing is sent: %s", error)
                return tuple(_without_journal(command, ended) for command in wish.commands)
            flights: list[asyncio.Task[Outcome]] = []
            for several in _batched(admitted, AT_ONCE):
                flights += [asyncio.create_task(self._fly(each, wish), name=each.command.id) for each in several]
                # Two turns of the loop hand them to the link, in this order, before the next wish may.
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        outcomes = {command_id: ending.outcome for command_id, ending in ended.items()}
        outcomes |= {outcome.command.id: outcome for outcome in await asyncio.gather(*flights)}
        return tuple(outcomes[command.id] for command in wish.commands)

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, keys: set[Key]) -> AsyncIterator[None]:
        """Wishes for the same capability are served in the order they came."""
        async with contextlib.AsyncExitStack() as held:
            for key in sorted(keys):
                await held.enter_async_context(self._locks.setdefault(key, asyncio.Lock()))
            yield

    async def _write_down(self, admitted: Sequence[Admitted], ended: Iterable[Ending]) -> None:
        """Before anything is sent. Raises JournalUnavailable."""
        shortest = min((each.command.deadline_s for each in admitted), default=JOURNAL_S)
        patience = max(JOURNAL_LEAST_S, shortest)
        try:
            async with asyncio.timeout(patience):
                backgrounds = {each.command.id: each.background for each in admitted}
                await self._journal.accept([each.command for each in admitted], list(ended), backgrounds)
        except TimeoutError:
            raise JournalUnavailable(f"the journal did not answer in {patience:g} s") from None

    async def _fly(self, admitted: Admitted, wish: _Wish) -> Outcome:
        """Send it, wait for the proof, and write its end down, come what may."""
        command = admitted.command
        flight = Flight(command, admitted.device, admitted.capability, self._ended, wish.left_s(command))
        self._closing[flight.command.id] = _Closing(asyncio.Event())
        self.aftermath.forget(flight)
        self._flights.add(flight)
        question = self._sending.ask_half_way(flight)
        within_s = JOURNAL_S
        try:
            await self._sending.send(flight, admitted, wish.is_wanted)
            await flight.ended()
            within_s = min(JOURNAL_S, max(CLOSE_LEAST_S, flight.remaining_s))
        except Exception:
            log.exception("command %s broke on its way", command.id)
        finally:
            flight.end(OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
            self._flights.remove(flight)
            if question is not None:
                question.cancel()
            outcome = await self._close(await flight.ended(), within_s)
        return outcome

    def _ended(self, flight: Flight, outcome: Outcome) -> None:
        """At the very moment: what is reported from here on is about what came of it."""
        self.aftermath.watch(flight, outcome)
        flight.afterwards = self.aftermath.hear
        if outcome.kind is OutcomeKind.UNKNOWN and flight.proof is not None:
            for name in _perhaps_changed(flight):
                self._facts.doubt(outcome.command.device, name)
            if outcome.reason is Reason.NO_ANSWER:
                self._facts.gave_no_answer(outcome.command.device)

    async def _close(self, ending: Ending, within_s: float) -> Outcome:
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
        self._start(self._amend(Ending(outcome, flight.attempts, proof, flight.note)))

    async def _amend(self, ending: Ending) -> None:
        command = ending.outcome.command
        await self._until_written(command)
        try:
            if await self._journal.amend(ending):
                self._changes.tell(CommandSettled(command.device, command.capability, ending.outcome))
        except JournalUnavailable as error:
            log.error("command %s stays unknown: %s", command.id, error)

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


def _perhaps_changed(flight: Flight) -> Iterable[str]:
    """What a command of which nobody knows how it ended may have changed: of anything but a car, all that it can."""
    if flight.device.kind == "car":
        return () if flight.proof is None else (flight.proof.name,)
    named = {flight.proof.name} if flight.proof else set()
    return named | {capability.name for capability in flight.device.capabilities.values() if capability.writable}


def _taken_back_at(report: Report) -> Mapping[str, Any]:
    """What is noted beside a command that its device took back."""
    return {"reverted": report.value, "reverted_at": report.at.isoformat()}


def _without_journal(command: Command, ended: Mapping[str, Ending]) -> Outcome:
    """What can be said when nothing could be written: nothing was sent, and no state is claimed."""
    outcome = ended[command.id].outcome if command.id in ended else None
    if outcome is None or outcome.kind is OutcomeKind.ALREADY:
        return Outcome(OutcomeKind.FAILED, command, Reason.JOURNAL_UNAVAILABLE)
    return outcome

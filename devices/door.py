"""The one door to the world: every command passes it, in this order, and comes out with its true end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from devices.admission import Admission, Admitted
from devices.aftermath import Aftermath
from devices.changes import Changes
from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.endings import JOURNAL_S, Endings
from devices.errors import JournalUnavailable
from devices.facts import Facts
from devices.flight import Flight
from devices.flights import Flights, Key
from devices.journal import Ending, Journal
from devices.link import Link
from devices.sending import Sending

log = logging.getLogger(__name__)

CLOSE_LEAST_S = 0.8
"""Seconds the end of a command may take to be written at least, when the deadline is near or over."""

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
        self._sending = Sending(link, facts, admission.objection)
        self._facts = facts
        self._flights = flights
        self._endings = Endings(journal, changes)
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        """Those that somebody holds or waits for: nothing else keeps them."""
        self._tasks: set[asyncio.Task[tuple[Outcome, ...]]] = set()

    @property
    def aftermath(self) -> Aftermath:
        """What is reported about commands that have ended."""
        return self._endings.aftermath

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
        if self._tasks:
            await asyncio.wait(set(self._tasks))
        await self._endings.finish()

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
        self._endings.expect(flight)
        self._flights.add(flight)
        question = self._sending.ask_half_way(flight)
        within_s = JOURNAL_S
        try:
            await self._sending.send(flight, admitted, wish.is_wanted)
            await flight.ended()
            within_s = min(JOURNAL_S, max(CLOSE_LEAST_S, flight.remaining_s))
        except Exception:
            # A command that was written down must get an end, whatever breaks: a fault of ours ends it as UNKNOWN.
            log.exception("command %s broke on its way", command.id)
        finally:
            flight.end(OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
            self._flights.remove(flight)
            if question is not None:
                question.cancel()
            outcome = await self._endings.close(await flight.ended(), within_s)
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


def _perhaps_changed(flight: Flight) -> Iterable[str]:
    """What a command of which nobody knows how it ended may have changed: of anything but a car, all that it can."""
    if flight.device.kind == "car":
        return () if flight.proof is None else (flight.proof.name,)
    named = {flight.proof.name} if flight.proof else set()
    return named | {capability.name for capability in flight.device.capabilities.values() if capability.writable}


def _without_journal(command: Command, ended: Mapping[str, Ending]) -> Outcome:
    """What can be said when nothing could be written: nothing was sent, and no state is claimed."""
    outcome = ended[command.id].outcome if command.id in ended else None
    if outcome is None or outcome.kind is OutcomeKind.ALREADY:
        return Outcome(OutcomeKind.FAILED, command, Reason.JOURNAL_UNAVAILABLE)
    return outcome

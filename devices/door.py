"""The one door to the world: every command passes it, in this order, and comes out with its true end."""

import asyncio
import contextlib
import logging
import math
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from devices.admission import Admission, Admitted
from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.errors import JournalUnavailable, LinkDown, PublishInDoubt, PublishRefused
from devices.facts import Facts
from devices.flight import Flight
from devices.flights import Flights, Key
from devices.journal import Ending, Journal
from devices.link import Link
from devices.proof import proving

log = logging.getLogger(__name__)

JOURNAL_S = 5.0
"""Seconds the end of a command may take to be written before the answer no longer waits for it."""

JOURNAL_LEAST_S = 1.0
"""Seconds a command waits for the journal at least, however short its deadline; that begins when it is sent."""


@dataclass(slots=True)
class _Wish:
    """Commands that belong together, and whether somebody still wants them."""

    commands: tuple[Command, ...]
    withdrawn: bool = False


class Door:
    """Sends commands and finds out how they end."""

    def __init__(self, admission: Admission, journal: Journal, link: Link, facts: Facts, flights: Flights) -> None:
        self._admission = admission
        self._journal = journal
        self._link = link
        self._facts = facts
        self._flights = flights
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        """Those that somebody holds or waits for: nothing else keeps them."""
        self._tasks: set[asyncio.Task[tuple[Outcome, ...]]] = set()

    async def execute_all(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Carry the commands out as one group; their outcomes in the same order.

        Who stops waiting withdraws what was not sent yet; what was sent is followed to its end all the same.
        """
        wish = _Wish(tuple(commands))
        task = asyncio.create_task(self._carry_out(wish), name="commands")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            wish.withdrawn = True
            raise

    async def shut(self) -> None:
        """Nobody listens to reports any more: end every command on its way with what is known."""
        self._flights.end_all()
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _carry_out(self, wish: _Wish) -> tuple[Outcome, ...]:
        async with self._one_at_a_time({(c.device, c.capability) for c in wish.commands}):
            admitted, ended = self._admission.admit_all(wish.commands)
            try:
                await self._write_down(admitted, ended.values())
            except JournalUnavailable as error:
                log.error("nothing is sent: %s", error)
                return tuple(_without_journal(command, ended) for command in wish.commands)
            flights = [asyncio.create_task(self._fly(each, wish), name=each.command.id) for each in admitted]
            # One turn of the loop hands every command to the link, in this order, before the next wish may.
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
                await self._journal.accept([each.command for each in admitted], list(ended))
        except TimeoutError:
            raise JournalUnavailable(f"the journal did not answer in {patience:g} s") from None

    async def _fly(self, admitted: Admitted, wish: _Wish) -> Outcome:
        """Send it, wait for the proof, and write its end down, come what may."""
        flight = self._take_off(admitted)
        try:
            if wish.withdrawn:
                flight.end(OutcomeKind.FAILED, Reason.SUPERSEDED)
            else:
                await self._send(flight, admitted)
            ending = await flight.ended()
        except asyncio.CancelledError:
            flight.end(OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
            await self._close(flight, await flight.ended())
            raise
        finally:
            self._flights.remove(flight)
        return await self._close(flight, ending)

    def _take_off(self, admitted: Admitted) -> Flight:
        proof = proving(admitted.device, admitted.capability)
        before = self._facts.get(admitted.device.id, proof.name) if proof else None
        flight = Flight(admitted.command, admitted.device, admitted.capability, before)
        self._flights.add(flight)
        return flight

    async def _send(self, flight: Flight, admitted: Admitted) -> None:
        flight.leaves()
        expiry_s = max(1, math.ceil(flight.remaining_s))
        try:
            async with asyncio.timeout(flight.remaining_s):
                await self._link.publish(admitted.writing.topic, admitted.payload, expiry_s=expiry_s)
        except LinkDown:
            flight.never_left()
            flight.end(OutcomeKind.FAILED, Reason.LINK_DOWN)
        except PublishRefused as refusal:
            log.warning("command %s was refused: %s", flight.command.id, refusal)
            flight.end(OutcomeKind.FAILED, Reason.NOT_AUTHORISED)
        except (PublishInDoubt, TimeoutError):
            log.warning("command %s may or may not have been sent; only the device can tell", flight.command.id)
        else:
            if flight.proof is None:
                flight.end(OutcomeKind.PENDING, Reason.CANNOT_REPORT)

    async def _close(self, flight: Flight, ending: Ending) -> Outcome:
        outcome = ending.outcome
        if outcome.kind is OutcomeKind.UNKNOWN and flight.proof is not None:
            self._facts.doubt(outcome.command.device, flight.proof.name)
        try:
            async with asyncio.timeout(JOURNAL_S):
                await self._journal.close(ending)
        except (JournalUnavailable, TimeoutError):
            log.error("the end of command %s could not be written down yet", outcome.command.id)
            return Outcome(OutcomeKind.UNKNOWN, outcome.command, Reason.JOURNAL_UNAVAILABLE, outcome.reported)
        return outcome


def _without_journal(command: Command, ended: Mapping[str, Ending]) -> Outcome:
    """What can be said when nothing could be written: nothing was sent, and no state is claimed."""
    outcome = ended[command.id].outcome if command.id in ended else None
    if outcome is None or outcome.kind is OutcomeKind.ALREADY:
        return Outcome(OutcomeKind.FAILED, command, Reason.JOURNAL_UNAVAILABLE)
    return outcome

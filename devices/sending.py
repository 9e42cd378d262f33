"""Giving commands to the link: once, at the moment they were decided for, and never again where that is in doubt."""

import asyncio
import contextlib
import logging
import math
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from devices.admission import Admitted
from devices.command import Outcome, OutcomeKind, Reason
from devices.device import Aside
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.facts import Facts
from devices.flight import Flight
from devices.link import Link

log = logging.getLogger(__name__)


class Sending:
    """Publishes commands, and asks devices how they are.

    A message of which nobody knows whether it left is never sent again: the device may have got it. One that certainly
    did not leave, as the link was down, is sent once the link is back, where it may wait and its deadline has not
    passed.
    """

    def __init__(self, link: Link, facts: Facts, objection: Callable[[Admitted], Outcome | None]) -> None:
        """`objection`: what forbids a command at this moment, None for nothing."""
        self._link = link
        self._facts = facts
        self._objection = objection
        self._errands: set[asyncio.Task[None]] = set()

    async def send(self, flight: Flight, admitted: Admitted, wanted: Callable[[], bool]) -> None:
        """Send it where it is still wanted, or end it where it cannot be sent."""
        if not wanted():
            flight.end(OutcomeKind.FAILED, Reason.SUPERSEDED)
        elif await self._publish(flight, admitted):
            return
        elif admitted.may_wait:
            self._start(self._send_when_back(flight, admitted, wanted))
        else:
            flight.end(OutcomeKind.FAILED, Reason.LINK_DOWN)

    def ask_half_way(self, flight: Flight) -> asyncio.TimerHandle | None:
        """Have a device that says nothing asked how it is; None where it cannot be asked."""
        if flight.device.asking is None or flight.proof is None:
            return None
        return asyncio.get_running_loop().call_later(flight.remaining_s / 2, self.ask, flight)

    def ask(self, flight: Flight) -> None:
        """Have the device of a command that is on its way asked how it is, once."""
        if flight.device.asking is not None and flight.attempts and not flight.is_over:
            self._start(self._ask(flight))

    def stop(self) -> None:
        """Send nothing any more."""
        for errand in self._errands:
            errand.cancel()

    def _start(self, errand: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(errand, name="errand")
        self._errands.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, errand: asyncio.Task[None]) -> None:
        self._errands.discard(errand)
        if errand.cancelled():
            return
        error = errand.exception()
        if error is not None and not isinstance(error, LinkDown | PublishRefused | PublishInDoubt):
            log.error("an errand failed", exc_info=error)

    async def _publish(self, flight: Flight, admitted: Admitted) -> bool:
        """Whether something left, or may have left, or must not leave; where it is not to be done, the flight ends."""
        objection = self._objection(admitted)
        if objection is not None:
            flight.settle(objection)
            return True
        device, proof = flight.device.id, flight.proof
        if proof is None:
            flight.leaves(None, None)
        else:
            flight.leaves(self._facts.get(device, proof.name), self._facts.mark(device, proof.name))
        handing_over = self._start(self._hand_over(flight, admitted))
        await asyncio.wait({handing_over}, timeout=flight.remaining_s)
        match _failure(handing_over):
            case None:
                if proof is None:
                    flight.end(OutcomeKind.PENDING, Reason.CANNOT_REPORT)
            case LinkDown():
                flight.never_left()
                return False
            case PublishRefused() as refusal:
                log.warning("command %s was refused: %s", flight.command.id, refusal)
                flight.end(OutcomeKind.FAILED, Reason.NOT_AUTHORISED)
            case PublishInDoubt() | TimeoutError():
                log.warning("command %s may or may not have been sent; only the device can tell", flight.command.id)
            case _:
                flight.end(OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
        return True

    async def _hand_over(self, flight: Flight, admitted: Admitted) -> None:
        """Waits for the broker beyond the deadline: what proves it late has to come after the broker had it.

        Raises LinkDown only where nothing left, and PublishInDoubt where the rest of it did not leave any more.
        """
        first, *others = admitted.messages
        try:
            await self._hand_over_one(flight, first)
            for message in others:
                if not flight.goes_on:
                    raise PublishInDoubt("it ended before all of it was sent")
                try:
                    await self._hand_over_one(flight, message)
                except LinkDown as error:
                    raise PublishInDoubt("the link went down before all of it was sent") from error
        except PublishInDoubt:
            flight.arrived(monotonic(), is_certain=False)
            raise

    async def _hand_over_one(self, flight: Flight, message: Aside) -> None:
        expiry_s = max(1, math.ceil(flight.remaining_s))
        flight.arrived(await self._link.publish(message.topic, message.payload, expiry_s=expiry_s))

    async def _send_when_back(self, flight: Flight, admitted: Admitted, wanted: Callable[[], bool]) -> None:
        """It ends at its deadline where the link does not come back."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(flight.remaining_s):
                async for up in self._link.connections():
                    if not wanted():
                        flight.end(OutcomeKind.FAILED, Reason.SUPERSEDED)
                    if flight.is_over or (up and await self._publish(flight, admitted)):
                        return

    async def _ask(self, flight: Flight) -> None:
        asking = flight.device.asking
        assert asking is not None
        expiry_s = max(1, math.ceil(flight.remaining_s))
        try:
            async with asyncio.timeout(flight.remaining_s):
                await self._link.publish(asking.topic, asking.encode(None), expiry_s=expiry_s)
        except (LinkDown, PublishRefused, PublishInDoubt, TimeoutError) as error:
            log.info("%s could not be asked how it is: %s", flight.device.id, type(error).__name__)


def _failure(handing_over: asyncio.Task[None]) -> BaseException | None:
    """Why it is not known to have left; TimeoutError where that took too long or was given up."""
    if not handing_over.done() or handing_over.cancelled():
        return TimeoutError()
    return handing_over.exception()

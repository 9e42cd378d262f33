"""Does what waited for a car to be near its destination, as a turn of whoever wished it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from assistant.handle import TurnHandle
from assistant.utterance import Utterance
from server.returning import ReturningTrips
from skills.arrivals import Arrivals, NotWritten, OnTheWay
from skills.surface import local_now

log = logging.getLogger(__name__)

TICK_S = 1.0

TakeTurn = Callable[[Utterance], TurnHandle]
"""Begins a turn in the conversation in which its person spoke last."""


async def look_after(arrivals: Arrivals, returning: ReturningTrips, take_turn: TakeTurn) -> None:
    """Look again and again whether something is due; until cancelled."""
    while True:
        await asyncio.sleep(TICK_S)
        await returning.look()
        due = arrivals.due()
        await settle(arrivals)
        for wish in due:
            await do_now(wish, take_turn)
        end_trips(arrivals)


async def settle(arrivals: Arrivals) -> None:
    """Before something is done it is not written down any more: a restart must not do it twice."""
    try:
        await arrivals.settle()
    except NotWritten as error:
        log.error("%s", error)


async def do_now(wish: OnTheWay, take_turn: TakeTurn) -> None:
    """Take the turn; what comes of it is told, and stands in the journal as that person's."""
    handle = take_turn(replace(wish.said, at=local_now()))
    log.info("wish %s, which waited for the trip of %s, is done in turn %s", wish.id, wish.car, handle.id)
    await handle.finished()


def end_trips(arrivals: Arrivals) -> None:
    """A trip is over when the car is there and nothing waits for it."""
    trips = arrivals.trips
    for car in trips.cars():
        if trips.has_arrived(car) and not arrivals.waiting(car):
            trips.end(car)
            log.info("%s is there", car)

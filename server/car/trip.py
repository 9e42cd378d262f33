"""Where the head unit's own car is going, and every change of that."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.utterance import Language
from server.api.problems import Problem, documented
from server.car.caller import Reading
from server.car.feed import Feed
from server.car.trip_view import CarTrip, plan_id, progress_of, trip_view
from skills.trips import Trips

router = APIRouter(tags=["the car"])

LOOK_S = 1.0
"""Seconds between two looks at how far the trip is."""


@router.get(
    "/trip",
    operation_id="readTrip",
    summary="Where the car is going",
    responses=documented("no-trip", "invalid"),
)
async def read_trip(
    caller: Reading, language: Annotated[Language, Query(description="Of the words in it")] = "en"
) -> CarTrip:
    """The trip of the head unit's own car: stops, turns in words, the way and the roads around it as shapes.

    What changes on the way is in `progress`, and the event `trip` brings it anew; fetch the rest again when `plan` is
    another.
    """
    trips, car = caller.mimosa.trips, caller.unit.device
    planned = trips.planned(car) if trips is not None else None
    if trips is None or planned is None:
        raise Problem("no-trip", "the car is going nowhere, as far as is known here; say where to go")
    progress = progress_of(trips, car, planned)
    return await asyncio.to_thread(trip_view, trips, planned, progress, language)


def told_of_trip(trips: Trips | None, car: str) -> dict[str, Any]:
    """What the event `trip` tells: which plan there is, and how far it is; both null where the car goes nowhere."""
    planned = trips.planned(car) if trips is not None else None
    if trips is None or planned is None:
        return {"plan": None, "progress": None}
    progress = progress_of(trips, car, planned)
    return {"plan": plan_id(planned), "progress": progress.model_dump(mode="json") if progress else None}


async def tell_trip(trips: Trips | None, car: str, feed: Feed) -> None:
    """Put an event into the feed whenever the trip is another one, or farther; until cancelled."""
    told = told_of_trip(trips, car)
    while trips is not None:
        await asyncio.sleep(LOOK_S)
        now = told_of_trip(trips, car)
        if now != told:
            told = now
            feed.put("trip", now)

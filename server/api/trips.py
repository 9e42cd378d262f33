"""Where a car is going, with what has to be drawn of the map around its way."""

import asyncio
from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from devices.roads.position import Box, Position
from devices.roads.roads import Roads
from server.api.assembly import Mimosa
from server.api.problems import Problem, documented
from skills.trips import Planned, Progress, Trips

router = APIRouter(prefix="/api/trips", tags=["the house"])

MOST_ROADS = 1_500
"""Roads that are drawn around a way."""
MARGIN = 0.15
"""Of the extent of a way, that is drawn around it."""
_LEAST_DEGREES = 0.002

Line = list[tuple[float, float]]
"""Latitude and longitude of each point."""


class StopView(BaseModel):
    """A place on the way."""

    name: str
    at: tuple[float, float] = Field(description="Latitude and longitude")
    charges: bool = Field(description="The car charges there")


class TripView(BaseModel):
    """A trip that is under way."""

    destination: str
    metres: float = Field(description="That are left")
    arrives: datetime
    at: tuple[float, float] | None = Field(description="Where the car is, latitude and longitude")
    way: Line
    roads: list[Line] = Field(description="What lies around it, the larger roads first")
    stops: list[StopView]
    credit: str = Field(description="To be shown beside the map", examples=["© OpenStreetMap contributors, ODbL"])


@router.get(
    "/{car}", operation_id="readTrip", summary="Where a car is going", responses=documented("no-token", "no-trip")
)
async def read_trip(car: str, mimosa: Mimosa) -> TripView:
    """The way from where it was set, and how much of it is left."""
    trips = mimosa.trips
    planned = trips.planned(car) if trips is not None else None
    progress = trips.progress(car) if trips is not None else None
    if trips is None or planned is None or progress is None:
        raise Problem("no-trip", f"car: {car[:130]!r} is going nowhere, as far as is known here")
    return await asyncio.to_thread(_trip_view, trips, car, planned, progress)


def _trip_view(trips: Trips, car: str, planned: Planned, progress: Progress) -> TripView:
    at, shape = trips.position(car), planned.trip.route.shape
    chargers = [StopView(name=s.charger.name, at=_pair(s.charger.at), charges=True) for s in planned.trip.charging]
    stops = [StopView(name=s.name, at=_pair(s.at), charges=False) for s in planned.course.stops]
    return TripView(
        destination=planned.course.destination.name,
        metres=round(progress.metres),
        arrives=progress.arrives,
        at=_pair(at) if at is not None else None,
        way=[_pair(point) for point in shape],
        roads=_around(trips.roads, shape),
        stops=chargers + stops,
        credit=trips.roads.about.credit,
    )


def _around(roads: Roads, shape: tuple[Position, ...]) -> list[Line]:
    north, south = max(p.latitude for p in shape), min(p.latitude for p in shape)
    east, west = max(p.longitude for p in shape), min(p.longitude for p in shape)
    high, wide = max(_LEAST_DEGREES, (north - south) * MARGIN), max(_LEAST_DEGREES, (east - west) * MARGIN)
    lines = roads.roads_in(Box(south - high, west - wide, north + high, east + wide), MOST_ROADS)
    return [[_pair(point) for point in line] for line in lines]


def _pair(at: Position) -> tuple[float, float]:
    return round(at.latitude, 6), round(at.longitude, 6)

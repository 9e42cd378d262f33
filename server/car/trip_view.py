"""A trip as a head unit is told of it: turns in words, stops, and the map around its way as shapes."""

import math
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from assistant.utterance import Language
from devices.roads.place import Place
from devices.roads.polyline import encoded
from devices.roads.position import METRES_PER_DEGREE, Box, Position
from devices.roads.roads import Roads
from devices.roads.route import Leg, Turning
from skills.road_words import place_in_words, road_in_words, turn_in_words
from skills.trip_ahead import Reached, TripStop, outlook, stops_of
from skills.trips import Planned, Progress, Trips

Pair = tuple[float, float]
"""Latitude and longitude."""
MOST_ROADS = 1_500
"""Roads that are drawn around a way."""
SHOWN = 1.3
"""How much larger than its way a drawing is."""
AROUND_M = 1_500.0
"""Beside the way, that is shown at least."""
ENCODED = "An encoded polyline, to five decimals of a degree"


class TurnView(BaseModel):
    """Something to be done on the way."""

    say: str = Field(description="In the language that was asked for", examples=["turn left into Main Street"])
    turning: Turning = Field(examples=["left"])
    onto: str = Field(description="The road; empty where it has no name", examples=["Main Street"])
    exit: int = Field(description="Which exit of a roundabout, from 1; 0 elsewhere")
    at: Pair
    along_m: float = Field(description="Metres from the beginning of the leg")


class LegView(BaseModel):
    """The way to one stop; there are as many legs as stops."""

    metres: float
    seconds: float
    shape: str = Field(description=ENCODED)
    turns: list[TurnView] = Field(description="The first departs, the last arrives")


class StopView(BaseModel):
    """Where a leg ends."""

    kind: Literal["stop", "charging", "destination"]
    name: str = Field(description="In the language that was asked for", examples=["Fast charger Kallio"])
    at: Pair
    charge_s: float | None = Field(description="How long to charge, in seconds; null where it does not charge there")
    leaves_with: float | None = Field(description="Charge to leave with, in %; null where it does not charge there")


class NextTurn(BaseModel):
    """What is to be done next."""

    leg: int = Field(ge=0, description="Index of the leg")
    turn: int = Field(ge=0, description="Index of the turn in that leg")
    metres: float = Field(description="Until then")


class StopAhead(BaseModel):
    """How it stands with a stop now."""

    reached: Reached
    metres: float = Field(description="To it along the way; 0 where it is not ahead")
    arrives: datetime | None = Field(description="null where it is not ahead")
    charge: float | None = Field(description="% on arrival; null where it is not ahead, or nobody knows")


class ProgressView(BaseModel):
    """How far the trip is at this moment."""

    at: Pair
    metres: float = Field(description="That are left")
    seconds: float = Field(description="That are left, charging included")
    arrives: datetime
    off_way: bool = Field(description="The car is not on the way that was found")
    next: NextTurn | None
    stops: list[StopAhead] = Field(description="One for each stop of the trip, in their order")


class CarTrip(BaseModel):
    """A trip that is under way."""

    plan: str = Field(description="Another one whenever it was planned anew; the event `trip` names it")
    destination: str = Field(description="In the language that was asked for", examples=["home"])
    stops: list[StopView] = Field(description="In the order in which they are reached, the destination last")
    legs: list[LegView]
    shape: str = Field(description=f"The whole way. {ENCODED}")
    roads: list[str] = Field(description=f"The roads around the way, the larger ones first, each: {ENCODED}")
    credit: str = Field(description="To be shown beside the map", examples=["© OpenStreetMap contributors, ODbL"])
    progress: ProgressView | None = Field(description="null while nobody knows where the car is")


def progress_of(trips: Trips, car: str, planned: Planned) -> ProgressView | None:
    """How far it is; None while nobody knows where the car is."""
    at, progress = trips.position(car), trips.progress(car)
    if at is None or progress is None:
        return None
    ahead = outlook(planned, progress, trips.battery(car))
    return ProgressView(
        at=_pair(at),
        metres=round(progress.metres),
        seconds=round(progress.seconds),
        arrives=progress.arrives.replace(second=0, microsecond=0),
        off_way=progress.off_way,
        next=_next_turn(planned, progress),
        stops=[
            StopAhead(
                reached=each.reached,
                metres=round(each.metres),
                arrives=each.arrives.replace(second=0, microsecond=0) if each.arrives else None,
                charge=None if each.charge is None else round(each.charge),
            )
            for each in ahead
        ],
    )


def _next_turn(planned: Planned, progress: Progress) -> NextTurn | None:
    for index, leg in enumerate(planned.trip.route.legs):
        for number, turn in enumerate(leg.turns):
            if turn is progress.turn:
                return NextTurn(leg=index, turn=number, metres=max(0, round(progress.turn_in_m)))
    return None


def trip_view(trips: Trips, planned: Planned, progress: ProgressView | None, language: Language) -> CarTrip:
    """The whole of it, in words of that language. Blocks for milliseconds."""
    stops, route = stops_of(planned), planned.trip.route
    return CarTrip(
        plan=plan_id(planned),
        destination=place_in_words(planned.course.destination, language),
        stops=[_stop(stop, language, last=stop is stops[-1]) for stop in stops],
        legs=[_leg(leg, stop.place, language) for leg, stop in zip(route.legs, stops, strict=True)],
        shape=encoded(route.shape),
        roads=[encoded(line) for line in _roads_shown(trips.roads, route.shape)],
        credit=trips.roads.about.credit,
        progress=progress,
    )


def _roads_shown(roads: Roads, shape: tuple[Position, ...]) -> list[list[Position]]:
    """What lies in a square around the way, the larger roads first: displays are of every shape."""
    norths, easts = [at.latitude for at in shape], [at.longitude for at in shape]
    middle = Position((max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2)
    shrink = max(0.01, math.cos(math.radians(middle.latitude)))
    across = max(max(norths) - min(norths), (max(easts) - min(easts)) * shrink)
    half = max(across * SHOWN / 2, across / 2 + AROUND_M / METRES_PER_DEGREE)
    south, north = middle.latitude - half, middle.latitude + half
    west, east = middle.longitude - half / shrink, middle.longitude + half / shrink
    return roads.roads_in(Box(south, west, north, east), MOST_ROADS)


def plan_id(planned: Planned) -> str:
    """Another one whenever the trip was planned anew."""
    return planned.begun.isoformat()


def _stop(stop: TripStop, language: Language, *, last: bool) -> StopView:
    charging = stop.charging
    return StopView(
        kind="charging" if charging else "destination" if last else "stop",
        name=place_in_words(stop.place, language),
        at=_pair(stop.place.at),
        charge_s=round(charging.seconds) if charging else None,
        leaves_with=round(charging.leaves_with) if charging else None,
    )


def _leg(leg: Leg, ends_at: Place, language: Language) -> LegView:
    turns = [
        TurnView(
            say="" if turn.turning == "depart" else turn_in_words(turn, ends_at, language),
            turning=turn.turning,
            onto=road_in_words(turn.onto, language),
            exit=turn.exit,
            at=_pair(turn.at),
            along_m=round(turn.along_m),
        )
        for turn in leg.turns
    ]
    return LegView(metres=round(leg.metres), seconds=round(leg.seconds), shape=encoded(leg.shape), turns=turns)


def _pair(at: Position) -> Pair:
    return round(at.latitude, 6), round(at.longitude, 6)

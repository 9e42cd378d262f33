"""The stops of a trip, and when and with how much charge each of those ahead is reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from devices.roads.battery import Battery, ChargingStop
from devices.roads.place import Place
from skills.trips import THERE_M, Planned, Progress

Reached = Literal["ahead", "here", "passed"]


@dataclass(frozen=True, slots=True)
class TripStop:
    """Where one leg of a trip ends."""

    place: Place
    along_m: float
    """Metres from the beginning of the trip."""
    charging: ChargingStop | None
    """None where the car does not charge there."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it stands with one stop at this moment."""

    reached: Reached
    metres: float
    """To it, along the way; 0 where it is not ahead."""
    arrives: datetime | None
    """None where it is not ahead."""
    charge: float | None
    """% on arrival, 0 to 100; None where it is not ahead, or the car does not tell of its battery."""


def stops_of(planned: Planned) -> tuple[TripStop, ...]:
    """Every stop in the order in which they are reached, chargers included, the destination last."""
    charging, stops = list(planned.trip.charging), list(planned.course.stops)
    found, gone = list[TripStop](), 0.0
    for leg, at in zip(planned.trip.route.legs, planned.trip.stops[1:], strict=True):
        gone += leg.metres
        charges = charging.pop(0) if charging and charging[0].charger.at == at else None
        found.append(TripStop(charges.charger if charges else stops.pop(0), gone, charges))
    return tuple(found)


def outlook(planned: Planned, progress: Progress, battery: Battery | None) -> tuple[Outlook, ...]:
    """How it stands with each of `stops_of(planned)`. `battery`: what is in it now."""
    stops = stops_of(planned)
    along = planned.trip.route.metres - progress.metres
    arrivals, charges = _arrivals(planned, stops, progress), _charges(stops, along, battery)
    return tuple(
        Outlook("ahead", stop.along_m - along, arrives, charge)
        if (reached := _reached(stop, along)) == "ahead"
        else Outlook(reached, 0.0, None, None)
        for stop, arrives, charge in zip(stops, arrivals, charges, strict=True)
    )


def _reached(stop: TripStop, along_m: float) -> Reached:
    to_go = stop.along_m - along_m
    return "ahead" if to_go > THERE_M else "here" if to_go >= -THERE_M else "passed"


def _arrivals(planned: Planned, stops: tuple[TripStop, ...], progress: Progress) -> list[datetime]:
    """Counted back from the arrival at the destination, so that both always agree."""
    at, found = progress.arrives, list[datetime]()
    for leg, stop in zip(reversed(planned.trip.route.legs), reversed(stops), strict=True):
        if stop.charging is not None:
            at -= timedelta(seconds=stop.charging.seconds)
        found.append(at)
        at -= timedelta(seconds=leg.seconds)
    return found[::-1]


def _charges(stops: tuple[TripStop, ...], along_m: float, battery: Battery | None) -> list[float | None]:
    if battery is None:
        return [None] * len(stops)
    now, found = battery, list[float | None]()
    for stop in stops:
        left = now.after(max(0.0, stop.along_m - along_m))
        found.append(min(100.0, max(0.0, left)))
        if stop.along_m > along_m - THERE_M:
            leaves = max(left, stop.charging.leaves_with) if stop.charging else left
            now, along_m = Battery(leaves, now.kwh, now.kwh_per_100km), max(along_m, stop.along_m)
    return found

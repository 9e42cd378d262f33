"""How far the charge of a battery reaches along a way, and where to charge it."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.roads.errors import NoWay, OffTheMap
from devices.roads.place import CHARGER, Place
from devices.roads.position import Position
from devices.roads.route import Route, Router, RouteWish
from devices.roads.search import PlaceIndex

RESERVE = 5.0
"""% that is to be left at the end: nobody drives it to nothing."""
LAST = 2.5
"""% with which a charger may still be reached."""
CHARGED_TO = 80.0
"""% up to which a battery charges fast."""
USUAL_KW = 22.0
"""Of a charger that does not tell its power."""
_SLOWS_ABOVE = 80.0
_LEAST_SHARE = 0.3
_LOOKED_AT = 6
"""Chargers for which a way is searched before one is chosen."""
MOST_STOPS = 6


@dataclass(frozen=True, slots=True)
class Battery:
    """What is in the battery, and what the car takes out of it."""

    charge: float
    """%, 0 to 100."""
    kwh: float
    """Capacity, in kWh."""
    kwh_per_100km: float

    def after(self, metres: float) -> float:
        """% that is left after so many metres; below 0 where they are too many."""
        return self.charge - metres / 100_000 * self.kwh_per_100km / self.kwh * 100

    @property
    def reach_m(self) -> float:
        """Metres until only LAST is left."""
        return max(0.0, self.charge - LAST) / 100 * self.kwh / self.kwh_per_100km * 100_000


@dataclass(frozen=True, slots=True)
class ChargingStop:
    """A stop at a charger."""

    charger: Place
    arrives_with: float
    """%."""
    leaves_with: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Trip:
    """A route with the stops at chargers that it takes."""

    route: Route
    stops: tuple[Position, ...]
    """Every stop, chargers included."""
    charging: tuple[ChargingStop, ...]
    """In the order they are reached."""
    arrives_with: float | None
    """% at the end; None where nobody knows what is in the battery."""

    @property
    def seconds(self) -> float:
        """All of it, charging included."""
        return self.route.seconds + sum(stop.seconds for stop in self.charging)


class OutOfReach(NoWay):
    """No charger can be reached with what is in the battery."""


def trip_without_charging(router: Router, wish: RouteWish) -> Trip:
    """The route alone, for whom no charge is known. Blocks. Raises OffTheMap and NoWay."""
    return Trip(router.route(wish), wish.stops, (), None)


def trip_with_charging(router: Router, index: PlaceIndex, wish: RouteWish, battery: Battery) -> Trip:
    """The route, by way of chargers where the charge does not last. Blocks. Raises OffTheMap, NoWay and OutOfReach."""
    stops, charging = list(wish.stops), list[ChargingStop]()
    at, now = 1, battery
    route = router.route(wish)
    while at < len(stops):
        leg = route.legs[at - 1]
        if now.after(leg.metres) >= RESERVE or not leg.metres:
            now = Battery(now.after(leg.metres), now.kwh, now.kwh_per_100km)
            at += 1
            continue
        if len(charging) >= MOST_STOPS:
            raise OutOfReach(f"more than {MOST_STOPS} stops for charging would be needed; charge before")
        stop = _charger(router, index, wish, (stops[at - 1], stops[at]), now)
        stops.insert(at, stop.charger.at)
        charging.append(stop)
        route = router.route(RouteWish(tuple(stops), wish.best, wish.avoid))
        now = Battery(stop.leaves_with, now.kwh, now.kwh_per_100km)
        at += 1
    return Trip(route, tuple(stops), tuple(charging), now.charge)


def _charger(
    router: Router, index: PlaceIndex, wish: RouteWish, leg: tuple[Position, Position], battery: Battery
) -> ChargingStop:
    """The reachable charger over which the leg takes the least time."""
    begin, end = leg
    shape = router.route(RouteWish(leg, wish.best, wish.avoid)).shape
    beside = [near.place for near in index.along(CHARGER, shape, battery.reach_m, _LOOKED_AT)]
    around = [near.place for near in index.near(CHARGER, begin, _LOOKED_AT, battery.reach_m)]
    best: tuple[float, ChargingStop] | None = None
    for charger in dict.fromkeys((*beside, *around)):
        stop = _stop_at(charger, begin, end, battery, lambda *s: router.route(RouteWish(s, wish.best, wish.avoid)))
        if stop is not None and (best is None or stop[0] < best[0]):
            best = stop
    if best is None:
        raise OutOfReach(
            f"no charger of this map can be reached with {battery.charge:.0f} %, which lasts for "
            f"{battery.reach_m / 1000:.1f} km"
        )
    return best[1]


def _stop_at(
    charger: Place, begin: Position, end: Position, battery: Battery, way: Callable[..., Route]
) -> tuple[float, ChargingStop] | None:
    """Seconds of the leg over that charger, and the stop; None where it cannot be reached."""
    try:
        there, on = way(begin, charger.at), way(charger.at, end)
    except (NoWay, OffTheMap):
        return None
    left = battery.after(there.metres)
    if left < LAST:
        return None
    needs = RESERVE + on.metres / 100_000 * battery.kwh_per_100km / battery.kwh * 100
    to = min(100.0, max(CHARGED_TO if needs > CHARGED_TO else needs + RESERVE, left))
    seconds = charging_seconds(left, to, charger.kw or USUAL_KW, battery.kwh)
    return there.seconds + seconds + on.seconds, ChargingStop(charger, left, to, seconds)


def charging_seconds(charge: float, to: float, kw: float, kwh: float) -> float:
    """Seconds from one charge to another, both in %: the fuller, the slower."""
    seconds, step = 0.0, 1.0
    while charge < to:
        part = min(step, to - charge)
        over = max(0.0, charge + part / 2 - _SLOWS_ABOVE) / (100 - _SLOWS_ABOVE)
        seconds += part / 100 * kwh / (kw * (1 - (1 - _LEAST_SHARE) * over)) * 3600
        charge += part
    return seconds

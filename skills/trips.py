"""The trips that are under way: where each car is going, by which way, and how much of it is left."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from devices.home import Home
from devices.roads.battery import Battery, Trip, trip_with_charging, trip_without_charging
from devices.roads.line import Line, Nearest
from devices.roads.own_places import OwnPlaces
from devices.roads.place import Place
from devices.roads.position import Position, metres_between
from devices.roads.roads import Roads
from devices.roads.route import Avoidable, Best, RouteWish, Turn
from skills.car_battery import battery_of
from skills.offered_places import OfferedPlaces

LATITUDE = "Vehicle.CurrentLocation.Latitude"
LONGITUDE = "Vehicle.CurrentLocation.Longitude"
DESTINATION = "Vehicle.Cabin.Infotainment.Navigation.DestinationSet."
IS_CHARGING = "Vehicle.Powertrain.TractionBattery.Charging.IsCharging"

OFF_ROUTE_M = 120.0
"""From the way; who is farther off has taken another one."""
BACK_M = 30.0
"""A way may pass the same street twice: who was so far along it is not farther back than that."""
THERE_M = 60.0
"""From a stop: it has been reached."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a car is to go, and how."""

    stops: tuple[Place, ...]
    """What lies ahead, the destination last; at least one."""
    best: Best = "fastest"
    avoid: frozenset[Avoidable] = frozenset()

    @property
    def destination(self) -> Place:
        """The last of them."""
        return self.stops[-1]


@dataclass(frozen=True)
class Planned:
    """A course with the way that was found for it."""

    course: Course
    trip: Trip
    begun: datetime

    @cached_property
    def line(self) -> Line:
        """The way as a line, on which the car is found again and again."""
        return Line(self.trip.route.shape)

    def along_m(self, stop: Position) -> float:
        """How far along the way one of the stops of the trip is."""
        return sum(leg.metres for leg in self.trip.route.legs[: self.trip.stops.index(stop, 1)])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a trip is."""

    planned: Planned
    metres: float
    """That are left."""
    seconds: float
    """That are left, charging included."""
    arrives: datetime
    turn: Turn | None
    """What to do next."""
    turn_in_m: float
    off_way: bool
    """The car is not on the way that was found."""
    charges: bool = False
    """Some of the time goes into charging."""


class Trips:
    """All of them, by car, for as long as it lives; whoever wants them to outlast that keeps `course_ahead`."""

    def __init__(self, home: Home, roads: Roads, own: OwnPlaces, now: Callable[[], datetime]) -> None:
        self._home = home
        self.roads = roads
        self.own = own
        self._now = now
        self.offered = OfferedPlaces(now)
        self._next: dict[str, RouteWish] = {}
        """By car: how the next trip is to go, wished for before there was one."""
        self._planned: dict[str, Planned] = {}
        self._gone: dict[str, float] = {}
        """By car: how far along its way it was last seen, in metres."""

    def spoken_of(self) -> list[Place]:
        """Places that are likely to be named next: told lately, on the way of a car, the household's own."""
        ahead = [stop for planned in self._planned.values() for stop in reversed(planned.course.stops)]
        return list(dict.fromkeys([*self.offered.all_open(), *ahead, *self.own.all()]))

    def position(self, car: str) -> Position | None:
        """Where the car is, by the last it said of it; None where it says nothing, or cannot be reached."""
        if self._home.available(car) is False:
            return None
        return self._told(car, LATITUDE, LONGITUDE)

    def battery(self, car: str) -> Battery | None:
        """What is in the car's battery; None where it does not say."""
        return battery_of(self._home, car)

    def plan(self, course: Course, begin: Position, car: str = "") -> Planned:
        """The way for a course. Blocks for milliseconds. Raises OffTheMap, NoWay and OutOfReach.

        `car`: whose battery has to last; without one none is thought of.
        """
        wish = RouteWish((begin, *(stop.at for stop in course.stops)), course.best, course.avoid)
        battery, router = battery_of(self._home, car) if car else None, self.roads.router
        if battery is None:
            return Planned(course, trip_without_charging(router, wish), self._now())
        return Planned(course, trip_with_charging(router, self.roads.index, wish, battery), self._now())

    def wish_for_next(self, car: str, best: Best | None = None, avoid: Avoidable | None = None) -> None:
        """The next trip of that car is to go so, beside what was wished for it before."""
        old = self._next.get(car, RouteWish(()))
        self._next[car] = RouteWish((), best or old.best, old.avoid | ({avoid} if avoid else set()))

    def course_to(self, car: str, place: Place) -> Course:
        """A new course of that car: to a place, by the way that was wished for the next trip."""
        wish = self._next.get(car, RouteWish(()))
        return Course((place,), wish.best, wish.avoid)

    def begin(self, car: str, planned: Planned) -> None:
        """From now on the car goes there."""
        self._planned[car] = planned
        self._next.pop(car, None)
        self._gone.pop(car, None)

    def end(self, car: str) -> Planned | None:
        """It goes nowhere any more; what was planned."""
        self._gone.pop(car, None)
        return self._planned.pop(car, None)

    def planned(self, car: str) -> Planned | None:
        """Where the car is going; None where it goes nowhere, or somewhere that was set at the car itself."""
        planned = self._planned.get(car)
        if planned is not None and not self._still_goes(car, planned):
            del self._planned[car]
            return None
        return planned

    def cars(self) -> tuple[str, ...]:
        """The cars that are going somewhere."""
        return tuple(car for car in list(self._planned) if self.planned(car) is not None)

    def progress(self, car: str) -> Progress | None:
        """How far its trip is; None where there is none, or where nobody knows where it is."""
        planned, at = self.planned(car), self.position(car)
        if planned is None or at is None:
            return None
        return self._progress(planned, at, car)

    def has_arrived(self, car: str) -> bool:
        """Whether the car is where it was to go."""
        planned, at = self.planned(car), self.position(car)
        return (
            planned is not None
            and at is not None
            and metres_between(at, planned.course.destination.at)
            <= max(THERE_M, planned.trip.route.legs[-1].from_road_m[1] + THERE_M / 2)
        )

    def again_from_here(self, car: str) -> Planned | None:
        """The same course, planned from where the car is: it left the way. Raises as `plan`."""
        planned, at = self.planned(car), self.position(car)
        if planned is None or at is None:
            return None
        again = self.plan(replace(planned.course, stops=self._ahead(planned, at, car)), at, car)
        self.begin(car, again)
        return again

    def goal(self, car: str) -> Position | None:
        """Where the car itself says that it goes; None where it does not say."""
        return self._told(car, f"{DESTINATION}Latitude", f"{DESTINATION}Longitude")

    def course_ahead(self, car: str) -> Course | None:
        """The course of a car without the stops that it has passed; None where it goes nowhere."""
        planned, at = self.planned(car), self.position(car)
        if planned is None or at is None:
            return planned.course if planned is not None else None
        return replace(planned.course, stops=self._ahead(planned, at, car))

    def _told(self, car: str, latitude: str, longitude: str) -> Position | None:
        told = [self._home.fact(car, path) for path in (latitude, longitude)]
        values = [fact.value for fact in told if fact is not None]
        numbers = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
        return Position(*numbers) if len(numbers) == 2 else None

    def _still_goes(self, car: str, planned: Planned) -> bool:
        """Whether the car has no other destination by now, as far as it says."""
        goal = self.goal(car)
        return goal is None or metres_between(goal, planned.course.destination.at) <= THERE_M

    def _ahead(self, planned: Planned, at: Position, car: str) -> tuple[Place, ...]:
        """The stops that have not been passed."""
        gone = self._nearest(planned, at, car).along_m
        return *(s for s in planned.course.stops[:-1] if planned.along_m(s.at) > gone), planned.course.destination

    def _nearest(self, planned: Planned, at: Position, car: str) -> Nearest:
        """Where the car is on its way, not before where it was; where it is not near there, anywhere on it."""
        ahead = planned.line.nearest(at, self._gone.get(car, 0.0) - BACK_M)
        return ahead if ahead.metres <= OFF_ROUTE_M else planned.line.nearest(at)

    def _progress(self, planned: Planned, at: Position, car: str) -> Progress:
        route = planned.trip.route
        nearest = self._nearest(planned, at, car)
        was = self._gone.get(car, 0.0)
        self._gone[car] = max(was, nearest.along_m) if nearest.along_m >= was - BACK_M else nearest.along_m
        share = max(0.0, 1 - nearest.along_m / route.metres) if route.metres else 0.0
        charging = self._charging_left(planned, nearest.along_m, car)
        seconds = _driving_left(planned.trip, nearest.along_m) + charging
        turn, turn_at = _next_turn(planned.trip, nearest.along_m)
        off = nearest.metres > OFF_ROUTE_M + max(leg.from_road_m[0] for leg in route.legs)
        arrives = self._now() + timedelta(seconds=seconds)
        return Progress(
            planned, route.metres * share, seconds, arrives, turn, turn_at - nearest.along_m, off, charging > 0
        )

    def _charging_left(self, planned: Planned, along_m: float, car: str) -> float:
        """Seconds of charging that are still to come."""
        left, charges = 0.0, self._home.fact(car, IS_CHARGING)
        battery = battery_of(self._home, car)
        for stop in planned.trip.charging:
            at = planned.along_m(stop.charger.at)
            if at > along_m + THERE_M:
                left += stop.seconds
            elif at >= along_m - THERE_M and battery is not None and battery.charge < stop.leaves_with:
                share = (stop.leaves_with - battery.charge) / max(0.1, stop.leaves_with - stop.arrives_with)
                left += stop.seconds * min(1.0, share) if charges is not None else stop.seconds
        return left


def _driving_left(trip: Trip, along_m: float) -> float:
    """Seconds of driving behind that point of the way."""
    left, gone = 0.0, 0.0
    for leg in trip.route.legs:
        share = 1.0 if not leg.metres else min(1.0, max(0.0, (gone + leg.metres - along_m) / leg.metres))
        left += leg.seconds * share
        gone += leg.metres
    return left


def _next_turn(trip: Trip, along_m: float) -> tuple[Turn | None, float]:
    """What comes next, and how far along the way that is."""
    gone = 0.0
    for leg in trip.route.legs:
        for turn in leg.turns:
            if turn.turning != "depart" and gone + turn.along_m > along_m + 5:
                return turn, gone + turn.along_m
        gone += leg.metres
    return None, gone

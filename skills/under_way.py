"""Where a car is, as people at home may know it: how far away, how far still, and when it is there. Never where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Value
from devices.home import Home
from devices.roads.position import metres_between
from skills.answers import Reply, answered
from skills.road_words import at_time, distance, lasting, road_cues, road_say
from skills.surface import Services
from skills.trips import LATITUDE, LONGITUDE, Trips

_X = "Vehicle.X.Navigation."
DISTANCE_LEFT, ARRIVAL, FROM_HOME = f"{_X}DistanceLeft", f"{_X}ArrivalTime", f"{_X}DistanceFromHome"
_STEP_M = 100
"""Distances are told in such steps: finer ones would say where it is."""
AT_HOME_M = 150.0
Named = Annotated[Things, Targets("", ("car",))]
"""Cars that are named: "how much longer" alone is not about one."""


def under_way(trips: Trips, car: str) -> Mapping[str, Value]:
    """The signals with which a car tells the house of its way."""
    told: dict[str, Value] = {}
    progress, at, home = trips.progress(car), trips.position(car), trips.own.home
    if progress is not None:
        told[DISTANCE_LEFT] = _rough(progress.metres)
        told[ARRIVAL] = progress.arrives.isoformat(timespec="minutes")
    if at is not None and home is not None:
        told[FROM_HOME] = _rough(metres_between(at, home.at))
    return told


def metres_from_home(home: Home, trips: Trips | None, car: str) -> float | None:
    """How far the car is from home by fresh word of it: by where it is, or by what its node tells. None without."""
    if home.available(car) is False or not home.connected:
        return None
    at, own_home = (trips.position(car), trips.own.home) if trips is not None else (None, None)
    if at is not None and own_home is not None and all(_is_fresh(home, car, path) for path in (LATITUDE, LONGITUDE)):
        return metres_between(at, own_home.at)
    told = home.fact(car, FROM_HOME)
    if told is None or isinstance(told.value, bool) or not isinstance(told.value, int | float):
        return None
    return float(told.value) if told.live else None


class UnderWay:
    """Tells people at home how far the car is."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._trips = services.trips
        self._now = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how far [away] is {things} [from home]",
                "how far (away|from home) is {things}",
                "when (will|does) {things} (arrive|be home|get home|be back|come home|get here)",
                "when is {things} (home|back|arriving|coming home)",
                "how long (does|will) {things} (need|take) [until|till|to get] [home|here]",
                "how (long|much longer) until {things} (is home|arrives|gets home|is back)",
                "has {things} (arrived|far to go)",
            ],
            "zh": [
                "{things}(还有|还要)(多久|多长时间|多远)[才][能](到家|到|回来|回家)",
                "{things}(什么时候|几点|多久)[才][能](到家|到|回来|回家)",
                "{things}(到哪了|到哪儿了|到哪里了|开到哪了)",
                "{things}离家[还][有]多远",
            ],
        },
        cues=road_cues("car_under_way"),
    )
    async def car_under_way(self, ctx: ToolContext, things: Named) -> ToolResult:
        """How far away a car is, how far it still has to go, and when it is there."""
        reply = Reply(self._home, ctx)
        for car in things:
            reply.note(car)
            self._add(reply, car)
        return answered(reply)

    def _add(self, reply: Reply, car: str) -> None:
        language, name = reply.language, reply.name(self._home.devices[car])
        told = {path: reply.home.fact(car, path) for path in (DISTANCE_LEFT, ARRIVAL, FROM_HOME)}
        if reply.is_kept(car):
            reply.keep("kept", name=name)
            return
        own = under_way(self._trips, car) if self._trips is not None else {}
        left, arrival, away = (own.get(path, fact.value if fact else None) for path, fact in told.items())
        lost = road_say("car_lost", language, name=name) if self._home.available(car) is False else ""
        moment = _moment(arrival)
        if isinstance(left, int | float) and moment is not None:
            until = max(0.0, (moment - self._now()).total_seconds())
            facts = {"distance": distance(float(left), language), "duration": lasting(until, language)}
            words = road_say("car_to_go", language, name=name, time=at_time(moment, language), **facts)
        elif isinstance(away, int | float):
            key = "car_home" if away <= AT_HOME_M else "car_away"
            words = road_say(key, language, name=name, distance=distance(float(away), language))
        else:
            words = road_say("car_untold", language, name=name)
        reply.sentences += [sentence for sentence in (lost, words) if sentence]


def skill(services: Services) -> object:
    """The factory of this skill."""
    return UnderWay(services)


def _is_fresh(home: Home, car: str, path: str) -> bool:
    fact = home.fact(car, path)
    return fact is not None and fact.live


def _rough(metres: float) -> int:
    return round(metres / _STEP_M) * _STEP_M


def _moment(value: Value) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None

"""Answers about places and ways that several skills give."""

from collections.abc import Sequence
from datetime import timedelta

from assistant.tools import Claim, ToolContext, ToolResult
from assistant.utterance import Language
from devices.roads.errors import NoWay, OffTheMap
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.route import AVOIDABLE, RouteWish
from skills.naming import joined
from skills.places_said import Meant
from skills.road_words import (
    at_time,
    choice_in_words,
    distance,
    kind_in_words,
    lasting,
    percent,
    place_in_words,
    road_say,
    sentences_joined,
)
from skills.trips import Course, Planned, Trips

_HERE_M = 40.0
_ASIDE_M = 60.0
"""What is farther off the road than that is worth a word: a door is beside the road, a court or a park is not."""


def answer(key: str, language: Language, claim: Claim = Claim.ANSWER, **facts: str) -> ToolResult:
    """One sentence."""
    return ToolResult(claim, road_say(key, language, **facts), {"commands": []})


def unmet(found: Meant, trips: Trips, near: Position | None, language: Language, *, on_way: bool = False) -> ToolResult:
    """Why words for a place do not come to one: unknown, or which of several."""
    if found.is_home:
        return answer("no_home", language, Claim.REFUSED)
    if found.kind:
        kind = kind_in_words(found.kind, language)
        return answer("found_none_way" if on_way else "found_none", language, Claim.REFUSED, kind=kind)
    if found.places:
        return ToolResult(Claim.ANSWER, choice_in_words(list(found.places), near, language), {"commands": []})
    return unknown(found, (), trips, language)


def unknown(found: Meant, alike: Sequence[Place], trips: Trips, language: Language) -> ToolResult:
    """No place has this name. Where one sounds like it, the question that a yes answers; of two, which is meant."""
    if not alike:
        return answer("unknown", language, Claim.REFUSED, name=found.name, region=trips.roads.about.name)
    places = joined([place_in_words(place, language) for place in alike], language, "or")
    claim = Claim.ASK if len(alike) == 1 else Claim.ANSWER
    return answer("unknown_alike", language, claim, name=found.name, places=places)


def told_of_plan(planned: Planned, ctx: ToolContext, trips: Trips) -> str:
    """Where it goes, how far and long that is, when one is there, and what else has to be known of it."""
    language, trip = ctx.language, planned.trip
    place = place_in_words(planned.course.destination, language)
    if trip.route.metres < _HERE_M:
        return road_say("go_here", language, place=place)
    arrives = ctx.utterance.at.astimezone() + timedelta(seconds=trip.seconds)
    sentences = [
        road_say(
            "go",
            language,
            place=place,
            distance=distance(trip.route.metres, language),
            duration=lasting(trip.seconds, language),
            time=at_time(arrives, language),
        )
    ]
    for stop in trip.charging:
        charger = place_in_words(stop.charger, language)
        facts = {"duration": lasting(stop.seconds, language), "percent": percent(stop.leaves_with, language)}
        sentences.append(road_say("go_charge", language, charger=charger, **facts))
    uses = trip.route.uses & planned.course.avoid
    sentences += [road_say(f"uses_{avoided}", language) for avoided in AVOIDABLE if avoided in uses]
    aside = trip.route.legs[-1].from_road_m[1]
    if aside > _ASIDE_M:
        sentences.append(road_say("last_part", language, distance=distance(aside, language)))
    return sentences_joined(sentences, language)


def out_of_reach_in_words(key: str, trips: Trips, course: Course, car: str, language: Language) -> str:
    """How far the charge lasts, and how far it would be. Blocks for milliseconds."""
    at, battery = trips.position(car), trips.battery(car)
    place = place_in_words(course.destination, language)
    metres = _way_m(trips, at, course) if at is not None else 0.0
    reach = distance(battery.reach_m, language) if battery is not None else ""
    return road_say(key, language, reach=reach, place=place, distance=distance(metres, language))


def _way_m(trips: Trips, at: Position, course: Course) -> float:
    stops: Sequence[Position] = (at, *(stop.at for stop in course.stops))
    try:
        return trips.roads.router.route(RouteWish(tuple(stops), course.best, course.avoid)).metres
    except (NoWay, OffTheMap):
        return 0.0

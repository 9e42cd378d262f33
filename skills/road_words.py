"""Places, distances, ways and turns in the words of a language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from assistant.utterance import Language
from devices.roads.own_places import HOME
from devices.roads.place import Place
from devices.roads.position import Position, metres_between
from devices.roads.route import RoadName, Route, Turn
from devices.roads.search import NearPlace
from skills.naming import joined
from skills.values import duration, quantity, time_of_day
from skills.words import capitalised, fill, phrase_file

_NEAR_M, _FAR_M = 1_000, 10_000
"""Below the first in steps of 10 or 50 m, below the second in tenths of a kilometre."""
_STREETS = 4
"""Roads that are named where a way is described."""
MOST_TOLD = 3
"""Places that are told one after another: nobody keeps more in mind."""


def road_say(key: str, language: Language, **facts: str) -> str:
    """A sentence about roads. Raises KeyError for a key that there is not."""
    return fill(phrase_file("places")[language]["say"][key], **facts)


def road_cues(tool: str) -> Mapping[Language, Sequence[str]]:
    """The cues of a tool, for its declaration."""
    cues: Mapping[Language, Sequence[str]] = phrase_file("road_cues")[tool]
    return cues


def distance(metres: float, language: Language) -> str:
    """ "350 metres", "1.2 km", "47 km": as exact as somebody at the wheel wants it."""
    if metres < _NEAR_M:
        step = 10 if metres < 200 else 50
        rounded = max(step, round(metres / step) * step)
        if rounded < _NEAR_M:
            return quantity(rounded, "m", language)
    if metres < _FAR_M:
        return quantity(round(metres / 1000, 1), "km", language)
    return quantity(round(metres / 1000), "km", language)


def lasting(seconds: float, language: Language) -> str:
    """How long, in whole minutes, one at least."""
    return duration(max(60, round(seconds / 60) * 60), language)


def percent(share: float, language: Language) -> str:
    """Whole percent."""
    return quantity(max(0, round(share)), "%", language)


def at_time(moment: datetime, language: Language) -> str:
    """The time on a clock."""
    return time_of_day(moment.astimezone() if moment.tzinfo is None else moment, language)


def place_in_words(place: Place, language: Language) -> str:
    """What a place is called; of one without a name, what it is."""
    if place.id == f"own:{HOME}":
        return road_say("own_home", language)
    named = {"en": place.en, "zh": place.zh}[language] or place.name
    if named:
        return named
    kind = next((k for k in place.kinds if k in phrase_file("places")[language]["kind"]), "")
    return kind_in_words(kind, language) if kind else place.street


def kind_in_words(kind: str, language: Language) -> str:
    """What a kind is called."""
    return str(phrase_file("places")[language]["kind"][kind][0])


def places_in_words(near: list[NearPlace], language: Language) -> str:
    """The nearest in a sentence of its own, the next ones behind it."""
    first, *others = near[:MOST_TOLD]
    name = place_in_words(first.place, language)
    sentences = [road_say("found_one", language, place=name, distance=distance(first.metres, language))]
    if others:
        items = [
            road_say(
                "found_item", language, place=place_in_words(n.place, language), distance=distance(n.metres, language)
            )
            for n in others
        ]
        sentences.append(road_say("found_more", language, places=joined(items, language, "list")))
    return sentences_joined(sentences, language)


def choice_in_words(places: list[Place], near: Position | None, language: Language) -> str:
    """Which of several places is meant? The nearest are named."""
    items = []
    for place in places[:MOST_TOLD]:
        metres = distance(metres_between(near, place.at), language) if near else ""
        key = "several_item" if place.street else "several_plain"
        name = place_in_words(place, language)
        item = road_say(key, language, place=name, street=place.street, distance=metres)
        items.append(item if near else name)
    return road_say("several", language, places=joined(items, language, "list"))


def turn_in_words(turn: Turn, destination: Place, language: Language) -> str:
    """What to do, without how far that is."""
    words = phrase_file("places")[language]["turn"]
    road = road_in_words(turn.onto, language) or str(words["unnamed"])
    place = place_in_words(destination, language)
    return fill(words[turn.turning], road=road, exit=str(turn.exit), place=place)


def road_in_words(name: RoadName, language: Language) -> str:
    """What a road is called; empty where it has no name."""
    return {"en": name.en, "zh": name.zh}[language] or name.name or name.ref


def route_in_words(route: Route, language: Language) -> str:
    """The roads a way takes, the longest of them in their order, and how long it is."""
    told = {"distance": distance(route.metres, language), "duration": lasting(route.seconds, language)}
    streets = _longest_roads(route, language)
    if not streets:
        return road_say("described_plain", language, **told)
    roads = road_say("by", language, streets=joined(streets, language, "list"))
    return road_say("described", language, roads=roads, **told)


def sentences_joined(sentences: list[str], language: Language) -> str:
    """One behind the other."""
    return ("" if language == "zh" else " ").join(capitalised(s) for s in sentences if s)


def _longest_roads(route: Route, language: Language) -> list[str]:
    metres: dict[str, float] = {}
    for leg in route.legs:
        ends = [turn.along_m for turn in leg.turns[1:]]
        for turn, end in zip(leg.turns, ends, strict=False):
            name = road_in_words(turn.onto, language)
            metres[name] = metres.get(name, 0.0) + end - turn.along_m
    metres.pop("", None)
    longest = sorted(metres, key=lambda name: -metres[name])[:_STREETS]
    return [name for name in metres if name in longest]

"""Names that are likely to be said, for the ears: of places that are spoken of, then of rooms and things."""

from collections.abc import Iterator
from itertools import chain

from assistant.understanding.names import Names
from assistant.utterance import Language
from devices.roads.place import Place
from skills.trips import Trips

MOST_NAMES = 80
"""Names that the ears are given as a hint; a longer prompt costs more than it brings."""
MOST_PLACES = 20
"""Of these names at most: what is said of a house is mostly about its rooms and things."""


def likely_names(names: Names, trips: Trips | None, language: Language) -> tuple[str, ...]:
    """At most MOST_NAMES names in the letters of this language, the likeliest first."""
    places = _fitting(chain.from_iterable(map(_said_of, trips.spoken_of())) if trips else iter(()), language)
    rooms = (name for room in names.rooms for name in room.names)
    things = (name for thing in names.things for name in thing.names)
    return tuple(dict.fromkeys([*places[:MOST_PLACES], *_fitting(chain(rooms, things), language)]))[:MOST_NAMES]


def _said_of(place: Place) -> Iterator[str]:
    """What a place may be called: by its names, and by its street."""
    yield from place.names
    yield place.street_alone


def _fitting(names: Iterator[str], language: Language) -> list[str]:
    return list(dict.fromkeys(name for name in names if name and _is_in_letters_of(name, language)))


def _is_in_letters_of(name: str, language: Language) -> bool:
    """Whether a voice of this language may say it: Chinese characters are Mandarin, all others are not."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in name) == (language == "zh")

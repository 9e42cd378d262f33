"""Which purpose of a physical device a detail belongs to: one that its name speaks of, else what its kind fits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ROBOTS = frozenset({"vacuum", "lawn_mower"})
_GUARDS = frozenset({"alarm_control_panel", "siren", "lock"})
_WATCHED = frozenset({"light", "camera"}) | _GUARDS | _ROBOTS
_OPENED = frozenset({"cover", "climate", "water_heater", "fan", "humidifier", "valve"}) | _GUARDS | _ROBOTS
_AIR = frozenset({"climate", "water_heater", "fan", "humidifier", "cover", "valve", "media_player"}) | _ROBOTS | _GUARDS

SENSES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("motion", "occupancy", "presence", "moving"), _WATCHED),
    **dict.fromkeys(("door", "window", "opening", "garage_door"), _OPENED),
    **dict.fromkeys(("smoke", "gas", "carbon_monoxide"), _GUARDS | {"valve", "climate", "water_heater", "fan"}),
    "moisture": _GUARDS | _ROBOTS | {"valve", "humidifier", "climate", "water_heater", "fan", "cover"},
}
"""What watches over a room → the purposes it is a detail of; beside any other it is a thing of its own. A heater with a
motion sensor is two things, a door opener with a contact is one."""

AIR_SENSES = frozenset(
    {
        *("temperature", "humidity", "illuminance", "atmospheric_pressure", "carbon_dioxide", "aqi", "pm1", "pm25"),
        *("pm10", "volatile_organic_compounds", "volatile_organic_compounds_parts", "sound_pressure"),
    }
)
"""What measures a room: of a device with one purpose a detail of it, of one with several a thing of its own where none
of them is about the air."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Described:
    """What tells where a part belongs."""

    platform: str
    words: frozenset[str]
    """Of its name and its id."""
    sense: str = ""
    """What it watches or measures, where it only tells and is no detail by its own word."""


def words_in(*names: str) -> frozenset[str]:
    """The words of these names, folded."""
    return frozenset(word for name in names for word in _WORD.findall(name.casefold()))


def purpose_of(detail: Described, mains: Sequence[Described]) -> int | None:
    """The number of the main part that it belongs to; None where it is a thing of its own.

    Of several that its name speaks of the one it names most of; the first where nothing tells.
    """
    own_words = [main.words - {main.platform} for main in mains]
    spoken_of = [n for n, words in enumerate(own_words) if words and words <= detail.words]
    if spoken_of:
        return max(spoken_of, key=lambda n: (len(own_words[n]), -n))
    fitting = SENSES.get(detail.sense)
    if fitting is None and detail.sense in AIR_SENSES and len(mains) > 1:
        fitting = _AIR
    if fitting is None:
        return 0
    return next((n for n, main in enumerate(mains) if main.platform in fitting), None)

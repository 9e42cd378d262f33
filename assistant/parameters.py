"""What tools take: parameters, the marks that say what may stand there, and whether a value fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import BadArgument
from assistant.utterance import Language

Things = tuple[str, ...]
"""Ids of things in the house. A person or a model names them in words; understanding resolves the words to ids."""

Rooms = tuple[str, ...]
"""Ids of rooms, named in words in the same way."""

JsonValue = Any
"""What json.loads can return."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Marks a parameter of type Things (or Rooms): which things in the house may stand there."""

    ability: str = ""
    """Only things with this ability (a capability's name, for example "brightness"); empty: any."""
    kinds: tuple[str, ...] = ()
    """Only things of these kinds ("light"), or kinds of a class ("binary_sensor.smoke"); empty: any."""
    default: Literal["none", "here", "only", "aboard"] = "none"
    """What an utterance that names none means: nothing; the things of its kind in the room where it was said;
    the only such thing in the house (asks when there are several); or, aboard, the same for somebody who sits in a
    car, and nothing for everybody else: "I'm cold", "music louder"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Marks a numeric parameter: unit and limits. The reflex reads it from words, the schema gets the limits."""

    unit: str
    """"%", "°C", "s", "min" or "" for a plain number."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Words:
    """Marks a text parameter that takes free words of the utterance (an item for a list, a preference)."""

    what: str
    """What the words are, for the schema ("the item to add")."""
    whole: bool = False
    """Phrases with them are whole sentences: nothing stands around them, and a thing in them is named in full."""
    short: bool = False
    """They are a name: a few words, without a pause and without an "and"."""
    new: bool = False
    """With `whole`: only words that mean nothing in this house yet, or the name of something as it stands."""
    own: bool = False
    """They stand in the sentence itself: nothing of what was spoken of before is put into them."""
    spotted: Literal["", "name", "kind", "one", "offer"] = ""
    """They name something that the gazetteer finds in a sentence: anything it knows, only a kind of thing, only
    one thing, or only one of those that were told before."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Marks a text parameter with a closed list of values and, per language, the words people say for each."""

    words: Mapping[str, Mapping[Language, tuple[str, ...]]]
    """value → language → spoken forms, e.g. {"cool": {"en": ("cool", "cooling"), "zh": ("制冷",)}}"""


Mark = Targets | Quantity | Words | Choice

_PLAIN: Mapping[Any, tuple[type, ...]] = {bool: (bool,), int: (int,), float: (int, float), str: (str,)}
"""Type of a parameter → types of the JSON values it takes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a tool."""

    name: str
    type: Any
    mark: Mark | None
    required: bool
    default: JsonValue = None


def fitted(tool: str, parameter: Parameter, value: JsonValue) -> JsonValue:
    """The value as the tool of that name takes it; raises BadArgument that says what would be right."""
    where = f"{tool}.{parameter.name}"
    match parameter.mark:
        case Targets():
            if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
                raise BadArgument(f"{where} takes a list of ids, not {value!r}")
            return tuple(value)
        case Quantity():
            # Limits are for the schema and the words; whether a value fits a thing is decided by its capability.
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise BadArgument(f"{where} takes a number, not {value!r}")
            return value
        case Choice(words=words):
            if not isinstance(value, str) or value not in words:
                raise BadArgument(f"{where} takes one of {', '.join(words)}; not {value!r}")
            return value
        case _:
            expected = _PLAIN.get(parameter.type, (str,))
            if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
                raise BadArgument(f"{where} takes {' or '.join(t.__name__ for t in expected)}, not {value!r}")
            return value

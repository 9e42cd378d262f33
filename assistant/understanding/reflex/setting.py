"""Where and in which dialogue a sentence is understood."""

from dataclasses import dataclass, field
from typing import Any

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.names.home import Home
from assistant.utterance import Language


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and in which dialogue a clause was said."""

    place: str
    language: Language
    pointed_at: tuple[str, ...] = ()
    """Ids of the things the last calls were about."""
    carried: tuple[str, ...] = ()
    """Ids of the things the clause before in the same sentence was about: what a clause without any means."""
    topic: tuple[str, ...] = ()
    """Ids of the rooms that the clauses before in the same sentence were about: where a thing without a place is."""
    bound: bool = False
    """The topic was named for all that follows ("in the study: …"); nothing elsewhere is meant."""
    in_car: bool = False
    """It was said in the car: what both a house and a car have ("the windows") is the car's."""
    chosen: tuple[str, ...] = ()
    """Ids that are meant where several could be: what was answered to "which one", or is talked about."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is understood in."""

    chart: Chart
    home: Home
    around: Surroundings
    resolved: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What descriptions came to: many phrases ask about the same words."""

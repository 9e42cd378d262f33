"""Routes: what is asked of a router, and what it answers."""

from dataclasses import dataclass
from typing import Literal, Protocol

from devices.roads.position import Position

Avoidable = Literal["motorway", "toll", "ferry", "unpaved"]
AVOIDABLE: tuple[Avoidable, ...] = ("motorway", "toll", "ferry", "unpaved")

Best = Literal["fastest", "shortest", "quiet"]
"""What a route is chosen by; "quiet" keeps off busy roads."""

Turning = Literal[
    "depart",
    "straight",
    "slight_left",
    "left",
    "sharp_left",
    "slight_right",
    "right",
    "sharp_right",
    "uturn",
    "roundabout",
    "ferry",
    "arrive",
]


@dataclass(frozen=True, slots=True)
class RouteWish:
    """Where to go, and how."""

    stops: tuple[Position, ...]
    """From, over and to: at least two."""
    best: Best = "fastest"
    avoid: frozenset[Avoidable] = frozenset()


@dataclass(frozen=True, slots=True)
class RoadName:
    """What a road is called. Every part may be empty."""

    name: str = ""
    en: str = ""
    zh: str = ""
    ref: str = ""
    """Its number, "E 12"."""

    def __bool__(self) -> bool:
        return bool(self.name or self.ref)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something to be done on the way."""

    turning: Turning
    at: Position
    along_m: float
    """Metres from the beginning of the leg."""
    onto: RoadName = RoadName()
    exit: int = 0
    """Which exit of a roundabout, from 1; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next."""

    metres: float
    seconds: float
    shape: tuple[Position, ...]
    """At least two positions, in the order they are driven through."""
    turns: tuple[Turn, ...]
    """The first departs, the last arrives."""
    uses: frozenset[Avoidable] = frozenset()
    """What of this kind it goes over, asked for or not."""
    from_road_m: tuple[float, float] = (0.0, 0.0)
    """How far its two stops lie off the road."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way over all stops, as long as each leg is."""

    legs: tuple[Leg, ...]

    @property
    def metres(self) -> float:
        """All of it."""
        return sum(leg.metres for leg in self.legs)

    @property
    def seconds(self) -> float:
        """All of it, without a rest."""
        return sum(leg.seconds for leg in self.legs)

    @property
    def uses(self) -> frozenset[Avoidable]:
        """What it goes over."""
        return frozenset().union(*(leg.uses for leg in self.legs))

    @property
    def shape(self) -> tuple[Position, ...]:
        """Every position, in the order they are driven through."""
        return tuple(at for leg in self.legs for at in leg.shape)


class Router(Protocol):
    """Finds ways. The seam: OsmRouter searches the prepared region itself, ValhallaRouter asks Valhalla."""

    def route(self, wish: RouteWish) -> Route:
        """The best way. Blocks for milliseconds. Raises OffTheMap and NoWay."""
        ...

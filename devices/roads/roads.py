"""The roads that are known on this machine: one region, its router and its places, and those of the household."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.roads.osm_router import OsmRouter
from devices.roads.place import Place
from devices.roads.position import Box, Position
from devices.roads.region import About, Region
from devices.roads.route import RoadName, Router
from devices.roads.search import PlaceIndex


@dataclass(frozen=True, slots=True)
class Roads:
    """Everything that can be asked about the world outside."""

    about: About
    box: Box
    router: Router
    index: PlaceIndex
    street_at: Callable[[Position], RoadName]
    """What the road is called that somebody is on."""
    roads_in: Callable[[Box, int], list[list[Position]]]
    """The roads of a part of the map, the larger ones first, so many at most."""

    def holds(self, at: Position) -> bool:
        """Whether the position is on the map."""
        return self.box.holds(at)


def roads_of(region: Region, router: Router | None = None) -> Roads:
    """The roads of a region, ready to be asked. `router`: another one than its own. Blocks while they are made so."""
    own = OsmRouter(region.graph)
    own.grid.make()
    return Roads(region.about, own.grid.box, router or own, PlaceIndex(region.places), own.street_at, own.roads_in)


def own_place(name: str, at: Position) -> Place:
    """A place of the household."""
    return Place(f"own:{name.casefold()}", name, (), at)

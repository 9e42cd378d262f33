"""Reads an OpenStreetMap extract: its roads as they are drawn, the turns that are forbidden, and its places."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium

from devices.roads.delays import Delay, delay
from devices.roads.errors import NotAnExtract
from devices.roads.place import ADDRESS, Place, keys, kilowatts, kinds_of
from devices.roads.position import UNIT, Position
from devices.roads.profile import Drivable, blocks, drivable
from devices.roads.route import RoadName

SUFFIXES = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2", ".osm.xml")
_TOLD_EVERY = 20_000
_NUMBER, _STREET = "addr:housenumber", "addr:street"
_CARS = frozenset(("motorcar", "motor_vehicle", "vehicle"))

Told = Callable[[int], None]
"""Hears how many objects have been read so far."""


def _nobody(_read: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn that is forbidden, or the only one allowed."""

    from_way: int
    via_node: int
    to_way: int
    only: bool


@dataclass(slots=True)
class Drawn:
    """The roads as they are drawn, way by way, and everything else that an extract tells."""

    nodes: "array[int]" = field(default_factory=lambda: array("q"))
    """Ids, one way after another."""
    latitudes: "array[int]" = field(default_factory=lambda: array("i"))
    """Of the same, in steps of 1/UNIT degrees."""
    longitudes: "array[int]" = field(default_factory=lambda: array("i"))
    offsets: "array[int]" = field(default_factory=lambda: array("q", [0]))
    """Where each way begins among the nodes, and the end of the last one."""
    ways: "array[int]" = field(default_factory=lambda: array("q"))
    """Id of each way."""
    sorts: "array[int]" = field(default_factory=lambda: array("i"))
    """Of each way: which of `drivables` it is."""
    drivables: list[Drivable] = field(default_factory=list)
    called: "array[int]" = field(default_factory=lambda: array("i"))
    """Of each way: which of `names` it has."""
    names: list[RoadName] = field(default_factory=lambda: [RoadName()])
    blocked: set[int] = field(default_factory=set)
    """Nodes that nobody drives through."""
    delays: dict[int, Delay] = field(default_factory=dict)
    """Nodes with lights, signs or gates."""
    restrictions: list[Restriction] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    _sort_of: dict[Drivable, int] = field(default_factory=dict)
    _name_of: dict[RoadName, int] = field(default_factory=lambda: {RoadName(): 0})

    def draw(self, way: int, nodes: list[tuple[int, int, int]], how: Drivable, name: RoadName) -> None:
        """Add a way. `nodes`: id, latitude and longitude of each in steps, at least two."""
        for node, latitude, longitude in nodes:
            self.nodes.append(node)
            self.latitudes.append(latitude)
            self.longitudes.append(longitude)
        self.offsets.append(len(self.nodes))
        self.ways.append(way)
        if how not in self._sort_of:
            self._sort_of[how] = len(self.drivables)
            self.drivables.append(how)
        self.sorts.append(self._sort_of[how])
        if name not in self._name_of:
            self._name_of[name] = len(self.names)
            self.names.append(name)
        self.called.append(self._name_of[name])


def read_extract(path: Path, told: Told = _nobody) -> Drawn:
    """Everything that a car needs of an extract. Blocks for as long as it is large. Raises NotAnExtract."""
    if not path.is_file():
        raise NotAnExtract(f"{path} is no file; an OpenStreetMap extract ({', '.join(SUFFIXES[:3])}) is needed")
    if not path.name.endswith(SUFFIXES):
        raise NotAnExtract(f"{path.name} does not end in {', '.join(SUFFIXES)}; an OpenStreetMap extract is needed")
    drawn = Drawn()
    try:
        for count, thing in enumerate(_things(path), start=1):
            _take(thing, drawn)
            if count % _TOLD_EVERY == 0:
                told(count)
    except RuntimeError as error:
        raise NotAnExtract(f"{path.name} is no whole OpenStreetMap extract ({error}); fetch it once more") from error
    return drawn


def _things(path: Path) -> Iterator[Any]:
    wanted = osmium.filter.KeyFilter("highway", "route", "barrier", "type", _NUMBER, *keys())
    areas = osmium.filter.KeyFilter(_NUMBER, *keys())
    return iter(osmium.FileProcessor(str(path)).with_locations().with_areas(areas).with_filter(wanted))


def _take(thing: Any, drawn: Drawn) -> None:
    tags: Mapping[str, str] = dict(thing.tags)
    if thing.is_way():
        _take_way(thing, tags, drawn)
    elif thing.is_node():
        _take_node(thing, tags, drawn)
    elif thing.is_relation():
        _take_restriction(thing, tags, drawn)
    elif thing.is_area():
        at = _middle(thing)
        if at is not None:
            drawn.places.extend(_places(f"a{thing.id}", tags, at))


def _take_way(way: Any, tags: Mapping[str, str], drawn: Drawn) -> None:
    how = drivable(tags)
    if how is None:
        return
    nodes = [
        (node.ref, round(node.location.lat * UNIT), round(node.location.lon * UNIT))
        for node in way.nodes
        if node.location.valid()
    ]
    if len(nodes) > 1:
        name = tags.get("name", "")
        ref = tags.get("ref", "") if how.road != "service" else ""
        drawn.draw(way.id, nodes, how, RoadName(name, tags.get("name:en", ""), tags.get("name:zh", ""), ref))


def _take_node(node: Any, tags: Mapping[str, str], drawn: Drawn) -> None:
    if blocks(tags):
        drawn.blocked.add(node.id)
    cost = delay(tags)
    if cost is not None:
        drawn.delays[node.id] = cost
    if node.location.valid():
        at = Position(node.location.lat, node.location.lon)
        drawn.places.extend(_places(f"n{node.id}", tags, at))


def _take_restriction(relation: Any, tags: Mapping[str, str], drawn: Drawn) -> None:
    told = tags.get("restriction:motorcar") or tags.get("restriction") or ""
    if not told.startswith(("no_", "only_")) or not _CARS.isdisjoint(tags.get("except", "").split(";")):
        return
    members = {member.role: member for member in relation.members}
    start, via, end = members.get("from"), members.get("via"), members.get("to")
    if start is None or end is None or via is None or (start.type, via.type, end.type) != ("w", "n", "w"):
        return  # Those over a way are rare, and need the whole way to be looked at.
    drawn.restrictions.append(Restriction(start.ref, via.ref, end.ref, told.startswith("only_")))


def _middle(area: Any) -> Position | None:
    """The middle of an area's outline."""
    points = [
        (node.location.lat, node.location.lon) for ring in area.outer_rings() for node in ring if node.location.valid()
    ]
    if not points:
        return None
    return Position(sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))


def _places(id_: str, tags: Mapping[str, str], at: Position) -> Iterator[Place]:
    """The place that this is, and the address that it has."""
    street = " ".join(part for part in (tags.get(_STREET, ""), tags.get(_NUMBER, "")) if part)
    kinds, name = kinds_of(tags), tags.get("name", "")
    if tags.get("access") in ("private", "no"):
        kinds = tuple(kind for kind in kinds if kind != "parking")
    only = frozenset(kinds) - {"building", "shop"}
    if name and kinds:
        yield Place(id_, name, kinds, at, tags.get("name:en", ""), tags.get("name:zh", ""), street, kilowatts(tags))
    elif only:
        brand = tags.get("brand") or tags.get("operator") or ""
        yield Place(id_, brand, tuple(k for k in kinds if k in only), at, street=street, kw=kilowatts(tags))
    if tags.get(_NUMBER) and tags.get(_STREET) and not only:
        yield Place(f"{id_}:address", street, (ADDRESS,), at)

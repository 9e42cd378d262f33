"""Streets as places: one for each name, at the middle of its longest part."""

import numpy as np

from devices.roads.graph import RoadGraph
from devices.roads.place import STREET, Place
from devices.roads.position import Position, along


def streets_of(graph: RoadGraph) -> tuple[Place, ...]:
    """A place for each name that a road has."""
    longest: dict[int, int] = {}
    for segment in np.argsort(graph.lengths, kind="stable").tolist():
        longest[int(graph.names[segment])] = segment
    named = [(graph.called[index], segment) for index, segment in longest.items() if graph.called[index].name]
    return tuple(
        Place(f"s{segment}", name.name, (STREET,), _middle(graph, segment), name.en, name.zh)
        for name, segment in sorted(named, key=lambda pair: pair[0].name)
    )


def _middle(graph: RoadGraph, segment: int) -> Position:
    return along(graph.shape(2 * segment), float(graph.lengths[segment]) / 2)

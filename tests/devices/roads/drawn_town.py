"""A small town drawn for tests, as an OpenStreetMap file: what matters stands in the test itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from devices.roads.position import Position

STEP = 0.001
"""Degrees between two points of the grid: 111 m to the north, 64 m to the east at 55 degrees."""
SOUTH, WEST = 55.0, 10.0

Point = tuple[int, int]
"""Steps to the north and to the east."""


def at(point: Point) -> Position:
    """Where a point of the grid is."""
    return Position(SOUTH + point[0] * STEP, WEST + point[1] * STEP)


@dataclass
class Town:
    """Roads between points of a grid, and places on it."""

    _points: dict[Point, int] = field(default_factory=dict)
    _tags: dict[Point, Mapping[str, str]] = field(default_factory=dict)
    _ways: list[tuple[list[Point], Mapping[str, str]]] = field(default_factory=list)
    _rules: list[tuple[int, Point, int, str]] = field(default_factory=list)

    def road(self, *points: Point, **tags: str) -> int:
        """Draw one; returns its number. A residential street where nothing else is said."""
        for point in points:
            self._points.setdefault(point, len(self._points) + 1)
        self._ways.append((list(points), {"highway": "residential"} | _osm(tags)))
        return len(self._ways)

    def place(self, point: Point, **tags: str) -> None:
        """Put something there."""
        self._points.setdefault(point, len(self._points) + 1)
        self._tags[point] = _osm(tags)

    def rule(self, before: int, via: Point, after: int, restriction: str) -> None:
        """Forbid or command a turn."""
        self._rules.append((before, via, after, restriction))

    def written(self, folder: Path) -> Path:
        """The town as a file."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        for point, number in self._points.items():
            where = at(point)
            tags = "".join(_tag(k, v) for k, v in self._tags.get(point, {}).items())
            lines.append(f'<node id="{number}" lat="{where.latitude:.7f}" lon="{where.longitude:.7f}">{tags}</node>')
        for number, (points, tags) in enumerate(self._ways, start=1):
            lines.append(_way(number, [self._points[p] for p in points], tags))
        for number, (before, via, after, kind) in enumerate(self._rules, start=1):
            members = f'<member type="way" ref="{before}" role="from"/>'
            members += f'<member type="node" ref="{self._points[via]}" role="via"/>'
            members += f'<member type="way" ref="{after}" role="to"/>'
            rules = _tag("type", "restriction") + _tag("restriction", kind)
            lines.append(f'<relation id="{number}">{members}{rules}</relation>')
        path = folder / "town.osm"
        path.write_text("\n".join([*lines, "</osm>"]), "utf-8")
        return path


def _osm(tags: Mapping[str, str]) -> dict[str, str]:
    """`name_zh` is "name:zh" in OpenStreetMap."""
    return {key.replace("_zh", ":zh").replace("_en", ":en").replace("addr_", "addr:"): v for key, v in tags.items()}


def _tag(key: str, value: str) -> str:
    return f"<tag k={quoteattr(key)} v={quoteattr(value)}/>"


def _way(number: int, nodes: Sequence[int], tags: Mapping[str, str]) -> str:
    inside = "".join(f'<nd ref="{node}"/>' for node in nodes) + "".join(_tag(k, v) for k, v in tags.items())
    return f'<way id="{number}">{inside}</way>'

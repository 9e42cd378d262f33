"""A prepared region: its roads and places in one file, made once out of an extract and loaded in a moment."""

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from devices.roads.building import build_graph
from devices.roads.errors import NotARegion
from devices.roads.extract import read_extract
from devices.roads.graph import RoadGraph
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.route import RoadName
from devices.roads.streets import streets_of

SUFFIX = ".roads"
FORMAT = 2
"""Of the file; another one is not read."""
CREDIT = "© OpenStreetMap contributors, ODbL"

Phase = Literal["reading", "building", "writing", "tiling"]
Progress = Callable[[Phase, int], None]
"""Hears what is being done, and how many objects have been read."""


@dataclass(frozen=True, slots=True)
class About:
    """What a region is."""

    name: str
    source: str
    """File name of the extract."""
    made: str
    """When, ISO 8601 in UTC."""
    segments: int
    places: int
    credit: str = CREDIT


@dataclass(frozen=True, slots=True)
class Region:
    """Roads and places."""

    about: About
    graph: RoadGraph
    places: tuple[Place, ...]


def prepare(extract: Path, name: str, told: Progress = lambda _phase, _count: None) -> Region:
    """Make a region of an extract. Blocks for as long as it is large. Raises NotAnExtract and NoRoads."""
    told("reading", 0)
    drawn = read_extract(extract, lambda count: told("reading", count))
    told("building", len(drawn.ways))
    graph = build_graph(drawn)
    places = (*drawn.places, *streets_of(graph))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    about = About(name, extract.name, made, graph.segments, len(places))
    return Region(about, graph, places)


def save(region: Region, path: Path) -> None:
    """Write it, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "format": FORMAT,
        "about": asdict(region.about),
        "called": [[n.name, n.en, n.zh, n.ref] for n in region.graph.called],
        "places": [_row(place) for place in region.places],
    }
    text = np.frombuffer(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)
    with unfinished.open("wb") as file:
        np.savez(file, told=text, **region.graph.arrays())  # type: ignore[arg-type]
    os.replace(unfinished, path)


def load(path: Path) -> Region:
    """Read it. Raises NotARegion."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            told = json.loads(arrays["told"].tobytes())
            if told["format"] != FORMAT:
                raise NotARegion(f"{path.name} is of another version of Mimosa; add its extract once more")
            found = {name: arrays[name] for name in arrays.files if name != "told"}
        graph = RoadGraph(**found, called=tuple(RoadName(*parts) for parts in told["called"]))
        return Region(About(**told["about"]), graph, tuple(_place(row) for row in told["places"]))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise NotARegion(f"{path.name} is no prepared region ({error}); add its extract once more") from error


def _row(place: Place) -> list[Any]:
    at = [place.at.latitude, place.at.longitude]
    return [place.id, place.name, list(place.kinds), *at, place.en, place.zh, place.street, place.kw]


def _place(row: list[Any]) -> Place:
    id_, name, kinds, latitude, longitude, en, zh, street, kw = row
    return Place(id_, name, tuple(kinds), Position(latitude, longitude), en, zh, street, kw)

"""The router that asks Valhalla, where its wheel installs (Python 3.12 and newer, Linux, glibc 2.28 and newer).

Requests and answers are those of Valhalla's route service, https://valhalla.github.io/valhalla/api/turn-by-turn/.
"""

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.roads.errors import NotARegion, NoWay, OffTheMap
from devices.roads.osm_router import GOAL_BESIDE_M, START_BESIDE_M
from devices.roads.polyline import decoded
from devices.roads.position import Position, metres_between
from devices.roads.route import Avoidable, Leg, RoadName, Route, Router, RouteWish, Turn, Turning
from devices.roads.snapping import FARTHEST_M

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONFIG = "valhalla.json"
"""In the folder of tiles: what Valhalla was built with."""
_PRECISION = 6
"""Decimals of a degree in Valhalla's lines."""
_WELL_JOINED = 200
"""Edges that have to be in reach of a road for it to lead everywhere; more than a block of one-way streets has."""
_NO_ROAD_NEAR, _NO_PATH = 171, 442
"""Error codes of Valhalla."""
_AVOIDING: "Mapping[Avoidable, dict[str, Any]]" = {
    "motorway": {"use_highways": 0.0},
    "toll": {"use_tolls": 0.0},
    "ferry": {"use_ferry": 0.0},
    "unpaved": {"exclude_unpaved": True},
}
_TOLD: "Mapping[str, Avoidable]" = {"has_highway": "motorway", "has_toll": "toll", "has_ferry": "ferry"}
"""What a leg's summary tells of what it goes over."""
_ROUNDABOUT, _OUT_OF_ROUNDABOUT = 26, 27
_TURNS: "Mapping[int, Turning]" = {
    **dict.fromkeys((1, 2, 3), "depart"),
    **dict.fromkeys((4, 5, 6), "arrive"),
    9: "slight_right",
    10: "right",
    11: "sharp_right",
    **dict.fromkeys((12, 13), "uturn"),
    14: "sharp_left",
    15: "left",
    16: "slight_left",
    **dict.fromkeys((17, 22, 25), "straight"),
    **dict.fromkeys((18, 20, 23, 37), "slight_right"),
    **dict.fromkeys((19, 21, 24, 38), "slight_left"),
    _ROUNDABOUT: "roundabout",
    28: "ferry",
}
"""Valhalla's manoeuvres; those that are no turn (a road that only changes its name) are not among them."""


class ValhallaRouter:
    """Routes on Valhalla's tiles of the same extract."""

    def __init__(self, tiles: Path, quiet: Router) -> None:
        """`tiles`: the folder that `valhalla_tiles.make` made. `quiet`: who finds quiet ways, which Valhalla knows no
        wish for. Raises NotARegion, and ImportError where Valhalla is not installed.
        """
        from valhalla import Actor

        try:
            self._actor = Actor(str(tiles / CONFIG))
        except (RuntimeError, ValueError, OSError) as error:
            raise NotARegion(f"{tiles} holds no tiles of Valhalla ({error}); add the extract once more") from error
        self._quiet = quiet
        self._one_at_a_time = threading.Lock()
        """One actor answers one question after the other."""

    def route(self, wish: RouteWish) -> Route:
        """The best way over all stops. Blocks for milliseconds. Raises OffTheMap and NoWay."""
        if len(wish.stops) < 2:
            raise ValueError(f"{len(wish.stops)} stops are no way; from and to are needed")
        if wish.best == "quiet":
            return self._quiet.route(wish)
        told, beside = self._asked(wish, 0), False
        if told is None:
            told, beside = self._asked(wish, _WELL_JOINED), True
        if told is None:
            raise _no_way(wish.stops)
        pairs = zip(told, wish.stops, wish.stops[1:], strict=False)
        route = Route(tuple(self._read(leg, begin, end, wish) for leg, begin, end in pairs))
        if beside and not _is_near_enough(route):
            raise _no_way(wish.stops)
        return route

    def _asked(self, wish: RouteWish, reachability: int) -> "Sequence[Mapping[str, Any]] | None":
        """Valhalla's legs; None where no path leads there. Raises OffTheMap.

        `reachability`: edges that have to be in reach of the roads it begins and ends on.
        """
        from valhalla import ValhallaError

        try:
            with self._one_at_a_time:
                told = self._actor.route(_request(wish, reachability))
        except ValhallaError as error:
            if error.code == _NO_ROAD_NEAR:
                raise OffTheMap(_far_off(wish.stops)) from error
            if error.code == _NO_PATH:
                return None
            raise NoWay(f"Valhalla finds no way ({error})") from error
        legs: Sequence[Mapping[str, Any]] = told["trip"]["legs"]
        return legs

    def _read(self, told: "Mapping[str, Any]", begin: Position, end: Position, wish: RouteWish) -> Leg:
        shape = tuple(decoded(told["shape"], _PRECISION))
        shape = shape if len(shape) > 1 else (shape[0], shape[0])
        summary = told["summary"]
        uses = {avoided for key, avoided in _TOLD.items() if summary.get(key)}
        if "unpaved" in wish.avoid and self._is_unpaved(told["shape"]):
            uses.add("unpaved")
        off = (metres_between(begin, shape[0]), metres_between(end, shape[-1]))
        turns = tuple(_turns(told["maneuvers"], shape))
        return Leg(summary["length"] * 1000, float(summary["time"]), shape, turns, frozenset(uses), off)

    def _is_unpaved(self, line: str) -> bool:
        """Whether some of a line that Valhalla found has no hard surface."""
        request = {
            "encoded_polyline": line,
            "costing": "auto",
            "shape_match": "edge_walk",
            "filters": {"attributes": ["edge.unpaved"], "action": "include"},
        }
        with self._one_at_a_time:
            edges = self._actor.trace_attributes(request)["edges"]
        return any(edge.get("unpaved") for edge in edges)


def _is_near_enough(route: Route) -> bool:
    """Whether the roads beside that it uses are no guess: a car stands on its road, a door may lie in a court."""
    begins, ends = [leg.from_road_m[0] for leg in route.legs], [leg.from_road_m[1] for leg in route.legs]
    return begins[0] <= START_BESIDE_M and max([*begins[1:], *ends]) <= GOAL_BESIDE_M


def _request(wish: RouteWish, reachability: int) -> dict[str, Any]:
    costing: dict[str, Any] = {"shortest": wish.best == "shortest"}
    for avoided in wish.avoid:
        costing |= _AVOIDING[avoided]
    locations = [
        {
            "lat": at.latitude,
            "lon": at.longitude,
            "radius": 0,
            "search_cutoff": FARTHEST_M,
            # Where it goes on, the road has to lead in and out.
            "minimum_reachability": _WELL_JOINED if 0 < number < len(wish.stops) - 1 else reachability,
        }
        for number, at in enumerate(wish.stops)
    ]
    return {
        "locations": locations,
        "costing": "auto",
        "costing_options": {"auto": costing},
        "directions_type": "maneuvers",
        "units": "kilometers",
    }


def _turns(maneuvers: "Sequence[Mapping[str, Any]]", shape: "Sequence[Position]") -> "list[Turn]":
    """What is to be done on the way, the first departs and the last arrives."""
    found, along = list[Turn](), 0.0
    for number, told in enumerate(maneuvers):
        turning = _TURNS.get(told["type"])
        if turning is not None:
            out = maneuvers[number + 1] if turning == "roundabout" and number + 1 < len(maneuvers) else told
            names = (out if out["type"] == _OUT_OF_ROUNDABOUT else told).get("street_names") or [""]
            at = shape[min(told["begin_shape_index"], len(shape) - 1)]
            found.append(Turn(turning, at, along, RoadName(names[0]), told.get("roundabout_exit_count", 0)))
        along += told["length"] * 1000
    return found


def _no_way(stops: "Sequence[Position]") -> NoWay:
    begin, *_, end = stops
    return NoWay(
        f"no road leads from {begin.latitude:.4f}, {begin.longitude:.4f} "
        f"to {end.latitude:.4f}, {end.longitude:.4f} on this map"
    )


def _far_off(stops: "Sequence[Position]") -> str:
    places = " or ".join(f"{at.latitude:.4f}, {at.longitude:.4f}" for at in stops)
    return f"{places} is outside the map, or more than {FARTHEST_M / 1000:.0f} km from any of its roads"


def as_config(tiles: Path) -> str:
    """The configuration of Valhalla for a folder of tiles, which need not be there yet, as JSON. Raises ImportError."""
    from valhalla import get_config

    config = get_config(tile_extract="", tile_dir=str(Path.cwd()))
    config["mjolnir"]["tile_dir"] = str(tiles / "tiles")
    config["service_limits"]["max_reachability"] = _WELL_JOINED
    return json.dumps(config)

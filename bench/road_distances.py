"""Ways on the sample region, held against those of another engine: tests/devices/roads/distances.json."""

import json
from pathlib import Path
from statistics import median
from typing import Any

from bench.table import Row
from devices.roads.errors import NoWay
from devices.roads.osm_router import OsmRouter
from devices.roads.position import Position
from devices.roads.route import Best, Route, RouteWish

_STORED = Path(__file__).parents[1] / "tests" / "devices" / "roads" / "distances.json"
WITHIN = 0.05


def rows(router: OsmRouter) -> list[Row]:
    """How many ways are alike, by how much the others differ, and what is said where the other engine has no way."""
    stored = json.loads(_STORED.read_text("utf-8"))
    shortest = [_routed(router, p, "shortest").metres / p["shortest"] - 1 for p in stored["pairs"]]
    fastest = [(p["fastest"], _routed(router, p, "fastest")) for p in stored["pairs"]]
    longer = [route.metres / metres - 1 for (metres, _), route in fastest]
    later = [route.seconds / seconds - 1 for (_, seconds), route in fastest]
    return [
        *_alike("shortest ways, length", shortest),
        *_alike("fastest ways, length", longer),
        *_alike("fastest ways, time", later),
        *_without_a_way(router, stored["no_way"]),
    ]


def _alike(what: str, off: list[float]) -> list[Row]:
    sizes = [abs(part) for part in off]
    return [
        Row(f"{what}: within 5 % of {len(off)}", sum(size <= WITHIN for size in sizes)),
        Row(f"{what}: median difference", 100 * median(sizes), "%"),
    ]


def _without_a_way(router: OsmRouter, pairs: list[dict[str, Any]]) -> list[Row]:
    beside = [_beside(router, pair) for pair in pairs]
    return [
        Row(f"no way there, of {len(pairs)}: none here either", beside.count("")),
        Row("the same: begins on the road beside, at most 30 m off", beside.count("start")),
        Row("the same: ends on the road beside, and the rest is told", beside.count("goal")),
    ]


def _beside(router: OsmRouter, pair: dict[str, Any]) -> str:
    """Which end is not on its own road; empty where there is no way."""
    try:
        return "start" if _routed(router, pair, "fastest").legs[0].from_road_m[0] > 1 else "goal"
    except NoWay:
        return ""


def _routed(router: OsmRouter, pair: dict[str, Any], best: Best) -> Route:
    return router.route(RouteWish((Position(*pair["from"]), Position(*pair["to"])), best))

"""What a car may drive on, and how fast it does so, from the tags of OpenStreetMap.

The speeds are what cars really make on such roads, stops and bends included; they are close to those of the car
profiles of the open routing engines, so that distances can be compared.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KMH: Mapping[str, float] = {
    "motorway": 90,
    "motorway_link": 45,
    "trunk": 85,
    "trunk_link": 40,
    "primary": 65,
    "primary_link": 30,
    "secondary": 55,
    "secondary_link": 25,
    "tertiary": 40,
    "tertiary_link": 20,
    "unclassified": 25,
    "residential": 25,
    "living_street": 10,
    "service": 15,
}
"""km/h by the class of a road."""
FERRY = "ferry"
FERRY_KMH = 15.0
SURFACE_KMH: Mapping[str, float] = {
    "compacted": 80,
    "fine_gravel": 80,
    "paving_stones": 60,
    "metal": 60,
    "bricks": 60,
    "sett": 40,
    "grass_paver": 40,
    "wood": 40,
    "grass": 40,
    "gravel": 40,
    "unpaved": 40,
    "ground": 40,
    "dirt": 40,
    "pebblestone": 40,
    "cobblestone": 30,
    "earth": 20,
    "sand": 20,
    "mud": 10,
}
"""km/h at most, by what the road is made of."""
TIGHT = 0.5
"""Ease of an alley, a car park, and a road on which two cars do not pass each other."""
_WIDTHS: Sequence[tuple[float, float]] = ((3.0, TIGHT), (4.0, 0.6), (5.0, 0.75), (6.0, 0.8))
"""Metres up to which a road for both directions is wide → its ease."""
OF_THE_LIMIT = 0.8
"""Share of a speed limit that is reached on the whole."""
SLOWEST_KMH = 5.0

CLASSES = (*KMH, FERRY)
"""Every class of road, in the order of their numbers in a graph."""
BUSY = frozenset(c for c in KMH if c.startswith(("motorway", "trunk", "primary", "secondary")))
MOTORWAYS = frozenset(("motorway", "motorway_link"))

_ACCESS = ("motorcar", "motor_vehicle", "vehicle", "access")
"""Most special first."""
_CLOSED = frozenset(("no", "agricultural", "forestry", "emergency", "psv", "bus", "taxi", "military", "use_sidepath"))
_ONLY_TO_REACH = frozenset(("private", "delivery", "destination", "customers", "residents", "permit"))
_OPEN_BARRIERS = frozenset(
    ("border_control", "cattle_grid", "entrance", "height_restrictor", "no", "sally_port", "toll_booth")
)
_GATES = frozenset(("gate", "lift_gate", "swing_gate"))
"""Open to whoever may go there."""
_UNPAVED = frozenset(
    ("compacted", "dirt", "earth", "fine_gravel", "grass", "gravel", "ground", "mud", "sand", "unpaved", "pebblestone")
)
_TIGHT_SERVICES = frozenset(("alley", "driveway", "parking", "parking_aisle", "drive-through"))
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(mph)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WALK_KMH = 7.0
MPH = 1.609344


@dataclass(frozen=True, slots=True)
class Drivable:
    """How a way can be driven on."""

    road: str
    """One of CLASSES."""
    forward_kmh: float
    """0 where it must not be driven in the direction in which it is drawn."""
    backward_kmh: float
    ease: float = 1.0
    """0 to 1. Its time counts so much more when ways are compared: 0.5 for twice as long."""
    only_to_reach: bool = False
    """Not for going through: private, or for customers and residents."""
    toll: bool = False
    unpaved: bool = False
    roundabout: bool = False


def drivable(tags: Mapping[str, str]) -> Drivable | None:
    """How a car drives on a way with these tags; None where it does not."""
    road = FERRY if tags.get("route") == FERRY else tags.get("highway", "")
    access = access_of(tags)
    if road not in CLASSES or access in _CLOSED or tags.get("area") == "yes":
        return None
    if tags.get("impassable") == "yes" or (road == FERRY and access is None and tags.get("motor_vehicle") == "no"):
        return None
    roundabout = tags.get("junction") in ("roundabout", "circular")
    oneway = _oneway(tags, road, roundabout=roundabout)
    return Drivable(
        road,
        0.0 if oneway < 0 else _kmh(tags, road, "forward"),
        0.0 if oneway > 0 else _kmh(tags, road, "backward"),
        ease=_ease(tags, both_ways=not oneway),
        only_to_reach=access in _ONLY_TO_REACH,
        toll=tags.get("toll") == "yes",
        unpaved=tags.get("surface") in _UNPAVED,
        roundabout=roundabout,
    )


def blocks(tags: Mapping[str, str]) -> bool:
    """Whether a node with these tags cannot be driven through."""
    access = access_of(tags)
    if access is not None:
        return access in _CLOSED
    barrier = tags.get("barrier")
    if barrier is None or barrier in _OPEN_BARRIERS or barrier in _GATES:
        return False
    return not (barrier == "bollard" and tags.get("bollard") == "rising")


def access_of(tags: Mapping[str, str]) -> str | None:
    """Who may go there by car, of the most special tag that says; None where none does."""
    return next((tags[key] for key in _ACCESS if key in tags), None)


def _oneway(tags: Mapping[str, str], road: str, *, roundabout: bool) -> int:
    """1: only as drawn; -1: only against it; 0: both ways."""
    told = tags.get("oneway:motorcar") or tags.get("oneway:motor_vehicle") or tags.get("oneway")
    if told in ("-1", "reverse"):
        return -1
    if told in ("yes", "1", "true"):
        return 1
    return 1 if told is None and (roundabout or road == "motorway") else 0


def _kmh(tags: Mapping[str, str], road: str, direction: str) -> float:
    if road == FERRY:
        return FERRY_KMH
    limit = limit_kmh(tags.get(f"maxspeed:{direction}") or tags.get("maxspeed") or "")
    kmh = KMH[road] if limit is None else limit * OF_THE_LIMIT
    return max(SLOWEST_KMH, min(kmh, SURFACE_KMH.get(tags.get("surface", ""), kmh)))


def _ease(tags: Mapping[str, str], *, both_ways: bool) -> float:
    """How readily a driver takes it, by how narrow it is."""
    eases = [TIGHT] if tags.get("service") in _TIGHT_SERVICES else []
    if both_ways:
        width, lanes = _number(tags.get("width", "")), _number(tags.get("lanes", ""))
        eases += [ease for metres, ease in _WIDTHS if width and width <= metres][:1]
        eases += [TIGHT] if lanes and lanes <= 1 else []
    return min(eases, default=1.0)


def _number(told: str) -> float | None:
    found = _NUMBER.match(told)
    return float(found[0]) if found else None


def limit_kmh(told: str) -> float | None:
    """A speed limit in km/h; None where it is none, or no number."""
    if told == "walk":
        return _WALK_KMH
    found = _LIMIT.match(told)
    if found is None or not float(found[1]):
        return None
    return float(found[1]) * (MPH if found[2] else 1.0)

"""Whether the sun is up where the house stands. Nobody is asked where that is: the time zone says it well enough."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import asin, atan2, cos, degrees, radians, sin
from pathlib import Path
from zoneinfo import TZPATH

RISEN = -0.83
"""Height of the sun's middle, in degrees, at which its edge is seen."""

_NOON_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_LIST_OF_ZONES = "zone1970.tab"
_PLACE = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth, in degrees; north and east are positive."""

    latitude: float
    longitude: float


def is_dark(at: datetime, spot: Spot) -> bool:
    """Whether the sun is below the horizon. `at` with its zone."""
    return height_of_sun(at, spot) < RISEN


def height_of_sun(at: datetime, spot: Spot) -> float:
    """In degrees above the horizon, right to half a degree until 2100. Raises ValueError for a moment without zone."""
    if at.utcoffset() is None:
        raise ValueError(f"a moment without a zone: {at.isoformat()}")
    days = (at - _NOON_2000).total_seconds() / 86_400
    mean = radians(357.528 + 0.9856003 * days)
    along = radians(280.46 + 0.9856474 * days + 1.915 * sin(mean) + 0.02 * sin(2 * mean))
    tilt = radians(23.439 - 4e-7 * days)
    north = asin(sin(tilt) * sin(along))
    turned = radians(280.4606 + 360.9856474 * days + spot.longitude) - atan2(cos(tilt) * sin(along), cos(along))
    here = radians(spot.latitude)
    return degrees(asin(sin(here) * sin(north) + cos(here) * cos(north) * cos(turned)))


@cache
def spot_of_zone(zone: str, folders: tuple[str, ...] = TZPATH) -> Spot | None:
    """Where the town lies that a time zone ("Europe/Berlin") is named after; None where nobody knows."""
    for folder in folders:
        path = Path(folder) / _LIST_OF_ZONES
        if path.is_file():
            return _found(zone, path.read_text("utf-8").splitlines())
    return None


def zone_of_machine() -> str:
    """The name of this machine's time zone; empty where it has none but a distance from UTC."""
    told = os.environ.get("TZ", "").lstrip(":")
    return told or str(Path("/etc/localtime").resolve()).rpartition("zoneinfo/")[2].removeprefix("posix/")


def _found(zone: str, lines: Iterable[str]) -> Spot | None:
    for line in lines:
        fields = line.split("\t")
        if not line.startswith("#") and len(fields) > 2 and fields[2] == zone:
            return _spot(fields[1])
    return None


def _spot(told: str) -> Spot | None:
    """Out of "+5230+01322" or "+404251-0740023"."""
    read = _PLACE.fullmatch(told)
    if read is None:
        return None
    north, east = (
        (-1 if sign == "-" else 1) * (int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600)
        for sign, whole, minutes, seconds in (read.group(1, 2, 3, 4), read.group(5, 6, 7, 8))
    )
    return Spot(north, east)

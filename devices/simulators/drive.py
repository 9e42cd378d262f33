"""A drive, moment by moment, and what is said in the car meanwhile: recorded or generated, one JSON object a line.

    {"t": 12.0, "kmh": 48.5, "gear": "D", "lat": 60.17, "lon": 24.94, "rain": 0, "light": 70, "outside_c": 11.5,
     "road": "town"}
    {"t": 14.0, "seat": "rear_left", "person": "lin", "role": "child", "language": "en", "says": "open my window"}

`t`: seconds since the drive began, never less than on the line before. `gear`: P, R, N or D. `rain` and `light`: % as
the car senses them. `road` is for people. Of a moment everything but `t` may be left out: then it stays as it was.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from devices.device import Value
from devices.errors import DevicesError
from devices.simulators.car_driving import FASTEST_KMH
from devices.simulators.car_paths import (
    BRAKE,
    DAYLIGHT,
    DRIVE,
    GEAR,
    LATITUDE,
    LONGITUDE,
    OUTSIDE,
    PARK,
    PARK_LOCK,
    RAIN,
    SPEED,
)

GEARS: Mapping[str, int] = {"P": PARK, "R": -1, "N": 0, "D": DRIVE}
SEATS = ("driver", "passenger", "rear_left", "rear_middle", "rear_right", "unknown")
ROLES = ("owner", "adult", "child", "guest", "unknown_voice", "routine", "untrusted_text")
LANGUAGES = ("en", "zh")
LIMITS: Mapping[str, tuple[float, float]] = {
    "kmh": (0, FASTEST_KMH),
    "lat": (-90, 90),
    "lon": (-180, 180),
    "rain": (0, 100),
    "light": (0, 100),
    "outside_c": (-60, 70),
}
LONGEST_S = 86_400.0


class DriveMistake(DevicesError):
    """A file holds no drive."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How it is from a moment on; None: as before."""

    t: float
    kmh: float | None = None
    gear: str | None = None
    lat: float | None = None
    lon: float | None = None
    rain: float | None = None
    light: float | None = None
    outside_c: float | None = None
    road: str | None = None

    def signals(self) -> dict[str, Value]:
        """By path, what the car feels; the gear before the speed, as it is in a car."""
        felt: dict[str, Value] = {}
        if self.gear is not None:
            parked = self.gear == "P"
            felt |= {GEAR: GEARS[self.gear], PARK_LOCK: parked, BRAKE: parked}
        whole: Mapping[str, float | None] = {RAIN: self.rain}
        exact: Mapping[str, float | None] = {
            **{SPEED: self.kmh, LATITUDE: self.lat, LONGITUDE: self.lon},
            **{DAYLIGHT: self.light, OUTSIDE: self.outside_c},
        }
        felt |= {path: round(value) for path, value in whole.items() if value is not None}
        return felt | {path: float(value) for path, value in exact.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody in the car says something."""

    t: float
    seat: str
    says: str
    person: str = "owner"
    role: str = "owner"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole drive, in the order of time."""

    lines: tuple[Moment | Saying, ...]

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.lines[-1].t if self.lines else 0.0

    @property
    def moments(self) -> tuple[Moment, ...]:
        """How the car went."""
        return tuple(line for line in self.lines if isinstance(line, Moment))

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """What was said."""
        return tuple(line for line in self.lines if isinstance(line, Saying))


def recording_of(lines: Iterable[Moment | Saying]) -> Recording:
    """The lines in the order of time; of the same moment the car's come first."""
    return Recording(tuple(sorted(lines, key=lambda line: (line.t, isinstance(line, Saying)))))


def text_of(drive: Recording) -> str:
    """The drive as its file."""
    return "".join(f"{json.dumps(_told(line), ensure_ascii=False)}\n" for line in drive.lines)


def read_drive(path: Path) -> Recording:
    """A drive's file. Raises DriveMistake naming the line and what is wrong with it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DriveMistake(f"{path} cannot be read: {error}") from error
    return parse_drive(text, str(path))


def parse_drive(text: str, name: str = "the drive") -> Recording:
    """The drive in a text. Raises DriveMistake naming the line and what is wrong with it."""
    lines: list[Moment | Saying] = []
    before = 0.0
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        line = _line(raw, f"{name}, line {number}")
        if line.t < before:
            raise DriveMistake(f"{name}, line {number}: t is {line.t:g}, and was {before:g} on the line before")
        before = line.t
        lines.append(line)
    if not any(isinstance(line, Moment) for line in lines):
        raise DriveMistake(f"{name} holds no moment of a drive")
    return Recording(tuple(lines))


def _told(line: Moment | Saying) -> dict[str, Any]:
    told = {field.name: getattr(line, field.name) for field in fields(line)}
    return {name: value for name, value in told.items() if value is not None}


def _line(raw: str, where: str) -> Moment | Saying:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DriveMistake(f"{where} is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise DriveMistake(f"{where} is no object")
    sort: type[Moment] | type[Saying] = Saying if "says" in told else Moment
    known = {field.name for field in fields(sort)}
    if surplus := told.keys() - known:
        raise DriveMistake(f"{where}: {', '.join(sorted(surplus))} is unknown; known are {', '.join(sorted(known))}")
    t = _number(told, "t", (0, LONGEST_S), where)
    return _saying(told, t, where) if sort is Saying else _moment(told, t, where)


def _moment(told: Mapping[str, Any], t: float, where: str) -> Moment:
    numbers = {name: _number(told, name, limits, where) for name, limits in LIMITS.items() if name in told}
    gear = told.get("gear")
    if gear is not None and gear not in GEARS:
        raise DriveMistake(f"{where}: gear is one of {', '.join(GEARS)}; not {gear!r}")
    road = told.get("road")
    return Moment(t, gear=gear, road=str(road) if road is not None else None, **numbers)


def _saying(told: Mapping[str, Any], t: float, where: str) -> Saying:
    for name, choices in (("seat", SEATS), ("role", ROLES), ("language", LANGUAGES)):
        if (name == "seat" or name in told) and told.get(name) not in choices:
            raise DriveMistake(f"{where}: {name} is one of {', '.join(choices)}; not {told.get(name)!r}")
    if not isinstance(told["says"], str) or not told["says"].strip():
        raise DriveMistake(f"{where}: says is what is said; not {told['says']!r}")
    more = {name: str(told[name]) for name in ("person", "role", "language") if name in told}
    return Saying(t, str(told["seat"]), told["says"], **more)


def _number(told: Mapping[str, Any], name: str, limits: tuple[float, float], where: str) -> float:
    value: Any = told.get(name)
    low, high = limits
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and low <= value <= high:
        return float(value)
    raise DriveMistake(f"{where}: {name} is a number from {low:g} to {high:g}; not {value!r}")

"""Places on a map: what they are called, of which kinds they are, and where."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from devices.roads.position import Position

_KINDS_FILE = Path(__file__).with_name("kinds.toml")
ADDRESS = "address"
STREET = "street"
CHARGER = "charger"
STATION, METRO = "station", "metro"

_HOUSE_NUMBER = re.compile(r"[\s,]+\d.*$")
_KW = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kw|kva|w)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go."""

    id: str
    """Unlike any other of its map: "n123" and "a456" as in OpenStreetMap, "own:…" of the household."""
    name: str
    """As the sign says; empty where it has none, as a cash machine."""
    kinds: tuple[str, ...]
    """Of kinds.toml, or ADDRESS and STREET."""
    at: Position
    en: str = ""
    """Its English name, where it has one of its own."""
    zh: str = ""
    street: str = ""
    """The street it lies at, with its number where that is known."""
    kw: float = 0.0
    """Of a charger: the most it gives, in kW; 0 where that is not known."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called."""
        return tuple(dict.fromkeys(name for name in (self.name, self.en, self.zh) if name))

    @property
    def street_alone(self) -> str:
        """The street without the house number; empty where it is not known."""
        return _HOUSE_NUMBER.sub("", self.street)


@cache
def kinds() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Kind → the tags of OpenStreetMap that make a place one of it; the value "*" is any but "no"."""
    told = tomllib.loads(_KINDS_FILE.read_text("utf-8"))
    return {kind: tuple(_pair(tag) for tag in tags) for kind, tags in told.items()}


@cache
def keys() -> tuple[str, ...]:
    """Every key of a tag that makes a place of a kind."""
    return tuple(dict.fromkeys(key for tags in kinds().values() for key, _ in tags))


def kinds_of(tags: Mapping[str, str]) -> tuple[str, ...]:
    """The kinds that something with these tags is of."""
    by_tag = _by_tag()
    found: dict[str, None] = {}
    for key in keys():
        for value in tags.get(key, "").split(";"):
            if value.strip() not in ("", "no"):
                found |= dict.fromkeys(by_tag.get((key, value.strip()), ()))
                found |= dict.fromkeys(by_tag.get((key, "*"), ()))
    if METRO in found:
        found.pop(STATION, None)  # Who says "the station" means the one of the trains.
    return tuple(found)


def kilowatts(tags: Mapping[str, str]) -> float:
    """The most that a charger with these tags gives, in kW; 0 where none of them says."""
    told = [v for k, v in tags.items() if k.endswith(":output") or k in ("charging_station:output", "max_power")]
    return max((_kw(value) for value in told), default=0.0)


def _kw(value: str) -> float:
    found = _KW.search(value)
    if found is None:
        return 0.0
    number = float(found[1].replace(",", "."))
    return number / 1000 if (found[2] or "").casefold() == "w" or number > 1000 else number


def _pair(tag: str) -> tuple[str, str]:
    key, _, value = tag.partition("=")
    return key, value


@cache
def _by_tag() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for kind, tags in kinds().items():
        for tag in tags:
            found.setdefault(tag, []).append(kind)
    return {tag: tuple(named) for tag, named in found.items()}

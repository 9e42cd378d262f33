"""Pieces of a made-up house: capabilities, and devices that have said something just now."""

from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]
Names = tuple[str, str]
"""English and Mandarin."""


def moment(ago_s: float = 0) -> str:
    """A moment in the past, as the server writes it."""
    return (datetime.now(UTC) - timedelta(seconds=ago_s)).isoformat()


def can(name: str, shape: str, *, writable: bool = True, **more: Any) -> Json:
    """One capability as the server describes it."""
    known: Json = {"name": name, "shape": shape, "unit": "", "low": None, "high": None, "step": None, "choices": []}
    return known | {"writable": writable} | more


def tells(name: str, shape: str = "number", **more: Any) -> Json:
    """A capability that can only be read."""
    return can(name, shape, writable=False, **more)


ON = can("on", "flag")
BRIGHTNESS = can("brightness", "number", unit="%", low=0, high=100, step=1)
WARMTH = can("color_temperature", "number", unit="K", low=2200, high=6500, step=50)
POSITION = can("position", "number", unit="%", low=0, high=100, step=1)
BATTERY = tells("battery", unit="%")


def device(id: str, names: Names, room: str, capabilities: list[Json], values: Json, *, flavour: str = "") -> Json:
    """One device with everything it has said, live and just now."""
    facts = {name: {"value": value, "at": moment(40), "live": True} for name, value in values.items()}
    return {
        "id": id,
        "name": names[0],
        "aliases": [names[1]],
        "kind": id.partition(".")[0],
        "flavour": flavour,
        "room": room,
        "available": True,
        "capabilities": capabilities,
        "facts": facts,
    }


def light(id: str, names: Names, room: str, *, percent: int, kelvin: int = 2700) -> Json:
    """A light whose warmth can be set."""
    values = {"on": percent > 0, "brightness": percent, "color_temperature": kelvin}
    return device(f"light.{id}", names, room, [ON, BRIGHTNESS, WARMTH], values)


def sensor(id: str, names: Names, room: str, *, what: str, value: float, unit: str) -> Json:
    """Something that measures."""
    return device(f"sensor.{id}", names, room, [tells(what, unit=unit)], {what: value}, flavour=what)


def noticing(id: str, names: Names, room: str, what: str, value: bool) -> Json:
    """Something that notices."""
    return device(f"binary_sensor.{id}", names, room, [tells(what, "flag")], {what: value}, flavour=what)

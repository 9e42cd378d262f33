"""What several things have in common that is measured, so that it can be compared and added up."""

from collections.abc import Sequence
from dataclasses import replace

from devices.device import Device
from devices.home import Home
from skills.answers import Reply
from skills.levels import asked_for
from skills.measures import IN_ROOMS, Measured, capability_for, measured, of_rooms, unit_of

AMOUNT = "amount"
"""A measure that is not named: whatever the things have in common."""
_LIKELY = (
    *("temperature", "power", "energy", "items", "humidity", "carbon_dioxide", "particles", "battery", "volatile"),
    *("illuminance", "pressure", "target_temperature", "brightness", "volume", "position", "speed", "value"),
)
"""What two things are compared by where nothing is said of it, the likeliest first."""
_LARGER = {"kW": ("W", 1000.0), "kWh": ("Wh", 1000.0)}
"""Unit → a smaller one, and how many of it make one."""


def in_common(home: Home, devices: Sequence[Device]) -> str:
    """What all of these things tell, else what most of them tell; empty where no two tell the same."""
    telling = {m: sum(bool(asked_for(home, (d.id,), m)) for d in devices) for m in _LIKELY}
    rooms = {d.room for d in devices if d.room}
    if len(devices) > len(rooms) > 1 and len({d.room for d in devices if capability_for(d, "temperature")}) > 1:
        return "temperature"
    best = max(_LIKELY, key=lambda m: telling[m])
    return best if telling[best] > 1 else ""


def gauged(reply: Reply, devices: Sequence[Device], measure: str) -> list[Measured]:
    """What of a measure they tell, one for each room where rooms are meant; in one unit."""
    found = measured(reply, [g for d in devices for g in asked_for(reply.home, (d.id,), measure)], measure)
    if measure in IN_ROOMS and len(rooms := of_rooms(found)) > 1:
        found = rooms
    return in_one_unit(found)


def in_one_unit(found: Sequence[Measured]) -> list[Measured]:
    """Watts where some are told in kilowatts; what is told in another unit altogether is left as it is."""
    units = {_unit(m) for m in found}
    smaller = next((_LARGER[unit] for unit in units if unit in _LARGER and _LARGER[unit][0] in units), None)
    if smaller is None:
        return list(found)
    like = next(m for m in found if _unit(m) == smaller[0])
    spoken = like.device.capabilities[like.capability]
    return [m if _unit(m) == smaller[0] else _converted(m, spoken.unit, smaller[1]) for m in found]


def _converted(found: Measured, unit: str, factor: float) -> Measured:
    capability = replace(found.device.capabilities[found.capability], unit=unit)
    device = replace(found.device, capabilities={**found.device.capabilities, found.capability: capability})
    return replace(found, device=device, value=found.value * factor)


def _unit(found: Measured) -> str:
    return unit_of(found.device.capabilities[found.capability], found.measure)

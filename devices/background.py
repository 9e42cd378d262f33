"""What stands behind a decision, as the journal keeps it: for "put it back" and for "why did you do that?"."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from time import monotonic
from typing import Any

from devices.command import Command
from devices.device import Capability, Device, Shape, Value
from devices.facts import Fact, Facts
from devices.policy import Situation
from devices.proof import proving
from devices.records import Background

MOST_PARTS = 20
"""Of a longer list nothing is kept but how long it is."""


def background_of(
    command: Command, device: Device, capability: Capability, situation: Situation, facts: Facts
) -> Background:
    """What the device reported of everything the command may change, and what was known beside."""
    known = _differing(situation) | {"available": facts.available(device)}
    if device.kind == "car":
        known["driving"] = situation.driving.value
    proof = proving(device, capability)
    fact = facts.get(device.id, proof.name) if proof is not None else None
    if fact is not None:
        known["fact"] = {"value": fact.value, "live": fact.live, "age_s": round(monotonic() - fact.received, 1)}
    return Background(_before(device, capability, facts.of(device.id)), known)


def _before(device: Device, capability: Capability, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """Of a car only the signal itself; anything else may change as a whole (a light by its colour is switched on)."""
    names = {capability.name, capability.proved_by}
    if device.kind != "car":
        names |= {c.name for c in device.capabilities.values() if c.writable and c.shape is not Shape.ACT}
    found = [(name, facts[name]) for name in names if name in facts]
    return {name: fact.value for name, fact in sorted(found, key=lambda item: item[1].order)}


def _differing(situation: Situation) -> dict[str, Any]:
    """What is known of the situation: everything that is not as it is where nothing is known."""
    fields = [f for f in dataclasses.fields(situation) if f.name != "now"]
    return {f.name: _plain(value) for f in fields if (value := getattr(situation, f.name)) != f.default}


def _plain(value: object) -> Any:
    """As JSON has it."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.isoformat()
        case Mapping() if len(value) <= MOST_PARTS:
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | list() | frozenset() | set() if len(value) <= MOST_PARTS:
            return [_plain(part) for part in value]
        case Mapping() | tuple() | list() | frozenset() | set():
            return {"count": len(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [(f, getattr(value, f.name)) for f in dataclasses.fields(value)]
        return {f.name: _plain(part) for f, part in parts if part != f.default}
    return str(value)

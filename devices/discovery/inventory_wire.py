"""How an inventory's entities speak: states and attributes as JSON on one topic, wishes on another."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from devices.device import Reading, Value, Writing
from devices.discovery.catalogue import Signal

_FEATURES = {("cover", "SET_POSITION"): 4, ("fan", "SET_SPEED"): 1}
"""The bits of Home Assistant for what a kind can do, where an entity gives them as one number."""

NOTHING_KNOWN = frozenset({"", "unknown", "unavailable", "none", "null"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of an inventory."""

    id: str
    domain: str
    names: tuple[str, ...]
    room: str
    hardware: str
    state: str | None
    attributes: Mapping[str, Any]
    state_topic: str
    set_topic: str

    @property
    def flavour(self) -> str:
        """Its device class; "cover.CoverDeviceClass.GARAGE" is "garage" too."""
        return str(self.attributes.get("device_class") or "").rsplit(".", 1)[-1].lower()

    @property
    def unit(self) -> str:
        """The unit of its state."""
        attributes = self.attributes
        return str(attributes.get("unit_of_measurement") or attributes.get("native_unit_of_measurement") or "")

    def choices(self, attribute: str) -> tuple[str, ...]:
        """A list attribute as texts; empty where there is none."""
        listed = self.attributes.get(attribute)
        return tuple(str(v) for v in listed) if isinstance(listed, list) else ()

    def supports(self, feature: str) -> bool:
        """Whether it says it can do this, or says nothing about what it can do."""
        listed = self.attributes.get("supported_features")
        bit = _FEATURES.get((self.id.partition(".")[0], feature))
        if isinstance(listed, int) and not isinstance(listed, bool) and bit is not None:
            return bool(listed & bit)
        return not isinstance(listed, list) or any(str(v).rsplit(".", 1)[-1] == feature for v in listed)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an entity says at one moment."""

    state: str | None
    attributes: Mapping[str, Any]
    items: tuple[str, ...] | None = None
    deeds: Mapping[str, int] = field(default_factory=dict)
    """How often it did each thing that leaves no trace in its state."""
    seq: float | None = None
    """The number of this message among all that were said."""

    def number(self, *attributes: str) -> float | None:
        """The first of these attributes that holds a number, also as text."""
        return next((n for a in attributes if (n := as_number(self.attributes.get(a))) is not None), None)


Extract = Callable[[Shown], Value]


def as_number(raw: object) -> float | None:
    """A finite number from a number or its text; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def tidy(number: float | None) -> Value:
    """A whole number as int."""
    return number if number is None or not number.is_integer() else int(number)


@lru_cache(maxsize=256)
def _shown(payload: bytes) -> Shown | None:
    try:
        parsed = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    state, attributes = parsed.get("state"), parsed.get("attributes")
    items, deeds = parsed.get("items"), parsed.get("deeds")
    return Shown(
        None if state is None or str(state).strip().lower() in NOTHING_KNOWN else str(state).strip(),
        attributes if isinstance(attributes, dict) else {},
        tuple(str(i) for i in items) if isinstance(items, list) else None,
        {str(a): n for a, n in deeds.items() if isinstance(n, int)} if isinstance(deeds, dict) else {},
        as_number(parsed.get("seq")),
    )


def _seq(payload: bytes) -> float | None:
    shown = _shown(payload)
    return None if shown is None else shown.seq


def reading(entity: Entity, extract: Extract) -> Reading:
    """A capability read from the entity's state topic."""

    def decode(payload: bytes) -> Value:
        shown = _shown(payload)
        return None if shown is None else extract(shown)

    return Reading(entity.state_topic, decode, _seq)


def writing(entity: Entity, wish: Callable[[Value], Mapping[str, Any]]) -> Writing:
    """A capability written to the entity's set topic; `wish` gives Home Assistant's terms."""
    return Writing(entity.set_topic, lambda value: json.dumps(wish(value), ensure_ascii=False).encode())


def deed(entity: Entity, act: str) -> Writing:
    """Something that is done once; a text or a list of texts goes with it."""

    def wish(value: Value) -> Mapping[str, Any]:
        if isinstance(value, tuple):
            return {"act": act, "value": list(value)}
        return {"act": act, "value": value} if isinstance(value, str) and value else {"act": act}

    return writing(entity, wish)


def car_writing(topic: str) -> Writing:
    """A wish for a car's signal, as VSS writes its values in texts."""

    def encode(value: Value) -> bytes:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return json.dumps({"state": text}).encode()

    return Writing(topic, encode)


def car_reading(topic: str, signal: Signal) -> Reading:
    """A car's signal from its entity's state."""

    def decode(payload: bytes) -> Value:
        shown = _shown(payload)
        return None if shown is None or shown.state is None else signal.parse(shown.state)

    return Reading(topic, decode, _seq)

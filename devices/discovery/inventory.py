"""Inventories in Home Assistant's terms (entities with states and attributes, areas, floors) → devices, rooms, floors.

An entity is bound to two topics: `home/<entity id>/state` carries {"state", "attributes", "items"?, "seq"?}, and
`home/<entity id>/set` takes what shall become so, in the same terms ({"brightness": 128}, {"state": "locked"}), or a
deed ({"act": "next"}, {"act": "add_item", "value": "milk"}). Entities of the domain `vss` are signals of one car.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from devices.device import Capability, Device, Floor, Room
from devices.discovery.catalogue import SIGNALS, Signal, guessed
from devices.discovery.inventory_domains import CAPABILITIES_OF, any_state
from devices.discovery.inventory_wire import Entity, car_reading, car_writing
from devices.errors import NotDiscoverable

CAR_ID = "car"
SIGNAL_DOMAIN = "vss"


@dataclass(frozen=True, slots=True)
class Inventory:
    """One home, as an inventory describes it."""

    devices: tuple[Device, ...]
    rooms: Mapping[str, Room]
    floors: Mapping[str, Floor]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    """By entity id, with the states the inventory gives."""


def read_inventory(home: Mapping[str, Any]) -> Inventory:
    """The home of an inventory. Raises NotDiscoverable naming the entry that cannot be read."""
    floors = {str(f["id"]): Floor(str(f["id"]), (str(f["name"]),)) for f in _entries(home, "floors", "id", "name")}
    rooms = {
        str(a["id"]): Room(str(a["id"]), _names(a), str(a.get("floor") or ""))
        for a in _entries(home, "areas", "id", "name")
    }
    hardware = {str(d["id"]): d for d in _entries(home, "devices", "id")}
    entities: dict[str, Entity] = {}
    for raw in _entries(home, "entities", "id"):
        entity = _entity(raw)
        known = entities.get(entity.id)
        entities[entity.id] = entity if known is None else _merged(known, entity)
    devices = tuple(_device(e, hardware) for e in entities.values() if e.domain != SIGNAL_DOMAIN)
    return Inventory((*devices, *_cars(entities.values(), hardware)), rooms, floors, entities)


def topics_of(entity_id: str) -> tuple[str, str]:
    """Where its state comes from, and where wishes go to."""
    base = f"home/{quote(entity_id, safe='._:-')}"
    return f"{base}/state", f"{base}/set"


def _entries(home: Mapping[str, Any], key: str, *needed: str) -> list[Mapping[str, Any]]:
    entries = home.get(key)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise NotDiscoverable(f"an inventory's {key} are a list, not {type(entries).__name__}")
    for number, entry in enumerate(entries):
        missing = [n for n in needed if not isinstance(entry, dict) or not isinstance(entry.get(n), str)]
        if missing:
            raise NotDiscoverable(f"{key}[{number}] of the inventory has no {' and no '.join(missing)}")
    return entries


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    aliases = entry.get("aliases")
    return (str(entry["name"]), *(str(a) for a in aliases if a)) if isinstance(aliases, list) else (str(entry["name"]),)


def _entity(raw: Mapping[str, Any]) -> Entity:
    attributes = raw.get("attributes")
    state = raw.get("state")
    state_topic, set_topic = topics_of(raw["id"])
    return Entity(
        id=raw["id"],
        domain=raw["id"].split(".", 1)[0],
        names=_names({"name": raw["id"].split(".", 1)[-1].replace("_", " "), **raw}),
        room=str(raw.get("area") or ""),
        hardware=str(raw.get("device") or ""),
        state=None if state is None else str(state),
        attributes=attributes if isinstance(attributes, dict) else {},
        state_topic=state_topic,
        set_topic=set_topic,
    )


def _merged(first: Entity, second: Entity) -> Entity:
    """The same entity named twice has two names."""
    names = tuple(dict.fromkeys((*first.names, *second.names)))
    return replace(first, names=names, attributes={**first.attributes, **second.attributes})


def _device(entity: Entity, hardware: Mapping[str, Mapping[str, Any]]) -> Device:
    belongs_to = hardware.get(entity.hardware, {})
    info = belongs_to.get("info")
    info = info if isinstance(info, dict) else {}
    capabilities: Iterable[Capability] = CAPABILITIES_OF.get(entity.domain, any_state)(entity)
    return Device(
        id=entity.id,
        name=entity.names[0],
        kind=entity.domain,
        capabilities={c.name: c for c in capabilities},
        room=entity.room or str(belongs_to.get("area") or ""),
        aliases=entity.names[1:],
        flavour=entity.flavour,
        maker=str(info.get("manufacturer") or ""),
        model=str(info.get("model") or ""),
        source="inventory",
    )


def _cars(entities: Iterable[Entity], hardware: Mapping[str, Mapping[str, Any]]) -> tuple[Device, ...]:
    signals = [e for e in entities if e.domain == SIGNAL_DOMAIN]
    if not signals:
        return ()
    capabilities = {c.name: c for c in map(_signal, signals)}
    names = tuple(dict.fromkeys(name for e in signals if (name := _car_name(e, hardware))))
    return (Device(CAR_ID, "car", "car", capabilities, aliases=("车", "汽车", *names), source="inventory"),)


def _car_name(signal: Entity, hardware: Mapping[str, Mapping[str, Any]]) -> str:
    """What the household calls the car that a signal belongs to; empty where nothing tells it."""
    name = str(hardware.get(signal.hardware, {}).get("name") or "").strip()
    if name in signal.names:
        name = next((name.removesuffix(word).strip() for word in _SIGNALLED if name.endswith(word)), "")
    return "" if name.casefold() in ("", "car", "the car", "车", "汽车") else name


_SIGNALLED = (" Battery Level", " Battery", " Range", " Fuel Level", " Fuel", " Charging", "电量", "续航", "油量")
"""What a signal's name ends with, behind the name of its car."""


def _signal(entity: Entity) -> Capability:
    path = entity.id.split(".", 1)[1]
    signal: Signal = SIGNALS.get(path) or guessed(path, entity.state)
    writing = car_writing(entity.set_topic) if signal.is_actuator else None
    return signal.capability(writing, car_reading(entity.state_topic, signal))

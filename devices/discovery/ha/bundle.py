"""From a discovery topic and payload to the components it announces, with every short form written out."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from devices.errors import NotDiscoverable

MAX_PAYLOAD = 262_144
"""Bytes of a configuration."""
MAX_DEPTH = 16
"""Levels of objects and lists in a configuration."""
MAX_COMPONENTS = 200
"""Components of one device."""
TOPIC_BASE = "~"

_TOPIC = re.compile(r"(?P<component>[a-zA-Z0-9_-]+)/(?:(?P<node>[a-zA-Z0-9_-]+)/)?(?P<object>[a-zA-Z0-9_-]+)/config")

SHARED = (
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "payload_available",
    "payload_not_available",
    "state_topic",
)
"""Settings of a device that hold for each of its components that has none of its own."""


@dataclass(frozen=True, slots=True)
class Component:
    """One announced component."""

    platform: str
    object_id: str
    """The last level of its topic, or its key in a device's list."""
    node_id: str
    topic: str
    """The discovery topic that announced it."""
    settings: Mapping[str, Any]
    device: Mapping[str, Any]
    """The physical device it belongs to; empty where none is named."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a discovery topic says."""

    component: str
    node_id: str
    object_id: str


def place_of(topic: str, prefix: str) -> Place | None:
    """What a discovery topic says; None for any other topic."""
    if not topic.startswith(prefix + "/"):
        return None
    found = _TOPIC.fullmatch(topic, len(prefix) + 1)
    return found and Place(found["component"], found["node"] or "", found["object"])


def components_of(topic: str, place: Place, payload: bytes) -> tuple[Component, ...]:
    """Every component a configuration announces; none for one that takes everything away. Raises NotDiscoverable."""
    if not payload.strip():
        return ()
    config = _expanded(_parsed(payload))
    if config.get("migrate_discovery") is True:
        return ()
    device = config.get("device") or {}
    if place.component == "device":
        return tuple(_of_device(topic, place, config, device))
    base = _with_base(config, config.get(TOPIC_BASE))
    return (Component(place.component, place.object_id, place.node_id, topic, base, device),)


def _of_device(topic: str, place: Place, config: Mapping[str, Any], device: Mapping[str, Any]) -> Iterator[Component]:
    components = config.get("components")
    if not isinstance(components, dict):
        raise NotDiscoverable("a device's configuration lists its components under 'cmps'")
    if len(components) > MAX_COMPONENTS:
        raise NotDiscoverable(f"the device has {len(components)} components; {MAX_COMPONENTS} are allowed")
    shared = {key: config[key] for key in SHARED if key in config}
    for key, raw in components.items():
        if not isinstance(raw, dict):
            raise NotDiscoverable(f"component {key[:60]!r} is an object, not {type(raw).__name__}")
        settings = _expanded(raw)
        platform = settings.get("platform")
        if not isinstance(platform, str):
            raise NotDiscoverable(f"component {key[:60]!r} names no platform ('p')")
        if len(settings) > 1:
            settings = _with_base(shared | settings, settings.get(TOPIC_BASE) or config.get(TOPIC_BASE))
            yield Component(platform, key, place.object_id, topic, settings, device)


def _parsed(payload: bytes) -> dict[str, Any]:
    if len(payload) > MAX_PAYLOAD:
        raise NotDiscoverable(f"the configuration has {len(payload)} bytes; {MAX_PAYLOAD} are allowed")
    try:
        parsed = json.loads(payload, parse_constant=_no_constant)
    except RecursionError:
        raise NotDiscoverable("the configuration is nested too deeply") from None
    except ValueError as error:
        raise NotDiscoverable(f"the configuration is no JSON: {str(error)[:120]}") from None
    _refuse_depth(parsed)
    if b"\\ud" in payload.lower():
        _refuse_half_characters(parsed)
    if not isinstance(parsed, dict):
        raise NotDiscoverable(f"the configuration is a JSON object, not {type(parsed).__name__}")
    return parsed


def _refuse_depth(parsed: object) -> None:
    level, depth = [parsed], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise NotDiscoverable("the configuration is nested too deeply")
        inner = [node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)]
        level = [child for children in inner for child in children]


def _refuse_half_characters(parsed: object) -> None:
    """JSON can write half of a character ("\\ud83d"), which no topic and no payload can carry."""
    try:
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotDiscoverable("the configuration holds half of a character") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


@cache
def _abbreviations() -> Mapping[str, Mapping[str, str]]:
    table = json.loads((files("devices.discovery.ha") / "abbreviations.json").read_text("utf-8"))
    return {kind: dict(names) for kind, names in table.items()}


def _expanded(raw: Mapping[str, Any]) -> dict[str, Any]:
    names = _abbreviations()
    config = {names["settings"].get(key, key): value for key, value in raw.items()}
    if config.get("device") is not None:
        if not isinstance(config["device"], dict):
            raise NotDiscoverable("'dev' is an object that describes the device")
        config["device"] = {names["device"].get(key, key): value for key, value in config["device"].items()}
    if isinstance(config.get("availability"), dict):
        config["availability"] = [config["availability"]]
    if config.get("availability") is not None:
        config["availability"] = _availability(config["availability"], names["settings"])
    return config


def _availability(raw: object, names: Mapping[str, str]) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(a, dict) for a in raw) or len(raw) > MAX_COMPONENTS:
        raise NotDiscoverable("'avty' is a list of objects with a topic each")
    return [{names.get(key, key): value for key, value in entry.items()} for entry in raw]


def _with_base(settings: Mapping[str, Any], base: object) -> dict[str, Any]:
    """Settings whose topics have their base written out."""
    if not isinstance(base, str):
        return dict(settings)
    written: dict[str, Any] = _topics_on_base(settings, base)
    listed = written.get("availability")
    if isinstance(listed, list):
        written["availability"] = [_topics_on_base(entry, base) for entry in listed]
    return written


def _topics_on_base(settings: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {key: _on_base(value, base) if key.endswith("topic") else value for key, value in settings.items()}


def _on_base(topic: object, base: str) -> object:
    if not isinstance(topic, str):
        return topic
    if topic.startswith(TOPIC_BASE):
        return base + topic[1:]
    return topic[:-1] + base if topic.endswith(TOPIC_BASE) else topic

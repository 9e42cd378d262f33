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
MAX_COMPONENTS = 500
"""Components of one device."""
TOPIC_BASE = "~"

_TOPIC = re.compile(r"(?P<component>[a-zA-Z0-9_-]+)/(?:(?P<node>[a-zA-Z0-9_-]+)/)?(?P<object>[a-zA-Z0-9_-]+)/config")

SHARED = (
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "encoding",
    "payload_available",
    "payload_not_available",
    "qos",
    "state_topic",
)
"""Settings of a device that hold for each of its components that has none of its own."""
INHERITED = ("manufacturer", "model", "suggested_area", "sw_version")
"""What holds for a device's parts that are devices of their own."""


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
    origin: str = ""
    """The program that announced it; empty where it does not say."""


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
    if place.component == "device":
        return tuple(_of_device(topic, place, config))
    base = _with_base(config, config.get(TOPIC_BASE))
    device = _child_or_parent(config.get("device") or {})
    return (Component(place.component, place.object_id, place.node_id, topic, base, device, _origin(config)),)


def _origin(config: Mapping[str, Any]) -> str:
    origin = config.get("origin")
    name = origin.get("name") if isinstance(origin, dict) else None
    return name if isinstance(name, str) else ""


def _child_or_parent(device: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a device that is a device of its own stands inside it."""
    child = device.get("child_device")
    return _child_of(device, child) if isinstance(child, dict) else device


def _child_of(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Mapping[str, Any]:
    inherited = {key: parent[key] for key in INHERITED if key in parent}
    return inherited | _named(child, "device")


def _of_device(topic: str, place: Place, config: Mapping[str, Any]) -> Iterator[Component]:
    groups = list(_groups(config))
    if not groups:
        raise NotDiscoverable("a device's configuration lists its components under 'cmps'")
    total = sum(len(components) for _, components in groups)
    if total > MAX_COMPONENTS:
        raise NotDiscoverable(f"the device has {total} components; {MAX_COMPONENTS} are allowed")
    for owner, components in groups:
        for key, raw in components.items():
            yield from _of_group(topic, place, config, owner, key, raw)


def _groups(config: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """A device and its components; then each of its parts that are devices of their own, and theirs."""
    device = config.get("device") or {}
    if config.get("components") is not None:
        yield device, _components(config["components"])
    children = config.get("child_devices") or []
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child, dict):
            raise NotDiscoverable(f"a child device is an object, not {type(child).__name__}")
        yield _child_of(device, child), _components(_named(child, "settings").get("components"))


def _components(raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise NotDiscoverable("a device's components ('cmps') are an object")
    return raw


def _of_group(
    topic: str, place: Place, config: Mapping[str, Any], device: Mapping[str, Any], key: str, raw: object
) -> Iterator[Component]:
    """One component of a device; none where only its platform is left, which takes it away."""
    if not isinstance(raw, dict):
        raise NotDiscoverable(f"component {key[:60]!r} is an object, not {type(raw).__name__}")
    settings = _expanded(raw)
    platform = settings.get("platform")
    if not isinstance(platform, str):
        raise NotDiscoverable(f"component {key[:60]!r} names no platform ('p')")
    if len(settings) > 1:
        shared = {name: config[name] for name in SHARED if name in config}
        settings = _with_base(shared | settings, settings.get(TOPIC_BASE) or config.get(TOPIC_BASE))
        yield Component(platform, key, place.object_id, topic, settings, device, _origin(config))


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


def _named(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """With every short key written out."""
    names = _abbreviations()[kind]
    return {names.get(key, key): value for key, value in raw.items()}


def _expanded(raw: Mapping[str, Any]) -> dict[str, Any]:
    config = _named(raw, "settings")
    if config.get("device") is not None:
        if not isinstance(config["device"], dict):
            raise NotDiscoverable("'dev' is an object that describes the device")
        config["device"] = _named(config["device"], "device")
    if isinstance(config.get("availability"), dict):
        config["availability"] = [config["availability"]]
    if config.get("availability") is not None:
        config["availability"] = _availability(config["availability"])
    return config


def _availability(raw: object) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(a, dict) for a in raw) or len(raw) > MAX_COMPONENTS:
        raise NotDiscoverable("'avty' is a list of objects with a topic each")
    return [_named(entry, "settings") for entry in raw]


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

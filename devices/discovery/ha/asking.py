"""Devices that can be asked how they are, and reports that say how new they are."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from devices.device import Capability, Writing
from devices.discovery.ha.bundle import Component
from devices.discovery.ha.settings import Settings
from devices.topics import is_topic

ASKED = frozenset({"climate", "cover", "fan", "light", "lock", "siren", "switch", "valve"})
"""Kinds that answer; a sensor on a battery does not listen."""
_STATE_TEMPLATES = ("state_value_template", "value_template", "temperature_state_template", "mode_state_template")
_PROPERTY = re.compile(r"value_json(?:\.|\[['\"])(?P<name>\w{1,60})")
_POWER = re.compile(r"(?P<stem>(?:.+/)?cmnd/(?:.+/)?)POWER\d{0,2}")
_MILLISECONDS = 1e11
"""From here on a number counts milliseconds since 1970, not seconds."""


def asking_of(component: Component, settings: Settings) -> Writing | None:
    """How to ask the device to tell its state; None where there is no safe way."""
    if component.platform not in ASKED:
        return None
    if _is_zigbee2mqtt(component):
        return _by_get(component, settings)
    return _by_state(settings) if _is_tasmota(component.device) else None


def stamped(component: Component, capabilities: tuple[Capability, ...]) -> tuple[Capability, ...]:
    """The capabilities, whose readings tell how new a report is where the device puts that on it."""
    if not _is_zigbee2mqtt(component):
        return capabilities
    return tuple(replace(c, reading=replace(c.reading, stamp=last_seen)) if c.reading else c for c in capabilities)


def last_seen(payload: bytes) -> float | None:
    """Seconds since 1970 at which zigbee2mqtt last heard the device; None where the message does not say exactly.

    Told in whole seconds it could not tell two reports apart.
    """
    if b'"last_seen"' not in payload:
        return None
    try:
        told = json.loads(payload)
        seen = told.get("last_seen") if isinstance(told, dict) else None
        if isinstance(seen, str):
            return datetime.fromisoformat(seen).timestamp() if "." in seen else None
    except (ValueError, RecursionError, OverflowError, OSError):
        return None
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        return None
    return seen / 1000 if seen > _MILLISECONDS else float(seen)


def _is_zigbee2mqtt(component: Component) -> bool:
    identifiers = component.device.get("identifiers")
    listed = identifiers if isinstance(identifiers, list) else [identifiers]
    return component.origin.lower() == "zigbee2mqtt" or any(str(i).startswith("zigbee2mqtt_") for i in listed)


def _is_tasmota(device: Mapping[str, Any]) -> bool:
    return any("tasmota" in str(device.get(key, "")).lower() for key in ("manufacturer", "sw_version"))


def _by_get(component: Component, settings: Settings) -> Writing | None:
    """zigbee2mqtt: the name of what is asked for, with nothing in it, on the device's topic with "get" behind it."""
    topic = f"{settings.text('state_topic') or settings.text('mode_state_topic')}/get"
    written = " ".join(settings.text(key) for key in _STATE_TEMPLATES if key in settings)
    found = _PROPERTY.search(written)
    name = found["name"] if found else "state"
    if topic == "/get" or not is_topic(topic) or (component.platform == "climate" and found is None):
        return None
    question = json.dumps({name: ""}).encode()
    return Writing(topic, lambda _: question)


def _by_state(settings: Settings) -> Writing | None:
    """Tasmota: a command without a value is a question; it answers where it tells its state."""
    command, told = settings.text("command_topic"), settings.text("state_topic")
    found = _POWER.fullmatch(command)
    if found is None:
        return None
    if told.endswith(("/STATE", "/RESULT")):
        return Writing(f"{found['stem']}STATE", lambda _: b"")
    return Writing(command, lambda _: b"") if told == _told_by(command) else None


def _told_by(command: str) -> str:
    """Where Tasmota tells what a command topic changes: "cmnd/lamp/POWER1" → "stat/lamp/POWER1"."""
    levels = command.split("/")
    return "/".join("stat" if level == "cmnd" else level for level in levels)

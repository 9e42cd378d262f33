"""What only tells: where somebody is, what has just happened, which program a device runs; and what is not taken."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Reading, Shape, Value
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import text_of
from devices.errors import NotDiscoverable

SOMEWHERE = "unknown"
"""Of somebody of whom nobody knows where they are; it replaces what was known before."""
LONGEST_TOLD = 200
"""Characters of a place, an event or a version."""

NOT_TAKEN: Mapping[str, str] = {
    "camera": "a camera sends pictures, and pictures are not taken",
    "device_automation": "a device_automation is a trigger for automations and tells no state",
    "image": "an image is a picture, and pictures are not taken",
    "infrared": "an infrared transmitter repeats signals that nobody here knows",
    "notify": "a notify component only sends messages out and tells no state",
    "remote": "a remote transmits signals that nobody here knows",
    "tag": "a tag scanner tells of scanned tags, which mean nothing here",
    "todo": "a todo list on MQTT has no topics that it could be read from or written to",
}
"""Platform → why its components are not taken."""


def device_tracker(making: Making) -> Capabilities:
    """Where somebody is: home, not_home, or the name of a place. Coordinates are not looked at."""
    s = making.settings
    if "state_topic" not in s:
        told = "tells coordinates only, which are not taken" if "json_attributes_topic" in s else "tells nothing"
        raise NotDiscoverable(f"it {told}; where somebody is needs a 'state_topic'")
    template = s.template("value_template")
    meanings = {
        s.text("payload_reset", "None"): SOMEWHERE,
        s.text("payload_home", "home"): "home",
        s.text("payload_not_home", "not_home"): "not_home",
    }
    lost = frozenset({"none", "unknown", "unavailable"})

    def decode(payload: bytes) -> Value:
        text = text_of(template, payload)
        if not text or len(text) > LONGEST_TOLD:
            return None
        return meanings.get(text) or (SOMEWHERE if text.lower() in lost else text)

    yield from making.can("location", Shape.TEXT, Reading(s.told_on("state_topic"), decode))


def event(making: Making) -> Capabilities:
    """The last thing that happened ("press", "ring"), of those it says can happen."""
    s = making.settings
    known = s.texts("event_types")

    def convert(text: str) -> Value:
        told = json.loads(text) if text.startswith("{") else {"event_type": text}
        happened = told.get("event_type")
        return happened if isinstance(happened, str) and (happened in known or not known) else None

    yield from making.can("event", Shape.TEXT, s.reading("state_topic", "value_template", convert), choices=known)


def update(making: Making) -> Capabilities:
    """Which version of its program a device runs, and which is the newest; installing one is its owner's to do."""
    s = making.settings
    if "command_topic" in s:
        making.left_out.append("installing an update is done at the device or by who announced it, not from here")
    yield from making.can("installed_version", Shape.TEXT, _version(making, "installed_version"))
    own = s.reading("latest_version_topic", "latest_version_template", _plain)
    yield from making.can("latest_version", Shape.TEXT, own or _version(making, "latest_version"))


def _version(making: Making, key: str) -> Reading | None:
    """A version out of the object that tells the state; a plain text is the installed one."""

    def convert(text: str) -> Value:
        if not text.startswith("{"):
            return _plain(text) if key == "installed_version" else None
        told: dict[str, Any] = json.loads(text)
        found = told.get(key)
        return _plain(str(found)) if isinstance(found, str | int | float) else None

    return making.settings.reading("state_topic", "value_template", convert)


def _plain(text: str) -> Value:
    return text if 0 < len(text) <= LONGEST_TOLD else None


def moment(making: Making) -> Capabilities:
    """A date, a time of day or both, as it is set at the device."""
    s = making.settings
    if "command_topic" in s:
        making.left_out.append("setting a date or a time is not taken; it is read only")
    yield from making.can(making.fallback, Shape.TEXT, s.reading("state_topic", "value_template", _plain))

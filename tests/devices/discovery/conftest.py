"""Announcements as devices make them, read into devices."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Capability, Device, Value
from devices.discovery.convention import Appeared, Found, Rejected
from devices.discovery.home_assistant import HomeAssistant
from devices.link import Message


def announced(topic: str, config: Any) -> Message:
    """A configuration as it comes in."""
    return Message(topic, json.dumps(config, ensure_ascii=False).encode(), retained=True)


def found_by(*messages: Message) -> list[Found]:
    """Everything a fresh convention finds in these messages."""
    convention = HomeAssistant()
    return [found for message in messages for found in convention.read(message)]


def only(topic: str, config: Any) -> Device:
    """The one device that a configuration announces."""
    found = found_by(announced(topic, config))
    assert len(found) == 1, found
    assert isinstance(found[0], Appeared), found
    return found[0].device


def component(platform: str, config: Mapping[str, Any]) -> Device:
    """The one device that a component by itself announces."""
    return only(f"homeassistant/{platform}/thing/config", {"name": "Thing", "uniq_id": "thing", **config})


def rejected(topic: str, config: Any) -> str:
    """Why a configuration is rejected."""
    found = found_by(announced(topic, config))
    assert len(found) == 1, found
    assert isinstance(found[0], Rejected), found
    return found[0].reason


def sent(capability: Capability, value: Value) -> tuple[str, str]:
    """Where a wish goes and how it reads."""
    assert capability.writing is not None
    return capability.writing.topic, capability.writing.encode(value).decode()


def told(capability: Capability, payload: str | Mapping[str, Any]) -> Value:
    """What a report means."""
    assert capability.reading is not None
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return capability.reading.decode(text.encode())

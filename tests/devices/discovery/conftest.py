"""Announcements as devices make them, read into devices."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.device import Capability, Device, Value
from devices.discovery.convention import Appeared, Found, Rejected
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.link import Message
from devices.loopback import LoopbackBroker
from devices.simulators.house import Life, house_layout
from devices.simulators.people import People
from devices.simulators.run import simulate
from tests.devices.conftest import until


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


@dataclass(frozen=True)
class Simulated:
    """The simulated house and car as they announced themselves, and what they said first."""

    devices: Mapping[str, Device]
    said: Mapping[str, bytes]
    """By topic."""
    device_classes: frozenset[str]
    """Of everything that was announced."""

    def told(self, capability: Capability) -> Value:
        """What was said first about it; None where nothing was."""
        reading = capability.reading
        return reading.decode(self.said.get(reading.topic, b"")) if reading is not None else None


def simulated_house() -> Simulated:
    """A family's house and car, begun on a broker in memory and ended again."""
    broker, layout = LoopbackBroker(), house_layout()
    asyncio.run(_begun(broker))
    said = {message.topic: message.payload for message in broker.published if message.retain}
    conventions = (HomeAssistant(), Vss())
    found = [
        one
        for topic, payload in said.items()
        for convention in conventions
        if convention.claims(topic)
        for one in convention.read(Message(topic, payload, retained=True))
    ]
    assert not [one for one in found if isinstance(one, Rejected)]
    laid_out = [layout.overlay(one.device) for one in found if isinstance(one, Appeared)]
    devices = {device.id: device for device in laid_out if device is not None}
    classes = re.findall(rb'"dev_cla": ?"(\w+)"', b"".join(said.values()))
    return Simulated(devices, said, frozenset(name.decode() for name in classes))


async def _begun(broker: LoopbackBroker) -> None:
    life = Life(People.QUIET, 1)
    simulation = asyncio.create_task(simulate(lambda _: broker.link(), None, 1.0, life=life))
    try:
        await until(lambda: any("Vehicle/Service" in message.topic for message in broker.published), 20)
        await until(lambda: any(message.topic.endswith("person_lin/state") for message in broker.published), 20)
    finally:
        simulation.cancel()
        await asyncio.wait([simulation])

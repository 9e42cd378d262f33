"""Producers that put their retained configuration on a real broker before we came: found, commanded, proved."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.command import Command, OutcomeKind
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from tests.devices.conftest import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine"),
]
START_S = 60.0

Answer = Callable[[str, bytes], Mapping[str, str]]
"""Topic and payload of a wish → what the producer publishes then, retained, by topic."""


@dataclass(frozen=True)
class Producer:
    """A program that announces one thing, tells its state and obeys."""

    topic: str
    config: Mapping[str, Any]
    first: Mapping[str, str]
    """What it had said before, by topic."""
    listens: str
    answer: Answer


def zigbee2mqtt() -> Producer:
    state: dict[str, Any] = {"state": "OFF", "brightness": 10}

    def answer(topic: str, payload: bytes) -> Mapping[str, str]:
        if topic.endswith("/set"):
            state.update(json.loads(payload))
        return {"zigbee2mqtt/Desk": json.dumps(state)}

    config = {
        "availability": [{"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"}],
        "brightness": True,
        "brightness_scale": 254,
        "command_topic": "zigbee2mqtt/Desk/set",
        "device": {"identifiers": ["zigbee2mqtt_0x01"], "name": "Desk"},
        "name": None,
        "origin": {"name": "Zigbee2MQTT", "sw": "2.1.3"},
        "schema": "json",
        "state_topic": "zigbee2mqtt/Desk",
        "supported_color_modes": ["brightness"],
        "unique_id": "desk",
    }
    first = {"zigbee2mqtt/Desk": json.dumps(state), "zigbee2mqtt/bridge/state": '{"state": "online"}'}
    return Producer("homeassistant/light/0x01/light/config", config, first, "zigbee2mqtt/Desk/+", answer)


def tasmota() -> Producer:
    def answer(topic: str, payload: bytes) -> Mapping[str, str]:
        return {"tele/boiler/STATE": json.dumps({"Time": "2026-01-01T00:00:00", "POWER": payload.decode()})}

    config = {
        "name": "Boiler",
        "cmd_t": "cmnd/boiler/POWER",
        "stat_t": "tele/boiler/STATE",
        "val_tpl": "{{value_json.POWER}}",
        "pl_on": "ON",
        "pl_off": "OFF",
        "avty_t": "tele/boiler/LWT",
        "pl_avail": "Online",
        "pl_not_avail": "Offline",
        "uniq_id": "boiler",
        "dev": {"ids": ["AA01"], "name": "Boiler", "mf": "Tasmota"},
    }
    first = {"tele/boiler/LWT": "Online"}
    return Producer("homeassistant/switch/AA01_RL_1/config", config, first, "cmnd/boiler/POWER", answer)


def esphome() -> Producer:
    def answer(topic: str, payload: bytes) -> Mapping[str, str]:
        position = payload.decode()
        state = "open" if int(position) else "closed"
        return {"blind/cover/b/position/state": position, "blind/cover/b/state": state}

    config = {
        "name": "Blind",
        "stat_t": "blind/cover/b/state",
        "cmd_t": "blind/cover/b/command",
        "pos_t": "blind/cover/b/position/state",
        "set_pos_t": "blind/cover/b/position/command",
        "avty_t": "blind/status",
        "uniq_id": "blind",
        "dev": {"ids": "c0ffee", "name": "Blind", "sw": "esphome v2024.6.1"},
    }
    first = {"blind/status": "online", "blind/cover/b/position/state": "0"}
    return Producer("homeassistant/cover/blind/b/config", config, first, "blind/cover/b/position/command", answer)


def valetudo() -> Producer:
    def answer(topic: str, payload: bytes) -> Mapping[str, str]:
        state = {"START": "cleaning", "HOME": "returning"}[payload.decode()]
        return {"valetudo/Owl/state": json.dumps({"state": state, "fan_speed": "max"})}

    config = {
        "~": "valetudo/Owl",
        "name": None,
        "unique_id": "owl",
        "schema": "state",
        "command_topic": "~/command",
        "state_topic": "~/state",
        "payload_start": "START",
        "payload_return_to_base": "HOME",
        "supported_features": ["start", "return_home"],
        "availability": [{"topic": "~/$state", "payload_available": "ready", "payload_not_available": "lost"}],
        "device": {"identifiers": ["Owl"], "name": "Owl"},
    }
    first = {"valetudo/Owl/$state": "ready", "valetudo/Owl/state": '{"state": "docked"}'}
    return Producer("homeassistant/vacuum/Owl/Owl_vacuum/config", config, first, "valetudo/Owl/command", answer)


async def obey(link: MqttLink, producers: list[Producer]) -> None:
    async for message in link.messages():
        for producer in producers:
            prefix = producer.listens.removesuffix("+")
            if message.topic == producer.listens or (prefix != producer.listens and message.topic.startswith(prefix)):
                for topic, payload in producer.answer(message.topic, message.payload).items():
                    await link.publish(topic, payload.encode(), retain=True)


@asynccontextmanager
async def house(tmp_path: Path, journal: Journal, *producers: Producer) -> AsyncIterator[tuple[Home, MqttLink]]:
    """A home that comes to a broker on which the producers have announced themselves; and the producers' link."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(start_broker(tmp_path, port=0, program="mosquitto"))
        theirs = await stack.enter_async_context(MqttLink(address, status_topic=None, shortest_wait_s=0.05))
        await theirs.until_connected(START_S)
        await theirs.subscribe(*(producer.listens for producer in producers))
        for producer in producers:
            await theirs.publish(producer.topic, json.dumps(producer.config).encode(), retain=True)
            for topic, payload in producer.first.items():
                await theirs.publish(topic, payload.encode(), retain=True)
        ours = await stack.enter_async_context(MqttLink(address, shortest_wait_s=0.05))
        home = Home(ours, journal, [HomeAssistant()], [])
        tasks = [asyncio.create_task(home.run()), asyncio.create_task(obey(theirs, list(producers)))]
        await until(lambda: home.connected and len(home.devices) == len(producers), START_S)
        yield home, theirs
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_was_announced_before_we_came_can_be_used_at_once(tmp_path: Path, journal: Journal) -> None:
    async with house(tmp_path, journal, zigbee2mqtt(), tasmota(), esphome(), valetudo()) as (home, _):
        wishes = [
            Command("desk", "brightness", 60, deadline_s=START_S),
            Command("boiler", "on", True, deadline_s=START_S),
            Command("blind", "position", 40, deadline_s=START_S),
            Command("owl", "activity", "cleaning", deadline_s=START_S),
        ]
        outcomes = await home.execute_all(wishes)
        assert [outcome.kind for outcome in outcomes[:3]] == [OutcomeKind.DONE] * 3
        assert outcomes[3].kind in (OutcomeKind.DONE, OutcomeKind.STARTED)
        assert (await home.execute(Command("desk", "brightness", 60))).kind is OutcomeKind.ALREADY


async def test_removed_on_the_broker_is_gone_here(tmp_path: Path, journal: Journal) -> None:
    producer = tasmota()
    async with house(tmp_path, journal, producer) as (home, theirs):
        await theirs.publish(producer.topic, b"", retain=True)
        await until(lambda: not home.devices, START_S)

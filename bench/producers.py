"""A crowd of devices as a process of its own: `python -m bench.producers --broker … --count N`.

They announce themselves as Home Assistant's MQTT convention has it, one retained configuration and one retained state
each, obey at once, and can flood. Orders come on standard input, one a line; each is answered by a line of JSON.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import aiomqtt

from devices.address import BrokerAddress
from devices.session import NO_DELAY

ROOMS = (
    "Kitchen", "Living Room", "Bedroom", "Bathroom", "Study", "Hall", "Attic", "Cellar", "Garage", "Nursery",
    "Guest Room", "Laundry", "Pantry", "Workshop", "Library", "Conservatory", "Terrace", "Garden", "Balcony", "Office",
)  # fmt: skip
WHERE = ("Left", "Right", "Upper", "Lower", "Middle", "Front", "Rear", "Corner", "Window", "Door")
WHAT = {
    "light": ("Lamp", "Spot", "Lantern", "Pendant", "Sconce"),
    "switch": ("Plug", "Outlet", "Relay", "Socket", "Pump"),
    "cover": ("Blind", "Shutter", "Curtain", "Awning", "Screen"),
    "sensor": ("Thermometer", "Probe", "Station", "Gauge", "Meter"),
    "binary_sensor": ("Detector", "Contact", "Watcher", "Eye", "Beam"),
}
SHARES = ("light", "light", "light", "switch", "switch", "sensor", "sensor", "sensor", "cover", "binary_sensor")


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the crowd: one entity."""

    id: str
    kind: str
    name: str
    room: str

    @property
    def config_topic(self) -> str:
        return f"homeassistant/{self.kind}/{self.id}/config"

    @property
    def state_topic(self) -> str:
        return f"crowd/{self.id}/state"

    @property
    def command_topic(self) -> str:
        return f"crowd/{self.id}/set"

    @property
    def writable(self) -> bool:
        return self.kind in ("light", "switch", "cover")

    def config(self) -> dict[str, Any]:
        """Its configuration."""
        told: dict[str, Any] = {
            "name": None, "uniq_id": self.id, "stat_t": self.state_topic, "o": {"name": "crowd"},
            "dev": {"ids": [self.id], "name": self.name, "sa": self.room, "mf": "Crowd", "mdl": self.kind},
        }  # fmt: skip
        if self.writable:
            told["cmd_t"] = self.command_topic
        match self.kind:
            case "light":
                told |= {"schema": "json", "brightness": True, "supported_color_modes": ["brightness"]}
            case "sensor":
                told |= {"dev_cla": "temperature", "unit_of_meas": "°C", "val_tpl": "{{ value_json.t }}"}
            case "binary_sensor":
                told |= {"dev_cla": "motion"}
        return told

    def state(self, step: int = 0) -> str:
        """What it says; another thing at every step."""
        match self.kind:
            case "light":
                return json.dumps({"state": "OFF" if step % 2 == 0 else "ON", "brightness": 1 + step % 255})
            case "cover":
                return "closed" if step % 2 == 0 else "open"
            case "sensor":
                return json.dumps({"t": 20 + step % 100 / 10})
        return "OFF" if step % 2 == 0 else "ON"

    def obeyed(self, wish: bytes) -> bytes:
        """What it says after a wish."""
        return {b"OPEN": b"open", b"CLOSE": b"closed"}.get(wish, wish)


def crowd(count: int) -> list[Thing]:
    """The things, with names that nobody has to spell."""
    found = []
    for number in range(count):
        kind = SHARES[number % len(SHARES)]
        room = ROOMS[number // len(SHARES) % len(ROOMS)]
        turn = number // (len(SHARES) * len(ROOMS))
        what = WHAT[kind][turn % 5]
        where = WHERE[(turn // 5 + number) % len(WHERE)]
        series = turn // 50
        name = f"{room} {where} {what}" + (f" {series + 2}" if series else "")
        found.append(Thing(f"crowd_{number}", kind, f"{name} {number % 10}" if turn % 2 else name, room))
    return found


async def act(address: BrokerAddress, things: Sequence[Thing]) -> None:
    """Obey orders until standard input ends."""
    by_topic = {thing.command_topic: thing for thing in things}
    async with aiomqtt.Client(
        address.host, address.port, username=address.username, password=address.password,
        protocol=aiomqtt.ProtocolVersion.V5, socket_options=[NO_DELAY], max_queued_outgoing_messages=0,
    ) as client:  # fmt: skip
        client.pending_calls_threshold = 1_000_000
        await client.subscribe("crowd/+/set", qos=1)
        obeying = asyncio.create_task(_obey(client, by_topic))
        async for order in _orders():
            began = perf_counter()
            match order.split():
                case ["announce"]:
                    await _all(client, [(t.config_topic, json.dumps(t.config())) for t in things], retain=True)
                    await _all(client, [(t.state_topic, t.state()) for t in things], retain=True)
                case ["flood", steps]:
                    told = [(t.state_topic, t.state(step)) for step in range(1, int(steps) + 1) for t in things]
                    await _all(client, told, retain=False)
                case ["silence"]:
                    await _all(client, [(t.config_topic, "") for t in things], retain=True)
            print(json.dumps({"order": order, "s": perf_counter() - began}), flush=True)
        obeying.cancel()


async def _all(client: aiomqtt.Client, messages: Sequence[tuple[str, str]], *, retain: bool) -> None:
    """Publish all at QoS 1, a hundred on their way at once."""
    for start in range(0, len(messages), 100):
        some = messages[start : start + 100]
        await asyncio.gather(*(client.publish(t, p, qos=1, retain=retain, timeout=60) for t, p in some))


async def _obey(client: aiomqtt.Client, by_topic: dict[str, Thing]) -> None:
    async for message in client.messages:
        heard = perf_counter()
        thing = by_topic.get(str(message.topic))
        if thing is not None and isinstance(message.payload, bytes):
            print(json.dumps({"heard": thing.id, "at": heard}), flush=True)
            await client.publish(thing.state_topic, thing.obeyed(message.payload), qos=1, retain=True)


async def _orders() -> AsyncIterator[str]:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print(json.dumps({"order": "ready"}), flush=True)
    while line := (await reader.readline()).decode().strip():
        yield line


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broker", required=True)
    parser.add_argument("--username", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--count", type=int, required=True)
    asked = parser.parse_args()
    asyncio.run(act(BrokerAddress.parse(asked.broker).as_user(asked.username, asked.password), crowd(asked.count)))

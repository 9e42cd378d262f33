"""A parked car that does what it is told at once, and notes when."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

from devices.discovery.vss import signal_topic
from devices.mqtt import MqttLink
from devices.rules.driving import GEAR, PARK, SPEED

LIMIT = "Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit"
DRIVING_S = 0.5
PROBE = "bench/probe"


@dataclass
class EchoCar:
    """The car `vehicle`, on a link of its own."""

    link: MqttLink
    vehicle: str
    heard: float = 0.0
    reported: float = 0.0
    """When the last wish came in and when its report was out, on the clock of perf_counter."""
    ways: list[float] = field(default_factory=list)
    """Milliseconds that messages took from this link through the broker and back to it."""

    async def announce(self) -> None:
        """Say what it has, and stand."""
        described = {"name": "Car", "vss_version": "6.0", "signals": [SPEED, GEAR, LIMIT]}
        await self.link.publish(f"vss/{self.vehicle}/$description", json.dumps(described).encode(), retain=True)
        await self.link.publish(f"vss/{self.vehicle}/$state", b"ready", retain=True)
        await self.say(LIMIT, 80)

    async def stand(self) -> None:
        """Say that it is parked, again and again."""
        while True:
            await self.say(SPEED, 0.0)
            await self.say(GEAR, PARK)
            await asyncio.sleep(DRIVING_S)

    async def obey(self) -> None:
        """Report every wish as it came."""
        await self.link.subscribe(f"{signal_topic(self.vehicle, LIMIT)}/set", PROBE)
        async for message in self.link.messages():
            if message.topic == PROBE:
                self.ways.append((perf_counter() - float(message.payload)) * 1000)
                continue
            self.heard = perf_counter()
            await self.say(LIMIT, json.loads(message.payload)["v"])
            self.reported = perf_counter()

    async def probe(self) -> None:
        """Have one message go through the broker and back."""
        await self.link.publish(PROBE, str(perf_counter()).encode())

    async def say(self, path: str, value: float) -> None:
        """A report with its own time."""
        told = {"v": value, "ts": datetime.now(UTC).isoformat(), "q": "ok"}
        await self.link.publish(signal_topic(self.vehicle, path), json.dumps(told).encode(), retain=True)

"""The house of `bench.faults`: a process of its own that writes down what really happens, and wishes for it."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from devices.address import BrokerAddress
from devices.command import Command, Origin
from devices.device import Capability, Device, Shape, Value
from devices.home import Home

DEADLINE_S = 5.0
OWNER = Origin("owner", "owner", "bench", confirmed=True, second_factor=True, seat="driver")
KINDS: Mapping[str, int] = {
    "color_lamp": 6, "dimmable_lamp": 6, "lamp": 4, "plug": 5, "fan": 3, "cover": 6, "lock": 5, "thermostat": 4,
    "speaker": 3, "vacuum": 4, "rice_cooker": 3,
}  # fmt: skip
"""Machine → how many of it stand in the house."""
CAR_WISHES = (
    "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", "Vehicle.Cabin.Door.Row1.PassengerSide.Window.Position",
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", "Vehicle.Cabin.Infotainment.Media.Volume",
    "Vehicle.Body.Lights.Hazard.IsSignaling",
)  # fmt: skip


def house_file(kinds: Mapping[str, int]) -> str:
    """The house, as the simulators take it."""
    lines = ['[rooms.hall]\nnames = ["Hall"]']
    for machine, count in kinds.items():
        for number in range(1, count + 1):
            more = ', rooms = ["Hall", "Attic"]' if machine == "vacuum" else ""
            more = ', class = "blind"' if machine == "cover" else more
            lines.append(
                f'[devices.{machine}_{number}]\nnames = ["{machine.replace("_", " ")} {number}"]\nroom = "hall"\n'
                f'simulated = {{ machine = "{machine}"{more} }}'
            )
    return "\n\n".join(lines)


@asynccontextmanager
async def simulators(
    broker: BrokerAddress, folder: Path, truth: Path, kinds: Mapping[str, int] = KINDS
) -> AsyncIterator[None]:
    """The house and the car at this broker."""
    house = folder / "house.toml"
    house.write_text(house_file(kinds), "utf-8")
    environment = os.environ | {
        "SIMULATOR_USERNAME": broker.username or "",
        "SIMULATOR_PASSWORD": broker.password or "",
    }
    with (folder / "simulators.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "devices.simulators.run", "--broker", f"mqtt://{broker.host}:{broker.port}",
            "--truth", str(truth), "--commands", "--house", str(house), "--people", "none", "--speed", "4",
            env=environment, stderr=log,
        )  # fmt: skip
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def until_known(home: Home, kinds: Mapping[str, int] = KINDS) -> None:
    """Wait for the house and the car. Raises TimeoutError."""
    wanted = sum(kinds.values()) + 1
    async with asyncio.timeout(60):
        while len(home.devices) < wanted or not all(home.facts(device) for device in home.devices):
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)


def wishes(home: Home, chance: random.Random) -> list[Command]:
    """One wish, or the same for several devices of a kind."""
    one = _wish(home, chance)
    if chance.random() >= 0.15:
        return [one]
    kind = home.devices[one.device].kind
    alike = [d for d in home.devices.values() if d.kind == kind and one.capability in d.capabilities]
    return [command(d.id, one.capability, one.value) for d in chance.sample(alike, min(len(alike), 5))]


def command(device: str, capability: str, value: Value) -> Command:
    """A wish of the owner."""
    return Command(device, capability, value, turn="bench", origin=OWNER, deadline_s=DEADLINE_S)


def _wish(home: Home, chance: random.Random) -> Command:
    device = chance.choice(list(home.devices.values()))
    match device.kind:
        case "light" if "brightness" in device.capabilities and chance.random() < 0.4:
            return command(device.id, "brightness", chance.randint(1, 100))
        case "light" | "switch" | "fan":
            return command(device.id, "on", chance.random() < 0.5)
        case "lock":
            return command(device.id, "locked", chance.random() < 0.5)
        case "cover":
            return command(device.id, "position", chance.choice((0, 25, 50, 100)))
        case "climate":
            return command(device.id, "target_temperature", chance.randint(16, 24))
        case "media_player":
            return command(device.id, "volume", chance.randint(5, 60))
        case "vacuum":
            return command(*_vacuum_wish(device, chance))
        case "car":
            path = chance.choice([p for p in CAR_WISHES if p in device.capabilities])
            return command(device.id, path, _value_for(device.capabilities[path], chance))
    return command(device.id, *chance.choice((("start", None), ("cancel", None))))


def _vacuum_wish(device: Device, chance: random.Random) -> tuple[str, str, Value]:
    wish = chance.choice(("cleaning", "returning", "paused", "locate"))
    return (device.id, "locate", None) if wish == "locate" else (device.id, "activity", wish)


def _value_for(capability: Capability, chance: random.Random) -> Value:
    if capability.shape is Shape.FLAG:
        return chance.random() < 0.5
    low, high = capability.low or 0, capability.high if capability.high is not None else 60
    return chance.randint(int(low), min(int(high), 60))

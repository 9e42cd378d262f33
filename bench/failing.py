"""What goes wrong in a run of `bench.faults`: devices misbehave, the line fails, the broker is killed."""

import asyncio
import contextlib
import json
import os
import random
import signal
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from devices.errors import LinkDown, PublishInDoubt
from devices.home import Home
from devices.mqtt import MqttLink
from devices.simulators.line import Line

FAULTY = 0.3
"""Share of the devices that misbehave at a time."""
EVERY_S = 0.15
"""Between two devices that begin to misbehave."""
MISBEHAVIOUR = (
    "silent", "slow", "contradicting", "reverting", "jammed", "impossible", "duplicate", "late", "disordered",
    "offline_then_stale", "flapping",
)  # fmt: skip
LINE_FAULTS = ("break", "cut", "freeze", "deaf", "slow")


@dataclass(slots=True)
class Failing:
    """What has gone wrong so far."""

    faults: Counter[str] = field(default_factory=Counter)
    """Kind of fault → how often it began: of devices, of the line ("line: cut"), of the broker ("broker: killed")."""
    behaved: list[tuple[float, str, str]] = field(default_factory=list)
    """When (monotonic seconds) which device began to behave how."""

    def behaviour(self, device: str, at: float) -> str:
        """How the device behaved lately, newest last."""
        id = device.partition(":")[2] or device
        known = [(when, how) for when, who, how in self.behaved if who in (id, "line", "broker") and when <= at]
        return ", ".join(f"{how} since {at - when:.1f} s" for when, how in known[-4:]) or "well"

    def note(self, whom: str, how: str) -> None:
        """It begins now."""
        self.behaved.append((monotonic(), whom, how))
        if how != "well":
            self.faults[how] += 1

    async def devices(self, home: Home, control: MqttLink, chance: random.Random) -> None:
        """One after the other they misbehave; those that did so longest are well again."""
        ids = [device.partition(":")[2] or device for device in home.devices]
        faulty: list[str] = []
        while True:
            if faulty and len(faulty) > FAULTY * len(ids):
                well = faulty.pop(0)
                self.note(well, "well")
                await _tell(control, well, {"kind": "none"})
            else:
                one, kind = chance.choice(ids), chance.choice(MISBEHAVIOUR)
                faulty.append(one)
                self.note(one, kind)
                await _tell(control, one, {"kind": kind, "seconds": round(chance.uniform(0.2, 3.0), 2)})
            await asyncio.sleep(EVERY_S)

    async def line(self, line: Line, chance: random.Random) -> None:
        """Broken, cut, frozen, deaf and slowed down."""
        while True:
            await asyncio.sleep(chance.uniform(1.5, 5))
            kind = chance.choice(LINE_FAULTS)
            self.note("line", f"line: {kind}")
            match kind:
                case "break":
                    line.break_once()
                case "cut":
                    line.cut()
                    await asyncio.sleep(chance.uniform(0.2, 3))
                case "freeze":
                    line.freeze()
                    await asyncio.sleep(chance.uniform(0.2, 4))
                case "deaf":
                    line.deafen()
                    await asyncio.sleep(chance.uniform(0.2, 3))
                case "slow":
                    line.delay_s = chance.uniform(0.05, 1.0)
                    await asyncio.sleep(chance.uniform(1, 3))
                    line.delay_s = 0.0
            line.mend()

    async def broker(self, folder: Path, chance: random.Random) -> None:
        """Killed without warning; whoever started it starts it again."""
        while True:
            await asyncio.sleep(chance.uniform(15, 30))
            for pid in await asyncio.to_thread(_brokers_in, folder):
                os.kill(pid, signal.SIGKILL)
                self.note("broker", "broker: killed")


async def _tell(control: MqttLink, device: str, fault: Mapping[str, Any]) -> None:
    """As often as it takes: the broker may be killed at any moment."""
    while True:
        await control.until_connected(60)
        with contextlib.suppress(LinkDown, PublishInDoubt):
            await control.publish(f"simulator/{device}/fault", json.dumps(fault).encode())
            return


def _brokers_in(folder: Path) -> list[int]:
    """The mosquittos that run in this folder."""
    running = {int(found.parent.name): _words(found) for found in Path("/proc").glob("[0-9]*/cmdline")}
    return [
        pid for pid, words in running.items() if words[0].endswith("mosquitto") and any(str(folder) in w for w in words)
    ]


def _words(cmdline: Path) -> list[str]:
    try:
        return cmdline.read_bytes().decode().split("\0")
    except OSError:
        return [""]

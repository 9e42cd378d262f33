"""The simulated car: VSS signals on MQTT, moving parts that take their time, and a body that checks what it is told."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, VSS_VERSION, Signal
from devices.discovery.vss import signal_topic
from devices.link import Link, Message
from devices.simulators.car_for_home_assistant import configuration
from devices.simulators.car_signals import AT_FIRST, FULL_WAY_S, MOVES, reaction, refusal
from devices.simulators.house import CONTROL_TOPIC, PRODUCERS_TOPIC, parsed
from devices.simulators.machine import step_towards
from devices.simulators.stage import NO_FAULT, Fault, Stage, fault_of

log = logging.getLogger(__name__)

CAR = "car"
STATE_TOPIC = f"vss/{CAR}/$state"
"""Says "ready"; the broker says "offline" for it when the car is lost."""

STEPS = 12
"""Reports on a whole way of a window."""
DRIVING_S = 1.0
"""Real seconds after which the driving state is told again, changed or not: it is worth nothing when it is old."""
DRIVING = (
    "Vehicle.Speed",
    "Vehicle.IsMoving",
    "Vehicle.Powertrain.Transmission.SelectedGear",
    "Vehicle.Powertrain.Transmission.IsParkLockEngaged",
)


class SimulatedCar:
    """One car. `simulator/car/sense` takes {path: value} for what happens to it, `simulator/car/fault` a fault."""

    def __init__(self, names: tuple[str, ...], stage: Stage, link: Link) -> None:
        self._names = names
        self._stage = stage
        self._link = link
        self._moving: dict[str, asyncio.Task[None]] = {}
        self._targets: dict[str, Value] = {}
        self.values: dict[str, Value] = dict(AT_FIRST)
        self.fault: Fault = NO_FAULT
        self._signals = {path: SIGNALS[path] for path in AT_FIRST}
        self._commands = {f"{signal_topic(CAR, p)}/set": s for p, s in self._signals.items() if s.is_actuator}

    async def run(self) -> None:
        """Announce itself whenever the broker is reached, obey, and live, until cancelled."""
        await self._link.subscribe(f"{CONTROL_TOPIC}/{CAR}/+", PRODUCERS_TOPIC, *self._commands)
        self._stage.start(self._announce_on_connect(), "car announces itself")
        self._stage.start(self._tell_driving(), "car tells how it drives")
        async for message in self._link.messages():
            if not message.retained:
                self._take(message)

    async def announce(self) -> None:
        """Say what it is, and how everything is."""
        description = {"name": self._names[0], "aliases": list(self._names[1:]), "vss_version": VSS_VERSION}
        await self._stage.say(f"vss/{CAR}/$description", {**description, "signals": list(self.values)})
        await self._stage.say(f"homeassistant/device/{CAR}/config", configuration(CAR, self._names[0], STATE_TOPIC))
        for path in self.values:
            await self._tell(path)
        await self._stage.say(STATE_TOPIC, "ready")

    async def _announce_on_connect(self) -> None:
        async for connected in self._link.connections():
            if connected:
                await self.announce()

    async def _tell_driving(self) -> None:
        while True:
            await asyncio.sleep(DRIVING_S)
            if self.fault.kind != "silent":
                for path in DRIVING:
                    await self._tell(path)

    async def _tell(self, path: str) -> None:
        told = {"v": self.values[path], "ts": datetime.now(UTC).isoformat(), "q": "ok"}
        if path in self._targets:
            told["target"] = self._targets[path]
        await self._stage.say(signal_topic(CAR, path), told)

    def _take(self, message: Message) -> None:
        if message.topic in self._commands:
            self._stage.start(self._hear(self._commands[message.topic], parsed(message.payload)), message.topic)
        elif message.topic == PRODUCERS_TOPIC:
            if message.payload == b"online":
                self._stage.start(self.announce(), "car announces itself again")
        elif message.topic.endswith("/fault"):
            self.fault = fault_of(message.payload) or self.fault
        elif message.topic.endswith("/sense"):
            self._stage.start(self._sense(parsed(message.payload), message.topic), message.topic)

    async def _hear(self, signal: Signal, wish: Mapping[str, Any]) -> None:
        """A command came in: obey, refuse, or misbehave."""
        request = str(wish.get("req", ""))[:64]
        match self.fault.kind:
            case "silent":
                return
            case "contradicting":
                await self._tell(signal.path)
                return
            case "slow":
                await asyncio.sleep(self.fault.seconds)
        value = signal.fit(wish.get("v"))
        reason = refusal(signal, value, wish, self.values)
        await self._acknowledge(request, reason)
        if reason is None and value is not None:
            await self._obey(signal, value, request or signal_topic(CAR, signal.path))
        else:
            await self._tell(signal.path)

    async def _acknowledge(self, request: str, reason: str | None) -> None:
        if request and not set(request) & {"+", "#", "/"}:
            answer = {"status": "rejected", "code": reason} if reason else {"status": "accepted"}
            await self._stage.say(f"vss/{CAR}/$ack/{request}", answer, retain=False)

    async def _obey(self, signal: Signal, value: Value, cause: str) -> None:
        for path, new in reaction(signal.path, value, self.values).items():
            if path in MOVES and isinstance(new, int | float):
                self._move(path, new, cause)
            else:
                await self._become(path, new, cause)

    def _move(self, path: str, target: float, cause: str) -> None:
        self._let(path, self._on_the_way(path, target, cause))

    def _let(self, path: str, work: Coroutine[Any, Any, None]) -> None:
        if path in self._moving:
            self._moving[path].cancel()
        self._moving[path] = self._stage.start(work, f"car moves {path}")

    async def _on_the_way(self, path: str, target: float, cause: str) -> None:
        step = 100 / STEPS
        self._targets[path] = target
        while (position := self.values[path]) != target:
            assert isinstance(position, int | float)
            await self._stage.clock.sleep(FULL_WAY_S / STEPS)
            await self._become(path, step_towards(position, target, step), cause)
        del self._targets[path]
        await self._tell(path)

    async def _become(self, path: str, new: Value, cause: str) -> None:
        old = self.values.get(path)
        if old != new:
            self.values[path] = new
            self._stage.truth.note(f"vss:{CAR}", path, old, new, cause)
        await self._tell(path)

    async def _sense(self, told: Mapping[str, Any], cause: str) -> None:
        """Something happens to the car: it drives, it rains, somebody opens a door."""
        for path, raw in told.items():
            value = self._signals[path].fit(raw) if path in self._signals else None
            if value is None:
                log.warning("the car has no such signal or value: %s", path)
                continue
            await self._become(path, value, cause)
            if path == "Vehicle.Speed" and isinstance(value, int | float):
                await self._become("Vehicle.IsMoving", value > 0, cause)

"""The whole product at a real broker: the simulated house and car are a process of their own, people speak to it."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.conversation import Conversation
from assistant.events import Called, Finished, Returned
from assistant.memory.pins import Pins
from assistant.memory.preferences import Preferences
from assistant.memory.taught import TaughtPhrases
from assistant.tools import JsonValue
from assistant.turn import Faculties, turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.teaching import Teaching
from assistant.utterance import Language, Seat, Speaker, Utterance
from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.command import new_id
from devices.device import Value
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.facts import Fact
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.rules import RULES
from devices.simulators.house import house_layout, house_specs, house_text
from server.database import Database
from skills.loading import load
from skills.names import names_of
from skills.surface import Services

PIN = "4711"
CAR = "vss:car"
SPEED = "Vehicle.Speed"
MIND = ReflexMind()

MORE = """
[devices.fridge]
names = ["Fridge", "冰箱"]
room = "kitchen"
simulated = { machine = "plug", on = true, watts = 90 }

[devices.router]
names = ["Router", "路由器"]
room = "study"
simulated = { machine = "plug", on = true, watts = 8 }
"""
"""What the house that comes along does not have."""


def by_day() -> Callable[[], datetime]:
    """A clock that runs like the real one and begins at nine in the morning, so that every run is at the same hour."""
    now = datetime.now().astimezone()
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    ahead = (nine if nine > now else nine + timedelta(days=1)) - now
    return lambda: datetime.now(UTC).astimezone() + ahead


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one sentence."""

    reply: str
    outcome: str
    tools: tuple[str, ...] = ()
    facts: tuple[Mapping[str, JsonValue], ...] = ()


@dataclass(slots=True)
class LiveHouse:
    """A house that is lived in. What really happened stands in its truth log."""

    home: Home
    able: Faculties
    truth: Path
    now: Callable[[], datetime]
    world: MqttLink
    conversations: dict[str, Conversation] = field(default_factory=dict)
    echoes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    async def say(
        self,
        text: str,
        language: Language = "",  # type: ignore[assignment]
        *,
        person: str = "owner",
        seat: Seat = "",
        place: str = "",
    ) -> Said:
        """Somebody says it; each person has a dialogue of their own."""
        spoken: Language = language or ("en" if text.isascii() else "zh")
        speaker = Speaker(person, "owner" if person == "owner" else "adult", seat=seat)
        utterance = Utterance(text, spoken, speaker, place, at=self.now())
        dialogue = self.conversations.setdefault(person + seat, Conversation(person))
        tools: list[str] = []
        facts: list[Mapping[str, JsonValue]] = []
        async for event in turn(utterance, dialogue, self.able, turn_id=new_id(), speak=False):
            if isinstance(event, Called):
                tools.append(event.call.tool)
            elif isinstance(event, Returned):
                facts.append(event.result.facts)
            elif isinstance(event, Finished):
                return Said(event.reply, event.outcome, tuple(tools), tuple(facts))
        raise AssertionError("a turn ends with Finished")

    async def announce(self, device: str, config: Mapping[str, object], means: Mapping[str, str], state: str) -> None:
        """Another producer's device: it obeys on `<device>/set`, and tells on `<device>/state` what a command means."""
        self.echoes[f"{device}/set"] = means
        await self.world.subscribe(f"{device}/set")
        topics = {"command_topic": f"{device}/set", "state_topic": f"{device}/state", "unique_id": device}
        kind = str(config["platform"])
        described = {key: value for key, value in config.items() if key != "platform"} | topics
        await self.world.publish(f"homeassistant/{kind}/{device}/config", json.dumps(described).encode(), retain=True)
        async with asyncio.timeout(60):
            while device not in {d.id.rpartition(":")[2] for d in self.home.devices.values()}:
                await asyncio.sleep(0.05)
        await self.world.publish(f"{device}/state", state.encode())

    async def echo(self) -> None:
        """Be those devices, until cancelled."""
        async for message in self.world.messages():
            means = self.echoes.get(message.topic, {})
            said = means.get(message.payload.decode())
            if said is not None:
                await self.world.publish(message.topic.replace("/set", "/state"), said.encode())

    async def tell(self, device: str, verb: str, **told: object) -> None:
        """Tell the simulation itself: a fault, what a device feels, a hand, a drive."""
        await self.world.publish(f"simulator/{device}/{verb}", json.dumps(told).encode())

    @asynccontextmanager
    async def faulty(self, *devices: str, kind: str, **more: object) -> AsyncIterator[None]:
        """These devices have a fault for so long."""
        for device in devices:
            await self.tell(device, "fault", kind=kind, **more)
        try:
            yield
        finally:
            for device in devices:
                await self.tell(device, "clear")

    def words_at(self, device: str) -> set[str]:
        """Every word and number that ever reached the device or became a value of it: not the moments of it."""
        lines = [line for line in self.log() if line["device"] == device]
        carried = [str(line[key]) for line in lines for key in ("payload", "old", "new") if key in line]
        return {word for text in carried for word in re.findall(r"[\w.]+", text)}

    def became(self, device: str, capability: str) -> list[Any]:
        """The values it really took, in their order."""
        return [t["new"] for t in self.log() if t["device"] == device and t.get("capability") == capability]

    def acts(self, device: str) -> list[str]:
        """What it really did that is no change."""
        return [t["act"] for t in self.log() if t["device"] == device and "act" in t]

    def log(self) -> list[dict[str, Any]]:
        """Everything that really happened."""
        return [json.loads(line) for line in self.truth.read_text("utf-8").splitlines()]

    def fact(self, device: str, capability: str) -> Value:
        """What the home knows."""
        found: Fact | None = self.home.fact(device, capability)
        return found.value if found is not None else None

    async def until(self, device: str, capability: str, *values: Value, seconds: float = 90) -> None:
        """Wait until the home has heard one of these."""
        try:
            async with asyncio.timeout(seconds):
                while self.fact(device, capability) not in values:
                    await asyncio.sleep(0.05)
        except TimeoutError as late:
            raise AssertionError(f"{device} {capability} is {self.fact(device, capability)!r}, not {values}") from late


@asynccontextmanager
async def live_house(folder: Path, speed: int = 30) -> AsyncIterator[LiveHouse]:
    """Everything there is between a sentence and a device, over mosquitto."""
    now, truth, described = by_day(), folder / "truth.jsonl", folder / "house.toml"
    truth.touch()
    described.write_text(house_text() + MORE, "utf-8")
    layout = house_layout(house_text() + MORE).approving_all()
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(start_broker(folder / "broker", port=0, program="mosquitto"))
        await stack.enter_async_context(_simulators(broker, truth, described, speed, now()))
        database = stack.enter_context(Database(folder / "live.db"))
        link = await stack.enter_async_context(MqttLink(broker, client_id="mimosa"))
        world = await stack.enter_async_context(MqttLink(broker, client_id="world", status_topic=None))
        conventions = (HomeAssistant(), Vss())
        home = Home(link, Journal(database, now), conventions, RULES, layout=layout, now=now)
        listening = asyncio.create_task(home.run())
        stack.push_async_callback(_ended, listening)
        pins = Pins(database, now)
        await pins.set("owner", PIN)
        teaching = Teaching(TaughtPhrases(database), lambda said: MIND.steps(said, Conversation(""), toolbox, names()))
        toolbox, names = load(Services(home, Preferences(database), now, teaching)).toolbox, names_of(home)
        await asyncio.to_thread(MIND.prepare, toolbox)
        house = LiveHouse(home, Faculties((MIND,), toolbox, names, proof=pins, taught=teaching), truth, now, world)
        await _until_there(house)
        echoing = asyncio.create_task(house.echo())
        stack.push_async_callback(_ended, echoing)
        yield house


@asynccontextmanager
async def _simulators(
    broker: BrokerAddress, truth: Path, house: Path, speed: int, start: datetime
) -> AsyncIterator[None]:
    command = [sys.executable, "-m", "devices.simulators.run", "--broker", f"mqtt://{broker.host}:{broker.port}"]
    secrets = {"SIMULATOR_USERNAME": broker.username or "", "SIMULATOR_PASSWORD": broker.password or ""}
    process = await asyncio.create_subprocess_exec(
        *command,
        *("--truth", str(truth), "--speed", str(speed), "--house", str(house), "--start", start.isoformat()),
        env={**os.environ, **secrets},
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def _until_there(house: LiveHouse) -> None:
    """Wait until every device is there and what it says is live."""
    async with asyncio.timeout(60):
        while len(house.home.devices) <= len(house_specs()):
            await asyncio.sleep(0.1)
        while any(house.home.available(d) is not True for d in ("kitchen_light", "vacuum", "rice_cooker", CAR)):
            await asyncio.sleep(0.1)
        while (speed := house.home.fact(CAR, SPEED)) is None or not speed.live:
            await asyncio.sleep(0.1)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])

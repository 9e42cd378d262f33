"""The product in a simulated car on its way: real home, rules, skills and reflex, in time that passes as it is let."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from assistant.conversation import Conversation
from assistant.events import Finished, TurnEvent
from assistant.memory.preferences import Preferences
from assistant.memory.taught import TaughtPhrases
from assistant.second_factor import ScriptedSecondFactor
from assistant.turn import Faculties, turn
from assistant.understanding.mind import Mind
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.teaching import Teaching
from assistant.utterance import Language, Speaker, Utterance
from devices.command import new_id
from devices.device import Value
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.link import Message
from devices.loopback import LoopbackBroker, LoopbackLink, Published
from devices.rules import RULES
from devices.simulators.car import SimulatedCar
from devices.simulators.clock import SteppedClock
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog
from server.database import Database
from skills.loading import load
from skills.names import names_of
from skills.surface import Services

CAR = "vss:car"
PIN = "4711"
PATIENCE_S = 0.002
"""Real seconds a turn is left alone before a bit of the car's time passes."""
BIT_S = 0.1
"""The car's seconds that pass then."""

HOUSE: Mapping[str, Mapping[str, Any]] = {
    "lock/front_door": {"name": "Front door", "payload_lock": "LOCK", "payload_unlock": "UNLOCK"},
    "cover/garage_door": {"name": "Garage door", "device_class": "garage"},
    "light/hall_light": {"name": "Hall light"},
    "switch/oven": {"name": "Oven"},
}
"""What is at home, by kind and id; each obeys at once."""
OBEYS: Mapping[str, Mapping[str, str]] = {
    "lock": {"LOCK": "LOCKED", "UNLOCK": "UNLOCKED"},
    "cover": {"OPEN": "open", "CLOSE": "closed"},
    "light": {"ON": "ON", "OFF": "OFF"},
    "switch": {"ON": "ON", "OFF": "OFF"},
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A wish that the car took, the car as it was at that moment, and what the house knew when it sent the wish."""

    request: str
    path: str
    value: Value
    seat: str
    auth: str
    values: Mapping[str, Value]
    unseen: bool
    """The house, when it sent it, had not heard for two seconds how the car drives."""
    turn: int
    """The turn in which it was sent."""


class Watching(LoopbackBroker):
    """A broker that sees what the car takes on, at the very moment, and what is told to the house."""

    def __init__(self, clock: SteppedClock) -> None:
        super().__init__()
        self.clock = clock
        self.car: SimulatedCar | None = None
        self.taken: list[Taken] = []
        self.at_home: list[tuple[str, str, Mapping[str, Value], bool, int]] = []
        """(topic, payload) of commands to things at home, with the car at that moment, whether it was unseen, and in
        which turn."""
        self.blind_since: float | None = None
        """When the house last heard how the car drives; None: it hears it."""
        self.turn = 0
        """The turn that is taken now."""
        self._asked: dict[str, tuple[str, Mapping[str, Any], bool, int]] = {}

    def seconds(self) -> float:
        """A monotonic clock on which the car's seconds pass beside those of the machine."""
        return monotonic() + self.clock.now()

    def take(self, message: Published) -> None:
        """Note what is to be judged, then do as any broker."""
        if message.topic.endswith("/set"):
            self._note_wish(message)
        elif "/$ack/" in message.topic and b'"accepted"' in message.payload:
            self._note_taken(message.topic.rpartition("/")[2])
        super().take(message)
        del self.published[:]

    @property
    def is_unseen(self) -> bool:
        """Whether the house has surely not heard for two seconds how the car drives."""
        return self.blind_since is not None and self.clock.now() - self.blind_since > 2.0

    def _note_wish(self, message: Published) -> None:
        if not message.topic.startswith("vss/"):
            values = dict(self.car.values) if self.car is not None else {}
            self.at_home.append((message.topic, message.payload.decode(), values, self.is_unseen, self.turn))
            return
        told = json.loads(message.payload)
        path = message.topic.removeprefix("vss/car/").removesuffix("/set").replace("/", ".")
        self._asked[told["req"]] = (path, told, self.is_unseen, self.turn)

    def _note_taken(self, request: str) -> None:
        if self.car is None or request not in self._asked:
            return
        path, told, unseen, turn = self._asked.pop(request)
        source, values = told["src"], dict(self.car.values)
        self.taken.append(Taken(request, path, told["v"], source["seat"], source["auth"], values, unseen, turn))


class InItsTime(LoopbackLink):
    """A link whose messages carry the car's time as well: what is two seconds old in the car is so for the house."""

    def __init__(self, broker: Watching) -> None:
        super().__init__(broker)
        self._broker: Watching = broker
        broker._links.append(self)

    async def messages(self) -> AsyncIterator[Message]:
        """Everything that came in, with the moment in the car's time."""
        async for message in super().messages():
            yield replace(message, received=self._broker.seconds())


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one sentence."""

    outcome: str
    reply: str
    events: tuple[TurnEvent, ...]


@dataclass(slots=True)
class DrivenCar:
    """The car, its people's dialogues, and its time."""

    broker: Watching
    clock: SteppedClock
    car: SimulatedCar
    home: Home
    able: Faculties
    truth: list[Mapping[str, Any]]
    conversations: dict[str, Conversation] = field(default_factory=dict)
    _outside: LoopbackLink = field(init=False)

    def __post_init__(self) -> None:
        self._outside = self.broker.link()

    async def feel(self, changed: Mapping[str, Value]) -> None:
        """Something happens to the car."""
        await self._outside.publish("simulator/car/sense", json.dumps(changed).encode())
        await self.clock.settle()

    def blind(self, blind: bool) -> None:
        """Whether what the car says of its driving gets lost on its way."""
        topics = {"vss/car/Vehicle/Speed", "vss/car/Vehicle/IsMoving", "vss/car/Vehicle/Powertrain/Transmission/+"}
        self.broker.dropped = topics if blind else set()
        self.broker.blind_since = self.clock.now() if blind else None

    async def say(self, text: str, language: Language, person: str, role: str, seat: str, key: str = "") -> Said:
        """Somebody says it; while they are answered the car's time goes on."""
        speaker = Speaker(person, role, seat=seat)  # type: ignore[arg-type]
        said = Utterance(text, language, speaker, circumstances=self.home.driving(CAR).value)
        dialogue = self.conversations.setdefault(key or f"{person} {seat}", Conversation(seat))
        task = asyncio.create_task(self._taken(said, dialogue))
        while not task.done():
            await asyncio.wait({task}, timeout=PATIENCE_S)
            if not task.done():
                await self.clock.advance(BIT_S)
        return task.result()

    async def _taken(self, said: Utterance, dialogue: Conversation) -> Said:
        events = [e async for e in turn(said, dialogue, self.able, turn_id=new_id(), speak=False)]
        finished = events[-1]
        assert isinstance(finished, Finished)
        return Said(finished.outcome, finished.reply, tuple(events))


@asynccontextmanager
async def driven_car(folder: Path, more_minds: tuple[Mind, ...] = ()) -> AsyncIterator[DrivenCar]:
    """A parked car that is wholly known, with a few things at home. `more_minds` are asked behind the reflex."""
    clock = SteppedClock(datetime.now().astimezone())
    broker, truth = Watching(clock), list[Mapping[str, Any]]()
    async with AsyncExitStack() as running:
        database = running.enter_context(Database(folder / "driven.db"))
        home = Home(InItsTime(broker), Journal(database), (HomeAssistant(), Vss()), RULES, clock=broker.seconds)
        ready: asyncio.Future[SimulatedCar] = asyncio.get_running_loop().create_future()
        living = asyncio.create_task(_live(broker, home, truth, ready))
        running.push_async_callback(_ended, living)
        car = broker.car = await ready
        taught = TaughtPhrases(database)
        await taught.load()
        reflex = ReflexMind()
        teaching = Teaching(taught, lambda said: reflex.steps(said, Conversation(""), toolbox, names()))
        toolbox, names = load(Services(home, Preferences(database), teaching=teaching)).toolbox, names_of(home)
        reflex.prepare(toolbox)
        await _until_known(home, clock)
        proof = ScriptedSecondFactor(PIN)
        able = Faculties((reflex, *more_minds), toolbox, names, proof=proof, taught=teaching)
        yield DrivenCar(broker, clock, car, home, able, truth)


async def _live(
    broker: Watching, home: Home, truth: list[Mapping[str, Any]], ready: "asyncio.Future[SimulatedCar]"
) -> None:
    """Be the car, its house and the home that knows them, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        link = broker.link()
        car = SimulatedCar(("Car", "车"), Stage(link, broker.clock, TruthLog(None, listener=truth.append), tasks), link)
        for work in (home.run(), car.run(), _house(broker)):
            tasks.create_task(work)
        ready.set_result(car)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])


async def _until_known(home: Home, clock: SteppedClock) -> None:
    """Raises TimeoutError where the car is not found."""
    began = monotonic()
    while CAR not in home.devices or len(home.devices) <= len(HOUSE) or not _is_heard(home):
        await asyncio.sleep(PATIENCE_S)
        await clock.advance(0.5)
        if monotonic() - began > 30:
            raise TimeoutError("the car is not found")
    await clock.advance(12)


def _is_heard(home: Home) -> bool:
    fact = home.fact(CAR, "Vehicle.Body.Raindetection.Intensity")
    return fact is not None and fact.live


async def _house(broker: Watching) -> None:
    """A few things at home, which obey at once."""
    link = broker.link()
    for place, described in HOUSE.items():
        kind, name = place.split("/")
        topics = {"command_topic": f"{name}/set", "state_topic": f"{name}/state", "unique_id": name}
        config = {**described, **topics}
        await link.publish(f"homeassistant/{place}/config", json.dumps(config).encode(), retain=True)
        await link.publish(f"{name}/state", next(iter(OBEYS[kind].values())).encode(), retain=True)
        await link.subscribe(f"{name}/set")
    kinds = {place.split("/")[1]: place.split("/")[0] for place in HOUSE}
    async for message in link.messages():
        name = message.topic.partition("/")[0]
        means = OBEYS[kinds[name]].get(message.payload.decode())
        if means is not None:
            await link.publish(f"{name}/state", means.encode(), retain=True)

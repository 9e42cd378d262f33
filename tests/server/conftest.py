"""A Mimosa that fits into a test: a real home on a broker in memory, real turns, scripted ears and minds."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Annotated, Any, Self

import httpx
import pytest
import sqlalchemy as sa
import uvicorn

from assistant.conversation import Conversation
from assistant.enrolling import Enrolment
from assistant.events import Sound, TurnEvent
from assistant.handle import TurnHandle
from assistant.memory import storage as memory_room
from assistant.memory.members import Members
from assistant.memory.pins import Pins
from assistant.memory.taught import TaughtPhrases
from assistant.recognising import Recogniser
from assistant.speech.endpointing import Listener, Mode
from assistant.speech.scripted_voiceprints import ScriptedVoiceprints
from assistant.speech.transcriber import FRAME_BYTES, SAMPLE_RATE, Transcript
from assistant.streams import Broadcast
from assistant.tools import Claim, Quantity, Targets, Things, Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.turn import Faculties, Recording
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.understanding.scripted import ScriptedMind
from assistant.understanding.teaching import Teaching
from assistant.utterance import Speaker, Utterance
from devices import journal as journal_room
from devices.crossings import Crossings
from devices.device import Availability, Capability, Device, Floor, Reading, Room, Shape, Writing
from devices.discovery.convention import Appeared, Found, Vanished
from devices.home import Home
from devices.journal import Journal
from devices.layout_model import DeviceLayout, Layout
from devices.link import Message
from devices.loopback import LoopbackBroker, LoopbackLink
from devices.ownership import Ownership
from devices.ownership_records import OwnershipRecords
from devices.policy import Rule
from server.app import create_app
from server.car import head_unit_records
from server.car.paired import PairedHeadUnits, driving_in
from server.coming_and_going import ComingAndGoing
from server.conversations import Conversations
from server.settings import Settings
from skills.acting import Wish, carry_out
from skills.names import names_of

RATE = 22_050
SPEECH_FRAME = b"\x10\x20" * (FRAME_BYTES // 2)
SILENT_FRAME = bytes(FRAME_BYTES)


class MemoryStorage:
    """Storage in memory for the journal and the PINs."""

    def __init__(self) -> None:
        self._engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        journal_room.metadata.create_all(self._engine)
        memory_room.metadata.create_all(self._engine)
        head_unit_records.metadata.create_all(self._engine)

    async def write(self, work: Any) -> Any:
        with self._engine.begin() as connection:
            return work(connection)

    async def read(self, work: Any) -> Any:
        with self._engine.connect() as connection:
            return work(connection)


class Forgetting:
    """The household's memory where nothing is kept but members and PINs; counts how often traces were looked for."""

    def __init__(self, members: Members, pins: Pins) -> None:
        self._members = members
        self._pins = pins
        self.cleaned = 0
        self.suggesting = SimpleNamespace(kept=SimpleNamespace(changed=Broadcast()))

    @property
    def erasing(self) -> Self:
        return self

    async def erase(self, whose: Any) -> Mapping[str, int]:
        await self._members.remove(whose.person)
        await self._pins.remove(whose.person)
        await self.leave_no_trace()
        return {}

    async def leave_no_trace(self) -> None:
        self.cleaned += 1


class PocketConvention:
    """Lamps that announce themselves on `pocket/ID/config` with their room."""

    filters = ("pocket/+/config",)

    def claims(self, topic: str) -> bool:
        return topic.startswith("pocket/") and topic.endswith("/config")

    def read(self, message: Message) -> Sequence[Found]:
        name = message.topic.split("/")[1]
        if not message.payload:
            return [Vanished(f"light.{name}")]
        return [Appeared(_lamp(name, message.payload.decode()))]


def _lamp(name: str, room: str) -> Device:
    def capability(of: str, shape: Shape, **limits: Any) -> Capability:
        writing = Writing(f"pocket/{name}/{of}/set", lambda value: json.dumps(value).encode())
        return Capability(of, shape, writing=writing, reading=Reading(f"pocket/{name}/{of}", json.loads), **limits)

    both = [capability("on", Shape.FLAG), capability("brightness", Shape.NUMBER, unit="%", low=0.0, high=100.0)]
    there = Availability(f"pocket/{name}/there", b"yes", b"no")
    title = name.replace("_", " ").capitalize()
    return Device(f"light.{name}", title, "light", {c.name: c for c in both}, room, availability=(there,))


class PocketHouse:
    """The devices' side of the broker: each wish is obeyed and reported, unless its lamp is told to be silent."""

    def __init__(self, broker: LoopbackBroker) -> None:
        self._link: LoopbackLink = broker.link()
        self.silent: set[str] = set()

    async def add(self, name: str, room: str) -> None:
        await self._link.publish(f"pocket/{name}/config", room.encode(), retain=True)
        await self._link.publish(f"pocket/{name}/there", b"yes", retain=True)
        await self._link.publish(f"pocket/{name}/on", b"false", retain=True)

    async def remove(self, name: str) -> None:
        await self._link.publish(f"pocket/{name}/config", b"", retain=True)

    async def report(self, name: str, capability: str, value: Any) -> None:
        await self._link.publish(f"pocket/{name}/{capability}", json.dumps(value).encode(), retain=True)

    async def obey(self) -> None:
        await self._link.subscribe("pocket/+/+/set")
        async for message in self._link.messages():
            _, name, capability, _ = message.topic.split("/")
            if name not in self.silent:
                await self._link.publish(f"pocket/{name}/{capability}", message.payload, retain=True)


class Lamps:
    """The one skill: lamps on and off, brighter and darker."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @tool(phrases={"en": ["turn on {things}"], "zh": ["打开{things}"]})
    async def turn_on(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn lamps on."""
        return await carry_out(self._home, ctx, [Wish(t, "on", True) for t in things])

    @tool(phrases={"en": ["set {things} to {percent}"], "zh": ["把{things}调到{percent}"]})
    async def set_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness")],
        percent: Annotated[float, Quantity("%", 0, 100)],
    ) -> ToolResult:
        """Set how bright lamps are."""
        return await carry_out(self._home, ctx, [Wish(t, "brightness", percent) for t in things])

    @tool(phrases={"en": ["wait"], "zh": ["等"]}, reads_only=True)
    async def wait(self, ctx: ToolContext) -> ToolResult:
        """Wait for ever."""
        await asyncio.Event().wait()
        return ToolResult(Claim.ANSWER, "")


class EarsOfTheTest:
    """Whatever is loud enough is `text`; silence is nothing."""

    def __init__(self) -> None:
        self.text = ""

    async def transcribe(self, pcm: bytes, language: str, vocabulary: tuple[str, ...] = ()) -> Transcript:
        text = self.text if any(pcm) else ""
        return Transcript(text, 1.0 if text else 0.0, 0.0, len(pcm) / 2 / SAMPLE_RATE)


class ToneSynthesizer:
    """Speaks each sentence as `seconds` of a constant level."""

    languages = frozenset({"en", "zh"})

    def __init__(self) -> None:
        self.seconds = 0.1

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Sound]:
        yield Sound(b"\x01\x02" * int(RATE * self.seconds), RATE)


class LoudIsSpeech:
    """The detector's double: every window that is not silence is speech."""

    def probability(self, window: bytes) -> float:
        return 1.0 if any(window) else 0.0

    def reset(self) -> None:
        """It remembers nothing."""


SCRIPT: Mapping[str, Sequence[Step]] = {
    "turn on the kitchen lamp": [ToolCall("turn_on", {"things": ("light.kitchen",)})],
    "turn on the attic lamp": [ToolCall("turn_on", {"things": ("light.attic",)})],
    "打开厨房灯": [ToolCall("turn_on", {"things": ("light.kitchen",)})],
    "wait for ever": [ToolCall("wait")],
}


class PocketMimosa:
    trips = None
    """What the front door needs, over the parts above. Satisfies server.api.assembly.Assembly."""

    SPEECH = SPEECH_FRAME
    SILENCE = SILENT_FRAME

    def __init__(
        self, settings: Settings | None = None, rules: Sequence[Rule] = (), house_file: Layout | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.broker = LoopbackBroker()
        self.conventions = (PocketConvention(),)
        self.house = PocketHouse(self.broker)
        rooms = [Room("kitchen", ("Kitchen", "厨房"), "ground"), Room("attic", ("Attic", "阁楼"), "ground")]
        self.storage = storage = MemoryStorage()
        self.pins = Pins(storage)
        self.members = Members(storage)
        self.voiceprints = ScriptedVoiceprints()
        self.enrolment = Enrolment(self.members, self.voiceprints)
        self.memory = Forgetting(self.members, self.pins)
        self.recogniser = Recogniser(self.members, self.voiceprints)
        unknown = (PassedOn("nearest is turn_on; not explained: that"),)
        self.teaching = Teaching(TaughtPhrases(storage), lambda said: SCRIPT.get(said.text, unknown))
        known = {name: DeviceLayout(approved=True) for name in ("light.kitchen", "light.attic")}
        beneath = Layout({r.id: r for r in rooms}, {"ground": Floor("ground", ("Ground floor", "一楼"))}, known)
        self.ownership = Ownership(OwnershipRecords(storage), house_file or Layout(), beneath)
        self.home = Home(
            self.broker.link(),
            Journal(storage),
            self.conventions,
            rules,
            approved=self.ownership.approves,
            layout=self.ownership.layout,
        )
        self.ownership.follow_with(self.home.lay_out)
        self.head_units = PairedHeadUnits(storage, driving_in(self.home))
        self.coming_and_going = ComingAndGoing(self.home, None, Crossings(storage))
        self.toolbox = Toolbox(tools_of(Lamps(self.home)))
        self.names_now = names_of(self.home)
        self.ears = EarsOfTheTest()
        self.voice = ToneSynthesizer()
        self.state: dict[str, object] = {
            "status": "ok",
            "link": True,
            "parts": {"ears": "ready", "voice": "ready", "core": "off", "broker": "ready"},
            "model": "",
            "version": "0.1.0",
        }
        self.conversations = Conversations(self._faculties)
        self._stack = AsyncExitStack()
        self.entered = 0

    def _faculties(self) -> Faculties:
        mind = ScriptedMind(SCRIPT, "reflex")
        able = Faculties([mind], self.toolbox, self.names, self.ears, self.voice, taught=self.teaching)
        return replace(able, voices=self.recogniser)

    def names(self) -> Names:
        return self.names_now()

    def conversation(self, key: str) -> Conversation:
        return self.conversations.conversation(key)

    def other_conversations(self, key: str) -> Sequence[tuple[str, Conversation]]:
        return self.conversations.others(key)

    def take_turn(self, said: Utterance | Recording, conversation: str, speak: bool) -> TurnHandle:
        return self.conversations.take_turn(said, conversation, speak)

    def turn_events(self) -> AsyncIterator[tuple[str, TurnEvent]]:
        return self.conversations.turn_events()

    def handle(self, turn_id: str) -> TurnHandle | None:
        return self.conversations.handle(turn_id)

    async def attribute(self, turn: str, speaker: Speaker) -> int | None:
        return 0 if self.conversations.attribute(turn, speaker) else None

    def health(self) -> Mapping[str, object]:
        return dict(self.state)

    def new_endpointer(self, mode: Mode) -> Listener:
        return Listener(mode, LoudIsSpeech())

    async def __aenter__(self) -> Self:
        self.entered += 1
        tasks = [asyncio.create_task(self.home.run()), asyncio.create_task(self.house.obey())]
        self._stack.push_async_callback(_end, tasks)
        self._stack.push_async_callback(self.conversations.close)
        for name in ("kitchen", "attic"):
            await self.house.add(name, name)
        while len(self.home.devices) < 2 or self.home.available("light.attic") is None:
            await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.entered -= 1
        await self._stack.aclose()


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def mimosa(tmp_path):
    """Entered: two lamps, one in the kitchen and one in the attic, both off."""
    async with PocketMimosa(Settings(data_dir=tmp_path)) as entered:
        yield entered


@pytest.fixture
async def http(mimosa):
    """A client of the app around `mimosa`, without a network between."""
    transport = httpx.ASGITransport(create_app(mimosa), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client:
        yield client


class _PromptServer(uvicorn.Server):
    """Ends when it is told to; the original looks only ten times a second whether it shall, and whether it has."""

    GRACE_S = 1.0

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending = asyncio.Event()

    def end(self) -> None:
        self.should_exit = True
        self._ending.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.GRACE_S):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()


@asynccontextmanager
async def serving(app, **options):
    """A real server on a free port of the loopback; gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    quick = {"ws_per_message_deflate": False, "ws_max_size": 65_536}
    server = _PromptServer(uvicorn.Config(app, log_config=None, **quick, **options))
    task = asyncio.create_task(server._serve([listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield listening.getsockname()[1]
    finally:
        server.end()
        await task
        listening.close()


@pytest.fixture
def serve():
    """`async with serve(app) as port`."""
    return serving


@pytest.fixture
def pocket():
    """The class, for tests that need settings of their own."""
    return PocketMimosa

"""The voice socket: frames of sound in, turns taken, events and speech back. Speaking over the reply stops it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.events import Said, Sound, TurnEvent
from assistant.speech.endpointing import Listener, Mode, SpeechBegan, SpeechEnded, SpeechEvent, SpeechOverlong
from assistant.speech.transcriber import FRAME_BYTES
from assistant.trace import event_json
from assistant.turn import Recording
from assistant.utterance import Language
from assistant.words import sentence
from server.api.assembly import Assembly, RunningTurn, assembly_of
from server.api.channel import CLOSE_INTERNAL, CLOSE_UNSUPPORTED, SOUND_PIECE, Channel, ClientGone, NotUnderstood
from server.api.problems import Problem
from server.api.who import GoesOn, Key, PersonId, room_of, whoever_speaks
from server.security import CLOSE_UNAUTHORISED, HELLO_PATIENCE_S

log = logging.getLogger(__name__)

router = APIRouter()

MIN_FRAMES = 5
"""A button held for less than 100 ms was touched by mistake."""

_SAY: dict[str, dict[Language, str]] = {
    "bad_frame": {
        "en": f"That is no frame of sound: each has exactly {FRAME_BYTES} bytes.",
        "zh": f"这不是声音帧:每帧必须正好 {FRAME_BYTES} 字节。",
    },
    "bad_message": {"en": "I do not know that message.", "zh": "我不认识这条消息。"},
    "bad_start": {
        "en": "A voice session begins with a start message.",
        "zh": "语音会话必须以 start 消息开始。",
    },
    "too_short": {"en": "Hold the button while you speak.", "zh": "说话时请按住按钮。"},
    "too_long": {"en": sentence("too_long", "en"), "zh": sentence("too_long", "zh")},
}


class Start(BaseModel):
    """The first message of a voice session."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["start"]
    mode: Mode
    language: Language = "en"
    place: str = Field("", max_length=100)
    conversation: Key = "voice"
    person: PersonId = ""
    by_voice: bool = False
    goes_on: GoesOn = False
    speak: Annotated[bool, Field(description="False: the reply is shown, not spoken")] = True


@router.websocket("/ws/voice")
async def voice_socket(socket: WebSocket) -> None:
    """One person at one microphone."""
    channel = Channel(socket)
    async with channel.serving("a voice"):
        if not await channel.admit(socket.app.state.token):
            return
        session = await _started(channel, assembly_of(socket))
        if session is not None:
            await session.run()


async def _started(channel: Channel, mimosa: Assembly) -> "VoiceSession | None":
    """The session the client asks for; None where it asked for nothing we know and was closed."""
    try:
        async with asyncio.timeout(HELLO_PATIENCE_S):
            first = await channel.receive()
        start = Start.model_validate(first)
        place = room_of(start.place, mimosa.names())
    except (TimeoutError, NotUnderstood, ValidationError, Problem) as error:
        await channel.send(spoken_error("bad_start", "en", short(error)))
        await channel.close(CLOSE_UNSUPPORTED, "bad_start")
        return None

    async def begin(pcm: bytes) -> RunningTurn:
        speaker = whoever_speaks(start.person, start.by_voice, mimosa.members)
        goes_on = start.goes_on and not mimosa.members.guest_mode
        said = Recording(pcm, start.language, speaker, place, any_speaker=start.by_voice, goes_on=goes_on)
        return mimosa.take_turn(said, start.conversation, start.speak)

    return VoiceSession(channel, mimosa.new_endpointer(start.mode), start.mode, start.language, begin)


def short(error: Exception) -> str:
    """What is wrong, in one line for the client."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return str(getattr(error, "detail", error))


def spoken_error(code: str, language: Language, detail: str = "") -> dict[str, Any]:
    """A message that something is wrong with what the client sent."""
    said = {"type": "error", "code": code, "say": _SAY[code][language]}
    return said | {"detail": detail} if detail else said


class _Reply:
    """A turn whose events go to the client, until somebody speaks over it."""

    def __init__(self, turn: RunningTurn) -> None:
        self.turn = turn
        self.silenced = False


Begin = Callable[[bytes], Awaitable[RunningTurn]]
"""Takes a turn with what was said: 16 kHz mono s16le. May raise Problem."""

Ended = Callable[[RunningTurn], Awaitable[Mapping[str, Any] | None]]
"""What a client is told of a turn after its events; None for nothing."""


async def nothing_more(turn: RunningTurn) -> None:
    """The events tell it all."""


class VoiceSession:
    """One voice client from its start message to its going away."""

    def __init__(
        self,
        channel: Channel,
        listener: Listener,
        mode: Mode,
        language: Language,
        begin: Begin,
        ended: Ended = nothing_more,
    ) -> None:
        self._channel = channel
        self._listener = listener
        self._mode = mode
        self._language: Language = language
        self._begin = begin
        self._ended = ended
        self._frames = 0
        self._reply: _Reply | None = None
        self._telling: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until the client closes or breaks the protocol. A turn that was begun goes on by itself."""
        try:
            await self._channel.send({"type": "listening"})
            while await self._take(await self._received()):
                pass
        finally:
            for task in self._telling:
                task.cancel()
            await asyncio.gather(*self._telling, return_exceptions=True)

    async def _received(self) -> dict[str, Any] | bytes:
        """The next message; one that cannot be read counts as one of unknown type."""
        try:
            return await self._channel.receive()
        except NotUnderstood as error:
            return {"type": "unreadable", "detail": str(error)}

    async def _take(self, message: dict[str, Any] | bytes) -> bool:
        """Act on one message; False ends the session."""
        if isinstance(message, bytes):
            return await self._take_frame(message)
        match message["type"]:
            case "end":
                await self._end()
            case "stop":
                await self._interrupt()
                await self._channel.send({"type": "listening"})
            case "close":
                await self._channel.close(1000)
                return False
            case kind:
                detail = message.get("detail") or f"type {str(kind)[:40]!r}; there are: end, stop, close"
                await self._channel.send(spoken_error("bad_message", self._language, detail))
        return True

    async def _take_frame(self, frame: bytes) -> bool:
        if len(frame) != FRAME_BYTES:
            await self._channel.send(spoken_error("bad_frame", self._language, f"{len(frame)} bytes"))
            await self._channel.close(CLOSE_UNSUPPORTED, "bad_frame")
            return False
        self._frames += 1
        for event in await self._listener.take(frame):
            await self._heard(event)
        return True

    async def _end(self) -> None:
        """The button was let go, or the client wants the turn taken now."""
        frames, self._frames = self._frames, 0
        last = await self._listener.finish()
        if self._mode == "hold" and frames < MIN_FRAMES:
            await self._channel.send({"type": "speech", "state": "ended"})
            await self._channel.send(spoken_error("too_short", self._language))
            return
        for event in last:
            await self._heard(event)

    async def _heard(self, event: SpeechEvent) -> None:
        match event:
            case SpeechBegan():
                await self._interrupt()
                await self._channel.send({"type": "speech", "state": "began"})
            case SpeechOverlong():
                await self._channel.send({"type": "speech", "state": "ended"})
                await self._channel.send(spoken_error("too_long", self._language))
            case SpeechEnded(pcm=pcm):
                await self._channel.send({"type": "speech", "state": "ended"})
                await self._answer(pcm)

    async def _answer(self, pcm: bytes) -> None:
        try:
            self._reply = _Reply(await self._begin(pcm))
        except Problem as problem:
            await self._channel.send({"type": "problem", "problem": problem.document()})
            if problem.status_code == HTTPStatus.UNAUTHORIZED:
                await self._channel.close(CLOSE_UNAUTHORISED, problem.kind)
            return
        task = asyncio.create_task(self._tell(self._reply))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _interrupt(self) -> None:
        """Stop thinking and speaking, and have the client drop what it still has to play."""
        reply, self._reply = self._reply, None
        if reply is None:
            return
        reply.silenced = True
        reply.turn.stop()
        await self._channel.send({"type": "clear"})

    async def _tell(self, reply: _Reply) -> None:
        """Pass the events of a turn on. Where the client is gone the reading side learns it too, and ends."""
        try:
            async for event in reply.turn.events():
                await self._tell_event(event, reply)
            more = await self._ended(reply.turn)
            if more is not None:
                await self._channel.send(dict(more))
            if not reply.silenced:
                await self._channel.send({"type": "listening"})
        except ClientGone:
            log.info("turn %s: the voice client went away", reply.turn.id)
        except Exception:
            log.exception("turn %s could not be told to its voice client", reply.turn.id)
            await self._channel.close(CLOSE_INTERNAL, "internal")

    async def _tell_event(self, event: TurnEvent, reply: _Reply) -> None:
        await self._channel.send(lambda: {"type": "turn", "event": _described(event, reply)})
        if isinstance(event, Said) and event.sound is not None:
            await self._play(event.sound, reply)

    async def _play(self, sound: Sound, reply: _Reply) -> None:
        for at in range(0, len(sound.pcm), SOUND_PIECE):
            await self._channel.send_sound(sound.pcm[at : at + SOUND_PIECE], lambda: not reply.silenced)


def _described(event: TurnEvent, reply: _Reply) -> dict[str, Any]:
    """The event as the client gets it: no sound is announced that will not come."""
    described = event_json(event)
    if reply.silenced and "sound" in described:
        described["sound"] = None
    return described

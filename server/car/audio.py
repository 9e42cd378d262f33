"""Speaking in the car: a sound file in one request, or frames of a microphone over a WebSocket."""

import asyncio
import hashlib
import struct
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response, WebSocket
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.speech.audio import MOST_CHUNKS
from assistant.speech.endpointing import Mode
from assistant.turn import Recording
from assistant.utterance import Language
from server.api.assembly import RunningTurn
from server.api.channel import CLOSE_TRY_AGAIN, CLOSE_UNSUPPORTED, Channel, NotUnderstood
from server.api.problems import Problem, documented
from server.api.turns import samples_of
from server.api.who import Key, PersonId, stated
from server.car.caller import Caller, Listed, Talking, caller_of, waiting_of
from server.car.head_unit import HeadUnits, check_scopes
from server.car.idempotency import IdempotencyKey
from server.car.seats import Seat
from server.car.turns import CABIN, TURN_PROBLEMS, Circumstances, TurnAnswer, answer_to, taken
from server.car.waiting import Waiting
from server.security import CLOSE_UNAUTHORISED, HELLO_PATIENCE_S
from server.voice import VoiceSession, short

router = APIRouter(prefix="/turns", tags=["talking"])

_SOUND = {"schema": {"type": "string", "format": "binary", "description": "A sound file; at most 30 s of speech"}}
OCTETS = "application/octet-stream"
"""For clients that have no other type for bytes."""
_OPEN_ENDED = frozenset({0, 0x7FFFFFFF, 0xFFFFFFFF})
"""Sizes that a WAV file has whose writer did not know them yet."""


class Hello(BaseModel):
    """The first message of a stream."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["hello"]
    token: str = Field(min_length=1, max_length=500)
    mode: Mode = "hold"
    language: Language = "en"
    seat: Seat = "unknown"
    person: PersonId = ""
    conversation: Key = CABIN
    speak: bool = True


@router.post(
    "/audio",
    operation_id="takeSpokenTurn",
    summary="Say something by a sound file",
    responses=documented(*TURN_PROBLEMS, "speech-too-long", "not-audio", "unsupported-type", "broken-off", "silence"),
    openapi_extra={"requestBody": {"required": True, "content": {OCTETS: _SOUND, "audio/wav": _SOUND}}},
)
async def take_spoken_turn(
    request: Request,
    key: IdempotencyKey,
    caller: Talking,
    waiting: Listed,
    response: Response,
    known: Annotated[Circumstances, Query()],
) -> TurnAnswer:
    """The body is the file, WAV or any other usual format, with its `Content-Type`; the rest stands in the query."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != OCTETS and not kind.startswith("audio/"):
        raise Problem("unsupported-type", f"Content-Type {kind[:80]!r}: audio/… or {OCTETS} is taken here")
    with caller.desk.limits.one_of("sounds"):
        return await _heard(await request.body(), key, caller, waiting, response, known)


async def _heard(
    sound: bytes, key: str, caller: Caller, waiting: Waiting, response: Response, known: Circumstances
) -> TurnAnswer:
    async def work() -> TurnAnswer:
        speaker = caller.speaker(known.seat, known.person)
        check_whole(sound)
        pcm = await samples_of(sound)
        language, heard = stated(known.language, caller.mimosa.settings.language)
        said = Recording(pcm, language, speaker, circumstances=caller.desk.circumstances, any_language=heard)
        return await taken(caller, said, known.conversation, waiting)

    wish = ["audio", known.model_dump(), hashlib.sha256(sound).hexdigest()]
    return await caller.desk.answers.once(key, wish, response, work)


def check_whole(sound: bytes) -> None:
    """Refuse a WAV file whose header promises more than there is: what was cut off may be what mattered.

    Raises Problem ("broken-off"; "not-audio" for one of more than MOST_CHUNKS parts).
    """
    if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE":
        return
    at, chunks = 12, 0
    while at + 8 <= len(sound):
        chunks += 1
        if chunks > MOST_CHUNKS:
            raise Problem("not-audio", f"a WAV file in more than {MOST_CHUNKS} parts; a usual one has three")
        name, size = struct.unpack_from("<4sI", sound, at)
        there = len(sound) - at - 8
        if name == b"data":
            if size > there and size not in _OPEN_ENDED:
                raise Problem("broken-off", f"the header promises {size} bytes of sound, {there} came; send all of it")
            return
        at += 8 + size + size % 2


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """One microphone of a head unit: hello, frames of 20 ms, end; the events of the turn and its sound come back."""
    channel = Channel(socket)
    async with channel.serving("a head unit's voice"):
        await socket.accept()
        hello = await _hello(channel)
        if hello is None:
            return
        try:
            caller = await _caller(socket, hello)
            with caller.desk.limits.one_of("streams"), caller.desk.open_microphone():
                await channel.send({"type": "welcome", "head_unit": caller.unit.id})
                await _session(channel, socket, caller, hello, await waiting_of(socket)).run()
        except Problem as problem:
            await channel.send({"type": "problem", "problem": problem.document()})
            await channel.close(_close_code(problem), problem.kind)


async def _hello(channel: Channel) -> Hello | None:
    """The first message; None where it is none of ours and the client was turned away."""
    try:
        async with asyncio.timeout(HELLO_PATIENCE_S):
            return Hello.model_validate(await channel.receive())
    except (TimeoutError, NotUnderstood, ValidationError) as error:
        problem = Problem("bad-request", f"a stream begins with a hello: {short(error)}")
        await channel.send({"type": "problem", "problem": problem.document()})
        await channel.close(CLOSE_UNSUPPORTED, problem.kind)
        return None


async def _caller(socket: WebSocket, hello: Hello) -> Caller:
    """Whose token it is. Raises Problem."""
    units: HeadUnits = socket.app.state.head_units
    unit = await units.of_token(hello.token)
    check_scopes(unit, ("talk",))
    caller = caller_of(socket, unit)
    caller.speaker(hello.seat, hello.person)
    return caller


def _session(channel: Channel, socket: WebSocket, caller: Caller, hello: Hello, waiting: Waiting) -> VoiceSession:
    async def begin(pcm: bytes) -> RunningTurn:
        now = await _caller(socket, hello)
        speaker = now.speaker(hello.seat, hello.person)
        said = Recording(pcm, hello.language, speaker, circumstances=now.desk.circumstances)
        return now.desk.take_turn(said, hello.conversation, speak=hello.speak)

    async def ended(turn: RunningTurn) -> Mapping[str, Any]:
        answer = await answer_to(turn, caller, hello.language, hello.conversation, waiting)
        return {"type": "answer", "answer": answer.model_dump(mode="json")}

    listener = caller.mimosa.new_endpointer(hello.mode)
    return VoiceSession(channel, listener, hello.mode, hello.language, begin, ended)


def _close_code(problem: Problem) -> int:
    if problem.status_code in (401, 403):
        return CLOSE_UNAUTHORISED
    return CLOSE_TRY_AGAIN if problem.status_code == 429 else CLOSE_UNSUPPORTED

"""Saying something: words or sound in, the events of the turn streamed back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import NotAudio, SpeechTooLong
from assistant.events import TurnEvent
from assistant.speech.audio import decode
from assistant.trace import event_json
from assistant.turn import Recording
from assistant.utterance import Utterance
from server.api.assembly import Assembly, Mimosa, RunningTurn
from server.api.problems import Problem, documented
from server.api.who import Circumstances, PersonId, language_of, room_of, speaker_of, stated, whoever_speaks
from server.api.wire import json_text
from server.car.head_unit import unit_of_conversation

router = APIRouter(prefix="/api/turns", tags=["talking"])

LINES = "application/x-ndjson"
SERVER_SENT = "text/event-stream"


class TypedTurn(Circumstances):
    """Something said in writing."""

    text: str = Field(min_length=1, max_length=2000, pattern=r"\S", examples=["turn on the kitchen light"])
    answers: str = Field(
        "",
        pattern=r"^\w{0,64}$",
        description="Id of the turn of this conversation whose question it answers and nothing else",
    )


class SpokenBy(BaseModel):
    """Who it was."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"person": "owner"}]})

    person: PersonId = Field(description="A member's id")


class CorrectedSpeaker(BaseModel):
    """As in the event `heard`."""

    person: str
    role: str
    by: str


class Corrected(BaseModel):
    """A turn is somebody else's."""

    turn: str
    speaker: CorrectedSpeaker


class Stopped(BaseModel):
    """A turn was asked to stop."""

    turn: str = Field(description="Its id", examples=["8f14e45fceea467f9a2b1c0d3e4f5a6b"])
    stopped: bool = Field(description="False: it was over already")


_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["event", "turn"],
    "properties": {
        "event": {
            "type": "string",
            "enum": [
                "heard",
                "understood",
                "thought",
                "called",
                "returned",
                "said",
                "interrupted",
                "failed",
                "finished",
            ],
        },
        "turn": {"type": "string", "description": "Id of the turn, to stop it"},
    },
    "additionalProperties": True,
    "description": "One event of the turn; the last one is always `finished`. docs/http.md lists the fields of each.",
    "example": {"event": "finished", "turn": "8f14e45f", "outcome": "done", "reply": "The kitchen light is on."},
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The events of the turn as they happen",
        "content": {LINES: {"schema": _EVENT}, SERVER_SENT: {"schema": _EVENT}},
    }
}
_SOUND = {"schema": {"type": "string", "format": "binary", "description": "Any sound file; at most 30 s of speech"}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": TypedTurn.model_json_schema()},
            "audio/wav": _SOUND,
            "audio/*": _SOUND,
        },
    }
}


@router.post(
    "",
    operation_id="takeTurn",
    summary="Say something",
    response_class=StreamingResponse,
    responses=_STREAM
    | documented("bad-request", "too-deep", "too-large", "speech-too-long", "not-audio", "unsupported-type", "invalid"),
    openapi_extra=_BODY,
)
async def take_turn(
    request: Request, mimosa: Mimosa, circumstances: Annotated[Circumstances, Query()]
) -> StreamingResponse:
    """Takes JSON with a text, or a sound file (`Content-Type: audio/…`) with the other fields in the query.

    The answer streams one JSON object a line, or Server-Sent Events where `Accept` asks for them. A client that goes
    away does not stop the turn.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        if request.query_params:
            raise Problem("invalid", "with a JSON body everything stands in the body, nothing in the query")
        handle = _typed(await request.body(), mimosa)
    elif kind.startswith("audio/"):
        handle = await _spoken(await request.body(), circumstances, mimosa)
    else:
        raise Problem("unsupported-type", f"Content-Type {kind[:80]!r}: application/json or audio/… is taken here")
    return _stream(handle, request.headers.get("accept", ""))


@router.post(
    "/{turn}/stop",
    operation_id="stopTurn",
    summary="Interrupt a turn",
    responses=documented("no-such-turn", "foreign-origin"),
)
async def stop_turn(turn: str, mimosa: Mimosa) -> Stopped:
    """Nothing more is begun or said. A command that is under way ends by itself, and its end is kept in the journal."""
    handle = mimosa.handle(turn)
    if handle is None:
        raise Problem("no-such-turn", f"turn: {turn[:64]!r} is not known")
    running = not handle.done
    handle.stop()
    return Stopped(turn=turn, stopped=running)


@router.post(
    "/{turn}/speaker",
    operation_id="correctSpeaker",
    summary="Say who it was that spoke",
    responses=documented("no-such-turn", "no-such-member", "invalid", "foreign-origin"),
)
async def correct_speaker(turn: str, wish: SpokenBy, mimosa: Mimosa) -> Corrected:
    """For a turn of lately. What was asked in it waits no more: it was asked of the wrong one. What was learnt of it is
    learnt of that person instead. Nothing is done anew.
    """
    member = mimosa.members.of(wish.person)
    if member is None:
        raise Problem("no-such-member", f"person: there is no {wish.person!r}; GET /api/members lists those there are")
    speaker = speaker_of(member.id, mimosa.members)
    if await mimosa.attribute(turn, speaker) is None:
        raise Problem("no-such-turn", f"turn: {turn[:64]!r} is not known")
    return Corrected(turn=turn, speaker=CorrectedSpeaker(person=member.id, role=speaker.role, by="voice"))


def _typed(body: bytes, mimosa: Assembly) -> RunningTurn:
    try:
        typed = TypedTurn.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False)) from None
    language = language_of(typed.text, typed.language, mimosa.settings.language)
    place = room_of(typed.place, mimosa.names())
    if typed.answers and unit_of_conversation(typed.conversation):
        raise Problem("invalid", "answers: what a car asked is answered in the car")
    speaker = speaker_of(typed.person, mimosa.members)
    goes_on = typed.goes_on and not mimosa.members.guest_mode
    said = Utterance(typed.text, language, speaker, place, answers=typed.answers, goes_on=goes_on)
    return mimosa.take_turn(said, typed.conversation, typed.speak)


async def _spoken(body: bytes, known: Circumstances, mimosa: Assembly) -> RunningTurn:
    place = room_of(known.place, mimosa.names())
    pcm = await samples_of(body)
    language, heard = stated(known.language, mimosa.settings.language)
    speaker = whoever_speaks(known.person, known.by_voice, mimosa.members)
    goes_on = known.goes_on and not mimosa.members.guest_mode
    said = Recording(pcm, language, speaker, place, any_language=heard, any_speaker=known.by_voice, goes_on=goes_on)
    return mimosa.take_turn(said, known.conversation, known.speak)


async def samples_of(sound: bytes) -> bytes:
    """A sound file as the ears take it. Raises Problem ("not-audio", "speech-too-long", "silence")."""
    try:
        pcm = await asyncio.to_thread(decode, sound)
    except NotAudio as error:
        raise Problem("not-audio", str(error)) from None
    except SpeechTooLong as error:
        raise Problem("speech-too-long", str(error)) from None
    if not pcm:
        raise Problem("silence")
    return pcm


def _stream(handle: RunningTurn, accept: str) -> StreamingResponse:
    server_sent = SERVER_SENT in accept.lower()
    written = _encoded(handle, _as_server_sent if server_sent else _as_line)
    return StreamingResponse(written, media_type=SERVER_SENT if server_sent else LINES)


async def _encoded(handle: RunningTurn, encode: Callable[[TurnEvent], str]) -> AsyncIterator[str]:
    async for event in handle.events():
        yield encode(event)


def _as_line(event: TurnEvent) -> str:
    return json_text(event_json(event, with_sound=True)) + "\n"


def _as_server_sent(event: TurnEvent) -> str:
    fields = event_json(event, with_sound=True)
    return f"event: {fields['event']}\ndata: {json_text(fields)}\n\n"

"""Letting Mimosa know a voice: a consent, some sentences read aloud, and an end to it at any time."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.enrolling import CONSENT, NEEDED, SENTENCES, SampleRefused
from assistant.errors import EngineFailed
from assistant.memory.members import Member
from assistant.utterance import Language
from server.api.assembly import Assembly, Mimosa
from server.api.members import Themselves, members_problems
from server.api.memory import memory_problems
from server.api.problems import Problem, documented
from server.api.turns import samples_of

router = APIRouter(prefix="/api/members/{member}/voice", tags=["members"])

_WRITES = ("owner-only", "no-such-member", "foreign-origin", "invalid", "not-ready")
_SOUND = {"schema": {"type": "string", "format": "binary", "description": "Any sound file; one sentence, read aloud"}}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"audio/wav": _SOUND, "audio/*": _SOUND}}}


class Consent(BaseModel):
    """A yes to the words of `consent_words`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"agree": True, "language": "en"}]})

    agree: Literal[True]
    language: Language = Field(description="In which language the words were shown")


class VoiceView(BaseModel):
    """What is known of a member's voice, and how it comes to be known."""

    known: bool
    samples: int = Field(description="It is known from so many samples; none of them is kept")
    consent: str = Field(description="The words that were agreed to; empty where none were")
    consented: datetime | None
    taken: int | None = Field(description="Samples that count so far; null where it was not begun")
    needed: int
    consent_words: dict[Language, str] = Field(description="To be shown and agreed to first")
    sentences: dict[Language, list[str]] = Field(description="To be read, one a sample")


@router.get("", operation_id="readVoice", summary="What is known of a voice", responses=documented("no-such-member"))
async def read_voice(asking: Themselves, mimosa: Mimosa) -> VoiceView:
    """For the member, or an owner. The numbers that describe the voice are not shown."""
    return _view(asking.member, mimosa)


@router.post(
    "",
    operation_id="beginVoice",
    summary="Agree that a voice is known",
    status_code=201,
    responses=documented(*_WRITES),
)
async def begin_voice(asking: Themselves, consent: Consent, mimosa: Mimosa) -> VoiceView:
    """Samples are taken for ten minutes after it. One that was begun before is over."""
    mimosa.enrolment.begin(asking.member, consent.language)
    return _view(asking.member, mimosa)


@router.post(
    "/samples",
    operation_id="addVoiceSample",
    summary="Read a sentence",
    responses=documented("sample-refused", "not-audio", "speech-too-long", "too-large", "unsupported-type", *_WRITES),
    openapi_extra=_BODY,
)
async def add_sample(asking: Themselves, request: Request, mimosa: Mimosa) -> VoiceView:
    """Refused with the reason where it is silent, too short, too noisy, or another's. The last makes it known."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind.startswith("audio/"):
        raise Problem("unsupported-type", f"Content-Type {kind[:80]!r}: audio/… is taken here")
    pcm = await samples_of(await request.body())
    try:
        with members_problems():
            await mimosa.enrolment.take(asking.member, pcm)
    except SampleRefused as refused:
        raise Problem(
            "sample-refused",
            f"{refused.reason}: {refused}",
            say={str(language): said for language, said in refused.say.items()},
        ) from None
    except EngineFailed as error:
        raise Problem("not-ready", str(error)) from None
    return _view(asking.member, mimosa)


@router.delete(
    "",
    operation_id="forgetVoice",
    summary="Forget a voice",
    status_code=204,
    response_class=Response,
    responses=documented(*_WRITES),
)
async def forget_voice(asking: Themselves, mimosa: Mimosa) -> Response:
    """It is erased at once, with the consent and with what was read so far."""
    mimosa.enrolment.end(asking.member.id)
    with members_problems():
        was_known = await mimosa.members.forget_voice(asking.member.id)
    if was_known:
        with memory_problems():
            await mimosa.memory.erasing.leave_no_trace()
    return Response(status_code=204)


def _view(member: Member, mimosa: Assembly) -> VoiceView:
    kept = mimosa.members.voices().get(member.id)
    return VoiceView(
        known=kept is not None,
        samples=kept.samples if kept else 0,
        consent=kept.consent if kept else "",
        consented=kept.consented if kept else None,
        taken=mimosa.enrolment.taken(member.id),
        needed=NEEDED,
        consent_words=dict(CONSENT),
        sentences={language: list(each) for language, each in SENTENCES.items()},
    )

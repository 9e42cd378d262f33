"""What is known about people: each sees, corrects, exports and erases their own; an owner the household's."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.erasing import NotTakenIn
from assistant.memory.members import OWNER
from assistant.memory.preferences import MAX_WORDS
from assistant.utterance import Speaker
from server.api.assembly import Assembly, Mimosa
from server.api.memory_views import (
    MemoryView,
    NotLearntView,
    PreferenceView,
    after_saying_view,
    habit_view,
    nickname_view,
    preference_view,
)
from server.api.problems import Problem, documented
from server.api.who import PersonId, language_of, speaker_of
from server.erasing import NotQuiteErased, Whose

router = APIRouter(prefix="/api/memory", tags=["memory"])

_READS = ("owner-only", "not-ready")
_WRITES = ("owner-only", "foreign-origin", "invalid", "not-ready", "too-large")

HOUSEHOLD = "household"
"""What nobody in particular did: at the device itself, or by a routine."""

Id = Annotated[str, Path(pattern=r"^[\w-]{1,64}$")]


async def whose(
    mimosa: Mimosa,
    person: Annotated[PersonId, Query(description="Who asks; empty: the owner")] = "",
    of: Annotated[
        PersonId, Query(description="Whose memory; empty: their own; household: what nobody in particular did")
    ] = "",
) -> str:
    """Whose memory it is about. Raises Problem where that is not for whoever asks."""
    speaker = speaker_of(person, mimosa.members)
    if speaker.role == "guest":
        raise Problem("owner-only", f"{person!r} is a guest; nothing is kept of guests, and nothing told to them")
    if of in ("", speaker.person):
        return speaker.person
    if speaker.role != "owner":
        raise Problem("owner-only", f"of: what is kept of {of!r} is shown to them and to an owner")
    return "" if of == HOUSEHOLD else of


Whom = Annotated[str, Depends(whose)]


class Correction(BaseModel):
    """What is right instead."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"value": 30}]})

    value: bool | int | float | str | None = Field(None, description="Of a preference that sets something")
    words: str = Field("", max_length=MAX_WORDS, description="Of one in plain words")


class EraseWish(BaseModel):
    """What shall be erased; without any time everything of that person."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"sure": True}]})

    sure: bool = Field(False, description="It cannot be taken back: nothing is erased without this yes")
    since: AwareDatetime | None = Field(None, description="Included")
    until: AwareDatetime | None = Field(None, description="Not included")
    everybody: bool = Field(False, description="Not one person's but everybody's; only an owner may")
    member: bool = Field(False, description="The member too, with PIN; only an owner may")


class Erased(BaseModel):
    """How much of each was erased."""

    gone: dict[str, int]


class TakenIn(BaseModel):
    """How much was new."""

    new: int


@router.get("", operation_id="readMemory", summary="What is known about a person", responses=documented(*_READS))
async def read_memory(mimosa: Mimosa, whom: Whom) -> MemoryView:
    """Each preference as it was told, each habit with the days it rests on."""
    with memory_problems():
        habits = mimosa.memory.habits
        told = await mimosa.memory.preferences.of(_who_told(whom))
        learnt = [habit_view(habit, await habits.evidence(habit.id), mimosa) for habit in habits.known(whom)]
    member = mimosa.members.of(whom) if whom else None
    with memory_problems():
        said = await mimosa.memory.after_sayings(Speaker(whom, member.role)) if member else ()
    return MemoryView(
        person=whom or HOUSEHOLD,
        learns=member.learns if member else True,
        guest_mode=mimosa.members.guest_mode,
        preferences=[preference_view(kept, mimosa) for kept in told],
        habits=sorted(learnt, key=lambda habit: habit.last, reverse=True),
        after_sayings=[after_saying_view(saying, usual, mimosa) for saying, usual in said],
        not_learnt=[NotLearntView(device=device, action=action) for device, action in habits.learns_not(whom)],
        nicknames=[nickname_view(n, mimosa) for n in mimosa.memory.nicknames.all() if n.person == whom],
        kept_days=mimosa.settings.journal_days,
    )


@router.put(
    "/preferences/{preference}",
    operation_id="correctPreference",
    summary="Correct a preference",
    responses=documented("no-such-memory", *_WRITES),
)
async def correct_preference(preference: Id, right: Correction, mimosa: Mimosa, whom: Whom) -> PreferenceView:
    """The value where it sets something, the words where it does not; what it was before is erased."""
    with memory_problems():
        preferences = mimosa.memory.preferences
        teller = _who_told(whom)
        known = next((kept for kept in await preferences.of(teller) if kept.id == preference), None)
        if known is None:
            raise Problem("no-such-memory", f"preference: {whom!r} has none with the id {preference!r}")
        if known.capability and right.value is None:
            raise Problem("invalid", "value: what it shall be instead is expected")
        if not known.capability and not right.words.strip():
            raise Problem("invalid", "words: what is right instead is expected")
        words = right.words.strip() or known.words
        language = language_of(words, "auto", known.language)
        value = right.value if known.capability else known.value
        kept = await preferences.remember(
            teller, words, language, known.about, known.capability, value, sort=known.sort, when=known.when
        )
        await preferences.forget(teller, [preference])
        await mimosa.memory.erasing.leave_no_trace()
    return preference_view(kept, mimosa)


@router.delete(
    "/preferences/{preference}",
    operation_id="forgetPreference",
    summary="Erase a preference",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-memory", *_WRITES),
)
async def forget_preference(preference: Id, mimosa: Mimosa, whom: Whom) -> Response:
    """From the database, its log and its copies."""
    with memory_problems():
        if not await mimosa.memory.preferences.forget(_who_told(whom), [preference]):
            raise Problem("no-such-memory", f"preference: {whom!r} has none with the id {preference!r}")
        await mimosa.memory.erasing.leave_no_trace()
    return Response(status_code=204)


@router.delete(
    "/nicknames/{nickname}",
    operation_id="forgetNickname",
    summary="Take a given name back",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-memory", *_WRITES),
)
async def forget_nickname(nickname: Id, mimosa: Mimosa, whom: Whom) -> Response:
    """Nothing is called so from then on; it is erased from the database, its log and its copies."""
    with memory_problems():
        names = mimosa.memory.nicknames
        if not any(given.id == nickname and given.person == whom for given in names.all()):
            raise Problem("no-such-memory", f"nickname: {whom!r} gave none with the id {nickname!r}")
        await names.forget(nickname)
        await mimosa.memory.erasing.leave_no_trace()
    return Response(status_code=204)


@router.delete(
    "/habits/{habit}",
    operation_id="forgetHabit",
    summary="Erase a habit with its evidence",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-memory", *_WRITES),
)
async def forget_habit(habit: Id, mimosa: Mimosa, whom: Whom) -> Response:
    """It may be learnt again from what happens from now on."""
    with memory_problems():
        if not await mimosa.memory.habits.forget(person=whom, habit=habit):
            raise Problem("no-such-memory", f"habit: {whom!r} has none with the id {habit!r}")
        await mimosa.memory.erasing.leave_no_trace()
    return Response(status_code=204)


@router.post(
    "/not-learnt",
    operation_id="doNotLearn",
    summary="Do not learn this",
    status_code=204,
    response_class=Response,
    responses=documented(*_WRITES),
)
async def do_not_learn(wish: NotLearntView, mimosa: Mimosa, whom: Whom) -> Response:
    """What was learnt of it is erased, and nothing is learnt of it from now on."""
    with memory_problems():
        await mimosa.memory.habits.do_not_learn(whom, wish.device, wish.action)
        await mimosa.memory.erasing.leave_no_trace()
    return Response(status_code=204)


@router.delete(
    "/not-learnt",
    operation_id="learnAgain",
    summary="Learn this again",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-memory", *_WRITES),
)
async def learn_again(wish: NotLearntView, mimosa: Mimosa, whom: Whom) -> Response:
    """From what happens from now on."""
    with memory_problems():
        if not await mimosa.memory.habits.learn_again(whom, wish.device, wish.action):
            raise Problem("no-such-memory", f"{wish.device} {wish.action}: that is learnt already")
    return Response(status_code=204)


@router.get("/export", operation_id="exportMemory", summary="Take it along", responses=documented(*_READS))
async def export_memory(mimosa: Mimosa, whom: Whom) -> dict[str, Any]:
    """Everything that was told, taught and learnt of a person, as a JSON file; never a voice or a PIN."""
    with memory_problems():
        return dict(await mimosa.memory.erasing.export(whom))


@router.post(
    "/import",
    operation_id="importMemory",
    summary="Take in what was exported",
    responses=documented(*_WRITES),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def import_memory(request: Request, mimosa: Mimosa, whom: Whom) -> TakenIn:
    """Beside what is there; a file that is cut short or wrong changes nothing."""
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Problem("invalid", "the file is no JSON, or was cut short; nothing was changed") from None
    with memory_problems():
        return TakenIn(new=await mimosa.memory.erasing.take_in(whom, told))


@router.post("/erase", operation_id="eraseMemory", summary="Erase for good", responses=documented(*_WRITES))
async def erase_memory(
    wish: EraseWish, mimosa: Mimosa, whom: Whom, person: Annotated[PersonId, Query()] = ""
) -> Erased:
    """From the database, its log, its copies and every cache; the journal keeps what was done, not who and why."""
    if not wish.sure:
        raise Problem("invalid", "sure: it cannot be taken back; say true")
    if (wish.everybody or wish.member) and speaker_of(person, mimosa.members).role != "owner":
        raise Problem("owner-only", "everybody, member: only an owner may")
    if wish.since is not None and wish.until is not None and wish.since >= wish.until:
        raise Problem("invalid", "since: has to be before until")
    with memory_problems():
        gone = await mimosa.memory.erasing.erase(_whose(wish, whom))
    _end_enrolment(wish, whom, mimosa)
    return Erased(gone=dict(gone))


def _who_told(whom: str) -> str:
    """Whose preferences these are: what was told for all goes with what nobody in particular did."""
    return whom or HOUSEHOLD


def _whose(wish: EraseWish, whom: str) -> Whose:
    since: datetime | None = wish.since
    return Whose(None if wish.everybody else whom, since, wish.until, wish.member and not wish.everybody)


def _end_enrolment(wish: EraseWish, whom: str, mimosa: Assembly) -> None:
    if wish.member:
        mimosa.enrolment.end(whom or OWNER)


class memory_problems:
    """Turns what memory cannot do into the problem it is for the caller."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case NotTakenIn():
                raise Problem("invalid", f"{error}; nothing was changed") from None
            case NotQuiteErased() | MemoryUnavailable():
                raise Problem("not-ready", str(error)) from None
            case SQLAlchemyError():
                raise Problem("not-ready", "the database cannot be used now") from None

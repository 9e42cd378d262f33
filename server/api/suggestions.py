"""What is suggested to a person now, their answer, and what is done for them every time."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.memory.suggestions import Deed, SmallRoutine, Suggestion
from assistant.tools import Claim, ToolCall, ToolContext, call
from assistant.utterance import LANGUAGES, Language, Speaker, Utterance
from devices.command import new_id
from server.api.asked import Questions
from server.api.assembly import Assembly, Mimosa
from server.api.memory import memory_problems
from server.api.problems import Problem, documented
from server.api.who import PersonId, speaker_of
from server.api.wire import finite
from skills.suggested_words import act_in_words, clock_of, evidence_in_words, offer_in_words, when_of

router = APIRouter(prefix="/api/suggestions", tags=["memory"])

_WRITES = ("owner-only", "foreign-origin", "invalid", "not-ready", "too-large", "no-such-memory")

_TOOLS = {"yes": "take_suggestion", "no": "refuse_suggestion", "every_time": "keep_suggestion"}

Id = Annotated[str, Path(pattern=r"^[\w-]{1,64}$")]


class SuggestionView(BaseModel):
    """A suggestion that can be answered."""

    id: str
    device: str
    say: dict[str, str] = Field(description='The question under "en" and "zh"')
    why: dict[str, str] = Field(description="What it rests on; empty where that is not known any more")


class RoutineView(BaseModel):
    """Something that is done every time."""

    id: str
    person: str = Field(description="For whom")
    device: str
    time: str = Field(description="By the clock on the wall", examples=["19:05"])
    today: bool = Field(description="Whether today is one of its days")
    act: dict[str, str] = Field(description='What is done, under "en" and "zh"')
    when: dict[str, str]
    ran: datetime | None = Field(description="When it was its turn last")
    came: str = Field(
        description='What came of it: an outcome, "away", "held_back", or empty before', examples=["done"]
    )


class SuggestionsView(BaseModel):
    """What there is for one person."""

    suggestion: SuggestionView | None
    routines: list[RoutineView]


class AnswerWish(BaseModel):
    """The answer to a suggestion."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"answer": "yes"}]})

    answer: Literal["yes", "no", "every_time"]
    language: Language = Field("en", description="Of the words in the answer")
    confirmed: bool = Field(
        False, description="The person said yes. Holds once, if this very answer was answered with ask at most 30 s ago"
    )


class AnswerView(BaseModel):
    """What came of it."""

    claim: str = Field(examples=["done"])
    say: str
    facts: dict[str, Any]


async def member(
    mimosa: Mimosa, person: Annotated[PersonId, Query(description="Who asks; empty: the owner")] = ""
) -> Speaker:
    """Whoever asks. Raises Problem for a guest."""
    speaker = speaker_of(person, mimosa.members)
    if speaker.role == "guest":
        raise Problem("owner-only", f"{person!r} is a guest; nothing is suggested to guests")
    return speaker


Asking = Annotated[Speaker, Depends(member)]


@router.get(
    "",
    operation_id="readSuggestions",
    summary="What is suggested now, and what is done every time",
    responses=documented("owner-only", "not-ready"),
)
async def read_suggestions(mimosa: Mimosa, asking: Asking) -> SuggestionsView:
    """For whoever asks; an owner sees what is done for everybody. `/ws/events` tells when it is another."""
    with memory_problems():
        suggesting = mimosa.memory.suggesting
        found = await suggesting.open_for(asking.person)
        routines = await suggesting.kept.routines(None if asking.role == "owner" else asking.person)
        today = suggesting.kept.now().weekday()
    shown = _suggestion(found, suggesting.evidence(found), mimosa) if found else None
    return SuggestionsView(suggestion=shown, routines=[_routine(each, today, mimosa) for each in routines])


@router.post(
    "/{suggestion}/answer",
    operation_id="answerSuggestion",
    summary="Answer a suggestion",
    responses=documented(*_WRITES),
)
async def answer_suggestion(
    suggestion: Id, wish: AnswerWish, mimosa: Mimosa, asking: Asking, questions: Questions
) -> AnswerView:
    """Yes does it now, with all rules of the house; every time does it now and from then on; no is remembered."""
    question = ("suggestion", suggestion, wish.answer, asking.person)
    confirmed = wish.confirmed and questions.take_yes(*question)
    said = Utterance("", wish.language, asking)
    context = ToolContext(said, turn=new_id(), confirmed=confirmed)
    with memory_problems():
        if await mimosa.memory.suggesting.kept.find(suggestion) is None:
            raise Problem("no-such-memory", f"suggestion: there is none with the id {suggestion!r}")
        result = await call(mimosa.toolbox, ToolCall(_TOOLS[wish.answer], {"suggestion": suggestion}), context)
    if result.claim is Claim.ASK:
        questions.ask(*question)
    return AnswerView(claim=result.claim.value, say=result.say, facts=finite(dict(result.facts)))


@router.delete(
    "/routines/{routine}",
    operation_id="endRoutine",
    summary="Do it no more",
    status_code=204,
    response_class=Response,
    responses=documented(*_WRITES),
)
async def end_routine(routine: Id, mimosa: Mimosa, asking: Asking) -> Response:
    """Each ends their own, an owner everybody's; it is not suggested again."""
    with memory_problems():
        kept = mimosa.memory.suggesting.kept
        mine = await kept.routines(None if asking.role == "owner" else asking.person)
        found = next((each for each in mine if each.id == routine), None)
        if found is None:
            raise Problem("no-such-memory", f"routine: {asking.person!r} has none with the id {routine!r}")
        await kept.end(found)
    return Response(status_code=204)


def _suggestion(found: Suggestion, evidence: tuple[int, int] | None, mimosa: Assembly) -> SuggestionView:
    deed = found.deed
    say = {language: offer_in_words(deed, mimosa.home, language) for language in LANGUAGES}
    why = {language: evidence_in_words(deed, *evidence, language) for language in LANGUAGES} if evidence else {}
    return SuggestionView(id=found.id, device=deed.device, say=say, why=why)


def _routine(kept: SmallRoutine, today: int, mimosa: Assembly) -> RoutineView:
    deed: Deed = kept.deed
    return RoutineView(
        id=kept.id,
        person=kept.person,
        device=deed.device,
        time=clock_of(deed),
        today=today in deed.weekdays,
        act={language: act_in_words(deed, mimosa.home, language) for language in LANGUAGES},
        when={language: when_of(deed, language) for language in LANGUAGES},
        ran=kept.ran if kept.came else None,
        came=kept.came,
    )

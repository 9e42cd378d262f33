"""The phrases of this household: what somebody says, and what it means here."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import MemoryUnavailable, NotTaught
from assistant.memory.taught import MAX_PHRASES, TaughtPhrase
from assistant.utterance import Language, Speaker, Utterance
from server.api.assembly import Mimosa
from server.api.problems import Problem, documented
from server.api.who import LanguageOrAuto, PersonId, language_of, room_of, speaker_of

router = APIRouter(prefix="/api/phrases", tags=["talking"])


async def teacher(
    mimosa: Mimosa, person: Annotated[PersonId, Query(description="Who changes it; empty: the owner")] = ""
) -> Speaker:
    """Who teaches or removes it, as the caller states it; whether they may is decided where it is kept."""
    return speaker_of(person, mimosa.members)


Teacher = Annotated[Speaker, Depends(teacher)]


class PhraseWish(BaseModel):
    """A phrase to be taught."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"said": "movie time", "means": "turn off the living room lights"}]},
    )

    said: str = Field(max_length=2000, description="What is said; at most 200 characters")
    means: str = Field(max_length=2000, description="The sentence that it means, which has to be understood already")
    language: LanguageOrAuto = Field("auto", description='"auto": by the script of what is said')
    place: str = Field("", max_length=100, description="Room where it is taught: its id or one of its names")


class PhraseView(BaseModel):
    """A phrase of this household."""

    id: str
    language: Language
    said: str = Field(description="As it was said when it was taught")
    means: str = Field(description="The sentence that is understood in its place")
    person: str = Field(description="Who taught it")
    created: datetime


class PhrasesView(BaseModel):
    """All of them, oldest first."""

    phrases: list[PhraseView]
    limit: int = Field(description="How many there may be")


@router.get("", operation_id="listPhrases", summary="The phrases of this household", responses=documented())
async def list_phrases(mimosa: Mimosa) -> PhrasesView:
    """They count for everybody here, in every conversation."""
    return PhrasesView(phrases=[_view(phrase) for phrase in mimosa.teaching.all()], limit=MAX_PHRASES)


@router.post(
    "",
    operation_id="teachPhrase",
    summary="Teach a phrase",
    status_code=201,
    responses=documented("grown-ups-only", "foreign-origin", "invalid", "not-taught", "too-large", "not-ready"),
)
async def teach_phrase(wish: PhraseWish, mimosa: Mimosa, by: Teacher) -> PhraseView:
    """From now on the whole sentence `said` is understood as `means`; in place of what it meant before.

    Nothing is done by teaching it. When it is said, everything is as if its meaning had been said: the same questions,
    the same PIN. Words of yes, no and stop, digits alone, and meanings that are not understood are refused.
    """
    place = room_of(wish.place, mimosa.names())
    language = language_of(wish.said, wish.language, mimosa.settings.language)
    try:
        return _view(await mimosa.teaching.teach(wish.said, Utterance(wish.means, language, by, place)))
    except (NotTaught, MemoryUnavailable) as error:
        raise _problem(error) from None


@router.delete(
    "/{phrase}",
    operation_id="forgetPhrase",
    summary="Forget a phrase",
    status_code=204,
    response_class=Response,
    responses=documented("grown-ups-only", "foreign-origin", "no-such-phrase", "not-ready"),
)
async def forget_phrase(phrase: str, mimosa: Mimosa, by: Teacher) -> Response:
    """It is erased, and from now on understood as ever."""
    try:
        forgotten = await mimosa.teaching.forget(phrase, by)
    except (NotTaught, MemoryUnavailable) as error:
        raise _problem(error) from None
    if not forgotten:
        raise Problem("no-such-phrase", f"phrase: there is no {phrase[:64]!r}; GET /api/phrases lists those there are")
    return Response(status_code=204)


def _problem(error: NotTaught | MemoryUnavailable) -> Problem:
    if isinstance(error, MemoryUnavailable):
        return Problem("not-ready", str(error))
    if error.reason == "not_allowed":
        return Problem("grown-ups-only", str(error), say=error.say)
    return Problem("not-taught", str(error), say=error.say)


def _view(phrase: TaughtPhrase) -> PhraseView:
    return PhraseView(
        id=phrase.id,
        language=phrase.language,
        said=phrase.said,
        means=phrase.means,
        person=phrase.person,
        created=phrase.created,
    )

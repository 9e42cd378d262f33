"""When the cars of the household left home and came back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from assistant.utterance import Language
from devices.crossings import CarCrossing
from devices.geofence import Crossed
from devices.home import Home
from devices.rules.privacy import FULLY_TRUSTED
from server.api.assembly import Mimosa
from server.api.problems import Problem, documented
from server.api.who import PersonId, speaker_of
from skills.crossing_words import crossing_in_words
from skills.naming import name_in_sentence
from skills.surface import local_now

router = APIRouter(prefix="/api/crossings", tags=["the house"])

MOST = 100


class CrossingView(BaseModel):
    """A car left home, or came home."""

    car: str = Field(description="Its device id", examples=["vss:car"])
    what: Crossed
    at: datetime = Field(description="When that was seen first")
    seen: bool = Field(description="False: contact was lost meanwhile, so it was then or before")
    say: dict[str, str] = Field(description='The sentence for it under "en" and "zh"')


class CrossingsView(BaseModel):
    """What happened lately, the newest first."""

    crossings: list[CrossingView]


@router.get("", operation_id="listCrossings", summary="When cars left and came home", responses=documented("not-ready"))
async def list_crossings(
    mimosa: Mimosa,
    person: Annotated[PersonId, Query(description="Who asks; empty: the owner")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
) -> CrossingsView:
    """Of the last 30 days. Empty for children and guests: where a car is, is not theirs to know."""
    if speaker_of(person, mimosa.members).role not in FULLY_TRUSTED:
        return CrossingsView(crossings=[])
    try:
        found = await mimosa.coming_and_going.kept.latest(limit)
    except SQLAlchemyError as error:
        raise Problem("not-ready", f"what is written down of cars cannot be read now: {error}") from error
    return CrossingsView(crossings=[crossing_view(each, mimosa.home) for each in found])


def crossing_view(crossed: CarCrossing, home: Home) -> CrossingView:
    """One of them, with its sentence in both languages."""
    device, crossing, now = home.devices.get(crossed.car), crossed.crossing, local_now()
    languages: tuple[Language, ...] = ("en", "zh")
    names = {each: name_in_sentence(device, home, each) if device else crossed.car for each in languages}
    return CrossingView(
        car=crossed.car,
        what=crossing.what,
        at=crossing.at.astimezone(now.tzinfo),
        seen=crossing.seen,
        say={each: crossing_in_words(crossing, names[each], now, each) for each in languages},
    )

"""What became of a turn whose answer was lost on its way; and turns that come too late to be begun."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from server.api.problems import documented
from server.car.caller import Talking
from server.car.turns import TurnAnswer

router = APIRouter(prefix="/turns", tags=["talking"])


class Lost(BaseModel):
    """A turn of which no answer came."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"key": "6f1c1a52-7e0b-4f0f-9f57-0d6a5c1b7a11", "sent_ago_s": 42.0}]},
    )

    key: str = Field(pattern=r"^[\x21-\x7e]{1,200}$", description="Its Idempotency-Key")
    sent_ago_s: float = Field(ge=0, le=1e9, description="Seconds since it was sent, by the head unit's own clock")


class Found(BaseModel):
    """What became of it."""

    state: Literal["answered", "running", "never", "forgotten"] = Field(
        description='"never": it was not begun, and the key begins nothing any more; "forgotten": nobody can tell'
    )
    answer: TurnAnswer | None = Field(None, description="With answered: as it was told, or would have been")


@router.post(
    "/settle",
    operation_id="settleTurn",
    summary="Ask what became of a turn",
    responses=documented("invalid", "slow-down", "scope-too-small"),
)
async def settle_turn(lost: Lost, caller: Talking) -> Found:
    """For a client whose connection broke before the answer came. Begins nothing, and keeps the key from it for good.

    To have it done after all, say it again under a new key.
    """
    state, answer = caller.desk.answers.settle(lost.key, lost.sent_ago_s)
    return Found(state=state, answer=answer if isinstance(answer, TurnAnswer) else None)

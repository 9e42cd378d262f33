"""What was wished of the house while the car was out of reach, and waits to be asked about again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from server.api.problems import Problem, documented
from server.car.caller import Listed, Talking

router = APIRouter(tags=["waiting"])

Decision = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Waiter:
    """One wish that waits."""

    id: str
    text: str
    """What was said."""
    person: str
    seat: str
    at: datetime
    """When it was said, with its time zone."""
    until: datetime
    """When it is dropped."""
    reachable: bool = False
    """The link is back: it is asked about now."""
    turn: str = ""
    """Id of the turn in which it was said."""


class Waiting(Protocol):
    """What waits. Everything that changes here is to be told with Feeds.tell_all("waiting", …)."""

    def wishes(self) -> Sequence[Waiter]:
        """What waits now, oldest first."""
        ...

    async def decide(self, wish: str, decision: Decision) -> Waiter | None:
        """Send it or drop it, once; None where no such wish waits."""
        ...


class NothingWaits:
    """At home nothing does: the house is always in reach of itself."""

    def wishes(self) -> Sequence[Waiter]:
        """None."""
        return ()

    async def decide(self, wish: str, decision: Decision) -> Waiter | None:
        """There is none."""
        return None


class WaiterView(BaseModel):
    """A wish for the house that waits for the link."""

    id: str = Field(examples=["w-3f2a"])
    text: str = Field(description="What was said", examples=["close the garage door"])
    person: str
    seat: str
    at: datetime
    until: datetime = Field(description="When it is dropped: 15 minutes after it was said")
    reachable: bool = Field(description="The link is back, so it is asked about now: answer with POST /waiting/{wish}")


class WaitingView(BaseModel):
    """Everything that waits."""

    wishes: list[WaiterView]


class Decided(BaseModel):
    """The answer to a waiting wish."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"decision": "yes"}]})

    decision: Decision = Field(description='"yes" sends it once, "no" drops it')


def waiter_view(waiter: Waiter) -> WaiterView:
    """A wish as it is told."""
    return WaiterView(
        id=waiter.id,
        text=waiter.text,
        person=waiter.person,
        seat=waiter.seat,
        at=waiter.at,
        until=waiter.until,
        reachable=waiter.reachable,
    )


def waiting_view(waiting: Waiting) -> WaitingView:
    """Everything that waits, as it is told."""
    return WaitingView(wishes=[waiter_view(waiter) for waiter in waiting.wishes()])


@router.get("/waiting", operation_id="listWaiting", summary="What waits for the house", responses=documented())
async def list_waiting(caller: Talking, waiting: Listed) -> WaitingView:
    """Always empty on the house itself. A node in the car keeps here what was wished of the house out of its reach."""
    return waiting_view(waiting)


@router.post(
    "/waiting/{wish}",
    operation_id="decideWaiting",
    summary="Send or drop what waits",
    responses=documented("no-such-wish", "invalid"),
)
async def decide_waiting(wish: str, decided: Decided, caller: Talking, waiting: Listed) -> WaiterView:
    """A yes sends it, once. What comes of it is told by the events of a turn."""
    found = await waiting.decide(wish, decided.decision)
    if found is None:
        known = ", ".join(waiter.id for waiter in waiting.wishes()) or "none"
        raise Problem("no-such-wish", f"wish: {wish[:60]!r} does not wait; waiting: {known}")
    return waiter_view(found)

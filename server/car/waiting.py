"""What was wished of the house while the car was out of reach, and waits to be asked about again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from server.api.problems import Problem, documented
from server.car.caller import Listed, Talking
from server.car.head_unit import HeadUnit, Scope, check_scopes

router = APIRouter(tags=["waiting"])

Decision = Literal["yes", "no"]
Reached = Literal["waiting", "sent", "declined", "expired"]

DECIDING: tuple[Scope, ...] = ("home.act", "home.risky")
"""Scopes of which one is needed to say yes or no to a wish …"""
KNOWING: frozenset[str] = frozenset({"home.read", *DECIDING})
"""… and to be told of it at all: with home.read of everything, without it of what was said through itself."""


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
    state: Reached = "waiting"
    unit: str = ""
    """Id of the head unit that it was said through; empty: through none."""


class WaitingUnavailable(Exception):
    """What waits cannot be read or written now, so nothing was done about it; the text says why."""


class Waiting(Protocol):
    """What waits. Everything that changes here is to be told with Feeds.tell_all("waiting", …)."""

    def wishes(self) -> Sequence[Waiter]:
        """What waits now, oldest first."""
        ...

    async def decide(self, wish: str, decision: Decision) -> Waiter | None:
        """Send it or drop it, once: the wish as far as it came by that. None where no such wish waits.

        Who decides has one of the scopes DECIDING. Raises WaitingUnavailable.
        """
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
    state: Reached = Field(
        "waiting",
        description='How far it has come. After a decision "waiting" says that the house is out of reach again',
    )
    unit: str = Field("", description="Id of the head unit through which it was said; empty: through none")


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
        state=waiter.state,
        unit=waiter.unit,
    )


def may_know(unit: HeadUnit) -> bool:
    """Whether the head unit is told of what waits for the house."""
    return not KNOWING.isdisjoint(unit.scopes)


def is_for(unit: HeadUnit, said_through: str) -> bool:
    """Whether the head unit is told of a wish that was said through the one of that id."""
    return "home.read" in unit.scopes or (may_know(unit) and said_through == unit.id)


def waiting_view(waiting: Waiting, unit: HeadUnit | None = None) -> WaitingView:
    """Everything that waits, as it is told; with `unit` what that head unit is told of."""
    wishes = (waiter for waiter in waiting.wishes() if unit is None or is_for(unit, waiter.unit))
    return WaitingView(wishes=[waiter_view(waiter) for waiter in wishes])


def told_to(unit: HeadUnit, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event `waiting` that head unit is told."""
    told = {**data, "wishes": [wish for wish in data["wishes"] if is_for(unit, wish["unit"])]}
    news = told.get("news")
    if news is not None and not is_for(unit, news["unit"]):
        del told["news"]
    return told


@router.get("/waiting", operation_id="listWaiting", summary="What waits for the house", responses=documented())
async def list_waiting(caller: Talking, waiting: Listed) -> WaitingView:
    """Always empty on the house itself. A node in the car keeps here what was wished of the house out of its reach.

    A head unit without the scope home.read sees what was said through itself, if it may act at home; else nothing.
    """
    return waiting_view(waiting, caller.unit)


@router.post(
    "/waiting/{wish}",
    operation_id="decideWaiting",
    summary="Send or drop what waits",
    responses=documented("no-such-wish", "invalid", "not-ready", "scope-too-small"),
)
async def decide_waiting(wish: str, decided: Decided, caller: Talking, waiting: Listed) -> WaiterView:
    """A yes sends it, once; `state` says what really became of it. Needs the scope home.act or home.risky."""
    if caller.unit.scopes.isdisjoint(DECIDING):
        check_scopes(caller.unit, DECIDING[:1])
    visible = [waiter.id for waiter in waiting_view(waiting, caller.unit).wishes]
    try:
        foreign = any(waiter.id == wish for waiter in waiting.wishes()) and wish not in visible
        found = None if foreign else await waiting.decide(wish, decided.decision)
    except WaitingUnavailable as error:
        raise Problem("not-ready", str(error)) from error
    if found is None:
        known = ", ".join(visible) or "none"
        raise Problem("no-such-wish", f"wish: {wish[:60]!r} does not wait; waiting: {known}")
    return waiter_view(found)

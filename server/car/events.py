"""Server-sent events for a head unit: what it missed, or the whole state, then everything as it happens."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import Response
from starlette.types import Receive, Send
from starlette.types import Scope as Connection

from server.api.problems import Problem, documented
from server.api.wire import json_text
from server.car.caller import AccessToken, Caller, Listed, Units, Watching
from server.car.feed import Event
from server.car.head_unit import HeadUnits
from server.car.state import car_state, driving_view
from server.car.trip import told_of_trip
from server.car.waiting import KNOWING, Waiting, may_know, told_to, waiting_view

log = logging.getLogger(__name__)

router = APIRouter(tags=["watching"])

SERVER_SENT = "text/event-stream"

HEARTBEAT_S = 15.0
"""Seconds of quiet after which a comment shows that the line stands; and of quiet or not, after which the access token
is looked at again."""
RETRY_MS = 2_000
"""What a client is told to wait before it connects again."""
SEND_PATIENCE_S = 10.0
"""Seconds a client may leave everything unread before it is given up."""

SCOPES_OF: Mapping[str, frozenset[str]] = {
    "turn": frozenset({"talk"}),
    "waiting": KNOWING,
    "state": frozenset({"car.read"}),
    "driving": frozenset({"car.read", "talk"}),
    "trip": frozenset({"car.read"}),
}
"""Event → scopes of which one is needed to get it; the others come to everybody."""

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The events, without end",
        "content": {
            SERVER_SENT: {
                "schema": {"type": "string"},
                "example": 'retry: 2000\n\nid: 5f0c2a11-7\nevent: driving\ndata: {"state": "moving", "age_s": 0.1}\n\n',
            }
        },
    }
}


@router.get(
    "/events",
    operation_id="watch",
    summary="Everything as it happens",
    response_class=Response,
    responses=_STREAM | documented("slow-down", "scope-too-small"),
)
async def watch(
    caller: Watching,
    waiting: Listed,
    units: Units,
    token: AccessToken,
    last_event_id: Annotated[
        str | None, Header(max_length=60, description="The id of the last event that was received, after a break")
    ] = None,
) -> Response:
    """Server-sent events: `turn`, `state`, `driving`, `command`, `trip`, `occupants`, `waiting`, `pairing`, and `reset`
    with the whole state at first and whenever something was missed that cannot be told again. docs/head-units.md has
    their fields. The stream ends with `ended` when its access token does: connect again with a new one.
    """
    return EventStream(Watch(caller, waiting, units, token, last_event_id or ""))


class Watch:
    """What one client is told, one piece of text after the other; it keeps nothing but how far it is."""

    def __init__(self, caller: Caller, waiting: Waiting, units: HeadUnits, token: str, last_seen: str) -> None:
        self.limits = caller.desk.limits
        self._caller = caller
        """With the scopes as they are now: the owner may change them."""
        self._waiting = waiting
        self._units = units
        self._token = token
        self._feed = caller.desk.feed
        self._seen = self._feed.number_in(last_seen)
        self._looked_at = monotonic()
        """When the access token was looked at last."""
        self._waiting_told: Any = None
        """The wishes that this client was told of last."""

    async def pieces(self) -> AsyncIterator[str]:
        """Everything from now on; ends when the access token does."""
        yield f"retry: {RETRY_MS}\n\n"
        while True:
            missed = None if self._seen is None else self._feed.after(self._seen)
            if missed is None:
                yield self._reset()
                missed = ()
            for event in missed:
                self._seen = event.number
                if self._may_get(event) and (written := self._written(event)):
                    yield written
                if (event.name == "pairing" or not self._holds_s()) and (ended := await self._ended()):
                    yield ended
                    return
            within_s = self._holds_s()
            if within_s and (self._feed.last != self._seen or await self._feed.grown(within_s)):
                continue
            if ended := await self._ended():
                yield ended
                return
            yield ": still here\n\n"

    def _holds_s(self) -> float:
        """Seconds until the access token has to be looked at again; 0: now."""
        return max(0.0, self._looked_at + HEARTBEAT_S - monotonic())

    def _may_get(self, event: Event) -> bool:
        scopes = self._caller.unit.scopes
        return all(not needs or not needs.isdisjoint(scopes) for needs in (SCOPES_OF.get(event.name), event.needs))

    def _written(self, event: Event) -> str:
        """As it goes over the wire; empty where it tells this head unit nothing new."""
        data = event.data
        if event.name == "waiting":
            data = told_to(self._caller.unit, data)
            sees_all = "home.read" in self._caller.unit.scopes
            if data == {"wishes": self._waiting_told} and not sees_all:
                return ""
            self._waiting_told = data["wishes"]
        return f"id: {self._feed.id_of(event.number)}\nevent: {event.name}\ndata: {json_text(data)}\n\n"

    def _reset(self) -> str:
        """The whole state, in place of everything before."""
        self._seen = self._feed.last
        whole = reset_of(self._caller, self._waiting)
        self._waiting_told = whole["waiting"]["wishes"] if "waiting" in whole else None
        return f"id: {self._feed.id_of(self._seen)}\nevent: reset\ndata: {json_text(whole)}\n\n"

    async def _ended(self) -> str:
        """The last event, where the access token is over or was revoked; empty while it holds."""
        self._looked_at = monotonic()
        try:
            self._caller = replace(self._caller, unit=await self._units.of_token(self._token))
        except Problem as problem:
            return f"event: ended\ndata: {json_text(problem.document())}\n\n"
        return ""


def reset_of(caller: Caller, waiting: Waiting) -> dict[str, Any]:
    """Everything that events tell the changes of, as far as the head unit may know it."""
    home, unit = caller.mimosa.home, caller.unit
    whole: dict[str, Any] = {
        "head_unit": unit.id,
        "driving": driving_view(home, unit.device).model_dump(mode="json"),
        "occupants": {"seats": dict(caller.desk.occupants.seated)},
        "commands": [answer.model_dump(mode="json") for answer in list(caller.desk.commands.values())[-10:]],
    }
    if "car.read" in unit.scopes:
        whole["state"] = car_state(home, unit).model_dump(mode="json")
        whole["trip"] = told_of_trip(caller.mimosa.trips, unit.device)
    if may_know(unit):
        whole["waiting"] = waiting_view(waiting, unit).model_dump(mode="json")
    return whole


class EventStream(Response):
    """Sends the pieces of a watch. Each waits for the client to take the one before, and none for ever."""

    media_type = SERVER_SENT

    def __init__(self, watch: Watch) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._watch = watch

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Send until the client goes away, reads nothing any more, or may not know more."""
        with self._watch.limits.one_of("streams"):
            sending = asyncio.create_task(self._send_all(send))
            gone = asyncio.create_task(_until_gone(receive))
            try:
                await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (sending, gone):
                    task.cancel()
                ended, _ = await asyncio.gather(sending, gone, return_exceptions=True)
        if isinstance(ended, OSError):
            log.info("a head unit's event client is gone, or reads nothing")
        elif isinstance(ended, Exception):
            raise ended

    async def _send_all(self, send: Send) -> None:
        await _in_time(send({"type": "http.response.start", "status": 200, "headers": self.raw_headers}))
        async for piece in self._watch.pieces():
            await _in_time(send({"type": "http.response.body", "body": piece.encode(), "more_body": True}))
        await _in_time(send({"type": "http.response.body", "body": b"", "more_body": False}))


async def _in_time(sending: Any) -> None:
    """Raises TimeoutError where the client takes nothing."""
    async with asyncio.timeout(SEND_PATIENCE_S):
        await sending


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

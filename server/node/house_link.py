"""The link to the house, which comes and goes: whether it stands, what the house tells, and turns over it."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from time import monotonic
from typing import Any

from assistant.streams import Broadcast
from server.node.backoff import Backoff
from server.node.errors import HouseLinkError, HouseSaidNo, NotPaired, OutOfReach
from server.node.house_client import HouseClient
from server.node.house_turn import HouseAnswer, HouseTurn, Settled, answer_in
from server.node.server_sent import EventTooLong, ServerSent, events_in

log = logging.getLogger(__name__)

QUIET_S = 4.0
"""Seconds without a sign of life after which one is asked for."""
FRESH_S = 2.0
"""Seconds for which a sign of life is believed before something is said to the house."""
PROBE_S = 1.5
"""Seconds a sign of life may take; without one the house is out of reach."""
WATCH_S = 1.0
"""Between two questions for a sign of life while a turn is under way."""
EVENTS_QUIET_S = 40.0
"""Seconds without a line of the events, of which the house sends one every 15 at least."""
TURN_S = 20.0
"""Seconds a turn may take at the house, thinking included."""
LATE_S = 10.0
"""Seconds after which the house must not begin a turn any more that it gets only then."""

ToldBy = Callable[[str, Any], Awaitable[None]]
"""Takes an event of the house: its kind and its JSON."""


class HouseLink:
    """The link. `run` keeps it; until that has found the house it is out of reach."""

    def __init__(
        self,
        client: HouseClient,
        told: ToldBy | None = None,
        backoff: Backoff | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._told = told
        self._backoff = backoff or Backoff()
        self._sleep = sleep
        self.turns = 0
        """How many turns were begun at the house."""
        self._reachable = False
        self._heard_at: float | None = None
        self.last_contact: datetime | None = None
        """When the house was heard last; None: never since the start."""
        self._states: Broadcast[bool] = Broadcast()
        self._last_event = ""

    @property
    def reachable(self) -> bool:
        """Whether the house is believed to answer."""
        return self._reachable

    @property
    def paired(self) -> bool:
        """Whether the house still knows this car, as far as anybody said."""
        return not self._client.ended

    def states(self) -> AsyncIterator[bool]:
        """Each change of `reachable` from now on."""
        return self._states.listen()

    async def run(self) -> None:
        """Keep the link until cancelled, or until the house ends the pairing."""
        watching = asyncio.create_task(self._watch(), name="the house's life")
        try:
            while self.paired:
                try:
                    await self._follow()
                    self._backoff.reset()
                except NotPaired as error:
                    log.error("the link to the house ends: %s", error)
                    self._is(False)
                    return
                except (HouseLinkError, EventTooLong) as error:
                    log.info("the events of the house ended: %s", error)
                    if isinstance(error, OutOfReach):
                        await self._reaches()
                await self._sleep(self._backoff.wait_s())
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def take_turn(self, turn: HouseTurn, patience_s: float = TURN_S) -> HouseAnswer:
        """Say it and wait for the end, at most `patience_s`. Raises OutOfReach, NotPaired, HouseSaidNo.

        Where the house shows no sign of life nothing is sent at all, and OutOfReach says so.
        """
        if not self._is_fresh():
            await self._probe()
        headers = {"Idempotency-Key": turn.key}
        until = self._client.house_time(LATE_S)
        if until is not None:
            headers["Begin-Before"] = format_datetime(datetime.fromtimestamp(until, UTC), usegmt=True)
        self.turns += 1
        asking = asyncio.create_task(
            self._client.request("POST", "/turns", body=turn.body(), headers=headers, patience_s=patience_s)
        )
        watching = asyncio.create_task(self._until_lost())
        try:
            await asyncio.wait([asking, watching], return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise OutOfReach("the house went out of reach during the turn", sent=True)
            return _answer(await asking)
        finally:
            for task in (asking, watching):
                task.cancel()
            await asyncio.wait([asking, watching])

    async def settle(self, key: str, sent_ago_s: float) -> tuple[Settled, HouseAnswer | None]:
        """What became of a turn whose answer never came; from now on the key begins nothing.

        `sent_ago_s`: seconds since it was sent. Raises OutOfReach, NotPaired, HouseSaidNo.
        """
        told = await self._client.request(
            "POST", "/turns/settle", body={"key": key, "sent_ago_s": round(max(0.0, sent_ago_s), 1)}
        )
        self._alive()
        try:
            settled = Settled(told["state"])
            return settled, answer_in(told["answer"]) if settled is Settled.ANSWERED else None
        except (KeyError, TypeError, ValueError) as error:
            raise HouseSaidNo("", 200, f"what became of a turn cannot be read: {error}") from error

    async def fetch(self, path: str) -> Any:
        """The JSON at a path of the house's API for cars. Raises OutOfReach, NotPaired, HouseSaidNo."""
        told = await self._client.request("GET", path)
        self._alive()
        return told

    async def put(self, path: str, body: Mapping[str, Any]) -> None:
        """Tell the house something. Raises OutOfReach, NotPaired, HouseSaidNo."""
        await self._client.request("PUT", path, body=body)
        self._alive()

    @property
    def conversation(self) -> str:
        """The key of this car's dialogue at the house."""
        return self._client.pairing.conversation

    async def _follow(self) -> None:
        """Take the events of the house until they end."""
        async with self._client.lines("/events", self._last_event, EVENTS_QUIET_S) as lines:
            self._alive()
            self._backoff.reset()
            async for event in events_in(lines):
                self._alive()
                await self._take(event)

    async def _take(self, event: ServerSent) -> None:
        if event.event and self._told is not None:
            try:
                await self._told(event.event, json.loads(event.data))
            except ValueError:
                log.warning("the house sent a %s event that is no JSON", event.event)
        self._last_event = event.id or self._last_event

    async def _watch(self) -> None:
        """Ask for a sign of life when there was none for a while."""
        while True:
            quiet = monotonic() - (self._heard_at or 0.0) if self._heard_at is not None else QUIET_S
            if quiet >= QUIET_S:
                await self._reaches()
                await self._sleep(WATCH_S if self._reachable else QUIET_S / 2)
            else:
                await self._sleep(QUIET_S - quiet)

    async def _until_lost(self) -> None:
        """Comes back when the house shows no sign of life any more, twice in a row."""
        missed = 0
        while missed < 2:
            await self._sleep(WATCH_S)
            missed = 0 if await self._reaches() else missed + 1

    async def _reaches(self) -> bool:
        with contextlib.suppress(OutOfReach):
            await self._probe()
            return True
        return False

    async def _probe(self) -> None:
        """Ask for a sign of life. Raises OutOfReach."""
        try:
            await self._client.alive(PROBE_S)
        except OutOfReach:
            self._is(False)
            raise
        self._alive()

    def _is_fresh(self) -> bool:
        return self._reachable and self._heard_at is not None and monotonic() - self._heard_at < FRESH_S

    def _alive(self) -> None:
        self._heard_at = monotonic()
        self.last_contact = datetime.now(UTC)
        self._is(self.paired)

    def _is(self, reachable: bool) -> None:
        if reachable != self._reachable:
            self._reachable = reachable
            log.info("the house is %s", "in reach" if reachable else "out of reach")
            self._states.put(reachable)


def _answer(told: Any) -> HouseAnswer:
    try:
        return answer_in(told)
    except ValueError as error:
        raise HouseSaidNo("", 200, str(error)) from error

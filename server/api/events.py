"""The event socket: the house as it is, then every change. A slow client gets the newest, a dead one is closed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, WebSocket

from assistant.trace import event_json
from devices.changes import (
    Change,
    CommandSettled,
    DeviceAppeared,
    DeviceChanged,
    DeviceGone,
    DeviceWaits,
    LayoutChanged,
    LinkChanged,
    Reverted,
)
from devices.command import Outcome, OutcomeKind, Reason
from server.api.assembly import Assembly, assembly_of
from server.api.channel import CLOSE_TRY_AGAIN, Channel, ClientGone, NotUnderstood
from server.api.devices import device_view, floor_views, house_view, room_views
from skills.outcomes import words_for

log = logging.getLogger(__name__)

router = APIRouter()

HEALTH_EVERY_S = 1.0


@router.websocket("/ws/events")
async def event_socket(socket: WebSocket) -> None:
    """Tells one client everything until it goes away."""
    channel = Channel(socket)
    async with channel.serving("an event"):
        if not await channel.admit(socket.app.state.token):
            return
        told = _Told(channel, assembly_of(socket))
        happening = told.head_units(), told.suggestions(), told.crossings()
        ended = await _until_one_ends(told.listen(), told.house(), told.turns(), *happening, told.health())
        if isinstance(ended, ClientGone):
            await channel.close(CLOSE_TRY_AGAIN, "too slow")
        elif ended is not None:
            raise ended


async def _until_one_ends(*work: Coroutine[Any, Any, None]) -> BaseException | None:
    """Run all until the first ends; returns what it ended with."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).exception()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _let_go(stream: AsyncIterator[Any]) -> AsyncIterator[None]:
    """Stop listening to the stream at the end of the context, not whenever its memory is tidied up."""
    try:
        yield
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


class _Told:
    """What one client is told. Each stream waits for the socket by itself, so what piles up stays bounded: the newest
    state of each device, and the last turn events."""

    def __init__(self, channel: Channel, mimosa: Assembly) -> None:
        self._channel = channel
        self._mimosa = mimosa
        self._ready = asyncio.Event()
        self._health: dict[str, object] = {}

    async def listen(self) -> None:
        """Wait for the client's end; what it says meanwhile means nothing here."""
        while True:
            try:
                await self._channel.receive()
            except NotUnderstood as error:
                log.debug("an event client said something unknown: %s", error)
            except ClientGone:
                return

    async def house(self) -> None:
        """The snapshot, then every change of a device."""
        changes = self._mimosa.home.changes()
        self._health = dict(self._mimosa.health())
        snapshot = house_view(self._mimosa.home).model_dump(mode="json")
        await self._channel.send({"type": "snapshot", **snapshot, "health": self._health})
        self._ready.set()
        async with _let_go(changes):
            async for change in changes:
                message = self._message(change)
                if message is not None:
                    await self._channel.send(message)

    async def turns(self) -> None:
        """Every event of every turn."""
        events = self._mimosa.turn_events()
        await self._ready.wait()
        async with _let_go(events):
            async for conversation, event in events:
                await self._channel.send({"type": "turn", "conversation": conversation, "event": event_json(event)})

    async def head_units(self) -> None:
        """What happens to the head units of cars: every new pairing above all."""
        happening = self._mimosa.head_units.announcements.listen()
        await self._ready.wait()
        async with _let_go(happening):
            async for told in happening:
                await self._channel.send({"type": "pairing", **told.message()})

    async def suggestions(self) -> None:
        """Whose suggestions or routines are others now; what they are each asks for themselves."""
        changed = self._mimosa.memory.suggesting.kept.changed.listen()
        await self._ready.wait()
        async with _let_go(changed):
            async for person in changed:
                await self._channel.send({"type": "suggestions", "person": person})

    async def crossings(self) -> None:
        """That a car left home or came home; which of them, and when, whoever may know asks for."""
        happening = self._mimosa.coming_and_going.listen()
        await self._ready.wait()
        async with _let_go(happening):
            async for crossed in happening:
                await self._channel.send({"type": "crossing", "car": crossed.car})

    async def health(self) -> None:
        """How the parts are, when that changes."""
        await self._ready.wait()
        while True:
            now = dict(self._mimosa.health())
            if now != self._health:
                self._health = now
                await self._channel.send({"type": "health", "health": now})
            await asyncio.sleep(HEALTH_EVERY_S)

    def _message(self, change: Change) -> dict[str, Any] | None:
        match change:
            case DeviceAppeared(device=device) | DeviceChanged(device=device):
                known = self._mimosa.home.devices.get(device)
                if known is None:
                    return None
                view = device_view(self._mimosa.home, known).model_dump(mode="json")
                return {"type": "device", "device": view}
            case DeviceGone(device=device):
                return {"type": "gone", "id": device}
            case DeviceWaits(device=device):
                return {"type": "waits", "id": device, **self._places()}
            case LayoutChanged():
                return {"type": "layout", "waiting": list(self._mimosa.home.waiting), **self._places()}
            case CommandSettled(outcome=outcome):
                return self._settled(outcome)
            case Reverted(command=command, value=value):
                return self._settled(Outcome(OutcomeKind.FAILED, command, Reason.REVERTED, value))
            case LinkChanged():
                self._health = dict(self._mimosa.health())
                return {"type": "health", "health": self._health}

    def _settled(self, outcome: Outcome) -> dict[str, Any]:
        """What turned out about a command after it was answered."""
        home = self._mimosa.home
        return {
            "type": "settled",
            "command": outcome.command.id,
            "device": outcome.command.device,
            "outcome": outcome.kind.value,
            "reason": outcome.reason.value,
            "say": {"en": words_for(outcome, home, "en"), "zh": words_for(outcome, home, "zh")},
        }

    def _places(self) -> dict[str, Any]:
        home = self._mimosa.home
        return {
            "rooms": [room.model_dump(mode="json") for room in room_views(home)],
            "floors": [floor.model_dump(mode="json") for floor in floor_views(home)],
        }

"""The turns of all conversations: begun here, found again here, and heard by whoever watches."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from assistant.conversation import Conversation, Exchange
from assistant.events import Heard, TurnEvent
from assistant.handle import TurnHandle
from assistant.streams import Broadcast
from assistant.turn import Faculties, Recording, turn
from assistant.utterance import Speaker, Utterance
from server.carrying import history_with_what_goes_on

PRESENT_TURN: ContextVar[str] = ContextVar("present turn", default="")
"""Id of the turn that is being taken."""

CONVERSATIONS_KEPT = 100
FINISHED_KEPT = 20
"""Turns that are over and can still be found; each holds every sound it said."""


class Conversations:
    """Begins turns. In one conversation they run one after the other; a new one interrupts none."""

    def __init__(self, able: Callable[[], Faculties]) -> None:
        """`able`: what turns are taken with at the moment; engines may come and go."""
        self._able = able
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}
        self._handles: dict[str, TurnHandle] = {}
        self._events: Broadcast[tuple[str, TurnEvent]] = Broadcast()

    def conversation(self, key: str) -> Conversation:
        """The dialogue of that key; begun where there is none. The longest unused are dropped."""
        if key not in self._kept:
            self._kept[key] = Conversation(key)
            self._locks[key] = asyncio.Lock()
        self._kept.move_to_end(key)
        while len(self._kept) > CONVERSATIONS_KEPT:
            old, _ = self._kept.popitem(last=False)
            self._locks.pop(old, None)
        return self._kept[key]

    def others(self, key: str) -> Sequence[tuple[str, Conversation]]:
        """Every dialogue but that one, by its key."""
        return [(other, conversation) for other, conversation in self._kept.items() if other != key]

    def take_turn(self, said: Utterance | Recording, key: str, speak: bool) -> TurnHandle:
        """Begin a turn; it goes on whether anybody listens or not."""
        turn_id = uuid4().hex
        events = self._in_order(said, key, turn_id, speak)
        handle = TurnHandle(turn_id, events, said.language, lambda event: self._events.put((key, event)))
        self._handles[turn_id] = handle
        self._drop_finished()
        return handle

    def latest_of(self, person: str) -> str:
        """The key of the dialogue in which this person spoke last; of nobody's words, one of its own."""
        spoken = {
            key: conversation.history[-1].utterance.at
            for key, conversation in self._kept.items()
            if conversation.history and conversation.history[-1].utterance.speaker.person == person
        }
        return max(spoken, key=lambda key: spoken[key], default=f"on the way:{person}")

    def handle(self, turn_id: str) -> TurnHandle | None:
        """A running turn, or one of the last that are over."""
        return self._handles.get(turn_id)

    def attribute(self, turn_id: str, speaker: Speaker) -> bool:
        """Somebody else than was thought began that turn; returns whether it is still known."""
        return sum(conversation.attribute(turn_id, speaker) for conversation in self._kept.values()) > 0

    def forget(self, person: str | None = None, since: datetime | None = None, until: datetime | None = None) -> int:
        """Let go of what this person (None: anybody) said in that time; returns how many turns it was."""

        def goes(exchange: Exchange) -> bool:
            said = exchange.utterance
            mine = person is None or said.speaker.person == person
            return mine and (since is None or said.at >= since) and (until is None or said.at < until)

        gone = 0
        for conversation in self._kept.values():
            left = [exchange for exchange in conversation.history if not goes(exchange)]
            gone += len(conversation.history) - len(left)
            if len(left) < len(conversation.history):
                conversation.history, conversation.parked, conversation.asked = left, None, None
        self._handles = {turn_id: handle for turn_id, handle in self._handles.items() if not handle.done}
        return gone

    def _drop_finished(self) -> None:
        """Let go of the oldest turns that are over; a running one is always found."""
        finished = [turn_id for turn_id, handle in self._handles.items() if handle.done]
        for turn_id in finished[:-FINISHED_KEPT]:
            del self._handles[turn_id]

    def turn_events(self) -> AsyncIterator[tuple[str, TurnEvent]]:
        """(conversation, event) of every turn from now on."""
        return self._events.listen()

    async def close(self) -> None:
        """Interrupt what is running and wait for its end."""
        running = [h for h in self._handles.values() if not h.done]
        for handle in running:
            handle.stop()
        for handle in running:
            await handle.finished()

    async def _in_order(
        self, said: Utterance | Recording, key: str, turn_id: str, speak: bool
    ) -> AsyncIterator[TurnEvent]:
        conversation = self.conversation(key)
        PRESENT_TURN.set(turn_id)
        self._drop_strangers()
        async with self._locks[key]:
            self._hand_over(said, conversation)
            async for event in turn(said, conversation, self._able(), turn_id=turn_id, speak=speak):
                if isinstance(event, Heard) and isinstance(said, Recording) and said.any_speaker:
                    self._hand_over(replace(event.utterance, goes_on=said.goes_on), conversation)
                yield event

    def _drop_strangers(self) -> None:
        """Let go of what voices said that nobody knows, as soon as nothing can refer to it any more."""
        now = datetime.now(UTC)
        for conversation in self._kept.values():
            recent = {id(exchange) for exchange in conversation.recent(now)}
            conversation.history[:] = [
                e for e in conversation.history if id(e) in recent or e.utterance.speaker.person != "unknown"
            ]

    def _hand_over(self, said: Utterance | Recording, here: Conversation) -> None:
        """Let what the person said last elsewhere go on here, where it may."""
        now = said.at if isinstance(said, Utterance) else datetime.now(UTC)
        here.history = history_with_what_goes_on(said, here, self._kept.values(), now)

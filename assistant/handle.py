"""A running turn: it can be listened to by several, interrupted and awaited."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from assistant.errors import AssistantError
from assistant.events import Failed, Finished, Interrupted, TurnEvent
from assistant.streams import Replay
from assistant.utterance import Language
from assistant.words import sentence

log = logging.getLogger(__name__)


class TurnHandle:
    """One turn as an asyncio task. Always ends with a Finished event, whatever happened."""

    def __init__(
        self,
        turn_id: str,
        events: AsyncIterator[TurnEvent],
        language: Language,
        tell: Callable[[TurnEvent], None] = lambda event: None,
    ) -> None:
        """`tell` is called with every event, also those of an interruption; it must not block."""
        self.id = turn_id
        self._language = language
        self._tell = tell
        self._events: Replay[TurnEvent] = Replay()
        self._finished: Finished | None = None
        self._begun = False
        self._stopped = False
        self._task = asyncio.create_task(self._run(events), name=f"turn-{turn_id}")

    def events(self) -> AsyncIterator[TurnEvent]:
        """All events from the start, for any number of listeners."""
        return self._events.listen()

    def stop(self) -> None:
        """Interrupt it: nothing more is begun or said. A command that is under way ends in the journal."""
        if self._begun and not self._stopped:
            self._task.cancel()
        self._stopped = True

    @property
    def done(self) -> bool:
        """Whether its last event is out."""
        return self._task.done()

    async def finished(self) -> Finished:
        """Wait for the end; returns the last event. The turn goes on if the waiting is cancelled."""
        await asyncio.wait([self._task])
        if self._finished is None:
            raise AssistantError(f"turn {self.id} ended without a result")
        return self._finished

    async def _run(self, events: AsyncIterator[TurnEvent]) -> None:
        self._begun = True
        try:
            if self._stopped:
                raise asyncio.CancelledError
            async for event in events:
                await self._emit(event)
        except asyncio.CancelledError:
            await self._emit(Interrupted(self.id))
            await self._emit(Finished(self.id, "interrupted", ""))
        except Exception:
            # The last line of defence: a fault in a skill or an engine ends this turn, never the server.
            log.exception("turn %s failed", self.id)
            say = sentence("internal", self._language)
            await self._emit(Failed(self.id, "internal", say))
            await self._emit(Finished(self.id, "failed", say))
        finally:
            await self._events.end()

    async def _emit(self, event: TurnEvent) -> None:
        if isinstance(event, Finished):
            self._finished = event
        self._tell(event)
        await self._events.put(event)

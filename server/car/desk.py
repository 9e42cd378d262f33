"""What is kept for one head unit between its requests, and what it is told meanwhile."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any

from assistant.events import Finished, Thought, TurnEvent
from assistant.trace import event_json
from assistant.turn import Recording
from assistant.utterance import Language, Utterance
from devices.changes import Change, CommandSettled, DeviceChanged, Reverted
from devices.command import Outcome, OutcomeKind, Reason
from devices.policy import Driving
from server.api.asked import OpenQuestions
from server.api.assembly import Assembly, RunningTurn
from server.car.announcing import Announcements
from server.car.display import display_of
from server.car.feed import Feed
from server.car.head_unit import HeadUnit
from server.car.idempotency import GivenAnswers
from server.car.limits import Limits
from server.car.occupants import Occupants
from server.car.outcomes import CommandAnswer, command_answer
from server.car.state import driving_view, value_views
from server.car.trip import tell_trip

log = logging.getLogger(__name__)

DESKS_KEPT = 100
TURNS_KEPT = 100
COMMANDS_KEPT = 200

YES_WITHIN_S = 8.0
"""Seconds a question on the display waits for its yes …"""
PIN_WITHIN_S = 30.0
"""… and for a PIN, which takes its time to be entered."""

LOOK_AT_DRIVING_S = 0.2
"""Seconds between two looks at what the car is doing: it also becomes unknown when nothing is said."""

STATE_REST_S = 0.1
"""Seconds between two events about values; what changes meanwhile comes together."""


class Desk:
    """One head unit's: its bounds, its answers, its questions, its turns and commands, and its feed."""

    def __init__(self, unit: HeadUnit, mimosa: Assembly, occupants: Occupants) -> None:
        self.unit_id = unit.id
        self.car = unit.device
        self.limits = Limits()
        self.answers = GivenAnswers()
        self.questions = OpenQuestions(within_s=YES_WITHIN_S)
        self.feed = Feed()
        self.occupants = occupants
        self.turns: OrderedDict[str, str] = OrderedDict()
        """The last turns by id, with the conversation of each."""
        self.commands: OrderedDict[str, CommandAnswer] = OrderedDict()
        """The last commands by id, as far as is known now."""
        self._mimosa = mimosa
        self._changes = mimosa.home.changes()
        self._telling: set[asyncio.Task[None]] = set()
        self._microphones = 0
        self._driving = mimosa.home.driving(self.car)
        self._told: dict[str, tuple[Any, bool]] = {
            name: (fact.value, fact.live) for name, fact in mimosa.home.facts(self.car).items()
        }

    @property
    def conversations(self) -> str:
        """What the keys of its conversations begin with."""
        return f"car.{self.unit_id}."

    @property
    def driving(self) -> Driving:
        """What the car is doing at this moment."""
        self._look_at_driving()
        return self._driving

    @property
    def is_talked_to(self) -> bool:
        """Whether a turn of this head unit is under way, or a microphone of it is open."""
        if self._microphones:
            return True
        found = (self._mimosa.handle(turn) for turn in reversed(self.turns))
        return any(not turn.done for turn in found if turn is not None)

    @property
    def circumstances(self) -> str:
        """What an open question holds for: another text after every change of what the car is doing."""
        return f"{self.car} {self.feed.epoch} {self._mimosa.home.changes_of_driving(self.car)}"

    @contextmanager
    def open_microphone(self) -> Iterator[None]:
        """In this context somebody may be speaking, before any turn is begun."""
        self._microphones += 1
        try:
            yield
        finally:
            self._microphones -= 1

    def take_turn(self, said: Utterance | Recording, conversation: str, *, speak: bool) -> RunningTurn:
        """Begin a turn of this head unit in one of its conversations, and tell its events."""
        turn = self._mimosa.take_turn(said, self.conversations + conversation, speak)
        self.turns[turn.id] = conversation
        while len(self.turns) > TURNS_KEPT:
            self.turns.popitem(last=False)
        telling = asyncio.create_task(self._tell_turn(turn, conversation, said.language), name=f"told {turn.id}")
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
        return turn

    def take_down_command(self, answer: CommandAnswer) -> None:
        """A command of this head unit was answered, or more is known about it now."""
        self.commands[answer.id] = answer
        while len(self.commands) > COMMANDS_KEPT:
            self.commands.popitem(last=False)
        self.feed.put("command", answer.model_dump(mode="json"))

    async def run(self) -> None:
        """Fill the feed until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tell_changes())
            tasks.create_task(self._watch_driving())
            tasks.create_task(tell_trip(self._mimosa.trips, self.car, self.feed))

    async def _tell_changes(self) -> None:
        async for change in self._changes:
            if self._tell_change(change):
                await asyncio.sleep(STATE_REST_S)

    def _tell_change(self, change: Change) -> bool:
        """Returns whether values of the car were told."""
        match change:
            case DeviceChanged(device=self.car):
                return self._tell_values(change)
            case CommandSettled(outcome=outcome):
                self._tell_settled(outcome)
            case Reverted(command=command, value=value):
                self._tell_settled(Outcome(OutcomeKind.FAILED, command, Reason.REVERTED, value))
        return False

    def _tell_values(self, change: DeviceChanged) -> bool:
        """Tell what is another value now, or became doubtful; nothing where the car only said the same again."""
        home = self._mimosa.home
        car = home.devices.get(self.car)
        now = {name: (fact.value, fact.live) for name, fact in home.facts(self.car).items()}
        new = [name for name in (change.facts or now) if name in now and self._told.get(name) != now[name]]
        self._told.update({name: now[name] for name in new})
        if car is None or not new:
            return False
        values = value_views(home, car, new, home.facts(self.car))
        at = datetime.now(UTC).isoformat()
        self.feed.put("state", {"at": at, "values": [value.model_dump(mode="json") for value in values]})
        return True

    def _tell_settled(self, outcome: Outcome) -> None:
        command = outcome.command
        own = command.id in self.commands or command.turn in self.turns
        if not own and command.device != self.car:
            return
        answer = command_answer(outcome, self._mimosa.home, self.driving)
        if own:
            self.take_down_command(answer)
        else:
            self.feed.put("command", answer.model_dump(mode="json"), needs=frozenset({"car.read"}))

    async def _tell_turn(self, turn: RunningTurn, conversation: str, language: Language) -> None:
        async for event in turn.events():
            if not isinstance(event, Thought):
                self.feed.put("turn", self._described(conversation, event, language))

    def _described(self, conversation: str, event: TurnEvent, language: Language) -> dict[str, Any]:
        """The event, with what of the reply may be shown at its end."""
        told = {"conversation": conversation, **event_json(event)}
        if isinstance(event, Finished):
            told["display"] = display_of(event.reply, event.outcome, language, self.driving)
        return told

    async def _watch_driving(self) -> None:
        while True:
            self._look_at_driving()
            await asyncio.sleep(LOOK_AT_DRIVING_S)

    def _look_at_driving(self) -> None:
        now = self._mimosa.home.driving(self.car)
        if now is not self._driving:
            self._driving = now
            self.feed.put("driving", driving_view(self._mimosa.home, self.car).model_dump(mode="json"))


class Desks:
    """One for each head unit that has called. The longest unused are closed."""

    def __init__(self, mimosa: Assembly) -> None:
        self._mimosa = mimosa
        self._announcements: Announcements | None = None
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        self._work: dict[str, asyncio.Task[None]] = {}
        self._occupants: dict[str, Occupants] = {}
        self._announcing: asyncio.Task[None] | None = None

    def listen_to(self, announcements: Announcements | None) -> None:
        """Where it is told what happens to head units."""
        self._announcements = announcements

    def of(self, unit: HeadUnit) -> Desk:
        """The desk of that head unit."""
        desk = self._desks.get(unit.id)
        if desk is None:
            occupants = self._occupants.setdefault(unit.id, Occupants())
            desk = self._desks[unit.id] = Desk(unit, self._mimosa, occupants)
            self._work[unit.id] = asyncio.create_task(desk.run(), name=f"head unit {unit.id}")
            self._work[unit.id].add_done_callback(_complain)
            self._drop_idle()
        self._desks.move_to_end(unit.id)
        if self._announcing is None and self._announcements is not None:
            self._announcing = asyncio.create_task(self._announce(self._announcements), name="head units are announced")
            self._announcing.add_done_callback(_complain)
        return desk

    def tell(self, name: str, data: dict[str, Any], concerns: Callable[[Desk], bool] = lambda desk: True) -> None:
        """Tell all head units that have called and that it concerns."""
        for desk in self._desks.values():
            if concerns(desk):
                desk.feed.put(name, data)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """In this context; at its end what is under way is awaited and every desk is closed."""
        try:
            yield
        finally:
            await self.close()

    async def close(self) -> None:
        """Let what is under way end, then everything."""
        for desk in self._desks.values():
            await desk.answers.finish()
        tasks = [*self._work.values(), *([self._announcing] if self._announcing else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._desks.clear()
        self._work.clear()
        self._announcing = None

    def _drop_idle(self) -> None:
        idle = [unit_id for unit_id, desk in list(self._desks.items())[:-1] if desk.limits.idle]
        for unit_id in idle[: max(0, len(self._desks) - DESKS_KEPT)]:
            del self._desks[unit_id]
            self._work.pop(unit_id).cancel()

    async def _announce(self, announcements: Announcements) -> None:
        async for announcement in announcements.listen():
            self.tell("pairing", announcement.message())


def _complain(task: "asyncio.Task[None]") -> None:
    """Without it a head unit hears of nothing: its end must not go unseen."""
    if not task.cancelled() and task.exception() is not None:
        log.critical("%s is told nothing any more", task.get_name(), exc_info=task.exception())

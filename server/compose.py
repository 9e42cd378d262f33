"""The one place where everything is put together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Self

from assistant.conversation import Conversation
from assistant.enrolling import Enrolment
from assistant.events import TurnEvent
from assistant.handle import TurnHandle
from assistant.memory.habits import Habits
from assistant.memory.members import Members
from assistant.memory.nicknames import Nicknames
from assistant.memory.pins import Pins
from assistant.memory.preferences import Preferences
from assistant.memory.sayings import Sayings
from assistant.memory.taught import TaughtPhrases
from assistant.recognising import Recogniser
from assistant.speech.endpointing import Listener, Mode
from assistant.speech.resemblyzer import ResemblyzerVoiceprints
from assistant.tools import JsonValue, Toolbox, ToolCall
from assistant.turn import Faculties, Recording
from assistant.understanding.mind import Mind, Step
from assistant.understanding.nicknaming import Nicknaming, Unfit
from assistant.understanding.small_talk import SmallTalk
from assistant.understanding.teaching import Teaching
from assistant.utterance import Language, Speaker, Utterance
from devices.address import BrokerAddress
from devices.crossings import Crossings
from devices.journal import Journal
from devices.layout import Layout, read_layout
from devices.link import Link
from devices.mqtt import MqttLink
from devices.ownership import Ownership
from devices.ownership_records import OwnershipRecords
from server.arriving import look_after
from server.attributing import Attribution
from server.car.granted_calls import facts_for, granted_calls
from server.car.mirrored_cars import MirroredCars
from server.car.paired import PairedHeadUnits, driving_in
from server.collecting import collecting_later, keep_what_is_loaded
from server.coming_and_going import ComingAndGoing
from server.conversations import Conversations
from server.database import Database
from server.engines import LOADING, READY, Engines
from server.erasing import Erasing, Memories
from server.home_of import make_home, simulated_layout
from server.household_memory import HouseholdMemory, forgetting_old
from server.keeping import forget_old_commands, keep_backups
from server.learning import Learning, around_in
from server.likings import Likings
from server.outside import trips_outside
from server.reflex import reflex_for
from server.returning import ReturningTrips
from server.settings import Settings
from server.suggesting import suggesting_for
from server.trip_records import TripRecords
from server.vocabulary import likely_names
from skills.arrivals import Arrivals
from skills.at_saying import after_sayings
from skills.loading import Loaded, load
from skills.names import names_of
from skills.surface import Services, local_now
from skills.usually_meant import MeantByHabit
from skills.usuals import Usuals

log = logging.getLogger(__name__)

NOBODY = Speaker("unknown", "guest")

CONNECT_S = 5.0
"""Seconds that a further connection to the broker may take."""

HOME_ENDED = "missing: no device is listened to any more; see the log, then start Mimosa again"


class Mimosa:
    """Everything put together; an async context manager."""

    def __init__(self, settings: Settings, broker: BrokerAddress, *, simulated: bool = False) -> None:
        """`simulated`: the simulated house is on the broker, so its rooms and names are known."""
        self.settings = settings
        self._broker = broker
        self._simulated = simulated
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as starting:
            with collecting_later():
                await self._start(starting)
            keep_what_is_loaded()
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    async def _start(self, running: AsyncExitStack) -> None:
        settings = self.settings
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._database = database = running.enter_context(Database(settings.data_dir / "mimosa.db"))
        habits = await self._open_the_home(running, database)
        taught = await self._know_its_people(database)
        await self._look_outside(database)
        services = self._services(database, habits)
        await self._learn_to_understand(running, services)
        self._remember(running, services, taught)
        self._go_along(running)

    async def _open_the_home(self, running: AsyncExitStack, database: Database) -> Habits:
        """The devices and cars, with everything that is written down of them; returns what people usually do there."""
        journal = Journal(database)
        habits = Habits(database, clock=local_now, around=lambda: around_in(self.home, local_now()))
        keeping = asyncio.create_task(self._keep(database, journal, habits), name="keeping")
        running.push_async_callback(_ended, keeping)
        link = await running.enter_async_context(MqttLink(self._broker, client_id="mimosa"))
        layout, beneath = read_layout(self.settings.house_file), simulated_layout() if self._simulated else Layout()
        self.ownership = Ownership(OwnershipRecords(database), layout, beneath)
        await self.ownership.load()
        self.home = make_home(link, journal, self.ownership)
        self._listening = asyncio.create_task(self.home.run(), name="home")
        self._listening.add_done_callback(_complain)
        running.push_async_callback(_ended, self._listening)
        self.head_units = PairedHeadUnits(database, driving_in(self.home))
        await self.head_units.load()
        self.mirrored = await running.enter_async_context(MirroredCars(self.home, self._link_of_car))
        keeping_time = asyncio.create_task(self.head_units.keep_time(), name="head units keep time")
        running.push_async_callback(_ended, keeping_time)
        return habits

    async def _know_its_people(self, database: Database) -> TaughtPhrases:
        """Who lives here, their voices, and the words of the household; returns its phrases."""
        self.pins = Pins(database)
        self.members = Members(database)
        await self.members.load()
        self._voiceprints = voiceprints = ResemblyzerVoiceprints(self.settings.models_dir)
        self.enrolment = Enrolment(self.members, voiceprints)
        self._voices = Recogniser(self.members, voiceprints)
        taught = TaughtPhrases(database)
        await taught.load()
        self.teaching = Teaching(taught, self._would_do)
        self.nicknames = Nicknames(database)
        await self.nicknames.load()
        return taught

    def _services(self, database: Database, habits: Habits) -> Services:
        """What the skills are given."""
        preferences = Preferences(database)
        usuals = Usuals(preferences, habits, self.members, local_now, self.home)
        self._usually = MeantByHabit(usuals, local_now, lambda turn: self.memory.learning.attribute(turn, NOBODY))
        self._suggesting = suggesting_for(database, self.home, habits, self.members, preferences)
        return Services(
            self.home,
            preferences,
            teaching=self.teaching,
            members=self.members,
            habits=habits,
            usuals=usuals,
            nicknaming=Nicknaming(self.nicknames, self._why_no_name),
            suggestions=self._suggesting.kept,
            sayings=Sayings(database),
            trips=self.trips,
            arrivals=self.arrivals,
            crossings=self.coming_and_going.kept,
        )

    async def _learn_to_understand(self, running: AsyncExitStack, services: Services) -> None:
        """The skills, the reflex that knows their phrases, and the engines."""
        self.skills: Loaded = load(services, self.settings.skills_dir)
        self.toolbox: Toolbox = self.skills.toolbox
        self.names = names_of(self.home, self.nicknames)
        self._reflex = await reflex_for(self.toolbox, self.names(), self.settings.data_dir, running)
        self._engines = Engines(self.settings, self._facts_of, self._reflex.steps, Likings(services))
        running.push_async_callback(self._engines.close)
        self._engines.start(self.toolbox)
        self._conversations = Conversations(self._able)
        running.push_async_callback(self._conversations.close)

    async def _look_outside(self, database: Database) -> None:
        self.trips = await trips_outside(self.settings, self.home, database, simulated=self._simulated)
        records = TripRecords(database)
        self.arrivals = Arrivals(self.trips, local_now, records) if self.trips else None
        self._returning = ReturningTrips(self.arrivals, records, self.members) if self.arrivals else None
        if self._returning is not None:
            await self._returning.load()
        came_home = self.arrivals.came_home if self.arrivals else lambda car: None
        self.coming_and_going = ComingAndGoing(self.home, self.trips, Crossings(database), came_home=came_home)

    def _go_along(self, running: AsyncExitStack) -> None:
        """Do on the way of a car what waits for it, and notice when it leaves and comes."""
        noticing = asyncio.create_task(self.coming_and_going.run(), name="cars come and go")
        noticing.add_done_callback(_complain_of_cars)
        running.push_async_callback(_ended, noticing)
        if self.arrivals is not None and self._returning is not None:
            self.arrivals.understands = self._comes_to_something
            arriving = asyncio.create_task(
                look_after(self.arrivals, self._returning, self._on_the_way), name="on the way"
            )
            arriving.add_done_callback(_complain_of_cars)
            running.push_async_callback(_ended, arriving)

    def _on_the_way(self, said: Utterance) -> TurnHandle:
        return self.take_turn(said, self._conversations.latest_of(said.speaker.person), speak=True)

    def _comes_to_something(self, said: Utterance) -> bool:
        """Whether there is something to do about a sentence."""
        return any(isinstance(step, ToolCall) for step in self._would_do(said))

    def _remember(self, running: AsyncExitStack, services: Services, taught: TaughtPhrases) -> None:
        """Learn from now on, and have what is kept of people at hand."""
        preferences, habits = services.preferences, services.habits
        assert preferences is not None
        assert habits is not None
        kept = habits, preferences, self.members, self.pins, taught, self._conversations, self.nicknames
        places = self.trips.own if self.trips else None
        memories = Memories(*kept, places=places, arrivals=self.arrivals, trips=self._returning)
        erasing = Erasing(self._database, self.home, memories, self.settings.data_dir)
        learning = Learning(self.home, habits, self.members)
        beside = (learning, self.nicknames, self._suggesting, partial(after_sayings, services))
        self.memory: HouseholdMemory = HouseholdMemory(preferences, habits, self.members, erasing, *beside)
        remembering = asyncio.create_task(self.memory.run(), name="remembering")
        remembering.add_done_callback(_complain_of_memory)
        running.push_async_callback(_ended, remembering)

    def conversation(self, key: str) -> Conversation:
        """The dialogue of that key; begun where there is none."""
        return self._conversations.conversation(key)

    def other_conversations(self, key: str) -> Sequence[tuple[str, Conversation]]:
        """Every dialogue but that one, by its key."""
        return self._conversations.others(key)

    def take_turn(self, said: Utterance | Recording, conversation: str, speak: bool) -> TurnHandle:
        """Begin a turn; it goes on whether anybody listens or not."""
        return self._conversations.take_turn(said, conversation, speak)

    def turn_events(self) -> AsyncIterator[tuple[str, TurnEvent]]:
        """(conversation, event) of every turn from now on."""
        return self._conversations.turn_events()

    def handle(self, turn_id: str) -> TurnHandle | None:
        """A turn of lately by its id."""
        return self._conversations.handle(turn_id)

    async def attribute(self, turn: str, speaker: Speaker) -> int | None:
        """Somebody else than was thought began that turn; see Attributing."""
        return await Attribution(self._conversations, self.memory.learning).attribute(turn, speaker)

    def new_endpointer(self, mode: Mode) -> Listener:
        """Something that tells where speech begins and ends in frames of 20 ms."""
        # 30 MiB that a Mimosa without ears never needs; with ears the engines have loaded it at their start.
        from assistant.speech.silero import SileroDetector

        return Listener(mode, SileroDetector())

    def health(self) -> Mapping[str, object]:
        """How every part is, as GET /api/health answers."""
        parts = dict(self._engines.states) | {
            "broker": READY if self.home.connected else "missing: no connection",
            "database": self._database.condition,
            "home": HOME_ENDED if self._listening.done() else READY,
        }
        if self._voices.decides:
            parts["voices"] = f"missing: {self._voiceprints.missing}" if self._voiceprints.missing else READY
        whole = all(state in (READY, "off") for state in parts.values()) and not self.skills.broken
        return {
            "status": "ok" if whole else "degraded",
            "link": self.home.connected,
            "parts": parts,
            "model": self._engines.model,
            "version": version("mimosa"),
            "skills": {"loaded": list(self.skills.skills), "broken": [b.name for b in self.skills.broken]},
        }

    @asynccontextmanager
    async def _link_of_car(self, vehicle: str) -> AsyncIterator[Link]:
        """A connection for a car that is away; it says nothing by itself, not when it breaks either."""
        async with MqttLink(
            self._broker,
            client_id=f"mimosa-mirror-{vehicle}"[:64],
            status_topic=None,
            greet_producers=False,
        ) as link:
            await link.until_connected(CONNECT_S)
            yield link

    async def _keep(self, database: Database, journal: Journal, habits: Habits) -> None:
        """Look after the database: backups, and a journal and a memory that do not grow for ever."""
        days = timedelta(days=self.settings.journal_days)
        forget_happenings = forgetting_old(database, habits, days)

        async def forget() -> None:
            await forget_old_commands(journal, days)
            await forget_happenings()

        await keep_backups(database, beside=forget)

    def _able(self) -> Faculties:
        return Faculties(
            self._minds(),
            self.toolbox,
            self.names,
            self._engines.ears,
            self._engines.voice,
            self._vocabulary,
            self.pins,
            taught=self.teaching,
            may=granted_calls(self.toolbox, self.home),
            starting=self._engines.states["core"] == LOADING,
            voices=self._voices,
            members=self.members,
            attributing=self,
            suggests=self._suggesting,
            usually=self._usually,
        )

    def _minds(self) -> Sequence[Mind]:
        """In the order in which they are asked."""
        core = self._engines.core
        own: tuple[Mind, ...] = (self._reflex, SmallTalk())
        return (*own, core) if core else own

    def _would_do(self, said: Utterance) -> Sequence[Step]:
        """The steps of the reflex mind, and none of them taken."""
        return self._reflex.steps(said, Conversation(""), self.toolbox, self.names())

    def _why_no_name(self, name: str, about: str) -> Unfit:
        return self._reflex.why_no_name(name, about, self.toolbox, self.names())

    def _vocabulary(self, language: Language) -> tuple[str, ...]:
        """See Faculties."""
        return likely_names(self.names(), self.trips, language)

    def _facts_of(self, things: Sequence[str], speaker: Speaker) -> Mapping[str, Mapping[str, JsonValue]]:
        """How things are, as far as it is for whoever speaks to know."""
        return facts_for(speaker, things, self.home)


def _complain(task: "asyncio.Task[None]") -> None:
    """Without this task no device can be reached: its end must not go unseen."""
    if not task.cancelled():
        log.critical("the home stopped listening to its devices", exc_info=task.exception())


def _complain_of_memory(task: "asyncio.Task[None]") -> None:
    """The house goes on without it; nothing is learnt from then on."""
    if not task.cancelled():
        log.error("nothing is learnt any more", exc_info=task.exception())


def _complain_of_cars(task: "asyncio.Task[None]") -> None:
    """The house goes on without it."""
    if not task.cancelled():
        log.error("%s ended: nobody looks after it any more", task.get_name(), exc_info=task.exception())


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])

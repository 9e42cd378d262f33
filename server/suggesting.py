"""Suggests to people what they usually do, at most once a day, and does what they let be done every time."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habits
from assistant.memory.members import OWNER, Member, Members
from assistant.memory.preferences import Preferences
from assistant.memory.storage import Storage
from assistant.memory.suggestions import Deed, SmallRoutine, Suggestion, Suggestions, day_of, is_open
from assistant.suggesting import Offer
from assistant.tools import ToolCall
from assistant.utterance import Utterance
from devices.command import Command, Origin
from devices.errors import JournalUnavailable
from devices.home import Home
from server.suggestible import Suggestible
from skills.suggested import OPEN_FOR
from skills.suggested_words import offer_in_words
from skills.surface import local_now

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
"""Seconds between two looks at the clock."""

AWAKE_FOR = timedelta(minutes=30)
"""How long after a word or a touch somebody counts as being there and awake."""

LATE = timedelta(minutes=15)
"""So late something is still done for somebody; a machine that was off then leaves it be."""

IGNORED_FOR = timedelta(days=3)
"""How long the same is not suggested after nobody answered."""

NIGHT = (22, 7)
"""From this hour up to, without, the other nothing is suggested."""

SURFACES = frozenset({"voice", "text", "touch"})
"""Ways of wishing for which somebody has to be there."""

SEEN = 200
"""Commands that one look reads at most."""

_TROUBLE = (JournalUnavailable, MemoryUnavailable, SQLAlchemyError, OSError)


class Suggesting:
    """Looks at the clock and at who is there."""

    def __init__(
        self,
        kept: Suggestions,
        home: Home,
        members: Members,
        suggestible: Suggestible,
    ) -> None:
        self.kept = kept
        self._home = home
        self._members = members
        self._suggestible = suggestible
        self._heard: dict[str, datetime] = {}
        self._said: set[str] = set()
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Suggest what is due to whoever is there, and do what is to be done every time."""
        try:
            await self.run_routines()
            for person in await self._awake():
                await self.due(person)
        except _TROUBLE as error:
            log.error("nothing is suggested or done by itself now: %s", error)

    async def due(self, person: str) -> Suggestion | None:
        """What is suggested to this person at this moment: what is open already, else what is due, which is kept.

        Raises MemoryUnavailable, SQLAlchemyError, OSError.
        """
        async with self._one_at_a_time:
            now, member = self.kept.now(), self._members.of(person)
            if member is None or not self._may_be_told(member, now):
                return None
            today = await self._today(person, now)
            waiting = next((each for each in reversed(today) if is_open(each, now, OPEN_FOR)), None)
            if waiting is not None:
                return waiting if self._suggestible.is_still_wanted(member, waiting.deed, now) else None
            if any(each.answer != "never" for each in today):
                return None
            for deed in await self._suggestible.now(member, now):
                if await self._is_new(person, deed, now):
                    log.info("something is suggested to %s: %s", person, deed.device)
                    return await self.kept.suggest(person, deed, now)
        return None

    async def open_for(self, person: str) -> Suggestion | None:
        """What this person can answer now; nothing new is suggested."""
        now, member = self.kept.now(), self._members.of(person)
        if member is None or self._members.guest_mode or not member.learns:
            return None
        today = await self._today(person, now)
        waiting = next((each for each in reversed(today) if is_open(each, now, OPEN_FOR)), None)
        wanted = waiting is not None and self._suggestible.is_still_wanted(member, waiting.deed, now)
        return waiting if wanted else None

    def evidence(self, suggestion: Suggestion) -> tuple[int, int] | None:
        """How often it was so, of how many days; None where that is not known any more."""
        return self._suggestible.evidence(suggestion.person, suggestion.deed)

    async def heard(self, utterance: Utterance) -> None:
        """Somebody spoke, and not in a car."""
        if not utterance.speaker.seat and utterance.speaker.grants is None:
            self._heard[utterance.speaker.person] = self.kept.now()

    async def offer(self, utterance: Utterance) -> Offer | None:
        """The suggestion for whoever just spoke, once."""
        speaker = utterance.speaker
        if speaker.role in ("guest", "unknown_voice", "untrusted_text"):
            return None
        try:
            found = await self.due(speaker.person)
        except _TROUBLE as error:
            log.error("nothing is suggested now: %s", error)
            return None
        if found is None or found.id in self._said:
            return None
        self._said.add(found.id)
        which = {"suggestion": found.id}
        say = offer_in_words(found.deed, self._home, utterance.language)
        yes, no, every_time = (ToolCall(f"{verb}_suggestion", which) for verb in ("take", "refuse", "keep"))
        return Offer(say, yes, no, every_time)

    async def run_routines(self) -> int:
        """Do what is to be done at this moment; returns how much that was. Raises SQLAlchemyError, OSError."""
        now = self.kept.now()
        due = [routine for routine in await self.kept.routines() if _is_its_turn(routine, now)]
        for routine in due:
            # Written down first: whatever happens to this machine meanwhile, it is not done twice.
            if await self.kept.note_run(routine, now, "began"):
                await self.kept.note_run(routine, now, await self._do(routine, now))
        return len(due)

    async def _do(self, routine: SmallRoutine, now: datetime) -> str:
        """Do it through the one door; returns what came of it."""
        member = self._members.of(routine.person)
        if member is None or self._suggestible.is_away(member):
            return "away"
        if not await self._suggestible.may_be_done_alone(member, routine.deed, now):
            return "held_back"
        deed = routine.deed
        # Not the person's own role: nobody is there to be asked, so only what a routine may do is done.
        origin = Origin(routine.person, "routine", "routine")
        outcome = await self._home.execute(Command(deed.device, deed.action, deed.value, origin=origin))
        log.info("done by itself for %s: %s came to %s", routine.person, deed.device, outcome.kind.value)
        return outcome.kind.value

    def _may_be_told(self, member: Member, now: datetime) -> bool:
        first, end = NIGHT
        night = now.hour >= first or now.hour < end
        closed = self._members.guest_mode or not member.learns or member.role == "guest"
        return not night and not closed and not self._suggestible.is_away(member)

    async def _today(self, person: str, now: datetime) -> tuple[Suggestion, ...]:
        """What was suggested today; what was written under a clock that was ahead is none of it."""
        known = await self.kept.of(person, day_of(now))
        return tuple(each for each in known if each.at < day_of(now) + timedelta(days=1))

    async def _is_new(self, person: str, deed: Deed, now: datetime) -> bool:
        """Whether it was not refused for good, is not done by itself already, and was not passed over lately."""
        if any(routine.deed.is_same_as(deed) for routine in await self.kept.routines(person)):
            return False
        lately = await self.kept.of(person, now - IGNORED_FOR)
        passed_over = any(not each.answer and each.at <= now and each.deed.is_same_as(deed) for each in lately)
        return not passed_over and not await self.kept.is_unwanted(person, deed)

    async def _awake(self) -> tuple[str, ...]:
        """Who said or touched something lately, as far as they are members."""
        now = self.kept.now()
        entries = await self._home.history(SEEN, since=now - AWAKE_FOR)
        touched = {entry.person or OWNER for entry in entries if entry.surface in SURFACES}
        self._heard = {person: at for person, at in self._heard.items() if timedelta(0) <= now - at <= AWAKE_FOR}
        return tuple(member.id for member in self._members.all() if member.id in touched or member.id in self._heard)


def _is_its_turn(routine: SmallRoutine, now: datetime) -> bool:
    """Whether its minute has come today and it was not its turn yet."""
    at = day_of(now) + timedelta(minutes=routine.deed.minute)
    # What lies ahead was written under a clock that was wrong.
    before = [moment for moment in (routine.since, routine.ran) if moment is not None and moment <= now]
    in_time = now.weekday() in routine.deed.weekdays and timedelta(0) <= now - at <= LATE
    return in_time and all(moment < at for moment in before)


def suggesting_for(storage: Storage, home: Home, habits: Habits, members: Members, told: Preferences) -> Suggesting:
    """Everything that suggesting needs, put together."""
    kept = Suggestions(storage, local_now)
    return Suggesting(kept, home, members, Suggestible(home, habits, told, local_now))

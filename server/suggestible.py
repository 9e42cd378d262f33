"""Which habits of a person may be suggested at a moment: sure ones, harmless, and not so yet."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from statistics import median_low

from assistant.memory.habits import Habit, Habits
from assistant.memory.happenings import Happening
from assistant.memory.members import Member
from assistant.memory.preferences import Preferences
from assistant.memory.suggestions import DAY_MIN, EVERY_DAY, Deed, minute_of
from assistant.tools import ToolContext
from assistant.utterance import Speaker, Utterance
from devices.command import Command, Origin, OutcomeKind
from devices.home import Home
from devices.surroundings import people_among
from server.learnable import may_be_usual
from skills.prohibitions import Prohibitions, objection
from skills.states import holding

ENOUGH_TIMES = 6
ENOUGH_SHARE = 0.75
"""A habit that is suggested was kept so often, on at least this share of the days that it could have been."""

LASTING = timedelta(days=8)
"""What was not done for so long is a habit no more."""

MOMENT_MIN = 45
"""Minutes from the usual one on in which it is suggested."""

WIDEST_MIN = 120
"""Minutes of the hours in which a habit by the clock lies."""

TOUCHED = timedelta(minutes=30)
"""What became so within this time was wanted so by somebody."""


class Suggestible:
    """Asks the habits and the house; keeps nothing itself. `clock`: the present moment with the zone of the house."""

    def __init__(self, home: Home, habits: Habits, preferences: Preferences, clock: Callable[[], datetime]) -> None:
        self._home = home
        self._habits = habits
        self._prohibitions = Prohibitions(home, preferences, clock)

    async def now(self, member: Member, now: datetime) -> Sequence[Deed]:
        """What this person usually does now and may be asked about, the surest first. Raises SQLAlchemyError."""
        done = self._habits.done(member.id)
        near = [(habit, times) for habit, times in done if _is_sure(habit, now) and _may_be_now(habit, now)]
        near.sort(key=lambda each: (each[0].times / each[0].of, each[0].times), reverse=True)
        found = []
        for habit, times in near:
            deed = _deed_of(habit, times)
            at_its_moment = (minute_of(now) - deed.minute) % DAY_MIN <= MOMENT_MIN
            if at_its_moment and not self._was_touched(deed, now) and self.is_still_wanted(member, deed, now):
                found += [deed] if await self._is_unopposed(member, deed) else []
        return found

    def is_still_wanted(self, member: Member, deed: Deed, now: datetime) -> bool:
        """Whether it is not so yet, is known to be otherwise, and could be done for this person without a question."""
        if (deed.device, deed.action) in self._habits.learns_not(member.id):
            return False
        if self._home.fact(deed.device, deed.action) is None or not self._is_harmless(deed, now):
            return False
        origin = Origin(member.id, member.role, "text")
        return self._home.weigh([Command(deed.device, deed.action, deed.value, origin=origin)])[0] is None

    async def may_be_done_alone(self, member: Member, deed: Deed, now: datetime) -> bool:
        """Whether it may be done for this person without anybody asking for it at this moment."""
        origin = Origin(member.id, member.role, "routine")
        weighed = self._home.weigh([Command(deed.device, deed.action, deed.value, origin=origin)])[0]
        theirs = weighed is None or weighed.kind not in (OutcomeKind.ASK, OutcomeKind.REFUSED)
        return theirs and self._is_harmless(deed, now) and await self._is_unopposed(member, deed)

    def is_away(self, member: Member) -> bool:
        """Whether this person, or everybody, is known to be out."""
        people = people_among(self._home.devices.values())
        known = [(d, found.holds) for d in people if (found := holding(d, "home", self._home)) is not None]
        called = {member.id.casefold(), member.name.casefold()} - {""}
        theirs = [at_home for d, at_home in known if called & {n.casefold() for n in (d.id, d.name, *d.aliases)}]
        told = [at_home for _, at_home in known if at_home is not None]
        own = next((at_home for at_home in theirs if at_home is not None), None)
        return own is False or (own is None and bool(told) and not any(told))

    def evidence(self, person: str, deed: Deed) -> tuple[int, int] | None:
        """How often it was so, of how many days; None where no such habit is known any more."""
        done = [habit for habit, _ in self._habits.done(person) if _by_clock(habit)]
        like = [h for h in done if (h.device, h.action, h.value) == (deed.device, deed.action, deed.value)]
        return max(((habit.times, habit.of) for habit in like), default=None)

    def _is_harmless(self, deed: Deed, now: datetime) -> bool:
        device = self._home.devices.get(deed.device)
        if device is None:
            return False
        return may_be_usual(device, deed.action, deed.value, now, self._home.driving(device.id))

    async def _is_unopposed(self, member: Member, deed: Deed) -> bool:
        held = await self._prohibitions.holding(member.role)
        ctx = ToolContext(Utterance("", speaker=Speaker(member.id, member.role)), "", asked_not=held)
        return objection(self._home, ctx, [(deed.device, deed.action, deed.value)]) is None

    def _was_touched(self, deed: Deed, now: datetime) -> bool:
        fact = self._home.fact(deed.device, deed.action)
        return fact is not None and fact.since is not None and timedelta(0) <= now - fact.since <= TOUCHED


def _is_sure(habit: Habit, now: datetime) -> bool:
    """Kept often, lately, and not today already."""
    often = habit.times >= ENOUGH_TIMES and habit.times >= ENOUGH_SHARE * habit.of
    last = habit.last.astimezone(now.tzinfo)
    return _by_clock(habit) and often and timedelta(0) <= now - last <= LASTING and last.date() != now.date()


def _by_clock(habit: Habit) -> bool:
    return habit.kind == "next" and habit.after is None and habit.when.hours is not None


def _may_be_now(habit: Habit, now: datetime) -> bool:
    first = habit.when.hours[0] * 60 if habit.when.hours else 0
    in_time = (minute_of(now) - first) % DAY_MIN < WIDEST_MIN + MOMENT_MIN
    return in_time and (habit.when.weekdays is None or now.weekday() in habit.when.weekdays)


def _deed_of(habit: Habit, times: Sequence[Happening]) -> Deed:
    """With the usual minute: half of the times were earlier, half later."""
    first = habit.when.hours[0] * 60 if habit.when.hours else 0
    after = [(minute_of(happening.at) - first) % DAY_MIN for happening in times]
    minute = (first + median_low(after)) % DAY_MIN if after else first
    return Deed(habit.device, habit.action, habit.value, habit.when.weekdays or EVERY_DAY, minute)

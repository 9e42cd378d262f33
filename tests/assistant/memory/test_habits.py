"""Habits: learnt from what people do, told with the times they rest on, forgotten without a trace."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from assistant.memory.habits import Habits
from assistant.memory.habits.flood import FLOOD
from assistant.memory.happenings import Happening, Value, happenings
from server.database import Database

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 18, 30, tzinfo=BERLIN)
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "mimosa.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def habits(database: Database, clock: Clock) -> Habits:
    return Habits(database, clock=clock)


async def rice(habits: Habits, clock: Clock, *textures: Value, person: str = "ann") -> None:
    """One evening after another, each with a texture; then it is the evening after."""
    for texture in textures:
        await habits.learn(Happening(clock.now, person, "kitchen", "cooker", "texture", texture))
        clock.now += DAY


async def count(database: Database) -> int:
    return await database.read(lambda connection: connection.execute(select(func.count(happenings.c.id))).scalar_one())


def texture(habits: Habits, clock: Clock, person: str = "ann") -> Value:
    usual = habits.usual(person, "cooker", "texture", clock.now, "kitchen")
    return usual.value if usual else None


async def test_what_was_chosen_every_evening_is_the_usual_and_says_how_often(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, "soft", "soft", "soft", "firm", "soft", "soft", "soft")
    usual = habits.usual("ann", "cooker", "texture", clock.now, "kitchen")
    assert usual is not None
    assert (usual.value, usual.times, usual.of) == ("soft", 6, 7)
    assert (usual.since, usual.until) == (MONDAY, clock.now - DAY)


async def test_little_or_contradictory_evidence_says_nothing(habits: Habits, clock: Clock) -> None:
    assert texture(habits, clock) is None
    await rice(habits, clock, "soft", "soft")
    assert texture(habits, clock) is None
    await rice(habits, clock, "firm", "sticky", "soft", "firm", "sticky", "firm", "soft")
    assert texture(habits, clock) is None


async def test_a_changed_habit_is_used_after_four_days_and_the_old_one_no_more(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, *["soft"] * 20, *["firm"] * 2)
    assert texture(habits, clock) != "soft"
    await rice(habits, clock, "firm", "firm")
    assert texture(habits, clock) == "firm"
    found = habits.usual("ann", "cooker", "texture", clock.now, "kitchen")
    assert found is not None
    assert (found.times, found.of) == (4, 4)


async def test_three_times_otherwise_are_a_new_habit_and_one_is_none(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, *["soft"] * 20, "firm", "soft", "soft")
    assert texture(habits, clock) == "soft"
    await rice(habits, clock, "firm")
    assert texture(habits, clock) != "firm"
    await rice(habits, clock, "firm", "firm")
    found = habits.usual("ann", "cooker", "texture", clock.now, "kitchen")
    assert found is not None
    assert (found.value, found.times, found.of) == ("firm", 3, 3)


async def test_weekends_and_working_days_are_told_apart(habits: Habits, clock: Clock) -> None:
    for _ in range(6):
        await rice(habits, clock, *["soft"] * 5, *["sticky"] * 2)
    assert texture(habits, clock) == "soft"
    clock.now += 5 * DAY
    weekend = habits.usual("ann", "cooker", "texture", clock.now, "kitchen")
    assert weekend is not None
    assert (weekend.value, weekend.when.weekdays) == ("sticky", frozenset({5, 6}))


async def test_people_are_learnt_apart(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, *["soft"] * 5)
    await rice(habits, clock, *["firm"] * 5, person="bob")
    assert texture(habits, clock) == "soft"
    assert texture(habits, clock, "bob") == "firm"
    assert texture(habits, clock, "eve") is None


async def test_each_habit_lists_what_it_rests_on_in_the_database(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, *["soft"] * 8)
    found = habits.known("ann")
    assert {habit.kind for habit in found} == {"value", "next"}
    for habit in found:
        evidence = await habits.evidence(habit.id)
        assert len(evidence) == habit.times <= habit.of
        assert {done.value for done in evidence} == {"soft"}
        assert (evidence[0].at, evidence[-1].at) == (habit.since, habit.last)
    assert await habits.evidence("no such habit") == ()


async def test_what_comes_next_is_guessed_from_what_came_before_and_the_hour(habits: Habits, clock: Clock) -> None:
    for _ in range(8):
        for minutes, device in ((0, "kettle"), (5, "toaster"), (720, "tv")):
            at = clock.now.replace(hour=7) + timedelta(minutes=minutes)
            await habits.learn(Happening(at, "ann", "kitchen", device, "switch", "on"))
        clock.now += DAY
    morning = clock.now.replace(hour=7)
    guesses = habits.next("ann", morning)
    assert guesses[0].device == "kettle"
    assert sum(guess.probability for guess in guesses) == pytest.approx(1.0)
    await habits.learn(Happening(morning, "ann", "kitchen", "kettle", "switch", "on"))
    assert habits.next("ann", morning + timedelta(minutes=5), count=1)[0].device == "toaster"
    clock.now = morning
    assert any(habit.after == ("kettle", "switch", "on") for habit in habits.known("ann"))


async def test_learning_anew_and_starting_anew_give_the_same(habits: Habits, clock: Clock, database: Database) -> None:
    for _ in range(4):
        await rice(habits, clock, *["soft"] * 5, *["sticky"] * 2)
    await rice(habits, clock, "firm", "soft", person="bob")

    def told(which: Habits) -> object:
        usual = [which.usual("ann", "cooker", "texture", clock.now + i * DAY, "kitchen") for i in range(7)]
        return usual, which.known("ann"), which.known("bob"), which.next("ann", clock.now), which.next("bob", clock.now)

    learnt = told(habits)
    await habits.relearn()
    assert told(habits) == learnt
    again = Habits(database, clock=clock)
    await again.load()
    assert told(again) == learnt


async def test_what_is_forgotten_is_neither_there_nor_known(habits: Habits, clock: Clock, database: Database) -> None:
    await rice(habits, clock, *["soft"] * 6)
    await rice(habits, clock, *["firm"] * 4, person="bob")
    habit = next(habit for habit in habits.known("ann") if habit.kind == "value")
    assert await habits.forget(habit=habit.id, person="bob") == 0
    assert await habits.forget(habit=habit.id) == 6
    assert habits.known("ann") == ()
    assert texture(habits, clock) is None
    assert habits.next("ann", clock.now) == ()
    assert await habits.forget(since=MONDAY + 8 * DAY) == 2
    assert await habits.forget(person="bob") == 2
    assert await count(database) == 0
    assert await habits.forget(habit="no such habit") == 0


async def test_what_is_not_to_be_learnt_is_not_written_down(habits: Habits, clock: Clock, database: Database) -> None:
    await rice(habits, clock, *["soft"] * 5)
    await habits.do_not_learn("ann", "cooker", "texture")
    await rice(habits, clock, *["soft"] * 5)
    assert await count(database) == 0
    assert habits.learns_not("ann") == (("cooker", "texture"),)
    assert await habits.learn_again("ann", "cooker", "texture")
    await rice(habits, clock, *["soft"] * 5)
    assert texture(habits, clock) == "soft"


async def test_of_what_is_risky_nothing_is_learnt(database: Database, clock: Clock) -> None:
    habits = Habits(database, clock=clock, learnable=lambda happening: happening.device != "lock")
    await habits.learn(Happening(clock.now, "ann", "hall", "lock", "locked", False))
    assert await count(database) == 0


async def test_a_clock_that_jumps_and_a_month_of_nothing_change_no_habit(habits: Habits, clock: Clock) -> None:
    await rice(habits, clock, *["soft"] * 6)
    right = clock.now
    for wrong in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        await habits.learn(Happening(wrong, "ann", "kitchen", "cooker", "texture", "soft"))
    clock.now = right + 31 * DAY
    assert texture(habits, clock) == "soft"
    found = habits.usual("ann", "cooker", "texture", clock.now, "kitchen")
    assert found is not None
    assert found.until <= clock.now
    assert habits.next("ann", clock.now)[0].value == "soft"
    clock.now += 400 * DAY
    assert texture(habits, clock) is None


async def test_a_flood_is_kept_but_makes_no_habit(habits: Habits, clock: Clock, database: Database) -> None:
    await rice(habits, clock, *["soft"] * 6)
    at = clock.now
    for number in range(FLOOD + 60):
        await habits.learn(Happening(at, "ann", "", "blinking", "switch", number % 2 == 0))
    assert await count(database) == 6 + FLOOD + 60
    flood = next((habit for habit in habits.known("ann") if habit.device == "blinking"), None)
    assert flood is None
    await habits.relearn()
    assert texture(habits, clock) == "soft"


async def test_habits_go_by_the_clock_on_the_wall_when_summer_time_begins(habits: Habits, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 20, 22, 30, tzinfo=BERLIN)
    for _ in range(14):
        await habits.learn(Happening(clock.now, "ann", "", "lamp", "brightness", 20))
        morning = clock.now.replace(hour=6)
        await habits.learn(Happening(morning, "ann", "", "lamp", "brightness", 90))
        clock.now += DAY
    for _ in range(2):
        usual = habits.usual("ann", "lamp", "brightness", clock.now)
        assert usual is not None
        assert (usual.value, usual.when.hours) == (20, (22, 5))
        await habits.relearn()


async def test_a_moment_without_its_zone_is_refused(habits: Habits) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await habits.learn(Happening(datetime(2026, 1, 1), "ann", "", "lamp", "brightness", 20))

"""Values that lie close are one habit, darkness tells more than the hour, and a new habit is taken up soon."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from assistant.memory.habits.closeness import Kinds, are_close, middle_of
from assistant.memory.habits.values import Choices
from assistant.memory.happenings import Happening, Kept

MONDAY = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def living(values, action="brightness", around=lambda number: {}, at=lambda number: MONDAY + number * DAY):
    """One value a day, with what was known around it."""
    choices = Choices()
    for number, value in enumerate(values):
        done = Happening(at(number), "ann", "living_room", "lamp", action, value, around=around(number))
        choices.add(Kept(number, done))
    return choices


def usual(choices, number, around=None, at=lambda number: MONDAY + number * DAY):
    return choices.usual(at(number), "living_room", around or {})


def test_forty_and_forty_two_percent_are_one_habit_with_a_middle():
    choices = living([40, 42, 41, 40, 40, 42, 39, 41])
    found = usual(choices, 8)
    assert (found.value, found.times, found.of) == (40, 8, 8)
    assert [each.value for each, ids in choices.habits(MONDAY + 8 * DAY)] == [40]


def test_twenty_one_and_twenty_two_degrees_are_two():
    choices = living([21, 22, 21.5, 22, 21, 21.5, 22, 21], "target_temperature")
    assert usual(choices, 8) is None


@pytest.mark.parametrize(
    ("action", "one", "other", "close"),
    [
        ("brightness", 40, 42, True),
        ("brightness", 40, 40.0, True),
        ("brightness", 40, 45, False),
        ("volume", 3, 4, False),
        ("target_temperature", 21.0, 21.2, True),
        ("target_temperature", 21.0, 21.5, False),
        ("color_temperature", 2700, 2750, True),
        ("switch", True, 1, False),
        ("texture", "soft", "soft", True),
        ("texture", "soft", "firm", False),
        ("texture", None, 0, False),
    ],
)
def test_what_lies_close(action, one, other, close):
    assert are_close(action, one, other) is close
    kinds = Kinds()
    assert (kinds.add(action, one) == kinds.add(action, other)) is close


def test_the_middle_is_a_value_that_was_taken():
    assert middle_of([40, 42, 45, 41]) == 41
    assert middle_of(["soft", "soft"]) == "soft"


def test_darkness_explains_more_than_the_hour():
    """A lamp at 40 % when it is dark and at 80 % before, at whatever hour that is in the course of the year."""
    random.seed(5)
    sets = [17.0 + 3.5 * number / 90 for number in range(90)]
    hours = [random.uniform(16.2, 21.5) for _ in sets]

    def dark(number):
        return hours[number] > sets[number]

    def at(number):
        return MONDAY.replace(hour=0, minute=0) + number * DAY + timedelta(hours=hours[number])

    choices = living(
        [40 if dark(number) else 80 for number in range(90)],
        around=lambda number: {"dark": "yes" if dark(number) else "no"},
        at=at,
    )
    evening = MONDAY + 90 * DAY
    in_the_dark, in_the_light = (choices.usual(evening, "living_room", {"dark": told}) for told in ("yes", "no"))
    assert (in_the_dark.value, in_the_light.value) == (40, 80)
    assert in_the_dark.when.around == {"dark": "yes"}
    assert in_the_dark.when.hours is None


def test_a_firm_habit_that_changes_is_known_after_two_days_and_a_whim_is_none():
    assert usual(living(["soft"] * 20 + ["firm"]), 21) is None
    found = usual(living(["soft"] * 20 + ["firm"] * 2), 22)
    assert (found.value, found.times, found.of) == ("firm", 2, 2)
    assert usual(living(["soft", "firm"] * 10 + ["sticky"] * 2), 22) is None


def test_a_weekend_is_no_change():
    week = ["soft"] * 5 + ["firm"] * 2
    choices = living(week * 3)
    assert usual(choices, 21).value == "soft", "on a Monday"

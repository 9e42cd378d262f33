"""When something holds is read out of ordinary sentences, and what is of one day only is left alone."""

from datetime import datetime

import pytest

from assistant.memory.conditions import ALWAYS, Condition, condition_in
from assistant.memory.told_times import plain, taken_apart


@pytest.mark.parametrize(
    ("said", "when", "left"),
    [
        ("Don't vacuum while the baby sleeps", Condition(state="baby_sleeps"), "do not vacuum"),
        ("no music after ten", Condition(hours=(22, 6)), "no music"),
        ("no music after half past nine", Condition(hours=(21.5, 6)), "no music"),
        ("never mop on Sundays before 9:30", Condition(days="sunday", hours=(0, 9.5)), "never mop"),
        ("no noise between 10 pm and 6", Condition(hours=(22, 6)), "no noise"),
        ("no noise from ten to seven", Condition(hours=(22, 7)), "no noise"),
        ("no calls after 8 in the morning", Condition(hours=(8, 0)), "no calls"),
        ("at the weekend, no vacuuming", Condition(days="weekend"), "no vacuuming"),
        ("no TV for the kids after eight", Condition(hours=(20, 6), whom="children"), "no tv"),
        ("don't vacuum when I'm out", Condition(state="out"), "do not vacuum"),
        ("don't vacuum if Ben is home", Condition(state="home:ben"), "do not vacuum"),
        ("no music when nobody's home", Condition(state="nobody_home"), "no music"),
        ("no washing on Sunday mornings", Condition(days="sunday", part="morning"), "no washing"),
    ],
)
def test_an_english_condition_is_taken_off(said: str, when: Condition, left: str) -> None:
    assert taken_apart(plain(said), "en") == (when, left)


@pytest.mark.parametrize(
    ("said", "when", "left"),
    [
        ("晚上十点以后别放音乐", Condition(hours=(22, 6)), "别放音乐"),
        ("22:30以后不要放音乐", Condition(hours=(22.5, 6)), "不要放音乐"),
        ("晚上11点到早上6点保持安静", Condition(hours=(23, 6)), "保持安静"),
        ("周末九点前不要打扫", Condition(days="weekend", hours=(0, 9)), "不要打扫"),
        ("没人在家的时候别扫地", Condition(state="nobody_home"), "别扫地"),
        ("我不在家的时候别开电视", Condition(state="out"), "别开电视"),
        ("小王在家的时候别扫地", Condition(state="home:小王"), "别扫地"),
        ("晚上八点后别让孩子看电视", Condition(hours=(20, 6), whom="children"), "别看电视"),
        ("我周末早上喜欢听儿歌", Condition(days="weekend", part="morning"), "我喜欢听儿歌"),
    ],
)
def test_a_mandarin_condition_is_taken_off(said: str, when: Condition, left: str) -> None:
    assert taken_apart(plain(said), "zh") == (when, left)


@pytest.mark.parametrize(
    "said", ["no music tonight", "don't vacuum tomorrow in the morning", "no music after ten minutes of this"]
)
def test_what_is_of_one_day_is_no_condition(said: str) -> None:
    assert taken_apart(plain(said), "en")[0] == ALWAYS


@pytest.mark.parametrize("said", ["今晚别放音乐", "明天早上别扫地", "今天晚上别开灯"])
def test_what_is_of_one_day_is_no_condition_in_mandarin(said: str) -> None:
    assert taken_apart(plain(said), "zh")[0] == ALWAYS


def test_it_holds_for_a_weekday_for_half_an_hour_and_for_children_only() -> None:
    late = Condition(days="monday", hours=(21.5, 6), whom="children")
    monday = datetime.fromisoformat("2026-05-04T21:45:00+02:00")
    assert late.holds(monday, role="child")
    assert not late.holds(monday, role="adult")
    assert not late.holds(monday.replace(minute=15), role="child")
    assert not late.holds(monday.replace(day=5), role="child")
    assert condition_in(late.as_json()) == late

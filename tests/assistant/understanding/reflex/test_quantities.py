"""Amounts in words and digits."""

import pytest

from assistant.understanding.reflex.amounts.days_ahead import clocks_ahead
from assistant.understanding.reflex.amounts.quantities import Measure, fitted, measures_at
from assistant.understanding.reflex.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("fifty percent", 50, "%"),
        ("40%", 40, "%"),
        ("half", 50, "%"),
        ("three quarters", 75, "%"),
        ("百分之三十", 30, "%"),
        ("一半", 50, "%"),
        ("５０％", 50, "%"),
        ("twenty one and a half degrees", 21.5, "°C"),
        ("20.5 °", 20.5, "°C"),
        ("70 degrees fahrenheit", 21.1, "°C"),
        ("二十五度", 25, "°C"),
        ("二十一度半", 21.5, "°C"),
        ("二十五点五度", 25.5, "°C"),
        ("an hour and a half", 5400, "s"),
        ("quarter of an hour", 900, "s"),
        ("1 hour, 15 minutes and 30 seconds", 4530, "s"),
        ("half an hour", 1800, "s"),
        ("半小时", 1800, "s"),
        ("一个半小时", 5400, "s"),
        ("一个小时十五分三十秒", 4530, "s"),
        ("一刻钟", 900, "s"),
        ("1/2 an hour", 1800, "s"),
        ("an hour and a quarter", 4500, "s"),
        ("three quarters of an hour", 2700, "s"),
        ("two and a half hours", 9000, "s"),
        ("a couple of minutes", 120, "s"),
        ("两个半小时", 9000, "s"),
        ("三刻钟", 2700, "s"),
        ("半个钟", 1800, "s"),
        ("华氏七十二度", 22.2, "°C"),
        ("摄氏二十二度", 22, "°C"),
        ("72 fahrenheit", 22.2, "°C"),
        ("72 °F", 22.2, "°C"),
        ("quarter to eight", 465, "clock"),
        ("7:30 pm", 1170, "clock"),
        ("half past six", 390, "clock"),
        ("下午三点一刻", 915, "clock"),
        ("七点半", 450, "clock"),
        ("two hundred and five", 205, ""),
        ("十二", 12, ""),
    ],
)
def test_an_amount_is_read(text, amount, unit):
    words = tuple(t.text for t in tokens_of(text))
    assert (len(words), Measure(amount, unit)) in list(measures_at(words, 0))


@pytest.mark.parametrize(
    "text", ["9" * 400, "一" * 90, "7:99999999999", "1/", "百分之", "一点", "下午", ":", "half past", "7 :"]
)
def test_half_an_amount_breaks_nothing(text):
    words = tuple(t.text for t in tokens_of(text))
    for start in range(len(words)):
        assert all(end <= len(words) for end, _ in measures_at(words, start))


def test_an_amount_fits_a_unit():
    assert fitted(Measure(5400, "s"), "min", 0, 600) == 90
    assert fitted(Measure(50, "%"), "°C", 5, 35) is None
    assert fitted(Measure(21, ""), "°C", 5, 35) == 21
    assert fitted(Measure(float("inf"), "extreme"), "%", 0, 100) == 100
    assert fitted(Measure(float("-inf"), "extreme"), "%", 0, 100) == 1


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("tomorrow at seven", 1440 + 420),
        ("at 7 tomorrow", 1440 + 420),
        ("half past six tomorrow evening", 1440 + 18 * 60 + 30),
        ("the day after tomorrow at 5:15", 2880 + 315),
        ("明早七点", 1440 + 420),
        ("后天下午三点一刻", 2880 + 15 * 60 + 15),
    ],
)
def test_a_time_of_another_day_is_one_amount(text: str, minutes: float) -> None:
    words = [t.text for t in tokens_of(text)]
    found = list(clocks_ahead(words))
    assert found, text
    assert all(measure == Measure(minutes, "clock") for _, _, measure in found)
    assert found[0][:2] == (0, len(words))


@pytest.mark.parametrize(
    "text", ["tomorrow", "at seven", "every day at seven", "明天", "今晚七点", "on Monday at seven"]
)
def test_a_day_or_a_time_alone_is_none(text: str) -> None:
    assert not list(clocks_ahead([t.text for t in tokens_of(text)]))

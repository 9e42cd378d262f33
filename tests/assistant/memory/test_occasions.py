"""What is done on most like occasions: enough of them, of each thing what it was in the end, close numbers as one."""

from datetime import UTC, datetime, timedelta

from assistant.memory.happenings import Happening, Value
from assistant.memory.occasions import after, at_this_hour, regular

NOW = datetime(2026, 5, 4, 21, 0, tzinfo=UTC)


def _done(days: int, minutes: float, device: str, value: Value, action: str = "on") -> Happening:
    return Happening(NOW - timedelta(days=days) + timedelta(minutes=minutes), "ada", "", device, action, value)


def _nights(count: int) -> list[datetime]:
    return [NOW - timedelta(days=days) for days in range(count, 0, -1)]


def test_what_follows_most_times_is_regular_and_counted_with_its_evidence() -> None:
    done = [_done(days, 3, "lamp", False) for days in (6, 5, 4, 2, 1)]
    (found,) = regular(after(done, _nights(6)))
    assert (found.device, found.value, found.times, found.of) == ("lamp", False, 5, 6)
    assert found.evidence == tuple(done)


def test_three_times_or_half_of_them_are_not_enough() -> None:
    assert regular(after([_done(days, 3, "lamp", False) for days in (3, 2, 1)], _nights(3))) == ()
    assert regular(after([_done(days, 3, "lamp", False) for days in (8, 6, 4, 2)], _nights(8))) == ()


def test_what_comes_a_quarter_of_an_hour_later_or_before_does_not_follow() -> None:
    late = [_done(days, 16, "lamp", False) for days in range(6, 0, -1)]
    before = [_done(days, -1, "fan", False) for days in range(6, 0, -1)]
    assert regular(after([*late, *before], _nights(6))) == ()


def test_what_was_put_back_at_once_counts_as_it_was_left() -> None:
    done = [each for days in range(6, 0, -1) for each in (_done(days, 1, "lamp", False), _done(days, 4, "lamp", True))]
    (found,) = regular(after(done, _nights(6)))
    assert found.value is True


def test_numbers_that_lie_close_are_one_value() -> None:
    said = {6: 40, 5: 42, 4: 41, 3: 40, 2: 90, 1: 40}
    done = [_done(days, 2, "lamp", value, "brightness") for days, value in said.items()]
    (found,) = regular(after(done, _nights(6)))
    assert (found.value, found.times, found.of) == (40, 5, 6)


def test_only_other_days_at_about_this_hour_are_the_same_hour() -> None:
    done = [
        _done(3, 30, "lamp", True),
        _done(2, 0, "lamp", True),
        _done(2, 90, "lamp", True),
        _done(0, -5, "lamp", True),
    ]
    done += [_done(40, 0, "lamp", True)]
    assert [len(day) for day in at_this_hour(done, NOW)] == [1, 1]

"""A car leaves home and comes back: once each, whatever its position does in between."""

from datetime import UTC, datetime, timedelta

from devices.geofence import HOLDS_S, Crossing, Geofence

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Watched:
    """A fence that hears a distance every two seconds."""

    def __init__(self) -> None:
        self.fence = Geofence()
        self.seconds = 0.0

    def hear(self, *metres: float) -> list[Crossing]:
        found = []
        for each in metres:
            self.seconds += 2
            found.append(self.fence.hear(each, NOON + timedelta(seconds=self.seconds), self.seconds))
        return [crossing for crossing in found if crossing is not None]

    def stays(self, metres: float) -> list[Crossing]:
        return self.hear(*[metres] * (int(HOLDS_S / 2) + 2))


def test_the_first_word_says_only_where_it_is() -> None:
    for metres in (20.0, 5_000.0):
        assert Watched().stays(metres) == []


def test_it_leaves_and_comes_home_once_each_at_the_moment_that_was_seen_first() -> None:
    car = Watched()
    car.stays(20)
    began = NOON + timedelta(seconds=car.seconds + 2)
    assert car.stays(2_000) == [Crossing("left", began, seen=True)]
    assert car.stays(3_000) == []
    [came] = car.stays(90)
    assert (came.what, came.seen) == ("arrived", True)
    assert car.stays(20) == []


def test_between_the_two_limits_nothing_changes() -> None:
    car = Watched()
    car.stays(20)
    assert car.hear(*[160, 290, 200, 299] * 20) == []
    assert car.stays(320)[0].what == "left"
    assert car.hear(*[160, 290, 200, 299] * 20) == []


def test_a_position_that_jumps_for_a_moment_is_neither() -> None:
    car = Watched()
    car.stays(20)
    assert car.hear(4_000, 20, 900, 15, 15, 2_500, 2_500, 10) == []
    assert car.fence.inside is True


def test_a_car_out_of_contact_neither_leaves_nor_arrives_and_is_noticed_once_when_it_is_back() -> None:
    car = Watched()
    car.stays(20)
    car.fence.lose_contact()
    [left] = car.stays(8_000)
    assert (left.what, left.seen) == ("left", False)
    assert car.stays(9_000) == []


def test_contact_that_breaks_off_on_the_way_out_is_not_a_crossing_yet() -> None:
    car = Watched()
    car.stays(20)
    assert car.hear(400) == []
    car.fence.lose_contact()
    car.seconds += 600
    assert car.stays(30) == []


def test_contact_that_was_lost_and_changed_nothing_leaves_the_next_crossing_seen() -> None:
    car = Watched()
    car.stays(20)
    car.fence.lose_contact()
    car.stays(25)
    assert car.stays(700)[0].seen

"""Where somebody is along a way, also on one that passes the same street twice, and how soon that is known."""

import math
import time

import numpy as np
import pytest

from devices.roads.line import Line
from devices.roads.position import Position, length_m, metres_between

SOUTH, WEST = 60.17, 24.94
STREET = [Position(SOUTH, WEST + step * 0.001) for step in range(10)]
"""500 m to the east."""
THERE_AND_BACK = STREET + STREET[-2::-1]


def test_a_position_beside_the_line_is_so_far_off_and_so_far_along() -> None:
    line = Line(STREET)

    found = line.nearest(Position(SOUTH + 0.0005, WEST + 0.0045))

    assert line.metres == pytest.approx(length_m(STREET))
    assert found.metres == pytest.approx(0.0005 * 111_195, abs=0.5)
    assert found.along_m == pytest.approx(line.metres / 2, abs=0.5)


def test_before_its_beginning_and_behind_its_end_the_ends_are_nearest() -> None:
    line, before, behind = Line(STREET), Position(SOUTH, WEST - 0.01), Position(SOUTH, WEST + 0.02)

    assert line.nearest(before).along_m == 0
    assert line.nearest(before).metres == pytest.approx(metres_between(before, STREET[0]), rel=0.001)
    assert line.nearest(behind).along_m == pytest.approx(line.metres)
    assert Line(STREET[:1]).nearest(behind).along_m == 0


def test_on_a_street_that_is_driven_there_and_back_the_first_time_counts_until_it_is_passed() -> None:
    line, at = Line(THERE_AND_BACK), STREET[6]
    there = length_m(STREET[:7])

    assert line.nearest(at).along_m == pytest.approx(there, abs=0.5)
    assert line.nearest(at, from_m=there + 50).along_m == pytest.approx(line.metres - there, abs=0.5)
    assert line.nearest(at, from_m=line.metres).along_m == pytest.approx(line.metres)


def test_of_many_places_those_beside_the_way_are_told_with_how_far_along_they_are() -> None:
    line = Line([Position(SOUTH + step * 0.001, WEST) for step in range(1_000)])
    latitudes, longitudes = np.array([SOUTH + 0.4, SOUTH + 0.4, SOUTH + 2]), np.array([WEST + 0.001, WEST + 1, WEST])

    off, along = line.beside(latitudes, longitudes, 400)

    assert off[0] == pytest.approx(
        metres_between(Position(SOUTH + 0.4, WEST), Position(SOUTH + 0.4, WEST + 0.001)), 0.01
    )
    assert along[0] == pytest.approx(0.4 / 0.999 * line.metres)
    assert np.isinf(off[1:]).all()


def test_on_a_way_of_three_hundred_kilometres_that_is_known_in_a_few_milliseconds() -> None:
    line = Line([Position(50 + step * 13.5e-5, 10 + 0.001 * math.sin(step / 40)) for step in range(20_000)])
    took = []
    for _ in range(5):
        began = time.perf_counter()
        found = line.nearest(Position(51.35, 10.0))
        took.append(time.perf_counter() - began)

    assert found.along_m == pytest.approx(line.metres / 2, rel=0.01)
    assert min(took) < 0.01

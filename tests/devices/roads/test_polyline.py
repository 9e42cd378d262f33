"""Lines as text: what is read is what was written, as exact as the room allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.roads.line import Line
from devices.roads.polyline import decoded, encoded, encoded_within, simplified
from devices.roads.position import Position, metres_between

positions = st.builds(Position, st.floats(-85, 85), st.floats(-180, 180))


@given(st.lists(positions, min_size=1, max_size=20))
def test_a_line_comes_back_to_five_decimals(shape: list[Position]) -> None:
    for was, now in zip(shape, decoded(encoded(shape)), strict=True):
        assert now.latitude == pytest.approx(was.latitude, abs=1e-5)
        assert now.longitude == pytest.approx(was.longitude, abs=1e-5)


def test_the_example_of_the_format_is_written_as_it_is_told() -> None:
    shape = [Position(38.5, -120.2), Position(40.7, -120.95), Position(43.252, -126.453)]
    assert encoded(shape) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_a_long_line_is_put_into_little_room() -> None:
    shape = [Position(60 + i * 1e-4, 25 + (i % 7) * 1e-5) for i in range(5_000)]
    text = encoded_within(shape, 500)

    assert len(text) <= 500
    kept = decoded(text)
    assert metres_between(kept[0], shape[0]) < 2
    assert metres_between(kept[-1], shape[-1]) < 2


def test_a_simpler_line_is_nowhere_farther_off() -> None:
    shape = [Position(60 + i * 1e-4, 25 + (i * i % 11) * 1e-4) for i in range(100)]
    simple = simplified(shape, 20)

    assert len(simple) < len(shape)
    assert all(Line(simple).nearest(at).metres <= 21 for at in shape)


@pytest.mark.parametrize("text", ["_p~iF~ps|", " ", "_p~iF"])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"cut short|does not occur"):
        decoded(text)

"""A region is prepared once, kept in a file and loaded whole; a file that is none is said to be none."""

from pathlib import Path

import pytest

from devices.roads.errors import NotARegion
from devices.roads.region import load, prepare, save
from devices.roads.roads import roads_of
from devices.roads.route import RouteWish
from devices.roads.sample import EXTRACT, sample_region


def test_what_was_saved_is_loaded_as_it_was(tmp_path: Path) -> None:
    region = sample_region()
    save(region, tmp_path / "map.roads")
    again = load(tmp_path / "map.roads")

    assert again.about == region.about
    assert again.places == region.places
    wish = RouteWish((region.places[0].at, region.places[-1].at))
    assert roads_of(again).router.route(wish) == roads_of(region).router.route(wish)


def test_preparing_tells_what_it_does() -> None:
    told: list[tuple[str, int]] = []
    region = prepare(EXTRACT, "Helsinki", lambda phase, count: told.append((phase, count)))

    assert [phase for phase, _ in told] == ["reading", "building"]
    assert region.about.segments > 900
    assert region.about.places > 2_000
    assert "OpenStreetMap" in region.about.credit


@pytest.mark.parametrize("content", [b"", b"nothing", None])
def test_a_file_that_is_no_region_is_said_to_be_none(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "map.roads"
    if content is None:
        save(sample_region(), path)
        content = path.read_bytes()[:50_000]
    path.write_bytes(content)

    with pytest.raises(NotARegion, match=r"map\.roads is no prepared region"):
        load(path)

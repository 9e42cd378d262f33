"""Which router is asked, by what the owner set and what is there."""

import logging
from pathlib import Path

import pytest

from devices.roads import valhalla_tiles
from devices.roads.sample import EXTRACT, sample_region
from devices.roads.valhalla_router import ValhallaRouter
from server.outside import router_of


def test_the_own_router_where_the_owner_wants_it(tmp_path: Path) -> None:
    assert router_of(sample_region(), tmp_path / "map.roads", "osm") is None


@pytest.mark.parametrize(("wanted", "level"), [("auto", logging.INFO), ("valhalla", logging.ERROR)])
def test_without_valhalla_or_its_tiles_the_own_router_is_asked_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wanted: str, level: int
) -> None:
    with caplog.at_level(logging.INFO, "server.outside"):
        assert router_of(sample_region(), tmp_path / "map.roads", wanted) is None  # type: ignore[arg-type]
    (record,) = caplog.records
    assert record.levelno == level
    assert f'router = "{wanted}"' in record.getMessage()


@pytest.mark.skipif(not valhalla_tiles.is_installed(), reason="Valhalla's wheel installs on Python 3.12 and newer")
def test_valhalla_where_its_tiles_are(tmp_path: Path) -> None:
    region = tmp_path / "map.roads"
    valhalla_tiles.make(EXTRACT, region)
    assert isinstance(router_of(sample_region(), region, "auto"), ValhallaRouter)
    valhalla_tiles.discard(region)
    assert router_of(sample_region(), region, "auto") is None

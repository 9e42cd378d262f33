"""Where the sun stands at the house, told by nothing but the time zone."""

from datetime import UTC, datetime

import pytest

from server.daylight import Spot, height_of_sun, is_dark, spot_of_zone

BERLIN = Spot(52.5, 13.37)
SYDNEY = Spot(-33.87, 151.22)


@pytest.mark.parametrize(
    ("spot", "at", "height"),
    [
        (BERLIN, (2026, 6, 21, 11, 8), 60.9),
        (BERLIN, (2026, 12, 21, 11, 4), 14.1),
        (SYDNEY, (2026, 12, 22, 1, 54), 79.6),
    ],
)
def test_the_sun_at_noon(spot, at, height):
    assert height_of_sun(datetime(*at, tzinfo=UTC), spot) == pytest.approx(height, abs=0.5)


def test_it_is_dark_from_sunset_to_sunrise():
    hours = [is_dark(datetime(2026, 12, 21, hour, 30, tzinfo=UTC), BERLIN) for hour in range(24)]
    assert [hour for hour, dark in enumerate(hours) if not dark] == list(range(7, 15))


def test_the_time_zone_says_where_the_house_stands(tmp_path):
    (tmp_path / "zone1970.tab").write_text(
        "# places\nDE\t+5230+01322\tEurope/Berlin\nUS\t+404251-0740023\tAmerica/New_York\n"
    )
    folders = (str(tmp_path),)
    assert spot_of_zone("Europe/Berlin", folders).latitude == pytest.approx(52.5)
    assert spot_of_zone("America/New_York", folders).longitude == pytest.approx(-74.01, abs=0.01)
    assert spot_of_zone("Etc/UTC", folders) is None
    assert spot_of_zone("Europe/Berlin", (str(tmp_path / "none"),)) is None


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        height_of_sun(datetime(2026, 6, 21), BERLIN)

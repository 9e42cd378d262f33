"""That the car left and came home, on the page of the house: told at once, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import SCREENSHOTS
from playwright.sync_api import Browser, Page, expect
from road_server import DEVICE, RoadServer

from devices.crossings import CarCrossing
from devices.geofence import Crossed, Crossing


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoadServer]:
    """The whole product with the simulated car and house."""
    with pytest.MonkeyPatch.context() as patch:
        server = RoadServer(tmp_path_factory.mktemp("road"), patch)
        server.start()
        yield server
        server.stop()


def opened(browser: Browser, road: RoadServer, locale: str) -> Page:
    page = browser.new_context(locale=locale, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{road.port}/")
    expect(page.locator(".tile").first).to_be_visible()
    return page


def happens(road: RoadServer, what: Crossed) -> None:
    crossed = CarCrossing(DEVICE, Crossing(what, datetime.now(UTC), seen=True))
    road._in_loop(road.mimosa.coming_and_going._take(crossed)).result(60)


@pytest.mark.parametrize(
    ("locale", "room", "left", "came"),
    [("en-GB", "Car", "left home at", "came home at"), ("zh-CN", "车", "离开家的", "到家的")],
)
def test_the_first_room_tells_it_at_once_and_the_car_room_what_was_before(
    browser: Browser, road: RoadServer, locale: str, room: str, left: str, came: str
) -> None:
    page = opened(browser, road, locale)
    happens(road, "left")
    expect(page.locator(".running")).to_contain_text(left)
    happens(road, "arrived")
    expect(page.locator(".running")).to_contain_text(came)
    page.get_by_role("button", name=room, exact=True).click()
    lately = page.locator(".car-lately li")
    expect(lately.first).to_contain_text(came)
    expect(lately.nth(1)).to_contain_text(left)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(Path(SCREENSHOTS) / f"car-lately-{locale}.png"))
    page.context.close()

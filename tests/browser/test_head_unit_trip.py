"""The way on the head unit: said, drawn, followed by events alone, while driving and without a link."""

from collections.abc import Iterator

import pytest
from head_units import Displays, Shoot, car, comes_true, display_browser, displays, road, shoot
from playwright.sync_api import Page, expect
from road_server import RoadServer
from test_head_unit import small_targets
from test_head_unit_screens import BOTH, look, seen
from trips import CHARGE, LATITUDE, LONGITUDE, be_at, nowhere, on_the_way, take_home

__all__ = ["car", "display_browser", "displays", "road", "shoot"]


@pytest.fixture
def bound(car: RoadServer) -> Iterator[RoadServer]:
    """The same car; afterwards it stands where it stood, as full as it was, and goes nowhere."""
    kept = (LATITUDE, LONGITUDE, CHARGE)
    comes_true(lambda: all(car.value(path) is not None for path in kept))
    before = {path: car.value(path) for path in kept}
    yield car
    nowhere(car)
    car.control("press", **before)


def opened(page: Page) -> None:
    page.locator(".trip-key").click()
    expect(page.locator(".trip-map")).to_be_visible()


def test_a_spoken_destination_is_drawn_with_its_turns_and_stops(displays: Displays, bound: RoadServer) -> None:
    page = displays.paired()
    expect(page.locator(".trip-key")).to_have_count(0)
    take_home(page, bound)
    expect(page.locator(".trip-key-to")).to_have_text("Home")
    opened(page)

    assert page.locator(".trip-way").get_attribute("d").count("L") > 10  # type: ignore[union-attr]
    assert page.locator(".trip-roads").get_attribute("d").count("M") > 10  # type: ignore[union-attr]
    expect(page.locator(".trip-next-road")).to_contain_text("into")
    expect(page.locator(".trip-stop-row")).to_have_count(1)
    expect(page.locator(".trip-drawn figcaption")).to_contain_text("OpenStreetMap")
    assert page.locator("[data-thing]").count() <= 6
    assert small_targets(page) == []
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight && scrollY === 0")


def test_the_display_follows_by_events_and_asks_for_the_way_once(displays: Displays, bound: RoadServer) -> None:
    page = displays.paired()
    take_home(page, bound)
    opened(page)
    far = page.locator(".trip-arrives span").first
    at_first = far.inner_text()
    be_at(bound, on_the_way(bound, 0.6))
    expect(far).not_to_have_text(at_first)
    assert sum("/trip?" in url for url in displays.asked) == 1

    nowhere(bound)
    expect(page.locator(".display")).to_have_attribute("data-screen", "main")
    expect(page.locator(".trip-key")).to_have_count(0)


def test_the_way_stays_while_driving_with_less_to_read(displays: Displays, bound: RoadServer) -> None:
    bound.control("press", **{CHARGE: 3.3})
    page = displays.paired()
    take_home(page, bound)
    opened(page)
    expect(page.locator(".trip-stop-row")).to_have_count(2)
    bound.drive(20)
    expect(page.locator(".display")).to_have_attribute("data-manner", "moving")
    expect(page.locator(".display")).to_have_attribute("data-screen", "trip")
    expect(page.locator(".trip-next-road")).not_to_contain_text("into")
    assert page.locator(".trip-stop-row").count() <= 2
    expect(page.locator(".talk-button")).to_be_visible()


def test_a_line_that_is_lost_is_said_and_the_way_comes_back_with_it(displays: Displays, bound: RoadServer) -> None:
    page = displays.paired()
    take_home(page, bound)
    opened(page)
    bound.tunnel.enter()
    expect(page.locator(".trip-arrives .reach")).to_have_text("No link")
    expect(page.locator(".trip-screen")).to_have_attribute("data-doubtful", "true")
    expect(page.locator(".trip-map")).to_be_visible()
    be_at(bound, on_the_way(bound, 0.5))
    before = page.locator(".trip-arrives span").first.inner_text()
    bound.tunnel.leave()
    expect(page.locator(".trip-screen")).to_have_attribute("data-doubtful", "false")
    expect(page.locator(".trip-arrives span").first).not_to_have_text(before)


def test_another_language_brings_its_words(displays: Displays, bound: RoadServer) -> None:
    page = displays.paired()
    take_home(page, bound)
    page.locator(".seat-key").click()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="完成").click()
    expect(page.locator(".trip-key-to")).to_have_text("家")


@BOTH
def test_pictures(displays: Displays, bound: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    bound.control("press", **{CHARGE: 3.3})
    page = seen(displays, bound, locale, night=night)
    take_home(page, bound, in_mandarin=night)
    look(page, shoot, "trip-key", locale)
    opened(page)
    look(page, shoot, "trip", locale)
    bound.drive(20)
    expect(page.locator(".display")).to_have_attribute("data-manner", "moving")
    look(page, shoot, "trip-moving", locale)
    page.locator(".back-key").click()
    look(page, shoot, "trip-key-moving", locale)
    page.locator(".trip-key").click()
    bound.tunnel.enter()
    expect(page.locator(".trip-arrives .reach")).to_be_visible()
    look(page, shoot, "trip-offline", locale)

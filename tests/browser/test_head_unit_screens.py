"""Every state of the head unit as a picture, to be looked at; and axe finds nothing serious in any."""

from pathlib import Path

import pytest
from head_units import (
    DAY_NIGHT,
    UNPROVEN,
    WINDOW,
    Displays,
    Shoot,
    car,
    display_browser,
    displays,
    hold,
    road,
    say,
    shoot,
    talking,
)
from looking import goes_through
from playwright.sync_api import Page, expect
from road_server import RoadServer

__all__ = ["car", "display_browser", "displays", "road", "shoot"]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
BOTH = pytest.mark.parametrize(("locale", "night"), [("en-GB", False), ("zh-CN", True)])
"""By day in English, by night in Mandarin."""


def seen(displays: Displays, car: RoadServer, locale: str, *, night: bool) -> Page:
    """A paired display whose page can be examined."""
    car.control("press", **{DAY_NIGHT: "NIGHT" if night else "DAY"})
    page = displays.paired(locale=locale, bypass_csp=True)
    expect(page.locator(f"html[data-light={'night' if night else 'day'}]")).to_be_attached()
    return page


def look(page: Page, shoot: Shoot, name: str, locale: str) -> None:
    """Take the picture, and have axe look at it."""
    shoot(page, f"{name}-{'night-zh' if locale == 'zh-CN' else 'day'}")
    assert _serious(page) == []


def _serious(page: Page) -> list[str]:
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['html'][:80]} {node['failureSummary']}"
        for each in result["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@BOTH
def test_pairing(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = displays.open(locale=locale, bypass_csp=True)
    expect(page.locator(".pairing-code")).to_be_visible()
    look(page, shoot, "pairing", locale)


@BOTH
def test_not_parked(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    car.drive()
    page = displays.open(locale=locale, bypass_csp=True)
    expect(page.locator(".message h1")).to_be_visible()
    look(page, shoot, "not-parked", locale)


@BOTH
def test_parked(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    look(page, shoot, "parked", locale)
    say(page, car, "我冷" if night else "I'm cold")
    look(page, shoot, "answered", locale)


@BOTH
def test_talk_states(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    car.voice.seconds = 30
    page = seen(displays, car, locale, night=night)
    page.locator(".talk-button").click()
    talking(page, "listening")
    look(page, shoot, "listening", locale)
    page.locator(".talk-button").click()
    car.ears.text = "还能开多远" if night else "how far can we drive"
    hold(page)
    talking(page, "speaking")
    look(page, shoot, "speaking", locale)
    page.locator(".stop-key").click()
    car.ears.thinks_s = 30
    hold(page)
    talking(page, "understanding")
    look(page, shoot, "understanding", locale)
    page.locator(".stop-key").click()
    car.ears.thinks_s = 0
    car.control("fault", kind="silent")
    car.ears.text = "我冷" if night else "I'm cold"
    hold(page)
    talking(page, "acting")
    look(page, shoot, "acting", locale)


@BOTH
def test_asked_and_open(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.control("press", **{WINDOW: 60, "Vehicle.Cabin.Door.Row2.PassengerSide.IsOpen": True})
    car.control("press", **{"Vehicle.Body.Trunk.Rear.IsOpen": True, "Vehicle.Body.Lights.LightSwitch": "BEAM"})
    expect(page.locator(".car-words")).to_contain_text("1 扇车门开着" if night else "1 door open")
    car.control("fault", kind="silent")
    page.locator(".step-key").last.click()
    goes_through(page, ".dial", "data-phase", "asked")
    look(page, shoot, "asked-and-open", locale)
    goes_through(page, ".dial", "data-phase", UNPROVEN)
    look(page, shoot, "no-answer", locale)


@BOTH
def test_question(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.ears.text = "打开后备箱" if night else "open the trunk"
    hold(page)
    expect(page.locator(".yes-no")).to_be_visible()
    look(page, shoot, "question", locale)


@BOTH
def test_moving_and_refused(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.drive()
    expect(page.locator(".display")).to_have_attribute("data-manner", "moving")
    look(page, shoot, "moving", locale)
    car.ears.text = "打开后备箱" if night else "open the trunk"
    hold(page)
    expect(page.locator(".answer-text")).to_have_attribute("data-outcome", "refused")
    talking(page, "waiting")
    look(page, shoot, "refused", locale)


@BOTH
def test_refused_while_parked(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.ears.text = "打开车库门" if night else "open the garage door"
    hold(page)
    expect(page.locator(".answer-text")).to_have_attribute("data-outcome", "refused")
    talking(page, "waiting")
    look(page, shoot, "refused-parked", locale)


@BOTH
def test_house_and_seats(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    page.locator(".home-key").click()
    expect(page.locator(".tile")).to_have_count(6)
    look(page, shoot, "house", locale)
    page.locator(".back-key").click()
    page.locator(".seat-key").click()
    look(page, shoot, "seats", locale)


@BOTH
def test_waiting(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    said = "关上车库门" if night else "close the garage door"
    car.wait_for_house(said, reachable=False)
    expect(page.locator(".waits")).to_be_visible()
    look(page, shoot, "waits", locale)
    car.wait_for_house(said, reachable=True)
    expect(page.locator(".yes-no")).to_be_visible()
    look(page, shoot, "asked-again", locale)


@BOTH
def test_offline(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.tunnel.enter()
    expect(page.locator("[data-outcome=away]")).to_be_visible()
    look(page, shoot, "offline", locale)


@BOTH
def test_revoked(displays: Displays, car: RoadServer, shoot: Shoot, locale: str, night: bool) -> None:
    page = seen(displays, car, locale, night=night)
    car.revoke()
    expect(page.locator(".message h1")).to_be_visible()
    look(page, shoot, "revoked", locale)

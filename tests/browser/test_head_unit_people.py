"""Who sits in the car, on the reference head unit: a PIN for the house, a driver on the right, somebody in the back."""

from head_units import (
    WARMTH,
    WINDOW,
    Displays,
    Shoot,
    car,
    comes_true,
    display_browser,
    displays,
    hold,
    road,
    say,
    shoot,
)
from playwright.sync_api import Page, expect
from road_server import RoadServer

__all__ = ["car", "display_browser", "displays", "road", "shoot"]

SIDE = "Vehicle.Cabin.DriverPosition"
PIN = "471108152342"
"""As long as one may be."""


def has_pin(car: RoadServer) -> None:
    """The owner has set a PIN, if not before."""
    if not car.house("GET", "/pins/owner").json()["set"]:
        car.house("PUT", "/pins/owner", json={"pin": PIN})


def is_locked(car: RoadServer) -> bool:
    """What the front door at home says itself."""
    home = car.mimosa.home
    (lock,) = (device for device in home.devices.values() if "Front door" in (device.name, *device.aliases))
    fact = home.fact(lock.id, "locked")
    return fact is not None and fact.value is True


def type_pin(page: Page, digits: str) -> None:
    """Enter it on the pad."""
    for digit in digits:
        page.locator(".pin-key", has_text=digit).click()
    page.locator(".pin-key-main").click()


def sit(page: Page, seat: str) -> None:
    """From now on this display speaks from that seat."""
    page.locator(".seat-key").click()
    page.get_by_role("button", name=seat).click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".seat-key")).to_contain_text(seat)


def driver_sits(car: RoadServer, side: str) -> None:
    """The car is one for that side."""
    car.control("sense", **{SIDE: side})
    comes_true(lambda: car.value(SIDE) == side)


def test_the_house_asks_for_a_pin_and_it_is_entered_on_the_pad(
    displays: Displays, car: RoadServer, shoot: Shoot
) -> None:
    has_pin(car)
    comes_true(lambda: is_locked(car))
    page = displays.paired()
    car.ears.text = "unlock the front door"
    hold(page)
    expect(page.locator(".pin-pad")).to_be_visible()
    box = page.locator(".pin-key").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 76
    shoot(page, "pin")
    type_pin(page, "1234")
    expect(page.locator(".pin-text")).to_have_text("That is not your PIN. Try again.")
    assert is_locked(car)
    type_pin(page, PIN)
    comes_true(lambda: not is_locked(car))
    expect(page.locator(".answer-text")).to_have_attribute("data-outcome", "done")
    assert PIN not in page.content()
    say(page, car, "lock the front door")
    comes_true(lambda: is_locked(car))


def test_a_touch_on_the_lock_at_home_asks_for_the_pin_too(displays: Displays, car: RoadServer) -> None:
    has_pin(car)
    comes_true(lambda: is_locked(car))
    page = displays.paired()
    page.locator(".home-key").click()
    page.locator("button.tile", has_text="Front door").click()
    expect(page.locator(".pin-pad")).to_be_visible()
    type_pin(page, "1234")
    expect(page.locator(".pin-text")).to_contain_text("not the PIN")
    assert is_locked(car)
    type_pin(page, PIN)
    comes_true(lambda: not is_locked(car))
    say(page, car, "lock the front door")
    comes_true(lambda: is_locked(car))


def test_no_on_the_pad_leaves_the_door_locked(displays: Displays, car: RoadServer) -> None:
    has_pin(car)
    page = displays.paired()
    car.ears.text = "unlock the front door"
    hold(page)
    expect(page.locator(".pin-pad")).to_be_visible()
    page.locator(".pin-pad").get_by_role("button", name="No").click()
    expect(page.locator(".pin-pad")).to_have_count(0)
    assert is_locked(car)


def test_my_window_is_the_drivers_where_the_driver_sits_on_the_right(
    displays: Displays, car: RoadServer, shoot: Shoot
) -> None:
    driver_sits(car, "RIGHT")
    try:
        page = displays.paired()
        page.locator(".seat-key").click()
        expect(page.locator(".cabin")).to_have_attribute("data-left", "false")
        driver, passenger = (page.locator(f"[data-seat={seat}]").bounding_box() for seat in ("driver", "passenger"))
        assert driver is not None
        assert passenger is not None
        assert driver["x"] > passenger["x"]
        shoot(page, "seats-right")
        page.get_by_role("button", name="Done").click()
        say(page, car, "open my window")
        comes_true(lambda: car.value(WINDOW) == 100)
        assert car.value(WINDOW.replace("DriverSide", "PassengerSide")) == 0
        say(page, car, "open the left window")
        comes_true(lambda: car.value(WINDOW.replace("DriverSide", "PassengerSide")) == 100)
        say(page, car, "close all windows")
        comes_true(lambda: car.value(WINDOW) == 0)
    finally:
        driver_sits(car, "LEFT")


def test_somebody_in_the_back_is_cold(displays: Displays, car: RoadServer, shoot: Shoot) -> None:
    page = displays.paired()
    sit(page, "Rear right")
    expect(page.locator(".climate-none")).to_be_visible()
    front = car.value(WARMTH)
    own = "Vehicle.Cabin.Seat.Row2.PassengerSide.HeatingCooling"
    others = [own.replace("PassengerSide", each) for each in ("DriverSide", "Middle")]
    was = [car.value(path) for path in others]
    say(page, car, "I'm cold")
    comes_true(lambda: (car.value(own) or 0) > 0)
    expect(page.locator(".answer-text")).to_contain_text("behind the passenger")
    shoot(page, "rear-cold")
    assert [car.value(path) for path in others] == was
    assert car.value(WARMTH) == front
    say(page, car, "I'm too hot")
    comes_true(lambda: car.value(own) <= 0)

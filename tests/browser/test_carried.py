"""The real product: what was said at the screen in the kitchen goes on on the phone, and the PIN can be given there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from fake_server import until
from owned_server import OwnedServer
from playwright.sync_api import Browser, Page, expect

Shoot = Callable[..., Path]

FIELD = "What shall Mimosa do?"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """Two lights that do what they are told, and a front door with a PIN before it."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    server.announce("kitchen_light", "Kitchen light", area="Kitchen")
    server.announce("hall_light", "Hall light", area="Hall")
    server.announce("front_door", "Front door", "lock", "Hall", payload_lock="LOCKED", payload_unlock="UNLOCKED")
    for light in ("kitchen_light", "hall_light"):
        server.say(f"zigbee2mqtt/{light}", "OFF")
    server.say("zigbee2mqtt/front_door", "LOCKED")
    server.wait_for(3)
    server.obey()
    httpx.post(f"{server.address}/api/house/approval", json={}).raise_for_status()
    httpx.put(f"{server.address}/api/pins/owner", json={"pin": "4711"}).raise_for_status()
    yield server
    server.stop()


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def in_the_kitchen(open_house: Open) -> Page:
    """The screen on the kitchen's wall, of which nobody says whose it is."""
    page = open_house(size=DESKTOP)
    page.evaluate("import('/web/talk/talk.js').then(({ setPlace }) => setPlace('kitchen'))")
    return page


def say(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("textbox", name=FIELD).fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".talk")).to_have_attribute("data-state", "waiting")


def value_of(house: OwnedServer, named: str, capability: str) -> object:
    home = house.mimosa.home
    device = next(each for each in home.devices.values() if each.name == named)
    fact = home.fact(device.id, capability)
    return fact and fact.value


def test_it_is_turned_off_again_on_the_phone(open_house: Open, house: OwnedServer, shoot: Shoot) -> None:
    wall = in_the_kitchen(open_house)
    phone = open_house(size=PHONE)
    phone.get_by_role("button", name="Conversation").click()
    say(wall, "turn on the kitchen light")
    until(lambda: value_of(house, "Kitchen light", "on") is True)
    expect(phone.locator(".goes-on")).to_contain_text("turn on the kitchen light")
    shoot(phone, "phone-carried")
    say(phone, "turn it off again")
    until(lambda: value_of(house, "Kitchen light", "on") is False)
    expect(phone.locator(".goes-on")).not_to_be_visible()
    say(wall, "turn on the kitchen light")
    say(phone, "and the hall")
    until(lambda: value_of(house, "Hall light", "on") is True)


def test_the_pin_that_the_wall_asks_for_is_given_on_the_phone(
    open_house: Open, house: OwnedServer, shoot: Shoot
) -> None:
    wall = in_the_kitchen(open_house)
    phone = open_house(size=PHONE)
    say(wall, "unlock the front door")
    card = phone.locator(".asked-elsewhere")
    expect(card).to_contain_text("Asked in another room: Kitchen")
    shoot(phone, "phone-pin-real")
    card.locator("input").fill("1812")
    phone.keyboard.press("Enter")
    expect(phone.locator(".caption")).to_contain_text("Try again.")
    assert value_of(house, "Front door", "locked") is True
    card.locator("input").fill("4711")
    phone.keyboard.press("Enter")
    until(lambda: value_of(house, "Front door", "locked") is False)
    expect(card).not_to_be_visible()

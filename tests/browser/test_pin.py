"""A PIN on the page: chosen in the house, asked for at the lock, corrected when it was wrong."""

from collections.abc import Callable
from pathlib import Path

from conftest import PHONE, Open
from fake_server import FakeServer, until
from playwright.sync_api import expect

Shoot = Callable[..., Path]


def test_the_lock_opens_with_the_pin_and_not_without(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.pin = "4711"
    page = open_page(size=PHONE)
    tile = page.locator("#tile-lock\\.front_door")
    tile.get_by_role("button", name="Unlock: Front door").click()
    expect(tile.get_by_text("Enter your PIN.")).to_be_visible()
    shoot(page, "pin-asked")
    tile.get_by_label("PIN", exact=True).fill("1812")
    tile.get_by_role("button", name="OK").click()
    expect(tile.get_by_text("That is not the PIN.")).to_be_visible()
    expect(tile.locator(".tile-state")).to_have_text("locked")
    tile.get_by_label("PIN", exact=True).fill("4711")
    page.keyboard.press("Enter")
    expect(tile.locator(".tile-state")).to_have_text("unlocked")


def test_no_at_the_pin_sends_nothing_more(open_page: Open, fake: FakeServer) -> None:
    fake.pin = "4711"
    page = open_page()
    tile = page.locator("#tile-lock\\.front_door")
    tile.get_by_role("button", name="Unlock: Front door").click()
    tile.get_by_role("button", name="No", exact=True).click()
    expect(tile).to_have_attribute("data-phase", "none")
    assert len(fake.wishes) == 1


def test_a_pin_is_chosen_and_changed_in_the_house(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page()
    page.get_by_role("button", name="House").click()
    page.get_by_role("button", name="Choose a PIN").click()
    page.get_by_label("New PIN").fill("4711")
    page.get_by_role("button", name="Set it").click()
    until(lambda: fake.pin == "4711")
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("PIN until now").fill("4711")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("New PIN").fill("805263")
    page.keyboard.press("Enter")
    until(lambda: fake.pin == "805263")
    expect(page.get_by_text("It is set.")).to_be_visible()
    shoot(page, "pin-house")


def test_a_pin_that_is_none_is_corrected_before_anything_is_sent(open_page: Open, fake: FakeServer) -> None:
    page = open_page(locale="zh-CN")
    page.get_by_role("button", name="状况").click()
    page.get_by_role("button", name="设置密码").click()
    page.get_by_label("新密码").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("密码是 4 到 12 位数字")).to_be_visible()
    assert fake.pin == ""
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("密码是 4 到 12 位数字")).to_have_count(0)
    expect(page.get_by_role("button", name="设置密码")).to_be_visible()

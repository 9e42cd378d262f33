"""The same page in front of a real server with the simulated house: MIMOSA_BASE_URL names it.

Nothing here scripts the server, so these also pass against the double.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, Open
from playwright.sync_api import expect

Shoot = Callable[..., Path]


def test_every_device_has_a_tile_in_words(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".tile").first).to_be_visible()
    states = page.locator(".tile-state").all_inner_texts()
    assert len(states) >= 20
    assert all(state.strip() for state in states)


def test_a_typed_sentence_is_answered(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("/")
    page.get_by_role("textbox", name="What shall Mimosa do?").fill("turn on the kitchen light")
    page.keyboard.press("Enter")
    expect(page.locator(".turn-said").last).to_be_visible(timeout=20_000)
    expect(page.locator(".answer").last).to_be_visible()


def test_a_switch_is_proven_by_its_device(open_page: Open) -> None:
    page = open_page()
    tile = page.locator(".tile[data-kind=light]:has(.toggle:enabled)").first
    switch = tile.get_by_role("switch")
    before = switch.get_attribute("aria-checked")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false" if before == "true" else "true")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", before or "false")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("phone", {"size": PHONE}),
        ("desktop-dark", {"size": DESKTOP, "scheme": "dark"}),
        ("mandarin", {"locale": "zh-CN"}),
    ],
)
def test_every_room_is_looked_at(open_page: Open, shoot: Shoot, name: str, how: dict[str, object]) -> None:
    page = open_page(**how)
    for index in range(page.locator(".nav-key").count()):
        page.locator(".nav-key").nth(index).click()
        shoot(page, f"house-{name}-{index}", whole=index == 0 and name != "desktop-dark")

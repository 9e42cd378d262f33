"""Every designed state of the page, written down as a picture for a person to look at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import DESKTOP, PHONE, WALL, Open
from fake_server import FakeServer
from looking import heard, speak
from playwright.sync_api import Page, expect

Shoot = Callable[..., Path]


def say(page: Page, text: str) -> None:
    """Type a sentence."""
    page.keyboard.press("/")
    page.get_by_role("textbox", name="What shall Mimosa do?").fill(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP), ("wall", WALL)])
def test_home(open_page: Open, shoot: Shoot, scheme: str, name: str, size: dict[str, int]) -> None:
    page = open_page(size=size, scheme=scheme)
    expect(page.locator(".tile").first).to_be_visible()
    shoot(page, f"home-{name}-{scheme}", whole=name == "phone")


@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_mandarin(open_page: Open, fake: FakeServer, shoot: Shoot, name: str, size: dict[str, int]) -> None:
    page = open_page(size=size, locale="zh-CN")
    expect(page.get_by_text("厨房灯").first).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("textbox").fill("打开厨房的灯")
    page.keyboard.press("Enter")
    expect(page.locator(".caption[data-kind=said]")).to_have_text("厨房灯已打开。")
    expect(page.locator(".talk")).to_have_attribute("data-state", "waiting")
    page.keyboard.press("Escape")
    shoot(page, f"mandarin-{name}", whole=name == "phone")


def test_everything_about_a_light(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE)
    page.locator("#tile-light\\.living_room .tile-open").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    shoot(page, "sheet-phone-light")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_everything_about_the_vacuum(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(scheme="dark")
    page.locator("#tile-vacuum\\.robot .tile-open").click()
    shoot(page, "sheet-desktop-dark")


def test_wishes_and_facts(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size={"width": 1100, "height": 900})
    page.get_by_role("switch", name="Turn on Garden pump").click()
    page.get_by_role("switch", name="Turn on Hall light").click()
    page.get_by_role("switch", name="Turn off Office fan").click()
    page.get_by_role("button", name="Unlock: Front door").click()
    page.get_by_role("button", name="Open: Garage door").click()
    page.get_by_role("button", name="Warmer: Bedroom heating").click()
    expect(page.locator("#tile-switch\\.pump")).to_have_attribute("data-phase", "asked")
    expect(page.locator("#tile-light\\.hall")).to_have_attribute("data-phase", "unknown")
    expect(page.locator("#tile-fan\\.office")).to_have_attribute("data-phase", "failed")
    expect(page.locator("#tile-lock\\.front_door")).to_have_attribute("data-phase", "ask")
    expect(page.locator("#tile-cover\\.garage")).to_have_attribute("data-phase", "refused")
    expect(page.locator("#tile-climate\\.bedroom")).to_have_attribute("data-phase", "pending")
    shoot(page, "wishes", whole=True)


def test_conversation(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE)
    for sentence in ["make the living room cosy", "open the garage door", "turn on the hall light"]:
        say(page, sentence)
        expect(page.locator(".talk")).to_have_attribute("data-state", "waiting")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Conversation").click()
    page.get_by_text("How it came about").first.click()
    shoot(page, "conversation-phone", whole=True)


def test_conversation_beside_the_house(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(scheme="dark")
    say(page, "make the living room cosy")
    expect(page.locator(".turn-said")).to_be_visible()
    say(page, "unlock the front door")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    page.get_by_text("How it came about").first.click()
    shoot(page, "conversation-desktop-dark")


def test_conversation_before_anything_was_said(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE)
    page.get_by_role("button", name="Conversation").click()
    shoot(page, "conversation-empty")


@pytest.mark.parametrize(("name", "how"), [("phone", {"size": PHONE}), ("desktop-dark", {"scheme": "dark"})])
def test_car(open_page: Open, fake: FakeServer, shoot: Shoot, name: str, how: dict[str, Any]) -> None:
    page = open_page(**how)
    page.get_by_role("button", name="Car", exact=True).click()
    expect(page.locator(".car-drawing")).to_be_visible()
    shoot(page, f"car-{name}", whole=name == "phone")


def test_house_room(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page()
    page.get_by_role("button", name="House").click()
    fake.set_health(
        status="degraded",
        parts={"ears": "ready", "voice": "off", "core": "loading", "broker": "ready"},
    )
    expect(page.get_by_text("Getting ready; talking and switching work already.")).to_be_visible()
    fake.set_health(
        status="degraded",
        parts={"ears": "missing", "voice": "off", "core": "loading", "broker": "ready"},
    )
    expect(page.get_by_text("Not everything works.")).to_be_visible()
    shoot(page, "house-degraded")


def test_empty(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.house.devices.clear()
    page = open_page(size=PHONE)
    expect(page.get_by_text("No devices yet")).to_be_visible()
    shoot(page, "empty")


def test_loading(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.holds_snapshot = True
    page = open_page(size=PHONE, wait=False)
    expect(page.get_by_text("Looking at the house")).to_be_visible()
    shoot(page, "loading")


def test_server_away(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page()
    fake.stop()
    expect(page.get_by_text("Mimosa does not answer")).to_be_visible()
    page.wait_for_timeout(2500)
    shoot(page, "offline")


def test_devices_away(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE, scheme="dark")
    fake.set_health(status="degraded", link=False)
    expect(page.get_by_text("The devices cannot be reached")).to_be_visible()
    shoot(page, "devices-away-phone-dark")


def test_key_wanted(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.token = "mimosa-key"
    page = open_page(size=PHONE, wait=False)
    expect(page.get_by_text("This house has a key")).to_be_visible()
    shoot(page, "key")


def test_no_microphone(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE)
    page.get_by_role("button", name="Talk: hold and speak").click()
    expect(page.locator(".caption[data-kind=error]")).to_be_visible()
    shoot(page, "no-microphone")


def test_listening(open_hearing_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_hearing_page(size=PHONE)
    page.mouse.move(180, 690)
    page.keyboard.down("Space")
    expect(page.locator(".talk")).to_have_attribute("data-state", "listening")
    heard(fake, 0)
    shoot(page, "listening")
    page.keyboard.up("Space")


@pytest.mark.parametrize(
    ("state", "frozen_at"), [("understanding", "heard"), ("acting", "called"), ("speaking", "said")]
)
def test_talk_states(open_hearing_page: Open, fake: FakeServer, shoot: Shoot, state: str, frozen_at: str) -> None:
    fake.frozen_at = frozen_at
    fake.tone_s = 30
    page = open_hearing_page(size=PHONE, scheme="dark" if state == "speaking" else "light")
    speak(page, fake)
    expect(page.locator(".talk")).to_have_attribute("data-state", state)
    shoot(page, state)


def test_the_tile_that_moved_lights_up(open_hearing_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_hearing_page()
    speak(page, fake)
    expect(page.locator("#tile-light\\.kitchen .tile-lit")).to_be_attached()
    shoot(page, "lit")


def test_failed(open_hearing_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.spoken = "turn on the hall light"
    page = open_hearing_page(size=PHONE)
    speak(page, fake)
    expect(page.locator(".caption[data-kind=said]")).to_contain_text("did not answer")
    page.locator("#tile-light\\.hall").scroll_into_view_if_needed()
    shoot(page, "failed")


def test_refused(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=WALL, scheme="dark")
    say(page, "open the garage door")
    expect(page.locator("#tile-cover\\.garage")).to_have_attribute("data-phase", "refused")
    page.locator("#tile-cover\\.garage").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    shoot(page, "refused")


def test_reply_without_a_voice(open_hearing_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    fake.spoken = "打开厨房的灯"
    page = open_hearing_page(size=PHONE, locale="zh-CN")
    speak(page, fake)
    expect(page.locator(".caption")).to_contain_text("还没有中文语音")
    shoot(page, "no-voice-mandarin")

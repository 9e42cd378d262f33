"""What turns out after the answer was given: the card says so, and the answer itself stays as it was."""

from typing import Any

import pytest
from conftest import Open
from fake_server import FakeServer
from playwright.sync_api import Page, expect


@pytest.fixture
def commands(fake: FakeServer, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every command of a turn, as it was told."""
    seen: list[dict[str, Any]] = []
    tell = fake.tell

    def listening(message: dict[str, Any]) -> None:
        event = message.get("event", {})
        if event.get("event") == "returned":
            seen.extend(event["result"]["facts"]["commands"])
        tell(message)

    monkeypatch.setattr(fake, "tell", listening)
    return seen


def said(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("textbox", name="What shall Mimosa do?").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".turn-said").last).to_be_visible()


def test_a_light_that_answered_late_is_told_of_beside_the_answer(
    open_page: Open, fake: FakeServer, commands: list[dict[str, Any]]
) -> None:
    page = open_page()
    said(page, "turn on the hall light")
    expect(page.locator(".turn .answer").last).to_have_attribute("data-outcome", "unknown")
    answer = page.locator(".turn-said").last.inner_text()
    say = {"en": "The hall light is on now.", "zh": "走廊灯现在开了。"}
    settled = {"command": commands[-1]["id"], "device": "light.hall", "outcome": "done", "reason": "", "say": say}
    fake.tell({"type": "settled", **settled})
    expect(page.locator(".turn-later")).to_have_text("The hall light is on now.")
    expect(page.locator(".turn .answer").last).to_have_attribute("data-outcome", "done")
    assert page.locator(".turn-said").last.inner_text() == answer


def test_a_light_that_switches_itself_off_again_says_so_on_its_tile(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    say = {"en": "The kitchen light switched itself off again.", "zh": "厨房灯自己又关了。"}
    settled = {"command": "c1", "device": "light.kitchen", "outcome": "failed", "reason": "reverted", "say": say}
    fake.tell({"type": "settled", **settled})
    expect(page.locator("#tile-light\\.kitchen .note")).to_contain_text("switched itself off again")

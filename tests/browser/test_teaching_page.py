"""A sentence that was not understood is taught on the page, said, found in the trace, listed and removed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, Locator, Page, expect

Shoot = Callable[..., Path]
TYPING = re.compile("What shall Mimosa do|要 Mimosa 做什么")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """A lamp that does what it is told, and a front door."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    server.announce("desk_lamp", "Desk lamp", area="Study")
    server.announce("front_door", "Front door", "lock", area="Hall")
    server.say("zigbee2mqtt/desk_lamp", "OFF")
    server.wait_for(2)
    server.obey()
    yield server
    server.stop()


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def say(page: Page, text: str) -> Locator:
    """Type it, and wait for its card to be finished."""
    before = page.locator(".turn").count()
    page.keyboard.press("/")
    page.get_by_role("textbox", name=TYPING).fill(text)
    page.keyboard.press("Enter")
    card = page.locator(".turn").nth(before)
    expect(card).to_have_attribute("data-ended", "finished")
    return card


def serious(page: Page, within: str = "body") -> list[object]:
    page.wait_for_timeout(400)
    page.evaluate(f"{AXE.read_text('utf-8')};0")
    kinds = "r => r.violations.map((v) => [v.id, v.impact, v.nodes[0].html])"
    found = page.evaluate(f"axe.run('{within}', {{resultTypes: ['violations']}}).then({kinds})")
    return [each for each in found if each[1] in ("serious", "critical")]


def test_a_sentence_is_taught_and_then_understood(open_house: Open, house: OwnedServer, shoot: Shoot) -> None:
    page = open_house()
    card = say(page, "homework")
    expect(card).to_have_attribute("data-outcome", "not_understood")
    card.get_by_role("button", name="That meant … “homework”").press("Enter")
    field = card.get_by_label("“homework” meant:")
    expect(field).to_be_focused()
    field.fill("sing to the dog")
    field.press("Enter")
    expect(card.get_by_role("alert")).to_contain_text("sing to the dog")
    expect(field).to_be_focused()
    assert serious(page) == []
    shoot(page, "teaching-refused")
    field.fill("turn on the desk lamp")
    field.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("From now on “homework” means “turn on the desk lamp”.")
    assert serious(page) == []
    shoot(page, "teaching-taught")
    assert [(p.said, p.means) for p in house.mimosa.teaching.all()] == [("homework", "turn on the desk lamp")]
    expect(card.get_by_role("button", name="Do it now")).to_be_focused()
    page.keyboard.press("Enter")
    again = page.locator(".turn").nth(1)
    expect(again.locator(".turn-said")).to_contain_text("The desk lamp is on.")
    expect(again.locator(".turn-understood")).to_contain_text("taught: “turn on the desk lamp”")
    again.get_by_text("How it came about").click()
    expect(again.locator(".trace")).to_contain_text("Taught: “homework” means “turn on the desk lamp”")
    fact = house.mimosa.home.fact("desk_lamp", "on")
    assert fact is not None
    assert fact.value is True


def test_escape_leaves_the_form_and_the_key_is_there_again(open_house: Open, house: OwnedServer) -> None:
    page = open_house()
    card = say(page, "homework")
    key = card.get_by_role("button", name="That meant … “homework”")
    key.press("Enter")
    expect(card.get_by_label("“homework” meant:")).to_be_focused()
    page.keyboard.press("Escape")
    expect(key).to_be_focused()
    assert house.mimosa.teaching.all() == ()


def test_where_a_sentence_failed_stands_in_its_trace(open_house: Open) -> None:
    page = open_house()
    card = say(page, "movie time")
    card.get_by_text("How it came about").click()
    trace = card.locator(".trace")
    expect(trace).to_contain_text("nobody")
    expect(trace).to_contain_text("The quick mind passed it on: the nearest is “Time”; not explained: “movie”")
    expect(trace.locator(".bar-words")).to_contain_text("the quick mind")


def test_what_is_for_later_stands_in_its_trace(open_house: Open, shoot: Shoot) -> None:
    page = open_house()
    card = say(page, "turn on the desk lamp in ten minutes")
    card.get_by_text("How it came about").click()
    expect(card.locator(".trace")).to_contain_text("“turn on the desk lamp”: after 10\u00a0min (“in ten minutes”)")
    card = say(page, "turn on the desk lamp every weekday at seven in the morning")
    card.get_by_text("How it came about").click()
    expect(card.locator(".trace")).to_contain_text("on weekdays")
    shoot(page, "teaching-deferred")


@pytest.mark.parametrize(
    ("name", "how"),
    [("desktop", {"size": DESKTOP}), ("phone", {"size": PHONE}), ("dark", {"scheme": "dark"})],
)
def test_phrases_are_listed_and_removed(
    open_house: Open, house: OwnedServer, shoot: Shoot, name: str, how: dict[str, object]
) -> None:
    page = open_house(locale="zh-CN" if name == "dark" else "en-GB", reduced_motion="reduce", **how)
    request = page.request.post(
        f"{house.address}/api/phrases", data={"said": "homework", "means": "turn on the desk lamp"}
    )
    assert request.status == 201
    page.locator(".nav-key").last.click()
    page.locator(".owner-card button").click()
    phrases = page.locator(".phrases")
    expect(phrases).to_contain_text("homework")
    assert serious(page, ".phrases") == []
    shoot(page, f"teaching-list-{name}", whole=True)
    phrases.get_by_role("button").click()
    expect(phrases.locator(".phrase")).to_have_count(0)
    assert house.mimosa.teaching.all() == ()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_same_in_mandarin(open_house: Open) -> None:
    page = open_house(locale="zh-CN", size=PHONE)
    page.locator(".nav-key").nth(1).click()
    card = say(page, "写作业啦")
    card.get_by_role("button", name="意思是……“写作业啦”").click()
    card.get_by_label("“写作业啦”的意思是：").fill("唱首歌给狗听")
    card.get_by_role("button", name="教给它").click()
    expect(card.get_by_role("alert")).to_contain_text("听不懂")
    card.get_by_label("“写作业啦”的意思是：").fill("turn on the desk lamp")
    card.get_by_role("button", name="教给它").click()
    expect(card.get_by_role("status")).to_contain_text("从现在起")
    card.get_by_role("button", name="现在就做").click()
    expect(page.locator(".turn").nth(1).locator(".turn-said")).to_be_visible(timeout=20_000)

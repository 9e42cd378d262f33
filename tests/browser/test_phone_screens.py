"""The screens of a phone: in the car holder, out of the house's reach, and what goes on there from another place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PHONE, Open
from fake_parts import moment
from fake_server import FakeServer, until
from looking import speak
from playwright.sync_api import Page, expect

Shoot = Callable[..., Path]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LANDSCAPE = {"width": 760, "height": 360}
TARGETS = "Array.from(document.querySelectorAll('.holder button'), (each) => each.getBoundingClientRect().toJSON())"
LETTERS = (
    "Array.from(document.querySelectorAll('.holder-words, .holder-key'),"
    " (each) => parseFloat(getComputedStyle(each).fontSize))"
)
SCROLLS = "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
OVERFLOWS = (
    "(() => { const e = document.querySelector('.holder-answer'); return e.scrollHeight > e.clientHeight + 1; })()"
)
LONG = (
    "The kitchen, the living room, the hall, the bedroom, the office and the garage are lit, the vacuum is cleaning "
    "the hall, the rice cooker keeps warm, and the garage door stands open since ten past six."
)


def is_for_a_holder(page: Page) -> None:
    """Targets that are met and letters that are read at arm's length; nothing to scroll, nothing cut off."""
    for box in page.evaluate(TARGETS):
        assert min(box["width"], box["height"]) >= 76, box
    assert min(page.evaluate(LETTERS), default=32) >= 32
    assert not page.evaluate(SCROLLS)
    assert not page.evaluate(OVERFLOWS)
    assert page.locator(".holder :is(ul, ol, input, select)").count() == 0


def serious(page: Page) -> list[object]:
    page.wait_for_timeout(400)
    page.evaluate(f"{AXE.read_text('utf-8')};0")
    kinds = "r => r.violations.map((v) => [v.id, v.impact, v.nodes[0].html])"
    found = page.evaluate(f"axe.run('body', {{resultTypes: ['violations']}}).then({kinds})")
    return [each for each in found if each[1] in ("serious", "critical")]


def say(page: Page, text: str) -> None:
    """Say it as the page's other half would: the holder itself has no field to type in."""
    page.evaluate("(text) => import('/web/talk/talk.js').then(({ sendText }) => sendText(text))", text)
    expect(page.locator(".holder")).to_have_attribute("data-state", "waiting")


def test_the_holder_is_opened_from_the_page_and_left_again(open_page: Open) -> None:
    page = open_page(size=PHONE)
    page.get_by_role("button", name="House").click()
    page.get_by_role("listitem").filter(has_text="In the car holder").get_by_role("button", name="Open").click()
    expect(page.get_by_text("Hold the button and speak.")).to_be_visible()
    assert page.url.endswith("/?holder")
    page.reload()
    expect(page.get_by_text("Hold the button and speak.")).to_be_visible()
    page.get_by_role("button", name="Leave the holder view").click()
    expect(page.get_by_role("navigation")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", ["portrait", "landscape"])
def test_in_the_holder(open_hearing_page: Open, fake: FakeServer, shoot: Shoot, scheme: str, shape: str) -> None:
    size = PHONE if shape == "portrait" else LANDSCAPE
    page = open_hearing_page(size=size, scheme=scheme, path="/?holder", has_touch=True, is_mobile=True)
    is_for_a_holder(page)
    shoot(page, f"holder-{shape}-{scheme}-empty")
    speak(page, fake)
    expect(page.get_by_text("The kitchen light is on.")).to_be_visible()
    expect(page.locator(".holder")).to_have_attribute("data-state", "waiting")
    is_for_a_holder(page)
    shoot(page, f"holder-{shape}-{scheme}")
    assert serious(page) == []


@pytest.mark.parametrize(("shape", "size"), [("portrait", PHONE), ("landscape", LANDSCAPE)])
def test_a_question_in_the_holder(open_page: Open, fake: FakeServer, shoot: Shoot, shape: str, size: Any) -> None:
    page = open_page(size=size, path="/?holder", has_touch=True, is_mobile=True)
    say(page, "unlock the front door")
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    is_for_a_holder(page)
    shoot(page, f"holder-{shape}-question")
    assert serious(page) == []
    page.get_by_role("button", name="No").click()
    until(lambda: fake.turns[-1]["text"] == "No")


@pytest.mark.parametrize(("shape", "size"), [("portrait", PHONE), ("landscape", LANDSCAPE)])
def test_a_long_answer_in_the_holder(open_page: Open, fake: FakeServer, shoot: Shoot, shape: str, size: Any) -> None:
    page = open_page(size=size, path="/?holder", scheme="dark", has_touch=True, is_mobile=True)
    page.evaluate(
        "(text) => import('/web/talk/turns.js').then(({ turns, newTurn }) => {"
        " turns.value = [{ ...newTurn('t', 'voice'), heard: 'what is running', said: [{ text, claim: 'answer' }],"
        " ended: 'finished', outcome: 'answer' }]; })",
        LONG,
    )
    expect(page.locator(".holder-words")).to_contain_text("The kitchen, the living room")
    is_for_a_holder(page)
    shoot(page, f"holder-{shape}-long")


def test_a_pin_is_not_typed_in_the_holder(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE, path="/?holder")
    page.evaluate(
        "import('/web/talk/turns.js').then(({ turns, newTurn }) => { turns.value = [{ ...newTurn('t', 'voice'),"
        " heard: 'unlock', why: 'not proved', said: [{ text: 'Say your PIN.', claim: 'ask' }], ended: 'finished' }]; })"
    )
    expect(page.get_by_text("Say your PIN. To type it, park and close this view.")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).not_to_be_visible()
    is_for_a_holder(page)
    shoot(page, "holder-pin")


def test_in_the_holder_in_mandarin(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE, path="/?holder", locale="zh-CN")
    expect(page.get_by_text("按住按钮说话。")).to_be_visible()
    say(page, "打开厨房的灯")
    expect(page.get_by_text("厨房灯已打开。")).to_be_visible()
    is_for_a_holder(page)
    shoot(page, "holder-mandarin")


def test_out_of_reach_in_the_holder(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE, path="/?holder")
    fake.stop()
    expect(page.get_by_text("The house is not in reach.")).to_be_visible()
    is_for_a_holder(page)
    shoot(page, "holder-away")
    assert serious(page) == []


@pytest.mark.parametrize(("name", "how"), [("", {}), ("-dark", {"scheme": "dark"}), ("-mandarin", {"locale": "zh-CN"})])
def test_out_of_reach(open_page: Open, fake: FakeServer, shoot: Shoot, name: str, how: dict[str, Any]) -> None:
    page = open_page(size=PHONE, service_workers="allow", **how)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(4000)
    fake.stop()
    page.reload()
    expect(page.locator(".banner")).to_be_visible()
    expect(page.locator(".tile").first).to_be_visible()
    shoot(page, f"phone-away{name}")
    assert serious(page) == []


ELSEWHERE = {
    "at": moment(40),
    "text": "turn on the kitchen light",
    "language": "en",
    "person": "owner",
    "place": "kitchen",
    "confidence": 0.9,
    "calls": [],
    "reply": "The kitchen light is on.",
}


@pytest.mark.parametrize(("name", "how"), [("", {}), ("-mandarin", {"locale": "zh-CN", "scheme": "dark"})])
def test_what_goes_on_from_the_kitchen_is_shown(
    open_page: Open, fake: FakeServer, shoot: Shoot, name: str, how: dict[str, Any]
) -> None:
    fake.elsewhere = {"exchanges": [ELSEWHERE | {"at": moment(40)}], "questions": []}
    page = open_page(size=PHONE, path="/?conversation", **how)
    expect(page.locator(".goes-on")).to_contain_text("turn on the kitchen light")
    shoot(page, f"phone-goes-on{name}")
    assert serious(page) == []
    page.evaluate("import('/web/talk/talk.js').then(({ sendText }) => sendText('turn on the hall light'))")
    until(lambda: len(fake.turns) == 1)
    assert fake.turns[0]["goes_on"] is True


def test_a_screen_of_a_room_that_nobody_says_is_theirs_takes_nothing_over(open_page: Open, fake: FakeServer) -> None:
    page = open_page(size=PHONE)
    page.evaluate("import('/web/talk/talk.js').then(({ setPlace }) => setPlace('kitchen'))")
    page.evaluate("import('/web/talk/talk.js').then(({ sendText }) => sendText('turn on the hall light'))")
    until(lambda: len(fake.turns) == 1)
    assert fake.turns[0]["goes_on"] is False


@pytest.mark.parametrize(("name", "how"), [("", {}), ("-mandarin", {"locale": "zh-CN", "scheme": "dark"})])
def test_a_pin_that_is_asked_for_in_a_room_is_given_here(
    open_page: Open, fake: FakeServer, shoot: Shoot, name: str, how: dict[str, Any]
) -> None:
    question = {
        "conversation": "page-wall",
        "turn": "t1",
        "text": "To unlock the front door, say or type your PIN.",
        "heard": "unlock the front door",
        "place": "hall",
        "at": moment(),
        "seconds_left": 28.0,
    }
    fake.elsewhere = {"exchanges": [], "questions": [question]}
    page = open_page(size=PHONE, **how)
    card = page.locator(".asked-elsewhere")
    expect(card).to_contain_text("unlock the front door")
    for key in card.get_by_role("button").all():
        box = key.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    shoot(page, f"phone-pin{name}")
    assert serious(page) == []
    fake.elsewhere = {"exchanges": [], "questions": []}
    card.locator("input").fill("4711")
    page.keyboard.press("Enter")
    until(lambda: len(fake.turns) == 1)
    sent = fake.turns[0]
    assert (sent["text"], sent["conversation"], sent["answers"]) == ("4711", "page-wall", "t1")
    expect(card).not_to_be_visible()
    assert "4711" not in page.content()


def test_the_house_on_a_phone(open_page: Open, fake: FakeServer, shoot: Shoot) -> None:
    page = open_page(size=PHONE, service_workers="allow")
    page.get_by_role("button", name="House").click()
    expect(page.get_by_text("Opens without the house and shows what was last known.")).to_be_visible()
    shoot(page, "phone-house", whole=True)

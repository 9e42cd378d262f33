"""What Mimosa remembers is looked at, corrected and erased on the page."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, Page, Route, expect
from test_teaching_page import say, serious

from assistant.memory.happenings import Happening

Shoot = Callable[..., Path]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """A dimmable lamp, and an owner who sets it to 40 % every evening."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    more = {"brightness_state_topic": "zigbee2mqtt/l/b", "brightness_command_topic": "zigbee2mqtt/l/b/set"}
    server.announce("desk_lamp", "Desk lamp", area="Study", brightness_scale=100, **more)
    server.say("zigbee2mqtt/desk_lamp", "OFF")
    server.wait_for(1)
    server.obey()

    async def live() -> None:
        now = datetime.now(UTC).astimezone().replace(hour=19, minute=5)
        for day in range(14, 0, -1):
            at = now - timedelta(days=day)
            habits = server.mimosa.memory.habits
            await habits.learn(Happening(at, "owner", "study", "desk_lamp", "brightness", 40, "voice"))

    assert server._loop is not None
    asyncio.run_coroutine_threadsafe(live(), server._loop).result(60)
    yield server
    server.stop()


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def to_the_memory(page: Page) -> None:
    page.locator(".nav-key").last.click()
    page.locator(".memory-card button").click()


def test_a_habit_is_shown_with_the_days_it_rests_on_and_erased_for_good(
    open_house: Open, house: OwnedServer, shoot: Shoot
) -> None:
    page = open_house()
    say(page, "remember that I like jazz")
    to_the_memory(page)
    told, learnt = page.locator(".memory .card").nth(0), page.locator(".memory .card").nth(1)
    expect(told).to_contain_text("jazz")
    habits = house.mimosa.memory.habits.known("owner")
    habit = habits[0]
    expect(learnt.locator(".memory-item")).to_have_count(len(habits))
    expect(learnt).to_contain_text("Desk lamp, Brightness: 40 %")
    expect(learnt).to_contain_text(f"{habit.times} of the last {habit.of} times")
    learnt.get_by_text("The days it rests on").first.click()
    expect(learnt.locator(".memory-days").first.locator("li")).to_have_count(habit.times)
    expect(learnt.locator(".memory-days").first.locator("li").first).to_contain_text("40 %, by voice")
    assert serious(page, ".memory") == []
    shoot(page, "memory-evidence", whole=True)
    told.get_by_role("button", name="Correct").click()
    told.get_by_label("What is right").fill("I like blues")
    told.get_by_role("button", name="Save").click()
    expect(told).to_contain_text("blues")
    expect(told).not_to_contain_text("jazz")
    learnt.get_by_role("button", name="Do not learn this: Desk lamp, Brightness").first.click()
    expect(page.locator(".memory")).to_contain_text("What is not learned")
    expect(page.locator(".memory .card").nth(2)).to_contain_text("Desk lamp, Brightness")
    assert house.mimosa.memory.habits.known("owner") == ()
    page.get_by_role("button", name="Erase everything").click()
    shoot(page, "memory-sure", whole=True)
    page.get_by_role("button", name="Yes").click()
    expect(page.locator(".memory-said")).to_contain_text("Erased: here")
    expect(told).to_contain_text("Nothing yet")
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("desktop", {"size": DESKTOP}),
        ("phone", {"size": PHONE}),
        ("phone-dark-zh", {"size": PHONE, "scheme": "dark", "locale": "zh-CN"}),
    ],
)
def test_memory_fits_every_screen(open_house: Open, shoot: Shoot, name: str, how: dict[str, object]) -> None:
    page = open_house(reduced_motion="reduce", **how)
    to_the_memory(page)
    expect(page.locator(".memory-item").first).to_be_visible()
    page.locator(".memory-days summary").first.click()
    assert serious(page, ".memory") == []
    shoot(page, f"memory-{name}", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whoever_uses_the_page_sees_their_own_memory(open_house: Open, house: OwnedServer) -> None:
    page = open_house()
    answer = page.request.post(f"{house.address}/api/members", data={"name": "Ben", "role": "adult"})
    assert answer.status == 201
    page.reload()
    say(page, "remember that I like jazz")
    to_the_memory(page)
    told = page.locator(".memory .card").first
    expect(told).to_contain_text("jazz")
    page.get_by_label("Who speaks here").select_option(label="Ben")
    expect(told).to_contain_text("Nothing yet")
    expect(page.get_by_label("Whose memory")).to_have_count(0)
    page.get_by_label("Who speaks here").select_option(index=0)
    expect(told).to_contain_text("jazz")


def test_where_only_the_voice_tells_who_it_is_nobodys_memory_is_shown(open_house: Open, house: OwnedServer) -> None:
    def with_voices(route: Route) -> None:
        told = route.fetch()
        household = told.json()
        for member in household["members"]:
            member["has_voice"] = True
        route.fulfill(response=told, json=household)

    assert house.mimosa.memory.habits.known("owner")
    page = open_house()
    page.route("**/api/members", with_voices)
    page.reload()
    page.get_by_label("Who speaks here").select_option("By voice")
    to_the_memory(page)
    expect(page.locator(".memory-note")).to_contain_text("by the voice alone")
    expect(page.locator(".memory .card")).to_have_count(0)
    page.get_by_label("Who speaks here").select_option("Owner")
    expect(page.locator(".memory .card").first).to_be_visible()

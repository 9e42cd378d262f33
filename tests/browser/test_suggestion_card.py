"""What somebody usually does now is suggested on the page, answered with one key, and done every time if wished."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, expect
from test_teaching_page import serious

from assistant.memory.happenings import Happening
from assistant.utterance import Utterance
from skills.surface import local_now

Shoot = Callable[..., Path]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """An evening at ten past seven, after two weeks in which the owner put the lamp on at seven."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    server.announce("desk_lamp", "Desk lamp", area="Study")
    server.say("zigbee2mqtt/desk_lamp", "OFF")
    server.wait_for(1)
    server.obey()
    now = (local_now() + timedelta(days=1)).replace(hour=19, minute=10)
    memory = server.mimosa.memory
    memory.suggesting.kept.now = lambda: now
    memory.habits._clock = lambda: now

    async def live() -> None:
        for day in range(14, 0, -1):
            at = (now - timedelta(days=day)).replace(minute=4)
            await memory.habits.learn(Happening(at, "owner", "study", "desk_lamp", "on", True, "voice"))
        home = server.mimosa.home
        await server.mimosa.ownership.approve([home.announced[each] for each in home.waiting], "owner")

    in_the_loop(server, live())
    yield server
    server.stop()


def in_the_loop(server: OwnedServer, work: object) -> None:
    assert server._loop is not None
    asyncio.run_coroutine_threadsafe(work, server._loop).result(60)  # type: ignore[arg-type]


def is_lit(server: OwnedServer) -> bool:
    fact = server.mimosa.home.fact("desk_lamp", "on")
    return fact is not None and fact.value is True


def speak(server: OwnedServer) -> None:
    """The owner says something, and the clock is looked at."""
    suggesting = server.mimosa.memory.suggesting

    async def said() -> None:
        await suggesting.heard(Utterance("", at=suggesting.kept.now()))
        await suggesting.look()

    in_the_loop(server, said())


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def test_every_time_on_the_card_does_it_and_keeps_it_until_it_is_ended(
    open_house: Open, house: OwnedServer, shoot: Shoot
) -> None:
    page = open_house()
    expect(page.locator(".tile").first).to_be_visible()
    expect(page.locator(".suggestion")).to_have_count(0)
    speak(house)
    card = page.locator(".suggestion")
    expect(card).to_contain_text("You usually turn on the desk lamp now. Shall I?")
    expect(card).to_contain_text("14 of the last 14 days, around 19:04")
    assert serious(page, ".suggestion") == []
    card.get_by_role("button", name="Every time").click()
    expect(card).to_contain_text("From now on I will turn on the desk lamp every day at 19:04")
    assert is_lit(house)
    day = page.locator(".suggested-day")
    day.locator("summary").click()
    expect(day).to_contain_text("Turn on the desk lamp")
    expect(day).to_contain_text("every day at 19:04")
    assert serious(page, ".suggested-day") == []
    shoot(page, "suggestion-every-time")
    day.get_by_role("button", name="End: turn on the desk lamp").click()
    expect(day).to_have_count(0)


def test_no_takes_the_card_away_and_nothing_is_done(open_house: Open, house: OwnedServer) -> None:
    page = open_house()
    speak(house)
    card = page.locator(".suggestion")
    card.get_by_role("button", name="No", exact=True).click()
    expect(card).to_contain_text("All right, not now.")
    expect(card.get_by_role("button", name="Every time")).to_have_count(0)
    assert not is_lit(house)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("desktop", {"size": DESKTOP}),
        ("phone", {"size": PHONE}),
        ("phone-dark-zh", {"size": PHONE, "scheme": "dark", "locale": "zh-CN"}),
        ("desktop-dark", {"size": DESKTOP, "scheme": "dark"}),
    ],
)
def test_the_card_fits_every_screen(
    open_house: Open, house: OwnedServer, shoot: Shoot, name: str, how: dict[str, object]
) -> None:
    page = open_house(reduced_motion="reduce", **how)
    speak(house)
    expect(page.locator(".suggestion")).to_be_visible()
    assert serious(page, ".suggestion") == []
    shoot(page, f"suggestion-{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

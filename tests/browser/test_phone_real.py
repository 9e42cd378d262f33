"""The real server as an app: with its gate, its headers and its token it is kept, opened without it, and live again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, expect


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """One lamp that does what it is told."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    server.announce("desk_lamp", "Desk lamp", area="Study")
    server.say("zigbee2mqtt/desk_lamp", "OFF")
    server.wait_for(1)
    server.obey()
    yield server
    server.stop()


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def test_it_is_kept_opens_without_the_house_and_is_live_again(open_house: Open, house: OwnedServer) -> None:
    page = open_house(size=PHONE, service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("switch", name="Turn on Desk lamp").click()
    expect(page.get_by_role("switch", name="Turn off Desk lamp")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("Nothing can be switched from here now")).to_be_visible()
    page.reload()
    expect(page.get_by_text("The house is not in reach")).to_be_visible()
    lamp = page.get_by_role("switch", name="Turn off Desk lamp")
    expect(lamp).to_be_disabled()
    house.say("zigbee2mqtt/desk_lamp", "OFF")
    page.context.set_offline(False)
    expect(page.get_by_role("switch", name="Turn on Desk lamp")).to_be_enabled()
    house.stop()
    page.reload()
    expect(page.get_by_text("The house is not in reach")).to_be_visible()
    expect(page.get_by_role("switch", name="Turn on Desk lamp")).to_be_disabled()

"""A head unit is let in on the page, by the code it shows; changed, announced, and turned away."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, Page, expect

Shoot = Callable[..., Path]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SIGNALS = ("Vehicle.Speed", "Vehicle.Powertrain.Transmission.SelectedGear")


class ParkedCar:
    """A car on the house's broker that says three times a second that it stands in park; and its head unit."""

    def __init__(self, house: OwnedServer) -> None:
        self._house = house
        house.say("vss/golf/$description", {"name": "Golf", "vss_version": "6.0", "signals": list(SIGNALS)})
        house.say("vss/golf/$state", "ready")
        house.wait_for(1)
        assert house._loop is not None
        self._living = asyncio.run_coroutine_threadsafe(self._live(), house._loop)
        self.http = httpx.Client(base_url=f"{house.address}/api/car/v1")

    async def _live(self) -> None:
        link = self._house.broker.link()
        while True:
            await link.publish("vss/golf/Vehicle/Speed", b'{"v": 0, "q": "ok"}')
            await link.publish("vss/golf/Vehicle/Powertrain/Transmission/SelectedGear", b'{"v": 126, "q": "ok"}')
            await asyncio.sleep(0.3)

    def ask(self) -> dict[str, str]:
        """Its head unit asks to be paired."""
        form = {"client_id": "acme-cockpit", "vehicle": "golf", "name": "Cockpit"}
        form["scope"] = "talk car.read car.act car.open home.read home.act home.risky"
        for _ in range(50):
            answer = self.http.post("/device_authorization", data=form)
            if answer.status_code == 200:
                return dict(answer.json())
        raise AssertionError(answer.text)

    def fetch(self, begun: dict[str, str]) -> dict[str, str]:
        """It gets its tokens."""
        form = {"grant_type": DEVICE_GRANT, "device_code": begun["device_code"], "client_id": "acme-cockpit"}
        answer = self.http.post("/token", data=form)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def end(self) -> None:
        """It is gone."""
        self._living.cancel()
        self.http.close()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """A house with nothing in it yet."""
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def car(house: OwnedServer) -> Iterator[ParkedCar]:
    """A parked car."""
    parked = ParkedCar(house)
    yield parked
    parked.end()


@pytest.fixture
def open_house(browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, house.address)


def serious(page: Page) -> list[object]:
    page.wait_for_timeout(400)
    page.evaluate(f"{AXE.read_text('utf-8')};0")
    kinds = "r => r.violations.map((v) => [v.id, v.impact, v.nodes[0].html])"
    found = page.evaluate(f"axe.run('body', {{resultTypes: ['violations']}}).then({kinds})")
    return [each for each in found if each[1] in ("serious", "critical")]


def test_the_qr_code_leads_to_the_decision(open_house: Open, car: ParkedCar, shoot: Shoot) -> None:
    begun = car.ask()
    page = open_house(size=PHONE, path=_path(begun))
    field = page.get_by_label("Code on the car’s display")
    expect(field).to_have_value(begun["user_code"])
    assert page.evaluate("location.pathname + location.search") == "/"
    page.get_by_role("button", name="Look it up").click()
    asking = page.get_by_role("group", name="“Cockpit” in the car “Golf” wants to come in")
    expect(asking).to_contain_text("nobody has checked these names")
    expect(asking.get_by_role("switch", name="Comfort at home")).to_have_attribute("aria-checked", "true")
    for risky in ("Open the car", "Doors and heat at home"):
        expect(asking.get_by_role("switch", name=risky)).to_have_attribute("aria-checked", "false")
    assert serious(page) == []
    shoot(page, "head-unit-asks-phone", whole=True)
    asking.get_by_label("What it is called here").fill("Our Golf")
    asking.get_by_role("switch", name="Open the car").click()
    asking.get_by_role("button", name="Let it in").click()
    expect(page.get_by_text("“Our Golf” may come in.")).to_be_visible()

    tokens = car.fetch(begun)
    assert tokens["not_granted"] == "home.risky"
    expect(page.get_by_text("The head unit “Our Golf” in the car “golf” was paired.").first).to_be_visible()
    unit = page.get_by_role("listitem").filter(has_text="May: Talk")
    expect(unit).to_contain_text("Open the car")
    shoot(page, "head-unit-paired-phone", whole=True)
    unit.get_by_role("button", name="Turn Our Golf away").click()
    unit.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("No head unit has been let in.")).to_be_visible()
    mine = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert car.http.get("/me", headers=mine).json()["type"].endswith("revoked-token")


def _path(begun: dict[str, str]) -> str:
    return "/pair" + begun["verification_uri_complete"].partition("/pair")[2]


def test_wrong_codes_in_mandarin(open_house: Open, car: ParkedCar, shoot: Shoot) -> None:
    begun = car.ask()
    page = open_house(size=DESKTOP, path="/pair", locale="zh-CN")
    field = page.get_by_label("车上屏幕显示的代码")
    for wrong in ("BCDF-GHJK", "BCDF-GHJL", "BCDF-GHJM", "BCDF-GHJN"):
        field.fill(wrong)
        field.press("Enter")
        expect(page.locator(".units [role=alert]")).to_have_text("没有车机显示这个代码。")
    field.fill("BCDF-GHJP")
    field.press("Enter")
    expect(page.locator(".units [role=alert]")).to_have_text("代码错误次数过多,请十分钟后再试。")
    field.fill(begun["user_code"])
    field.press("Enter")
    expect(page.locator(".units [role=alert]")).to_have_text("代码错误次数过多,请十分钟后再试。")
    assert serious(page) == []
    shoot(page, "head-unit-locked-zh", whole=True)


def test_what_it_may_do_is_changed_and_every_page_is_told(open_house: Open, car: ParkedCar, house: OwnedServer) -> None:
    elsewhere = open_house(size=DESKTOP)
    begun = car.ask()
    page = open_house(size=DESKTOP, path="/pair")
    page.get_by_label("Code on the car’s display").fill(begun["user_code"].lower())
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="Let it in").click()
    expect(page.get_by_text("“Cockpit” may come in.")).to_be_visible()
    tokens = car.fetch(begun)
    expect(elsewhere.get_by_text("The head unit “Cockpit” in the car “golf” was paired.")).to_be_visible()
    elsewhere.get_by_role("button", name="Fine").click()
    expect(elsewhere.get_by_text("was paired.")).to_have_count(0)
    page.get_by_role("button", name="Change what Cockpit may do").click()
    page.get_by_role("switch", name="Comfort at home").click()
    expect(elsewhere.get_by_text("What the head unit “Cockpit” may do was changed.")).to_be_visible()
    mine = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert "home.act" not in car.http.get("/me", headers=mine).json()["scopes"]

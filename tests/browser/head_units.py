"""What the tests of the head unit's page share: one server for a module, displays that are paired or not, sentences."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import ARGUMENTS, CHROMIUM, SCREENSHOTS
from fake_server import until
from looking import PATIENCE_S, goes_through, note_states
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect
from road_server import CAR, RoadServer

DISPLAY = ViewportSize(width=1280, height=720)
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
KEPT = "mimosa.head_unit.refresh"

WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
WARMTH = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
DAY_NIGHT = "Vehicle.Cabin.Infotainment.HMI.DayNightMode"

UNPROVEN = re.compile("unknown|failed")
"""What a wish is that the device did not confirm in time; which of the two depends on what the device says instead."""

CLOSED = {
    WINDOW: 0,
    "Vehicle.Cabin.Door.Row2.PassengerSide.IsOpen": False,
    "Vehicle.Body.Trunk.Rear.IsOpen": False,
    "Vehicle.Body.Lights.LightSwitch": "AUTO",
    DAY_NIGHT: "DAY",
}

Shoot = Callable[[Page, str], Path]


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoadServer]:
    """The whole product with the simulated car and house, parked by day."""
    with pytest.MonkeyPatch.context() as patch:
        server = RoadServer(tmp_path_factory.mktemp("road"), patch)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def car(road: RoadServer) -> Iterator[RoadServer]:
    """The same as at its beginning: parked, by day, nothing waits, nobody is paired, the line stands."""
    road.ears.text = ""
    road.ears.thinks_s = 0.0
    road.voice.seconds = 0.3
    road.waiting.list = []
    road.waiting.decided = []
    yield road
    road.tunnel.leave()
    road.revoke()
    road.control("clear")
    road.park()
    road.control("press", **CLOSED)


@pytest.fixture(scope="module")
def display_browser(playwright: Playwright, speech_wav: Path) -> Iterator[Browser]:
    """A Chromium whose microphone is a file."""
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech_wav}",
    ]
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *fake])
    yield launched
    launched.close()


class Displays:
    """Opens the page as a head unit shows it, and notes every address it asks for."""

    def __init__(self, browser: Browser, car: RoadServer) -> None:
        self.browser = browser
        self.car = car
        self.asked: list[str] = []
        self.mistakes: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(self, *, refresh: str = "", locale: str = "en-GB", **more: Any) -> Page:
        """With the refresh token of an earlier run, or unpaired."""
        kept = [{"name": KEPT, "value": refresh}] if refresh else []
        state: Any = {"cookies": [], "origins": [{"origin": self.car.address, "localStorage": kept}]}
        context = self.browser.new_context(
            viewport=DISPLAY, locale=locale, permissions=["microphone"], storage_state=state, **more
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        note_states(context)
        self.contexts.append(context)
        return self.window(context)

    def window(self, context: BrowserContext) -> Page:
        """One more window of a browser."""
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        page.on("console", lambda told: self.mistakes.append(told.text) if _is_mistake(told) else None)
        page.goto(f"{self.car.address}/car")
        page.wait_for_selector("html[data-loaded=true]", state="attached")
        return page

    def paired(self, *scopes: str, **how: Any) -> Page:
        """One that was paired before, with everything known of the car."""
        page = self.open(refresh=refresh_token(self.car, *scopes), **how)
        expect(page.locator(".strip")).to_have_attribute("data-driving", "parked")
        return page


@pytest.fixture
def displays(display_browser: Browser, car: RoadServer) -> Iterator[Displays]:
    """Complains at the end about what the browser reported as an error, and about foreign addresses."""
    opened = Displays(display_browser, car)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.mistakes == [], opened.mistakes
    own = ("/car", "/web/", "/api/car/v1/")
    assert [url for url in opened.asked if not ("/" + url.split("/", 3)[3]).startswith(own)] == []


def _is_mistake(message: Any) -> bool:
    expected = ("WebSocket connection to", "Failed to load resource", "net::ERR_")
    return message.type == "error" and not any(text in message.text for text in expected)


def refresh_token(car: RoadServer, *scopes: str) -> str:
    """Pair as the page would, without waiting between two questions."""
    with httpx.Client(base_url=f"{car.address}/api/car/v1", timeout=PATIENCE_S) as client:
        wish = {"client_id": "mimosa-head-unit", "vehicle": CAR, "name": "Display", "scope": " ".join(scopes)}
        begun = client.post("/device_authorization", data={**wish, "scope": wish["scope"] or ALL}).json()
        car.approve(begun["user_code"], *scopes)
        form = {"grant_type": GRANT, "device_code": begun["device_code"], "client_id": "mimosa-head-unit"}
        token: str = client.post("/token", data=form).json()["refresh_token"]
        return token


ALL = "talk car.read car.act car.open home.read home.act home.risky"


@pytest.fixture
def shoot() -> Shoot:
    """Writes a screenshot, once what moves in has arrived."""

    def write(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"car-display-{name}.png"
        page.wait_for_timeout(600)
        page.screenshot(path=str(path))
        return path

    return write


HEARS = "parseFloat(document.querySelector('.talk-level').style.getPropertyValue('--level')) > 0"
"""Whether the microphone gives sound by now; opening it takes its time."""


def hold(page: Page, ms: int = 900) -> None:
    """Hold the button and speak."""
    box = page.locator(".talk-button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for _ in range(PATIENCE_S * 20):
        if page.evaluate(HEARS):
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(ms)
    page.mouse.up()


def say(page: Page, car: RoadServer, text: str) -> None:
    """Say a sentence while parked, and wait for its answer."""
    car.ears.text = text
    hold(page)
    expect(page.locator(".answer-heard")).to_have_text(text)
    talking(page, "waiting")


def talking(page: Page, state: str) -> None:
    """Wait until talking is in that state, or was since the last one that was waited for."""
    goes_through(page, ".talk-row", "data-state", state)


def comes_true(holds: Callable[[], bool]) -> None:
    """Wait for the world, not for the page."""
    until(holds, PATIENCE_S)

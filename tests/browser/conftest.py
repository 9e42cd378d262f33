"""A real Chromium and a server to look at: the double beside this file, or the one MIMOSA_BASE_URL names."""

import math
import os
import shutil
import struct
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from fake_server import FakeServer
from looking import PATIENCE_S, note_states

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BASE_URL = os.environ.get("MIMOSA_BASE_URL", "")
SCREENSHOTS = Path(__file__).resolve().parents[2] / "test-output" / "screenshots"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]

PHONE = {"width": 360, "height": 760}
DESKTOP = {"width": 1440, "height": 960}
WALL = {"width": 1280, "height": 800}


expect.set_options(timeout=PATIENCE_S * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The driver. It keeps an event loop of its own running, so it must be gone before tests of other folders begin."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium without a microphone."""
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def speech_wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds that rise and fall like speech, 48 kHz."""
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        samples = (
            int(9000 * math.sin(i * 0.025) * (0.5 + 0.5 * math.sin(i * 0.0004)) * (0.6 + 0.4 * math.sin(i * 0.003)))
            for i in range(48000 * 4)
        )
        file.writeframes(b"".join(struct.pack("<h", s) for s in samples))
    return path


@pytest.fixture(scope="module")
def hearing_browser(playwright: Playwright, speech_wav: Path) -> Iterator[Browser]:
    """A Chromium whose microphone is a file."""
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech_wav}%noloop",
    ]
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *fake])
    yield launched
    launched.close()


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    """The double, fresh for each test."""
    if BASE_URL:
        pytest.skip("this test scripts the server; MIMOSA_BASE_URL names a real one")
    server = FakeServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where the page under test is: the real server where one is named, else the double."""
    if BASE_URL:
        return BASE_URL
    server: FakeServer = request.getfixturevalue("fake")
    return server.address


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page; complains at the end about everything the browser reported as an error."""
    yield from _opener(browser, address)


@pytest.fixture
def open_hearing_page(hearing_browser: Browser, address: str) -> Iterator[Open]:
    """The same with a microphone."""
    yield from _opener(hearing_browser, address, permissions=["microphone"])


def _opener(browser: Browser, address: str, permissions: list[str] | None = None) -> Iterator[Open]:
    contexts: list[BrowserContext] = []
    mistakes: list[str] = []

    def open_one(
        *,
        size: dict[str, int] = DESKTOP,
        scheme: str = "light",
        locale: str = "en-GB",
        path: str = "/",
        wait: bool = True,
        **more: Any,
    ) -> Page:
        granted = more.pop("permissions", permissions)
        if size == PHONE:
            more = {"has_touch": True, "is_mobile": True} | more
        # The worker that keeps the page would fetch all its files beside each test; those about it allow it.
        more = {"service_workers": "block"} | more
        shape = ViewportSize(width=size["width"], height=size["height"])
        more |= {"color_scheme": scheme, "locale": locale, "permissions": granted or []}
        context = browser.new_context(viewport=shape, **more)
        context.set_default_timeout(PATIENCE_S * 1000)
        note_states(context)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda message: mistakes.append(message.text) if _is_mistake(message) else None)
        page.goto(address + path)
        if wait:
            page.wait_for_selector("html[data-loaded=true]", state="attached")
            page.wait_for_selector("main *")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert mistakes == []


def _is_mistake(message: Any) -> bool:
    """Errors of our own; a server that is away on purpose is reported by the browser too."""
    expected = ("WebSocket connection to", "Failed to load resource", "net::ERR_", "when fetching the script")
    return message.type == "error" and not any(text in message.text for text in expected)


@pytest.fixture
def shoot() -> Callable[[Page, str], Path]:
    """Writes a screenshot, once what moves in has arrived."""

    def write(page: Page, name: str, *, whole: bool = False) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        if whole:
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": height})
        page.wait_for_timeout(400)
        page.screenshot(path=str(path))
        return path

    return write

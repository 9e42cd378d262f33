"""Somebody is added, reads the sentences into a microphone, is known by voice, chosen for this device, and erased."""

import os
import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest
from conftest import ARGUMENTS, CHROMIUM, DESKTOP, PHONE, Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, Page, Playwright, expect
from test_teaching_page import say, serious

from assistant.enrolling import CONSENT, SENTENCES
from assistant.speech.resemblyzer import FILE

Shoot = Callable[..., Path]


@pytest.fixture(scope="module")
def model() -> Path:
    """The real encoder; skips where it is not on this machine."""
    folder = os.environ.get("MIMOSA_MODELS_DIR") or Path(platformdirs.user_data_path("mimosa")) / "models"
    path = Path(folder) / FILE
    if not path.is_file():
        pytest.skip(f"{path} is missing; fetch it with: mimosa models fetch resemblyzer")
    return path


@pytest.fixture(scope="module")
def reading_wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A woman who reads the sentences, over and over; 24 kHz."""
    import numpy as np
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari()
    sound = np.concatenate([voice(text, seed=7) for text in SENTENCES["en"]])
    path = tmp_path_factory.mktemp("sound") / "reading.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(sound, -1, 1) * 30_000).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def reading_browser(playwright: Playwright, reading_wav: Path) -> Iterator[Browser]:
    """A Chromium into whose microphone she reads."""
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={reading_wav}",
    ]
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *fake])
    yield launched
    launched.close()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Path) -> Iterator[OwnedServer]:
    """A lamp and a model that tells voices apart."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / FILE).symlink_to(model)
    server = OwnedServer(folder, monkeypatch)
    server.start()
    server.announce("desk_lamp", "Desk lamp", area="Study")
    server.say("zigbee2mqtt/desk_lamp", "OFF")
    server.wait_for(1)
    server.obey()
    yield server
    server.stop()


@pytest.fixture
def open_house(reading_browser: Browser, house: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server, with a microphone."""
    yield from _opener(reading_browser, house.address, permissions=["microphone"])


def to_the_settings(page: Page) -> None:
    page.locator(".nav-key").last.click()
    page.locator(".owner-card button").click()


def read_aloud(page: Page, seconds: float) -> None:
    page.get_by_role("button", name="Record").click()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Done").click()


def test_a_voice_is_let_known_in_a_minute(open_house: Open, house: OwnedServer, shoot: Shoot) -> None:
    page = open_house()
    to_the_settings(page)
    card = page.locator(".members")
    card.get_by_label("Somebody new").fill("Anna")
    card.get_by_role("button", name="Add").click()
    card.get_by_role("button", name="Voice of Anna").click()
    expect(card.locator(".voice-consent")).to_have_text(CONSENT["en"])
    assert serious(page, ".members") == []
    shoot(page, "members-consent", whole=True)
    card.get_by_role("button", name="I agree").click()
    expect(card.locator(".voice-sentence")).to_have_text(SENTENCES["en"][0])
    read_aloud(page, 0.4)
    expect(card.get_by_role("alert").first).to_contain_text(re.compile("too short|nobody speak"))
    shoot(page, "members-too-short", whole=True)
    for number in range(1, 5):
        expect(card).to_contain_text(f"Read this aloud: {number} of 4")
        read_aloud(page, 4.5)
    expect(card.get_by_role("status").first).to_contain_text("Mimosa knows this voice, from 4 sentences")
    shoot(page, "members-known", whole=True)
    [kept] = house.mimosa.members.voices().values()
    assert (kept.samples, kept.consent) == (4, CONSENT["en"])
    card.get_by_role("button", name="Forget the voice").click()
    expect(card.get_by_role("button", name="I agree")).to_be_visible()
    assert house.mimosa.members.voices() == {}


def test_this_is_annas_phone(open_house: Open, house: OwnedServer, shoot: Shoot) -> None:
    page = open_house()
    anna = page.request.post(f"{house.address}/api/members", data={"name": "Anna", "role": "child"}).json()["id"]
    page.reload()
    key = page.get_by_label("Who speaks here")
    key.select_option("Anna")
    say(page, "turn on the desk lamp")
    spoken = [c.history[-1].utterance.speaker for c in house.mimosa._conversations._kept.values() if c.history]
    assert [(s.person, s.role) for s in spoken] == [(anna, "child")]
    page.reload()
    expect(page.get_by_label("Who speaks here")).to_have_value(anna)
    to_the_settings(page)
    expect(page.locator(".members")).to_contain_text("Anna")
    expect(page.get_by_role("button", name="Add", exact=True)).to_have_count(0)
    shoot(page, "members-annas-phone", whole=True)
    page.evaluate("localStorage.setItem('mimosa.token', 'another')")
    page.reload()
    expect(page.get_by_label("Who speaks here")).to_have_value("")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("desktop", {"size": DESKTOP}),
        ("phone", {"size": PHONE}),
        ("dark", {"scheme": "dark"}),
        ("phone-dark-zh", {"size": PHONE, "scheme": "dark", "locale": "zh-CN"}),
    ],
)
def test_the_people_of_the_house_are_shown(
    open_house: Open, house: OwnedServer, shoot: Shoot, name: str, how: dict[str, object]
) -> None:
    page = open_house(reduced_motion="reduce", **how)
    for member in ({"name": "Anna", "role": "adult"}, {"name": "小雨", "role": "child"}):
        assert page.request.post(f"{house.address}/api/members", data=member).status == 201
    page.reload()
    to_the_settings(page)
    card = page.locator(".members")
    expect(card).to_contain_text("小雨")
    card.locator(".member").nth(1).get_by_role("button").last.click()
    expect(card.locator(".member-form")).to_be_visible()
    assert serious(page, ".members") == []
    assert serious(page, ".talk") == []
    shoot(page, f"members-{name}", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

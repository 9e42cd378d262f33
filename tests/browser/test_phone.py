"""The page as an app on a phone: installed, out of the house's reach and back, renewed, and forgetting with the key."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ARGUMENTS, CHROMIUM, PHONE, Open
from fake_server import FakeServer
from looking import PATIENCE_S
from playwright.sync_api import Page, Playwright, expect

KEPT = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
BOTH_KEPT = "localStorage.getItem('mimosa.said') !== null && localStorage.getItem('mimosa.house') !== null"
CACHED = """
(async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found;
})()
"""


@pytest.fixture
def open_app(open_page: Open) -> Open:
    """The page on a phone, with its worker."""

    def open_one(**how: Any) -> Page:
        page = open_page(size=PHONE, service_workers="allow", **how)
        comes_true(page, KEPT)
        return page

    return open_one


@pytest.fixture
def own_web(fake: FakeServer, tmp_path: Path) -> Iterator[Path]:
    """The files of the page where a test may change them."""
    folder = tmp_path / "web"
    shutil.copytree(fake.web, folder)
    fake.stop()
    fake.web = folder
    fake.start()
    return folder


def test_it_can_be_installed(playwright: Playwright, fake: FakeServer, tmp_path: Path) -> None:
    """A browser that forgets everything at its end installs nothing, so this is one with a profile."""
    own = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=ARGUMENTS, viewport={"width": 360, "height": 760}, is_mobile=True
    )
    page = own.new_page()
    page.goto(fake.address)
    comes_true(page, KEPT)
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getInstallabilityErrors")
    assert told["installabilityErrors"] == []
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert (manifest["name"], manifest["display"], manifest["scope"]) == ("Mimosa", "standalone", "/")
    own.close()


def test_in_mandarin_its_shortcuts_are(open_app: Open) -> None:
    page = open_app(locale="zh-CN")
    told = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert json.loads(told["data"])["shortcuts"][0]["name"] == "车载支架模式"


def test_out_of_the_network_it_shows_what_was_last_known_and_comes_back_live(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    tile = page.locator("#tile-light\\.living_room")
    expect(tile.locator(".tile-state")).to_have_text("40\u00a0%, warm")
    page.context.set_offline(True)
    expect(page.get_by_text("Nothing can be switched from here now")).to_be_visible()
    page.reload()
    expect(page.get_by_text("The house is not in reach")).to_be_visible()
    expect(tile.locator(".tile-state")).to_contain_text("40\u00a0%, warm; last seen ")
    expect(tile.get_by_role("switch")).to_be_disabled()
    fake.house.report("light.living_room", brightness=75)
    page.context.set_offline(False)
    expect(tile.locator(".tile-state")).to_have_text("75\u00a0%, warm")
    expect(page.get_by_text("The house is not in reach")).not_to_be_visible()
    tile.get_by_role("switch").click()
    expect(tile.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def test_it_opens_where_the_server_has_stopped(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    say(page, "turn on the kitchen light")
    expect(page.locator(".talk")).to_have_attribute("data-state", "waiting")
    expect(page.locator("#tile-light\\.kitchen")).to_have_attribute("data-on", "true")
    comes_true(page, BOTH_KEPT)
    fake.stop()
    page.close()
    again = page.context.new_page()
    again.goto(fake.address)
    expect(again.get_by_text("The house is not in reach")).to_be_visible()
    expect(again.locator(".tile")).not_to_have_count(0)
    again.get_by_role("button", name="Conversation").click()
    expect(again.get_by_text("turn on the kitchen light", exact=True)).to_be_visible()
    fake.start()
    expect(again.get_by_text("The house is not in reach")).not_to_be_visible()
    again.get_by_role("button", name="Home").click()
    expect(again.locator("#tile-light\\.hall").get_by_role("switch")).to_be_enabled()


def test_what_is_said_out_of_reach_is_not_kept_for_later(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    fake.stop()
    expect(page.get_by_text("Nothing can be switched from here now")).to_be_visible()
    say(page, "turn on the hall light")
    expect(page.locator(".caption[data-kind=error]")).to_contain_text("nothing is kept for later")
    expect(page.get_by_role("textbox", name="What shall Mimosa do?")).to_have_value("turn on the hall light")
    fake.start()
    expect(page.get_by_text("Nothing can be switched from here now")).not_to_be_visible()
    page.wait_for_timeout(1000)
    assert fake.turns == []


def test_only_files_of_the_page_are_in_its_caches(open_app: Open, fake: FakeServer) -> None:
    fake.token = "mimosa-key"
    page = open_app(path="/#token=mimosa-key")
    say(page, "turn on the kitchen light")
    expect(page.locator("#tile-light\\.kitchen")).to_have_attribute("data-on", "true")
    cached = page.evaluate(CACHED)
    assert "/" in cached
    assert all(path == "/" or (path.startswith("/web/") and "/head_unit/" not in path) for path in cached)


def test_people_and_places_are_not_kept(open_app: Open) -> None:
    page = open_app()
    comes_true(page, "localStorage.getItem('mimosa.house') !== null")
    kept = json.loads(page.evaluate("localStorage.getItem('mimosa.house')"))
    facts = {name for each in kept["devices"] for name in each["facts"]}
    assert "media" not in facts
    assert not any("Location" in name for name in facts)
    assert {"on", "brightness"} <= facts


def test_a_key_that_holds_no_more_takes_everything_with_it(open_app: Open, fake: FakeServer) -> None:
    fake.token = "mimosa-key"
    page = open_app(path="/#token=mimosa-key")
    say(page, "turn on the kitchen light")
    comes_true(page, BOTH_KEPT)
    fake.token = "another-key"
    page.reload()
    expect(page.get_by_text("That key does not fit")).to_be_visible()
    assert page.evaluate("[localStorage.getItem('mimosa.said'), localStorage.getItem('mimosa.house')]") == [None, None]


TURN = """
([said, tool]) => import('/web/talk/turns.js').then(({ turns, newTurn }) => {
  const calls = tool ? [{ call: { tool }, result: { claim: 'done' }, ms: 0 }] : [];
  const speaker = { person: 'owner' };
  turns.value = [...turns.value, { ...newTurn(said, 'typed'), heard: said, speaker, calls, ended: 'finished' }];
})
"""
SAID = "JSON.parse(localStorage.getItem('mimosa.said') ?? '{\"turns\": []}').turns.map((turn) => turn.heard).join()"


def test_what_was_asked_to_be_forgotten_is_not_kept_here_either(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    page.evaluate(TURN, ["remember that I like jazz", ""])
    comes_true(page, f"{SAID} === 'remember that I like jazz'")
    page.evaluate(TURN, ["forget that I like jazz", "forget_about"])
    page.evaluate(TURN, ["turn on the hall light", ""])
    comes_true(page, f"{SAID} === 'turn on the hall light'")


def test_another_person_at_this_device_finds_nothing_of_the_one_before(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    page.evaluate(TURN, ["what is running", ""])
    comes_true(page, f"{SAID} === 'what is running'")
    page.evaluate("import('/web/talk/who.js').then(({ chooseWho }) => chooseWho('ben'))")
    assert page.evaluate(SAID) == ""


def test_whoever_has_the_key_forgotten_leaves_nothing_behind(open_app: Open, fake: FakeServer) -> None:
    fake.token = "mimosa-key"
    page = open_app(path="/#token=mimosa-key")
    say(page, "turn on the kitchen light")
    comes_true(page, BOTH_KEPT)
    page.get_by_role("button", name="House").click()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text("This house has a key")).to_be_visible()
    assert page.evaluate("[localStorage.getItem('mimosa.said'), localStorage.getItem('mimosa.house')]") == [None, None]
    page.reload()
    expect(page.get_by_text("This house has a key")).to_be_visible()


def test_a_new_version_is_taken_over_and_the_old_one_removed(own_web: Path, open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    before = page.evaluate("caches.keys()")
    words = own_web / "words" / "en.js"
    words.write_text(words.read_text("utf-8").replace("'Looking at the house…'", "'Looking around…'"), "utf-8")
    page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
    expect(page.get_by_text("A newer version of this page is here.")).to_be_visible()
    comes_true(page, f"caches.keys().then((all) => all.length === 1 && all[0] !== '{before[0]}')")
    page.get_by_role("button", name="Load it").click()
    page.wait_for_selector("html[data-loaded=true]", state="attached")
    fake.stop()
    page.reload()
    told = page.evaluate("import('/web/words.js').then(({ WORDS }) => WORDS.en.loading)")
    assert told == "Looking around…"


def test_a_browser_that_refuses_the_worker_says_so_and_works(open_page: Open, own_web: Path) -> None:
    (own_web / "installed" / "service_worker.js").unlink()
    page = open_page(size=PHONE, service_workers="allow")
    page.get_by_role("button", name="House").click()
    expect(page.get_by_text("Not kept: the browser refused.")).to_be_visible()


def test_a_head_unit_is_never_answered_by_the_worker(open_app: Open, fake: FakeServer) -> None:
    page = open_app()
    page.goto(fake.address + "/car")
    fake.stop()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(fake.address + "/car")


def test_the_shortcut_of_the_conversation_leads_there(open_app: Open) -> None:
    page = open_app(path="/?conversation")
    expect(page.get_by_role("heading", name="Conversation", exact=True)).to_be_visible()


def comes_true(page: Page, expression: str) -> None:
    """Wait until that is so in the page, whose content policy allows no function made of text to be waited for."""
    for _ in range(PATIENCE_S * 5):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"it never was so: {expression}")


def say(page: Page, text: str) -> None:
    """Type a sentence."""
    page.keyboard.press("/")
    page.get_by_role("textbox", name="What shall Mimosa do?").fill(text)
    page.keyboard.press("Enter")

"""The page as a family uses it: tiles, wishes, languages, the keyboard, being away and coming back."""

import hashlib
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, WALL, Open
from fake_house import cover
from fake_parts import can, device, light
from fake_server import FakeServer, until
from looking import goes_through
from playwright.sync_api import Page, expect

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "server" / "web"


def test_a_light_is_switched_and_only_its_own_report_shows_it(open_page: Open, fake: FakeServer) -> None:
    fake.holds_answers = True
    page = open_page()
    tile = page.locator("#tile-light\\.kitchen")
    tile.get_by_role("switch").click()
    expect(tile).to_have_attribute("data-phase", "asked")
    expect(tile.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    fake.holds_answers = False
    goes_through(page, "#tile-light\\.kitchen", "data-phase", "proven")
    expect(tile.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    assert fake.wishes == [{"device": "light.kitchen", "capability": "on", "value": True}]


def test_a_slider_sends_one_wish(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.get_by_role("slider", name="Brightness of Ceiling light").fill("80")
    expect(page.locator("#tile-light\\.living_room .tile-state")).to_have_text("80\u00a0%, warm")
    assert [wish["value"] for wish in fake.wishes] == [80]


def test_several_presses_become_one_wish(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.get_by_role("button", name="Warmer: Living room heating").evaluate(THREE_PRESSES)
    until(lambda: len(fake.wishes) == 1)
    assert fake.wishes[0] == {"device": "climate.living_room", "capability": "target_temperature", "value": 22.5}


def test_a_lock_asks_before_it_opens(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    tile = page.locator("#tile-lock\\.front_door")
    tile.get_by_role("button", name="Unlock: Front door").click()
    expect(tile.get_by_text("Unlock the front door?")).to_be_visible()
    expect(tile.locator(".tile-state")).to_have_text("locked")
    tile.get_by_role("button", name="Yes", exact=True).click()
    expect(tile.locator(".tile-state")).to_have_text("unlocked")
    assert [wish.get("confirmed", False) for wish in fake.wishes] == [False, True]


def test_no_to_the_lock_sends_nothing(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    tile = page.locator("#tile-lock\\.front_door")
    tile.get_by_role("button", name="Unlock: Front door").click()
    tile.get_by_role("button", name="No", exact=True).click()
    expect(tile).to_have_attribute("data-phase", "none")
    assert len(fake.wishes) == 1


def test_no_answer_stays_until_the_device_speaks(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    tile = page.locator("#tile-light\\.hall")
    tile.get_by_role("switch").click()
    expect(tile).to_have_attribute("data-phase", "unknown")
    expect(tile.get_by_text("did not answer")).to_be_visible()
    fake.house.report("light.hall", on=True, brightness=30)
    expect(tile).to_have_attribute("data-phase", "none")
    expect(tile).to_have_attribute("data-on", "true")


def test_the_vacuum_cleans_chosen_rooms(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.locator("#tile-vacuum\\.robot .tile-open").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Kitchen").click()
    dialog.get_by_role("button", name="Hall").click()
    dialog.get_by_role("button", name="Clean", exact=True).click()
    until(lambda: len(fake.wishes) == 1)
    assert fake.wishes[0]["value"] == ["Kitchen", "Hall"]


def test_devices_come_and_go(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    new = device("light.new", ("New lamp", "新灯"), "office", [can("on", "flag")], {"on": False})
    fake.tell({"type": "device", "device": new})
    expect(page.locator("#tile-light\\.new")).to_be_visible()
    fake.tell({"type": "gone", "id": "light.new"})
    expect(page.locator("#tile-light\\.new")).not_to_be_attached()


def test_what_runs_is_said_in_one_line(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    expect(page.locator(".running")).to_contain_text("Rice cooker: cooking, rice, 24 min left")
    for each in fake.house.devices:
        if each["kind"] in ("light", "cooker", "media_player", "car"):
            fake.tell({"type": "gone", "id": each["id"]})
    expect(page.locator(".running")).to_contain_text("Nothing is running. All is quiet.")


def test_a_door_that_stands_open_is_said_first(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    open_now = cover("garage", ("Garage door", "车库门"), "garage", 100, "garage")
    fake.tell({"type": "device", "device": open_now})
    expect(page.locator(".running")).to_contain_text("The garage door is open; ")
    fake.tell({"type": "device", "device": cover("garage", ("Garage door", "车库门"), "garage", 0, "garage")})
    expect(page.locator(".running")).not_to_contain_text("arage door")


def test_the_language_is_the_browsers_and_what_was_chosen_is_remembered(open_page: Open, fake: FakeServer) -> None:
    page = open_page(locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="状况").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="This screen")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="House")).to_be_visible()


def test_both_languages_have_the_same_words(open_page: Open) -> None:
    page = open_page()
    en, zh = page.evaluate(
        "import('/web/words.js').then(({ WORDS }) => [Object.keys(WORDS.en), Object.keys(WORDS.zh)])"
    )
    assert sorted(en) == sorted(zh)
    assert len(en) == len(set(en))


def test_every_key_in_the_code_has_words(open_page: Open) -> None:
    import re

    page = open_page()
    known = set(page.evaluate("import('/web/words.js').then(({ WORDS }) => Object.keys(WORDS.en))"))
    used = {
        key
        for file in WEB.rglob("*.js")
        if file.parts[len(WEB.parts)] not in ("vendor", "words", "head_unit")
        for key in re.findall(r"\bt\('([a-z_.0-9]+)'", file.read_text("utf-8"))
    }
    assert used - known == set()


def test_the_server_away_and_back(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    fake.stop()
    expect(page.get_by_text("Mimosa does not answer")).to_be_visible()
    expect(page.locator("#tile-light\\.kitchen").get_by_role("switch")).to_be_disabled()
    fake.house.find("light.kitchen")["facts"]["on"]["value"] = True
    fake.start()
    expect(page.get_by_text("Mimosa does not answer")).not_to_be_visible()
    expect(page.locator("#tile-light\\.kitchen")).to_have_attribute("data-on", "true")


def test_a_wish_to_a_server_that_is_away_claims_nothing(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.route("**/commands", lambda route: route.abort())
    tile = page.locator("#tile-light\\.kitchen")
    tile.get_by_role("switch").click()
    expect(tile).to_have_attribute("data-phase", "unknown")
    expect(tile).to_have_attribute("data-on", "false")


def test_a_key_is_asked_for_and_kept(open_page: Open, fake: FakeServer) -> None:
    fake.token = "right"
    page = open_page(wait=False)
    page.get_by_label("Key of the house").fill("wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That key does not fit")).to_be_visible()
    page.get_by_label("Key of the house").fill("right")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#tile-light\\.kitchen")).to_be_visible()
    page.reload()
    expect(page.locator("#tile-light\\.kitchen")).to_be_visible()


def test_a_key_in_the_address_is_taken_and_leaves_it(open_page: Open, fake: FakeServer) -> None:
    fake.token = "right"
    page = open_page(path="/#token=right")
    expect(page.locator("#tile-light\\.kitchen")).to_be_visible()
    assert "token" not in page.url


def test_a_house_without_a_car_has_no_car_room(open_page: Open, fake: FakeServer) -> None:
    fake.house.devices = [each for each in fake.house.devices if each["kind"] != "car"]
    page = open_page()
    expect(page.get_by_role("button", name="House")).to_be_visible()
    expect(page.get_by_role("button", name="Car", exact=True)).not_to_be_attached()


def test_the_keyboard_alone_is_enough(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.keyboard.press("/")
    field = page.get_by_role("textbox", name="What shall Mimosa do?")
    expect(field).to_be_focused()
    page.keyboard.type("turn on the kitchen light / please")
    expect(field).to_have_value("turn on the kitchen light / please")
    page.keyboard.press("Escape")
    expect(field).not_to_be_attached()
    _tab_to(page, "#tile-light\\.kitchen .tile-open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    _tab_to(page, "#tile-light\\.kitchen .toggle")
    page.keyboard.press("Space")
    expect(page.locator("#tile-light\\.kitchen")).to_have_attribute("data-on", "true")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.locator(selector).evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the tab key")


@pytest.mark.parametrize("size", [PHONE, WALL, DESKTOP], ids=["phone", "wall", "desktop"])
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_stands_out_to_the_side(open_page: Open, fake: FakeServer, size: dict[str, int], locale: str) -> None:
    page = open_page(size=size, locale=locale)
    for index in range(page.locator(".nav-key").count()):
        page.locator(".nav-key").nth(index).click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_serious(open_page: Open, fake: FakeServer, scheme: str, size: dict[str, int]) -> None:
    page = open_page(scheme=scheme, size=size, bypass_csp=True, reduced_motion="reduce")
    page.get_by_role("switch", name="Turn on Hall light").click()
    page.get_by_role("switch", name="Turn off Office fan").click()
    page.get_by_role("button", name="Unlock: Front door").click()
    expect(page.locator("#tile-lock\\.front_door")).to_have_attribute("data-phase", "ask")
    page.add_script_tag(path=str(HERE / "vendor" / "axe.min.js"))
    found = _serious(page)
    for index in range(page.locator(".nav-key").count()):
        page.locator(".nav-key").nth(index).click()
        found += _serious(page)
    page.locator(".nav-key").first.click()
    page.locator("#tile-vacuum\\.robot .tile-open").click()
    found += _serious(page)
    assert found == [], "\n".join(sorted(set(found)))


def test_axe_finds_nothing_serious_in_a_conversation(open_page: Open, fake: FakeServer) -> None:
    page = open_page(bypass_csp=True, reduced_motion="reduce")
    page.keyboard.press("/")
    page.get_by_role("textbox").fill("make the living room cosy")
    page.keyboard.press("Enter")
    expect(page.locator(".turn-said")).to_be_visible()
    page.get_by_text("How it came about").click()
    page.add_script_tag(path=str(HERE / "vendor" / "axe.min.js"))
    found = _serious(page)
    assert found == [], "\n".join(found)


def _serious(page: Page) -> list[str]:
    page.wait_for_timeout(400)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['html'][:80]} {node['failureSummary']}"
        for each in result["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_two_hundred_tiles_and_two_thousand_updates(open_page: Open, fake: FakeServer) -> None:
    """Every update reaches its tile, and only changed tiles are drawn again."""
    lamps = [light(f"l{i}", (f"Lamp {i}", f"灯{i}"), "office", percent=0) for i in range(200)]
    fake.house.devices = lamps
    page = open_page()
    expect(page.locator(".tile")).to_have_count(200)
    page.evaluate(WATCH_FRAMES)
    for step in range(2000):
        fake.house.report(f"light.l{step % 200}", on=True, brightness=step // 20)
    expect(page.locator("#tile-light\\.l199 .tile-state")).to_contain_text("99")
    expect(page.locator("#tile-light\\.l0 .tile-state")).to_contain_text("90")
    watched = page.evaluate("({ untouched: window.__kept.isConnected, longest: window.__longest })")
    assert watched["untouched"]
    print("longest task between two frames, ms:", round(watched["longest"]))


THREE_PRESSES = """
async (button) => {
  for (let presses = 0; presses < 3; presses += 1) {
    button.click();
    await new Promise(requestAnimationFrame);
  }
}
"""
"""In one go: those of somebody who pauses in between are several wishes."""

WATCH_FRAMES = """
() => {
  window.__kept = document.querySelector('#tile-light\\\\.l5');
  window.__longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__longest = Math.max(window.__longest, entry.duration);
  }).observe({ entryTypes: ['longtask'] });
}
"""


@pytest.mark.parametrize("folder", [WEB / "vendor", HERE / "vendor"], ids=["page", "tests"])
def test_vendored_files_are_unchanged(folder: Path) -> None:
    pairs = [line.split("  ", 1) for line in (folder / "SHA256SUMS").read_text("ascii").splitlines()]
    listed = {name: digest for digest, name in pairs}
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    scripts = {str(path.relative_to(folder)) for path in folder.rglob("*.js")}
    assert scripts <= set(listed)

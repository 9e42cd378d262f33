"""The owner's page, as an owner uses it: new devices, names, rooms, what is seen, and how careful to be."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import DESKTOP, PHONE, Open, _opener
from fake_server import until
from owned_server import OwnedServer
from playwright.sync_api import Browser, Page, expect

Shoot = Callable[..., Path]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FILE = """
[floors.ground]
names = ["Ground floor", "一楼"]

[rooms.kitchen]
names = ["Kitchen", "厨房"]
floor = "ground"

[devices.pantry_light]
names = ["Pantry light", "储藏室灯"]
room = "kitchen"
at_least = {on = 3}
"""


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnedServer]:
    """A light, a lock and a sensor have announced themselves for the first time."""
    file = tmp_path / "house.toml"
    file.write_text(FILE, "utf-8")
    server = OwnedServer(tmp_path / "data", monkeypatch, file)
    server.start()
    server.announce("desk_lamp", "Desk lamp", area="Study")
    server.announce("front_door", "Front door", "lock", area="Hall")
    server.announce("cellar_air", "Cellar air", "sensor", device_class="temperature", unit_of_measurement="°C")
    server.announce("pantry_light", "0x00158d0001a2")
    server.wait_for(4)
    yield server
    server.stop()


@pytest.fixture
def open_owned(browser: Browser, owned: OwnedServer) -> Iterator[Open]:
    """Opens the page of that server."""
    yield from _opener(browser, owned.address)


def settings(page: Page) -> Page:
    """Go where the owner decides."""
    page.locator(".nav-key", has_text="House").or_(page.locator(".nav-key", has_text="状况")).last.click()
    page.get_by_role("button", name="Devices and rooms").or_(page.get_by_role("button", name="设备与房间")).click()
    expect(page.locator(".owner-room").first).to_be_visible()
    return page


def row(page: Page, name: str) -> None:
    """Open a device's dialog."""
    page.locator(".owner-row", has_text=name).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_new_devices_are_announced_and_approved_in_one_tap(open_owned: Open, owned: OwnedServer) -> None:
    page = open_owned()
    banner = page.locator(".banner-new")
    expect(banner).to_contain_text("4 new devices")
    banner.get_by_role("button", name="Look").click()
    card = page.locator(".owner-new")
    expect(card).to_contain_text("Waits for your word: Lock")
    expect(card).to_contain_text("heard on zigbee2mqtt/front_door")
    card.get_by_role("button", name="Approve Desk lamp").click()
    expect(card).to_contain_text("3 new devices")
    card.get_by_role("button", name="Hide Cellar air").click()
    expect(card).to_contain_text("2 new devices")
    card.get_by_role("button", name="Approve all").click()
    expect(card).not_to_be_attached()
    home = owned.mimosa.home
    assert home.waiting == ()
    assert "cellar_air" not in home.devices
    assert owned.mimosa.ownership.approves(home.announced["front_door"], "locked")


def test_a_device_that_comes_later_is_announced_at_once(open_owned: Open, owned: OwnedServer) -> None:
    page = open_owned()
    expect(page.locator(".banner-new")).to_contain_text("4 new devices")
    owned.announce("late", "Late lamp")
    expect(page.locator(".banner-new")).to_contain_text("5 new devices")


def test_a_device_is_named_moved_and_made_stricter_and_all_of_it_holds_at_once(
    open_owned: Open, owned: OwnedServer
) -> None:
    page = settings(open_owned())
    row(page, "Desk lamp")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Reading lamp")
    dialog.get_by_label("Also called").fill("台灯、the banker's lamp")
    dialog.get_by_label("Room").select_option(label="Kitchen")
    dialog.get_by_label("Before anything is changed on it").select_option(label="Ask first")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).not_to_be_visible()
    kitchen = page.get_by_role("region", name="Kitchen")
    expect(kitchen.locator(".owner-row", has_text="Reading lamp")).to_contain_text("Ask first")
    device = owned.mimosa.home.devices["desk_lamp"]
    assert (device.name, device.aliases, device.room) == (
        "Reading lamp",
        ("台灯", "the banker's lamp", "Desk lamp"),
        "kitchen",
    )
    assert device.capabilities["on"].at_least == 3
    things = {thing.id: thing.names for thing in owned.mimosa.names().things}
    assert "台灯" in things["desk_lamp"]


def test_approving_keeps_what_was_typed(open_owned: Open, owned: OwnedServer) -> None:
    page = settings(open_owned())
    name = page.locator(".owner-new-one .owner-name").first
    name.click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Name", exact=True).fill("Night lamp")
    dialog.get_by_label("Also called").fill("夜灯\uff0c小夜灯")
    dialog.get_by_role("button", name="Approve").click()
    expect(dialog).to_have_count(0)
    page.locator(".owner-row", has_text="Night lamp").click()
    expect(dialog.get_by_label("Also called")).to_have_value("夜灯, 小夜灯")
    expect(dialog.get_by_role("button", name="Approve")).to_have_count(0)


def test_less_careful_is_warned_of_and_a_lock_never_goes_unasked(open_owned: Open, owned: OwnedServer) -> None:
    page = settings(open_owned())
    row(page, "Front door")
    dialog = page.get_by_role("dialog")
    careful = dialog.get_by_label("Before anything is changed on it")
    assert "Do it without asking" not in careful.locator("option").all_inner_texts()
    careful.select_option(label="Never")
    expect(dialog).to_contain_text("It can still be used by hand")
    dialog.get_by_role("button", name="Save").click()
    until(lambda: owned.mimosa.home.devices["front_door"].capabilities["locked"].at_least == 5)


def test_what_the_file_says_is_shown_and_cannot_be_changed(open_owned: Open) -> None:
    page = settings(open_owned())
    row(page, "Pantry light")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name", exact=True)).to_be_disabled()
    expect(dialog.get_by_label("Room")).to_be_disabled()
    expect(dialog).to_contain_text("Set in your file; change it there.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change the room Kitchen").click()
    expect(dialog.get_by_label("Name in English")).to_be_disabled()
    expect(dialog.get_by_role("button", name="Save")).not_to_be_attached()


def test_rooms_and_floors_are_added_named_in_both_languages_and_removed(open_owned: Open, owned: OwnedServer) -> None:
    page = settings(open_owned())
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Add a floor").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("It needs a name")
    dialog.get_by_label("Name in English").fill("Cellar")
    dialog.get_by_label("Name in Chinese").fill("地下室")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Change the room Study").click()
    expect(dialog).to_contain_text("Named so by the devices in it.")
    dialog.get_by_label("Name in English").fill("Workshop")
    dialog.get_by_label("Name in Chinese").fill("工作间")
    dialog.get_by_label("Floor").select_option(label="Cellar")
    dialog.get_by_role("button", name="Save").click()
    workshop = page.get_by_role("region", name="Cellar").get_by_role("region", name="Workshop")
    expect(workshop).to_contain_text("Desk lamp")
    assert owned.mimosa.home.rooms["study"].names == ("Workshop", "工作间")
    page.get_by_role("button", name="Change the room Workshop").click()
    dialog.get_by_role("button", name="Remove the room").click()
    expect(dialog).to_contain_text("Its device stays, in no room.")
    dialog.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("region", name="In no room").last).to_contain_text("Desk lamp")
    assert "study" not in owned.mimosa.home.rooms


def test_a_name_that_cannot_be_is_refused_in_words_and_nothing_is_lost(open_owned: Open) -> None:
    page = settings(open_owned())
    row(page, "Desk lamp")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("x" * 500)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("at most 100")
    expect(dialog.get_by_label("Name", exact=True)).to_have_value("x" * 500)


def test_a_name_that_another_has_is_taken_with_a_warning(open_owned: Open) -> None:
    page = settings(open_owned())
    row(page, "Desk lamp")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Also called").fill("Front door")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).not_to_be_visible()
    row(page, "Desk lamp")
    expect(dialog).to_contain_text("Front door is the name of another device.")


def test_hundreds_of_devices_are_searched(open_owned: Open, owned: OwnedServer, shoot: Shoot) -> None:
    for number in range(296):
        owned.announce(f"lamp_{number}", f"Lamp {number}", area=f"Room {number % 24}")
    owned.wait_for(300)
    page = settings(open_owned())
    expect(page.locator(".owner-row")).to_have_count(300)
    shoot(page, "owner-300-desktop")
    page.get_by_role("searchbox").fill("lamp 217")
    expect(page.locator(".owner-row")).to_have_count(1)
    page.get_by_role("searchbox").fill("nothing like it")
    expect(page.get_by_text("No device fits")).to_be_visible()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.get_by_role("searchbox").fill("")
    shoot(page, "owner-300-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Approve all").click()
    expect(page.locator(".owner-new")).not_to_be_attached()


def test_the_keyboard_reaches_everything(open_owned: Open) -> None:
    page = settings(open_owned())
    opener = page.locator(".owner-row", has_text="Desk lamp")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Green lamp")
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(page.locator(".owner-row", has_text="Green lamp")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_how_it_looks_and_reads(
    open_owned: Open, owned: OwnedServer, shoot: Shoot, scheme: str, name: str, size: dict[str, int]
) -> None:
    locale = "zh-CN" if scheme == "dark" else "en-GB"
    page = open_owned(size=size, scheme=scheme, locale=locale)
    expect(page.locator(".banner-new")).to_be_visible()
    shoot(page, f"owner-banner-{name}-{scheme}")
    settings(page)
    shoot(page, f"owner-{name}-{scheme}", whole=True)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    row(page, "Front door")
    page.get_by_role("dialog").locator("summary").first.click()
    shoot(page, f"owner-device-{name}-{scheme}")
    page.evaluate(f"{AXE.read_text('utf-8')};0")
    found = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then((r) => r.violations.map((v) => [v.id, v.impact]))"
    )
    assert [each for each in found if each[1] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""The reference head unit in front of the real product with the simulated car: paired, spoken to, driven, cut off."""

import re

import pytest
from head_units import (
    KEPT,
    UNPROVEN,
    WARMTH,
    WINDOW,
    Displays,
    car,
    comes_true,
    display_browser,
    displays,
    hold,
    road,
    say,
    talking,
)
from looking import goes_through
from playwright.sync_api import Page, expect
from road_server import RoadServer

__all__ = ["car", "display_browser", "displays", "road"]

FRAME_BYTES = 640


def note_sound(frames: list[int], sent: str | bytes) -> None:
    """Note the size of a frame of sound; messages are text."""
    if isinstance(sent, bytes):
        frames.append(len(sent))


def test_from_a_code_to_the_first_answered_turn(displays: Displays, car: RoadServer) -> None:
    page = displays.open()
    frames: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: note_sound(frames, sent)))
    code = page.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^[A-Z]{4}-[A-Z]{4}$"))
    expect(page.locator(".pairing-qr")).to_have_js_property("complete", value=True)
    assert page.locator(".pairing-qr").evaluate("image => image.naturalWidth") > 100
    expect(page.get_by_text("Pairing works only while the car is parked.")).to_be_visible()
    car.approve(code.inner_text())
    expect(page.locator(".strip")).to_have_attribute("data-driving", "parked")
    say(page, car, "open my window")
    expect(page.locator(".answer-text")).to_contain_text("window")
    comes_true(lambda: car.value(WINDOW) == 100)
    assert len(frames) >= 25
    assert set(frames) == {FRAME_BYTES}


def test_no_pairing_while_driving(displays: Displays, car: RoadServer) -> None:
    car.drive()
    page = displays.open()
    expect(page.get_by_role("heading", name="Please park first")).to_be_visible()
    car.park()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".pairing-code")).to_be_visible()


def test_the_answer_is_spoken_and_can_be_stopped(displays: Displays, car: RoadServer) -> None:
    car.voice.seconds = 30
    page = displays.paired()
    car.ears.text = "how far can we drive"
    hold(page)
    talking(page, "speaking")
    page.get_by_role("button", name="Stop", exact=True).click()
    talking(page, "waiting")


def test_what_is_said_is_for_the_seat_that_speaks(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    before = car.value(WARMTH)
    page.locator(".seat-key").click()
    page.get_by_role("button", name="Passenger").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".seat-key")).to_contain_text("Passenger")
    there = WARMTH.replace("Driver", "Passenger")
    was = car.value(there)
    say(page, car, "I'm cold")
    comes_true(lambda: car.value(there) > was)
    assert car.value(WARMTH) == before


def test_who_sits_where_is_told_to_the_house(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.locator(".seat-key").click()
    page.get_by_role("button", name="Rear left").click()
    page.locator(".who").get_by_role("button", name="Guest").click()
    expect(page.locator("[data-seat=rear_left]")).to_contain_text("Guest")
    page.reload()
    expect(page.locator(".strip")).to_have_attribute("data-driving", "parked")
    page.locator(".seat-key").click()
    expect(page.locator("[data-seat=rear_left]")).to_contain_text("Guest")


def test_a_touch_is_asked_until_the_car_has_proven_it(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    dial = page.locator(".dial")
    expect(dial).to_have_attribute("data-phase", "still")
    before = car.value(WARMTH)
    page.get_by_role("button", name="Warmer").click()
    page.get_by_role("button", name="Warmer").click()
    goes_through(page, ".dial", "data-phase", "asked")
    goes_through(page, ".dial", "data-phase", "proven")
    comes_true(lambda: car.value(WARMTH) == before + 2)


def test_what_the_car_does_not_confirm_in_time_is_not_proven(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    car.control("fault", kind="silent")
    page.get_by_role("button", name="Cooler").click()
    goes_through(page, ".dial", "data-phase", UNPROVEN)


def test_a_question_is_two_big_keys(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    car.ears.text = "open the trunk"
    hold(page)
    yes = page.locator(".yes-no").get_by_role("button", name="Yes")
    expect(yes).to_be_visible()
    box = yes.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 76
    page.locator(".yes-no").get_by_role("button", name="No").click()
    expect(page.locator(".yes-no")).to_have_count(0)
    assert car.value("Vehicle.Body.Trunk.Rear.IsOpen") is False
    hold(page)
    yes.click()
    comes_true(lambda: car.value("Vehicle.Body.Trunk.Rear.IsOpen") is True)
    expect(page.locator(".car-words")).to_contain_text("Trunk open")
    say(page, car, "close the trunk")


def test_driving_leaves_little_to_read_and_nothing_to_search(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    say(page, car, "how far can we drive")
    expect(page.locator(".answer-text")).to_contain_text("range left")
    car.drive()
    expect(page.locator(".display")).to_have_attribute("data-manner", "moving")
    expect(page.locator(".answer-text")).to_have_text("Listen to the answer.")
    expect(page.locator(".answer-heard")).to_have_count(0)
    expect(page.locator(".home-key")).to_be_disabled()
    expect(page.locator(".seat-key")).to_be_disabled()
    assert page.locator("input, textarea, select").count() == 0
    car.ears.text = "open the trunk"
    hold(page)
    expect(page.locator(".answer-text")).to_have_attribute("data-outcome", "refused")
    expect(page.locator(".answer-text")).to_contain_text("once parked")
    assert len(page.locator(".answer-text").inner_text()) <= 40
    assert car.value("Vehicle.Body.Trunk.Rear.IsOpen") is False


def test_the_house_closes_when_the_car_begins_to_move(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.locator(".home-key").click()
    expect(page.locator(".tile")).to_have_count(6)
    car.drive()
    expect(page.locator(".main")).to_be_visible()


def test_a_light_at_home_is_switched_from_the_road(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.locator(".home-key").click()
    light = page.locator("button.tile", has_text="light").first
    expect(light).to_contain_text("Off")
    light.click()
    expect(light).to_have_attribute("data-stands", "true")
    light.click()
    expect(light).to_have_attribute("data-stands", "false")


def test_without_the_scope_there_is_no_door_home(displays: Displays, car: RoadServer) -> None:
    page = displays.paired("talk", "car.read")
    expect(page.locator(".main")).to_be_visible()
    expect(page.locator(".home-key")).to_have_count(0)
    expect(page.get_by_role("button", name="Warmer")).to_be_disabled()


def test_a_tunnel_is_entered_and_left(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    say(page, car, "I'm cold")
    car.tunnel.enter()
    expect(page.locator(".answer-text")).to_contain_text("No link to the house. The car works.")
    expect(page.locator(".talk-button")).to_be_disabled()
    expect(page.locator(".display")).to_have_attribute("data-manner", "moving")
    car.control("press", **{WINDOW: 40})
    comes_true(lambda: car.value(WINDOW) == 40)
    car.tunnel.leave()
    expect(page.locator(".strip")).to_have_attribute("data-driving", "parked")
    expect(page.locator(".car-words")).to_contain_text("1 window open")
    say(page, car, "close my window")
    comes_true(lambda: car.value(WINDOW) == 0)


def test_a_line_that_breaks_in_the_middle_of_a_sentence(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.locator(".talk-button").click()
    talking(page, "listening")
    car.tunnel.enter()
    talking(page, "waiting")
    car.tunnel.leave()
    expect(page.locator(".talk-button")).to_be_enabled()


def test_access_that_is_taken_away_ends_at_once(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    car.revoke()
    expect(page.get_by_role("heading", name="This display has no access any more")).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEPT}')") is None
    page.get_by_role("button", name="Pair again").click()
    expect(page.locator(".pairing-code")).to_be_visible()


def test_a_display_that_was_off_while_it_lost_its_access(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.goto("about:blank")
    car.revoke()
    page.goto(f"{car.address}/car")
    expect(page.get_by_role("heading", name="This display has no access any more")).to_be_visible()


def test_only_the_refresh_token_is_kept_and_it_rotates(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    first = page.evaluate(f"localStorage.getItem('{KEPT}')")
    page.reload()
    expect(page.locator(".strip")).to_have_attribute("data-driving", "parked")
    second = page.evaluate(f"localStorage.getItem('{KEPT}')")
    assert first != second
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "mimosa-at-" not in kept


def test_one_window_alone_is_the_display(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    other = displays.window(page.context)
    expect(other.get_by_role("heading", name="Another window is the display now")).to_be_visible()
    other.get_by_role("button", name="Use this one").click()
    expect(other.locator(".strip")).to_have_attribute("data-driving", "parked")
    expect(page.get_by_role("heading", name="Another window is the display now")).to_be_visible()


def test_what_waited_is_asked_again_and_sent_once(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    car.wait_for_house("close the garage door", reachable=False)
    expect(page.locator(".waits")).to_contain_text("1 wish waits for the house")
    car.wait_for_house("close the garage door", reachable=True)
    expect(page.locator(".answer")).to_contain_text("close the garage door")
    page.locator(".yes-no").get_by_role("button", name="Yes").click()
    comes_true(lambda: car.waiting.decided == [("w-0", "yes")])
    expect(page.locator(".yes-no")).to_have_count(0)


def test_news_are_heard_where_nobody_talks(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    with page.expect_response(lambda answer: "/news/" in answer.url) as heard:
        car.tell_news("The house is in reach again.")
    assert heard.value.ok
    assert heard.value.body()[:4] == b"RIFF"


def test_hands_free_goes_on_listening(displays: Displays, car: RoadServer) -> None:
    page = displays.paired()
    page.locator(".talk-button").click()
    talking(page, "listening")
    expect(page.locator(".talk-row")).to_have_attribute("data-mode", "hands_free")
    page.locator(".talk-button").click()
    talking(page, "waiting")


@pytest.mark.parametrize("opens", ["", ".home-key", ".seat-key"])
def test_every_target_is_big_and_nothing_scrolls(displays: Displays, car: RoadServer, opens: str) -> None:
    page = displays.paired()
    if opens:
        page.locator(opens).click()
        page.wait_for_timeout(500)
    assert small_targets(page) == []
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight && scrollY === 0")
    if not opens:
        assert page.locator("[data-thing]").count() <= 6


def small_targets(page: Page) -> list[str]:
    """Keys of fewer than 76 pixels."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('button')].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width < 76 || box.height < 76 || box.right > innerWidth || box.bottom > innerHeight;
        }).map((each) => each.className + ' ' + each.textContent)"""
    )
    return found

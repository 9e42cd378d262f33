"""Talking and typing: what reaches the server, what the person sees, and that it can always be stopped."""

import array
import itertools
import math

import pytest
from conftest import PHONE, Open
from fake_server import FakeServer, until
from looking import goes_through, heard, speak
from playwright.sync_api import Page, expect

FRAME_BYTES = 640


def talk_state(page: Page, state: str) -> None:
    """Wait until the page is in that state, or was since the last one that was waited for."""
    goes_through(page, ".talk", "data-state", state)


def sounding(pcm: bytes) -> "array.array[int]":
    """The samples up to where the microphone's file ended."""
    samples = array.array("h", pcm)
    while samples and abs(samples[-1]) < 10:
        samples.pop()
    return samples


def loudness(pcm: bytes) -> float:
    """Root mean square of PCM16, 0 to 1."""
    samples = array.array("h", pcm)
    return math.sqrt(sum(s * s for s in samples) / max(1, len(samples))) / 32768


def test_held_speech_arrives_as_whole_frames(open_hearing_page: Open, fake: FakeServer) -> None:
    page = open_hearing_page()
    speak(page, fake, 60)
    expect(page.locator(".caption[data-kind=said]")).to_have_text("The kitchen light is on.")
    seen = fake.voices[0]
    assert seen.start["mode"] == "hold"
    assert seen.start["language"] == "en"
    assert seen.start["conversation"].startswith("page-")
    assert set(seen.frames) == {FRAME_BYTES}
    assert len(seen.frames) >= 25
    assert seen.messages[0] == "end"
    assert loudness(bytes(seen.sound)) > 0.005


def test_frames_are_sixteen_kilohertz(open_hearing_page: Open, fake: FakeServer) -> None:
    page = open_hearing_page()
    speak(page, fake, 110)
    until(lambda: "end" in fake.voices[0].messages)
    samples = sounding(bytes(fake.voices[0].sound))
    crossings = sum(1 for a, b in itertools.pairwise(samples) if a < 0 <= b)
    seconds = len(samples) / 16000
    tone_hz = 48000 * 0.025 / (2 * math.pi)
    assert crossings / seconds == pytest.approx(tone_hz, rel=0.15)


def test_a_spoken_sentence_moves_the_tile_and_is_answered(open_hearing_page: Open, fake: FakeServer) -> None:
    page = open_hearing_page()
    tile = page.locator("#tile-light\\.kitchen")
    expect(tile).to_have_attribute("data-on", "false")
    speak(page, fake)
    expect(tile).to_have_attribute("data-on", "true")
    expect(tile.locator(".tile-lit")).to_be_attached()
    talk_state(page, "speaking")
    talk_state(page, "waiting")
    expect(page.locator(".turn-heard p")).to_have_text("turn on the kitchen light")
    expect(page.locator(".turn-understood")).to_have_text("Turn on Kitchen light")
    expect(page.locator(".answer-outcome")).to_have_text("Done")
    expect(page.locator(".turn-said")).to_have_text("The kitchen light is on.")


def test_a_tap_is_hands_free_and_goes_on_listening(open_hearing_page: Open, fake: FakeServer) -> None:
    page = open_hearing_page(size=PHONE)
    page.locator(".talk-button").click()
    talk_state(page, "listening")
    expect(page.locator(".talk-hint")).to_have_text("Hands-free")
    expect(page.locator(".caption[data-kind=said]")).to_be_visible()
    talk_state(page, "listening")
    assert fake.voices[0].start["mode"] == "hands_free"
    page.locator(".talk-button").click()
    talk_state(page, "waiting")
    until(lambda: "close" in fake.voices[0].messages)


def test_the_button_can_be_held_with_a_finger(open_hearing_page: Open, fake: FakeServer) -> None:
    page = open_hearing_page(size=PHONE)
    box = page.locator(".talk-button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    talk_state(page, "listening")
    heard(fake, 0)
    page.mouse.up()
    expect(page.locator(".caption[data-kind=said]")).to_be_visible()
    assert fake.voices[0].start["mode"] == "hold"


@pytest.mark.parametrize("frozen_at", ["heard", "called", "said"])
def test_escape_stops_thinking_acting_and_speaking(open_hearing_page: Open, fake: FakeServer, frozen_at: str) -> None:
    fake.frozen_at = frozen_at
    fake.tone_s = 30
    page = open_hearing_page()
    speak(page, fake)
    talk_state(page, {"heard": "understanding", "called": "acting", "said": "speaking"}[frozen_at])
    expect(page.locator(".turn-heard p")).to_have_text("turn on the kitchen light")
    page.keyboard.press("Escape")
    talk_state(page, "waiting")
    expect(page.locator(".turn")).to_have_attribute("data-ended", "interrupted")


def test_the_server_can_drop_what_is_queued(open_hearing_page: Open, fake: FakeServer) -> None:
    fake.tone_s = 30
    fake.clears_after_said = True
    page = open_hearing_page()
    speak(page, fake)
    talk_state(page, "speaking")
    talk_state(page, "waiting")


def test_a_mandarin_reply_without_a_voice_is_shown(open_hearing_page: Open, fake: FakeServer) -> None:
    fake.spoken = "打开厨房的灯"
    page = open_hearing_page(locale="zh-CN")
    speak(page, fake)
    expect(page.locator(".caption")).to_contain_text("厨房灯已打开。")
    expect(page.locator(".caption")).to_contain_text("还没有中文语音")
    assert fake.voices[0].start["language"] == "zh"


def test_no_permission_is_a_clear_sentence_and_typing_still_works(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.reload()
    page.locator(".talk-button").click()
    expect(page.locator(".caption[data-kind=error]")).to_contain_text("may not use the microphone")
    talk_state(page, "waiting")
    type_sentence(page, "turn on the kitchen light")
    expect(page.locator(".caption[data-kind=said]")).to_have_text("The kitchen light is on.")


def test_no_microphone_is_a_clear_sentence(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.locator(".talk-button").click()
    expect(page.locator(".caption[data-kind=error]")).to_contain_text("Typing works")


def test_an_address_without_https_says_so(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.reload()
    page.locator(".talk-button").click()
    expect(page.locator(".caption[data-kind=error]")).to_contain_text("gives no microphone to this address")


def type_sentence(page: Page, text: str) -> None:
    """Slash, words, enter."""
    page.keyboard.press("/")
    page.get_by_role("textbox", name="What shall Mimosa do?").fill(text)
    page.keyboard.press("Enter")


def test_typed_words_stream_their_answer(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    type_sentence(page, "start the vacuum in the kitchen")
    expect(page.locator("#tile-vacuum\\.robot .tile-state")).to_contain_text("cleaning")
    expect(page.locator(".turn-understood")).to_have_text("Start Vacuum Kitchen")
    assert fake.turns[0]["language"] == "auto"
    assert fake.turns[0]["speak"] is False


def test_typed_words_are_answered_aloud_when_wanted(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    page.keyboard.press("/")
    page.get_by_role("button", name="Speak answers to typed words").click()
    page.get_by_role("textbox", name="What shall Mimosa do?").fill("turn on the kitchen light")
    page.keyboard.press("Enter")
    talk_state(page, "speaking")
    talk_state(page, "waiting")
    assert fake.turns[0]["speak"] is True


def test_a_typed_turn_can_be_stopped(open_page: Open, fake: FakeServer) -> None:
    fake.frozen_at = "heard"
    page = open_page()
    type_sentence(page, "turn on the kitchen light")
    talk_state(page, "understanding")
    expect(page.locator(".turn-heard p")).to_be_visible()
    page.keyboard.press("Escape")
    talk_state(page, "waiting")
    until(lambda: len(fake.stopped) == 1)


def test_a_question_is_answered_in_the_conversation(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    type_sentence(page, "unlock the front door")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator("#tile-lock\\.front_door .tile-state")).to_contain_text("unlocked")
    assert [turn["text"] for turn in fake.turns] == ["unlock the front door", "Yes"]


def test_a_broken_stream_is_no_answer(open_page: Open, fake: FakeServer) -> None:
    fake.frozen_at = "called"
    page = open_page()
    type_sentence(page, "turn on the kitchen light")
    talk_state(page, "acting")
    fake.stop()
    expect(page.locator(".caption[data-kind=error]")).to_contain_text("may or may not have happened")
    expect(page.locator(".turn")).to_have_attribute("data-ended", "failed")
    expect(page.locator("#tile-light\\.kitchen")).to_have_attribute("data-phase", "unknown")


def test_what_was_heard_can_be_changed_and_sent_again(open_page: Open, fake: FakeServer) -> None:
    page = open_page()
    type_sentence(page, "turn on the kitchen light")
    expect(page.locator(".turn-said")).to_be_visible()
    page.get_by_role("button", name="Change and send again").click()
    expect(page.get_by_role("textbox", name="What shall Mimosa do?")).to_have_value("turn on the kitchen light")


def test_a_key_that_the_house_wants_goes_first_on_the_voice_stream(open_hearing_page: Open, fake: FakeServer) -> None:
    fake.token = "right"
    page = open_hearing_page(path="/#token=right")
    speak(page, fake)
    expect(page.locator(".caption[data-kind=said]")).to_be_visible()
    assert fake.voices[0].start["type"] == "start"

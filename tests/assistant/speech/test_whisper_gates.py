"""What the ears throw away, decided without a model."""

import pytest

from assistant.speech.whisper_engine import LEAST_FRAMES, MOST_FRAMES, echoes, judged, repeats, window

HINTS = ("客厅", "卧室", "厨房的灯", "打开厨房的灯")


@pytest.mark.parametrize("text", ["turn on the light " * 8, "轻轻轻轻轻轻轻", "No, no, no, no, no, no, no."])
def test_loops(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize(
    "text", ["Turn on the light.", "No no no, not that one!", "打开客厅的灯和卧室的灯", "Set it to 1000000 lumens."]
)
def test_what_is_no_loop(text: str) -> None:
    assert not repeats(text)


def test_noise_that_reads_the_hints_out_is_an_echo() -> None:
    assert echoes("打开厨房的灯、厨房的灯、卧室。", HINTS)
    assert echoes("Lamp, kitchen.", ("kitchen", "lamp"))


def test_a_single_hint_or_hints_with_other_words_are_speech() -> None:
    assert not echoes("打开厨房的灯。", HINTS)
    assert not echoes("Turn on the kitchen lamp.", ("lamp", "kitchen"))
    assert not echoes("Anything.", ())


@pytest.mark.parametrize(("logprob", "why"), [(-0.2, ""), (-0.69, ""), (-0.71, "unsure"), (-3.0, "unsure")])
def test_what_is_not_said_surely_is_not_heard(logprob: float, why: str) -> None:
    assert judged("Turn on the light.", logprob).why == why


def test_the_window_is_a_little_longer_than_the_speech() -> None:
    assert [window(s) for s in (0.5, 8, 12.5, 28, 30)] == [LEAST_FRAMES, 1000, 1450, MOST_FRAMES, MOST_FRAMES]

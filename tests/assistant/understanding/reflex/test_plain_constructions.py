"""Constructions of everyday English: two verbs in one breath, amounts named loosely, what is told beside a wish."""

import pytest

DONE = [
    ("bedside lamp on and the hall light off", "turn_on light.bed; turn_off light.hall"),
    ("the bedside lamp can go dark", "turn_off light.bed"),
    ("bring the bedside lamp from 80 percent to 20 percent", "set_brightness light.bed percent=20"),
    ("the bedside lamp shall have thirty percent", "set_brightness light.bed percent=30"),
    ("turn t'hall light off, Mrs Pascoe nearly fell asleep in there", "turn_off light.hall"),
]
LEFT = [
    "once the builders have gone at five, turn the hall light off",
    "after practice's over, turn the hall light off",
    "turn the hall light off before the kids get home",
]


@pytest.mark.parametrize(("text", "call"), DONE)
def test_it_is_placed(in_english_home, text, call):
    assert in_english_home(text, "") == call


@pytest.mark.parametrize("text", LEFT)
def test_what_waits_is_not_done_now(in_english_home, text):
    assert not in_english_home(text, "").startswith("turn_")

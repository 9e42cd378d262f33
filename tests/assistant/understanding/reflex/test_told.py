"""English wishes in the words of every day: what is only told beside them, loose names, a little more or less."""

import pytest

from assistant.understanding.reflex.english.slightly import slightly
from assistant.understanding.reflex.english.told import without_what_is_told
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.tokens import tokens_of

PLACED = [
    # a reason behind, before, between, without a pause
    ("coffee machine on love, I'm gasping", "turn_on switch.coffee"),
    ("hall light on quick I've got the baby", "turn_on light.hall"),
    ("close the bedroom blinds, sun is coming straight on the TV", "close cover.bedroom"),
    ("there's a fox at the bins, hall light on", "turn_on light.hall"),
    ("Rover, dinner's finished, start cleaning", "start_vacuum vacuum.rover"),
    ("hands full of bags here, turn on the hall light", "turn_on light.hall"),
    ("close the bedroom blinds so the neighbours can't see in", "close cover.bedroom"),
    ("turn on the hall light before someone trips", "turn_on light.hall"),
    ("turn on the hall light, how am I supposed to see the stairs?", "turn_on light.hall"),
    # what "it" and "her" are
    ("the bedside lamp is too bright only, make it twenty percent", "set_brightness light.bed percent=20"),
    ("someone left the hall light on, switch it off", "turn_off light.hall"),
    # words and their order
    ("arre put the kitchen light on", "turn_on light.kitchen"),
    ("reading lamp, quick", "turn_on light.reading"),
    ("off the hall light", "turn_off light.hall"),
    ("close the reading lamp", "turn_off light.reading"),
    ("why don't you turn off the hall light", "turn_off light.hall"),
    ("turn the reading lamp on, the kids want to read", "turn_on light.reading"),
    (
        "turn off all the lights, the hall light can stay on",
        "turn_off light.kitchen light.counter light.ceiling light.reading light.bed",
    ),
]

LEFT = [
    "turn on the hall light, he said",
    "turn on the hall light, I was only joking",
    "turn off the hall light when I leave, I keep forgetting",
    "she always leaves the hall light on, it drives me mad",
    "don't turn on the hall light, I'm watching TV",
    "ha, stop it, you're making me cry",
    "is it too dark turn on the hall light",
    "the poem goes turn on the hall light",
]


@pytest.mark.parametrize(("text", "call"), PLACED)
def test_an_everyday_wish_is_placed(in_english_home, text, call):
    assert in_english_home(text, "") == call


@pytest.mark.parametrize("text", LEFT)
def test_what_reports_forbids_or_waits_does_nothing_now(in_english_home, text):
    assert not in_english_home(text, "").startswith(("turn_", "light", "stop_"))


def test_something_named_beside_a_wish_for_all_is_not_left_out(english):
    said = "turn off all the lights, the hall light stays on"
    chart = chart_of(said, tokens_of(said), index_of(english, lexicon()), None)
    assert list(without_what_is_told(chart)) == []


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("raise the bedroom blinds a touch", "open the bedroom blinds a bit"),
        ("bedroom blinds down a little please", "close bedroom blinds a bit"),
        ("pull the bedroom blinds all the way down", "close the bedroom blinds"),
        ("turn the TV way down", "set the tv to low"),
    ],
)
def test_a_little_and_all_of_it(english, said, first):
    chart = chart_of(said, tokens_of(said), index_of(english, lexicon()), None)
    assert " ".join(t.text for t in next(slightly(chart))) == first

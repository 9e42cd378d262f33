"""English as people say it at home: to somebody, with a reason, put right halfway, or typed in a hurry."""

import pytest

from assistant.understanding.reflex.amounts.quantities import Measure, measures_at
from assistant.understanding.reflex.english.reasons import actively, without_calls, without_reasons
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.hearing import respelt
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.phrases.grammar import grammar_of
from assistant.understanding.reflex.tokens import tokens_of, words_of

PLACED = [
    # whom one talks to
    ("pop the coffee machine on love", "turn_on switch.coffee"),
    ("Darling, would you turn off the hall light?", "turn_off light.hall"),
    ("um, can you, like, turn on the reading lamp", "turn_on light.reading"),
    ("oi, kill the kitchen light", "turn_off light.kitchen"),
    ("lock the front door please dear", "lock lock.front"),
    ("turn the flipping kitchen light off", "turn_off light.kitchen"),
    # why
    ("shut the bedroom blinds, the sun is blinding me", "close cover.bedroom"),
    ("shut the bedroom blinds the sun's blinding me", "close cover.bedroom"),
    ("it's too bright in here can you turn off the reading lamp", "turn_off light.reading"),
    ("I'm off to bed, flick the bedside lamp off", "turn_off light.bed"),
    ("I can't see a thing, switch the hall light on", "turn_on light.hall"),
    # put right
    ("turn off the kitchen light, no, the hall light", "turn_off light.hall"),
    ("turn off the kitchen light sorry I meant the hall light", "turn_off light.hall"),
    ("set the bedside lamp to 20, no, 40", "set_brightness light.bed percent=40"),
    ("open the bedroom blinds, sorry, close them", "close cover.bedroom"),
    # passive, and what shall no longer be
    ("can the reading lamp be changed to red", "set_color light.reading color=red"),
    ("set the reading lamp from blue to green", "set_color light.reading color=green"),
    ("set the bedside lamp from 10 percent to 30 percent", "set_brightness light.bed percent=30"),
    ("dim the bedside lamp to level two", "set_brightness light.bed percent=20"),
    # all but one
    (
        "turn off all the lights except the hall one",
        "turn_off light.kitchen light.counter light.ceiling light.reading light.bed",
    ),
    # slips of the keyboard
    ("turn of the kichen light", "turn_off light.kitchen"),
    ("swith on teh reading lamp", "turn_on light.reading"),
    ("turn off the ligths in the kitchen", "turn_off light.kitchen light.counter"),
]

LEFT = [
    "it's too dark to turn on the hall light",
    "is it too dark turn on the hall light",
    "she said it's too hot, turn on the ceiling fan",
    "turn on the hose",
    "turn on the flight",
    "turn of the century",
    "can the bedside lamp be dimmed",
    "I love the kitchen light",
    "call mum",
    "turn on the ceiling fan from 7 to 9",
]


@pytest.mark.parametrize(("text", "call"), PLACED, ids=[text for text, _ in PLACED])
def test_spoken_english(say, written, text, call):
    assert written(say(text)) == call


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_to_others(say, written, text):
    assert written(say(text)) == "passed on"


@pytest.mark.parametrize(
    "text",
    [
        "don't turn on the hall light, it's too bright",
        "turn on the hall light if it's too dark",
        "turn on the ceiling fan when I'm cold",
        "leave the hall light on, I'm still reading",
    ],
)
def test_a_reason_never_makes_an_act_of_a_negation_or_a_condition(say, written, text):
    assert not written(say(text)).startswith(("turn_on", "turn_off"))


@pytest.fixture
def chart(english, toolbox):
    home, grammar = index_of(english, lexicon()), grammar_of(toolbox, lexicon())
    return lambda text: chart_of(text, tokens_of(text), home, grammar)


def said(tokens) -> str | None:
    return None if tokens is None else " ".join(t.text for t in tokens)


def test_nobody_is_addressed_where_somebody_is_spoken_of(chart):
    assert said(without_calls(chart("play the song for my love"))) is None
    assert said(without_calls(chart("um turn it off love"))) == "turn it off"


def test_a_reason_is_set_aside_at_either_end(chart):
    assert said(next(without_reasons(chart("it is dark turn on the lamp")))) == "turn on the lamp"
    assert said(next(without_reasons(chart("turn on the lamp i am cold")))) == "turn on the lamp"
    assert list(without_reasons(chart("turn on the lamp and the fan"))) == []


def test_the_passive_needs_what_it_shall_become(chart):
    assert said(actively(chart("could the lights be turned off"))) == "could you turn the lights off"
    assert actively(chart("can the lights be changed")) is None


def test_only_one_known_word_may_be_meant(chart, english, toolbox):
    home, grammar = index_of(english, lexicon()), grammar_of(toolbox, lexicon())
    assert said(respelt(chart("turn on teh ligth"), grammar, home)) == "turn on the light"
    assert respelt(chart("turn on the hose"), grammar, home) is None
    assert respelt(chart("turn on the light"), grammar, home) is None


def test_a_level_is_one_of_ten():
    assert (2, Measure(70.0, "%")) in list(measures_at(words_of("level seven"), 0))
    assert list(measures_at(words_of("level twelve"), 0)) == []

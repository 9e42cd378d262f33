"""Turns of speech, two wishes in one clause and parts that cannot be done, in a house of many devices."""

import pytest

from assistant.understanding.names import Names, Room, Thing
from assistant.understanding.reflex.english.turns_of_speech import rephrased
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.tokens import tokens_of

HOUSE = index_of(
    Names(
        (
            Thing("light.noah", ("Noah's Room Light Strip",), "light", "noah"),
            Thing("media_player.noah", ("Noah's Room Speaker",), "media_player", "noah"),
            Thing("cover.blue", ("Blue Room Curtains",), "cover", "blue"),
            Thing("switch.freezer", ("Garage Freezer",), "switch", "garage"),
        ),
        (Room("noah", ("Noah's Room",), ""), Room("blue", ("Blue Room",), ""), Room("garage", ("Garage",), "")),
        (),
        version=1,
    ),
    lexicon(),
)


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("make the speaker quieter, say fifteen percent", "make the speaker to fifteen percent"),
        ("what I'd like is the curtains closed", "the curtains closed"),
        ("the curtains need to be shut", "close the curtains"),
        ("Noah's strip red, his speaker on", "noah strip red , noah speaker on"),
        ("right, bedtime: curtains closed", "curtains closed"),
        ("movie night in the blue room: curtains closed", "blue room : curtains closed"),
        ("the freezer shouldn't be off - turn it back on", "turn freezer back on"),
        ("would you mind drawing the curtains", "would you mind draw the curtains"),
        ("strip red but the curtains shut", "strip red and the curtains shut"),
        ("mute the speaker while I'm on the phone", "mute the speaker"),
    ],
)
def test_it_is_put_as_commands_are_phrased(said: str, plainly: str) -> None:
    tokens = rephrased(chart_of(said, tokens_of(said), HOUSE, None))
    assert tokens is not None
    assert " ".join(t.text for t in tokens) == plainly


@pytest.mark.parametrize(
    "said",
    [
        "turn off everything but the freezer",
        "all the lights but the strip off",
        "should the curtains be shut?",
        "turn the light off while I'm asleep",
        "turn off the strip",
    ],
)
def test_what_is_no_such_turn_stays_as_it_is(said: str) -> None:
    assert rephrased(chart_of(said, tokens_of(said), HOUSE, None)) is None

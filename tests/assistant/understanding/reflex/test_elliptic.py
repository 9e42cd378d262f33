"""English without its verb, or with the thing and the wish the other way round."""

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
            Thing("light.tom", ("Tom's Room Lamp",), "light", "tom"),
            Thing("climate.tom", ("Tom's Room Radiator",), "climate", "tom"),
            Thing("switch.kettle", ("Kettle",), "switch", "den"),
            Thing("cover.den", ("Den Curtains",), "cover", "den"),
            Thing("media_player.den", ("Den TV",), "media_player.tv", "den"),
        ),
        (Room("tom", ("Tom's Room",), ""), Room("den", ("Den",), "")),
        (),
        version=1,
    ),
    lexicon(),
)


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("could the radiator go to 20", "could you set the radiator to 20"),
        ("Tom wants the lamp red", "tom lamp red"),
        ("kettle please", "kettle on"),
        ("the den curtains, open them", "open the den curtains"),
        ("put Netflix on the den tv", "switch the den tv to netflix"),
        ("lamp up to 30", "lamp to 30"),
        ("lamp to a gentle 30 percent", "lamp to 30 percent"),
        ("turn on, what's it called, the kettle", "turn on the kettle"),
        ("cut the kettle's power", "turn off the kettle"),
        ("Tom's cold - radiator to 22", "tom : radiator to 22"),
        ("storm's coming. Are the curtains closed?", "are the curtains closed ?"),
        ("volume of the den tv", "what is the volume of the den tv"),
        ("water in the den?", "is there a leak in the den ?"),
    ],
)
def test_it_is_put_as_phrased(said: str, plainly: str) -> None:
    tokens = rephrased(chart_of(said, tokens_of(said), HOUSE, None))
    assert tokens is not None
    assert " ".join(t.text for t in tokens) == plainly


@pytest.mark.parametrize("said", ["turn off the kettle. Are the curtains open?", "den lamp on, den curtains shut"])
def test_a_wish_is_never_taken_for_a_remark(said: str) -> None:
    assert rephrased(chart_of(said, tokens_of(said), HOUSE, None)) is None

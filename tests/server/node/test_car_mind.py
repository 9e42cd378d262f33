"""What is the car's own, and what is left to the house."""

import pytest

from assistant.conversation import Conversation
from assistant.tools import ToolCall
from assistant.understanding.mind import PassedOn, Speech
from assistant.understanding.names import Names, Thing
from assistant.utterance import Speaker, Utterance
from server.node.car_mind import CarMind, LastWord

NAMES = Names((Thing("vss:car", ("Car", "车"), "car"),))


async def steps(mind, text, toolbox):
    said = Utterance(text, "zh" if text[0] > "\u2000" else "en", Speaker(seat="driver"))
    return [s async for s in mind.reply(said, Conversation("cabin"), toolbox, NAMES)]


@pytest.mark.parametrize("text", ["what time is it", "how far can the car go"])
async def test_the_car_s_own(text, toolbox, reflex):
    placed = await steps(CarMind(reflex, lambda _: False), text, toolbox)
    assert placed
    assert all(isinstance(step, ToolCall) for step in placed)


@pytest.mark.parametrize(
    "text", ["turn on the kitchen light", "is the garage closed?", "is anybody home", "turn it off", "打开厨房灯"]
)
async def test_left_to_the_house(text, toolbox, reflex):
    placed = await steps(CarMind(reflex, lambda _: False), text, toolbox)
    assert [type(step) for step in placed] == [PassedOn]


async def test_taking_back_is_the_house_s_where_the_house_did_it(toolbox, reflex):
    assert isinstance((await steps(CarMind(reflex, lambda _: False), "undo that", toolbox))[0], ToolCall)
    assert isinstance((await steps(CarMind(reflex, lambda _: True), "undo that", toolbox))[0], PassedOn)


async def test_the_last_word_is_the_refusal_of_the_car(toolbox, reflex):
    said = await steps(LastWord(reflex, lambda: True, thinks_on=False), "turn on the kitchen light", toolbox)
    assert isinstance(said[0], Speech)
    out = await steps(LastWord(reflex, lambda: False, thinks_on=False), "wobble the flumph", toolbox)
    assert isinstance(out[0], Speech)

"""What "it" means: the things of the last calls, and of the clause before."""

import pytest

from assistant.conversation import MEMORY_LIFETIME, Conversation, Exchange
from assistant.tools import ToolCall
from assistant.understanding.mind import Question
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance

LAMP_ON = (ToolCall("turn_on", {"things": ("light.reading",)}),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("turn it off again", "turn_off light.reading"),
        ("make it brighter", "brighten light.reading"),
        ("set it to 30 percent", "set_brightness light.reading percent=30"),
        ("把它关掉", "turn_off light.reading"),
        ("turn it on and turn off the fan", "turn_on light.reading; turn_off fan.bedroom"),
    ],
)
def test_it_is_what_was_last_spoken_of(text, expected, say, written):
    assert written(say(text, after=LAMP_ON)) == expected


def test_it_without_anything_before_is_asked_about(toolbox, english):
    (step,) = ReflexMind().steps(Utterance("turn it off again"), Conversation(""), toolbox, english)
    assert isinstance(step, Question)


def test_it_that_cannot_do_what_is_wished_means_nothing(say, written):
    assert written(say("open it", after=LAMP_ON)) == "passed on"


def test_it_is_forgotten_after_a_while(toolbox, english):
    conversation = Conversation("")
    said = Utterance("before")
    conversation.remember(Exchange(said, LAMP_ON, (), ""))
    later = Utterance("turn it off", at=said.at + MEMORY_LIFETIME * 2)
    (step,) = ReflexMind().steps(later, conversation, toolbox, english)
    assert isinstance(step, Question)


async def test_the_mind_streams_its_steps(toolbox, english):
    mind = ReflexMind()
    steps = [s async for s in mind.reply(Utterance("turn on the tv"), Conversation(""), toolbox, english)]
    assert mind.name == "reflex"
    assert steps == [ToolCall("turn_on", {"things": ("player.tv",)})]

"""A question of the reflex belongs to who was asked, and grows old."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.conversation import CONFIRMATION_LIFETIME, Asked, Conversation
from assistant.tools import ToolCall
from assistant.understanding.mind import Question, Speech
from assistant.understanding.names import Names, Room, Thing
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Speaker, Utterance

MIND = ReflexMind()
LAMPS = Names(
    things=tuple(
        Thing(f"light.{side}", (f"{side} reading lamp",), "light", "bedroom", frozenset({"on", "brightness"}))
        for side in ("left", "right")
    ),
    rooms=(Room("bedroom", ("Bedroom",)),),
)


@pytest.fixture
def asked(toolbox):
    conversation = Conversation("")
    said = Utterance("turn on the reading lamp")
    (step,) = MIND.steps(said, conversation, toolbox, LAMPS)
    assert isinstance(step, Question)
    assert step.choosing is not None
    conversation.asked = Asked(step.choosing, said, datetime.now(UTC))
    return conversation


def answer(text, conversation, toolbox, person="owner"):
    return MIND.steps(Utterance(text, speaker=Speaker(person)), conversation, toolbox, LAMPS)


def test_who_was_asked_answers(asked, toolbox):
    assert answer("the left one", asked, toolbox) == (ToolCall("turn_on", {"things": ("light.left",)}),)


def test_somebody_else_does_not(asked, toolbox):
    (step,) = answer("the left one", asked, toolbox, person="guest")
    assert isinstance(step, Speech)
    assert "Somebody else" in step.text


def test_an_old_question_is_answered_by_nobody(asked, toolbox):
    asked.asked = replace(asked.asked, asked_at=datetime.now(UTC) - CONFIRMATION_LIFETIME - timedelta(seconds=1))
    (step,) = answer("the left one", asked, toolbox)
    assert isinstance(step, Speech)
    assert "too old" in step.text

"""The phrases of the built-in skills, as they are declared, in the reflex."""

import importlib
import inspect
import pkgutil

import pytest

import skills
from assistant.conversation import Conversation
from assistant.tools import Tool, Toolbox, ToolCall, tools_of
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.reflex.phrases.grammar import grammar_of
from assistant.utterance import Utterance

MIND = ReflexMind()


def declared() -> list[Tool]:
    """Every tool of every built-in skill; their bodies are not run here."""
    found: list[Tool] = []
    for module in pkgutil.iter_modules(skills.__path__):
        code = importlib.import_module(f"skills.{module.name}")
        for _, kind in inspect.getmembers(code, inspect.isclass):
            if kind.__module__ == code.__name__ and any(hasattr(m, "__tool__") for m in vars(kind).values()):
                found += tools_of(kind.__new__(kind))
    return found


@pytest.fixture(scope="module")
def real() -> Toolbox:
    return Toolbox(declared())


def test_every_phrase_can_be_read(real):
    assert grammar_of(real, lexicon()).patterns


@pytest.mark.parametrize(
    ("text", "place", "tool"),
    [
        ("turn on the kitchen light", "", "turn_on"),
        ("all lights off please", "", "turn_off"),
        ("set the reading lamp to 40%", "", "set_brightness"),
        ("make the reading lamp blue", "", "set_color"),
        ("open the left curtain", "", "open_cover"),
        ("close the bedroom blinds", "", "close_cover"),
        ("lock the front door", "", "lock"),
        ("turn the volume up to 40", "living", "set_volume"),
        ("set the thermostat to 21 degrees", "", "set_temperature"),
        ("vacuum the kitchen", "", "start_vacuum"),
        ("is the front door locked?", "", "check_state"),
        ("which lights are on?", "", "which_are"),
        ("what time is it", "", "time"),
        ("打开厨房灯", "", "turn_on"),
        ("把卧室的灯关掉", "", "turn_off"),
        ("把窗帘拉上", "living", "close_cover"),
        ("空调调到二十六度", "living", "set_temperature"),
        ("让扫地机打扫厨房", "", "start_vacuum"),
        ("前门锁着吗", "", "check_state"),
        ("有几个灯开着", "", "how_many_are"),
    ],
)
def test_a_sentence_reaches_its_tool(text, place, tool, real, english):
    (call,) = MIND.steps(Utterance(text, place=place), Conversation(place), real, english)
    assert isinstance(call, ToolCall), call
    assert call.tool == tool


@pytest.mark.parametrize(
    "text",
    [
        "is the light on",
        "why did the light turn off",
        "are the curtains open?",
        "when does the vacuum start",
        "how do I open the garage door",
        "what happens if I turn off the heating",
        "灯开了吗",
        "为什么打开窗帘",
        "怎么关空调",
        "谁把灯关了",
        "什么时候开始打扫",
    ],
)
def test_a_question_changes_nothing(text, real, english):
    for step in MIND.steps(Utterance(text), Conversation(""), real, english):
        assert not isinstance(step, ToolCall) or real[step.tool].reads_only

"""Narrowing: what a sentence can mean, before the model is asked."""

import json

import pytest

from assistant.tools import Toolbox
from assistant.understanding.mimo.candidates import Candidates, candidates
from assistant.understanding.mimo.grammar import form_of
from assistant.understanding.mimo.sentence import Meant, Sentences
from assistant.understanding.names import Names
from assistant.utterance import Language, Utterance

SENTENCES = Sentences()


def meant(text: str, toolbox: Toolbox, names: Names, place: str = "", language: Language = "en") -> Meant:
    return SENTENCES.meant(Utterance(text, language, place=place), names, toolbox)


def offered(text: str, toolbox: Toolbox, names: Names, place: str = "", language: Language = "en") -> Candidates:
    return candidates(meant(text, toolbox, names, place, language), toolbox, SENTENCES.home(names))


def tools(found: Candidates) -> set[str]:
    return {c.tool.name for c in found.tools}


def test_a_fan_has_no_brightness(toolbox: Toolbox, names: Names) -> None:
    found = tools(offered("study fan please", toolbox, names))
    assert "turn_on" in found
    assert not found & {"set_brightness", "set_color"}


def test_an_amount_is_not_dropped(toolbox: Toolbox, names: Names) -> None:
    found = offered("study fan at fifty percent", toolbox, names)
    assert "turn_on" not in tools(found)
    assert found.may_talk


def test_without_a_number_no_tool_that_needs_one(toolbox: Toolbox, names: Names) -> None:
    assert "set_brightness" not in tools(offered("the kitchen light is too dim", toolbox, names))


def test_numbers_come_from_the_sentence(toolbox: Toolbox, names: Names) -> None:
    found = offered("kitchen light to forty two percent", toolbox, names)
    brightness = next(c for c in found.tools if c.tool.name == "set_brightness")
    assert brightness.amounts == {"percent": (42.0,)}
    assert '"\\"percent\\":" ("42")' in form_of(found).gbnf


def test_a_question_gets_reading_tools_and_no_small_talk(toolbox: Toolbox, names: Names) -> None:
    found = offered("is the kitchen light on", toolbox, names)
    assert tools(found) <= {"state_of", "time"}
    assert not found.may_talk


def test_nothing_is_remembered_unless_it_is_wished(toolbox: Toolbox, names: Names) -> None:
    assert "remember" not in tools(offered("order me a large pizza", toolbox, names))
    assert "remember" in tools(offered("remember my pizza is large", toolbox, names))


def test_small_talk_may_be_answered(toolbox: Toolbox, names: Names) -> None:
    assert offered("tell me a story", toolbox, names).may_talk


@pytest.mark.parametrize("text", ["let's have some light in the study", "let us see the kitchen light on"])
def test_let_us_begins_a_wish(toolbox: Toolbox, names: Names, text: str) -> None:
    assert not meant(text, toolbox, names).asks


def test_a_time_is_a_condition(toolbox: Toolbox, names: Names) -> None:
    assert not meant("厨房灯打开", toolbox, names, language="zh").conditional
    assert meant("下午五点打开厨房灯", toolbox, names, language="zh").conditional


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is the kitchen light on", True),
        ("which lights are on", True),
        ("how warm is the bedroom", True),
        ("could you turn on the kitchen light", False),
        ("can you please switch the fan off?", False),
        ("turn on the kitchen light", False),
    ],
)
def test_questions_and_requests(toolbox: Toolbox, names: Names, text: str, asks: bool) -> None:
    assert meant(text, toolbox, names).asks is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("厨房灯开着吗", True),
        ("卧室几度", True),
        ("能不能把厨房灯打开", False),
        ("帮我打开厨房灯好吗", False),
        ("打开厨房灯", False),
    ],
)
def test_questions_and_requests_in_mandarin(toolbox: Toolbox, names: Names, text: str, asks: bool) -> None:
    assert meant(text, toolbox, names, language="zh").asks is asks


def test_the_schema_for_servers_says_the_same(toolbox: Toolbox, names: Names) -> None:
    schema = form_of(offered("kitchen light to forty two percent", toolbox, names)).json_schema
    calls = schema["anyOf"][0]["items"]
    text = json.dumps(calls)
    assert '{"const": "set_brightness"}' in text
    assert '"percent": {"enum": [42.0]}' in text or '"percent": {"enum": [42]}' in text

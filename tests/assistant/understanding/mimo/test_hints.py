"""What people hint at becomes calls that code has read, in the room that is meant."""

import pytest

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mimo.hints import hints, tells_story
from assistant.understanding.mimo.sentence import Meant, Sentences
from assistant.understanding.mind import Question, Speech
from assistant.understanding.names import Names
from assistant.understanding.reflex.tokens import words_of
from assistant.utterance import LANGUAGES, Language, Utterance
from tests.assistant.understanding.mimo.conftest import Asked

SENTENCES = Sentences()
KITCHEN = ToolCall("turn_on", {"things": ("light.kitchen",)})


def meant(text: str, toolbox: Toolbox, names: Names, place: str = "", language: Language = "en") -> Meant:
    return SENTENCES.meant(Utterance(text, language, place=place), names, toolbox)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("it's rather dark in here", "en"),
        ("I can not see a thing", "en"),
        ("I can’t see what I’m doing", "en"),
        ("屋里好黑", "zh"),
        ("什么都看不见", "zh"),
    ],
)
def test_dark_is_about_the_lights_of_the_room(toolbox: Toolbox, names: Names, text: str, language: Language) -> None:
    found = meant(text, toolbox, names, "kitchen", language)
    assert KITCHEN in [p.call for p in found.proposals.each]
    assert not found.asks
    assert not found.forbids


def test_a_room_that_is_named_is_meant_and_not_the_one_of_the_person(toolbox: Toolbox, names: Names) -> None:
    found = meant("it's rather dark in the kitchen", toolbox, names, "bedroom")
    assert [p.call for p in found.proposals.each] == [KITCHEN]


async def test_who_is_nowhere_is_asked_where_and_no_model_is_asked(asked: Asked) -> None:
    steps = await asked("it's rather dark in here", '[{"name":"turn_on","arguments":{"things":["all lights"]}}]')
    assert len(steps) == 1
    assert isinstance(steps[0], Question | Speech)
    assert not asked.engine.prompts


async def test_the_model_takes_a_proposal_as_it_was_shown(asked: Asked) -> None:
    answer = '[{"name":"turn_on","arguments":{"things":["Kitchen Light"]}}]'
    assert await asked("it's rather dark in here", answer, place="kitchen") == [KITCHEN]
    assert f"Hint: {answer}" in asked.engine.prompts[0].turn


def test_a_story_is_no_wish(toolbox: Toolbox, names: Names) -> None:
    assert meant("my brother painted the kitchen last year", toolbox, names).story
    assert not meant("it's rather dark in the kitchen", toolbox, names).story
    assert tells_story(words_of("昨天我妈来看我们了"))


@pytest.mark.parametrize("text", ["what should I wear", "any idea what to cook", "今天我该穿什么", "晚饭吃什么"])
def test_who_wants_an_opinion_asks(toolbox: Toolbox, names: Names, text: str) -> None:
    language: Language = "en" if text.isascii() else "zh"
    assert meant(text, toolbox, names, language=language).advice


def test_every_hint_speaks_both_languages() -> None:
    for hint in hints():
        assert {any(w.isascii() for w in cue) for cue in hint.cues} == {True, False}
        assert all(hint.wishes[language] for language in LANGUAGES)

"""What is said without a tool and without a model."""

import pytest

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.understanding.mind import PassedOn, Speech, Step
from assistant.understanding.names import Names, Thing
from assistant.understanding.sayings import saying_in
from assistant.understanding.small_talk import SmallTalk
from assistant.utterance import Language, Utterance
from assistant.words import sentence

HOME = Names(
    things=(Thing("device_tracker.anna", ("Anna", "安娜"), "device_tracker"), Thing("vacuum", ("Robby",), "vacuum"))
)


class People:
    """Who is at home."""

    @tool(reads_only=True)
    async def who_is_home(self, ctx: ToolContext) -> ToolResult:
        """Who is at home."""
        raise AssertionError("it is only called by name")


def _language(text: str) -> Language:
    return "zh" if any(letter >= "\u4e00" for letter in text) else "en"


async def _steps(text: str) -> list[Step]:
    said = Utterance(text, _language(text))
    mind = SmallTalk().reply(said, Conversation(""), Toolbox(tools_of(People())), HOME)
    return [step async for step in mind]


@pytest.mark.parametrize(
    "text",
    [
        "Good night, I'm going to bed",
        "goodnight!",
        "I’m off to bed now",
        "我要睡觉了",
        "晚安",
        "我睡了，晚安。",
        "我先去睡了",
    ],
)
async def test_good_night_is_answered_kindly(text: str) -> None:
    assert await _steps(text) == [Speech(sentence("good_night", _language(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "What is the weather like tomorrow",
        "will it rain tonight?",
        "What's the weather this weekend",
        "明天天气怎么样",
        "周末会下雨吗？",
    ],
)
async def test_no_forecast_is_known(text: str) -> None:
    assert await _steps(text) == [Speech(sentence("no_forecast", _language(text)))]


@pytest.mark.parametrize(
    ("text", "name"), [("Is Dad at home?", "Dad"), ("爸爸在家吗", "爸爸"), ("奶奶回来了吗", "奶奶")]
)
async def test_nobody_of_that_name_is_known_and_who_is_home(text: str, name: str) -> None:
    known = sentence("nobody_called", _language(text), name=name)
    assert await _steps(text) == [Speech(known, recorded=True), ToolCall("who_is_home")]


@pytest.mark.parametrize(
    "text",
    [
        *("is Anna at home", "安娜在家吗", "is Robby back home", "is anyone at home", "有人在家吗", "你在家吗"),
        *(
            "close the windows if it rains tomorrow",
            "good night, turn off the lamp",
            "我要睡觉了，关灯",
            "明天八点叫我",
        ),
        *("how is the weather", "turn on the heating tonight", "put the baby to bed", "is it time for bed?", "x" * 300),
    ],
)
async def test_everything_else_is_passed_on(text: str) -> None:
    assert isinstance((await _steps(text))[0], PassedOn)


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("I'm home!", "home"),
        ("honey, I’m home", "home"),
        ("我下班回来了", "home"),
        ("I'm off to work", "leaving"),
        ("我出门了", "leaving"),
        ("good morning, Mimosa", "good_morning"),
        ("我起床了", "good_morning"),
        ("ok I'm going to bed now", "good_night"),
        ("is it a good night?", ""),
        ("I'm home, turn on the light", ""),
        ("我回来了，开灯", ""),
        ("I'm going out for dinner with Ben", ""),
        ("我睡不着了", ""),
    ],
)
def test_which_saying_it_is(text: str, saying: str) -> None:
    assert saying_in(text) == saying


async def test_what_somebody_does_after_a_saying_is_for_the_tool_that_knows() -> None:
    class Usual:
        @tool()
        async def at_saying(self, ctx: ToolContext, saying: str) -> ToolResult:
            """Do what usually follows."""
            raise AssertionError("it is only called by name")

    mind = SmallTalk().reply(Utterance("good night"), Conversation(""), Toolbox(tools_of(Usual())), HOME)
    assert [step async for step in mind] == [ToolCall("at_saying", {"saying": "good_night"})]

"""What a question is looked up with where the model is not needed, or has not answered."""

from dataclasses import replace
from typing import Annotated

import pytest

from assistant.conversation import Conversation
from assistant.errors import EngineFailed
from assistant.tools import Claim, Targets, Things, Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.turn import Faculties, turn
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.record import makes_up_a_figure, parrots
from assistant.understanding.mimo.scripted import ScriptedEngine
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import Look, Speech, Thinking
from assistant.understanding.names import Thing
from assistant.utterance import Utterance

KITCHEN = ToolCall("state_of", {"things": ("light.kitchen",)})
WHOLE = "is the kitchen light on"
JOINED = "is it true, the kitchen light is still on"


ONLY_NOW = core_sentence("only_now", "en")


class Record:
    """One tool that tells of things, though not how they are."""

    @tool(phrases={"en": ["who touched {things}"], "zh": ["谁动了{things}"]}, reads_only=True)
    async def why_so(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """Who switched things, and when."""
        return ToolResult(Claim.ANSWER, "you")


async def steps_of(mind, text, toolbox, names, conversation, language="en"):
    steps = []
    async for step in mind.reply(Utterance(text, language), conversation, toolbox, names):
        steps.append(step)
        if isinstance(step, Look):
            step.told([ToolResult(Claim.ANSWER, "The kitchen light is on.")])
    return steps


async def test_what_leaves_one_call_needs_no_model(asked, toolbox, names):
    engine = ScriptedEngine(lambda _: '{"say":"no"}')
    steps = await steps_of(MimoMind(engine), WHOLE, toolbox, names, asked.conversation)
    assert [s.calls for s in steps if isinstance(s, Look)] == [(KITCHEN,)]
    assert not engine.prompts


async def test_states_are_told_where_the_model_is_cut_off(asked, toolbox, names):
    engine = ScriptedEngine(lambda _: '[{"name": "state_of", "arguments":' + " x" * 999)
    steps = await steps_of(MimoMind(engine), JOINED, toolbox, names, asked.conversation)
    assert engine.prompts
    assert [s.calls for s in steps if isinstance(s, Look)] == [(KITCHEN,)]
    assert steps[-1] == Speech(f"{ONLY_NOW} The kitchen light is on.", recorded=True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("was the kitchen light on yesterday, at all", "en"),
        ("how often has the kitchen light come on this week, at all", "en"),
        ("has the kitchen light ever been broken by the cat", "en"),
        ("厨房灯昨天坏了没有", "zh"),
        ("厨房灯为什么老是闪", "zh"),
    ],
)
async def test_what_the_present_does_not_answer_is_not_answered_with_it(asked, toolbox, names, text, language):
    engine = ScriptedEngine(lambda _: " x" * 999)
    steps = await steps_of(MimoMind(engine), text, toolbox, names, asked.conversation, language)
    assert engine.prompts
    assert [s for s in steps if not isinstance(s, Thinking)] == [
        Speech(core_sentence("too_long", language), Claim.FAILED)
    ]


async def test_what_only_tells_who_did_it_is_for_the_model_to_weigh(asked, names):
    engine = ScriptedEngine(lambda _: '[{"name": "why_so", "arguments": {"things": ["light.kitchen"]}}]')
    steps = await steps_of(MimoMind(engine), WHOLE, Toolbox(tools_of(Record())), names, asked.conversation)
    assert engine.prompts
    assert steps


async def test_persons_are_not_told_of_beside_other_things(asked, toolbox, names):
    engine = ScriptedEngine(lambda _: " x" * 999)
    home = replace(names, things=(*names.things, Thing("person.john", ("John",), "person", "")), version=2)
    text = "is it true, john says the kitchen light is still on"
    steps = await steps_of(MimoMind(engine), text, toolbox, home, asked.conversation)
    assert [s.calls for s in steps if isinstance(s, Look)] == [(KITCHEN,)]


async def test_a_turn_says_first_that_it_tells_only_how_it_is_now(toolbox, names):
    mind = MimoMind(ScriptedEngine(lambda _: " x" * 999))
    able = Faculties((mind,), toolbox, lambda: names)
    said = Utterance("厨房灯真的开着吗，还是坏了", "zh")
    events = [e async for e in turn(said, Conversation("kitchen"), able, turn_id="t", speak=False)]
    assert events[-1].reply == core_sentence("only_now", "zh") + "on"
    assert events[-1].outcome == "answer"


async def test_states_are_told_where_the_engine_fails(asked, toolbox, names):
    def broken(turn: str) -> str:
        raise EngineFailed("gone")

    steps = await steps_of(MimoMind(ScriptedEngine(broken)), JOINED, toolbox, names, asked.conversation)
    assert [s.calls for s in steps if isinstance(s, Look)] == [(KITCHEN,)]
    assert steps[-1] == Speech(f"{ONLY_NOW} The kitchen light is on.", recorded=True)


async def test_a_wish_is_never_answered_with_a_state(asked, toolbox, names):
    def broken(turn: str) -> str:
        raise EngineFailed("gone")

    wish = "kitchen light, go on then"
    with pytest.raises(EngineFailed):
        await steps_of(MimoMind(ScriptedEngine(broken)), wish, toolbox, names, asked.conversation)


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        ("She has a story on in her room.", "what story has she got on in her room", True),
        ("Yes, five is more than three.", "is five more than three", False),
        ("Paris.", "what is the capital of France", False),
    ],
)
def test_parrots(said, question, expected):
    assert parrots(said, question) is expected


@pytest.mark.parametrize(
    ("said", "question", "about_home", "expected"),
    [
        ("洗衣机还需要转10分钟。", "洗衣机还要转多久啊", True, True),
        ("我妈离家还有1小时30分钟。", "我妈离家还有多远", False, True),
        ("The car has gone 48 kilometres.", "What's on the clock of my car?", True, True),
        ("About 454 grams.", "How many grams are in a pound?", False, False),
        ("Yes, 21 degrees is warm.", "Is 21 degrees warm?", True, False),
        ("You like it at 21 degrees.", "How warm do I like my bedroom?", True, False),
        ("I cannot tell how long it takes.", "How long is left on the oven?", True, False),
    ],
)
def test_a_figure_that_nothing_told_is_made_up(said, question, about_home, expected):
    known = ["the bedroom at 21 degrees"]
    assert makes_up_a_figure(said, question, known, about_home=about_home) is expected


async def test_a_made_up_figure_is_not_said(asked, toolbox, names):
    made_up = ScriptedEngine(lambda turn: '{"say":"The kitchen light has 40 minutes left."}')
    question = "how long has the kitchen light got left"
    steps = await steps_of(MimoMind(made_up), question, toolbox, names, asked.conversation)
    assert not any("40" in step.text for step in steps if isinstance(step, Speech))

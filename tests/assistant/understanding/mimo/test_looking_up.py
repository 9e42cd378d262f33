"""What a question is looked up with where the model is not needed, or has not answered."""

import pytest

from assistant.errors import EngineFailed
from assistant.tools import Claim, ToolCall, ToolResult
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.record import parrots
from assistant.understanding.mimo.scripted import ScriptedEngine
from assistant.understanding.mind import Look, Speech
from assistant.utterance import Utterance

KITCHEN = ToolCall("state_of", {"things": ("light.kitchen",)})
WHOLE = "is the kitchen light on"
JOINED = "is it true, the kitchen light is still on"


async def steps_of(mind, text, toolbox, names, conversation):
    steps = []
    async for step in mind.reply(Utterance(text, "en"), conversation, toolbox, names):
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
    assert not any(isinstance(s, Speech) for s in steps)


async def test_states_are_told_where_the_engine_fails(asked, toolbox, names):
    def broken(turn: str) -> str:
        raise EngineFailed("gone")

    steps = await steps_of(MimoMind(ScriptedEngine(broken)), JOINED, toolbox, names, asked.conversation)
    assert [s.calls for s in steps if isinstance(s, Look)] == [(KITCHEN,)]


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

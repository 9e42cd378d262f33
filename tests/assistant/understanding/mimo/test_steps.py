"""Think, call, look, answer: what a tool told goes back to the model, and never more often than the mind may."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest

from assistant.conversation import Conversation
from assistant.events import Called, Finished, Returned, Understood
from assistant.tools import Claim, Toolbox, ToolCall, ToolResult
from assistant.turn import Faculties, turn
from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.scripted import ScriptedEngine
from assistant.understanding.mind import Look, Speech, Step
from assistant.understanding.names import Names
from assistant.utterance import Utterance

LOOK = '[{"name":"state_of","arguments":{"things":["Kitchen Light"]}}]'
LIGHT = '[{"name":"turn_on","arguments":{"things":["Kitchen Light"]}}]'
DARK = Utterance("it is rather dark in here", place="kitchen")
ADVICE = Utterance("should I leave the kitchen light on", place="kitchen")


class Script:
    """Answers one after the other, the last again and again."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)

    def __call__(self, turn: str) -> str:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def steps_of(
    core: MimoMind, said: Utterance, toolbox: Toolbox, names: Names, told: ToolResult
) -> tuple[list[Step], list[ToolCall]]:
    """The steps, and the calls that were looked at; every look is told the same."""
    steps: list[Step] = []
    looks: list[ToolCall] = []
    async for step in core.reply(said, Conversation("kitchen"), toolbox, names):
        if isinstance(step, Look):
            looks += step.calls
            step.told([told] * len(step.calls))
        steps.append(step)
    return steps, looks


OFF = ToolResult(Claim.ANSWER, "The kitchen light is off.", {"reads": ["light.kitchen"]})


async def test_a_wish_may_look_first_and_act_then(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK, LIGHT))
    steps, looks = await steps_of(MimoMind(engine), DARK, toolbox, names, OFF)
    assert [c.tool for c in looks] == ["state_of"]
    assert steps[-1] == ToolCall("turn_on", {"things": ("light.kitchen",)})
    assert 'Looked: ["state_of", "The kitchen light is off."]' in engine.prompts[1].turn


async def test_the_second_prompt_begins_like_the_first(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK, LIGHT))
    await steps_of(MimoMind(engine), DARK, toolbox, names, OFF)
    first, second = (p.turn.split("Tools:")[0] for p in engine.prompts)
    assert first == second
    assert len({p.constant for p in engine.prompts}) == 1


async def test_nothing_is_looked_up_twice(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK, LOOK))
    await steps_of(MimoMind(engine), DARK, toolbox, names, OFF)
    second = engine.forms[1]
    assert second is not None
    assert "state_of" not in second.gbnf


async def test_who_asks_for_advice_gets_an_opinion_out_of_what_was_looked_up(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK, '{"say":"I would leave it be, nobody is there."}'))
    steps, looks = await steps_of(MimoMind(engine), ADVICE, toolbox, names, OFF)
    assert len(looks) == 1
    assert steps[-1] == Speech("I would leave it be, nobody is there.")


@pytest.mark.parametrize(
    "claimed",
    ["It is 21 degrees, so wear a coat.", "The kitchen light is on, I would leave it.", "I turned it off for you."],
)
async def test_words_beyond_the_record_give_way_to_those_of_the_tools(
    toolbox: Toolbox, names: Names, claimed: str
) -> None:
    engine = ScriptedEngine(Script(LOOK, f'{{"say":"{claimed}"}}'))
    steps, _ = await steps_of(MimoMind(engine), ADVICE, toolbox, names, OFF)
    assert not [s for s in steps if isinstance(s, Speech)]


async def test_a_plain_question_is_answered_by_what_the_tool_says(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK))
    said = Utterance("is it true, the kitchen light is still on", place="kitchen")
    steps, looks = await steps_of(MimoMind(engine), said, toolbox, names, OFF)
    assert not looks
    assert steps == [ToolCall("state_of", {"things": ("light.kitchen",)})]
    assert len(engine.prompts) == 1


@pytest.mark.parametrize("most", [1, 2, 3])
async def test_the_model_is_asked_no_oftener_than_allowed(toolbox: Toolbox, names: Names, most: int) -> None:
    looking = ("state_of", "time")
    engine = ScriptedEngine(Script(*(f'[{{"name":"{name}","arguments":{{}}}}]' for name in looking), LOOK))
    await steps_of(MimoMind(engine, steps=most), DARK, toolbox, names, OFF)
    assert len(engine.prompts) <= most


async def test_a_look_that_fails_ends_it(toolbox: Toolbox, names: Names) -> None:
    engine = ScriptedEngine(Script(LOOK, LIGHT))
    silent = ToolResult(Claim.UNKNOWN, "The kitchen light does not answer.")
    steps, _ = await steps_of(MimoMind(engine), DARK, toolbox, names, silent)
    assert len(engine.prompts) == 1
    assert isinstance(steps[-1], Look)


async def test_the_budget_is_for_the_whole_turn(toolbox: Toolbox, names: Names) -> None:
    given: list[Budget] = []

    class Counting(ScriptedEngine):
        def stream(self, prompt: Prompt, form: Form | None, budget: Budget) -> AsyncGenerator[Piece | Usage, None]:
            given.append(budget)
            return super().stream(prompt, form, budget)

    core = MimoMind(Counting(Script(LOOK, LIGHT)), budget=Budget(tokens=50, seconds=20))
    await steps_of(core, DARK, toolbox, names, OFF)
    assert given[1].tokens == 50 - len(LOOK.split(" "))
    assert given[1].seconds < given[0].seconds


# In a turn.


async def events_of(said: Utterance, minds: Sequence[MimoMind], toolbox: Toolbox, names: Names) -> list[object]:
    able = Faculties(minds, toolbox, lambda: names)
    return [e async for e in turn(said, Conversation("kitchen"), able, turn_id="t1", speak=False)]


async def test_the_trace_shows_the_look_before_the_act(toolbox: Toolbox, names: Names) -> None:
    core = MimoMind(ScriptedEngine(Script(LOOK, LIGHT)))
    events = await events_of(DARK, [core], toolbox, names)
    told = [type(e) for e in events if isinstance(e, Called | Returned | Understood)]
    assert told == [Called, Returned, Understood, Called, Returned]
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.reply == "done"
    assert finished.stages_ms["core"] > 0


async def test_a_look_speaks_for_itself_where_the_model_has_no_words(toolbox: Toolbox, names: Names) -> None:
    core = MimoMind(ScriptedEngine(Script(LOOK, "{}")))
    finished = (await events_of(ADVICE, [core], toolbox, names))[-1]
    assert isinstance(finished, Finished)
    assert (finished.outcome, finished.reply) == ("answer", "on")


async def test_a_turn_never_runs_an_act_as_a_look(toolbox: Toolbox, names: Names) -> None:
    class Sly(MimoMind):
        async def reply(self, *ignored: object):  # type: ignore[no-untyped-def]
            yield Look((ToolCall("turn_on", {"things": ("light.kitchen",)}),), lambda told: None)

    finished = (await events_of(DARK, [Sly(ScriptedEngine(Script("")))], toolbox, names))[-1]
    assert isinstance(finished, Finished)
    assert finished.outcome == "failed"
    assert "Nothing was done" in finished.reply


async def test_who_is_thought_about_for_long_is_told_so_once_and_before_the_answer() -> None:
    from assistant.events import Said
    from assistant.understanding.scripted import ScriptedMind

    class Slow(ScriptedMind):
        async def reply(self, *ignored: object):  # type: ignore[no-untyped-def]
            await asyncio.sleep(0.05)
            yield Speech("Here you are.")

    for language, words in (("en", "One moment"), ("zh", "稍等")):
        able = Faculties([Slow({})], Toolbox([]), Names, patience_s=0.01)
        said = Utterance("hm", language)  # type: ignore[arg-type]
        events = [e async for e in turn(said, Conversation("k"), able, turn_id="t1", speak=False)]
        spoken = [e for e in events if isinstance(e, Said)]
        assert [e.filler for e in spoken] == [True, False]
        assert words in spoken[0].text
        finished = events[-1]
        assert isinstance(finished, Finished)
        assert finished.reply == "Here you are."


async def test_who_is_answered_at_once_hears_no_filler() -> None:
    from assistant.events import Said
    from assistant.understanding.scripted import ScriptedMind

    able = Faculties([ScriptedMind({"hm": [Speech("Yes.")]})], Toolbox([]), Names)
    events = [e async for e in turn(Utterance("hm"), Conversation("k"), able, turn_id="t1", speak=False)]
    assert [e.filler for e in events if isinstance(e, Said)] == [False]

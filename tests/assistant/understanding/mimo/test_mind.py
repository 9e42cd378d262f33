"""The core over a model that says what the test lets it say: what is run, and above all what is not."""

from datetime import UTC, datetime

import pytest

from assistant.conversation import Exchange
from assistant.tools import ToolCall
from assistant.understanding.mimo.engine import Budget
from assistant.understanding.mind import Look, PassedOn, Question, Speech, Thinking
from assistant.utterance import Utterance
from tests.assistant.understanding.mimo.conftest import Asked


def call(name: str, arguments: str) -> str:
    return f'[{{"name":"{name}","arguments":{arguments}}}]'


async def test_a_wish_becomes_a_call_with_ids(asked: Asked) -> None:
    steps = await asked("would you get the kitchen light going", call("turn_on", '{"things":["Kitchen Light"]}'))
    assert steps == [ToolCall("turn_on", {"things": ("light.kitchen",)})]


async def test_several_wishes_become_several_calls_in_their_order(asked: Asked) -> None:
    answer = (
        '[{"name":"turn_off","arguments":{"things":["kitchen light"]}},'
        '{"name":"turn_on","arguments":{"things":["study fan"]}}]'
    )
    steps = await asked("kitchen light away and study fan going", answer)
    assert [s.tool for s in steps if isinstance(s, ToolCall)] == ["turn_off", "turn_on"]


async def test_a_mandarin_sentence_may_name_things_in_english(asked: Asked) -> None:
    steps = await asked("厨房灯弄亮", call("turn_on", '{"things":["Kitchen Light"]}'), language="zh")
    assert steps == [ToolCall("turn_on", {"things": ("light.kitchen",)})]


async def test_rooms_become_ids_of_rooms(asked: Asked) -> None:
    steps = await asked("the kitchen floor is filthy", call("clean", '{"rooms":["kitchen"]}'))
    assert steps == [ToolCall("clean", {"rooms": ("kitchen",)})]


async def test_a_room_put_among_the_things_is_still_a_room(asked: Asked) -> None:
    steps = await asked("mop up in the kitchen", call("mop", '{"things":["kitchen"]}'))
    assert steps == [ToolCall("mop", {"things": ("vacuum.robo",), "rooms": ("kitchen",)})]


async def test_a_number_in_words_is_read_by_code(asked: Asked) -> None:
    answer = call("set_brightness", '{"things":["kitchen light"],"percent":"forty percent"}')
    steps = await asked("kitchen light at forty percent or so", answer)
    assert steps == [ToolCall("set_brightness", {"things": ("light.kitchen",), "percent": 40})]


async def test_a_value_out_of_range_is_not_called(asked: Asked) -> None:
    answer = call("set_brightness", '{"things":["kitchen light"],"percent":300}')
    steps = await asked("kitchen light at three hundred percent", answer)
    assert len(steps) == 1
    assert isinstance(steps[0], Speech)
    assert "1 to 100 %" in steps[0].text


async def test_a_choice_may_be_given_as_it_is_said(asked: Asked) -> None:
    answer = call("set_color", '{"things":["厨房灯"],"color":"红色"}')
    steps = await asked("厨房灯要红色的", answer, language="zh")
    assert steps == [ToolCall("set_color", {"things": ("light.kitchen",), "color": "red"})]


async def test_an_unknown_name_is_never_widened(asked: Asked) -> None:
    steps = await asked("get the pool light going", call("turn_on", '{"things":["pool light"]}'))
    assert len(steps) == 1
    assert isinstance(steps[0], Speech | Question)
    assert "pool light" in steps[0].text


async def test_a_name_the_model_swapped_is_not_taken(asked: Asked) -> None:
    steps = await asked("get the pool light going", call("turn_on", '{"things":["Kitchen Light"]}'))
    assert len(steps) == 1
    assert isinstance(steps[0], Question)
    assert "Kitchen Light" in steps[0].text


async def test_a_room_that_is_not_there_is_not_left_out(asked: Asked) -> None:
    steps = await asked("some light in the sauna would be lovely", call("turn_on", '{"things":["light"]}'))
    assert not [s for s in steps if isinstance(s, ToolCall)]


async def test_things_of_the_room_one_is_in_need_no_name(asked: Asked) -> None:
    answer = call("turn_on", '{"things":["Kitchen Light"]}')
    steps = await asked("it is far too dark in here", answer, place="kitchen")
    assert steps == [ToolCall("turn_on", {"things": ("light.kitchen",)})]


async def test_it_may_mean_what_was_spoken_of_before(asked: Asked) -> None:
    now = datetime.now(UTC).astimezone()
    earlier = ToolCall("turn_on", {"things": ("fan.study",)})
    asked.conversation.remember(Exchange(Utterance("start the study fan", at=now), (earlier,), (), "The fan is on."))
    steps = await asked("actually make it stop", call("turn_off", '{"things":["Study Fan"]}'))
    assert steps == [ToolCall("turn_off", {"things": ("fan.study",)})]


async def test_a_question_is_answered_with_how_things_are_where_the_model_wants_to_change_them(asked: Asked) -> None:
    steps = await asked("are the kitchen light and the study fan on", call("turn_on", '{"things":["kitchen light"]}'))
    assert isinstance(steps[0], Look)
    assert [c.tool for c in steps[0].calls] == ["state_of", "state_of"]


async def test_a_question_changes_nothing_whatever_the_model_wants(asked: Asked) -> None:
    text = "did you turn on the kitchen light, and the fan?"
    steps = await asked(text, call("turn_on", '{"things":["kitchen light"]}'))
    assert len(steps) == 1
    assert isinstance(steps[0], Speech)
    assert "changed nothing" in steps[0].text


async def test_a_question_may_look_things_up(asked: Asked) -> None:
    steps = await asked("is the kitchen light, and only that one, on", call("state_of", '{"things":["kitchen light"]}'))
    assert steps == [ToolCall("state_of", {"things": ("light.kitchen",)})]


async def test_a_question_is_offered_reading_tools_alone(asked: Asked) -> None:
    await asked("is the kitchen light on, and the fan", "{}")
    form = asked.engine.forms[0]
    assert form is not None
    assert "state_of" in form.gbnf
    assert "turn_on" not in form.gbnf


async def test_a_wish_for_later_is_not_run_now(asked: Asked) -> None:
    steps = await asked("kitchen light on as soon as I get home", call("turn_on", '{"things":["kitchen light"]}'))
    assert len(steps) == 1
    assert isinstance(steps[0], Speech)


async def test_a_prohibition_is_not_run(asked: Asked) -> None:
    steps = await asked(
        "whatever you do, never touch the kitchen light", call("turn_off", '{"things":["kitchen light"]}')
    )
    assert not [s for s in steps if isinstance(s, ToolCall)]


async def test_words_to_remember_may_hold_conditions(asked: Asked) -> None:
    answer = call("remember", '{"words":"never below twenty degrees at night"}')
    steps = await asked("remember never below twenty degrees at night", answer)
    assert steps == [ToolCall("remember", {"words": "never below twenty degrees at night"})]


async def test_one_wrong_call_stops_all_of_them(asked: Asked) -> None:
    answer = (
        '[{"name":"turn_on","arguments":{"things":["kitchen light"]}},'
        '{"name":"turn_on","arguments":{"things":["pool light"]}}]'
    )
    steps = await asked("kitchen light and pool light on", answer)
    assert not [s for s in steps if isinstance(s, ToolCall)]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[",
        "{}",
        "null",
        '[{"name":"launch_rocket","arguments":{}}]',
        '[{"name":"turn_on","arguments":{"things":[1,2]}}]',
        '[{"name":"turn_on","arguments":{"objects":["kitchen light"]}}]',
        '[{"name":"turn_on","arguments":{"things":{"a":1}}}]',
        '[{"name":"set_color","arguments":{"things":["kitchen light"],"color":"ultraviolet"}}]',
        '[{"name":"set_brightness","arguments":{"things":["kitchen light"],"percent":true}}]',
        "<tool_call>\nnothing",
        "\x00\x01",
    ],
)
async def test_nonsense_is_passed_on_and_never_raises(asked: Asked, answer: str) -> None:
    steps = await asked("kitchen light please", answer)
    assert len(steps) == 1
    assert isinstance(steps[0], PassedOn)


async def test_what_is_missing_is_asked_for(asked: Asked) -> None:
    steps = await asked("set the kitchen light", call("set_brightness", '{"things":["kitchen light"]}'))
    assert steps == [Question("How much exactly? Nothing was done yet.")]


async def test_words_are_passed_through_for_the_turn_to_judge(asked: Asked) -> None:
    assert await asked("tell me a joke", '{"say":"Knock, knock."}') == [Speech("Knock, knock.")]
    assert await asked("hm", '{"ask":"What do you mean?"}') == [Question("What do you mean?")]


async def test_thinking_is_told_apart(asked: Asked) -> None:
    steps = await asked("hello", '<think>They greet.</think>{"say":"Hello."}')
    assert "".join(s.text for s in steps if isinstance(s, Thinking)) == "They greet."
    assert [s for s in steps if isinstance(s, Speech)] == [Speech("Hello.")]


async def test_a_model_that_never_stops_ends_honestly(asked: Asked) -> None:
    endless = '[{"name":"turn_on" ' + "again and " * 500
    steps = await asked("kitchen light", endless, budget=Budget(tokens=20))
    assert len(steps) == 1
    assert isinstance(steps[0], Speech)
    assert "too long" in steps[0].text
    assert "Nothing was done" in steps[0].text


async def test_the_constant_prompt_stays_warm(asked: Asked) -> None:
    from assistant.understanding.mimo.mind import MimoMind
    from assistant.understanding.mimo.scripted import ScriptedEngine

    engine = ScriptedEngine(lambda _: '{"say":"Yes."}')
    core = MimoMind(engine)
    await core.prepare(asked.toolbox)
    for text, place in (("hello", "kitchen"), ("good evening", "study"), ("is the study fan on", "")):
        utterance = Utterance(text, place=place)
        assert [s async for s in core.reply(utterance, asked.conversation, asked.toolbox, asked.names)]
        assert core.usage is not None
        assert core.usage.constant_evaluated == 0
    assert len({p.constant for p in engine.prompts}) == 1

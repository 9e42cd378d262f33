"""A sentence half about the car and half about the house: each gets its own half."""

import asyncio
from dataclasses import replace

import pytest

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.tools import Claim, Toolbox, ToolCall, ToolResult
from assistant.turn import Faculties, turn
from assistant.understanding.mind import Later, PassedOn, Speech
from assistant.understanding.names import Names, Thing
from assistant.utterance import Speaker, Utterance
from server.node.car_mind import CarMind

DRIVER = Speaker("anna", "adult", seat="driver")
NAMES = Names((Thing("vss:car", ("Car", "车"), "car"),))


async def steps(car, text):
    said = Utterance(text, "zh" if text[0] > "\u2000" else "en", DRIVER)
    mind = CarMind(car.reflex, car.mind.spoke_last, car.mind)
    found = [s async for s in mind.reply(said, Conversation("cabin"), car.toolbox, NAMES)]
    return [each for step in found for each in ([s async for s in step.steps()] if isinstance(step, Later) else [step])]


@pytest.mark.parametrize(
    ("text", "tool", "for_the_house"),
    [
        ("open my window and turn on the kitchen light", "open_car_windows", "turn on the kitchen light"),
        ("turn on the kitchen light and close the sunroof", "close_sunroof", "turn on the kitchen light"),
        ("关上车窗，打开厨房灯", "close_car_windows", "打开厨房灯"),
        ("defrost the windscreen, is the garage door closed", "defrost", "is the garage door closed"),
    ],
)
async def test_each_half_goes_where_it_belongs(car, text, tool, for_the_house):
    found = await steps(car, text)
    assert [step.tool for step in found if isinstance(step, ToolCall)] == [tool]
    (told,) = [step for step in found if isinstance(step, Speech)]
    assert told.recorded
    assert [words for _, words in car.scripted.done] == [for_the_house]
    assert isinstance(found[0], ToolCall) is not text.startswith(for_the_house)


@pytest.mark.parametrize(
    ("text", "tools", "for_the_house"),
    [
        (
            "open my window, turn on the kitchen light and close the sunroof",
            ["open_car_windows", "close_sunroof"],
            "turn on the kitchen light",
        ),
        ("打开我的车窗，打开厨房灯，关上天窗", ["open_car_windows", "close_sunroof"], "打开厨房灯"),
        (
            "turn on the kitchen light, open my window and close the garage door",
            ["open_car_windows"],
            "turn on the kitchen light and close the garage door",
        ),
    ],
)
async def test_three_parts_go_where_they_belong_and_the_house_hears_one_sentence(car, text, tools, for_the_house):
    found = await steps(car, text)
    assert [step.tool for step in found if isinstance(step, ToolCall)] == tools
    assert [words for _, words in car.scripted.done] == [for_the_house]


@pytest.mark.parametrize(
    "text",
    [
        "open my window and close it again",
        "lock the car and the front door",
        "open my window and wobble the flumph",
        "if it rains close my window and turn on the kitchen light",
        "don't open my window and turn on the kitchen light",
        "undo that and turn on the kitchen light",
    ],
)
async def test_what_is_not_clearly_two_sentences_is_left_whole(car, text):
    found = await steps(car, text)
    assert [type(step) for step in found] in ([PassedOn], [ToolCall], [ToolCall, ToolCall])
    assert car.scripted.done == []


async def test_out_of_reach_the_house_s_half_waits_and_the_car_s_is_done(car):
    await car.cut()
    found = await steps(car, "open my window and turn on the kitchen light")
    assert [type(step) for step in found] == [ToolCall, Speech]
    assert found[1].claim is Claim.PENDING
    assert [wish.text for wish in car.wishes.wishes()] == ["turn on the kitchen light"]


async def test_the_reply_tells_of_both_halves(car):
    said = Utterance("turn on the kitchen light and open my window", "en", DRIVER)
    car.scripted.answers = {"turn on the kitchen light": {"outcome": "done", "reply": "The kitchen light is on."}}
    able = Faculties([CarMind(car.reflex, car.mind.spoke_last, car.mind)], car.toolbox, lambda: NAMES)
    events = [event async for event in turn(said, Conversation("cabin"), able, turn_id="t", speak=False)]
    finished = events[-1]
    assert isinstance(finished, Finished)
    # This car is not on the air: what is told of the window is what its own skill found.
    assert finished.reply.startswith("The kitchen light is on. ")
    assert len(finished.reply) > len("The kitchen light is on. ")


async def test_the_car_does_not_wait_for_a_house_that_takes_its_time(car):
    moved, answers = asyncio.Event(), car.scripted.handle_async_request

    async def open_window(context, **_):
        moved.set()
        return ToolResult(Claim.DONE, "The window is open.")

    async def slow(request):
        if request.url.path.endswith("/turns"):
            async with asyncio.timeout(60):
                await moved.wait()
        return await answers(request)

    car.scripted.handle_async_request = slow
    tools = [replace(t, run=open_window) if t.name == "open_car_windows" else t for t in car.toolbox]
    able = Faculties([CarMind(car.reflex, car.mind.spoke_last, car.mind)], Toolbox(tools), lambda: NAMES)
    said = Utterance("turn on the kitchen light and open my window", "en", DRIVER)
    events = [event async for event in turn(said, Conversation("cabin"), able, turn_id="t", speak=False)]
    assert events[-1].reply == "The kitchen light is on. The window is open."
    assert events[-1].outcome == "done"


async def test_a_yes_reaches_the_house_that_asked_beside_what_the_car_did(car):
    car.scripted.answers = {"turn on the kitchen light": {"outcome": "ask", "reply": "Really?"}}
    able = Faculties([CarMind(car.reflex, car.mind.spoke_last, car.mind), car.mind], car.toolbox, lambda: NAMES)
    cabin = Conversation("cabin")
    for text in ("turn on the kitchen light and open my window", "yes"):
        said = Utterance(text, "en", DRIVER)
        assert [event async for event in turn(said, cabin, able, turn_id=text, speak=False)]
    assert [words for _, words in car.scripted.done] == ["turn on the kitchen light", "yes"]

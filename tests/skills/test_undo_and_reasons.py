"""Putting back and explaining, over the real home with its journal."""

import pytest

from assistant.conversation import Conversation
from assistant.tools import Claim
from assistant.utterance import Speaker, Utterance
from server.evaluate import understand
from server.evaluate.house import House
from tests.skills.conftest import MIND, say

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_light_is_put_back(house: House) -> None:
    await say(house, "turn off the reading lamp", turn="one")
    back = await say(house, "put it back", turn="two")
    assert back.tools == ["undo"]
    assert back.claim is Claim.DONE
    assert back.reply.startswith("The reading lamp is on.")
    assert not house.literal.changes()


async def test_what_was_put_back_is_not_put_back_twice(house: House) -> None:
    await say(house, "打开吊灯", "zh", turn="three")
    assert (await say(house, "撤销", "zh", turn="four")).reply == "吊灯已关闭。"
    again = await say(house, "恢复原样", "zh", turn="five")
    assert again.tools == ["undo"]
    assert "吊灯" not in again.reply


async def test_a_started_act_cannot_be_undone(house: House) -> None:
    await say(house, "start the vacuum in the kitchen", turn="six")
    back = await say(house, "undo that", turn="seven")
    assert (back.claim, back.reply) == (Claim.REFUSED, "What Robby did cannot be undone.")


async def test_who_and_why_from_the_record(house: House) -> None:
    await say(house, "turn on the kitchen light", turn="eight")
    for question in ("who turned on the kitchen light", "why did you do that", "why is the kitchen light on"):
        told = await say(house, question, turn="nine")
        assert told.claim is Claim.ANSWER
        assert "“turn on the kitchen light”" in told.reply
        assert "the device confirmed it" in told.reply
        assert "Before, it was: off." in told.reply
    mandarin = await say(house, "你为什么打开厨房灯", "zh", turn="ten")
    assert "“turn on the kitchen light”" in mandarin.reply
    assert "设备确认过了" in mandarin.reply


async def test_what_no_command_is_behind_was_done_by_hand(house: House) -> None:
    told = await say(house, "why is the fan on", turn="eleven")
    assert told.reply.startswith("Not me: no wish that I carried out is behind it.")


async def test_questions_about_reasons_change_nothing(house: House) -> None:
    before = dict(house.literal.changes())
    await say(house, "why did you turn off the reading lamp", turn="twelve")
    assert house.literal.changes() == before


async def talk(house: House, conversation: Conversation, text: str, person: str = "ada") -> str:
    """The reply to a sentence of a dialogue; the clock is the real one, which the journal has too."""
    said = Utterance(text, "en" if text.isascii() else "zh", Speaker(person, "adult"))
    return (await understand.say(said, conversation, house, [MIND])).finished.reply


async def test_nothing_is_put_back_after_what_was_so_already(house: House) -> None:
    kitchen = Conversation("kitchen")
    await talk(house, Conversation("hall"), "turn on the kitchen light")
    assert await talk(house, kitchen, "turn on the kitchen light") == "The kitchen light is already on."
    nothing = "Nothing was changed on the kitchen light, so there is nothing to put back."
    assert await talk(house, kitchen, "put it back") == nothing
    assert await talk(house, kitchen, "撤销") == "厨房灯没有变过，不需要恢复。"


async def test_what_is_put_back_is_what_was_wished_here(house: House) -> None:
    kitchen, hall = Conversation("kitchen"), Conversation("hall")
    await talk(house, kitchen, "turn on the kitchen light")
    await talk(house, hall, "turn on the ceiling light")
    assert await talk(house, kitchen, "put it back") == "The kitchen light is off."
    assert await talk(house, kitchen, "put it back") == "I put the kitchen light back already."
    assert await talk(house, Conversation("new"), "undo", "john") == "There is nothing that I could put back."
    assert await talk(house, hall, "undo") == "The ceiling light is off."


@pytest.mark.parametrize("words", ["put it back", "undo that", "撤销"])
async def test_words_that_put_back_reach_no_model(house: House, words: str) -> None:
    here = Conversation("here")
    await talk(house, here, "start the vacuum in the hall")
    assert await talk(house, here, words) in ("What Robby did cannot be undone.", "罗比做过的事不能撤销。")

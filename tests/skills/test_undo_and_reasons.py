"""Putting back and explaining, over the real home with its journal."""

import pytest

from assistant.tools import Claim
from server.evaluate.house import House
from tests.skills.conftest import say

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

"""The link is cut at every step of a wish: nothing is done twice, nothing after it was said that it was not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.tools import Claim
from assistant.understanding.mind import PassedOn, Question
from assistant.utterance import Speaker
from server.node.errors import NotPaired
from server.node.wish_records import waiting_wishes
from server.node.words import say

LIGHT = "turn on the kitchen light"


def told(car):
    return [news.say["en"] for news in car.news]


async def test_what_is_about_the_house_is_answered_by_the_house(car):
    step = await car.say(LIGHT)
    assert (step.text, step.claim) == ("The kitchen light is on.", Claim.DONE)
    assert [words for _, words in car.scripted.done] == [LIGHT]
    assert not car.wishes.uncertain


async def test_before_it_is_sent_it_waits_and_is_asked_about_again_and_sent_once(car):
    await car.cut()
    step = await car.say(LIGHT)
    assert (step.text, step.claim) == (say("waits", "en"), Claim.PENDING)
    assert [w.text for w in car.wishes.wishes()] == [LIGHT]
    await car.mend()
    assert told(car) == [say("ask_again", "en", text=LIGHT)]
    assert not car.scripted.done
    assert (await car.say("yes")).claim is Claim.DONE
    assert [words for _, words in car.scripted.done] == [LIGHT]
    assert not car.wishes.wishes()
    await car.mend()
    assert len(car.scripted.done) == 1


async def test_a_restart_of_the_car_loses_no_wish(car):
    await car.cut()
    await car.say(LIGHT)
    await car.restart()
    await car.mend()
    assert told(car) == [say("ask_again", "en", text=LIGHT)]
    await car.say("yes")
    assert len(car.scripted.done) == 1


async def test_without_a_yes_it_is_never_sent(car):
    await car.cut()
    await car.say(LIGHT)
    await car.mend()
    assert (await car.say("no")).text == say("declined", "en")
    await car.mend()
    assert not car.scripted.done
    assert not car.wishes.wishes()


async def test_a_yes_of_somebody_else_sends_nothing(car):
    await car.cut()
    await car.say(LIGHT)
    await car.mend()
    await car.say("yes", Speaker("ben", "adult", seat="passenger"))
    assert not car.scripted.done


async def test_after_fifteen_minutes_it_is_let_go_and_said_so(car):
    await car.cut()
    await car.say(LIGHT)
    car.now += timedelta(minutes=15, seconds=1)
    await car.mend()
    assert told(car) == [say("expired", "en", text=LIGHT)]
    assert await car.wishes.decide("any", "yes") is None
    assert not car.scripted.done


async def test_a_clock_that_was_set_back_sends_nothing(car):
    await car.cut()
    await car.say(LIGHT)
    car.now -= timedelta(hours=1)
    await car.mend()
    assert not car.scripted.done
    assert told(car) == [say("expired", "en", text=LIGHT)]


async def test_sent_and_done_but_the_answer_was_lost(car):
    car.scripted.next_turn = "lose answer"
    step = await car.say(LIGHT)
    assert (step.text, step.claim) == (say("broke_off", "en"), Claim.UNKNOWN)
    await car.mend()
    assert told(car) == [say("came_out", "en", text=LIGHT, said="The kitchen light is on.")]
    assert len(car.scripted.done) == 1


async def test_sent_and_never_arrived(car):
    car.scripted.next_turn = "lose request"
    assert (await car.say(LIGHT)).claim is Claim.UNKNOWN
    await car.mend()
    assert told(car) == [say("never_arrived", "en", text=LIGHT)]
    assert not car.scripted.done


async def test_what_the_line_held_back_is_not_done_after_it_was_said_that_it_was_not(car):
    car.scripted.next_turn = "late"
    await car.say(LIGHT)
    await car.mend()
    assert told(car) == [say("never_arrived", "en", text=LIGHT)]
    assert [answer.status_code for answer in car.scripted.deliver_late()] == [409]
    assert not car.scripted.done


async def test_a_restart_between_sending_and_the_answer(car):
    car.scripted.next_turn = "lose answer"
    await car.say(LIGHT)
    await car.restart()
    await car.mend()
    assert told(car) == [say("came_out", "en", text=LIGHT, said="The kitchen light is on.")]
    assert len(car.scripted.done) == 1


async def test_a_house_that_was_started_anew_cannot_tell_and_that_is_said(car):
    car.scripted.next_turn = "lose answer"
    await car.say(LIGHT)
    car.scripted.restarted = True
    await car.mend()
    assert told(car) == [say("never_known", "en", text=LIGHT)]


async def test_the_line_is_cut_while_a_kept_wish_is_sent(car):
    await car.cut()
    await car.say(LIGHT)
    await car.mend()
    car.scripted.next_turn = "lose answer"
    assert (await car.say("yes")).claim is Claim.UNKNOWN
    assert isinstance(await car.say("yes"), PassedOn)
    await car.mend()
    assert told(car)[1:] == [say("came_out", "en", text=LIGHT, said="The kitchen light is on.")]
    assert [words for _, words in car.scripted.done].count(LIGHT) == 1


async def test_a_touch_sends_it_once_however_often_it_comes(car):
    await car.cut()
    await car.say(LIGHT)
    await car.mend()
    wish = car.wishes.wishes()[0].id
    assert await car.wishes.decide(wish, "yes") is not None
    assert await car.wishes.decide(wish, "yes") is None
    assert len(car.scripted.done) == 1
    assert told(car)[1:] == [say("came_out", "en", text=LIGHT, said="The kitchen light is on.")]


async def test_a_yes_while_the_house_is_away_again_keeps_it_waiting(car):
    await car.cut()
    await car.say(LIGHT)
    await car.mend()
    await car.cut()
    assert (await car.say("yes")).claim is Claim.PENDING
    assert len(car.wishes.wishes()) == 1
    await car.mend()
    await car.say("yes")
    assert len(car.scripted.done) == 1


@pytest.mark.parametrize("text", ["unlock the front door", "open the garage door", "lock the front door", "打开车库门"])
async def test_locks_and_gates_never_wait(car, text):
    await car.cut()
    step = await car.say(text)
    assert step.claim is Claim.REFUSED
    assert not car.wishes.wishes()
    await car.mend()
    assert not car.scripted.done


@pytest.mark.parametrize(
    ("text", "known"),
    [("is the garage door closed?", "10 minutes ago"), ("车库门关了吗", "10分钟前")],
)
async def test_how_the_house_was_is_told_with_its_age(car, text, known):
    await car.cut()
    step = await car.say(text)
    assert step.claim is Claim.ANSWER
    assert known in step.text
    assert "closed" in step.text or "关" in step.text


async def test_a_question_whose_answer_is_lost_is_answered_from_memory(car):
    car.scripted.next_turn = "lose answer"
    step = await car.say("is the garage door closed?")
    assert "10 minutes ago" in step.text
    assert not car.wishes.uncertain


async def test_a_question_of_the_house_stays_the_house_s_when_the_line_is_cut_while_it_is_open(car):
    text = "close the garage door"
    car.scripted.answers = {text: {"outcome": "ask", "reply": "Close the garage door?", "asks": {"kind": "confirm"}}}
    assert isinstance(await car.say(text), Question)
    car.scripted.next_turn = "lose request"
    assert (await car.say("yes")).claim is Claim.UNKNOWN
    await car.mend()
    assert told(car) == [say("never_arrived", "en", text="yes")]
    assert [words for _, words in car.scripted.done] == [text]


async def test_a_pin_is_written_down_nowhere(car):
    text = "unlock the front door"
    car.scripted.answers = {text: {"outcome": "ask", "reply": "Your PIN?", "asks": {"kind": "pin"}}}
    assert isinstance(await car.say(text), Question)
    assert car.conversation.proof_asked_at is not None
    car.conversation.proof_said = "4711"
    car.scripted.next_turn = "lose answer"
    assert (await car.say("••••")).claim is Claim.UNKNOWN
    rows = await car.storage.read(lambda connection: connection.execute(waiting_wishes.select()).all())
    assert rows
    assert "4711" not in repr(rows)
    assert car.scripted.done[-1][1] == "4711"


async def test_what_the_house_refuses_is_not_done_and_not_kept(car):
    car.scripted.problem = (403, "scope-too-small")
    step = await car.say(LIGHT)
    assert (step.text, step.claim) == (say("house_said_no", "en"), Claim.REFUSED)
    assert not car.wishes.uncertain
    assert not car.wishes.wishes()


async def test_a_house_that_stumbles_is_asked_what_became_of_it(car):
    car.scripted.problem = (500, "internal")
    assert (await car.say(LIGHT)).claim is Claim.UNKNOWN
    car.scripted.problem = None
    await car.mend()
    assert told(car) == [say("never_arrived", "en", text=LIGHT)]


async def test_what_nobody_understands_is_passed_on(car):
    car.scripted.answers = {"blub blub": {"outcome": "not_understood", "reply": "I did not understand."}}
    assert isinstance(await car.say("blub blub"), PassedOn)


@pytest.mark.parametrize("fate", ["lose request", "lose answer"])
async def test_the_line_is_cut_while_the_tokens_are_renewed(car, fate):
    car.scripted.access = "another"
    car.scripted.next_refresh = fate
    assert (await car.say(LIGHT)).claim is Claim.PENDING
    await car.mend()
    assert (await car.say("yes")).claim is Claim.DONE
    assert len(car.scripted.done) == 1
    assert not car.scripted.revoked
    assert car.file.read().refresh_token == car.scripted.refresh


async def test_a_pairing_that_the_house_ended_is_said_plainly(car):
    car.scripted.access, car.scripted.revoked = "another", True
    assert (await car.say(LIGHT)).text == say("not_paired", "en")
    assert not car.link.paired
    with pytest.raises(NotPaired):
        await car.link.fetch("/me")


async def test_a_head_unit_that_may_do_nothing_at_home_does_nothing_through_the_car(car):
    speaker = replace(Speaker("anna", "adult", seat="driver"), grants=frozenset({"talk", "car.act", "home.read"}))
    assert (await car.say(LIGHT, speaker)).claim is Claim.REFUSED
    assert (await car.say("is the garage door closed?", speaker)).claim is not Claim.REFUSED
    comfort = replace(speaker, grants=frozenset({"talk", "home.act"}))
    assert (await car.say(LIGHT, comfort)).claim is Claim.DONE
    assert (await car.say("unlock the front door", comfort)).claim is Claim.REFUSED

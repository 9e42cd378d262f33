"""What a yes or a no in the car is about, who may give it, and that what is told of it is what became of it."""

from dataclasses import replace
from datetime import timedelta

from assistant.tools import Claim
from assistant.understanding.mind import Question
from assistant.utterance import Speaker
from server.node.house_turn import HouseAnswer, Settled
from server.node.wish_records import State
from server.node.wish_terms import LONG_AGO_S, asks_something_else
from server.node.words import say

LIGHT = "turn on the kitchen light"
GARAGE = "close the garage door"
GARAGE_ASKED = {"outcome": "ask", "reply": "Close the garage door?", "asks": {"kind": "confirm"}}
COMFORT = Speaker("anna", "adult", seat="driver", grants=frozenset({"talk", "home.act"}))


async def waiting(car, speaker=COMFORT):
    """A wish that waits, and was just asked about."""
    await car.cut()
    await car.say(LIGHT, speaker)
    await car.mend()
    return car.wishes.wishes()[0].id


def sent_words(car):
    return [words for _, words in car.scripted.done]


async def test_a_yes_to_the_house_s_question_sends_no_wish_that_waits(car):
    await waiting(car, Speaker("anna", "adult", seat="driver"))
    car.scripted.answers = {GARAGE: GARAGE_ASKED}
    assert isinstance(await car.say(GARAGE), Question)
    await car.say("yes")
    assert sent_words(car) == [GARAGE, "yes"]
    assert len(car.wishes.wishes()) == 1


async def test_no_wish_is_asked_about_while_the_house_asks_something(car):
    car.wishes.is_taken = lambda place: asks_something_else(car.conversation, car.now)
    await car.cut()
    await car.say(LIGHT)
    car.scripted.up = True
    await car.link._reaches()
    car.scripted.answers = {GARAGE: GARAGE_ASKED}
    await car.say(GARAGE)
    await car.wishes.look()
    assert not car.news
    await car.say("yes")
    await car.wishes.look()
    assert [news.say["en"] for news in car.news] == [say("ask_again", "en", text=LIGHT)]


async def test_a_yes_counts_for_eight_seconds(car):
    await waiting(car, Speaker("anna", "adult", seat="driver"))
    car.now += timedelta(seconds=9)
    await car.say("yes")
    assert LIGHT not in sent_words(car)


async def test_a_head_unit_that_may_do_nothing_at_home_sends_no_wish_by_a_spoken_yes(car):
    await waiting(car)
    talker = replace(COMFORT, grants=frozenset({"talk", "car.act", "home.read"}))
    assert (await car.say("yes", talker)).claim is Claim.REFUSED
    assert not car.scripted.done


async def test_the_head_unit_and_its_grants_are_kept_with_the_wish(car):
    car.conversation.place = "car.unit-1.cabin"
    await waiting(car)
    await car.restart()
    (kept,) = await car.wishes.records.open_ones()
    assert (kept.unit, kept.grants) == ("unit-1", COMFORT.grants)


async def test_a_no_to_what_was_sent_meanwhile_does_not_say_that_it_was_not(car):
    wish = await waiting(car)
    kept = car.wishes._open[wish]
    await car.wishes.records.move(kept, State.SENT, sent=car.now)
    assert (await car.say("no", COMFORT)).text == say("sent_already", "en")
    told = await car.wishes.decide(wish, "no")
    assert told is not None
    assert told.state == "sent"


async def test_what_was_sent_in_the_last_moment_is_not_told_as_expired(car):
    wish = await waiting(car)
    await car.wishes.records.move(car.wishes._open[wish], State.SENT, sent=car.now)
    car.news.clear()
    car.now += timedelta(minutes=16)
    await car.wishes.look()
    assert not car.news
    told = await car.wishes.decide(wish, "yes")
    assert told is not None
    assert told.state == "sent"


async def test_a_decision_says_what_became_of_it(car):
    wish = await waiting(car)
    await car.cut()
    assert (await car.wishes.decide(wish, "yes")).state == "waiting"
    await car.mend()
    assert (await car.wishes.decide(wish, "yes")).state == "sent"
    wish = await waiting(car)
    assert (await car.wishes.decide(wish, "no")).state == "declined"
    wish = await waiting(car)
    car.now += timedelta(minutes=16)
    assert (await car.wishes.decide(wish, "yes")).state == "expired"


async def test_a_yes_to_the_house_s_question_about_comfort_needs_no_more_than_the_wish(car):
    car.scripted.answers = {LIGHT: {"outcome": "ask", "reply": "All of them?", "asks": {"kind": "confirm"}}}
    assert isinstance(await car.say(LIGHT, COMFORT), Question)
    assert (await car.say("yes", COMFORT)).claim is Claim.DONE
    assert (await car.say("yes", COMFORT)).claim is Claim.REFUSED


async def test_a_yes_to_what_somebody_else_was_asked_meanwhile_needs_everything(car):
    car.scripted.answers = {
        LIGHT: {"outcome": "ask", "reply": "All of them?", "asks": {"kind": "confirm"}},
        GARAGE: GARAGE_ASKED,
    }
    await car.say(LIGHT, COMFORT)
    garage = replace(COMFORT, person="ben", grants=COMFORT.grants | {"home.risky"})
    here, car.conversation = car.conversation, type(car.conversation)("rear")
    await car.say(GARAGE, garage)
    car.conversation = here
    assert (await car.say("yes", COMFORT)).claim is Claim.REFUSED
    assert sent_words(car) == [LIGHT, GARAGE]


async def test_after_the_clock_was_set_back_nothing_counts_as_sent_just_now(car, monkeypatch):
    car.scripted.next_turn = "lose answer"
    await car.say(LIGHT)
    car.now -= timedelta(hours=1)
    ages = []

    async def settled(key, sent_ago_s):
        ages.append(sent_ago_s)
        return Settled.FORGOTTEN, None

    monkeypatch.setattr(car.link, "settle", settled)
    await car.mend()
    assert ages == [LONG_AGO_S]


async def test_what_the_house_answered_is_told_once(car):
    wish = await waiting(car)
    kept = car.wishes._open[wish]
    await car.wishes.records.move(kept, State.ANSWERED)
    car.news.clear()
    assert not await car.wishes._end(kept, State.EXPIRED, HouseAnswer("done", "x"))
    assert wish not in car.wishes._open

"""A conversation goes with the person who has it: within three minutes, for that person alone, and no yes with it."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.conversation import Asked, AskedElsewhere, Choosing, Conversation, Exchange, Parked
from assistant.tools import ToolCall
from assistant.utterance import Recording, Speaker, Utterance
from server.carrying import history_with_what_goes_on, question_for

NOW = datetime.now(UTC)
ANNA, BEN = Speaker("anna", "adult"), Speaker("ben", "adult")
ANNA_BY_VOICE = Speaker("anna", "adult", by="voice")
ANNA_IN_CAR = Speaker("anna", "adult", seat="driver")
GUEST, STRANGER = Speaker("guest", "guest"), Speaker("unknown", "guest", by="voice")


def exchange(text, speaker, ago_s=10.0, **more):
    said = Utterance(text, "en", speaker, at=NOW - timedelta(seconds=ago_s))
    return Exchange(said, (ToolCall("turn_on", {"things": ("light.kitchen",)}),), (), "It is on.", **more)


def kitchen_of(*exchanges):
    return Conversation("kitchen", list(exchanges))


def told_on_the_phone(speaker, *others, here=None, goes_on=True):
    here = here or Conversation("phone")
    said = Utterance("turn it off", "en", speaker, at=NOW, goes_on=goes_on)
    return [e.utterance.text for e in history_with_what_goes_on(said, here, [here, *others], NOW)]


@pytest.mark.parametrize("there", [ANNA, ANNA_BY_VOICE, ANNA_IN_CAR])
def test_from_a_room_and_from_the_car_to_the_phone(there):
    assert told_on_the_phone(ANNA, kitchen_of(exchange("turn on the light", there))) == ["turn on the light"]


def test_only_where_it_is_asked_for():
    assert told_on_the_phone(ANNA, kitchen_of(exchange("turn on the light", ANNA)), goes_on=False) == []


@pytest.mark.parametrize(("there", "here"), [(ANNA, BEN), (GUEST, GUEST), (STRANGER, STRANGER), (ANNA, STRANGER)])
def test_never_somebody_elses_and_of_nobody_who_is_not_known(there, here):
    assert told_on_the_phone(here, kitchen_of(exchange("turn on the light", there))) == []


def test_not_where_somebody_else_spoke_there_since():
    assert told_on_the_phone(ANNA, kitchen_of(exchange("on", ANNA, 20), exchange("off", BEN, 5))) == []


def test_what_was_said_more_than_three_minutes_ago_is_over():
    assert told_on_the_phone(ANNA, kitchen_of(exchange("turn on the light", ANNA, 181))) == []


def test_of_several_places_the_one_where_they_spoke_last():
    hall = Conversation("hall", [exchange("turn on the hall", ANNA, 5)])
    assert told_on_the_phone(ANNA, kitchen_of(exchange("turn on the light", ANNA, 50)), hall) == ["turn on the hall"]


def test_what_was_said_here_later_comes_first():
    here = Conversation("phone", [exchange("open the blind", ANNA, 5)])
    kept = told_on_the_phone(ANNA, kitchen_of(exchange("turn on the light", ANNA, 50)), here=here)
    assert kept == ["open the blind"]


def test_where_a_question_waits_here_nothing_comes_between():
    said = exchange("unlock the door", ANNA, 20)
    here = Conversation("phone", [said])
    here.parked = Parked((), said.utterance, "Really?", NOW - timedelta(seconds=5))
    there = kitchen_of(exchange("turn on the light", ANNA, 10))
    assert told_on_the_phone(ANNA, there, here=here) == ["unlock the door"]
    here.parked, here.asked = None, Asked(Choosing("which?"), said.utterance, NOW - timedelta(seconds=5))
    assert told_on_the_phone(ANNA, there, here=here) == ["unlock the door"]


def test_a_question_of_the_house_in_the_car_stays_in_the_car():
    asked = exchange("open the garage", ANNA_IN_CAR, asked_elsewhere=AskedElsewhere("house", "Really?", "yes"))
    assert told_on_the_phone(ANNA, Conversation("car", [asked])) == []


def test_a_head_unit_that_may_not_see_the_house_is_told_nothing_of_it():
    narrow = Speaker("anna", "adult", seat="driver", grants=frozenset({"talk", "car.read"}))
    assert told_on_the_phone(narrow, kitchen_of(exchange("turn on the light", ANNA))) == []


def test_of_sound_too():
    here = Conversation("phone")
    said = Recording(b"", "en", ANNA, goes_on=True)
    there = kitchen_of(exchange("turn on the light", ANNA))
    assert len(history_with_what_goes_on(said, here, [here, there], NOW)) == 1


def asking(speaker, needs_proof=True, ago_s=5.0, **more):
    said = Utterance("unlock the front door", "en", speaker, **more)
    conversation = Conversation("kitchen")
    asked_at = NOW - timedelta(seconds=ago_s)
    conversation.parked = Parked((), said, "Your PIN, please.", asked_at, needs_proof, "t1")
    return conversation


def test_a_question_for_a_pin_is_shown_to_whoever_was_asked():
    for whose in (ANNA, ANNA_BY_VOICE):
        assert question_for(ANNA, asking(whose), NOW) is not None


@pytest.mark.parametrize(
    ("speaker", "there"),
    [
        (BEN, asking(ANNA)),
        (GUEST, asking(GUEST)),
        (STRANGER, asking(STRANGER)),
        (ANNA, asking(ANNA, needs_proof=False)),
        (ANNA, asking(ANNA, ago_s=31)),
        (ANNA, asking(ANNA_IN_CAR)),
        (ANNA, asking(ANNA, circumstances="moving")),
        (ANNA, asking(Speaker("anna", "adult", grants=frozenset({"home.read"})))),
    ],
)
def test_no_other_question_is_shown_elsewhere(speaker, there):
    assert question_for(speaker, there, NOW) is None

"""What somebody said last in the kitchen goes on in the car, and back; nobody else's does, and no yes travels."""

from datetime import UTC, datetime, timedelta

from assistant.conversation import Asked, Choosing, Exchange, Parked
from assistant.tools import ToolCall
from assistant.turn import Faculties
from assistant.understanding.names import Names
from assistant.utterance import Speaker, Utterance
from server.conversations import Conversations

ANNA_AT_HOME, ANNA_IN_CAR = Speaker("anna", "adult"), Speaker("anna", "adult", seat="driver")
BEN_IN_CAR = Speaker("ben", "adult", seat="passenger")


def conversations():
    return Conversations(lambda: Faculties((), (), Names))


def exchange(text, speaker, ago_s=10.0):
    said = Utterance(text, "en", speaker, at=datetime.now(UTC) - timedelta(seconds=ago_s))
    return Exchange(said, (ToolCall("turn_on", {"things": ("light.kitchen",)}),), (), "It is on.")


def taken_over(all_of_them, text, speaker, key):
    here = all_of_them.conversation(key)
    all_of_them._hand_over(Utterance(text, "en", speaker), here)
    return [e.utterance.text for e in here.history]


def test_from_the_kitchen_to_the_car_and_back():
    both = conversations()
    both.conversation("kitchen").remember(exchange("turn on the kitchen light", ANNA_AT_HOME))
    assert taken_over(both, "turn it off", ANNA_IN_CAR, "car") == ["turn on the kitchen light"]
    both.conversation("car").remember(exchange("turn it off", ANNA_IN_CAR, 2))
    assert taken_over(both, "on again", ANNA_AT_HOME, "kitchen") == ["turn on the kitchen light", "turn it off"]
    assert taken_over(both, "on again", ANNA_AT_HOME, "kitchen") == ["turn on the kitchen light", "turn it off"]


def test_what_somebody_else_said_stays_where_it_was():
    both = conversations()
    both.conversation("kitchen").remember(exchange("turn on the kitchen light", ANNA_AT_HOME))
    assert taken_over(both, "turn it off", BEN_IN_CAR, "car") == []


def test_what_was_said_more_than_three_minutes_ago_is_over():
    both = conversations()
    both.conversation("kitchen").remember(exchange("turn on the kitchen light", ANNA_AT_HOME, 181))
    assert taken_over(both, "turn it off", ANNA_IN_CAR, "car") == []


def test_what_was_said_here_later_comes_first():
    both = conversations()
    both.conversation("kitchen").remember(exchange("turn on the kitchen light", ANNA_AT_HOME, 60))
    both.conversation("car").remember(exchange("open my window", ANNA_IN_CAR, 5))
    assert taken_over(both, "close it", ANNA_IN_CAR, "car") == ["open my window"]


def test_rooms_of_the_house_keep_their_own():
    both = conversations()
    both.conversation("kitchen").remember(exchange("turn on the kitchen light", ANNA_AT_HOME))
    assert taken_over(both, "turn it off", ANNA_AT_HOME, "bedroom") == []


def test_a_choice_and_a_yes_stay_where_they_were_asked():
    both = conversations()
    kitchen = both.conversation("kitchen")
    kitchen.remember(exchange("turn on the lamp", ANNA_AT_HOME))
    now = datetime.now(UTC)
    kitchen.asked = Asked(Choosing("turn on the lamp"), kitchen.history[-1].utterance, now)
    kitchen.parked = Parked((), kitchen.history[-1].utterance, "Really?", now)
    taken_over(both, "the one on the left", ANNA_IN_CAR, "car")
    car = both.conversation("car")
    assert (car.asked, car.parked) == (None, None)
    assert kitchen.asked is not None
    assert kitchen.parked is not None

"""A question that the house asks behind the car stands on the display like the car's own, and is answered there."""

from datetime import UTC, datetime

import pytest

from assistant.conversation import AskedElsewhere
from assistant.tools import Claim
from assistant.turn import Faculties
from assistant.understanding.mind import Question, Speech

PIN = "471108"


class HouseBehind:
    """The double of the mind that passes sentences on: it asks back, and notes what it is answered."""

    name = "house"

    def __init__(self, takes):
        self.takes = takes
        self.heard = []

    async def reply(self, utterance, conversation, toolbox, names):
        if self.takes == "pin" and not conversation.proof_said and utterance.text != "yes":
            conversation.proof_asked_at = datetime.now(UTC)
        if utterance.text == "unlock the front door":
            yield Question("Really unlock?", elsewhere=AskedElsewhere("house", "Really unlock?", self.takes))
            return
        self.heard.append(conversation.proof_said or utterance.text)
        conversation.proof_said = ""
        yield Speech("It is unlocked.", Claim.DONE, recorded=True)


@pytest.fixture
def behind(road):
    def put(takes):
        mind, mimosa = HouseBehind(takes), road.mimosa
        mimosa.conversations._able = lambda: Faculties([mind], mimosa.toolbox, mimosa.names)
        return mind

    return put


async def answer(road, **body):
    wish = {"seat": "driver", **body}
    return (await road.http.post("commands", json=wish, headers=road.headers())).json()


async def test_a_pin_for_the_house_is_asked_for_and_entered_on_the_display(road, behind):
    house = behind("pin")
    asked = (await road.say("unlock the front door")).json()
    assert (asked["outcome"], asked["asks"]["kind"]) == ("ask", "pin")
    told = await answer(road, confirms=asked["asks"]["question"], pin=PIN)
    assert (told["outcome"], told["say"]["en"], house.heard) == ("done", "It is unlocked.", [PIN])
    assert PIN not in str(road.mimosa.conversation("car.unit-1.cabin"))
    again = await answer(road, confirms=asked["asks"]["question"], pin=PIN)
    assert (again["type"], house.heard) == ("/api/problems/question-over", [PIN])


async def test_a_yes_for_the_house_is_one_touch_on_the_display(road, behind):
    house = behind("yes")
    asked = (await road.say("unlock the front door")).json()
    assert (asked["asks"]["kind"], asked["asks"]["text"]) == ("confirm", {"en": "Really unlock?"})
    told = await answer(road, confirms=asked["asks"]["question"])
    assert (told["outcome"], house.heard) == ("done", ["yes"])


async def test_what_takes_words_is_a_choice_and_no_touch_answers_it(road, behind):
    house = behind("words")
    asked = (await road.say("unlock the front door")).json()
    assert asked["asks"]["kind"] == "choice"
    told = await answer(road, confirms=asked["asks"]["question"])
    assert (told["type"], house.heard) == ("/api/problems/question-over", [])


async def test_the_house_s_question_is_over_when_the_car_does_something_else(road, behind):
    house = behind("yes")
    asked = (await road.say("unlock the front door")).json()
    await road.drive()
    told = await answer(road, confirms=asked["asks"]["question"])
    assert (told["type"], house.heard) == ("/api/problems/question-over", [])

"""One sentence, asked back twice: by the car and by the house. No answer to one of them loses the other."""

from dataclasses import dataclass, field, replace

import pytest

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.second_factor import ScriptedSecondFactor
from assistant.tools import Claim, Toolbox, ToolResult
from assistant.turn import Faculties, turn
from assistant.understanding.names import Names, Thing
from assistant.utterance import Speaker, Utterance
from server.car.open_question import open_question
from server.node.car_mind import CarMind

DRIVER = Speaker("anna", "adult", seat="driver")
CHILD = Speaker("ben", "child", seat="rear_left")
NAMES = Names((Thing("vss:car", ("Car", "车"), "car"),))
SAID = "turn on the kitchen light and open the trunk"
HOUSE_ASKS = {"outcome": "ask", "reply": "Really the light?", "asks": {"kind": "confirm"}}
HOUSE_WANTS_PIN = {"outcome": "ask", "reply": "Your PIN for the light?", "asks": {"kind": "pin"}}
OPENED, LIT = "The trunk is open.", "The kitchen light is on."


@dataclass
class Cabin:
    """The node's minds, with a trunk that asks back before it opens."""

    car: object
    needs_proof: bool = False
    opened: int = 0
    talk: Conversation = field(default_factory=lambda: Conversation("cabin"))

    async def open_trunk(self, context, **_):
        if not context.confirmed or (self.needs_proof and not context.second_factor):
            return ToolResult(Claim.ASK, "Really the trunk?", needs_proof=self.needs_proof)
        self.opened += 1
        return ToolResult(Claim.DONE, OPENED)

    async def say(self, text, speaker=DRIVER, answers=""):
        """(outcome, reply)."""
        tools = [replace(t, run=self.open_trunk) if t.name == "open_trunk" else t for t in self.car.toolbox]
        minds = [CarMind(self.car.reflex, self.car.mind.spoke_last, self.car.mind), self.car.mind]
        able = Faculties(minds, Toolbox(tools), lambda: NAMES, proof=ScriptedSecondFactor("2468"))
        said = Utterance(text, "en", speaker, answers=answers)
        events = [e async for e in turn(said, self.talk, able, turn_id=f"t{len(self.talk.history)}", speak=False)]
        assert isinstance(events[-1], Finished)
        return events[-1].outcome, events[-1].reply

    @property
    def house_heard(self):
        return [words for _, words in self.car.scripted.done]


@pytest.fixture
def cabin(car):
    car.scripted.answers = {SAID.partition(" and ")[0]: HOUSE_ASKS, "no": {"outcome": "answer", "reply": "I leave it."}}
    return Cabin(car)


async def test_one_yes_answers_both(cabin):
    outcome, reply = await cabin.say(SAID)
    assert (outcome, reply) == ("ask", "Really the light? Really the trunk?")
    assert await cabin.say("yes") == ("done", f"{OPENED} {LIT}")
    assert (cabin.opened, cabin.house_heard[1:]) == (1, ["yes"])
    assert (await cabin.say("yes"))[1] == "Nothing is waiting for an answer."


async def test_one_no_answers_both(cabin):
    await cabin.say(SAID)
    assert (await cabin.say("no"))[0] == "answer"
    assert (cabin.opened, cabin.house_heard[1:]) == (0, ["no"])
    assert (await cabin.say("yes"))[1] == "Nothing is waiting for an answer."
    assert cabin.opened == 0


async def test_a_yes_of_somebody_else_answers_neither(cabin):
    await cabin.say(SAID)
    await cabin.say("yes", CHILD)
    assert (cabin.opened, cabin.house_heard[1:]) == (0, [])


async def test_the_display_shows_both_and_its_yes_answers_both(cabin):
    await cabin.say(SAID)
    shown = open_question(cabin.talk, "t0")
    assert (shown.kind, shown.turn, shown.text) == ("confirm", "t0", "")
    assert await cabin.say("yes", answers="t0") == ("done", f"{OPENED} {LIT}")


async def test_a_link_that_is_cut_before_the_yes_is_told_beside_what_the_car_did(cabin):
    await cabin.say(SAID)
    await cabin.car.cut()
    outcome, reply = await cabin.say("yes")
    assert (outcome, cabin.opened) == ("refused", 1)
    assert reply.startswith(OPENED)
    assert "I cannot reach the house" in reply


async def test_a_yes_is_no_pin_and_the_house_asks_for_it_again(cabin):
    cabin.car.scripted.answers = {SAID.partition(" and ")[0]: HOUSE_WANTS_PIN, "yes": HOUSE_WANTS_PIN}
    await cabin.say(SAID)
    assert await cabin.say("yes") == ("ask", f"{OPENED} Your PIN for the light?")
    assert open_question(cabin.talk, "t1").kind == "pin"
    assert await cabin.say("4711", answers="t1") == ("done", LIT)
    assert (cabin.opened, cabin.house_heard[1:]) == (1, ["yes", "4711"])
    assert not [e for e in cabin.talk.history if "4711" in e.utterance.text + e.reply]


async def test_the_pin_is_for_the_house_and_the_car_asks_once_more(cabin):
    cabin.car.scripted.answers = {SAID.partition(" and ")[0]: HOUSE_WANTS_PIN}
    await cabin.say(SAID)
    assert await cabin.say("4711") == ("ask", f"{LIT} Really the trunk?")
    assert (cabin.opened, cabin.house_heard[1:]) == (0, ["4711"])
    assert await cabin.say("yes") == ("done", OPENED)
    assert (cabin.opened, cabin.house_heard[2:]) == (1, [])


async def test_the_pin_is_for_the_car_and_the_house_s_question_is_said_again(cabin):
    cabin.needs_proof = True
    await cabin.say(SAID)
    assert (await cabin.say("1357"))[1] == "That is not your PIN. Try again. Really the light?"
    assert await cabin.say("2468") == ("ask", f"{OPENED} Really the light?")
    assert (cabin.opened, cabin.house_heard[1:]) == (1, [])
    assert await cabin.say("yes") == ("done", LIT)
    assert cabin.house_heard[1:] == ["yes"]


async def test_what_only_the_house_understands_leaves_the_car_s_question_open(cabin):
    words = {"outcome": "ask", "reply": "How bright?", "asks": {"kind": "choice"}}
    cabin.car.scripted.answers = {SAID.partition(" and ")[0]: words}
    await cabin.say(SAID)
    assert await cabin.say("quite bright") == ("ask", f"{LIT} Really the trunk?")
    assert await cabin.say("yes") == ("done", OPENED)
    assert cabin.house_heard[1:] == ["quite bright"]


async def test_another_wish_for_the_car_drops_both_questions_as_ever(cabin):
    await cabin.say(SAID)
    await cabin.say("open my window")
    await cabin.say("yes")
    assert (cabin.opened, cabin.house_heard[1:]) == (0, [])

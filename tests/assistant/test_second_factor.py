"""What needs more than a yes: a PIN, said or typed, that is shown, kept and logged nowhere."""

import logging
import re
from datetime import datetime

import pytest

from assistant.conversation import Conversation
from assistant.events import Finished, Heard, Said, TurnEvent
from assistant.second_factor import Proof, ScriptedSecondFactor, SecondFactor
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.turn import Faculties, turn
from assistant.understanding.names import Names
from assistant.understanding.pins import pin_in
from assistant.understanding.scripted import ScriptedMind
from assistant.utterance import Language, Seat, Speaker, Utterance


class Strongroom:
    """Opens for a PIN, not for a yes."""

    def __init__(self) -> None:
        self.opened = 0

    @tool()
    async def open(self, ctx: ToolContext) -> ToolResult:
        """Open the strongroom."""
        if not ctx.second_factor:
            return ToolResult(Claim.ASK, "Say your PIN.", needs_proof=True)
        self.opened += 1
        return ToolResult(Claim.DONE, "It is open.")


class Strict:
    """A second factor that is locked, or that nobody has set."""

    until = datetime(2026, 11, 22, 18, 12, 30).astimezone()

    def __init__(self, proof: Proof) -> None:
        self._proof = proof

    async def is_set(self, person: str) -> bool:
        return self._proof is not Proof.NOT_SET

    async def locked_until(self, person: str) -> datetime | None:
        return self.until if self._proof is Proof.LOCKED else None

    async def prove(self, person: str, pin: str) -> Proof:
        return self._proof


class Evening:
    """One conversation at the strongroom."""

    def __init__(self, proof: SecondFactor | None) -> None:
        self.room = Strongroom()
        mind = ScriptedMind({"open it": [ToolCall("open")]})
        self._able = Faculties([mind], Toolbox(tools_of(self.room)), Names, proof=proof)
        self.conversation = Conversation("hall")
        self.guest: Seat = ""

    async def say(self, text: str, language: Language = "en", person: str = "owner") -> list[TurnEvent]:
        stranger = Speaker(person, "guest", seat=self.guest)
        said = Utterance(text, language, stranger if person == "unknown" else Speaker(person))
        return [event async for event in turn(said, self.conversation, self._able, turn_id="t", speak=False)]

    async def answer(self, text: str, question: str) -> list[TurnEvent]:
        """To the question of that turn."""
        said = Utterance(text, answers=question)
        return [event async for event in turn(said, self.conversation, self._able, turn_id="t", speak=False)]

    async def outcome(self, text: str, language: Language = "en", person: str = "owner") -> str:
        last = (await self.say(text, language, person))[-1]
        assert isinstance(last, Finished)
        return last.outcome


@pytest.fixture
def evening() -> Evening:
    return Evening(ScriptedSecondFactor("4711"))


@pytest.mark.parametrize(
    ("said", "pin"),
    [
        ("4711", "4711"),
        ("4 7 1 1.", "4711"),
        ("My PIN is four seven one one", "4711"),
        ("four seven double one", "4711"),
        ("oh nine oh eight two", "09082"),
        ("四七一一", "4711"),
        ("我的密码是四七幺幺", "4711"),
        ("４７１１", "4711"),
        ("It's 4711.", "4711"),
        ("sure, that's 4 7 1 1, thanks", "4711"),
        ("triple seven one", "7771"),
        ("嗯，4711", "4711"),
        ("471", None),
        ("1234567890123", None),
        ("open it 4711", None),
        ("what is 4711 times two", None),
        ("", None),
    ],
)
def test_digits_are_a_pin_where_nothing_else_is_said(said: str, pin: str | None) -> None:
    assert pin_in(said) == pin


async def test_the_right_pin_does_what_was_asked(evening: Evening) -> None:
    assert await evening.outcome("open it") == "ask"
    assert await evening.outcome("4711") == "done"
    assert evening.room.opened == 1


async def test_a_yes_is_not_enough_and_the_question_stays(evening: Evening) -> None:
    await evening.say("open it")
    assert await evening.outcome("yes") == "ask"
    assert evening.room.opened == 0
    assert await evening.outcome("四七一一", "zh") == "done"


async def test_a_wrong_pin_opens_nothing_and_may_be_corrected(evening: Evening) -> None:
    await evening.say("open it")
    assert await evening.outcome("1812") == "ask"
    assert evening.room.opened == 0
    assert await evening.outcome("4711") == "done"


@pytest.mark.parametrize("answer", ["no", "never mind", "play some music"])
async def test_anything_else_drops_the_question(evening: Evening, answer: str) -> None:
    await evening.say("open it")
    await evening.say(answer)
    await evening.say("4711")
    assert evening.room.opened == 0


async def test_somebody_elses_pin_answers_nothing(evening: Evening) -> None:
    await evening.say("open it")
    await evening.say("4711", person="bob")
    assert evening.room.opened == 0


async def test_another_guests_pin_answers_nothing(evening: Evening) -> None:
    seats: list[tuple[Seat, str]] = [("rear_left", "answer"), ("passenger", "done")]
    for seat, claim in seats:
        evening.guest = "passenger"
        await evening.say("open it", person="unknown")
        evening.guest = seat
        assert await evening.outcome("4711", person="unknown") == claim


async def test_an_answer_to_one_question_answers_no_other(evening: Evening) -> None:
    await evening.say("open it")
    heard, *_, last = await evening.answer("4711", "another turn")
    assert isinstance(heard, Heard)
    assert isinstance(last, Finished)
    assert (heard.utterance.text, last.outcome) == ("••••", "answer")
    assert evening.room.opened == 0
    assert evening.conversation.parked is not None
    assert isinstance((await evening.answer("4711", "t"))[-1], Finished)
    assert evening.room.opened == 1
    again = await evening.answer("4711", "t")
    assert not [e for e in again if isinstance(e, Said) and "4711" in e.text]
    assert all(e.utterance.text == "••••" for e in again if isinstance(e, Heard))


async def test_a_pin_proves_one_act_only(evening: Evening) -> None:
    await evening.say("open it")
    await evening.say("4711")
    assert await evening.outcome("open it") == "ask"
    assert evening.room.opened == 1


@pytest.mark.parametrize("proof", [Proof.LOCKED, Proof.NOT_SET])
async def test_locked_or_missing_is_said_at_once_and_nothing_waits(proof: Proof) -> None:
    evening = Evening(Strict(proof))
    assert await evening.outcome("open it") == "refused"
    assert evening.conversation.parked is None
    await evening.say("4711")
    assert evening.room.opened == 0


async def test_that_it_is_locked_is_said_with_until_when() -> None:
    evening = Evening(Strict(Proof.LOCKED))
    await evening.say("open it")
    said = evening.conversation.history[-1].reply
    assert said == "Too many wrong PINs. Nothing that needs one works until 18:13."


async def test_the_attempt_that_locks_it_says_until_when() -> None:
    strict = Strict(Proof.WRONG)
    evening = Evening(strict)
    await evening.say("open it")
    strict._proof = Proof.LOCKED
    await evening.say("4711", "zh")
    assert evening.conversation.history[-1].reply == "密码错误次数过多，18:13之前凡需密码的事都不能做。"
    assert evening.conversation.parked is None


async def test_without_a_second_factor_it_is_refused() -> None:
    evening = Evening(None)
    assert await evening.outcome("open it") == "refused"
    assert evening.conversation.parked is None


def _said_in(seen: str) -> set[str]:
    """Which of the two PINs stand in it on their own: turn ids are random hex and may hold any four digits."""
    return {pin for pin in ("1812", "4711") if re.search(rf"(?<![0-9a-f]){pin}(?![0-9a-f])", seen)}


async def test_the_pin_is_in_no_event_no_history_and_no_log(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await evening.say("open it")
    events = [*await evening.say("1812"), *await evening.say("4711")]
    seen = f"{events} {evening.conversation} {caplog.text}"
    assert _said_in(seen) == set()
    assert any(isinstance(event, Heard) and event.utterance.text == "••••" for event in events)


@pytest.mark.parametrize(
    "said", ["unlock it with 4711", "four seven one one, open it", "用四七一一开门", "double four double seven open"]
)
async def test_a_pin_among_other_words_is_concealed_all_the_same(evening: Evening, said: str) -> None:
    await evening.say("open it")
    await evening.say(said)
    assert evening.room.opened == 0
    assert "••••" in evening.conversation.history[-1].utterance.text
    assert not any(digits in str(evening.conversation) for digits in ("4711", "four seven", "四七", "double"))


async def test_a_pin_that_comes_too_early_or_once_too_often_is_concealed(evening: Evening) -> None:
    events = await evening.say("open it, my PIN is 4711")
    await evening.say("open it")
    events += [*await evening.say("4711"), *await evening.say("4711")]
    assert evening.room.opened == 1
    assert "4711" not in f"{events} {evening.conversation}"


async def test_other_numbers_stay_what_they_are(evening: Evening) -> None:
    await evening.say("open it")
    await evening.say("set the heating to 21 at half past seven")
    assert evening.conversation.history[-1].utterance.text == "set the heating to 21 at half past seven"

"""A turn, told as it happens: hear, understand, act, answer, speak."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from assistant.conversation import CONFIRMATION_LIFETIME, Conversation, Parked
from assistant.errors import BadArgument, EngineFailed, SpeechTooLong
from assistant.events import Called, Failed, Finished, Heard, Returned, Said, TurnEvent, Understood
from assistant.handle import TurnHandle
from assistant.speech.scripted import ScriptedTranscriber, SilentSynthesizer
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult, call, tool, tools_of
from assistant.turn import Faculties, Recording, turn
from assistant.understanding.mind import PassedOn, Question, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.scripted import ScriptedMind
from assistant.utterance import Speaker, Utterance


class Door:
    """A skill with one harmless and one dangerous tool; it counts what was really done."""

    def __init__(self) -> None:
        self.unlocked = 0

    @tool()
    async def ring(self, ctx: ToolContext) -> ToolResult:
        """Ring the bell."""
        return ToolResult(Claim.DONE, "The bell has rung.")

    @tool()
    async def unlock(self, ctx: ToolContext) -> ToolResult:
        """Unlock the door."""
        if not ctx.confirmed:
            return ToolResult(Claim.ASK, "Unlock the door?")
        self.unlocked += 1
        return ToolResult(Claim.DONE, "The door is unlocked.")

    @tool()
    async def knock(self, ctx: ToolContext) -> ToolResult:
        """Knock, and get no answer."""
        return ToolResult(Claim.UNKNOWN, "I knocked, but nobody has answered.")


def able(script: Mapping[str, Sequence[Step]], door: Door | None = None, **parts: object) -> Faculties:
    toolbox = Toolbox(tools_of(door or Door()))
    return Faculties([ScriptedMind(script)], toolbox, Names, **parts)  # type: ignore[arg-type]


async def take(
    said: str | Recording, faculties: Faculties, conversation: Conversation | None = None
) -> list[TurnEvent]:
    utterance = Utterance(said) if isinstance(said, str) else said
    place = conversation or Conversation("kitchen")
    return [event async for event in turn(utterance, place, faculties, turn_id="t1")]


def finished(events: list[TurnEvent]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


async def test_a_sentence_goes_straight_from_words_to_words() -> None:
    events = await take("ring", able({"ring": [ToolCall("ring")]}))
    assert [type(e) for e in events] == [Heard, Understood, Called, Returned, Said, Finished]
    assert finished(events).outcome == "done"
    assert finished(events).reply == "The bell has rung."


async def test_sound_becomes_words_and_the_reply_becomes_sound() -> None:
    faculties = able(
        {"ring": [ToolCall("ring")]}, ears=ScriptedTranscriber({b"ding": "ring"}), voice=SilentSynthesizer()
    )
    events = await take(Recording(b"ding"), faculties)
    heard = next(e for e in events if isinstance(e, Heard))
    said = next(e for e in events if isinstance(e, Said))
    assert heard.utterance.text == "ring"
    assert said.sound is not None
    assert said.sound.pcm


async def test_what_nobody_understands_is_said_and_nothing_is_done() -> None:
    events = await take("fly", able({}))
    assert finished(events).outcome == "not_understood"
    assert not any(isinstance(e, Called) for e in events)


async def test_the_first_mind_that_can_place_it_answers_and_the_trace_says_why() -> None:
    minds = [
        ScriptedMind({"sing": [PassedOn("no tool for: sing")]}, name="reflex"),
        ScriptedMind({"sing": [Speech("La la.")]}, name="core"),
    ]
    events = await take("sing", Faculties(minds, Toolbox([]), Names))
    understood = next(e for e in events if isinstance(e, Understood))
    assert understood.mind == "core"
    assert "no tool for: sing" in understood.why
    assert finished(events).reply == "La la."


async def test_a_mind_that_dies_costs_an_honest_sentence_only() -> None:
    class Dying(ScriptedMind):
        async def reply(self, *ignored: object):  # type: ignore[no-untyped-def,override]
            raise EngineFailed("killed")
            yield

    events = await take("think", Faculties([Dying({})], Toolbox([]), Names))
    assert finished(events).outcome == "failed"
    assert "Nothing was done" in finished(events).reply


async def test_silence_is_not_a_command() -> None:
    events = await take(Recording(b"hum"), able({}, ears=ScriptedTranscriber({})))
    failed = next(e for e in events if isinstance(e, Failed))
    assert failed.reason == "not_heard"
    assert finished(events).outcome == "not_understood"


async def test_too_much_speech_is_told_so() -> None:
    class Overwhelmed(ScriptedTranscriber):
        async def transcribe(self, *ignored: object):  # type: ignore[no-untyped-def,override]
            raise SpeechTooLong("600 s")

    events = await take(Recording(b"x"), able({}, ears=Overwhelmed({})))
    assert next(e for e in events if isinstance(e, Failed)).reason == "too_long"


async def test_a_dangerous_call_waits_for_a_yes_that_code_recognises() -> None:
    door, kitchen = Door(), Conversation("kitchen")
    faculties = able({"open up": [ToolCall("unlock")]}, door)
    assert finished(await take("open up", faculties, kitchen)).outcome == "ask"
    assert door.unlocked == 0
    assert finished(await take("yes", faculties, kitchen)).reply == "The door is unlocked."
    assert door.unlocked == 1
    again = finished(await take("yes", faculties, kitchen))
    assert (again.outcome, again.reply) == ("answer", "Nothing is waiting for an answer.")
    assert door.unlocked == 1


@pytest.mark.parametrize("answer", ["no", "stop", "ring", "what time is it"])
async def test_anything_but_a_yes_drops_what_was_waiting(answer: str) -> None:
    door, kitchen = Door(), Conversation("kitchen")
    faculties = able({"open up": [ToolCall("unlock")], "ring": [ToolCall("ring")]}, door)
    await take("open up", faculties, kitchen)
    await take(answer, faculties, kitchen)
    await take("yes", faculties, kitchen)
    assert door.unlocked == 0


async def test_a_yes_of_somebody_else_answers_nothing() -> None:
    door, kitchen = Door(), Conversation("kitchen")
    faculties = able({"open up": [ToolCall("unlock")]}, door)
    await take("open up", faculties, kitchen)
    bob = Utterance("yes", speaker=Speaker("bob", "adult"))
    events = [event async for event in turn(bob, kitchen, faculties, turn_id="t2")]
    assert "Somebody else" in finished(events).reply
    assert door.unlocked == 0


async def test_one_yes_answers_all_questions_of_a_sentence() -> None:
    door, kitchen = Door(), Conversation("kitchen")
    faculties = able({"open both": [ToolCall("unlock"), ToolCall("unlock")]}, door)
    await take("open both", faculties, kitchen)
    await take("yes", faculties, kitchen)
    assert door.unlocked == 2


async def test_stop_after_the_deed_claims_nothing() -> None:
    kitchen = Conversation("kitchen")
    faculties = able({"ring": [ToolCall("ring")]})
    await take("ring", faculties, kitchen)
    assert finished(await take("cancel that", faculties, kitchen)).reply == "Nothing is waiting for an answer."


@pytest.mark.parametrize("arguments", [{"words": [1]}, {"words": 3}, {"words": True}])
async def test_a_text_argument_takes_text_only(arguments: dict[str, object]) -> None:
    class Notes:
        @tool()
        async def note(self, ctx: ToolContext, words: str) -> ToolResult:
            """Note something."""
            return ToolResult(Claim.DONE, words.strip())

    with pytest.raises(BadArgument, match=r"note\.words takes str"):
        await call(Toolbox(tools_of(Notes())), ToolCall("note", arguments), ToolContext(Utterance("x"), "t"))


async def test_a_yes_that_comes_too_late_answers_nothing() -> None:
    door, kitchen = Door(), Conversation("kitchen")
    long_ago = datetime.now(UTC) - CONFIRMATION_LIFETIME - timedelta(seconds=1)
    kitchen.parked = Parked((ToolCall("unlock"),), Utterance("open up"), "Unlock?", long_ago)
    events = await take("yes", able({}, door), kitchen)
    assert "too old" in finished(events).reply
    assert door.unlocked == 0


@pytest.mark.parametrize("claim", ["The door is locked now.", "I have turned on the light.", "Done!"])
async def test_a_mind_cannot_claim_what_no_tool_has_proved(claim: str) -> None:
    events = await take("lock it", able({"lock it": [Speech(claim)]}))
    assert finished(events).reply == "I have not done anything."


async def test_the_claim_of_several_calls_is_that_of_the_weakest() -> None:
    events = await take("both", able({"both": [ToolCall("ring"), ToolCall("knock")]}))
    assert finished(events).outcome == "unknown"
    assert finished(events).reply == "The bell has rung. I knocked, but nobody has answered."


async def test_a_question_of_the_mind_is_asked_and_nothing_runs() -> None:
    events = await take("that one", able({"that one": [Question("The lamp or the fan?")]}))
    assert finished(events).outcome == "ask"
    assert not any(isinstance(e, Called) for e in events)


@pytest.mark.parametrize("call", [ToolCall("explode"), ToolCall("ring", {"loud": True})])
async def test_a_call_that_no_tool_can_take_moves_nothing(call: ToolCall) -> None:
    events = await take("x", able({"x": [call]}))
    assert finished(events).outcome == "failed"
    assert "Nothing was done" in finished(events).reply


async def test_a_turn_that_is_stopped_before_it_began_ends_as_well() -> None:
    events = turn(Utterance("ring"), Conversation("k"), able({"ring": [ToolCall("ring")]}), turn_id="t3")
    handle = TurnHandle("t3", events, "en")
    handle.stop()
    handle.stop()
    assert (await handle.finished()).outcome == "interrupted"
    assert [type(e).__name__ async for e in handle.events()] == ["Interrupted", "Finished"]


async def test_a_turn_can_be_interrupted_and_says_so() -> None:
    import asyncio

    class Slow(ScriptedMind):
        async def reply(self, *ignored: object):  # type: ignore[no-untyped-def,override]
            await asyncio.sleep(60)
            yield Speech("late")

    events = turn(Utterance("think"), Conversation("k"), Faculties([Slow({})], Toolbox([]), Names), turn_id="t2")
    handle = TurnHandle("t2", events, "en")
    await asyncio.sleep(0)
    handle.stop()
    last = await handle.finished()
    seen = [type(e).__name__ async for e in handle.events()]
    assert last.outcome == "interrupted"
    assert seen[-2:] == ["Interrupted", "Finished"]

"""Everybody is spoken to in their own way; hurry, night and frustration make it shorter and more careful."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.events import Failed, Finished
from assistant.memory.members import Member, Members, Tone
from assistant.speech.scripted import ScriptedTranscriber
from assistant.tone import Mood, for_the_moment, in_own_language, toned
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.turn import Faculties, turn
from assistant.understanding.mind import Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.scripted import ScriptedMind
from assistant.utterance import Language, Recording, Speaker, Utterance
from server.database import Database

NOON = datetime.fromisoformat("2026-06-10T12:00:00+02:00")
ONE = [{"device": "light.lamp", "outcome": "done"}]


class Lamp:
    """A lamp that is proved to be on, and a door that is not."""

    @tool()
    async def light(self, ctx: ToolContext) -> ToolResult:
        """Turn the lamp on."""
        return ToolResult(Claim.DONE, "The lamp is on." if ctx.language == "en" else "灯已打开。", {"commands": ONE})

    @tool()
    async def door(self, ctx: ToolContext) -> ToolResult:
        """Lock the door."""
        said = "I cannot lock the door for you." if ctx.language == "en" else "我不能为你锁门。"
        return ToolResult(Claim.REFUSED, said, {"commands": [{"device": "lock.door", "outcome": "refused"}]})


SCRIPT: Mapping[str, Sequence[Step]] = {
    text: [ToolCall(name)]
    for name, texts in {
        "light": ("light", "light, hurry", "no, I said the lamp", "不是，我说的是灯", "灯"),
        "door": ("door", "door, quickly", "门"),
    }.items()
    for text in texts
}


@pytest_asyncio.fixture(name="members")
async def household(tmp_path: Path) -> AsyncIterator[Members]:
    with Database(tmp_path / "memory.db") as database:
        members = Members(database)
        await members.load()
        yield members


class Person:
    """Somebody who speaks to a house that knows them."""

    def __init__(self, members: Members, member: Member, mind: str = "reflex") -> None:
        toolbox = Toolbox(tools_of(Lamp()))
        minds = [ScriptedMind({**SCRIPT, "hm": [Speech("I cannot say.")]}, name=mind)]
        self._able = Faculties(minds, toolbox, Names, members=members)
        self._speaker = Speaker(member.id, member.role)
        self._conversation = Conversation("kitchen")

    async def hears(self, text: str, at: datetime = NOON, language: Language = "en", **more: object) -> str:
        said = Utterance(text, language, replace(self._speaker, **more), at=at)  # type: ignore[arg-type]
        events = [e async for e in turn(said, self._conversation, self._able, turn_id="t", speak=False)]
        assert isinstance(events[-1], Finished)
        return events[-1].reply


async def ada(members: Members, tone: Tone, mind: str = "reflex") -> Person:
    member = await members.add("Ada", "adult", "en")
    await members.change(member.id, tone=tone)
    return Person(members, member, mind)


@pytest.mark.parametrize(
    ("tone", "light", "door", "door_zh"),
    [
        (Tone(), "The lamp is on.", "I cannot lock the door for you.", "我不能为你锁门。"),
        (Tone("short"), "The lamp is on.", "I can't lock the door for you.", "我不能为你锁门。"),
        (Tone("usual", "warm"), "All right. The lamp is on.", "I cannot lock the door for you.", "我不能为你锁门。"),
        (Tone("usual", "formal"), "The lamp is on.", "I cannot lock the door for you.", "我不能为您锁门。"),
        (Tone("chatty"), "The lamp is on. That is confirmed.", "I cannot lock the door for you.", "我不能为你锁门。"),
    ],
    ids=str,
)
async def test_each_is_spoken_to_in_their_own_way(
    members: Members, tone: Tone, light: str, door: str, door_zh: str
) -> None:
    person = await ada(members, tone)
    assert await person.hears("light") == light
    assert await person.hears("door") == door
    assert await person.hears("门", language="zh") == door_zh


async def test_hurry_night_and_a_car_leave_out_what_is_not_needed(members: Members) -> None:
    person = await ada(members, Tone("chatty", "warm"))
    assert await person.hears("light, hurry") == "The lamp is on."
    assert await person.hears("door, quickly") == "I can't lock the door for you."
    assert "confirmed" not in await person.hears("light", NOON.replace(hour=23))
    assert "confirmed" not in await person.hears("light", NOON.replace(hour=3))
    assert "confirmed" not in await person.hears("light", seat="driver")


@pytest.mark.parametrize(("text", "language"), [("no, I said the lamp", "en"), ("不是，我说的是灯", "zh")])
async def test_a_sharp_correction_gets_no_courtesy_and_a_guess_tells_what_was_heard(
    members: Members, text: str, language: Language
) -> None:
    plain = {"en": "The lamp is on.", "zh": "灯已打开。"}[language]
    heard = {"en": f"I heard “{text}”. ", "zh": f"我听到的是“{text}”。"}[language]
    person = await ada(members, Tone("chatty", "warm"))
    assert await person.hears(text, language=language) == plain
    guessing = Person(members, members.all()[-1], "core")
    assert await guessing.hears(text, language=language) == heard + plain


async def test_what_is_not_understood_twice_within_a_minute_is_told_as_it_was_heard(members: Members) -> None:
    person = await ada(members, Tone())
    first = await person.hears("fly me up")
    assert await person.hears("Fly me up!", NOON + timedelta(seconds=20)) == f"I heard “Fly me up!”. {first}"
    assert await person.hears("fly me up", NOON + timedelta(minutes=3)) == first


async def test_what_was_done_twice_as_wished_is_no_frustration(members: Members) -> None:
    person = await ada(members, Tone("usual", "warm"))
    assert await person.hears("light") == await person.hears("light", NOON + timedelta(seconds=5))


def test_a_reason_that_is_said_already_is_the_only_clause() -> None:
    result = ToolResult(Claim.DONE, "On. 40%, as you like it.", {"commands": ONE, "filled": [{"value": 40}]})
    assert toned(result.say, result.claim, [result], Tone("chatty"), "en") == result.say


def test_names_quotes_and_the_words_of_others_stay_as_they_are() -> None:
    result = ToolResult(Claim.FAILED, "The Do Not Enter lamp did not do it: “it is jammed”.", {"commands": ONE})
    said = toned(result.say, result.claim, [result], Tone("short"), "en", ["Do Not Enter Lamp"])
    assert said == "The Do Not Enter lamp didn't do it: “it is jammed”."
    listed = ToolResult(Claim.ANSWER, "On the list: what I do not have.")
    assert toned(listed.say, listed.claim, [listed], Tone("short"), "en") == listed.say


def test_a_formal_person_is_never_addressed_casually() -> None:
    hurried = for_the_moment(Tone("chatty", "formal"), Mood(hurry=True))
    assert hurried == Tone("short", "formal")


async def test_a_members_language_counts_only_where_none_was_spoken(members: Members) -> None:
    wang = await members.add("Wang", "adult", "zh")
    speaker = Speaker(wang.id, "adult")
    assert in_own_language(Utterance("21", "en", speaker), members).language == "zh"
    assert in_own_language(Utterance("lights", "en", speaker), members).language == "en"
    assert in_own_language(Recording(b"", "en", speaker), members).language == "en"
    assert in_own_language(Recording(b"", "en", speaker, any_language=True), members).language == "zh"
    able = Faculties([ScriptedMind({})], Toolbox([]), Names, ears=ScriptedTranscriber({}), members=members)
    mumbled = Recording(b"hm", "en", speaker, any_language=True)
    events = [e async for e in turn(mumbled, Conversation("k"), able, turn_id="t")]
    failed = next(e for e in events if isinstance(e, Failed))
    assert not failed.say.isascii()

"""Forgetting and not learning by word: it does what it says, says what it did, and nothing of somebody else's."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.memory.habits import Habits
from assistant.memory.happenings import Happening
from assistant.memory.members import Members
from assistant.memory.preferences import Preferences
from assistant.turn import Faculties, turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Speaker, Utterance
from server.database import Database
from server.evaluate.house import House
from skills.loading import load
from skills.periods import period_in
from skills.surface import Services
from skills.usuals import Usuals

EVENING = datetime.now().astimezone().replace(hour=18, minute=0, second=0, microsecond=0)
HOME = {
    "areas": [{"id": "living", "name": "Living Room"}],
    "entities": [
        {
            "id": "light.big",
            "name": "Big Lamp",
            "aliases": ["大灯"],
            "area": "living",
            "state": "off",
            "attributes": {"brightness": 0, "supported_color_modes": ["brightness"]},
        },
        {
            "id": "light.desk",
            "name": "Desk Lamp",
            "aliases": ["台灯"],
            "area": "living",
            "state": "on",
            "attributes": {},
        },
    ],
}


class Family:
    """A house with Ada, who always dims the big lamp in the evening and puts the desk lamp off late."""

    def __init__(self, house: House, able: Faculties, habits: Habits, members: Members, ada: str) -> None:
        self.house, self.able, self.habits, self.members, self.ada = house, able, habits, members, ada
        self._conversations: dict[Speaker, Conversation] = {}
        self._turns = 0

    async def says(self, text: str, speaker: Speaker | None = None) -> Finished:
        language: Language = "en" if text.isascii() else "zh"
        who = speaker or Speaker(self.ada, "adult")
        talk = self._conversations.setdefault(who, Conversation(who.person))
        self._turns += 1
        self.house.clock.fixed = EVENING + timedelta(seconds=self._turns)
        said = Utterance(text, language, who, at=self.house.clock.now())
        events = [e async for e in turn(said, talk, self.able, turn_id=f"t{self._turns}", speak=False)]
        assert isinstance(events[-1], Finished)
        return events[-1]


@pytest_asyncio.fixture(name="family")
async def family_of_ada(tmp_path: Path) -> AsyncIterator[Family]:
    async with House(HOME, tmp_path / "house.db") as house:
        with Database(tmp_path / "family.db") as database:
            now = house.clock.now
            habits, members, preferences = Habits(database, clock=now), Members(database), Preferences(database)
            await habits.load()
            ada = (await members.add("Ada", "adult")).id
            usuals = Usuals(preferences, habits, members, now)
            skills = load(Services(house.home, preferences, now, members=members, habits=habits, usuals=usuals))
            able = replace(house.thinking_with([ReflexMind()]), toolbox=skills.toolbox, members=members)
            await house.set_up({}, EVENING)
            for days in range(8, 0, -1):
                at = EVENING - timedelta(days=days)
                await habits.learn(Happening(at, ada, "living", "light.big", "brightness", 40.0))
                await habits.learn(Happening(at + timedelta(hours=4.5), ada, "living", "light.desk", "on", False))
            yield Family(house, able, habits, members, ada)


FORGOTTEN = [
    ("remember that I like jazz", "forget that I like jazz"),
    ("remember that I like jazz", "forget what I told you about jazz"),
    ("remember that my tea is green", "forget what I said about the tea"),
    ("记住我喜欢爵士乐", "忘了我喜欢爵士乐"),
    ("记住我喜欢爵士乐", "忘掉我说的爵士乐的事"),
]


async def test_what_was_told_is_forgotten_by_what_it_was_about(family: Family) -> None:
    await family.says("remember that my sister is called Eve")
    for told, forget in FORGOTTEN:
        words = told.removeprefix("remember that ").removeprefix("记住")
        await family.says(told)
        gone = await family.says(forget)
        assert (gone.outcome, words in gone.reply) == ("done", True), gone.reply
        left = (await family.says("what do you know about me")).reply
        assert ("Eve" in left, words in left) == (True, False), left


async def test_what_was_never_told_is_not_forgotten(family: Family) -> None:
    await family.says("remember that I like jazz")
    assert (await family.says("forget what I said about the coffee")).outcome == "refused"
    assert "jazz" in (await family.says("what do you know about me")).reply


async def test_nobody_forgets_what_somebody_else_told(family: Family) -> None:
    await family.says("remember that I like jazz")
    ben = Speaker((await family.members.add("Ben", "adult")).id, "adult")
    assert (await family.says("forget that I like jazz", ben)).outcome == "refused"
    assert (await family.says("forget that I like jazz", Speaker("g", "guest"))).outcome == "refused"
    assert "jazz" in (await family.says("what do you know about me")).reply


@pytest.mark.parametrize(
    ("forget", "yes"), [("forget everything from the last three days", "yes"), ("忘掉最近三天的一切", "是")]
)
async def test_a_time_is_asked_about_and_counted(family: Family, forget: str, yes: str) -> None:
    before = len(await family.habits.evidence(family.habits.known(family.ada)[0].id))
    asked = await family.says(forget)
    assert asked.outcome == "ask"
    gone = await family.says(yes)
    assert gone.outcome == "done"
    assert "5" in gone.reply or "6" in gone.reply
    known = family.habits.known(family.ada)
    assert not known or len(await family.habits.evidence(known[0].id)) < before


async def test_everything_is_counted_and_goes(family: Family) -> None:
    await family.says("remember that I like jazz")
    assert "1 thing you told me" in (await family.says("forget everything you know about me")).reply
    assert "16 things you did" in (await family.says("yes")).reply
    assert family.habits.known(family.ada) == ()
    assert "do not know anything" in (await family.says("what do you know about me")).reply


async def test_what_is_done_with_a_thing_is_learnt_no_more(family: Family) -> None:
    assert (await family.says("don't learn how I use the big lamp")).outcome == "done"
    assert {habit.device for habit in family.habits.known(family.ada)} == {"light.desk"}
    assert (await family.says("别学我怎么用台灯")).outcome == "done"
    assert family.habits.known(family.ada) == ()
    assert ("light.big", "brightness") in family.habits.learns_not(family.ada)


async def test_this_is_what_was_filled_in(family: Family) -> None:
    assert "40%" in (await family.says("turn on the big lamp")).reply
    assert (await family.says("don't learn this")).outcome == "done"
    assert ("light.big", "brightness") in family.habits.learns_not(family.ada)


async def test_when_somebody_goes_to_bed_is_shown_and_then_learnt_no_more(family: Family) -> None:
    asked = await family.says("don't learn when I go to bed")
    assert (asked.outcome, "desk lamp" in asked.reply.lower()) == ("ask", True)
    await family.says("yes")
    assert {habit.device for habit in family.habits.known(family.ada)} == {"light.big"}


async def test_learning_from_somebody_ends_and_begins_at_a_word(family: Family) -> None:
    await family.says("stop learning from me")
    assert not family.members.of(family.ada).learns  # type: ignore[union-attr]
    await family.says("你可以学我的习惯了")
    assert family.members.of(family.ada).learns  # type: ignore[union-attr]


async def test_where_it_comes_from_is_told_with_the_numbers(family: Family) -> None:
    [usual] = [
        habit for habit in family.habits.known(family.ada) if habit.device == "light.big" and habit.kind == "value"
    ]
    counted = f"{usual.times} of the last {usual.of} times"
    await family.says("turn on the big lamp")
    assert counted in (await family.says("where did you get that from")).reply
    assert counted in (await family.says("why did you do that")).reply
    assert f"最近{usual.of}次里您有{usual.times}次" in (await family.says("你为什么这么做")).reply
    await family.says("turn off the desk lamp")
    plain = (await family.says("where did you get that from")).reply
    assert counted not in plain
    assert "Ada said" in plain
    await family.says("I like the big lamp at 60 percent")
    await family.says("turn off the big lamp")
    await family.says("turn on the big lamp")
    assert "You told me" in (await family.says("how did you know that")).reply
    assert "您说过" in (await family.says("你从哪知道的")).reply


async def test_guest_mode_takes_the_owner_and_more_than_a_voice_to_end(family: Family) -> None:
    owner, heard = Speaker(), Speaker(by="voice")
    assert (await family.says("turn on guest mode")).outcome == "refused"
    assert (await family.says("打开访客模式", heard)).outcome == "done"
    assert family.members.guest_mode
    assert (await family.says("turn off guest mode", heard)).outcome == "ask"
    assert family.members.guest_mode
    assert (await family.says("关闭访客模式", owner)).outcome == "done"
    assert not family.members.guest_mode


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("from last week", "2026-06-01T00:00", "2026-06-08T00:00"),
        ("yesterday", "2026-06-09T00:00", "2026-06-10T00:00"),
        ("this morning", "2026-06-10T04:00", "2026-06-10T12:00"),
        ("the last two hours", "2026-06-10T16:00", "2026-06-10T18:00"),
        ("on monday", "2026-06-08T00:00", "2026-06-09T00:00"),
        ("上周的一切", "2026-06-01T00:00", "2026-06-08T00:00"),
        ("昨天晚上", "2026-06-09T18:00", "2026-06-10T06:00"),
        ("最近三天", "2026-06-07T18:00", "2026-06-10T18:00"),
        ("上周五", "2026-06-05T00:00", "2026-06-06T00:00"),
    ],
)
def test_times_are_named_as_people_do(words: str, since: str, until: str) -> None:
    found = period_in(words, datetime.fromisoformat("2026-06-10T18:00:00"))
    assert found is not None
    begin, end = found[0]
    assert begin == datetime.fromisoformat(since)
    assert abs(end - datetime.fromisoformat(until)) <= timedelta(seconds=1)


def test_what_names_no_time_is_none() -> None:
    assert period_in("my last album", EVENING) is None

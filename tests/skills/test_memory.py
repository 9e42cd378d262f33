"""What people like: told, used, shown and forgotten, each person apart; in a real home over real storage."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.turn import turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Speaker, Utterance
from server.evaluate.house import House

BEDROOM = {
    "areas": [{"id": "bedroom", "name": "Bedroom", "aliases": ["卧室"]}, {"id": "hall", "name": "Hall"}],
    "entities": [
        {
            "id": "climate.bedroom",
            "name": "Bedroom Thermostat",
            "area": "bedroom",
            "state": "heat",
            "attributes": {"temperature": 18, "min_temp": 7, "max_temp": 30},
        },
        {"id": "light.bedroom", "name": "Bedroom Lamp", "area": "bedroom", "state": "off", "attributes": {}},
    ],
}


@pytest_asyncio.fixture(name="house")
async def bedroom_house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(BEDROOM, tmp_path / "memory.db") as house:
        yield house


class Person:
    """Somebody who speaks in this house."""

    def __init__(self, house: House, name: str) -> None:
        self._able = house.thinking_with([ReflexMind()])
        self._speaker = Speaker(name, "adult")
        self._conversation = Conversation(name)

    async def says(self, text: str, language: Language = "en") -> Finished:
        said = Utterance(text, language, self._speaker)
        events = [e async for e in turn(said, self._conversation, self._able, turn_id="t", speak=False)]
        assert isinstance(events[-1], Finished)
        return events[-1]


async def test_a_preference_is_told_used_shown_and_forgotten(house: House) -> None:
    ada = Person(house, "ada")
    assert (await ada.says("Remember that I like the bedroom at 21 degrees")).outcome == "done"
    assert (await ada.says("make the bedroom the way I like it")).outcome == "done"
    assert house.literal.states["climate.bedroom"].attributes["temperature"] == 21
    assert "21" in (await ada.says("what do you know about me")).reply
    assert (await ada.says("forget that")).outcome == "done"
    assert "do not know anything" in (await ada.says("what do you know about me")).reply


async def test_each_person_has_preferences_of_their_own(house: House) -> None:
    ada, bob = Person(house, "ada"), Person(house, "bob")
    await ada.says("remember that I like the bedroom at 21 degrees")
    await bob.says("remember that I like the bedroom at 17 degrees")
    await bob.says("make the bedroom the way I like it")
    assert house.literal.states["climate.bedroom"].attributes["temperature"] == 17
    assert "17" not in (await ada.says("what do you know about me")).reply


async def test_a_newer_wish_replaces_the_older_after_a_yes(house: House) -> None:
    ada = Person(house, "ada")
    await ada.says("remember that I like the bedroom at 21 degrees")
    assert "21" in (await ada.says("remember that I like the bedroom at 19 degrees")).reply
    await ada.says("yes")
    reply = (await ada.says("what do you know about me")).reply
    assert "19" in reply
    assert "21" not in reply


async def test_mandarin_is_remembered_and_answered_in_mandarin(house: House) -> None:
    ada = Person(house, "ada")
    assert (await ada.says("记住我喜欢卧室21度", "zh")).outcome == "done"
    assert "21" in (await ada.says("你知道我什么", "zh")).reply


async def test_what_the_device_cannot_take_is_not_remembered(house: House) -> None:
    ada = Person(house, "ada")
    ended = await ada.says("remember that I like the bedroom at 90 degrees")
    assert ended.outcome == "failed"
    assert "30" in ended.reply
    assert "do not know anything" in (await ada.says("what do you know about me")).reply


async def test_plain_words_are_kept_as_they_were_said(house: House) -> None:
    ada = Person(house, "ada")
    assert (await ada.says("remember that I take my coffee strong")).outcome == "done"
    assert "coffee strong" in (await ada.says("what do you know about me")).reply


async def test_everything_is_forgotten_only_after_a_yes(house: House) -> None:
    ada = Person(house, "ada")
    await ada.says("remember that I like the bedroom at 21 degrees")
    assert (await ada.says("forget everything you know about me")).outcome == "ask"
    assert "21" in (await ada.says("what do you know about me")).reply
    await ada.says("forget everything you know about me")
    assert (await ada.says("yes")).outcome == "done"
    assert "do not know anything" in (await ada.says("what do you know about me")).reply


async def test_an_unknown_preference_is_said_so_and_nothing_moves(house: House) -> None:
    ended = await Person(house, "ada").says("make the bedroom the way I like it")
    assert ended.outcome == "refused"
    assert house.literal.changes() == {}


@pytest.mark.parametrize("text", ["remember", "remember that"])
async def test_nothing_to_remember_is_said_so(house: House, text: str) -> None:
    assert (await Person(house, "ada").says(text)).outcome in ("refused", "not_understood", "ask")


@pytest.mark.parametrize("text", ["remember dinner on thursday at bistro italia", "remember dentist at three"])
async def test_an_appointment_is_no_preference(house: House, text: str) -> None:
    ada = Person(house, "ada")
    ended = await ada.says(text)
    assert (ended.outcome, ended.reply) == (
        "refused",
        "That sounds like an appointment, and I keep no calendar yet.",
    )
    assert (await ada.says("what do you know about me")).reply == "I do not know anything about you yet."


async def test_what_can_only_be_heard_now_is_not_remembered(house: House) -> None:
    assert (await Person(house, "ada").says("remember that I like this song")).outcome == "refused"

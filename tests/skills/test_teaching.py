"""Teaching by word of mouth, in a real home: taught, said, told and forgotten, in both languages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.events import Finished, Understood
from assistant.turn import turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Speaker, Utterance
from server.evaluate.house import House

HALL = {
    "areas": [{"id": "hall", "name": "Hall", "aliases": ["走廊"]}],
    "entities": [
        {
            "id": "light.hall",
            "name": "Hall Lamp",
            "aliases": ["走廊灯"],
            "area": "hall",
            "state": "off",
            "attributes": {},
        },
        {
            "id": "media_player.hall",
            "name": "Radio",
            "aliases": ["收音机"],
            "area": "hall",
            "state": "playing",
            "attributes": {},
        },
        {
            "id": "lock.front",
            "name": "Front Door",
            "aliases": ["前门"],
            "area": "hall",
            "state": "locked",
            "attributes": {},
        },
    ],
}


@pytest_asyncio.fixture(name="house")
async def hall(tmp_path: Path) -> AsyncIterator[House]:
    async with House(HALL, tmp_path / "hall.db") as house:
        yield house


class Person:
    """Somebody who speaks in this house."""

    def __init__(self, house: House, speaker: Speaker = Speaker()) -> None:  # noqa: B008
        self._able = house.thinking_with([ReflexMind()])
        self._speaker = speaker
        self._conversation = Conversation("hall")
        self.last: Understood | None = None

    async def says(self, text: str) -> Finished:
        language = "en" if text.isascii() else "zh"
        said = Utterance(text, language, self._speaker)  # type: ignore[arg-type]
        events = [e async for e in turn(said, self._conversation, self._able, turn_id="t", speak=False)]
        self.last = next((e for e in events if isinstance(e, Understood)), None)
        assert isinstance(events[-1], Finished)
        return events[-1]


async def test_a_phrase_is_taught_said_told_and_forgotten(house: House) -> None:
    ada = Person(house)
    taught = await ada.says("When I say movie time, I mean turn on the hall lamp and pause the radio.")
    assert (taught.outcome, house.literal.changes()) == ("done", {})
    assert (await ada.says("Movie time!")).outcome == "done"
    assert house.literal.states["light.hall"].state == "on"
    assert house.literal.states["media_player.hall"].state == "paused"
    assert "“movie time” means" in (await ada.says("which phrases have I taught you")).reply
    assert (await ada.says("forget the phrase movie time")).outcome == "done"
    assert (await ada.says("movie time")).outcome == "not_understood"


async def test_the_same_in_mandarin(house: House) -> None:
    ada = Person(house)
    assert (await ada.says("我说回家啦的意思是打开走廊灯")).outcome == "done"
    assert (await ada.says("回家啦。")).outcome == "done"
    assert house.literal.states["light.hall"].state == "on"
    assert "回家啦" in (await ada.says("我教过你哪些说法")).reply
    assert (await ada.says("忘掉回家啦这个说法")).outcome == "done"
    assert (await ada.says("回家啦")).outcome == "not_understood"


async def test_what_lets_people_in_asks_for_the_pin_under_any_name(house: House) -> None:
    ada = Person(house)
    await ada.says("when I say open sesame I mean unlock the front door")
    assert (await ada.says("open sesame")).outcome == "ask"
    assert house.literal.changes() == {}
    assert (await ada.says("yes")).outcome == "ask"
    assert (await ada.says("4711")).outcome == "done"


async def test_what_is_not_understood_is_not_taught_and_named(house: House) -> None:
    told = await Person(house).says("when I say lullaby I mean turn on the hall lamp in ten minutes")
    assert told.outcome == "refused"
    assert "in 10 minutes" in told.reply


async def test_a_child_teaches_nothing(house: House) -> None:
    child = Person(house, Speaker("tim", "child"))
    assert (await child.says("when I say party I mean turn on the hall lamp")).outcome == "refused"
    assert "no phrases" in (await child.says("which phrases have I taught you")).reply


@pytest.mark.parametrize(
    "text",
    [
        "when I leave turn off the hall lamp",
        "turn on the hall lamp when I say so",
        "remember that my tea means a lot to me",
        "what do you mean when I say hello",
        "我说了打开走廊灯",
    ],
)
async def test_what_only_sounds_like_teaching_teaches_nothing(house: House, text: str) -> None:
    ada = Person(house)
    await ada.says(text)
    assert ada.last is not None
    assert not any(call.tool == "teach_phrase" for call in ada.last.calls)

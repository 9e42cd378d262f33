"""As always, good night, the lamp that is always meant, and values that nobody says: from what somebody does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.utterance import Speaker
from tests.skills.habit_house import EVENING, SCENE, Lived, lived_in


@pytest_asyncio.fixture(name="ada")
async def ada_at_home(tmp_path: Path) -> AsyncIterator[Lived]:
    async with lived_in(tmp_path) as lived:
        yield lived


async def test_a_lamp_as_always_is_as_bright_as_it_was_chosen_and_the_numbers_are_told(ada: Lived) -> None:
    await ada.every_evening(0, "light.reading", "brightness", 30)
    done = await ada.says("the reading lamp as always")
    assert (done.outcome, ada.is_now("light.reading", "brightness")) == ("done", 30)
    assert "as you chose 7 of the last 7 times" in done.reply
    assert "最近7次里您有7次" in (await ada.says("阅读灯老样子")).reply
    assert "7 of the last 7 times" in (await ada.says("where did you get that from")).reply


async def test_what_was_told_comes_before_what_was_done(ada: Lived) -> None:
    await ada.every_evening(0, "light.reading", "brightness", 30)
    await ada.preferences.remember("ada", "I like it at 60", "en", "light.reading", "brightness", 60)
    assert "as you like it" in (await ada.says("the reading lamp, the usual")).reply
    assert ada.is_now("light.reading", "brightness") == 60


async def test_a_room_as_always_gets_what_it_has_at_this_hour_and_no_more(ada: Lived) -> None:
    await ada.every_evening(10, "light.reading", "brightness", 30)
    await ada.every_evening(-300, "light.floor", "on", True)
    await ada.every_evening(12, "lock.door", "locked", False)
    assert (await ada.says("客厅跟平时一样")).outcome == "done"
    assert (ada.is_now("light.reading", "brightness"), ada.is_now("light.floor")) == (30, False)


async def test_alone_it_is_what_this_person_has_here_at_this_hour(ada: Lived) -> None:
    await ada.every_evening(10, "fan.bed", "speed", 60)
    ada.place = "bedroom"
    assert (await ada.says("as always")).outcome == "done"
    assert ada.is_now("fan.bed", "speed") == 60


@pytest.mark.parametrize(
    "said", ["as always", "老样子", "living room as always", "客厅老样子", "the floor lamp as usual"]
)
async def test_with_little_evidence_it_is_asked_what_and_nothing_is_done(ada: Lived, said: str) -> None:
    await ada.every_evening(10, "light.floor", "brightness", 30, evenings=2)
    asked = await ada.says(said)
    assert (asked.outcome, asked.reply[-1] in "?？", ada.is_now("light.floor")) == ("refused", True, False)


async def test_a_guest_is_told_nothing_of_what_others_usually_have(ada: Lived) -> None:
    await ada.every_evening(10, "light.reading", "brightness", 30)
    ada.speaker = Speaker("eve", "guest")
    assert (await ada.says("the reading lamp as always")).outcome == "refused"
    assert ada.is_now("light.reading") is False


async def _went_to_bed(ada: Lived, evenings: int = 6) -> None:
    for days in range(evenings, 0, -1):
        await ada.sayings.note("ada", "good_night", EVENING - timedelta(days=days), f"night {days}")
    await ada.every_evening(2, "light.floor", "on", False, evenings)
    await ada.every_evening(3, "light.bed", "on", True, evenings)
    await ada.every_evening(4, "lock.door", "locked", True, evenings)
    await ada.every_evening(5, "switch.oven", "on", True, evenings)


async def test_good_night_does_what_usually_follows_and_never_doors_or_heat(ada: Lived) -> None:
    await _went_to_bed(ada)
    await ada.says("turn on the floor lamp")
    night = await ada.says("good night")
    assert night.reply.startswith("Good night")
    assert night.reply.endswith("That is what you usually do then.")
    assert (ada.is_now("light.floor"), ada.is_now("light.bed")) == (False, True)
    assert (ada.is_now("lock.door", "locked"), ada.is_now("switch.oven")) == (False, False)
    assert "6 of the last 6 times that you said so" in (await ada.says("why did you do that")).reply
    assert (
        "After “good night”: the floor lamp off, 6 of the last" in (await ada.says("what do you know about me")).reply
    )


async def test_what_was_taken_back_is_not_done_next_time(ada: Lived) -> None:
    await _went_to_bed(ada)
    await ada.says("晚安")
    assert ada.is_now("light.bed") is True
    await ada.says("undo that")
    assert ada.is_now("light.bed") is False
    ada.house.clock.fixed = EVENING + timedelta(hours=1)
    await ada.says("I'm going to bed")
    assert ada.is_now("light.bed") is False


@pytest.mark.parametrize("said", ["good night", "我回来了", "I'm home", "我要睡了"])
async def test_with_nothing_learnt_it_is_only_answered(ada: Lived, said: str) -> None:
    answered = await ada.says(said)
    assert answered.outcome == "answer"
    assert "changed nothing" in answered.reply or "什么也没有动" in answered.reply
    assert await ada.house.home.history() == ()


async def test_a_scene_of_that_name_wins(tmp_path: Path) -> None:
    async with lived_in(tmp_path, SCENE) as ada:
        await _went_to_bed(ada)
        for said in ("good night", "我要睡了"):
            await ada.says(said)
        assert {entry.device for entry in await ada.house.home.history()} == {"scene.sleep"}


async def test_the_lamp_that_is_nearly_always_meant_is_taken_and_that_is_said(ada: Lived) -> None:
    await ada.every_evening(0, "light.reading", "on", True, evenings=5)
    ada.place = "living_room"
    assert (await ada.says("turn on the lamp")).reply.startswith("The reading lamp, as usual, is on.")
    assert ada.is_now("light.floor") is False
    assert (await ada.says("把那盏灯关掉")).reply.startswith("照平时，")
    await ada.says("turn on the lamps")
    assert ada.is_now("light.floor") is True


async def test_no_the_other_one_counts_against_it(ada: Lived) -> None:
    await ada.every_evening(0, "light.reading", "on", True, evenings=5)
    ada.place = "living_room"
    await ada.says("turn on the lamp")
    await ada.says("no, the other one")
    assert (ada.is_now("light.reading"), ada.is_now("light.floor"), ada.wrong) == (False, True, ["turn 1"])
    await ada.says("turn off the floor lamp")
    assert "as usual" not in (await ada.says("turn on the lamp")).reply


async def test_sometimes_the_one_and_sometimes_the_other_is_not_clear(ada: Lived) -> None:
    await ada.every_evening(0, "light.reading", "on", True)
    for days in (5, 3):
        await ada.did(days, 1, "light.floor", "on", True)
    ada.place = "living_room"
    assert "as usual" not in (await ada.says("turn on the lamp")).reply


@pytest.mark.parametrize(
    ("said", "device", "capability", "value"),
    [
        ("turn on the AC", "climate.ac", "target_temperature", 23),
        ("打开卧室风扇", "fan.bed", "speed", 60),
        ("turn on the radio", "media_player.radio", "volume", 15),
        ("start the washing machine", "select.programme", "option", "eco"),
    ],
)
async def test_what_is_only_switched_on_is_set_as_usual(
    ada: Lived, said: str, device: str, capability: str, value: object
) -> None:
    await ada.every_evening(0, device, capability, value)  # type: ignore[arg-type]
    done = await ada.says(said)
    assert ada.is_now(device, capability) == value
    assert "7 of the last 7 times" in done.reply or "最近7次" in done.reply


async def test_what_was_said_in_the_same_sentence_is_never_filled_in(ada: Lived) -> None:
    await ada.every_evening(0, "climate.ac", "target_temperature", 23)
    done = await ada.says("turn on the AC and set it to 26 degrees")
    assert (ada.is_now("climate.ac", "target_temperature"), "as you" in done.reply) == (26, False)


async def test_for_whoever_is_not_content_nothing_is_guessed(ada: Lived) -> None:
    await ada.every_evening(0, "climate.ac", "target_temperature", 23)
    await ada.every_evening(0, "light.reading", "on", True)
    ada.place = "living_room"
    assert "as you" not in (await ada.says("no, I said turn on the AC")).reply
    await ada.says("turn on the lamp")
    await ada.says("turn off the lamps")
    await ada.says("living room as always")
    assert "What exactly" in (await ada.says("living room as always")).reply

"""What somebody usually does is suggested once a day, answered in words or by touch, and done every time if wished."""

import asyncio
from datetime import timedelta

import pytest

from assistant.events import Said
from assistant.memory.happenings import Happening
from assistant.memory.preferences import HOUSEHOLD
from assistant.memory.suggestions import Deed
from assistant.utterance import Speaker, Utterance
from skills.prohibitions import UNASKED
from skills.surface import local_now

LAMP = "desk_lamp"


@pytest.fixture
async def evening(house):
    """Tomorrow at ten past seven in the evening, after two weeks in which the owner put the lamp on at seven."""
    story = Evening(house)
    await story.live("owner", 14)
    return story


class Evening:
    """A house with a clock of its own."""

    def __init__(self, house):
        self.house, self.mimosa, self.http = house, house.mimosa, house.http
        self.suggesting = house.mimosa.memory.suggesting
        self.now = (local_now() + timedelta(days=1)).replace(hour=19, minute=10, second=0, microsecond=0)
        self.suggesting.kept.now = lambda: self.now
        self.mimosa.memory.habits._clock = lambda: self.now

    async def live(self, person, days, device=LAMP, action="on", value=True, hour=19):
        for day in range(days, 0, -1):
            at = (self.now - timedelta(days=day)).replace(hour=hour, minute=day % 5)
            await self.mimosa.memory.habits.learn(Happening(at, person, "study", device, action, value, "voice"))

    async def say(self, text, person="owner", role="owner", language="en", **more):
        said = Utterance(text, language, Speaker(person, role, **more), at=self.now)
        return await self.mimosa.take_turn(said, f"at {person}" if more else "here", False).finished()

    async def shown(self, person=""):
        return (await self.http.get("/api/suggestions", params={"person": person})).json()

    async def answer(self, answer, person="", **more):
        which = (await self.shown(person))["suggestion"]["id"]
        wish = {"answer": answer, **more}
        return (await self.http.post(f"/api/suggestions/{which}/answer", params={"person": person}, json=wish)).json()

    def lamp(self):
        return self.mimosa.home.fact(LAMP, "on").value

    async def refuse(self):
        """Another day on which it is suggested and refused."""
        self.now += timedelta(days=1)
        await self.mimosa.memory.habits.learn(
            Happening(self.now - timedelta(days=1), "owner", "study", LAMP, "on", True, "voice")
        )
        await self.say("what time is it")
        return await self.say("no")


async def test_what_is_usual_now_is_asked_behind_the_reply_and_a_yes_does_it(evening):
    told = await evening.say("what time is it")
    assert told.reply.endswith("You usually turn on the desk lamp now. Shall I?")
    done = await evening.say("yes")
    assert done.outcome == "done"
    assert evening.lamp() is True
    entry = (await evening.mimosa.home.history(1))[0]
    assert (entry.person, entry.role, entry.sentence) == ("owner", "owner", "")


async def test_the_page_offers_yes_and_no_under_the_sentence_that_asks(evening):
    said = Utterance("what time is it", at=evening.now)
    handle = evening.mimosa.take_turn(said, "here", False)
    spoken = [event async for event in handle.events() if isinstance(event, Said)]
    assert [str(event.claim) for event in spoken] == ["answer", "ask", "ask"]
    answers = Utterance("yes", at=evening.now, answers=handle.id)
    assert (await evening.mimosa.take_turn(answers, "here", False).finished()).outcome == "done"


async def test_in_mandarin(evening):
    told = await evening.say("现在几点", language="zh")
    assert told.reply.endswith("你平时这个时候会打开Desk lamp。要我来吗？")
    done = await evening.say("好的", language="zh")
    assert done.outcome == "done"


async def test_it_is_said_once_and_another_sentence_lets_it_go(evening):
    await evening.say("what time is it")
    assert "usually" not in (await evening.say("what date is it")).reply
    assert (await evening.say("yes")).outcome == "answer"
    assert evening.lamp() is False
    assert (await evening.shown())["suggestion"]["say"]["en"].startswith("You usually")


async def test_nobody_else_answers_it(evening):
    ben = (await evening.mimosa.members.add("Ben", "adult")).id
    await evening.say("what time is it")
    await evening.say("yes", ben, "adult")
    assert evening.lamp() is False
    assert (await evening.shown(ben))["suggestion"] is None


async def test_twice_refused_is_never_suggested_again(evening):
    await evening.say("what time is it")
    assert (await evening.say("no")).reply == "All right, not now."
    assert (await evening.shown())["suggestion"] is None
    assert (await evening.refuse()).reply == "All right, I will not suggest that again."
    evening.now += timedelta(days=1)
    assert "usually" not in (await evening.say("what time is it")).reply


async def test_there_is_one_a_day(evening):
    await evening.live("owner", 14, LAMP, "on", False, hour=20)
    await evening.say("what time is it")
    await evening.say("no")
    evening.now = evening.now.replace(hour=20)
    assert "usually" not in (await evening.say("what time is it")).reply


@pytest.mark.parametrize(
    "keep", ["at night", "before", "after", "in the car", "guest mode", "so already", "does not learn", "a few times"]
)
async def test_the_moment_has_to_be_a_fitting_one(evening, keep):
    more = {}
    match keep:
        case "at night":
            evening.now = evening.now.replace(hour=23)
        case "before":
            evening.now = evening.now.replace(hour=18)
        case "after":
            evening.now = evening.now.replace(hour=20)
        case "in the car":
            more = {"seat": "driver"}
        case "guest mode":
            await evening.mimosa.members.set_guest_mode(True)
        case "so already":
            await evening.house.say("zigbee2mqtt/desk_lamp", "ON")
            await evening.house.until(lambda: evening.lamp() is True)
        case "does not learn":
            await evening.mimosa.members.change("owner", learns=False)
        case "a few times":
            await evening.mimosa.memory.habits.forget(until=evening.now - timedelta(days=5))
    assert "usually" not in (await evening.say("what time is it", **more)).reply
    assert (await evening.shown())["suggestion"] is None


async def test_locks_and_the_like_are_never_suggested(evening):
    await evening.house.announce("front_door", "Front door", component="lock", area="Hall")
    await evening.house.say("zigbee2mqtt/front_door", "LOCKED")
    await evening.house.until(lambda: "front_door" in evening.mimosa.home.announced)
    await evening.http.post("/api/house/approval", json={"devices": ["front_door"]})
    await evening.mimosa.memory.habits.forget(person="owner")
    await evening.live("owner", 14, "front_door", "locked", False)
    assert "usually" not in (await evening.say("what time is it")).reply


async def test_whoever_touched_something_lately_sees_it_on_the_page(evening):
    await evening.suggesting.look()
    assert (await evening.shown())["suggestion"] is None
    changed = evening.suggesting.kept.changed.listen()
    hearing = asyncio.ensure_future(anext(changed))
    await evening.suggesting.heard(Utterance("", at=evening.now))
    await evening.suggesting.look()
    assert await hearing == "owner"
    shown = (await evening.shown())["suggestion"]
    assert shown["why"]["en"] == "You did so on 14 of the last 14 days, around 19:02."
    assert (await evening.answer("yes"))["claim"] == "done"
    assert evening.lamp() is True
    assert (await evening.shown())["suggestion"] is None


async def test_every_time_makes_it_a_routine_that_runs_once_a_day_and_ends_by_word(evening):
    await evening.say("what time is it")
    kept = await evening.answer("every_time")
    assert kept["say"].startswith("The desk lamp is on. From now on I will turn on the desk lamp every day at 19:02.")
    assert (await evening.shown())["routines"][0]["time"] == "19:02"
    await evening.house.say("zigbee2mqtt/desk_lamp", "OFF")
    await evening.house.until(lambda: evening.lamp() is False)
    assert await evening.suggesting.run_routines() == 0
    evening.now = (evening.now + timedelta(days=1)).replace(minute=1)
    assert await evening.suggesting.run_routines() == 0
    evening.now = evening.now.replace(minute=2)
    assert await evening.suggesting.run_routines() == 1
    assert await evening.suggesting.run_routines() == 0
    assert evening.lamp() is True
    entry = (await evening.mimosa.home.history(1))[0]
    assert (entry.person, entry.role, entry.surface) == ("owner", "routine", "routine")
    assert (await evening.shown())["routines"][0]["came"] == "done"
    ended = await evening.say("stop doing that every evening")
    assert ended.reply == "All right, I will not turn on the desk lamp every day at 19:02 any more."
    evening.now += timedelta(days=1)
    assert await evening.suggesting.run_routines() == 0


async def test_what_is_done_every_time_is_told(evening):
    await evening.say("what time is it")
    await evening.say("every time")
    assert (await evening.say("what do you do every day")).reply == "I turn on the desk lamp every day at 19:02."


async def test_a_routine_rests_while_its_person_is_out(evening):
    await evening.mimosa.members.change("owner", name="Anna")
    more = {"payload_home": "home", "payload_not_home": "not_home"}
    await evening.house.announce("anna", "Anna", component="device_tracker", **more)
    await evening.house.say("zigbee2mqtt/anna", "home")
    await evening.house.until(lambda: evening.mimosa.home.fact("anna", "location") is not None)
    await evening.say("what time is it")
    await evening.answer("every_time")
    await evening.house.say("zigbee2mqtt/desk_lamp", "OFF")
    await evening.house.say("zigbee2mqtt/anna", "not_home")
    await evening.house.until(lambda: evening.mimosa.home.fact("anna", "location").value == "not_home")
    await evening.house.until(lambda: evening.lamp() is False)
    evening.now = (evening.now + timedelta(days=1)).replace(minute=3)
    assert await evening.suggesting.run_routines() == 1
    assert evening.lamp() is False
    assert (await evening.shown())["routines"][0]["came"] == "away"
    evening.now += timedelta(days=6)
    assert "usually" not in (await evening.say("what time is it")).reply


async def test_what_is_done_by_itself_is_weighed_each_time(evening):
    await evening.say("what time is it")
    await evening.answer("every_time")
    await evening.house.say("zigbee2mqtt/desk_lamp", "OFF")
    await evening.house.until(lambda: evening.lamp() is False)
    await evening.http.patch(f"/api/devices/{LAMP}/settings", json={"at_least": {"on": 4}})
    evening.now = (evening.now + timedelta(days=1)).replace(minute=3)
    await evening.suggesting.run_routines()
    assert (evening.lamp(), (await evening.shown())["routines"][0]["came"]) == (False, "held_back")


async def test_what_somebody_asked_not_to_do_is_neither_suggested_nor_done(evening):
    asked = ("no lamp in the study, please", "en", LAMP, UNASKED, "turn_on")
    await evening.mimosa.memory.preferences.remember(HOUSEHOLD, *asked, sort="never")
    assert "usually" not in (await evening.say("what time is it")).reply


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("do that every day", "en"),
        ("Yes, every time!", "en"),
        ("always", "en"),
        ("以后都这样", "zh"),
        ("是的，每次都这样", "zh"),
    ],
)
async def test_every_time_answers_in_many_words(evening, said, language):
    await evening.say("what time is it")
    assert (await evening.say(said, language=language)).outcome == "done"
    assert len((await evening.shown())["routines"]) == 1


async def test_every_time_is_no_answer_to_another_question(evening):
    await evening.say("what time is it")
    asked = await evening.say("forget everything you know about me")
    again = await evening.say("yes, always")
    assert (again.outcome, again.reply) == ("ask", asked.reply)
    assert (await evening.shown())["routines"] == []
    assert evening.lamp() is False
    assert (await evening.say("yes")).outcome == "done"


async def test_who_wants_nothing_learnt_is_shown_no_suggestion(evening):
    await evening.say("what time is it")
    assert (await evening.shown())["suggestion"] is not None
    await evening.say("stop learning from me")
    assert (await evening.shown())["suggestion"] is None


async def test_what_is_forgotten_by_word_is_not_done_any_more(evening):
    await evening.say("what time is it")
    await evening.say("every time")
    await evening.say("forget everything you know about me")
    gone = await evening.say("yes")
    assert gone.reply == "I have forgotten 14 things you did, 1 suggestion and 1 thing I did every time."
    assert await evening.suggesting.kept.routines() == ()
    assert await evening.suggesting.kept.of("owner", evening.now - timedelta(days=1)) == ()


async def test_what_was_done_and_is_no_habit_yet_is_forgotten_by_word(house):
    day = Evening(house)
    await day.live("owner", 1)
    assert (await day.say("forget everything you know about me")).outcome == "ask"
    assert (await day.say("yes")).reply == "I have forgotten 1 thing you did."
    assert (await house.mimosa.memory.erasing.export("owner"))["happenings"] == []


async def test_every_time_long_after_a_no_is_about_nothing(evening):
    await evening.say("what time is it")
    await evening.say("no")
    evening.now += timedelta(minutes=30)
    assert (await evening.say("always")).outcome == "refused"
    assert (await evening.shown())["routines"] == []


async def test_a_clock_that_was_ahead_keeps_nothing_from_being_suggested_or_done(evening):
    right = evening.now
    evening.now += timedelta(days=700)
    await evening.suggesting.kept.suggest("owner", Deed(LAMP, "on", False), evening.now)
    kept = await evening.suggesting.kept.keep("owner", Deed(LAMP, "on", True, minute=19 * 60 + 5), evening.now)
    evening.now = right
    assert await evening.suggesting.run_routines() == 1
    assert evening.lamp() is True
    await evening.suggesting.kept.end(kept)
    await evening.live("owner", 14, LAMP, "on", False)
    assert "usually turn off" in (await evening.say("what time is it")).reply


async def test_what_a_file_brings_along_is_no_more_than_that_person_may_do(evening):
    child = (await evening.mimosa.members.add("Lin", "child")).id
    await evening.http.patch(f"/api/devices/{LAMP}/settings", json={"at_least": {"on": 2}})
    await evening.suggesting.kept.keep(child, Deed(LAMP, "on", True, minute=19 * 60), evening.now - timedelta(days=1))
    assert await evening.suggesting.run_routines() == 1
    assert evening.lamp() is False


async def test_all_of_it_goes_with_the_person_and_comes_along_in_the_file(evening):
    await evening.say("what time is it")
    await evening.answer("every_time")
    told = (await evening.http.get("/api/memory/export")).json()
    assert told["suggestions"][0]["answer"] == "every_time"
    assert told["small_routines"][0]["device"] == LAMP
    await evening.http.post("/api/memory/erase", json={"sure": True})
    assert await evening.shown() == {"suggestion": None, "routines": []}
    assert (await evening.http.post("/api/memory/import", json=told)).json()["new"] > 0
    assert (await evening.shown())["routines"][0]["time"] == "19:02"

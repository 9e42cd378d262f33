"""Why something is as it is: who said so, also after a restart; by hand only what was seen to change by hand."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.tools import ToolCall as Call
from assistant.tools import ToolContext, call
from assistant.utterance import Language, Speaker, Utterance
from devices.command import Command, Origin, OutcomeKind
from devices.device import Device, Shape, Value
from devices.facts import Fact
from devices.journal import Journal
from devices.loopback import Published
from server.database import Database
from skills.loading import load
from skills.surface import Services
from skills.values import time_of_day
from tests.devices.conftest import QUICK_S, Place, capability, device, lamp, obey, running, stay_silent, until


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "mimosa.db") as opened:
        yield opened


@pytest.fixture
async def place(database: Database) -> AsyncIterator[Place]:
    """A home without rules."""
    async with running(Journal(database)) as made:
        yield made


async def why(place: Place, thing: str, text: str = "why is it off", language: Language = "en") -> str:
    """What is answered."""
    context = ToolContext(Utterance(text, language, Speaker()), "asked")
    toolbox = load(Services(place.home)).toolbox
    return (await call(toolbox, Call("why_so", {"things": (thing,)}), context)).say


async def wish(place: Place, thing: str, name: str, value: Value, sentence: str, turn: str = "one") -> OutcomeKind:
    """Something that the owner said."""
    origin = Origin("owner", "owner", sentence=sentence)
    command = Command(thing, name, value, turn=turn, origin=origin, deadline_s=QUICK_S)
    return (await place.home.execute(command)).kind


def fact_of(place: Place, thing: str, name: str) -> Fact:
    fact = place.home.fact(thing, name)
    assert fact is not None
    return fact


def clock(moment: datetime | None) -> str:
    assert moment is not None
    return time_of_day(moment.astimezone(), "en")


async def test_after_a_restart_the_record_still_says_who_it_was(database: Database) -> None:
    async with running(Journal(database)) as place:
        await place.add(lamp())
        assert await wish(place, "lamp", "on", False, "turn off the lamp") is OutcomeKind.DONE
    async with running(Journal(database)) as place:
        await place.add(lamp())
        place.broker.take(Published("lamp/on", b"false", None, retain=True))
        await place.devices_link.publish("lamp/available", b"online")
        await until(lambda: place.home.fact("lamp", "on") is not None)
        for _ in range(2):
            told = await why(place, "lamp")
            assert "Not me" not in told
            assert told.startswith("The owner said at ")
            assert "“turn off the lamp”" in told
            await place.report("lamp/on", False)


async def test_the_owner_has_a_word_in_each_language(place: Place) -> None:
    await place.add(lamp())
    await wish(place, "lamp", "on", False, "关灯")
    assert (await why(place, "lamp", "它为什么关着", "zh")).startswith("主人在")


async def test_a_wish_that_never_took_effect_explains_nothing_that_was_so_before(place: Place) -> None:
    await place.add(lamp())
    await wish(place, "lamp", "on", False, "turn off the lamp")
    place.behaviour["lamp"] = stay_silent
    assert await wish(place, "lamp", "on", True, "lamp on please", "two") is OutcomeKind.UNKNOWN
    await place.report("lamp/on", False)
    told = await why(place, "lamp")
    assert told.startswith("The owner said at ")
    assert "“turn off the lamp”" in told


async def by_hand(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lamp that was switched on by a wish, and off at the wall a while later."""
    for what in ("devices.credence.OVERTAKEN_S", "devices.aftermath.REVERT_S"):
        monkeypatch.setattr(what, 0.0)
    monkeypatch.setattr("skills.causes.AFTER", timedelta())
    await place.add(lamp())
    await place.report("lamp/on", False)
    await wish(place, "lamp", "on", True, "turn on the lamp")
    await place.report("lamp/on", False)


async def test_by_hand_it_says_what_was_done_and_when(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await by_hand(place, monkeypatch)
    at = clock(fact_of(place, "lamp", "on").since)
    told = await why(place, "lamp")
    assert told.startswith(f"Not me: the lamp was switched off at {at}, at the device itself or by something else.")
    assert "Before that: " in told
    assert f"{at}lamp被关掉" in await why(place, "lamp", "它为什么关着", "zh")
    await place.report("lamp/on", False)
    assert clock(fact_of(place, "lamp", "on").since) == at, "to say it again is no change"


async def test_by_hand_and_back_is_by_hand_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await by_hand(place, monkeypatch)
    await place.report("lamp/on", True)
    assert (await why(place, "lamp", "why is it on")).startswith("Not me: the lamp was switched on at ")


async def test_another_setting_of_it_is_no_reason_why_it_is_off(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await by_hand(place, monkeypatch)
    await place.report("lamp/on", True)
    place.behaviour["lamp"] = obey
    await wish(place, "lamp", "brightness", 40, "dim the lamp", "two")
    await place.report("lamp/on", False)
    assert (await why(place, "lamp")).startswith("Not me: the lamp was switched off at ")
    assert "“dim the lamp”" in await why(place, "lamp", "who dimmed it")


async def test_what_was_so_at_the_first_report_is_said_so(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", False)
    told = await why(place, "lamp")
    assert told == (
        "Not me: no wish that I carried out is behind it. The lamp was off already when I first heard from it."
    )


async def test_what_came_about_unseen_is_said_so(place: Place) -> None:
    await place.add(lamp())
    await wish(place, "lamp", "on", True, "turn on the lamp")
    place.broker.go_down()
    place.broker.take(Published("lamp/on", b"false", None, retain=True))
    place.broker.come_back()
    await until(lambda: fact_of(place, "lamp", "on").value is False)
    await place.devices_link.publish("lamp/available", b"online")
    assert (await why(place, "lamp")).startswith(
        "Not me: the lamp is off as last reported, and I did not see how that came about."
    )


async def test_a_job_that_ended_by_itself_was_no_hand(place: Place) -> None:
    await place.add(robot())
    await place.report("robot/activity", "docked")
    assert await wish(place, "robot", "activity", "cleaning", "clean up") is OutcomeKind.STARTED
    await place.report("robot/activity", "docked")
    told = await why(place, "robot", "why is it docked")
    assert told.startswith("The owner said at ")
    assert told.endswith("robot has been in its dock.")
    assert "Not me" not in told


def robot() -> Device:
    """A vacuum."""
    how = {"choices": ("cleaning", "docked"), "under_way": frozenset({"cleaning"})}
    return device("robot", capability("robot", "activity", Shape.CHOICE, **how), kind="vacuum")

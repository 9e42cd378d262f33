"""What is reported after the answer was given: late proof, and devices that take back what they did."""

import asyncio

from devices.changes import Change, CommandSettled, Reverted
from devices.command import OutcomeKind, Reason
from devices.home import Home
from devices.journal import Entry
from devices.loopback import Published
from tests.devices.conftest import QUICK_S, Place, lamp, obey, stay_silent, until

DONE = OutcomeKind.DONE
UNKNOWN = OutcomeKind.UNKNOWN


async def first(home: Home, kind: type[CommandSettled] | type[Reverted]) -> Change:
    """The next change of that kind."""
    async with asyncio.timeout(10):
        async for change in home.changes():
            if isinstance(change, kind):
                return change
    raise AssertionError("the changes ended")


async def entry_when(place: Place, holds: str) -> Entry:
    """The newest entry, once it has that."""

    async def is_so() -> bool:
        [entry, *_] = await place.journal.latest()
        return bool(getattr(entry, holds))

    await until(is_so)
    return (await place.journal.latest())[0]


async def test_a_late_answer_makes_the_record_right_and_tells_whoever_watches(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    settled = asyncio.create_task(first(place.home, CommandSettled))
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.late) == (UNKNOWN, Reason.NO_ANSWER, False)
    await place.report("lamp/on", True)
    change = await settled
    assert isinstance(change, CommandSettled)
    assert (change.outcome.kind, change.outcome.late, change.outcome.command) == (DONE, True, outcome.command)
    [entry] = await place.journal.latest()
    assert (entry.state, entry.reason, entry.late) == ("done", Reason.NONE, True)
    assert entry.evidence is not None
    assert 0 <= entry.evidence["late_s"] < 10


async def test_a_late_answer_to_a_command_that_another_one_followed_settles_nothing(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    place.behaviour["lamp"] = obey
    assert (await place.home.execute(place.wish("lamp", "on", False))).kind is DONE
    await place.report("lamp/on", True)
    assert await place.states() == ["done", "unknown"]


async def test_what_the_broker_kept_settles_nothing(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    place.broker.go_down()
    place.broker.take(Published("lamp/on", b"true", None, retain=True))
    place.broker.come_back()
    await until(lambda: (fact := place.home.fact("lamp", "on")) is not None and fact.value is True)
    assert await place.states() == ["unknown"]


async def test_a_device_that_takes_it_back_is_told_of_and_not_fought(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", False)
    reverted = asyncio.create_task(first(place.home, Reverted))
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert outcome.kind is DONE
    await place.report("lamp/on", False)
    assert await reverted == Reverted(outcome.command, False)
    entry = await entry_when(place, "note")
    assert (entry.state, entry.note["reverted"]) == ("done", False)
    assert entry.evidence is not None
    assert entry.evidence["value"] is True
    assert len(place.wishes) == 1


async def test_a_device_that_takes_it_back_before_the_answer_is_given_is_not_called_done(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", False)

    async def cut_out(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("lamp/on", b"true")
        await place.devices_link.publish("lamp/on", b"false")

    place.behaviour["lamp"] = cut_out
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert (outcome.kind, outcome.reason, outcome.reported) == (OutcomeKind.FAILED, Reason.REVERTED, False)
    [entry] = await place.journal.latest()
    assert (entry.state, entry.reason, entry.note["reverted"]) == ("failed", Reason.REVERTED, False)


async def test_a_state_that_is_neither_the_old_nor_the_new_one_takes_nothing_back(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/brightness", 10)
    await place.report("lamp/on", True)
    assert (await place.home.execute(place.wish("lamp", "brightness", 80))).kind is DONE
    await place.report("lamp/brightness", 60)
    assert [entry.note for entry in await place.journal.latest()] == [{}]

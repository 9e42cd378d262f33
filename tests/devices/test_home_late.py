"""What is reported after the answer was given: late proof, and devices that take back what they did."""

import asyncio

import pytest

from devices.changes import Change, CommandSettled, Reverted
from devices.command import Outcome, OutcomeKind, Reason
from devices.device import Device, Shape, Value
from devices.home import Home
from devices.journal import Entry
from devices.link import Link
from devices.loopback import Published
from tests.devices.conftest import QUICK_S, Place, capability, device, lamp, obey, stay_silent, until

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


def blinds(tier: int = 1) -> Device:
    """Tell where they are, and that they move while they do."""
    moving = frozenset({"opening", "closing"})
    how = {"unit": "%", "low": 0, "high": 100, "tolerance": 2, "under_way": moving, "tier": tier}
    position = capability("blinds", "position", Shape.NUMBER, **how)
    return device("blinds", position, capability("blinds", "open", under_way=moving), kind="cover")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    monkeypatch.setattr("devices.flight.PATIENCE_S", 0.02)
    monkeypatch.setattr("devices.aftermath.STANDS_S", 0.02)


async def opening(place: Place, by: str = "position") -> Outcome:
    """Blinds that were closed, and have said that they move."""

    async def begin(link: Link, topic: str, wish: bytes) -> None:
        await link.publish(f"blinds/{by}", b'"opening"')

    await place.add(blinds())
    await place.report(f"blinds/{by}", 0 if by == "position" else False)
    place.behaviour["blinds"] = begin
    return await place.home.execute(place.wish("blinds", by, 100 if by == "position" else True, deadline_s=0.2))


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("by", "reported", "reason"),
    [
        ("position", 50, Reason.STOPPED_SHORT),
        ("open", False, Reason.STOPPED_SHORT),
        ("open", "jammed", Reason.JAMMED),
        ("open", "error", Reason.DEVICE_ERROR),
    ],
)
async def test_what_began_and_stops_short_is_told_and_written_down(
    place: Place, by: str, reported: Value, reason: Reason
) -> None:
    settled = asyncio.create_task(first(place.home, CommandSettled))
    assert (await opening(place, by)).kind is OutcomeKind.STARTED
    await place.report(f"blinds/{by}", reported)
    change = await settled
    assert isinstance(change, CommandSettled)
    told = change.outcome
    assert (told.kind, told.reason, told.reported) == (OutcomeKind.FAILED, reason, reported)
    [entry] = await place.journal.latest()
    assert (entry.state, entry.reason) == ("failed", reason)
    assert entry.evidence is not None
    assert entry.evidence["value"] == reported


@pytest.mark.usefixtures("hurried")
async def test_what_rests_for_a_moment_and_arrives_is_not_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.aftermath.STANDS_S", 0.3)
    changes = place.home.changes()
    assert (await opening(place)).kind is OutcomeKind.STARTED
    for report in (50, "opening", 70, 100):
        await place.report("blinds/position", report)
    await asyncio.sleep(0.4)
    await place.report("blinds/position", 20)
    assert await place.states() == ["started"]
    await changes.aclose()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("hurried")
async def test_what_is_stopped_by_another_wish_is_not_told(place: Place) -> None:
    assert (await opening(place)).kind is OutcomeKind.STARTED
    place.behaviour["blinds"] = stay_silent
    await place.home.execute(place.wish("blinds", "position", 40, deadline_s=QUICK_S))
    await place.report("blinds/position", 40)
    await until(lambda: _is_settled(place))
    assert await place.states() == ["done", "started"]


async def _is_settled(place: Place) -> bool:
    return (await place.states())[0] != "unknown"


async def test_what_stops_short_before_the_answer_is_no_start(place: Place) -> None:
    async def stuck(link: Link, topic: str, wish: bytes) -> None:
        await link.publish("blinds/position", b'"opening"')
        await link.publish("blinds/position", b"50")

    await place.add(blinds(tier=3))
    await place.report("blinds/position", 0)
    place.behaviour["blinds"] = stuck
    outcome = await place.home.execute(place.wish("blinds", "position", 100, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (OutcomeKind.FAILED, Reason.STOPPED_SHORT, 50)


@pytest.mark.usefixtures("hurried")
async def test_of_what_began_and_is_never_heard_of_again_that_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.aftermath.TRAVEL_S", 0.05)
    settled = asyncio.create_task(first(place.home, CommandSettled))
    assert (await opening(place)).kind is OutcomeKind.STARTED
    change = await settled
    assert isinstance(change, CommandSettled)
    assert (change.outcome.kind, change.outcome.reason) == (OutcomeKind.PENDING, Reason.NONE)
    assert await place.states() == ["pending"]

"""Faults 13 to 22: a device that is silent, slow, contrary, broken or replaced, and what is said about it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from devices.changes import Change, CommandSettled, Reverted
from devices.command import Command, OutcomeKind, Reason
from skills.outcomes import Beside, words_for
from tests.devices.faults.conftest import LAMPS, Witnessed

DONE, ALREADY, STARTED = OutcomeKind.DONE, OutcomeKind.ALREADY, OutcomeKind.STARTED
FAILED, UNKNOWN = OutcomeKind.FAILED, OutcomeKind.UNKNOWN


async def first(changes: AsyncIterator[Change], kind: type[Change]) -> Change:
    """The next change of that kind."""
    async with asyncio.timeout(60):
        async for change in changes:
            if isinstance(change, kind):
                return change
    raise AssertionError("the changes ended")


async def test_fault_13_silent_device(house: Witnessed) -> None:
    await house.fault("hall", "silent")
    silent, other = await asyncio.gather(house.tell("hall", "on", True), house.tell("desk", "on", True))
    assert (silent.kind, silent.reason, silent.reported) == (UNKNOWN, Reason.NO_ANSWER, None)
    assert other.kind is DONE
    took_s = {t.command.device: t.answered - t.given for t in house.told}
    assert took_s["hall"] <= 5.001
    assert took_s["desk"] < 0.1
    assert house.words(silent) == (
        "I sent it, but the hall lamp has not answered.",
        "我发出去了，但走廊灯没有回应。",
    )
    assert (await house.tell("hall", "on", False)).kind is UNKNOWN, "what was is not known any more"


async def test_fault_13_half_of_the_house_is_silent(house: Witnessed) -> None:
    for lamp in ("hall", "desk"):
        await house.fault(lamp, "silent")
    for value in (True, False):
        outcomes = await house.tell_all(*(Command(lamp, "on", value) for lamp in LAMPS))
        assert [o.kind for o in outcomes] == [UNKNOWN, UNKNOWN, DONE, DONE, DONE]
    assert max(t.answered - t.given for t in house.told) <= 5.001


async def test_fault_14_answer_after_the_deadline(house: Witnessed) -> None:
    changes = house.home.changes()
    await house.fault("hall", "late", 8)
    outcome = await house.tell("hall", "on", True)
    assert (outcome.kind, house.really("hall", "on")) == (UNKNOWN, [True])
    settled = await first(changes, CommandSettled)
    assert isinstance(settled, CommandSettled)
    assert (settled.outcome.kind, settled.outcome.late) == (DONE, True)
    assert house.words(settled.outcome) == (
        "The hall lamp is on. It took longer than it should.",
        "走廊灯已打开。花的时间比平时长。",
    )
    entry = await house.journal.entry(outcome.command.id)
    assert entry is not None
    assert (entry.state, entry.late, house.reached("hall")) == ("done", True, 1)


async def test_fault_15_device_contradicts(house: Witnessed) -> None:
    await house.fault("hall", "contradicting")
    outcome = await house.tell("hall", "on", True)
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.CONTRADICTED, False)
    assert house.words(outcome) == ("I sent it, but the hall lamp is off.", "我发出去了，但走廊灯现在是关着。")
    assert house.reached("hall") == 1


async def test_fault_16_device_takes_it_back_after_a_second(house: Witnessed) -> None:
    changes = house.home.changes()
    await house.fault("hall", "reverting", 1)
    outcome = await house.tell("hall", "on", True)
    assert outcome.kind is DONE
    taken_back = await first(changes, Reverted)
    assert taken_back == Reverted(outcome.command, False)
    assert house.words(replace(outcome, kind=FAILED, reason=Reason.REVERTED, reported=False)) == (
        "The hall lamp switched itself off again.",
        "走廊灯又自己关掉了。",
    )
    await asyncio.sleep(10)
    assert (house.reached("hall"), house.really("hall", "on")) == (1, [True, False])
    entry = await house.journal.entry(outcome.command.id)
    assert entry is not None
    assert (entry.state, entry.note["reverted"]) == ("done", False)


async def test_fault_17_three_of_five(house: Witnessed) -> None:
    for lamp in ("hall", "desk"):
        await house.fault(lamp, "silent")
    outcomes = await house.tell_all(*(Command(lamp, "on", True) for lamp in LAMPS))
    assert [o.kind for o in outcomes] == [UNKNOWN, UNKNOWN, DONE, DONE, DONE]
    states = {e.device: e.state for e in await house.journal.latest()}
    assert states == {"hall": "unknown", "desk": "unknown", "bed": "done", "sofa": "done", "porch": "done"}
    assert house.words(*outcomes) == (
        "3 of 5 lights are on; the hall lamp and the desk lamp do not answer.",
        "5盏灯中的3盏灯已打开；走廊灯和台灯没有回应。",
    )


async def test_fault_18_jammed_lock(house: Witnessed) -> None:
    await house.fault("front_door", "jammed")
    outcome = await house.tell("front_door", "locked", True)
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.JAMMED)
    assert house.words(outcome) == (
        "The front door is jammed; it may be unlocked.",
        "前门卡住了；可能没锁上。",
    )
    assert house.really("front_door", "locked") == []


async def test_fault_18_lock_that_is_locking_for_ever(house: Witnessed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.simulators.doors.BOLT_S", 3600.0)
    outcome = await house.tell("front_door", "locked", True)
    assert (outcome.kind, outcome.reason, outcome.reported) == (UNKNOWN, Reason.NO_ANSWER, "locking")
    assert house.words(outcome) == (
        "I sent it, but the front door has not answered; it may be unlocked.",
        "我发出去了，但前门没有回应；可能没锁上。",
    )


async def test_fault_19_impossible_values(house: Witnessed) -> None:
    await house.everybody_says_how_it_is()
    known = house.says("air", "temperature")
    await house.fault("air", "impossible")
    for _ in range(12):
        await house.everybody_says_how_it_is()
    assert known is not None
    assert house.says("air", "temperature") == (known[0], False)
    assert house.home.distrusts("air", "temperature")
    assert house.home.rejected("air", "temperature") >= 5


async def test_fault_19_impossible_values_are_no_proof(house: Witnessed) -> None:
    await house.fault("hall", "impossible")
    outcome = await house.tell("hall", "brightness", 30)
    assert (outcome.kind, outcome.reported) == (UNKNOWN, None)
    assert house.words(outcome)[0] == "I sent it, but the hall lamp has not answered."


async def test_fault_20_by_hand_while_the_command_flies(house: Witnessed) -> None:
    assert (await house.tell("heater", "target_temperature", 21)).kind is DONE
    await house.fault("heater", "slow", 60)
    wish = asyncio.create_task(house.tell("heater", "target_temperature", 24))
    await asyncio.sleep(1)
    await house.direct("heater", "press", {"to": 16})
    outcome = await wish
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.CHANGED_BY_HAND, 16)
    assert house.words(outcome) == (
        "Somebody changed the heater by hand in the meantime: it is set to 16 degrees.",
        "刚刚有人手动改了暖气，现在是设为16度。",
    )


async def test_fault_20_by_hand_what_was_wished_is_so(house: Witnessed) -> None:
    await house.fault("hall", "slow", 60)
    wish = asyncio.create_task(house.tell("hall", "on", True))
    await asyncio.sleep(1)
    await house.direct("hall", "press", {"to": True})
    assert (await wish).kind is DONE


async def test_fault_21_two_people_want_opposites(house: Witnessed) -> None:
    await house.fault("hall", "late", 1)
    anna = asyncio.create_task(house.tell("hall", "on", True))
    await asyncio.sleep(0.05)
    wei = await house.tell("hall", "on", False)
    overtaken = await anna
    assert (overtaken.kind, overtaken.reason) == (UNKNOWN, Reason.SUPERSEDED)
    assert (wei.kind, wei.reported, house.really("hall", "on")) == (DONE, False, [True, False])
    beside = Beside(overtaken_by={overtaken.command.id: "Wei"})
    assert words_for(overtaken, house.home, "en", beside) == (
        "Wei changed the hall lamp in the meantime, so this wish was dropped."
    )
    assert words_for(overtaken, house.home, "zh", beside) == "Wei刚刚改了走廊灯，所以这一条就不做了。"


async def test_fault_22_replaced_device(house: Witnessed) -> None:
    assert (await house.tell("hall", "brightness", 40)).kind is DONE
    assert (await house.tell("heater", "target_temperature", 28)).kind is DONE
    lamp, heater = await house.announced("hall"), await house.announced("heater")
    lamp["cmps"]["main"]["sup_clrm"] = ["onoff"]
    heater["cmps"]["main"]["max_temp"] = 25
    await house.announce("hall", lamp)
    await house.announce("heater", heater)
    reached = house.reached("hall"), house.reached("heater")
    dim = await house.tell("hall", "brightness", 60)
    warm = await house.tell("heater", "target_temperature", 28)
    assert (dim.kind, dim.reason) == (FAILED, Reason.CANNOT_DO_THAT)
    assert (warm.kind, warm.reason, warm.high) == (FAILED, Reason.OUT_OF_RANGE, 25)
    assert house.words(dim)[0] == "The hall lamp cannot do that."
    assert house.words(warm) == (
        "The heater takes 7 to 25 degrees.",
        "暖气可以设在7到25度之间。",
    )
    assert (house.reached("hall"), house.reached("heater")) == reached
    assert (await house.tell("hall", "on", False)).kind is DONE
    assert (await house.tell("heater", "target_temperature", 22)).kind is DONE

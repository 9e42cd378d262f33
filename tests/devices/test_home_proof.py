"""What counts as proof for things that move, lock, clean and measure."""

import asyncio

import pytest

from devices.command import OutcomeKind, Reason
from devices.device import Device, Shape
from tests.devices.conftest import QUICK_S, Place, answer, capability, device, lamp, lock

DONE = OutcomeKind.DONE
STARTED = OutcomeKind.STARTED
FAILED = OutcomeKind.FAILED
UNKNOWN = OutcomeKind.UNKNOWN


def vacuum() -> Device:
    accepts = {"cleaning": frozenset({"cleaning"}), "returning": frozenset({"returning", "docked"})}
    moving = frozenset({"cleaning", "returning"})
    choices = ("cleaning", "returning", "docked", "error")
    activity = capability("vacuum", "activity", Shape.CHOICE, choices=choices, accepts=accepts, under_way=moving)
    rooms = capability(
        "vacuum",
        "clean_rooms",
        Shape.ACT,
        choices=("kitchen", "hall"),
        reading=None,
        proved_by="activity",
        accepts={None: frozenset({"cleaning"})},
    )
    return device("vacuum", activity, rooms, kind="vacuum")


async def test_cleaning_has_started_and_is_not_done(place: Place) -> None:
    await place.add(vacuum())
    outcome = await place.home.execute(place.wish("vacuum", "activity", "cleaning"))
    assert (outcome.kind, outcome.reported) == (STARTED, "cleaning")
    place.behaviour["vacuum"] = answer(b'"docked"')
    assert (await place.home.execute(place.wish("vacuum", "activity", "returning"))).kind is DONE


async def test_an_act_is_proved_by_another_capability_and_is_never_already_done(place: Place) -> None:
    await place.add(vacuum())
    await place.report("vacuum/activity", "docked")

    async def begin(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("vacuum/activity", b'"cleaning"')

    place.behaviour["vacuum"] = begin
    outcome = await place.home.execute(place.wish("vacuum", "clean_rooms", ("kitchen",)))
    assert (outcome.kind, outcome.reported) == (STARTED, "cleaning")
    assert place.wishes == [("vacuum/clean_rooms/set", b'["kitchen"]')]
    again = await place.home.execute(place.wish("vacuum", "clean_rooms", ("hall",), deadline_s=QUICK_S))
    assert (again.kind, again.reason) == (UNKNOWN, Reason.NO_ANSWER)
    wrong = await place.home.execute(place.wish("vacuum", "clean_rooms", ("cellar",)))
    assert (wrong.reason, wrong.choices) == (Reason.OUT_OF_RANGE, ("kitchen", "hall"))


async def test_an_act_that_no_report_is_named_for_is_proved_by_a_change_only(place: Place) -> None:
    start = capability("cooker", "start", Shape.ACT, reading=None, proved_by="status", under_way=frozenset({"cooking"}))
    await place.add(device("cooker", start, capability("cooker", "status", Shape.TEXT, writing=None), kind="cooker"))
    await place.report("cooker/status", "idle")

    def says(status: str):  # type: ignore[no-untyped-def]
        async def behave(link: object, topic: str, wish: bytes) -> None:
            await place.devices_link.publish("cooker/status", f'"{status}"'.encode())

        return behave

    place.behaviour["cooker"] = says("idle")
    assert (await place.home.execute(place.wish("cooker", "start", None, deadline_s=QUICK_S))).kind is UNKNOWN
    place.behaviour["cooker"] = says("cooking")
    assert (await place.home.execute(place.wish("cooker", "start", None))).kind is STARTED


async def test_a_jammed_lock_has_failed(place: Place) -> None:
    await place.add(lock())
    place.behaviour["door"] = answer(b'"locking"', b'"jammed"')
    outcome = await place.home.execute(place.wish("door", "locked", True, deadline_s=5))
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.JAMMED, "jammed")


async def test_locking_is_waited_for_and_is_never_called_locked(place: Place) -> None:
    await place.add(lock())
    place.behaviour["door"] = answer(b'"locking"')
    outcome = await place.home.execute(place.wish("door", "locked", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (UNKNOWN, Reason.NO_ANSWER, "locking")
    place.behaviour["door"] = answer(b'"locking"', b"true")
    assert (await place.home.execute(place.wish("door", "locked", True, deadline_s=5))).kind is DONE


async def test_a_blind_that_moves_has_started(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.flight.PATIENCE_S", 0.01)
    position = capability("blind", "position", Shape.NUMBER, low=0, high=100)
    await place.add(device("blind", position, kind="cover"))
    await place.report("blind/position", 0)
    place.behaviour["blind"] = answer(b"10", b"20")
    outcome = await place.home.execute(place.wish("blind", "position", 100, deadline_s=5))
    assert (outcome.kind, outcome.reported) == (STARTED, 20)


async def test_a_blind_that_tells_every_step_does_not_put_off_the_answer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.flight.PATIENCE_S", 0.1)
    position = capability("blind", "position", Shape.NUMBER, low=0, high=100)
    await place.add(device("blind", position, kind="cover"))
    await place.report("blind/position", 0)

    async def creep(link: object, topic: str, wish: bytes) -> None:
        for step in range(1, 100):
            await place.devices_link.publish("blind/position", str(step).encode())
            await asyncio.sleep(0.02)

    place.behaviour["blind"] = creep
    outcome = await place.home.execute(place.wish("blind", "position", 100, deadline_s=30))
    assert outcome.kind is STARTED
    assert isinstance(outcome.reported, int)
    assert outcome.reported < 90


async def test_a_blind_that_is_opened_and_moves_has_started(place: Place) -> None:
    ends: dict[object, frozenset[object]] = {True: frozenset({100}), False: frozenset({0})}
    opening = capability("blind", "open", reading=None, proved_by="position", accepts=ends)
    await place.add(
        device("blind", opening, capability("blind", "position", Shape.NUMBER, low=0, high=100), kind="cover")
    )
    await place.report("blind/position", 0)

    async def move(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("blind/position", b"30")

    place.behaviour["blind"] = move
    assert (await place.home.execute(place.wish("blind", "open", True, deadline_s=QUICK_S))).kind is STARTED
    assert (
        await place.home.execute(place.wish("blind", "open", False, deadline_s=QUICK_S))
    ).reason is Reason.CONTRADICTED


async def test_a_thermostat_that_stays_short_of_the_wish_contradicts(place: Place) -> None:
    target = capability("heater", "target_temperature", Shape.NUMBER, low=5, high=35, unit="°C")
    await place.add(device("heater", target, kind="climate"))
    await place.report("heater/target_temperature", 20)
    place.behaviour["heater"] = answer(b"25")
    outcome = await place.home.execute(place.wish("heater", "target_temperature", 30, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.CONTRADICTED, 25)


async def test_a_garage_door_that_is_still_opening_at_its_deadline_has_started(place: Place) -> None:
    moving = frozenset({"opening", "closing"})
    await place.add(device("garage", capability("garage", "open", under_way=moving, tier=3), kind="cover"))
    place.behaviour["garage"] = answer(b'"opening"')
    outcome = await place.home.execute(place.wish("garage", "open", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reported) == (STARTED, "opening")


async def test_a_device_that_reports_a_fault_has_failed(place: Place) -> None:
    await place.add(vacuum())
    place.behaviour["vacuum"] = answer(b'"error"')
    outcome = await place.home.execute(place.wish("vacuum", "activity", "cleaning"))
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.DEVICE_ERROR)


async def test_what_goes_the_other_way_was_changed_by_hand(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    await place.report("lamp/brightness", 50)
    place.behaviour["lamp"] = answer(b"20")
    outcome = await place.home.execute(place.wish("lamp", "brightness", 80, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.CHANGED_BY_HAND, 20)


async def test_a_hand_that_comes_before_the_device_obeys_does_not_make_it_undone(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    await place.report("lamp/brightness", 50)
    place.behaviour["lamp"] = answer(b"20", b"80")
    assert (await place.home.execute(place.wish("lamp", "brightness", 80))).kind is DONE


@pytest.mark.parametrize("payload", [b"-300", b"NaN", b"1e999", b"1" + b"0" * 400, b'"warm"', b"\xff\xfe", b"true"])
async def test_impossible_values_are_no_facts(place: Place, payload: bytes) -> None:
    thermometer = capability("t", "temperature", Shape.NUMBER, unit="°C", writing=None)
    await place.add(device("t", thermometer, kind="sensor"))
    await place.devices_link.publish("t/temperature", payload)
    await place.settle()
    assert place.home.fact("t", "temperature") is None
    await place.report("t/temperature", 21)
    assert place.home.facts("t")["temperature"].value == 21

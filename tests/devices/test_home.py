"""The one door: what is sent, in which order, and what is said about it."""

import pytest

from devices.command import OutcomeKind, Reason
from devices.device import Shape
from tests.devices.conftest import QUICK_S, Place, answer, capability, device, lamp, stay_silent

DONE = OutcomeKind.DONE
ALREADY = OutcomeKind.ALREADY
FAILED = OutcomeKind.FAILED
UNKNOWN = OutcomeKind.UNKNOWN
PENDING = OutcomeKind.PENDING


async def test_a_lamp_that_reports_what_was_wished_is_done(place: Place) -> None:
    await place.add(lamp())
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert (outcome.kind, outcome.reported) == (DONE, True)
    assert place.wishes == [("lamp/on/set", b"true")]
    entry = await place.journal.entry(outcome.command.id)
    assert entry is not None
    assert (entry.state, entry.attempts, entry.value) == ("done", 1, True)
    assert entry.evidence is not None
    assert (entry.evidence["capability"], entry.evidence["value"], entry.evidence["live"]) == ("on", True, True)


async def test_a_command_is_never_kept_by_the_broker_and_expires_with_its_deadline(place: Place) -> None:
    await place.add(lamp())
    await place.home.execute(place.wish("lamp", "on", True, deadline_s=4.2))
    sent = [message for message in place.broker.published if message.topic == "lamp/on/set"]
    assert [(message.retain, message.expiry_s) for message in sent] == [(False, 5)]


async def test_the_journal_is_written_before_anything_is_sent(place: Place) -> None:
    await place.add(lamp())
    seen: list[str] = []

    async def look_into_the_journal(link: object, topic: str, wish: bytes) -> None:
        seen.extend(entry.state for entry in await place.journal.latest(device="lamp"))

    place.behaviour["lamp"] = look_into_the_journal
    await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert seen == ["accepted"]


async def test_a_silent_device_is_unknown_and_nothing_is_claimed(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (UNKNOWN, Reason.NO_ANSWER, None)
    entry = await place.journal.entry(outcome.command.id)
    assert entry is not None
    assert (entry.state, entry.evidence) == ("unknown", None)


async def test_a_device_that_reports_the_opposite_contradicts(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = answer(b"false")
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (FAILED, Reason.CONTRADICTED, False)


async def test_the_old_state_right_after_the_command_is_no_contradiction_yet(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = answer(b"false", b"true")
    assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE


async def test_what_the_broker_kept_is_no_evidence(place: Place) -> None:
    await place.devices_link.publish("lamp/on", b"true", retain=True)
    await place.add(lamp())
    await place.settle()
    fact = place.home.fact("lamp", "on")
    assert fact is not None
    assert (fact.value, fact.live) == (True, False)
    place.behaviour["lamp"] = stay_silent
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert place.wishes == [("lamp/on/set", b"true")]
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_what_is_so_already_is_not_sent(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/brightness", 40)
    await place.report("lamp/on", True)
    outcome = await place.home.execute(place.wish("lamp", "brightness", 40.5))
    assert (outcome.kind, outcome.reported, place.wishes) == (ALREADY, 40, [])
    entry = await place.journal.entry(outcome.command.id)
    assert entry is not None
    assert entry.state == "already"
    assert entry.evidence is not None


async def test_a_brightness_of_a_lamp_that_is_off_is_not_so_already(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/brightness", 40)
    await place.report("lamp/on", False)
    assert (await place.home.execute(place.wish("lamp", "brightness", 40))).kind is DONE
    assert place.wishes == [("lamp/brightness/set", b"40")]


async def test_after_a_command_without_an_answer_the_old_state_proves_nothing(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    place.behaviour["lamp"] = stay_silent
    await place.home.execute(place.wish("lamp", "on", False, deadline_s=QUICK_S))
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))).kind is UNKNOWN
    assert [payload for _, payload in place.wishes] == [b"false", b"true"]


async def test_duplicate_reports_change_nothing(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = answer(b"true", b"true", b"true")
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    await place.settle()
    assert outcome.kind is DONE
    assert [entry.state for entry in await place.journal.latest()] == ["done"]


async def test_unknown_device_and_capability(place: Place) -> None:
    sensor = device("sensor", capability("sensor", "temperature", Shape.NUMBER, writing=None), kind="sensor")
    await place.add(lamp(), sensor)
    wishes = [
        place.wish("cellar", "on", True),
        place.wish("lamp", "color", "#ff0000"),
        place.wish("sensor", "temperature", 4),
    ]
    outcomes = [await place.home.execute(wish) for wish in wishes]
    assert [(o.kind, o.reason) for o in outcomes] == [
        (FAILED, Reason.NO_SUCH_DEVICE),
        (FAILED, Reason.CANNOT_DO_THAT),
        (FAILED, Reason.CANNOT_DO_THAT),
    ]
    assert place.wishes == []


@pytest.mark.parametrize(
    "value", [101, -1, float("nan"), float("inf"), pytest.param(10**400, id="long"), True, "bright", None]
)
async def test_a_value_out_of_range_is_not_sent_and_the_range_is_named(place: Place, value: object) -> None:
    await place.add(lamp())
    outcome = await place.home.execute(place.wish("lamp", "brightness", value))  # type: ignore[arg-type]
    assert (outcome.kind, outcome.reason, outcome.low, outcome.high) == (FAILED, Reason.OUT_OF_RANGE, 0, 100)
    assert place.wishes == []


async def test_a_choice_that_is_none_is_not_sent_and_the_choices_are_named(place: Place) -> None:
    await place.add(device("ac", capability("ac", "mode", Shape.CHOICE, choices=("cool", "heat")), kind="climate"))
    outcome = await place.home.execute(place.wish("ac", "mode", "freeze"))
    assert (outcome.reason, outcome.choices) == (Reason.OUT_OF_RANGE, ("cool", "heat"))


async def test_a_device_that_cannot_report_is_pending(place: Place) -> None:
    await place.add(device("radio", capability("radio", "on", reading=None), kind="switch"))
    outcome = await place.home.execute(place.wish("radio", "on", True))
    assert (outcome.kind, outcome.reason) == (PENDING, Reason.CANNOT_REPORT)


async def test_a_device_that_says_it_is_away_is_offline_and_nothing_is_sent(place: Place) -> None:
    await place.add(lamp())
    await place.devices_link.publish("lamp/available", b"offline", retain=True)
    await place.settle()
    assert place.home.available("lamp") is False
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert (outcome.kind, outcome.reason, place.wishes) == (FAILED, Reason.OFFLINE, [])
    await place.devices_link.publish("lamp/available", b"online", retain=True)
    await place.report("lamp/on", False)
    assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE

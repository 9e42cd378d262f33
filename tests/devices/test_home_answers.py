"""Devices that answer each command by its id, devices that can be asked, and links that break before anything left."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from devices.command import Origin, OutcomeKind, Reason
from devices.device import Answering, Device, Envelope, Shape, Value, Writing
from devices.errors import LinkDown
from devices.journal import Journal
from tests.devices.conftest import QUICK_S, Place, capability, device, encode, lamp, obey, running, stay_silent, until

DONE, FAILED, UNKNOWN = OutcomeKind.DONE, OutcomeKind.FAILED, OutcomeKind.UNKNOWN
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def code_in(payload: bytes) -> str | None:
    """What a device answers: a code, or "ok"."""
    return None if payload == b"ok" else payload.decode()


def enclose(value: Value, envelope: Envelope) -> bytes:
    parts = [envelope.id, envelope.expires.isoformat(), envelope.person, envelope.seat, envelope.auth]
    return json.dumps({"v": value, "with": parts}).encode()


def car() -> Device:
    window = capability("car", "window", writing=Writing("car/window/set", encode, enclose))
    return device("car", window, kind="car", answering=Answering("car/answers/", code_in))


async def answering(place: Place, *answers: bytes) -> None:
    async def behave(link: object, topic: str, wish: bytes) -> None:
        command_id = json.loads(wish)["with"][0]
        for answer in answers:
            await place.devices_link.publish(f"car/answers/{command_id}", answer)

    place.behaviour["car"] = behave


async def test_id_expiry_person_seat_and_proof_travel_with_the_wish(journal: Journal) -> None:
    async with running(journal, now=lambda: NOON) as place:
        await place.add(car())
        origin = Origin("mia", "adult", seat="rear_left", confirmed=True)
        wish = place.wish("car", "window", True, deadline_s=QUICK_S, origin=origin)
        await place.home.execute(wish)
        [(_, payload)] = place.wishes
        expires = (NOON + timedelta(seconds=QUICK_S)).isoformat()
        assert json.loads(payload) == {"v": True, "with": [wish.id, expires, "mia", "rear_left", "confirmed"]}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (b"not_while_driving", Reason.NOT_WHILE_DRIVING),
        (b"out_of_range", Reason.OUT_OF_RANGE),
        (b"not_allowed", Reason.NOT_ALLOWED),
        (b"busy", Reason.BUSY),
        (b"expired", Reason.NO_ANSWER),
        (b"raining", Reason.RAINING),
        (b"on fire", Reason.DEVICE_REFUSED),
    ],
)
async def test_a_refusal_of_the_device_ends_the_command_at_once(place: Place, code: bytes, reason: Reason) -> None:
    await place.add(car())
    await answering(place, code)
    async with asyncio.timeout(20):
        outcome = await place.home.execute(place.wish("car", "window", True, deadline_s=60))
    assert (outcome.kind, outcome.reason) == (FAILED, reason)
    assert outcome.code == ("on fire" if reason is Reason.DEVICE_REFUSED else "")
    [entry] = await place.journal.latest()
    assert entry.note == {"answer": code.decode()}


async def test_that_a_device_agrees_proves_nothing(place: Place) -> None:
    await place.add(car())
    await answering(place, b"ok")
    outcome = await place.home.execute(place.wish("car", "window", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_an_answer_to_another_command_means_nothing(place: Place) -> None:
    await place.add(car())

    async def mislead(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("car/answers/other", b"busy")
        await place.devices_link.publish("car/window", b"true")

    place.behaviour["car"] = mislead
    assert (await place.home.execute(place.wish("car", "window", True))).kind is DONE


async def test_answers_are_no_longer_listened_to_when_the_device_is_gone(place: Place) -> None:
    await place.add(car())
    assert "car/answers/+" in place.home_link.filters
    await place.devices_link.publish("announce/car", b"", retain=True)
    await place.settle()
    assert "car/answers/+" not in place.home_link.filters


def shy_lamp() -> Device:
    """One that says how it is when it is asked."""
    return replace(lamp(), asking=Writing("lamp/get/set", lambda value: b"?"))


async def test_a_device_that_says_nothing_is_asked_once(place: Place) -> None:
    await place.add(shy_lamp())

    async def shy(link: object, topic: str, wish: bytes) -> None:
        if topic == "lamp/get":
            await place.devices_link.publish("lamp/on", b"true")

    place.behaviour["lamp"] = shy
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=2 * QUICK_S))
    assert outcome.kind is DONE
    assert [topic for topic, _ in place.wishes] == ["lamp/on/set", "lamp/get/set"]


async def test_a_device_that_answers_is_not_asked(place: Place) -> None:
    await place.add(shy_lamp())
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))).kind is DONE
    await asyncio.sleep(QUICK_S)
    assert [topic for topic, _ in place.wishes] == ["lamp/on/set"]


async def test_after_the_link_broke_the_device_is_asked(place: Place) -> None:
    await place.add(shy_lamp())

    async def lose_the_report(link: object, topic: str, wish: bytes) -> None:
        if topic == "lamp/get":
            await place.devices_link.publish("lamp/on", b"true")
        else:
            place.broker.go_down()
            await asyncio.sleep(0.01)
            place.broker.come_back()

    place.behaviour["lamp"] = lose_the_report
    async with asyncio.timeout(20):
        assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=60))).kind is DONE


def broken_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The link breaks right before the first command leaves, and stays away; returns what was tried."""
    tried: list[str] = []
    publish = place.home_link.publish

    async def fail_first(topic: str, payload: bytes, **more: object) -> float:
        tried.append(topic)
        if len(tried) == 1:
            place.broker.go_down()
            raise LinkDown("the broker is away")
        return await publish(topic, payload, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(place.home_link, "publish", fail_first)
    return tried


async def test_what_did_not_leave_is_sent_once_when_the_link_is_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.add(lamp())
    broken_once(place, monkeypatch)
    wish = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=30)))
    await until(lambda: not place.home.connected)
    place.broker.come_back()
    outcome = await wish
    assert (outcome.kind, len(place.wishes)) == (DONE, 1)
    assert [entry.attempts for entry in await place.journal.latest()] == [1]


async def test_what_did_not_leave_in_time_is_not_sent_later(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.add(lamp())
    tried = broken_once(place, monkeypatch)
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.LINK_DOWN)
    place.broker.come_back()
    await place.settle()
    assert (tried, place.wishes) == (["lamp/on/set"], [])
    assert [entry.attempts for entry in await place.journal.latest()] == [0]


@pytest.mark.parametrize("more", [{"shape": Shape.ACT}, {"tier": 2}], ids=["an act", "something risky"])
async def test_acts_and_what_is_risky_never_wait_for_the_link(
    place: Place, monkeypatch: pytest.MonkeyPatch, more: dict[str, object]
) -> None:
    await place.add(device("lamp", capability("lamp", "on", **more)))  # type: ignore[arg-type]
    tried = broken_once(place, monkeypatch)
    async with asyncio.timeout(20):
        outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=60))
    assert (outcome.kind, outcome.reason, tried) == (FAILED, Reason.LINK_DOWN, ["lamp/on/set"])


async def test_what_may_have_left_is_never_sent_again(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    place.broker.answers = False
    wish = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=2 * QUICK_S)))
    await until(lambda: not place.home.connected)
    place.broker.answers = True
    place.broker.come_back()
    assert (await wish).kind is UNKNOWN
    assert len(place.wishes) == 1


async def test_a_wish_that_waits_for_the_link_goes_on_waiting_while_others_fail(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.add(lamp())
    broken_once(place, monkeypatch)
    first = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=30)))
    await until(lambda: not place.home.connected)
    place.behaviour["lamp"] = obey
    second = asyncio.create_task(place.home.execute(place.wish("lamp", "on", False, deadline_s=30)))
    await asyncio.sleep(0.02)
    place.broker.come_back()
    assert (await second).reason is Reason.LINK_DOWN
    assert (await first).kind is DONE
    assert [payload for _, payload in place.wishes] == [b"true"]

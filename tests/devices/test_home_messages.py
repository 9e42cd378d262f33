"""A wish that takes more than one message: what is made, what leaves, and what is told when only a part of it did."""

import asyncio
from dataclasses import replace

import pytest

from devices.command import OutcomeKind, Reason
from devices.device import Aside, Device, Reading, Value, Writing
from devices.errors import LinkDown
from tests.devices.conftest import Place, capability, decode, device, encode, lamp

FIRST, LAST = "lamp/on/set", "lamp/brightness/set"


def say_on(wish: Value) -> Aside:
    return Aside(FIRST, b"true")


def waking(**more: object) -> Device:
    """A lamp that wants to hear "on" beside each brightness: by default before it."""
    plain = lamp()
    writing = Writing(LAST, encode, **(more or {"first": say_on}))  # type: ignore[arg-type]
    brightness = replace(plain.capabilities["brightness"], writing=writing)
    return replace(plain, capabilities={**plain.capabilities, "brightness": brightness})


class Slow:
    """The home's way to the broker, disturbed before or after the messages on one topic."""

    def __init__(self, place: Place, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._publish = place.home_link.publish
        self._topic = topic
        self.fails: Exception | None = None
        self.answers_after_s = 0.0
        self.expiries: list[int | None] = []
        monkeypatch.setattr(place.home_link, "publish", self.publish)

    async def publish(self, topic: str, payload: bytes, *, expiry_s: int | None = None, retain: bool = False) -> float:
        self.expiries.append(expiry_s)
        if topic == self._topic and self.fails is not None:
            raise self.fails
        taken_at = await self._publish(topic, payload, expiry_s=expiry_s, retain=retain)
        if topic == self._topic:
            await asyncio.sleep(self.answers_after_s)
        return taken_at


@pytest.mark.parametrize("failure", [ValueError, TypeError, KeyError])
@pytest.mark.parametrize("side", ["first", "then"])
async def test_a_message_that_cannot_be_made_is_told_and_nothing_leaves(
    place: Place, side: str, failure: type[Exception]
) -> None:
    def fails(wish: Value) -> Aside:
        raise failure("its template")

    await place.add(waking(**{side: fails}))
    outcome = await place.home.execute(place.wish("lamp", "brightness", 40))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.CANNOT_DO_THAT)
    assert place.wishes == []
    assert await place.states() == ["failed"]


async def test_both_messages_leave_in_their_order(place: Place) -> None:
    await place.add(waking())
    assert (await place.home.execute(place.wish("lamp", "brightness", 40))).kind is OutcomeKind.DONE
    assert place.wishes == [(FIRST, b"true"), (LAST, b"40")]


async def test_a_proof_before_the_last_message_does_not_keep_the_lamp_dark(place: Place) -> None:
    await place.add(waking(then=say_on))
    assert (await place.home.execute(place.wish("lamp", "brightness", 40))).kind is OutcomeKind.DONE
    await place.settle()
    assert place.wishes == [(LAST, b"40"), (FIRST, b"true")]


async def test_nothing_leaves_after_the_deadline(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.add(waking())
    slow = Slow(place, FIRST, monkeypatch)
    slow.answers_after_s = 0.4
    outcome = await place.home.execute(place.wish("lamp", "brightness", 40, deadline_s=0.2))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    await asyncio.sleep(0.4)
    assert place.wishes == [(FIRST, b"true")]


async def test_a_wish_that_is_overtaken_between_its_messages_stops(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.add(waking())
    slow = Slow(place, FIRST, monkeypatch)
    slow.answers_after_s = 0.2
    older = asyncio.create_task(place.home.execute(place.wish("lamp", "brightness", 40)))
    await asyncio.sleep(0.1)
    assert (await place.home.execute(place.wish("lamp", "brightness", 60))).kind is OutcomeKind.DONE
    assert (await older).reason is Reason.SUPERSEDED
    assert place.wishes == [(FIRST, b"true"), (FIRST, b"true"), (LAST, b"60")]


async def test_each_message_expires_with_what_is_left_then(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.add(waking())
    slow = Slow(place, FIRST, monkeypatch)
    slow.answers_after_s = 1.1
    assert (await place.home.execute(place.wish("lamp", "brightness", 40, deadline_s=3))).kind is OutcomeKind.DONE
    assert slow.expiries == [3, 2]


async def test_a_link_that_breaks_between_two_messages_leaves_it_in_doubt(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.add(waking())
    slow = Slow(place, LAST, monkeypatch)
    slow.fails = LinkDown("gone between the two")
    outcome = await place.home.execute(place.wish("lamp", "brightness", 40, deadline_s=0.3))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    assert place.wishes == [(FIRST, b"true")]
    assert [(e.state, e.attempts) for e in await place.journal.latest()] == [("unknown", 1)]


async def test_a_link_that_fails_as_no_link_should_leaves_nothing_open(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.add(lamp())
    slow = Slow(place, FIRST, monkeypatch)
    slow.fails = RuntimeError("a fault of ours")
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    assert await place.states() == ["unknown"]


async def test_a_fault_before_anything_left_is_written_down_and_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    await place.add(lamp())
    monkeypatch.setattr(place.home._door._sending, "send", breaks)
    assert (await place.home.execute(place.wish("lamp", "on", True))).kind is OutcomeKind.UNKNOWN
    assert await place.states() == ["unknown"]


async def test_of_a_filter_with_open_levels_no_topic_is_remembered(place: Place) -> None:
    open_levels = capability("room", "temperature", reading=Reading("room/+/temperature", decode), writing=None)
    exact = capability("north", "temperature", reading=Reading("room/north/temperature", decode), writing=None)
    await place.add(device("room", open_levels, kind="sensor"), device("north", exact, kind="sensor"))
    for where in ("north", "south", "anywhere"):
        await place.report(f"room/{where}/temperature", 20.5)
    fact = place.home.fact("room", "temperature")
    assert fact is not None
    assert fact.value == 20.5
    assert set(place.home._listening.last) == {"room/north/temperature"}

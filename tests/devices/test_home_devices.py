"""Which devices there are, what is known of them, and who is told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

import pytest

from devices.changes import DeviceAppeared, DeviceChanged, DeviceGone, LinkChanged
from devices.command import Origin, OutcomeKind, Reason
from devices.device import Availability, Capability, Device, Floor, Reading, Room, Shape
from devices.discovery.convention import Found
from devices.journal import Journal
from devices.link import Message
from devices.rules import RULES
from devices.rules.driving import GEAR, PARK, SPEED
from tests.devices.conftest import QUICK_S, Place, capability, decode, device, lamp, obey, running, stay_silent

DONE = OutcomeKind.DONE


async def test_devices_come_change_and_go(place: Place) -> None:
    changes = place.home.changes()
    await place.add(lamp(room="living_room"))
    version = place.home.version
    assert place.home.rooms["living_room"].names == ("Living room",)
    await place.add(lamp(room="living_room"))
    await place.settle()
    assert place.home.version == version
    await place.add(lamp(room="hall"))
    await place.settle()
    assert place.home.version == version + 1
    await place.report("lamp/on", True)
    await place.devices_link.publish("announce/lamp", b"", retain=True)
    await place.settle()
    assert (place.home.devices, place.home.fact("lamp", "on"), place.home.version) == ({}, None, version + 2)
    while (change := await anext(changes)) != DeviceGone("lamp"):
        assert change == LinkChanged(True)


async def test_a_device_that_nobody_can_take_costs_a_log_line(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    await place.devices_link.publish("announce/thing", b"x")
    await place.settle()
    assert "announce/thing" in caplog.text
    assert not place.home.devices


async def test_a_device_that_shares_a_topic_learns_what_was_said_before(place: Place) -> None:
    def reads_one(name: str) -> Device:
        return device(name, capability("lamp", "on"))

    await place.add(reads_one("one"))
    await place.report("lamp/on", True)
    await place.add(reads_one("two"))
    await place.settle()
    fact = place.home.fact("two", "on")
    assert fact is not None
    assert (fact.value, fact.live) == (True, False)
    told = place.home.fact("one", "on")
    assert told is not None
    assert (fact.at, fact.order, told.live) == (told.at, told.order, True)


async def test_a_device_that_is_announced_again_learns_nothing_anew(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    before = place.home.fact("lamp", "on")
    await place.add(lamp(room="hall"))
    await place.settle()
    assert place.home.devices["lamp"].room == "hall"
    assert place.home.fact("lamp", "on") == before


async def test_what_was_doubted_stays_in_doubt_when_the_device_is_announced_again(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    place.behaviour["lamp"] = stay_silent
    await place.home.execute(place.wish("lamp", "on", False, deadline_s=QUICK_S))
    await place.add(lamp(room="hall"))
    await place.settle()
    place.behaviour["lamp"] = obey
    assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE
    assert [payload for _, payload in place.wishes] == [b"false", b"true"]


async def test_the_newest_availability_counts_also_for_a_device_that_learns_it_late(place: Place) -> None:
    def reads(name: str) -> Device:
        topics = (Availability(f"bridge/{side}", b"online", b"offline") for side in ("left", "right"))
        return replace(lamp(name), availability=tuple(topics))

    await place.add(reads("one"))
    await place.devices_link.publish("bridge/right", b"online")
    await place.devices_link.publish("bridge/left", b"offline")
    await place.settle()
    await place.add(reads("two"))
    await place.settle()
    assert (place.home.available("one"), place.home.available("two")) == (False, False)


async def test_what_a_device_said_is_not_kept_when_it_is_gone(place: Place) -> None:
    await place.add(lamp(), lamp("other"))
    await place.report("lamp/on", True)
    await place.report("other/on", True)
    await place.devices_link.publish("announce/lamp", b"", retain=True)
    await place.settle()
    assert set(place.home._listening.last) == {"other/on"}


async def test_a_device_that_comes_back_learns_what_the_broker_kept_meanwhile(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)
    await place.devices_link.publish("announce/lamp", b"", retain=True)
    await place.settle()
    await place.report("lamp/on", False)
    await place.add(lamp())
    await place.settle()
    fact = place.home.fact("lamp", "on")
    assert fact is not None
    assert (fact.value, fact.live) == (False, False)


@pytest.mark.parametrize("broken", ["on", "brightness"])
async def test_one_report_that_breaks_its_reader_costs_a_log_line_and_nothing_else(
    place: Place, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    def explode(payload: bytes) -> bool:
        raise OverflowError(payload.decode())

    names = ("on", "brightness")
    readings = {name: Reading("lamp/both", explode if name == broken else decode) for name in names}
    await place.add(device("lamp", *(capability("lamp", name, reading=readings[name]) for name in names)))
    await place.report("lamp/both", True)
    assert set(place.home.facts("lamp")) == {*names} - {broken}
    assert "lamp/both" in caplog.text
    assert "OverflowError" in caplog.text
    assert "true" not in caplog.text


async def test_one_announcement_that_breaks_its_convention_costs_a_log_line_and_nothing_else(
    place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(message: Message) -> Sequence[Found]:
        raise KeyError("secret")

    with monkeypatch.context() as broken:
        broken.setattr(place.announcements, "read", explode)
        await place.devices_link.publish("announce/lamp", b"here")
        await place.settle()
    assert "announce/lamp" in caplog.text
    assert "secret" not in caplog.text
    async with asyncio.timeout(10):
        await place.add(lamp())


async def test_signals_of_a_car_that_describes_itself_again_are_as_old_as_they_are(journal: Journal) -> None:
    ahead_s = [0.0]
    trunk = capability("car", "Vehicle.Body.Trunk.Rear.IsOpen", tier=3)
    signals = [capability("car", name, Shape.NUMBER, writing=None) for name in (SPEED, GEAR)]
    async with running(journal, RULES, clock=lambda: monotonic() + ahead_s[-1]) as place:
        await place.add(device("car", *signals, trunk, kind="car"))
        await place.report(f"car/{SPEED}", 0.0)
        await place.report(f"car/{GEAR}", PARK)
        ahead_s.append(60.0)
        await place.add(device("car", *signals, trunk, kind="car", room="garage"))
        await place.settle()
        assert place.home.devices["car"].room == "garage"
        refused = await place.home.execute(place.wish("car", trunk.name, True, origin=Origin(confirmed=True)))
        assert (refused.kind, refused.reason) == (OutcomeKind.REFUSED, Reason.NOT_WHILE_DRIVING)
        assert place.wishes == []


async def test_a_slow_watcher_gets_the_newest_and_delays_nobody(place: Place) -> None:
    await place.add(lamp("a"), lamp("b"))
    changes = place.home.changes()
    for percent in range(100):
        await place.report("a/brightness", percent)
    await place.report("a/on", True)
    await place.report("b/on", True)
    first, second = await anext(changes), await anext(changes)
    assert isinstance(first, DeviceChanged)
    assert {name: fact.value for name, fact in first.facts.items()} == {"brightness": 99, "on": True}
    assert isinstance(second, DeviceChanged)
    assert second.device == "b"


async def test_the_layout_and_what_devices_say_make_the_rooms(journal: Journal) -> None:
    rooms, floors = [Room("kitchen", ("kitchen", "厨房"), "ground")], [Floor("ground", ("ground floor", "一楼"))]
    async with running(journal, rooms=rooms, floors=floors) as place:
        await place.add(lamp(room="kitchen"), lamp("desk", room="study"))
        assert place.home.rooms["kitchen"].names == ("kitchen", "厨房")
        assert place.home.rooms["study"].names == ("Study",)
        assert place.home.floors["ground"].names == ("ground floor", "一楼")


async def test_driving_is_known_from_live_signals_of_the_car_alone(journal: Journal) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    trunk = "Vehicle.Body.Trunk.Rear.IsOpen"
    signals: list[Capability] = [
        capability("car", "Vehicle.Speed", Shape.NUMBER, writing=None),
        capability("car", "Vehicle.Powertrain.Transmission.SelectedGear", Shape.NUMBER, writing=None),
        capability("car", trunk, tier=3),
    ]
    async with running(journal, RULES, now=lambda: moment) as place:
        await place.add(device("car", *signals, kind="car"))
        refused = await place.home.execute(
            place.wish("car", trunk, True, origin=Origin(confirmed=True, second_factor=True))
        )
        assert (refused.kind, refused.reason) == (OutcomeKind.REFUSED, Reason.NOT_WHILE_DRIVING)
        await place.report("car/Vehicle.Speed", 0.0)
        await place.report("car/Vehicle.Powertrain.Transmission.SelectedGear", 126)
        assert (
            await place.home.execute(place.wish("car", trunk, True, origin=Origin(confirmed=True, second_factor=True)))
        ).kind is DONE
        await place.report("car/Vehicle.Speed", 50.0)
        again = await place.home.execute(
            place.wish("car", trunk, True, origin=Origin(confirmed=True, second_factor=True))
        )
        assert again.reason is Reason.NOT_WHILE_DRIVING


async def test_announcements_are_taken_in_together(place: Place) -> None:
    async with asyncio.timeout(10):
        await place.add(*(lamp(f"lamp{n}") for n in range(300)))
    assert len(place.home.devices) == 300
    assert DeviceAppeared("lamp1").device in place.home.devices

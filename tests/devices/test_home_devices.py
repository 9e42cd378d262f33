"""Which devices there are, what is known of them, and who is told."""

import asyncio
from datetime import UTC, datetime

import pytest

from devices.changes import DeviceAppeared, DeviceChanged, DeviceGone, LinkChanged
from devices.command import Origin, OutcomeKind, Reason
from devices.device import Capability, Device, Floor, Room, Shape
from devices.journal import Journal
from devices.rules import RULES
from tests.devices.conftest import Place, capability, device, lamp, running

DONE = OutcomeKind.DONE


async def test_devices_come_change_and_go(place: Place) -> None:
    changes = place.home.changes()
    await place.add(lamp(room="living_room"))
    version = place.home.version
    assert place.home.rooms["living_room"].names == ("living room",)
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
    assert (fact.value, fact.live) == (True, True)


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
        assert place.home.rooms["study"].names == ("study",)
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
        refused = await place.home.execute(place.wish("car", trunk, True, origin=Origin(confirmed=True)))
        assert (refused.kind, refused.reason) == (OutcomeKind.REFUSED, Reason.NOT_WHILE_DRIVING)
        await place.report("car/Vehicle.Speed", 0.0)
        await place.report("car/Vehicle.Powertrain.Transmission.SelectedGear", 126)
        assert (await place.home.execute(place.wish("car", trunk, True, origin=Origin(confirmed=True)))).kind is DONE
        await place.report("car/Vehicle.Speed", 50.0)
        again = await place.home.execute(place.wish("car", trunk, True, origin=Origin(confirmed=True)))
        assert again.reason is Reason.NOT_WHILE_DRIVING


async def test_announcements_are_taken_in_together(place: Place) -> None:
    async with asyncio.timeout(10):
        await place.add(*(lamp(f"lamp{n}") for n in range(300)))
    assert len(place.home.devices) == 300
    assert DeviceAppeared("lamp1").device in place.home.devices

"""The owner's word in a running home: it holds at once, is written down first, and new devices wait for it."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from devices.changes import Change, DeviceAppeared, DeviceGone, DeviceWaits, LayoutChanged
from devices.command import Command, OutcomeKind, Reason
from devices.device import Device, Room
from devices.journal import Journal
from devices.layout_clashes import ClashKind, clashes
from devices.layout_model import DeviceLayout, Layout
from devices.layout_risk import counted_tier, lowest_tier
from devices.ownership import NoSuchPlace, Ownership, SetBy, SetElsewhere
from devices.ownership_records import OwnershipRecords, OwnersWordUnavailable
from devices.policy import Allow, Decision, Refuse, Situation
from server.database import Database
from tests.devices.conftest import Place, lamp, lock, running


def only_approved(command: Command, device: Device, situation: Situation) -> Decision:
    """What the house's rules do above tier 1."""
    tier = device.capabilities[command.capability].tier
    return Allow() if situation.approved or tier <= 1 else Refuse(Reason.NOT_APPROVED)


@asynccontextmanager
async def owned(database: Database, file: Layout | None = None) -> AsyncIterator[tuple[Place, Ownership]]:
    """A home whose owner decides."""
    ownership = Ownership(OwnershipRecords(database), file)
    await ownership.load()
    more = {"approved": ownership.approves, "layout": ownership.layout}
    async with running(Journal(database), (only_approved,), **more) as place:
        ownership.follow_with(place.home.lay_out)
        yield place, ownership


def say(*said: Any, **more: Any) -> Callable[[DeviceLayout], DeviceLayout]:
    """What the page says about a device from now on, whatever it said before."""
    return lambda before: DeviceLayout(*said, **more)


async def told(changes: AsyncIterator[Change], *wanted: Change) -> None:
    """Wait until all of these are told."""
    missing = set(wanted)
    async with asyncio.timeout(5):
        while missing:
            missing.discard(await anext(changes))


async def test_a_new_device_is_read_and_does_what_is_harmless_and_nothing_else(database: Database) -> None:
    async with owned(database) as (place, ownership):
        changes = place.home.changes()
        await place.add(lamp(), lock())
        await told(changes, DeviceWaits("door"))
        assert place.home.waiting == ("lamp", "door")
        assert (await place.home.execute(place.wish("lamp", "on", True))).kind is OutcomeKind.DONE
        refused = await place.home.execute(place.wish("door", "locked", False))
        assert (refused.kind, refused.reason) == (OutcomeKind.REFUSED, Reason.NOT_APPROVED)
        await ownership.approve([place.home.announced["door"]], "owner")
        assert place.home.waiting == ("lamp",)
        assert (await place.home.execute(place.wish("door", "locked", False))).kind is OutcomeKind.DONE


async def test_what_an_approved_device_learns_later_waits_again(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp())
        await ownership.approve(place.home.announced.values(), "owner")
        assert place.home.waiting == ()
        known = lamp()
        harmless = dataclasses.replace(known.capabilities["on"], name="effect")
        await place.add(dataclasses.replace(known, capabilities={**known.capabilities, "effect": harmless}))
        await place.settle()
        assert place.home.waiting == ()
        changes = place.home.changes()
        risky = dataclasses.replace(known.capabilities["on"], name="unlatch", tier=4)
        await place.add(dataclasses.replace(known, capabilities={**known.capabilities, "unlatch": risky}))
        await told(changes, DeviceWaits("lamp"))
        assert ownership.layout.waits_for(place.home.announced["lamp"]) == ("unlatch",)


async def test_what_was_approved_does_not_hold_for_more_risk_than_it_had(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp())
        await ownership.approve(place.home.announced.values(), "owner")
        riskier = {n: dataclasses.replace(c, tier=3) for n, c in lamp().capabilities.items()}
        await place.add(dataclasses.replace(lamp(), kind="valve", capabilities=riskier))
        await place.settle()
        assert place.home.waiting == ("lamp",)


async def test_names_rooms_and_risk_hold_at_once(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp(room="cellar"))
        assert place.home.rooms["cellar"].names == ("Cellar",)
        version, changes = place.home.version, place.home.changes()
        room = await ownership.add_room(["Kitchen", "厨房"], "", place.home.rooms)
        await ownership.set_device("lamp", say(("Big lamp", "大灯"), room.id, at_least={"on": 3}))
        device = place.home.devices["lamp"]
        assert (device.name, device.aliases, device.room) == ("Big lamp", ("大灯", "lamp"), "kitchen")
        assert device.capabilities["on"].at_least == 3
        assert place.home.version > version
        assert "cellar" not in place.home.rooms
        await told(changes, LayoutChanged(), DeviceAppeared("lamp"))


async def test_a_hidden_device_is_gone_for_all_but_the_owner_and_comes_back_as_it_is(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp())
        changes = place.home.changes()
        await ownership.set_device("lamp", say(hidden=True))
        assert "lamp" not in place.home.devices
        assert "lamp" in place.home.announced
        assert place.home.waiting == ()
        await told(changes, DeviceGone("lamp"))
        assert (await place.home.execute(place.wish("lamp", "on", True))).reason is Reason.NO_SUCH_DEVICE
        await place.report("lamp/on", True)
        assert place.home.fact("lamp", "on") is None
        assert not place.home.facts("lamp")
        await ownership.set_device("lamp", say())
        fact = place.home.fact("lamp", "on")
        assert fact is not None
        assert fact.value is True


async def test_what_was_set_is_there_after_a_restart(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp(), lock())
        floor = await ownership.add_floor(["Up", "楼上"])
        await ownership.add_room(["Attic"], floor.id, place.home.rooms)
        said = say(("Big lamp",), "attic", False, at_least={"on": 3}, at_most={"brightness": 1})
        await ownership.set_device("lamp", said)
        await ownership.approve([place.home.announced["door"]], "owner")
        before = ownership.layout
    again = Ownership(OwnershipRecords(database))
    await again.load()
    assert again.layout == before
    assert again.layout.of("door").approvals["locked"].by == "owner"


async def test_a_room_that_is_removed_leaves_its_devices_in_none(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp(room="hall"), lamp("other", room="hall"))
        await ownership.set_room(Room("hall", ("Hall", "走廊"), ""), {})
        await ownership.remove_room("hall", ["lamp", "other"])
        assert [device.room for device in place.home.devices.values()] == ["", ""]
        assert "hall" not in place.home.rooms


async def test_a_floor_that_is_removed_leaves_its_rooms(database: Database) -> None:
    async with owned(database) as (_, ownership):
        floor = await ownership.add_floor(["Up"])
        room = await ownership.add_room(["Attic"], floor.id, {})
        await ownership.remove_floor(floor.id)
        assert ownership.layout.rooms[room.id].floor == ""
        with pytest.raises(NoSuchPlace, match=r"'up'.*none yet"):
            await ownership.set_floor("up", ["Up"])


async def test_what_the_file_says_is_not_the_pages_to_change(database: Database) -> None:
    door = DeviceLayout(("Door",), "hall", approved=True, at_least={"locked": 4})
    file = Layout({"hall": Room("hall", ("Hall",))}, {}, {"door": door})
    async with owned(database, file) as (place, ownership):
        await place.add(lock())
        assert place.home.waiting == ()
        assert ownership.room_set_by("hall") is SetBy.FILE
        for attempt in (
            ownership.set_room(Room("hall", ("Corridor",)), {}),
            ownership.remove_room("hall", []),
            ownership.withdraw("door"),
            ownership.set_device("door", say(("Gate",))),
            ownership.set_device("door", say(room="")),
            ownership.set_device("door", say(at_most={"locked": 3})),
        ):
            with pytest.raises(SetElsewhere, match="file"):
                await attempt
        await ownership.set_device("door", say(hidden=True))
        assert "door" not in place.home.devices


async def test_what_cannot_be_written_down_does_not_take_effect(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lamp())
        database.close()
        with pytest.raises(OwnersWordUnavailable):
            await ownership.set_device("lamp", say(("Big lamp",)))
        assert place.home.devices["lamp"].name == "lamp"
        assert ownership.page == Layout()


async def test_many_at_once_are_approved_and_the_loop_goes_on(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(*(lamp(f"lamp{n}") for n in range(300)))
        changes = [ownership.set_device(f"lamp{n}", say((f"Light {n}",))) for n in range(20)]
        await asyncio.gather(ownership.approve(place.home.announced.values(), "owner"), *changes)
        assert place.home.waiting == ()
        assert place.home.devices["lamp19"].name == "Light 19"


def test_names_that_may_be_mistaken_are_told() -> None:
    layout = Layout(devices={"c": DeviceLayout(("Other", "LAMP"))})
    same = [dataclasses.replace(lamp(i), name="Lamp", room="hall") for i in ("a", "b")]
    elsewhere = dataclasses.replace(lamp("d"), name="Lamp", room="attic")
    found = clashes([*same, elsewhere, dataclasses.replace(lamp("c"), name="Other")], layout)
    assert {i: each[0].kind for i, each in found.items()} == {
        "a": ClashKind.SAME_NAME,
        "b": ClashKind.SAME_NAME,
        "c": ClashKind.ALIAS_IS_NAME,
    }


def test_how_far_risk_can_be_turned_down() -> None:
    light, door = lamp(), lock()
    assert lowest_tier(light, light.capabilities["on"]) == 1
    assert lowest_tier(door, door.capabilities["locked"]) == 3
    never = dataclasses.replace(light.capabilities["on"], tier=5)
    assert lowest_tier(light, never) == 5
    costly = dataclasses.replace(light.capabilities["on"], tier=3)
    assert lowest_tier(light, costly) == 1
    assert counted_tier(dataclasses.replace(costly, at_most=1)) == 1
    assert counted_tier(dataclasses.replace(costly, at_least=5)) == 5

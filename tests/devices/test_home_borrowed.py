"""A device that is announced on the topic of another one does no more than that one may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from devices.command import Origin, Outcome, OutcomeKind, Reason
from devices.device import Device, Value, Writing
from devices.journal import Journal
from devices.ownership import Ownership
from devices.ownership_records import OwnershipRecords
from devices.rules import RULES
from server.database import Database
from tests.devices.conftest import Place, capability, device, encode, lamp, lock, running

OWNER = Origin("owner", "owner")


@asynccontextmanager
async def guarded(database: Database) -> AsyncIterator[tuple[Place, Ownership]]:
    """A home under the house's own rules, whose owner decides."""
    ownership = Ownership(OwnershipRecords(database))
    await ownership.load()
    more = {"approved": ownership.approves, "layout": ownership.layout}
    async with running(Journal(database), RULES, **more) as place:
        ownership.follow_with(place.home.lay_out)
        yield place, ownership


def speaking_to(topic: str, known: Device, *names: str) -> Device:
    """The device, with the wishes for these capabilities (else all) going to that topic."""
    moved = {
        name: replace(c, writing=Writing(topic, encode)) if not names or name in names else c
        for name, c in known.capabilities.items()
    }
    return replace(known, capabilities=moved)


IMPOSTOR = speaking_to("door/locked/set", lamp("impostor"))


async def wish(place: Place, device_id: str, name: str, value: Value, origin: Origin = OWNER) -> Outcome:
    return await place.home.execute(place.wish(device_id, name, value, deadline_s=0.2, origin=origin))


@pytest.mark.parametrize(("name", "value"), [("on", True), ("on", False), ("brightness", 40)])
@pytest.mark.parametrize("topic", ["door/locked/set", "door/locked/set/state"])
async def test_an_unapproved_lamp_on_the_topic_of_a_lock_does_nothing(
    database: Database, name: str, value: Value, topic: str
) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lock(), speaking_to(topic, lamp("impostor")), lamp())
        for _ in ("nobody has approved anything", "the lock is approved"):
            refused = await wish(place, "impostor", name, value)
            assert (refused.kind, refused.reason) == (OutcomeKind.REFUSED, Reason.NOT_APPROVED)
            await ownership.approve([place.home.announced["door"]], "owner")
        assert place.wishes == []
        assert (await wish(place, "lamp", name, value)).kind in (OutcomeKind.DONE, OutcomeKind.ALREADY)


async def test_it_makes_no_difference_which_of_the_two_was_there_first(database: Database) -> None:
    async with guarded(database) as (place, _):
        await place.add(IMPOSTOR)
        assert (await wish(place, "impostor", "on", True)).kind is not OutcomeKind.REFUSED
        await place.add(lock())
        assert (await wish(place, "impostor", "on", False)).reason is Reason.NOT_APPROVED
        await place.devices_link.publish("announce/door", b"", retain=True)
        await place.settle()
        assert (await wish(place, "impostor", "on", False)).kind is not OutcomeKind.REFUSED


async def test_an_approved_lamp_on_the_topic_of_a_lock_is_asked_about_like_the_lock(database: Database) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lock(), IMPOSTOR)
        await ownership.approve(place.home.announced.values(), "owner")
        asked = await wish(place, "impostor", "on", True)
        assert (asked.kind, asked.reason) == (OutcomeKind.ASK, Reason.NEEDS_SECOND_FACTOR)
        guest = await wish(place, "impostor", "on", True, Origin("guest", "guest"))
        assert (guest.kind, guest.reason) == (OutcomeKind.REFUSED, Reason.NOT_ALLOWED)
        assert place.wishes == []


async def test_nobody_takes_a_lamp_away_by_announcing_a_lock_on_its_topic(database: Database) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lamp())
        await ownership.approve(place.home.announced.values(), "owner")
        await place.add(speaking_to("lamp/on/set", replace(lock(), id="trap")))
        assert (await wish(place, "lamp", "on", True)).kind is OutcomeKind.DONE


async def test_the_same_lock_announced_twice_can_be_locked_by_anybody_once_it_is_approved(database: Database) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lock(), speaking_to("door/locked/set", replace(lock(), id="door_again")))
        await ownership.approve(place.home.announced.values(), "owner")
        assert (await wish(place, "door", "locked", True)).kind is OutcomeKind.DONE


async def test_a_part_that_is_added_to_a_lock_waits_until_it_is_approved_and_the_lock_can_be_locked(
    database: Database,
) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lock())
        await ownership.approve(place.home.announced.values(), "owner")
        more = capability("door", "party", writing=Writing("door/locked/set", encode))
        await place.add(replace(lock(), capabilities={**lock().capabilities, "party": more}))
        await place.settle()
        assert (await wish(place, "door", "party", True)).reason is Reason.NOT_APPROVED
        assert (await wish(place, "door", "locked", True)).kind is OutcomeKind.DONE


async def test_an_approval_ends_when_the_wishes_go_elsewhere(database: Database) -> None:
    async with guarded(database) as (place, ownership):
        await place.add(lock(), lamp())
        await ownership.approve(place.home.announced.values(), "owner")
        assert place.home.waiting == ()
        await place.add(speaking_to("elsewhere/set", lock()), speaking_to("elsewhere/lamp", lamp()))
        await place.settle()
        assert place.home.waiting == ("door",), "a lamp needs no approval wherever its wishes go"
        proven = replace(OWNER, second_factor=True)
        assert (await wish(place, "door", "locked", False, proven)).reason is Reason.NOT_APPROVED
        await place.add(lock())
        await place.settle()
        assert place.home.waiting == (), "where they went when it was approved they may go again"
    again = Ownership(OwnershipRecords(database))
    await again.load()
    assert again.layout.approves(lock(), "locked")
    assert not again.layout.approves(speaking_to("elsewhere/set", lock()), "locked")


async def test_what_is_announced_for_a_car_takes_nothing_from_it(database: Database) -> None:
    async with guarded(database) as (place, _):
        hazard = "Vehicle.Body.Lights.Hazard.IsSignaling"
        await place.add(device("car", capability("car", hazard), kind="car"))
        await place.add(speaking_to(f"car/{hazard}/set", replace(lock(), id="trap")))
        assert (await wish(place, "car", hazard, True, replace(OWNER, seat="driver"))).kind is OutcomeKind.DONE

"""Reports that carry a stamp: what is older than the command proves nothing, whenever and however often it arrives."""

import asyncio

import pytest

from devices.command import OutcomeKind, Reason
from devices.device import Device
from tests.devices.conftest import QUICK_S, Behaviour, Place, device, encode, stamped, stay_silent

DONE = OutcomeKind.DONE
UNKNOWN = OutcomeKind.UNKNOWN


def plug() -> Device:
    return device("plug", stamped("plug", "on"), kind="switch")


def says(place: Place, *reports: tuple[bool, float]) -> Behaviour:
    async def behave(link: object, topic: str, wish: bytes) -> None:
        for report in reports:
            await place.devices_link.publish("plug/on", encode(report))  # type: ignore[arg-type]

    return behave


async def switch_on(place: Place) -> tuple[OutcomeKind, Reason]:
    outcome = await place.home.execute(place.wish("plug", "on", True, deadline_s=QUICK_S))
    return outcome.kind, outcome.reason


async def test_a_report_that_is_newer_by_its_stamp_is_the_proof_and_its_stamp_is_kept(place: Place) -> None:
    await place.add(plug())
    await place.report("plug/on", (False, 7))  # type: ignore[arg-type]
    place.behaviour["plug"] = says(place, (True, 8))
    assert await switch_on(place) == (DONE, Reason.NONE)
    [entry] = await place.journal.latest()
    assert entry.evidence is not None
    assert entry.evidence["stamp"] == 8


async def test_a_report_delivered_twice_proves_nothing_the_second_time(place: Place) -> None:
    await place.add(plug())
    await place.report("plug/on", (True, 6))  # type: ignore[arg-type]
    await place.report("plug/on", (False, 7))  # type: ignore[arg-type]
    place.behaviour["plug"] = says(place, (True, 6), (False, 7))
    assert await switch_on(place) == (UNKNOWN, Reason.NO_ANSWER)


async def test_of_reports_that_overtake_each_other_the_newest_counts(place: Place) -> None:
    await place.add(plug())
    for value, stamp in ((False, 1), (True, 3), (False, 2)):
        await place.report("plug/on", (value, stamp))  # type: ignore[arg-type]
    fact = place.home.fact("plug", "on")
    assert fact is not None
    assert fact.value is True


async def test_what_a_device_sends_again_after_the_link_broke_is_no_proof(place: Place) -> None:
    await place.add(plug())
    await place.report("plug/on", (True, 6))  # type: ignore[arg-type]
    await place.report("plug/on", (False, 7))  # type: ignore[arg-type]

    async def reconnect(link: object, topic: str, wish: bytes) -> None:
        place.broker.go_down()
        await asyncio.sleep(0.01)
        place.broker.come_back()
        for report in ((True, 6), (False, 7)):
            await place.devices_link.publish("plug/on", encode(report))  # type: ignore[arg-type]

    place.behaviour["plug"] = reconnect
    assert await switch_on(place) == (UNKNOWN, Reason.NO_ANSWER)


async def test_the_proof_counts_also_when_the_link_broke_in_between(place: Place) -> None:
    await place.add(plug())
    await place.report("plug/on", (False, 7))  # type: ignore[arg-type]

    async def reconnect(link: object, topic: str, wish: bytes) -> None:
        place.broker.go_down()
        await asyncio.sleep(0.01)
        place.broker.come_back()
        await place.devices_link.publish("plug/on", encode((True, 8)))  # type: ignore[arg-type]

    place.behaviour["plug"] = reconnect
    assert await switch_on(place) == (DONE, Reason.NONE)


async def test_a_device_that_restarted_counts_anew_and_is_believed(place: Place) -> None:
    await place.add(plug())
    await place.devices_link.publish("plug/available", b"online")
    await place.report("plug/on", (False, 40))  # type: ignore[arg-type]
    await place.devices_link.publish("plug/available", b"offline")
    await place.devices_link.publish("plug/available", b"online")
    await place.report("plug/on", (False, 1))  # type: ignore[arg-type]
    place.behaviour["plug"] = says(place, (True, 2))
    assert await switch_on(place) == (DONE, Reason.NONE)


async def test_a_restart_while_the_command_is_on_its_way_proves_nothing(place: Place) -> None:
    await place.add(plug())
    await place.devices_link.publish("plug/available", b"online")
    await place.report("plug/on", (False, 40))  # type: ignore[arg-type]

    async def restart(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("plug/available", b"offline")
        await place.devices_link.publish("plug/available", b"online")
        await place.devices_link.publish("plug/on", encode((True, 1)))  # type: ignore[arg-type]

    place.behaviour["plug"] = restart
    assert await switch_on(place) == (UNKNOWN, Reason.NO_ANSWER)
    fact = place.home.fact("plug", "on")
    assert fact is not None
    assert fact.value is True


@pytest.mark.parametrize(
    ("before", "stamps"), [(1_700_000_000.0, (12.0,)), (40.0, (21.0, 22.0, 23.0))], ids=["far back", "going on"]
)
async def test_a_device_whose_stamps_go_back_is_not_deaf_for_ever(
    place: Place, before: float, stamps: tuple[float, ...]
) -> None:
    await place.add(plug())
    await place.report("plug/on", (False, before))  # type: ignore[arg-type]
    for stamp in stamps:
        await place.report("plug/on", (True, stamp))  # type: ignore[arg-type]
    fact = place.home.fact("plug", "on")
    assert fact is not None
    assert fact.value is True
    place.behaviour["plug"] = stay_silent
    assert (await place.home.execute(place.wish("plug", "on", True))).kind is OutcomeKind.ALREADY

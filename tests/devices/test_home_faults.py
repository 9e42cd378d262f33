"""What the home says when the broker, the device or the process itself fails in the middle of a command."""

import asyncio
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from devices.changes import LinkChanged
from devices.command import Command, OutcomeKind, Reason
from devices.errors import JournalUnavailable
from devices.journal import Journal
from devices.link import Link, Message
from server.database import Database
from tests.devices.conftest import QUICK_S, Place, lamp, obey, running, stay_silent, until

DONE, FAILED, UNKNOWN = OutcomeKind.DONE, OutcomeKind.FAILED, OutcomeKind.UNKNOWN


async def test_with_the_broker_away_a_command_fails_at_once_and_nothing_is_sent_later(place: Place) -> None:
    await place.add(lamp())
    place.broker.go_down()
    await place.settle()
    async with asyncio.timeout(30):
        outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=60))
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.LINK_DOWN)
    place.broker.come_back()
    await place.settle()
    assert place.wishes == []
    assert [(e.state, e.attempts) for e in await place.journal.latest()] == [("failed", 0)]


async def test_the_broker_dies_after_it_took_the_command(place: Place) -> None:
    await place.add(lamp())

    async def broker_dies(link: object, topic: str, wish: bytes) -> None:
        place.broker.go_down()

    place.behaviour["lamp"] = broker_dies
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason, outcome.reported) == (UNKNOWN, Reason.NO_ANSWER, None)


async def test_the_broker_dies_before_it_confirmed_the_command(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    place.broker.answers = False
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_the_broker_comes_back_in_time_for_the_proof(place: Place) -> None:
    await place.add(lamp())

    async def broker_restarts(link: object, topic: str, wish: bytes) -> None:
        place.broker.go_down()
        await asyncio.sleep(0.01)
        place.broker.come_back()
        await place.devices_link.publish(topic, wish, retain=True)

    place.behaviour["lamp"] = broker_restarts
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=5))).kind is DONE


async def test_what_the_broker_kept_over_its_restart_is_no_evidence(place: Place) -> None:
    await place.add(lamp())
    await place.devices_link.publish("lamp/on", b"true", retain=True)

    async def broker_restarts(link: object, topic: str, wish: bytes) -> None:
        place.broker.go_down()
        await asyncio.sleep(0.01)
        place.broker.come_back()

    await place.report("lamp/on", False, retain=False)
    place.behaviour["lamp"] = broker_restarts
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)
    fact = place.home.fact("lamp", "on")
    assert fact is not None
    assert (fact.value, fact.live) == (True, False)


async def test_when_the_link_breaks_nothing_known_is_live_any_more(place: Place) -> None:
    await place.add(lamp())
    changes = place.home.changes()
    await place.report("lamp/on", True)
    place.broker.go_down()
    await place.settle()
    fact = place.home.fact("lamp", "on")
    assert fact is not None
    assert (fact.value, fact.live) == (True, False)
    await anext(changes)
    assert await anext(changes) == LinkChanged(False)
    place.broker.come_back()
    await place.settle()
    assert await anext(changes)
    place.behaviour["lamp"] = stay_silent
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))).kind is UNKNOWN


async def test_a_broker_that_refuses_the_topic_is_named(place: Place) -> None:
    await place.add(lamp())
    place.broker.refused.add("lamp/#")
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=60))
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.NOT_AUTHORISED)


async def test_a_broker_that_loses_the_command_is_no_proof(place: Place) -> None:
    await place.add(lamp())
    place.broker.dropped.add("+/+/set")
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_a_report_that_waited_since_before_the_command_is_no_answer(place: Place) -> None:
    await place.add(lamp())
    came_in_before = monotonic()

    async def take_an_old_report(link: object, topic: str, wish: bytes) -> None:
        place.home_link.inbox.put(Message(topic, b"true", retained=False, received=came_in_before))

    place.behaviour["lamp"] = take_an_old_report
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_commands_that_a_crash_left_open_end_as_unknown_at_the_next_start(tmp_path: Path) -> None:
    with Database(tmp_path / "crash.db") as database:
        before = Journal(database)
        await before.accept([Command("lamp", "on", True, id="crashed")])
    with Database(tmp_path / "crash.db") as database:
        after = Journal(database)
        async with running(after) as place:
            await place.add(lamp())
            entry = await after.entry("crashed")
            assert entry is not None
            assert (entry.state, entry.reason) == ("unknown", Reason.NO_ANSWER)
            assert entry.ended is not None
            assert place.wishes == []
            assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE


async def test_what_a_crash_left_open_is_ended_as_soon_as_the_journal_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.settling.SHORTEST_PAUSE_S", 0.01)
    with Database(tmp_path / "crash.db") as database:
        await Journal(database).accept([Command("lamp", "on", True, id="crashed")])
        after, attempts = Journal(database), 0
        close_forgotten = after.close_forgotten

        async def fail_three_times() -> int:
            nonlocal attempts
            attempts += 1
            if attempts <= 3:
                raise JournalUnavailable("disk full")
            return await close_forgotten()

        monkeypatch.setattr(after, "close_forgotten", fail_three_times)
        async with running(after) as place:
            await place.add(lamp())
            assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE, "nobody waits for it"

            async def is_ended() -> bool:
                entry = await after.entry("crashed")
                return entry is not None and entry.state == "unknown"

            await until(is_ended)
            assert attempts == 4


async def test_an_end_that_the_journal_did_not_take_is_written_without_another_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.settling.SHORTEST_PAUSE_S", 0.01)
    with Database(tmp_path / "full.db") as database:
        journal = Journal(database)
        async with running(journal) as place:
            await place.add(lamp())
            write, is_full = database.write, False

            async def may_fail(work: Any) -> Any:
                if is_full:
                    raise OSError("no space left")
                return await write(work)

            async def obey_while_the_disk_fills(link: Link, topic: str, wish: bytes) -> None:
                nonlocal is_full
                is_full = True
                await obey(link, topic, wish)

            monkeypatch.setattr(database, "write", may_fail)
            place.behaviour["lamp"] = obey_while_the_disk_fills
            outcome = await place.home.execute(place.wish("lamp", "on", True))
            assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.JOURNAL_UNAVAILABLE)
            assert await place.states() == ["accepted"]
            is_full = False

            async def is_written() -> bool:
                return await place.states() == ["done"]

            await until(is_written)


async def test_a_process_that_is_killed_under_way_leaves_its_command_for_the_next_start(tmp_path: Path) -> None:
    with Database(tmp_path / "killed.db") as database:
        journal = Journal(database)
        async with running(journal) as place:
            await place.add(lamp())
            place.behaviour["lamp"] = stay_silent
            task = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=60)))
            await until(lambda: bool(place.wishes))
            # What a second process would find on the disk at this moment.
            found = await Journal(database).latest()
            assert [entry.state for entry in found] == ["accepted"]
            assert await Journal(database).close_forgotten() == 1
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert [entry.state for entry in await journal.latest()] == ["unknown"]


async def test_a_broker_that_flaps_gets_every_command_at_most_once(place: Place) -> None:
    await place.add(lamp())

    async def flap(link: object, topic: str, wish: bytes) -> None:
        for _ in range(10):
            place.broker.go_down()
            await asyncio.sleep(0)
            place.broker.come_back()
            await asyncio.sleep(0)
        await place.devices_link.publish(topic, wish)

    place.behaviour["lamp"] = flap
    for value in (True, False):
        assert (await place.home.execute(place.wish("lamp", "on", value, deadline_s=20))).kind is DONE
    assert [payload for _, payload in place.wishes] == [b"true", b"false"]
    assert sorted(place.home_link.filters) == sorted(set(place.home_link.filters))
